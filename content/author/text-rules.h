/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *tambo_text_find_fault (const char *text,
                             gssize length,
                             guint max_characters,
                             const char **out_cure);
gboolean tambo_text_check (const char *text,
                           gssize length,
                           guint max_characters,
                           const char *where,
                           GError **error);
char *tambo_text_strip_controls (const char *text);
gboolean tambo_text_is_word (const char *name);

G_END_DECLS

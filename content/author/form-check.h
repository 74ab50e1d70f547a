/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean tambo_form_check (GBytes *bytes,
                           const char *name,
                           const char *const *languages,
                           GError **error);
const char *tambo_form_find_identifying_word (const char *text);

G_END_DECLS

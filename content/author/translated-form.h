/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *tambo_translated_form_read (GFile *folder,
                                    const char *path,
                                    const char *const *languages,
                                    GError **error);

char *tambo_translated_form_name_words (const char *path, const char *language);

G_END_DECLS

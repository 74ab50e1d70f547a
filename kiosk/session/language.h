/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_LANGUAGE (tambo_language_get_type ())
G_DECLARE_FINAL_TYPE (TamboLanguage, tambo_language, TAMBO, LANGUAGE, GObject)

const char *tambo_language_get_tag (TamboLanguage *self);
const char *tambo_language_get_name (TamboLanguage *self);
const char *tambo_language_get_begin (TamboLanguage *self);
const char *tambo_language_get_sample (TamboLanguage *self);
gboolean tambo_language_is_rtl (TamboLanguage *self);

GListModel *tambo_language_list_all (void);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/findings.h"
#include "content/base/texts.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_INI_FILE (tambo_ini_file_get_type ())
G_DECLARE_FINAL_TYPE (TamboIniFile, tambo_ini_file, TAMBO, INI_FILE, GObject)

TamboIniFile *tambo_ini_file_new_from_bytes (GBytes *bytes,
                                             const char *name,
                                             TamboFindings *findings);

GKeyFile *tambo_ini_file_get_keys (TamboIniFile *self);
const char *tambo_ini_file_get_name (TamboIniFile *self);
char *tambo_ini_file_describe_place (TamboIniFile *self, const char *group, const char *key);
gboolean tambo_ini_file_refuse (TamboIniFile *self,
                                TamboFindings *findings,
                                const char *group,
                                const char *key,
                                const char *cure,
                                const char *format,
                                ...) G_GNUC_PRINTF (6, 7);
TamboTexts *tambo_ini_file_read_texts (TamboIniFile *self,
                                       const char *group,
                                       const char *key,
                                       const char *const *languages,
                                       guint max_characters,
                                       TamboFindings *findings);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/findings.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_USED_FILES (tambo_used_files_get_type ())
G_DECLARE_FINAL_TYPE (TamboUsedFiles, tambo_used_files, TAMBO, USED_FILES, GObject)

TamboUsedFiles *tambo_used_files_new (GFile *root);
void tambo_used_files_add (TamboUsedFiles *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void tambo_used_files_add_file (TamboUsedFiles *self, GFile *file);
void tambo_used_files_report (TamboUsedFiles *self,
                              const char *const *languages,
                              TamboFindings *findings);

G_END_DECLS

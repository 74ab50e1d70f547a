/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboFinding:
 * @code: a #TamboError; of no meaning in a remark
 * @is_remark: the pack can be built nevertheless
 * @file: (owned): as the author knows it, "film/script.fr.txt"
 * @place: (owned) (nullable): "line 12", "item[3].item[0]"
 * @reason: (owned): what is wrong
 * @cure: (owned) (nullable): what to do
 */
typedef struct
{
  int code;
  gboolean is_remark;
  char *file;
  char *place;
  char *reason;
  char *cure;
} TamboFinding;

#define TAMBO_TYPE_FINDINGS (tambo_findings_get_type ())
G_DECLARE_FINAL_TYPE (TamboFindings, tambo_findings, TAMBO, FINDINGS, GObject)

TamboFindings *tambo_findings_new (void);

void tambo_findings_refuse (TamboFindings *self,
                            int code,
                            const char *file,
                            const char *place,
                            const char *cure,
                            const char *format,
                            ...) G_GNUC_PRINTF (6, 7);
void tambo_findings_remark (TamboFindings *self,
                            const char *file,
                            const char *place,
                            const char *cure,
                            const char *format,
                            ...) G_GNUC_PRINTF (5, 6);
void tambo_findings_take_error (TamboFindings *self, const char *file, const GError *error);
gboolean tambo_findings_check_text (TamboFindings *self,
                                    const char *text,
                                    guint max_characters,
                                    const char *file,
                                    const char *place);

guint tambo_findings_get_n (TamboFindings *self);
const TamboFinding *tambo_findings_get (TamboFindings *self, guint index);
guint tambo_findings_count_refusals (TamboFindings *self);
char *tambo_finding_describe (const TamboFinding *finding);
gboolean tambo_findings_to_error (TamboFindings *self, GError **error);

G_END_DECLS

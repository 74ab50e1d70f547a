/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/json.h"

G_BEGIN_DECLS

/**
 * TamboConsultLine:
 * @depth: 0 for a question that stands under no other
 * @question: as it was shown
 * @answers: (array zero-terminated=1): as they were shown; empty for a heading or if passed over
 * @language: (nullable): if it was not asked in the language of the whole
 * @is_boolean: @answers are "true" or "false", for which the reader has words
 * @is_declined: the person chose not to say
 */
typedef struct
{
  guint depth;
  char *question;
  char **answers;
  char *language;
  gboolean is_boolean;
  gboolean is_declined;
} TamboConsultLine;

#define TAMBO_TYPE_CONSULT_CHECK (tambo_consult_check_get_type ())
G_DECLARE_FINAL_TYPE (TamboConsultCheck, tambo_consult_check, TAMBO, CONSULT_CHECK, GObject)

TamboConsultCheck *tambo_consult_check_new (GBytes *response,
                                            const char *title,
                                            const char *band,
                                            const char *band_text,
                                            const char *score,
                                            GError **error);

TamboConsultCheck *tambo_consult_check_new_from_json (TamboJson *json,
                                                      JsonObject *response,
                                                      JsonObject *observation,
                                                      GError **error);

GBytes *tambo_consult_check_get_response (TamboConsultCheck *self);
const char *tambo_consult_check_get_title (TamboConsultCheck *self);
const char *tambo_consult_check_get_questionnaire (TamboConsultCheck *self);
const char *tambo_consult_check_get_language (TamboConsultCheck *self);
const char *tambo_consult_check_get_band (TamboConsultCheck *self);
const char *tambo_consult_check_get_band_text (TamboConsultCheck *self);
const char *tambo_consult_check_get_score (TamboConsultCheck *self);
guint tambo_consult_check_get_n_lines (TamboConsultCheck *self);
const TamboConsultLine *tambo_consult_check_get_line (TamboConsultCheck *self, guint index);

G_END_DECLS

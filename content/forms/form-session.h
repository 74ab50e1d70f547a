/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-alert.h"
#include "content/forms/form-result.h"
#include "content/forms/form-step.h"
#include "content/forms/questionnaire.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_FORM_SESSION (tambo_form_session_get_type ())
G_DECLARE_FINAL_TYPE (TamboFormSession, tambo_form_session, TAMBO, FORM_SESSION, GObject)

TamboFormSession *tambo_form_session_new (TamboQuestionnaire *questionnaire,
                                          const char *language,
                                          GDateTime *now);

void tambo_form_session_set_can_type (TamboFormSession *self, gboolean can_type);

TamboQuestionnaire *tambo_form_session_get_questionnaire (TamboFormSession *self);
const char *tambo_form_session_get_language (TamboFormSession *self);
void tambo_form_session_set_language (TamboFormSession *self, const char *language);
GListModel *tambo_form_session_get_steps (TamboFormSession *self);
GListModel *tambo_form_session_get_alerts (TamboFormSession *self);
TamboFormStep *tambo_form_session_find_step (TamboFormSession *self, const char *link_id);

/* Where the person is. %NULL is the end: all has been asked. */
TamboFormStep *tambo_form_session_get_current (TamboFormSession *self);
void tambo_form_session_set_current (TamboFormSession *self, TamboFormStep *step);
gboolean tambo_form_session_advance (TamboFormSession *self);
gboolean tambo_form_session_go_back (TamboFormSession *self);

gboolean tambo_form_session_answer_boolean (TamboFormSession *self,
                                            const char *link_id,
                                            gboolean value,
                                            GError **error);
gboolean tambo_form_session_answer_number (TamboFormSession *self,
                                           const char *link_id,
                                           const char *digits,
                                           GError **error);
gboolean tambo_form_session_answer_text (TamboFormSession *self,
                                         const char *link_id,
                                         const char *text,
                                         GError **error);
gboolean tambo_form_session_answer_option (TamboFormSession *self,
                                           const char *link_id,
                                           guint option,
                                           gboolean chosen,
                                           GError **error);
gboolean tambo_form_session_skip (TamboFormSession *self, const char *link_id, GError **error);
gboolean tambo_form_session_clear (TamboFormSession *self, const char *link_id, GError **error);

gboolean tambo_form_session_is_complete (TamboFormSession *self);
char *tambo_form_session_dup_score (TamboFormSession *self);
TamboFormResult *tambo_form_session_dup_result (TamboFormSession *self);
GStrv tambo_form_session_dup_faults (TamboFormSession *self);
GBytes *tambo_form_session_to_response (TamboFormSession *self, const char *pack_digest);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-session.h"

G_BEGIN_DECLS

TamboQuestionnaire *tambo_test_load_form (const char *json);
GBytes *tambo_test_read_cough (void);
TamboQuestionnaire *tambo_test_load_cough (void);
TamboFormSession *tambo_test_start_form (TamboQuestionnaire *form);
void tambo_test_answer (TamboFormSession *session, const char *link_id, const char *answer);
void tambo_test_answer_all (TamboFormSession *session, const char *answers);
char *tambo_test_response (TamboFormSession *session);
char *tambo_test_list_alerts (TamboFormSession *session);
char *tambo_test_list_steps (TamboFormSession *session);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-answer.h"
#include "content/forms/questionnaire.h"

G_BEGIN_DECLS

/* Private to content/forms. */

typedef enum
{
  TAMBO_FORM_RULE_OFF,
  TAMBO_FORM_RULE_UNCERTAIN, /* it would hold for an answer that was declined */
  TAMBO_FORM_RULE_ON,
} TamboFormRuleState;

typedef struct _TamboFormEngine TamboFormEngine;

TamboFormEngine *tambo_form_engine_new (TamboQuestionnaire *questionnaire, GDateTime *now);
void tambo_form_engine_free (TamboFormEngine *self);

void tambo_form_engine_set (TamboFormEngine *self,
                            guint position,
                            GArray *answers,
                            gboolean declined);
void tambo_form_engine_settle (TamboFormEngine *self);

gboolean tambo_form_engine_is_enabled (TamboFormEngine *self, guint position);
gboolean tambo_form_engine_is_declined (TamboFormEngine *self, guint position);
GArray *tambo_form_engine_get_answers (TamboFormEngine *self, guint position);
TamboFormRuleState tambo_form_engine_get_rule_state (TamboFormEngine *self,
                                                     guint position,
                                                     guint rule);
GPtrArray *tambo_form_engine_get_faults (TamboFormEngine *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboFormEngine, tambo_form_engine_free)

G_END_DECLS

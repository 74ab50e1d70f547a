/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-engine.h"
#include "content/forms/form-step.h"

G_BEGIN_DECLS

/* Private to content/forms. */
TamboFormStep *tambo_form_step_new (TamboFormItem *item);
void tambo_form_step_update (TamboFormStep *self, TamboFormEngine *engine, const char *language);
const char *tambo_form_step_get_language (TamboFormStep *self);
char *tambo_form_answer_to_text (TamboFormItem *item,
                                 const TamboFormAnswer *answer,
                                 const char *language);

G_END_DECLS

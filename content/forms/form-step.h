/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-item.h"

G_BEGIN_DECLS

typedef enum
{
  TAMBO_FORM_STEP_OPEN,
  TAMBO_FORM_STEP_ANSWERED,
  TAMBO_FORM_STEP_DECLINED,
} TamboFormStepState;

#define TAMBO_TYPE_FORM_STEP (tambo_form_step_get_type ())
G_DECLARE_FINAL_TYPE (TamboFormStep, tambo_form_step, TAMBO, FORM_STEP, GObject)

TamboFormItem *tambo_form_step_get_item (TamboFormStep *self);
const char *tambo_form_step_get_link_id (TamboFormStep *self);
TamboFormStepState tambo_form_step_get_state (TamboFormStep *self);
const char *tambo_form_step_get_heading (TamboFormStep *self);
const char *tambo_form_step_get_text (TamboFormStep *self);
const char *tambo_form_step_get_help (TamboFormStep *self);
const char *tambo_form_step_get_answer_text (TamboFormStep *self);
char *tambo_form_step_dup_digits (TamboFormStep *self);
gboolean tambo_form_step_get_boolean (TamboFormStep *self, gboolean *out_value);
gboolean tambo_form_step_has_option (TamboFormStep *self, guint option);

G_END_DECLS

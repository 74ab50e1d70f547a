/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-item.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_FORM_RESULT (tambo_form_result_get_type ())
G_DECLARE_FINAL_TYPE (TamboFormResult, tambo_form_result, TAMBO, FORM_RESULT, GObject)

TamboFormBand tambo_form_result_get_band (TamboFormResult *self);
const char *tambo_form_result_get_words (TamboFormResult *self);
const char *tambo_form_result_get_meaning (TamboFormResult *self);
const char *tambo_form_result_get_next_step (TamboFormResult *self);

G_END_DECLS

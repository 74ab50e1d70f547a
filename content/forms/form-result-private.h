/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-result.h"

G_BEGIN_DECLS

/* Private to content/forms. */
TamboFormResult *tambo_form_result_new (TamboFormItem *item, const char *language);

G_END_DECLS

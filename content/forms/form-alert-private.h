/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-alert.h"

G_BEGIN_DECLS

/* Private to content/forms. */
TamboFormAlert *tambo_form_alert_new (TamboFormItem *item, guint rule, gboolean uncertain);
gboolean tambo_form_alert_is_of (TamboFormAlert *self, TamboFormItem *item, guint rule);

G_END_DECLS

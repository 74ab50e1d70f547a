/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-item.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_FORM_ALERT (tambo_form_alert_get_type ())
G_DECLARE_FINAL_TYPE (TamboFormAlert, tambo_form_alert, TAMBO, FORM_ALERT, GObject)

TamboFormLevel tambo_form_alert_get_level (TamboFormAlert *self);
gboolean tambo_form_alert_is_uncertain (TamboFormAlert *self);
const char *tambo_form_alert_get_link_id (TamboFormAlert *self);
const char *tambo_form_alert_get_text (TamboFormAlert *self, const char *language);

G_END_DECLS

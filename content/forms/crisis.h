/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-item.h"

G_BEGIN_DECLS

/* Private to content/forms. */
gboolean tambo_form_item_asks_of_self_harm (TamboFormItem *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/inbox/page.h"
#include "clinic/requests/consult-item.h"

G_BEGIN_DECLS

TamboAnswer *tambo_answer_form_read (GHashTable *form, const char **out_problem);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/inbox/visit.h"

G_BEGIN_DECLS

#define TAMBO_DESK_REQUEST_PREFIX "/request/"

/* What a clinician who is logged in may do. Each function answers a visit. */
void tambo_desk_show_list (TamboVisit *visit);
void tambo_desk_show_audit (TamboVisit *visit);
void tambo_desk_show_item (TamboVisit *visit);
void tambo_desk_take_answer (TamboVisit *visit);

void tambo_desk_respond_message (TamboVisit *visit,
                                 guint status,
                                 const char *title,
                                 const char *text);
void tambo_desk_respond_not_found (TamboVisit *visit);
void tambo_desk_respond_failure (TamboVisit *visit, const GError *error);

G_END_DECLS

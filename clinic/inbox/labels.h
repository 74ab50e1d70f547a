/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/inbox/words.h"
#include "content/consult/answer.h"

G_BEGIN_DECLS

const char *tambo_label_for_action (TamboWords *words, TamboAdviceAction action);
const char *tambo_label_for_urgency (TamboWords *words, TamboAdviceUrgency urgency);
const char *tambo_label_for_contact (TamboWords *words, TamboAdviceContact contact);
char *tambo_label_for_come_back (TamboWords *words, guint days);
const char *tambo_label_for_band (TamboWords *words, const char *band);
const char *tambo_label_for_audit (TamboWords *words, const char *action);
char *tambo_label_for_age (TamboWords *words, gint64 seconds);
char *tambo_label_for_time (gint64 unix_time);

G_END_DECLS

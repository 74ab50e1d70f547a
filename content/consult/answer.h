/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/advice.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_ANSWER (tambo_answer_get_type ())
G_DECLARE_FINAL_TYPE (TamboAnswer, tambo_answer, TAMBO, ANSWER, GObject)

TamboAnswer *tambo_answer_new (const char *language,
                               const char *text,
                               TamboAdviceAction action,
                               TamboAdviceUrgency urgency,
                               guint come_back_days,
                               TamboAdviceContact contact);
TamboAnswer *tambo_answer_new_from_bytes (GBytes *bundle, GError **error);
GBytes *tambo_answer_to_bytes (TamboAnswer *self,
                               TamboMessage *message,
                               const char *clinic_id,
                               const char *clinic_name,
                               guint today);

const char *tambo_answer_get_language (TamboAnswer *self);
const char *tambo_answer_get_text (TamboAnswer *self);
TamboAdviceAction tambo_answer_get_action (TamboAnswer *self);
TamboAdviceUrgency tambo_answer_get_urgency (TamboAnswer *self);
guint tambo_answer_get_come_back_days (TamboAnswer *self);
TamboAdviceContact tambo_answer_get_contact (TamboAnswer *self);
const char *tambo_answer_get_clinic_name (TamboAnswer *self);
guint tambo_answer_get_day (TamboAnswer *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/answer.h"
#include "content/trust/records.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_REPLY (tambo_reply_get_type ())
G_DECLARE_FINAL_TYPE (TamboReply, tambo_reply, TAMBO, REPLY, GObject)

TamboReply *tambo_reply_new (TamboMessage *message, TamboClinicRecord *clinic, GError **error);

TamboAnswer *tambo_reply_get_answer (TamboReply *self);
const char *tambo_reply_get_message_id (TamboReply *self);
char *tambo_reply_dup_clinic_name (TamboReply *self, const char *language);

G_END_DECLS

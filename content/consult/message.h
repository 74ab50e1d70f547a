/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/mailbox.h"

G_BEGIN_DECLS

#define TAMBO_MESSAGE_ID_SIZE 16
#define TAMBO_MESSAGE_TEXT_MAX 4000 /* characters that a person or a clinician may write */

/**
 * TamboMessageKind:
 * @TAMBO_MESSAGE_RECEIVED: the clinic's word to the person that it has opened a request; no body
 *
 * What only the two ends know of an envelope, as it stands in its content.
 */
typedef enum
{
  TAMBO_MESSAGE_REQUEST = 1,
  TAMBO_MESSAGE_VOICE_PART = 2,
  TAMBO_MESSAGE_FURTHER = 3,
  TAMBO_MESSAGE_ANSWER = 4,
  TAMBO_MESSAGE_RECEIVED = 5,
  TAMBO_MESSAGE_FOLLOW_UP_FORM = 6,
} TamboMessageKind;

#define TAMBO_TYPE_MESSAGE (tambo_message_get_type ())
G_DECLARE_FINAL_TYPE (TamboMessage, tambo_message, TAMBO, MESSAGE, GObject)

TamboMessage *tambo_message_new (TamboMessageKind kind,
                                 const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                                 TamboMailbox *mailbox);
TamboMessage *tambo_message_new_reply (TamboMessage *to, TamboMessageKind kind);
TamboMessage *tambo_message_new_from_bytes (GBytes *bytes, GError **error);

GBytes *tambo_message_to_bytes (TamboMessage *self);

TamboMessageKind tambo_message_get_kind (TamboMessage *self);
const guint8 *tambo_message_get_deployment (TamboMessage *self);
const guint8 *tambo_message_get_thread (TamboMessage *self);
const guint8 *tambo_message_get_id (TamboMessage *self);
char *tambo_message_get_id_hex (TamboMessage *self);
const guint8 *tambo_message_get_tag (TamboMessage *self);
const guint8 *tambo_message_get_mailbox_key (TamboMessage *self);
guint tambo_message_get_part (TamboMessage *self);
guint tambo_message_get_n_parts (TamboMessage *self);
GBytes *tambo_message_get_body (TamboMessage *self);

void tambo_message_set_thread (TamboMessage *self, const guint8 thread[TAMBO_MESSAGE_ID_SIZE]);
void tambo_message_set_part (TamboMessage *self, guint part, guint n_parts);
void tambo_message_set_body (TamboMessage *self, GBytes *body);

G_END_DECLS

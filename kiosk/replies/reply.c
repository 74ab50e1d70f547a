/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/replies/reply.h"

#include "content/base/error.h"

/**
 * TamboReply:
 *
 * One reply that was opened with the person's code and that a known clinic signed: its word that
 * it has the question, or its answer.
 */
struct _TamboReply
{
  GObject parent_instance;

  char *message_id;          /* (owned) */
  TamboClinicRecord *clinic; /* (owned) */
  TamboAnswer *answer;       /* (owned) (nullable): only received, not answered */
};

G_DEFINE_FINAL_TYPE (TamboReply, tambo_reply, G_TYPE_OBJECT)

static void
tambo_reply_finalize (GObject *object)
{
  TamboReply *self = TAMBO_REPLY (object);

  g_clear_pointer (&self->message_id, g_free);
  g_clear_object (&self->clinic);
  g_clear_object (&self->answer);

  G_OBJECT_CLASS (tambo_reply_parent_class)->finalize (object);
}

static void
tambo_reply_class_init (TamboReplyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_reply_finalize;
}

static void
tambo_reply_init (TamboReply *self)
{
}

/**
 * tambo_reply_new:
 * @message: what the envelope held
 * @clinic: who signed it
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the reply, or %NULL with %TAMBO_ERROR_CONSULT_FORMAT or an error of
 *   the answer's document set
 */
TamboReply *
tambo_reply_new (TamboMessage *message, TamboClinicRecord *clinic, GError **error)
{
  g_autoptr (TamboReply) self = NULL;
  TamboMessageKind kind;

  g_return_val_if_fail (TAMBO_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (TAMBO_IS_CLINIC_RECORD (clinic), NULL);

  kind = tambo_message_get_kind (message);
  if (kind != TAMBO_MESSAGE_RECEIVED && kind != TAMBO_MESSAGE_ANSWER)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_CONSULT_FORMAT,
                   "A clinic does not send messages of kind %u",
                   kind);
      return NULL;
    }

  self = g_object_new (TAMBO_TYPE_REPLY, NULL);
  self->message_id = tambo_message_get_id_hex (message);
  self->clinic = g_object_ref (clinic);
  if (kind == TAMBO_MESSAGE_RECEIVED)
    return g_steal_pointer (&self);

  self->answer = tambo_answer_new_from_bytes (tambo_message_get_body (message), error);
  if (self->answer == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tambo_reply_get_answer:
 * @self: a #TamboReply
 *
 * Returns: (transfer none) (nullable): the answer; %NULL if the clinic says only that it has the
 *   question
 */
TamboAnswer *
tambo_reply_get_answer (TamboReply *self)
{
  g_return_val_if_fail (TAMBO_IS_REPLY (self), NULL);

  return self->answer;
}

const char *
tambo_reply_get_message_id (TamboReply *self)
{
  g_return_val_if_fail (TAMBO_IS_REPLY (self), NULL);

  return self->message_id;
}

/* The name that the programme vouches for, not one that the answer gives itself. */
char *
tambo_reply_dup_clinic_name (TamboReply *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_REPLY (self), NULL);

  return g_strdup (tambo_texts_choose (tambo_clinic_record_get_name (self->clinic), language));
}

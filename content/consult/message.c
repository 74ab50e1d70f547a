/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/message.h"

#include "content/base/error.h"
#include "content/consult/secret-bytes.h"

#include <sodium.h>
#include <string.h>

#define VERSION 1

/* The bytes before the body, as they stand in the content. */
typedef struct
{
  guint8 version;
  guint8 kind;
  guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE];
  guint8 thread[TAMBO_MESSAGE_ID_SIZE];
  guint8 id[TAMBO_MESSAGE_ID_SIZE];
  guint8 part;
  guint8 n_parts;
  guint8 tag[TAMBO_TAG_SIZE];
  guint8 mailbox_key[TAMBO_KEY_SIZE];
} Head;

G_STATIC_ASSERT (sizeof (Head) == 100);

/**
 * TamboMessage:
 *
 * What an envelope holds once it is open: what kind of message, of which thread, where an answer
 * goes, and a body. Overwritten when the last reference goes.
 */
struct _TamboMessage
{
  GObject parent_instance;

  Head head;
  GBytes *body; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboMessage, tambo_message, G_TYPE_OBJECT)

static void
tambo_message_finalize (GObject *object)
{
  TamboMessage *self = TAMBO_MESSAGE (object);

  sodium_memzero (&self->head, sizeof self->head);
  g_clear_pointer (&self->body, g_bytes_unref);

  G_OBJECT_CLASS (tambo_message_parent_class)->finalize (object);
}

static void
tambo_message_class_init (TamboMessageClass *klass)
{
  int ready = sodium_init ();

  g_assert (ready >= 0);
  G_OBJECT_CLASS (klass)->finalize = tambo_message_finalize;
}

static void
tambo_message_init (TamboMessage *self)
{
  self->head.version = VERSION;
  self->head.n_parts = 1;
  self->body = g_bytes_new (NULL, 0);
}

/**
 * tambo_message_new:
 * @kind: what it is
 * @deployment: the deployment's id
 * @mailbox: where answers go
 *
 * Returns: (transfer full): a message with an id of its own that starts a thread; it lacks a body
 */
TamboMessage *
tambo_message_new (TamboMessageKind kind,
                   const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                   TamboMailbox *mailbox)
{
  TamboMessage *self;

  g_return_val_if_fail (deployment != NULL, NULL);
  g_return_val_if_fail (TAMBO_IS_MAILBOX (mailbox), NULL);

  self = g_object_new (TAMBO_TYPE_MESSAGE, NULL);
  self->head.kind = (guint8) kind;
  memcpy (self->head.deployment, deployment, TAMBO_DEPLOYMENT_ID_SIZE);
  memcpy (self->head.tag, tambo_mailbox_get_tag (mailbox), TAMBO_TAG_SIZE);
  memcpy (self->head.mailbox_key, tambo_mailbox_get_public_key (mailbox), TAMBO_KEY_SIZE);
  randombytes_buf (self->head.id, sizeof self->head.id);
  memcpy (self->head.thread, self->head.id, TAMBO_MESSAGE_ID_SIZE);

  return self;
}

/**
 * tambo_message_new_reply:
 * @to: what is answered
 * @kind: what it is
 *
 * Returns: (transfer full): a message with an id of its own, in the thread and for the mailbox of
 *   @to; it lacks a body
 */
TamboMessage *
tambo_message_new_reply (TamboMessage *to, TamboMessageKind kind)
{
  TamboMessage *self;

  g_return_val_if_fail (TAMBO_IS_MESSAGE (to), NULL);

  self = g_object_new (TAMBO_TYPE_MESSAGE, NULL);
  self->head = to->head;
  self->head.kind = (guint8) kind;
  self->head.part = 0;
  self->head.n_parts = 1;
  randombytes_buf (self->head.id, sizeof self->head.id);

  return self;
}

static const char *
find_fault (const Head *head, gsize body_size)
{
  if (head->version != VERSION)
    return "of another version";
  if (head->kind < TAMBO_MESSAGE_REQUEST || head->kind > TAMBO_MESSAGE_FOLLOW_UP_FORM)
    return "of an unknown kind";
  if (head->part >= head->n_parts)
    return "a part past the last";
  if (head->kind != TAMBO_MESSAGE_VOICE_PART && head->n_parts != 1)
    return "in parts but not a voice";
  if ((head->kind == TAMBO_MESSAGE_RECEIVED) != (body_size == 0))
    return body_size == 0 ? "empty" : "a note with a body";

  return NULL;
}

/**
 * tambo_message_new_from_bytes:
 * @bytes: the content of an envelope
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the message, or %NULL with %TAMBO_ERROR_CONSULT_FORMAT set
 */
TamboMessage *
tambo_message_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboMessage) self = NULL;
  const guint8 *data;
  gsize size;
  const char *fault = "cut short";

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (TAMBO_TYPE_MESSAGE, NULL);
  data = g_bytes_get_data (bytes, &size);
  if (size >= sizeof (Head))
    {
      memcpy (&self->head, data, sizeof (Head));
      fault = find_fault (&self->head, size - sizeof (Head));
    }

  if (fault != NULL)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_CONSULT_FORMAT, "The message is %s", fault);
      return NULL;
    }

  g_bytes_unref (self->body);
  self->body = g_bytes_new_from_bytes (bytes, sizeof (Head), size - sizeof (Head));

  return g_steal_pointer (&self);
}

/* Returns: (transfer full): the content of an envelope, overwritten when freed */
GBytes *
tambo_message_to_bytes (TamboMessage *self)
{
  const guint8 *body;
  gsize body_size;
  guint8 *data;

  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), NULL);

  body = g_bytes_get_data (self->body, &body_size);
  data = g_malloc (sizeof (Head) + body_size);
  memcpy (data, &self->head, sizeof (Head));
  if (body_size > 0)
    memcpy (data + sizeof (Head), body, body_size);

  return tambo_secret_bytes_new_take (data, sizeof (Head) + body_size);
}

TamboMessageKind
tambo_message_get_kind (TamboMessage *self)
{
  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), TAMBO_MESSAGE_RECEIVED);

  return self->head.kind;
}

/* Returns: (transfer none): %TAMBO_DEPLOYMENT_ID_SIZE bytes */
const guint8 *
tambo_message_get_deployment (TamboMessage *self)
{
  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), NULL);

  return self->head.deployment;
}

/* Returns: (transfer none): %TAMBO_MESSAGE_ID_SIZE bytes */
const guint8 *
tambo_message_get_thread (TamboMessage *self)
{
  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), NULL);

  return self->head.thread;
}

/* Returns: (transfer none): %TAMBO_MESSAGE_ID_SIZE bytes */
const guint8 *
tambo_message_get_id (TamboMessage *self)
{
  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), NULL);

  return self->head.id;
}

/* Returns: (transfer full): 32 hexadecimal digits */
char *
tambo_message_get_id_hex (TamboMessage *self)
{
  char *hex;

  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), NULL);

  hex = g_malloc (2 * TAMBO_MESSAGE_ID_SIZE + 1);

  return sodium_bin2hex (hex, 2 * TAMBO_MESSAGE_ID_SIZE + 1, self->head.id, TAMBO_MESSAGE_ID_SIZE);
}

/* Returns: (transfer none): %TAMBO_TAG_SIZE bytes */
const guint8 *
tambo_message_get_tag (TamboMessage *self)
{
  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), NULL);

  return self->head.tag;
}

/* Returns: (transfer none): %TAMBO_KEY_SIZE bytes */
const guint8 *
tambo_message_get_mailbox_key (TamboMessage *self)
{
  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), NULL);

  return self->head.mailbox_key;
}

/* Counts from 0. */
guint
tambo_message_get_part (TamboMessage *self)
{
  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), 0);

  return self->head.part;
}

guint
tambo_message_get_n_parts (TamboMessage *self)
{
  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), 1);

  return self->head.n_parts;
}

/* Returns: (transfer none) */
GBytes *
tambo_message_get_body (TamboMessage *self)
{
  g_return_val_if_fail (TAMBO_IS_MESSAGE (self), NULL);

  return self->body;
}

/* For a message that goes on with an earlier one. */
void
tambo_message_set_thread (TamboMessage *self, const guint8 thread[TAMBO_MESSAGE_ID_SIZE])
{
  g_return_if_fail (TAMBO_IS_MESSAGE (self));

  memcpy (self->head.thread, thread, TAMBO_MESSAGE_ID_SIZE);
}

/* @part counts from 0. */
void
tambo_message_set_part (TamboMessage *self, guint part, guint n_parts)
{
  g_return_if_fail (TAMBO_IS_MESSAGE (self));
  g_return_if_fail (part < n_parts && n_parts <= G_MAXUINT8);

  self->head.part = (guint8) part;
  self->head.n_parts = (guint8) n_parts;
}

void
tambo_message_set_body (TamboMessage *self, GBytes *body)
{
  g_return_if_fail (TAMBO_IS_MESSAGE (self));
  g_return_if_fail (body != NULL);

  g_bytes_ref (body);
  g_bytes_unref (self->body);
  self->body = body;
}

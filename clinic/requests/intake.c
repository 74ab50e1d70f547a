/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/requests/intake.h"

#include "content/base/error.h"
#include "content/consult/receipt.h"
#include "content/consult/seal.h"

#include <string.h>

/**
 * TamboIntake:
 *
 * Where envelopes become messages, and answers become envelopes. What is opened is stored first;
 * receipt and the note to the person stand in the same transaction, so that neither is said of
 * anything that a power cut could still take.
 */
struct _TamboIntake
{
  GObject parent_instance;

  TamboClinicStore *clinic;    /* (owned) */
  TamboMessageStore *messages; /* (owned) */
  TamboKeyring *keyring;       /* (owned) */
  GHashTable *refused;         /* (owned): ids of envelopes that were logged already */
};

G_DEFINE_FINAL_TYPE (TamboIntake, tambo_intake, G_TYPE_OBJECT)

/* An envelope that was opened. */
typedef struct
{
  TamboEnvelope *envelope; /* (owned) */
  TamboMessage *message;   /* (owned) */
} Opened;

static void
opened_free (gpointer data)
{
  Opened *opened = data;

  g_object_unref (opened->envelope);
  g_object_unref (opened->message);
  g_free (opened);
}

static void
tambo_intake_finalize (GObject *object)
{
  TamboIntake *self = TAMBO_INTAKE (object);

  g_object_unref (self->clinic);
  g_object_unref (self->messages);
  g_object_unref (self->keyring);
  g_hash_table_unref (self->refused);

  G_OBJECT_CLASS (tambo_intake_parent_class)->finalize (object);
}

static void
tambo_intake_class_init (TamboIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_intake_finalize;
}

static void
tambo_intake_init (TamboIntake *self)
{
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

TamboIntake *
tambo_intake_new (TamboClinicStore *clinic, TamboMessageStore *messages, TamboKeyring *keyring)
{
  TamboIntake *self;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (clinic), NULL);
  g_return_val_if_fail (TAMBO_IS_MESSAGE_STORE (messages), NULL);
  g_return_val_if_fail (TAMBO_IS_KEYRING (keyring), NULL);

  self = g_object_new (TAMBO_TYPE_INTAKE, NULL);
  self->clinic = g_object_ref (clinic);
  self->messages = g_object_ref (messages);
  self->keyring = g_object_ref (keyring);

  return self;
}

/* Returns: (transfer none) */
TamboKeyring *
tambo_intake_get_keyring (TamboIntake *self)
{
  g_return_val_if_fail (TAMBO_IS_INTAKE (self), NULL);

  return self->keyring;
}

/* What cannot be read here is not receipted: it stays with the daemon, in case that a later
 * program can read it, until it expires. It is offered with every poll, and logged once. */
static void
log_refusal (TamboIntake *self, TamboEnvelope *envelope, const GError *error)
{
  if (g_hash_table_add (self->refused, g_strdup (tambo_envelope_get_id (envelope))))
    g_warning ("Envelope %s cannot be opened: %s",
               tambo_envelope_get_id (envelope),
               tambo_error_get_word (error));
}

/* A message must be readable as a whole before its sender is told that it was received. */
static gboolean
is_readable (TamboMessage *message, GError **error)
{
  g_autoptr (GBytes) content = tambo_message_to_bytes (message);
  g_autoptr (TamboConsultItem) item = NULL;

  item = tambo_consult_item_new (content, 0, TAMBO_CONSULT_NEW, error);

  return item != NULL;
}

static Opened *
open_envelope (TamboIntake *self, TamboEnvelope *envelope)
{
  const TamboIntakePair *pair;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  Opened *opened;

  pair = tambo_keyring_find_intake (self->keyring, tambo_envelope_get_recipient (envelope));
  if (pair == NULL)
    return NULL;

  message = tambo_seal_open_request (envelope,
                                     tambo_clinic_store_get_deployment (self->clinic),
                                     pair->public_key,
                                     pair->secret_key,
                                     &error);
  if (message == NULL || !is_readable (message, &error))
    {
      log_refusal (self, envelope, error);
      return NULL;
    }

  opened = g_new0 (Opened, 1);
  opened->envelope = g_object_ref (envelope);
  opened->message = g_steal_pointer (&message);

  return opened;
}

static gboolean
queue_received_note (TamboIntake *self, TamboMessage *to, gint64 now, GError **error)
{
  g_autoptr (TamboMessage) note = tambo_message_new_reply (to, TAMBO_MESSAGE_RECEIVED);
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (GError) seal_error = NULL;

  envelope = tambo_seal_reply (note,
                               tambo_keyring_get_identity_secret (self->keyring),
                               tambo_day_from_unix (now),
                               &seal_error);
  /* A key that nothing can be sealed to is a fault of the sender's; the request itself is good. */
  if (envelope == NULL)
    {
      g_warning ("A note cannot be sealed: %s", tambo_error_get_word (seal_error));
      return TRUE;
    }

  return tambo_clinic_store_add_outgoing (self->clinic, envelope, error);
}

static gboolean
store_one (TamboIntake *self, Opened *opened, gint64 now, guint *n_new, GError **error)
{
  gboolean is_new;

  if (!tambo_message_store_add_message (self->messages, opened->message, now, &is_new, error) ||
      !tambo_message_store_add_envelope (self->messages, opened->envelope, opened->message, error))
    return FALSE;

  if (!is_new)
    return TRUE;

  (*n_new)++;
  if (tambo_message_get_kind (opened->message) == TAMBO_MESSAGE_VOICE_PART)
    return TRUE;

  return queue_received_note (self, opened->message, now, error);
}

/* One receipt for all envelopes to one key, so that it says little about each. */
static gboolean
queue_receipt (TamboIntake *self,
               GPtrArray *opened,
               const TamboIntakePair *pair,
               gint64 now,
               GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (TamboEnvelope) receipt = NULL;

  for (guint i = 0; i < opened->len && ids->len < TAMBO_RECEIPT_MAX_IDS; i++)
    {
      Opened *one = g_ptr_array_index (opened, i);

      if (memcmp (tambo_envelope_get_recipient (one->envelope), pair->id, sizeof pair->id) == 0)
        g_ptr_array_add (ids, (gpointer) tambo_envelope_get_id (one->envelope));
    }
  if (ids->len == 0)
    return TRUE;

  receipt = tambo_receipt_new ((const char *const *) ids->pdata,
                               ids->len,
                               tambo_clinic_store_get_deployment (self->clinic),
                               pair->id,
                               tambo_keyring_get_identity_secret (self->keyring),
                               tambo_day_from_unix (now));

  return tambo_clinic_store_add_outgoing (self->clinic, receipt, error);
}

static gboolean
store_all (TamboIntake *self, GPtrArray *opened, gint64 now, guint *n_new, GError **error)
{
  for (guint i = 0; i < opened->len; i++)
    if (!store_one (self, g_ptr_array_index (opened, i), now, n_new, error))
      return FALSE;

  for (guint i = 0; i < tambo_keyring_get_n_intake (self->keyring); i++)
    if (!queue_receipt (self, opened, tambo_keyring_get_intake (self->keyring, i), now, error))
      return FALSE;

  return TRUE;
}

/**
 * tambo_intake_take:
 * @envelopes: (element-type TamboEnvelope): as the daemon handed them out
 * @now: seconds since 1970
 * @out_n_new: (out): how many messages there are that were not there before
 * @error: return location for a #GError
 *
 * Opens and stores what can be opened, and queues receipts and notes for the daemon. Envelopes that
 * cannot be opened are left alone.
 *
 * Returns: %FALSE if nothing could be stored: then nothing has changed
 */
gboolean
tambo_intake_take (TamboIntake *self,
                   GPtrArray *envelopes,
                   gint64 now,
                   guint *out_n_new,
                   GError **error)
{
  g_autoptr (GPtrArray) opened = g_ptr_array_new_with_free_func (opened_free);
  guint n_new = 0;
  gboolean done;

  g_return_val_if_fail (TAMBO_IS_INTAKE (self), FALSE);
  g_return_val_if_fail (tambo_clinic_store_get_deployment (self->clinic) != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (guint i = 0; i < envelopes->len; i++)
    {
      Opened *one = open_envelope (self, g_ptr_array_index (envelopes, i));

      if (one != NULL)
        g_ptr_array_add (opened, one);
    }

  if (!tambo_clinic_store_begin (self->clinic, error))
    return FALSE;

  done = store_all (self, opened, now, &n_new, error);
  if (!tambo_clinic_store_end (self->clinic, done, error))
    return FALSE;

  *out_n_new = n_new;

  return TRUE;
}

static gboolean
store_answer (TamboIntake *self,
              TamboConsultItem *item,
              GBytes *body,
              TamboEnvelope *envelope,
              gint64 now,
              GError **error)
{
  return tambo_message_store_add_answer (self->messages, item, body, now, error) &&
         tambo_clinic_store_add_outgoing (self->clinic, envelope, error) &&
         tambo_clinic_store_audit (self->clinic,
                                   now,
                                   "answer",
                                   tambo_consult_item_get_id (item),
                                   error);
}

/**
 * tambo_intake_answer:
 * @item: what is answered
 * @answer: the finished answer
 * @now: seconds since 1970
 * @error: return location for a #GError
 *
 * Signs and seals the answer, stores it and queues it for the daemon, all or nothing.
 */
gboolean
tambo_intake_answer (TamboIntake *self,
                     TamboConsultItem *item,
                     TamboAnswer *answer,
                     gint64 now,
                     GError **error)
{
  TamboClinicRecord *record;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (GBytes) body = NULL;
  TamboRequest *request;
  gboolean done;

  g_return_val_if_fail (TAMBO_IS_INTAKE (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_CONSULT_ITEM (item), FALSE);
  g_return_val_if_fail (TAMBO_IS_ANSWER (answer), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  record = tambo_clinic_store_get_record (self->clinic);
  request = tambo_consult_item_get_request (item);
  message = tambo_message_new_reply (tambo_consult_item_get_message (item), TAMBO_MESSAGE_ANSWER);
  body = tambo_answer_to_bytes (answer,
                                message,
                                tambo_clinic_record_get_id (record),
                                tambo_texts_choose (tambo_clinic_record_get_name (record),
                                                    tambo_request_get_language (request)),
                                tambo_day_from_unix (now));
  tambo_message_set_body (message, body);
  envelope = tambo_seal_reply (message,
                               tambo_keyring_get_identity_secret (self->keyring),
                               tambo_day_from_unix (now),
                               error);
  if (envelope == NULL || !tambo_clinic_store_begin (self->clinic, error))
    return FALSE;

  done = store_answer (self, item, body, envelope, now, error);

  return tambo_clinic_store_end (self->clinic, done, error);
}

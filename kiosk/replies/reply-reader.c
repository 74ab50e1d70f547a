/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/replies/reply-reader.h"

#include "content/base/error.h"
#include "content/consult/seal.h"
#include "kiosk/replies/reply.h"

#include <string.h>

/* Found or not, the screen changes after the same time. Longer than any derivation takes here. */
#define ANSWER_MS 2500

/**
 * TamboReplyReader:
 *
 * Looks for the replies that a code opens. The daemon sees the mailbox's tag and nothing else;
 * the key never leaves this process, and whether a code exists shows in neither time nor state.
 */
struct _TamboReplyReader
{
  GObject parent_instance;

  TamboMeshClient *client;   /* (owned) */
  TamboKioskTrust *trust;    /* (owned) (nullable) */
  TamboAttempts *attempts;   /* (owned) */
  GCancellable *cancellable; /* (owned) */

  TamboReaderState state;
  gboolean mistyped;
  GListStore *replies; /* (owned) */

  gint64 started_ms;
  guint timer;
  TamboReaderEvent outcome; /* for when the timer runs out */
};

G_DEFINE_FINAL_TYPE (TamboReplyReader, tambo_reply_reader, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_MISTYPED,
  PROP_REPLIES,
} TamboReplyReaderProperty;

static GParamSpec *properties[PROP_REPLIES + 1];

/* What the thread that derives is given: the task data. */
typedef struct
{
  TamboCode *code; /* (owned) */
  guint8 id[TAMBO_DEPLOYMENT_ID_SIZE];
  guint ops;
  gsize mem;
} Derivation;

static void
derivation_free (Derivation *derivation)
{
  g_clear_object (&derivation->code);
  g_free (derivation);
}

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
handle (TamboReplyReader *self, TamboReaderEvent event)
{
  if (!tambo_reader_state_next (self->state, event, &self->state))
    return;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_mistyped (TamboReplyReader *self, gboolean mistyped)
{
  if (self->mistyped == mistyped)
    return;

  self->mistyped = mistyped;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MISTYPED]);
}

static gboolean
on_timer (gpointer user_data)
{
  TamboReplyReader *self = user_data;

  self->timer = 0;
  handle (self, self->outcome);

  return G_SOURCE_REMOVE;
}

static void
handle_after (TamboReplyReader *self, gint64 delay_ms, TamboReaderEvent event)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->outcome = event;
  self->timer = g_timeout_add ((guint) MAX (0, delay_ms), on_timer, self);
}

static void
conclude (TamboReplyReader *self, TamboReaderEvent outcome)
{
  if (outcome == TAMBO_READER_EVENT_FOUND)
    tambo_attempts_succeed (self->attempts);
  else if (outcome == TAMBO_READER_EVENT_NOTHING)
    tambo_attempts_fail (self->attempts, now_ms ());

  handle_after (self, self->started_ms + ANSWER_MS - now_ms (), outcome);
}

static int
compare_replies (gconstpointer a, gconstpointer b, gpointer user_data)
{
  TamboAnswer *answer_a = tambo_reply_get_answer ((TamboReply *) a);
  TamboAnswer *answer_b = tambo_reply_get_answer ((TamboReply *) b);
  gint64 day_a = answer_a != NULL ? (gint64) tambo_answer_get_day (answer_a) : -1;
  gint64 day_b = answer_b != NULL ? (gint64) tambo_answer_get_day (answer_b) : -1;

  return day_a < day_b ? 1 : day_a > day_b ? -1 : 0;
}

static gboolean
is_known (TamboReplyReader *self, TamboReply *reply)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->replies)); i++)
    {
      g_autoptr (TamboReply) other = g_list_model_get_item (G_LIST_MODEL (self->replies), i);

      if (g_str_equal (tambo_reply_get_message_id (other), tambo_reply_get_message_id (reply)))
        return TRUE;
    }

  return FALSE;
}

/* What cannot be opened, or no clinic signed, is as if it were not there. */
static TamboReply *
open_envelope (TamboReplyReader *self, TamboMailbox *mailbox, GBytes *bytes, GPtrArray *clinics)
{
  TamboTrust *trust = tambo_kiosk_trust_get_trust (self->trust);
  g_autoptr (GPtrArray) identities = g_ptr_array_new ();
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (TamboReply) reply = NULL;
  g_autoptr (GError) error = NULL;
  guint signer = 0;

  for (guint i = 0; i < clinics->len; i++)
    g_ptr_array_add (identities, (gpointer) tambo_clinic_record_get_identity (clinics->pdata[i]));

  envelope = tambo_envelope_parse (bytes, &error);
  if (envelope != NULL)
    message = tambo_seal_open_reply (envelope,
                                     tambo_trust_get_deployment (trust)->id,
                                     mailbox,
                                     (const guint8 *const *) identities->pdata,
                                     identities->len,
                                     &signer,
                                     &error);
  if (message != NULL)
    reply = tambo_reply_new (message, clinics->pdata[signer], &error);

  if (reply == NULL)
    g_debug ("A reply was left out: %s", tambo_error_get_word (error));

  return g_steal_pointer (&reply);
}

/* Once there is an answer, that the question was received is no news. */
static void
drop_what_is_answered (TamboReplyReader *self)
{
  guint n_replies = g_list_model_get_n_items (G_LIST_MODEL (self->replies));
  guint n_answers = 0;

  for (guint i = 0; i < n_replies; i++)
    {
      g_autoptr (TamboReply) reply = g_list_model_get_item (G_LIST_MODEL (self->replies), i);

      /* Answers come first. */
      if (tambo_reply_get_answer (reply) != NULL)
        n_answers++;
    }

  if (n_answers > 0)
    g_list_store_splice (self->replies, n_answers, n_replies - n_answers, NULL, 0);
}

static void
on_replies_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TamboReplyReader *self = g_task_get_source_object (task);
  TamboMailbox *mailbox = g_task_get_task_data (task);
  g_autoptr (GPtrArray) envelopes = NULL;
  g_autoptr (GPtrArray) clinics = NULL;
  g_autoptr (GError) error = NULL;

  envelopes = tambo_mesh_client_find_replies_finish (TAMBO_MESH_CLIENT (object), result, &error);
  if (envelopes == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  clinics = tambo_trust_list_clinics (tambo_kiosk_trust_get_trust (self->trust));
  for (guint i = 0; i < envelopes->len; i++)
    {
      g_autoptr (TamboReply) reply = open_envelope (self, mailbox, envelopes->pdata[i], clinics);

      if (reply != NULL && !is_known (self, reply))
        g_list_store_insert_sorted (self->replies, reply, compare_replies, NULL);
    }

  drop_what_is_answered (self);
  g_task_return_boolean (task, g_list_model_get_n_items (G_LIST_MODEL (self->replies)) > 0);
}

static void
on_search_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboReplyReader *self = TAMBO_REPLY_READER (object);
  g_autoptr (GError) error = NULL;
  gboolean found = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (error != NULL)
    {
      g_warning ("Replies could not be looked for: %s", tambo_error_get_word (error));
      conclude (self, TAMBO_READER_EVENT_FAILED);
      return;
    }

  conclude (self, found ? TAMBO_READER_EVENT_FOUND : TAMBO_READER_EVENT_NOTHING);
}

static void
on_derive_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboReplyReader *self = TAMBO_REPLY_READER (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboMailbox) mailbox = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GTask) search = NULL;
  const guint8 *tag;

  search = g_task_new (self, self->cancellable, on_search_ready, NULL);
  g_task_set_source_tag (search, on_derive_ready);
  if (mailbox == NULL)
    {
      g_task_return_error (search, g_steal_pointer (&error));
      return;
    }

  tag = tambo_mailbox_get_tag (mailbox);
  g_task_set_task_data (search, g_steal_pointer (&mailbox), g_object_unref);
  tambo_mesh_client_find_replies_async (self->client,
                                        tag,
                                        self->cancellable,
                                        on_replies_ready,
                                        g_steal_pointer (&search));
}

static void
derive_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Derivation *derivation = task_data;
  g_autoptr (TamboMailbox) mailbox = NULL;
  g_autoptr (GError) error = NULL;

  mailbox = tambo_mailbox_derive (derivation->code,
                                  derivation->id,
                                  derivation->ops,
                                  derivation->mem,
                                  &error);
  if (mailbox == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&mailbox), g_object_unref);
}

static void
derive (TamboReplyReader *self, TamboCode *code, const TamboDeployment *deployment)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_derive_ready, NULL);
  Derivation *derivation = g_new0 (Derivation, 1);

  derivation->code = g_object_ref (code);
  memcpy (derivation->id, deployment->id, sizeof derivation->id);
  derivation->ops = deployment->argon2_ops;
  derivation->mem = deployment->argon2_mem;

  g_task_set_source_tag (task, derive);
  g_task_set_task_data (task, derivation, (GDestroyNotify) derivation_free);
  g_task_run_in_thread (task, derive_in_thread);
}

static void
tambo_reply_reader_get_property (GObject *object,
                                 guint property_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  TamboReplyReader *self = TAMBO_REPLY_READER (object);

  switch ((TamboReplyReaderProperty) property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_MISTYPED:
      g_value_set_boolean (value, self->mistyped);
      break;

    case PROP_REPLIES:
      g_value_set_object (value, self->replies);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_reply_reader_dispose (GObject *object)
{
  TamboReplyReader *self = TAMBO_REPLY_READER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->replies);
  g_clear_object (&self->attempts);
  g_clear_object (&self->trust);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (tambo_reply_reader_parent_class)->dispose (object);
}

static void
tambo_reply_reader_finalize (GObject *object)
{
  TamboReplyReader *self = TAMBO_REPLY_READER (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tambo_reply_reader_parent_class)->finalize (object);
}

static void
tambo_reply_reader_class_init (TamboReplyReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tambo_reply_reader_get_property;
  object_class->dispose = tambo_reply_reader_dispose;
  object_class->finalize = tambo_reply_reader_finalize;

  properties[PROP_STATE] =
      g_param_spec_enum ("state", NULL, NULL, TAMBO_TYPE_READER_STATE, TAMBO_READER_ENTRY, flags);
  properties[PROP_MISTYPED] = g_param_spec_boolean ("mistyped", NULL, NULL, FALSE, flags);
  properties[PROP_REPLIES] = g_param_spec_object ("replies", NULL, NULL, G_TYPE_LIST_MODEL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_reply_reader_init (TamboReplyReader *self)
{
  self->cancellable = g_cancellable_new ();
  self->replies = g_list_store_new (TAMBO_TYPE_REPLY);
}

/**
 * tambo_reply_reader_new:
 * @client: the daemon
 * @trust: (nullable): who the clinics are; %NULL where nothing is trusted yet
 * @attempts: the kiosk's count of codes in vain
 *
 * Returns: (transfer full): a reader that waits for a code
 */
TamboReplyReader *
tambo_reply_reader_new (TamboMeshClient *client, TamboKioskTrust *trust, TamboAttempts *attempts)
{
  TamboReplyReader *self;

  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (client), NULL);
  g_return_val_if_fail (trust == NULL || TAMBO_IS_KIOSK_TRUST (trust), NULL);
  g_return_val_if_fail (TAMBO_IS_ATTEMPTS (attempts), NULL);

  self = g_object_new (TAMBO_TYPE_REPLY_READER, NULL);
  self->client = g_object_ref (client);
  self->attempts = g_object_ref (attempts);
  g_set_object (&self->trust, trust);

  return self;
}

TamboReaderState
tambo_reply_reader_get_state (TamboReplyReader *self)
{
  g_return_val_if_fail (TAMBO_IS_REPLY_READER (self), TAMBO_READER_BROKEN);

  return self->state;
}

/* Whether the digits opened last cannot be a code: one is wrong, or two are swapped. */
gboolean
tambo_reply_reader_get_mistyped (TamboReplyReader *self)
{
  g_return_val_if_fail (TAMBO_IS_REPLY_READER (self), FALSE);

  return self->mistyped;
}

/* (element-type TamboReply): answers first, the newest of them first. */
GListModel *
tambo_reply_reader_get_replies (TamboReplyReader *self)
{
  g_return_val_if_fail (TAMBO_IS_REPLY_READER (self), NULL);

  return G_LIST_MODEL (self->replies);
}

void
tambo_reply_reader_open (TamboReplyReader *self, const char *digits)
{
  g_autoptr (TamboCode) code = NULL;
  const TamboDeployment *deployment = NULL;
  gint64 pause_ms;

  g_return_if_fail (TAMBO_IS_REPLY_READER (self));
  g_return_if_fail (digits != NULL);

  if (self->state != TAMBO_READER_ENTRY)
    return;

  code = tambo_code_parse (digits, NULL);
  set_mistyped (self, code == NULL);
  if (code == NULL)
    return;

  pause_ms = tambo_attempts_get_pause_ms (self->attempts, now_ms ());
  if (pause_ms > 0)
    {
      handle (self, TAMBO_READER_EVENT_PAUSE);
      handle_after (self, pause_ms, TAMBO_READER_EVENT_AGAIN);
      return;
    }

  if (self->trust != NULL)
    deployment = tambo_trust_get_deployment (tambo_kiosk_trust_get_trust (self->trust));
  if (deployment == NULL)
    {
      handle (self, TAMBO_READER_EVENT_FAILED);
      return;
    }

  self->started_ms = now_ms ();
  g_list_store_remove_all (self->replies);
  handle (self, TAMBO_READER_EVENT_OPEN);
  derive (self, code, deployment);
}

/* Another code; what was found is let go. */
void
tambo_reply_reader_start_again (TamboReplyReader *self)
{
  g_return_if_fail (TAMBO_IS_REPLY_READER (self));

  if (self->state == TAMBO_READER_PAUSED)
    return;

  g_list_store_remove_all (self->replies);
  set_mistyped (self, FALSE);
  handle (self, TAMBO_READER_EVENT_AGAIN);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/mail-exchange.h"

#include "content/consult/envelope.h"
#include "mesh/courier/reconciler.h"
#include "mesh/daemon/clock.h"

#include <string.h>

/* The most that one exchange fetches; the next one goes on. */
#define MAX_FETCH 200

typedef struct
{
  TamboPeer *peer;             /* (owned) */
  TamboPeerClient *client;     /* (owned) */
  TamboReconciler *reconciler; /* (owned) */
  TamboSummaryQuery *query;    /* (owned) (nullable): under way */
  GPtrArray *to_send;          /* (owned) (element-type utf8): that is left */
  GPtrArray *to_fetch;         /* (owned) (element-type utf8) */
  GPtrArray *sent;             /* (owned) (element-type utf8): in the batch under way */
  guint n_fetched;
  TamboMailTakeFunc take;
  gpointer take_data; /* (unowned) */
} Exchange;

static void
exchange_free (gpointer pointer)
{
  Exchange *exchange = pointer;

  g_object_unref (exchange->peer);
  g_object_unref (exchange->client);
  g_object_unref (exchange->reconciler);
  g_clear_object (&exchange->query);
  g_clear_pointer (&exchange->to_send, g_ptr_array_unref);
  g_clear_pointer (&exchange->to_fetch, g_ptr_array_unref);
  g_clear_pointer (&exchange->sent, g_ptr_array_unref);
  g_free (exchange);
}

static void compare_next (GTask *task);
static void send_next (GTask *task);
static void fetch_next (GTask *task);

static void
on_summarise_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (TamboSummaryAnswer) answer =
      tambo_peer_client_summarise_finish (TAMBO_PEER_CLIENT (object), result, &error);

  if (answer == NULL || !tambo_reconciler_take_answer (exchange->reconciler, answer, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  compare_next (g_steal_pointer (&task));
}

/* Takes the task. */
static void
compare_next (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_object (&exchange->query);
  exchange->query = tambo_reconciler_next_query (exchange->reconciler);
  if (exchange->query != NULL)
    {
      tambo_peer_client_summarise_async (exchange->client,
                                         exchange->query,
                                         g_task_get_cancellable (task),
                                         on_summarise_ready,
                                         task);
      return;
    }

  if (!tambo_reconciler_mark_carried (exchange->reconciler, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  exchange->to_send = tambo_reconciler_get_to_send (exchange->reconciler);
  exchange->to_fetch = tambo_reconciler_get_to_fetch (exchange->reconciler);
  send_next (task);
}

/* What the peer has now, because it took it or had it before. */
static gboolean
mark_taken (TamboCourier *courier, Exchange *exchange, GStrv words, GError **error)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new ();

  for (guint i = 0; i < exchange->sent->len && words[i] != NULL; i++)
    {
      if (strcmp (words[i], "ok") == 0 || strcmp (words[i], "duplicate") == 0)
        g_ptr_array_add (taken, g_ptr_array_index (exchange->sent, i));
    }
  if (taken->len == 0)
    return TRUE;
  g_ptr_array_add (taken, NULL);

  return tambo_courier_mark_carried (courier, (const char *const *) taken->pdata, error);
}

static void
on_put_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;
  g_auto (GStrv) words = tambo_peer_client_put_envelopes_finish (TAMBO_PEER_CLIENT (object),
                                                                 result,
                                                                 &error);

  if (words == NULL ||
      !mark_taken (TAMBO_COURIER (g_task_get_source_object (task)), exchange, words, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  send_next (g_steal_pointer (&task));
}

/* Takes the task. */
static void
send_next (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  TamboCourier *courier = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (TamboEnvelopeBatch) batch = NULL;
  guint n;

  batch = tambo_courier_next_batch (courier, exchange->to_send, tambo_clock_boottime_ms (), &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  n = batch != NULL ? tambo_envelope_batch_get_n_items (batch) : 0;
  if (n == 0)
    {
      fetch_next (task);
      return;
    }

  g_clear_pointer (&exchange->sent, g_ptr_array_unref);
  exchange->sent = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TamboEnvelope) envelope =
          tambo_envelope_parse (tambo_envelope_batch_get_envelope (batch, i), NULL);

      g_ptr_array_add (exchange->sent, g_strdup (tambo_envelope_get_id (envelope)));
    }
  tambo_peer_client_put_envelopes_async (exchange->client,
                                         batch,
                                         g_task_get_cancellable (task),
                                         on_put_ready,
                                         task);
}

static void
on_get_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (TamboEnvelopeBatch) batch =
      tambo_peer_client_get_envelope_finish (TAMBO_PEER_CLIENT (object), result, &error);

  /* It may have gone meanwhile: a receipt for it came. */
  if (batch == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_clear_error (&error);
  else if (batch != NULL)
    words =
        exchange->take (tambo_peer_get_pin (exchange->peer), batch, exchange->take_data, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  fetch_next (g_steal_pointer (&task));
}

/* Takes the task. */
static void
fetch_next (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  if (exchange->n_fetched >= MIN (exchange->to_fetch->len, MAX_FETCH))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  tambo_peer_client_get_envelope_async (exchange->client,
                                        g_ptr_array_index (exchange->to_fetch,
                                                           exchange->n_fetched++),
                                        g_task_get_cancellable (task),
                                        on_get_ready,
                                        task);
}

void
tambo_mail_exchange_async (TamboCourier *courier,
                           TamboPeer *peer,
                           TamboMailTakeFunc take,
                           gpointer take_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (courier, cancellable, callback, user_data);
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->peer = g_object_ref (peer);
  exchange->client = g_object_ref (tambo_peer_get_client (peer));
  exchange->reconciler = tambo_reconciler_new (courier);
  exchange->take = take;
  exchange->take_data = take_data;
  g_task_set_source_tag (task, tambo_mail_exchange_async);
  g_task_set_task_data (task, exchange, exchange_free);

  compare_next (task);
}

gboolean
tambo_mail_exchange_finish (TamboCourier *courier, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, courier), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

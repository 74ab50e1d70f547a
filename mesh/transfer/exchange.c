/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/exchange.h"

#include "content/base/error.h"
#include "content/pack/leaf-list.h"

#define READ_SIZE (64 * 1024)
#define TOO_MANY_REQUESTS 429 /* RFC 6585 */
#define MAX_WASTE READ_SIZE /* of a refusal, read so that the connection can be kept */

/* What goes wrong, by who it goes wrong with. */
static const struct
{
  const char *who;
  int protocol;
  int stalled;
  int tls;
  int refused;
} parties[] = {
  [TAMBO_EXCHANGE_PEER] = { "peer",
                            TAMBO_ERROR_PEER_PROTOCOL,
                            TAMBO_ERROR_PEER_STALLED,
                            TAMBO_ERROR_PEER_NOT_ADMITTED,
                            TAMBO_ERROR_PEER_NOT_ADMITTED },
  [TAMBO_EXCHANGE_HUB] = { "hub",
                           TAMBO_ERROR_HUB_PROTOCOL,
                           TAMBO_ERROR_HUB_STALLED,
                           TAMBO_ERROR_HUB_CERTIFICATE,
                           TAMBO_ERROR_HUB_REFUSED },
};

/* One request and its answer: the task data. */
typedef struct
{
  SoupMessage *message; /* (owned) */
  TamboExchangeRules rules;
  TamboClientLimits limits;
  GInputStream *body;   /* (owned) (nullable) until the headers are in */
  GByteArray *received; /* (owned) not given to a leaf function yet */
  guint64 n_received;
  GError *refusal; /* (owned) (nullable): what it will end with, once its body is out of the way */

  GCancellable *cancellable; /* (owned) our own: a stall cancels it too */
  GCancellable *callers;     /* (owned) (nullable) */
  gulong callers_id;
  GSource *watch; /* (owned) */
  gboolean is_stalled;
  gint64 silent_since; /* monotonic microseconds */
  gint64 slow_since;
  guint64 n_received_then; /* at slow_since */
} Exchange;

static void
exchange_free (Exchange *exchange)
{
  g_signal_handlers_disconnect_by_data (exchange->message, exchange);
  g_source_destroy (exchange->watch);
  g_source_unref (exchange->watch);
  if (exchange->callers_id != 0)
    g_cancellable_disconnect (exchange->callers, exchange->callers_id);
  g_clear_object (&exchange->callers);
  g_clear_object (&exchange->cancellable);
  g_clear_object (&exchange->body);
  g_clear_pointer (&exchange->received, g_byte_array_unref);
  g_clear_object (&exchange->message);
  g_clear_error (&exchange->refusal);
  g_free (exchange);
}

static void
stall (Exchange *exchange)
{
  exchange->is_stalled = TRUE;
  g_cancellable_cancel (exchange->cancellable);
}

static gint64
in_ms (gint64 since, guint ms)
{
  return since + (gint64) ms * 1000;
}

static void
schedule_watch (Exchange *exchange)
{
  gint64 silence = in_ms (exchange->silent_since, exchange->limits.silence_ms);
  gint64 slowness = in_ms (exchange->slow_since, exchange->limits.slow_ms);

  g_source_set_ready_time (exchange->watch, MIN (silence, slowness));
}

static gboolean
on_watch (gpointer user_data)
{
  Exchange *exchange = user_data;
  gint64 now = g_get_monotonic_time ();
  guint64 wanted = (guint64) exchange->limits.slow_rate * exchange->limits.slow_ms / 1000;

  g_source_set_ready_time (exchange->watch, -1);
  if (exchange->body == NULL || now >= in_ms (exchange->silent_since, exchange->limits.silence_ms))
    {
      stall (exchange);
      return G_SOURCE_CONTINUE;
    }

  if (now >= in_ms (exchange->slow_since, exchange->limits.slow_ms))
    {
      if (exchange->n_received - exchange->n_received_then < wanted)
        {
          stall (exchange);
          return G_SOURCE_CONTINUE;
        }

      exchange->slow_since = now;
      exchange->n_received_then = exchange->n_received;
    }

  schedule_watch (exchange);

  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_watch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs watch_funcs = {
  .dispatch = dispatch_watch,
};

static void
on_callers_cancelled (GCancellable *callers, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

/* A peer that breaks off is told from a network that does; hubs are far away, and both happen. */
static int
classify (const Exchange *exchange, const GError *error)
{
  TamboExchangeParty party = exchange->rules.party;

  if (exchange->is_stalled)
    return parties[party].stalled;
  if (error->domain == G_TLS_ERROR)
    return parties[party].tls;
  if (party == TAMBO_EXCHANGE_HUB &&
      (error->domain == G_RESOLVER_ERROR ||
       (error->domain == G_IO_ERROR && error->code != G_IO_ERROR_CANCELLED &&
        error->code != G_IO_ERROR_INVALID_DATA)))
    return TAMBO_ERROR_HUB_UNREACHABLE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA) ||
      error->domain == SOUP_SESSION_ERROR)
    return parties[party].protocol;

  return -1;
}

/* Says what an error of a library means to us. */
static GError *
translate (Exchange *exchange, GError *error)
{
  g_autoptr (GError) theirs = error;
  int code = error->domain != TAMBO_ERROR ? classify (exchange, error) : -1;

  if (exchange->refusal != NULL)
    return g_steal_pointer (&exchange->refusal);
  if (code < 0)
    return g_steal_pointer (&theirs);
  if (exchange->is_stalled)
    return g_error_new (TAMBO_ERROR, code, "The %s stalled", parties[exchange->rules.party].who);

  return g_error_new_literal (TAMBO_ERROR, code, theirs->message);
}

static gboolean
refuse (Exchange *exchange, GError **error, const char *what)
{
  TamboExchangeParty party = exchange->rules.party;

  g_set_error (error,
               TAMBO_ERROR,
               parties[party].protocol,
               "The %s sent %s",
               parties[party].who,
               what);

  return FALSE;
}

/* Whoever cannot send a part may send the whole, if that was said to do. */
static gboolean
take_whole (Exchange *exchange)
{
  TamboExchangeRules *rules = &exchange->rules;

  if (rules->whole_func == NULL || rules->status != SOUP_STATUS_PARTIAL_CONTENT ||
      soup_message_get_status (exchange->message) != SOUP_STATUS_OK ||
      !rules->whole_func (rules->whole_data))
    return FALSE;

  rules->status = SOUP_STATUS_OK;
  rules->leaf_offset = 0;
  rules->size = rules->whole_size;
  rules->max_size = rules->whole_size;

  return TRUE;
}

static gboolean
check_status (Exchange *exchange, GError **error)
{
  guint status = soup_message_get_status (exchange->message);
  TamboExchangeParty party = exchange->rules.party;

  if (status == exchange->rules.status || take_whole (exchange))
    return TRUE;

  if (status == SOUP_STATUS_FORBIDDEN)
    g_set_error (error,
                 TAMBO_ERROR,
                 parties[party].refused,
                 "The %s does not admit us",
                 parties[party].who);
  else if (status == SOUP_STATUS_NOT_FOUND ||
           (party == TAMBO_EXCHANGE_PEER && status == SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE))
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_NOT_FOUND,
                 "The %s does not have it",
                 parties[party].who);
  else
    g_set_error (error,
                 TAMBO_ERROR,
                 parties[party].protocol,
                 "The %s answered %u instead of %u",
                 parties[party].who,
                 status,
                 exchange->rules.status);

  return FALSE;
}

/* Whether a refusal is so short that reading it costs less than another connection would. */
static gboolean
is_short (Exchange *exchange)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);

  return exchange->rules.party == TAMBO_EXCHANGE_HUB &&
         soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
         soup_message_headers_get_content_length (headers) <= MAX_WASTE;
}

static gboolean
check_length (Exchange *exchange, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  guint64 length;

  if (soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return exchange->rules.party == TAMBO_EXCHANGE_HUB ||
           refuse (exchange, error, "an answer without a length");

  length = (guint64) soup_message_headers_get_content_length (headers);
  if (length > exchange->rules.max_size ||
      (exchange->rules.size != 0 && length != exchange->rules.size))
    return refuse (exchange, error, "another length than was asked for");

  return TRUE;
}

static gboolean
check_range (Exchange *exchange, GError **error)
{
  const TamboExchangeRules *rules = &exchange->rules;
  goffset start;
  goffset end;
  goffset total;

  if (rules->status != SOUP_STATUS_PARTIAL_CONTENT)
    return TRUE;
  if (!soup_message_headers_get_content_range (soup_message_get_response_headers (
                                                   exchange->message),
                                               &start,
                                               &end,
                                               &total) ||
      (guint64) start != rules->leaf_offset ||
      (guint64) end != rules->leaf_offset + rules->size - 1 ||
      (rules->whole_size != 0 && total != -1 && (guint64) total != rules->whole_size))
    return refuse (exchange, error, "another range than was asked for");

  return TRUE;
}

/* What cannot be right is refused before any of it is read. */
static gboolean
check_headers (Exchange *exchange, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (exchange->message);
  const char *coding = soup_message_headers_get_one (headers, "Content-Encoding");

  if (coding != NULL && g_ascii_strcasecmp (coding, "identity") != 0)
    return refuse (exchange, error, "what it packed in a way that nobody asked for");

  return check_length (exchange, error) && check_range (exchange, error);
}

static gboolean
give_leaf (Exchange *exchange, GError **error)
{
  guint n_given = MIN (exchange->received->len, TAMBO_LEAF_SIZE);
  g_autoptr (GBytes) leaf = g_bytes_new (exchange->received->data, n_given);
  guint64 offset = exchange->rules.leaf_offset;

  g_byte_array_remove_range (exchange->received, 0, n_given);
  exchange->rules.leaf_offset += n_given;

  return exchange->rules.leaf_func (offset, leaf, exchange->rules.leaf_data, error);
}

static gboolean
take_chunk (Exchange *exchange, GBytes *chunk, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (chunk, &size);

  if (exchange->refusal != NULL)
    {
      exchange->n_received += size;
      return TRUE;
    }
  if (size > exchange->rules.max_size - exchange->n_received)
    return refuse (exchange, error, "more than it may");

  g_byte_array_append (exchange->received, data, (guint) size);
  exchange->n_received += size;

  while (exchange->rules.leaf_func != NULL && exchange->received->len >= TAMBO_LEAF_SIZE)
    {
      if (!give_leaf (exchange, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_end (Exchange *exchange, GError **error)
{
  if (exchange->rules.size != 0 && exchange->n_received != exchange->rules.size)
    return refuse (exchange, error, "less than it said");

  return exchange->rules.leaf_func == NULL || exchange->received->len == 0 ||
         give_leaf (exchange, error);
}

static void read_next (GTask *task);

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = NULL;
  Exchange *exchange = g_task_get_task_data (task);
  gboolean is_end;

  chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  if (chunk == NULL)
    {
      g_task_return_error (task, translate (exchange, g_steal_pointer (&error)));
      return;
    }

  is_end = (g_bytes_get_size (chunk) == 0);
  if (exchange->refusal != NULL && is_end)
    {
      g_task_return_error (task, g_steal_pointer (&exchange->refusal));
      return;
    }
  if (!(is_end ? take_end (exchange, &error) : take_chunk (exchange, chunk, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (is_end)
    {
      g_task_return_pointer (task,
                             g_byte_array_free_to_bytes (g_steal_pointer (&exchange->received)),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }

  exchange->silent_since = g_get_monotonic_time ();
  schedule_watch (exchange);
  read_next (task);
}

static void
read_next (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (exchange->body,
                                   READ_SIZE,
                                   G_PRIORITY_DEFAULT,
                                   exchange->cancellable,
                                   on_read_ready,
                                   g_object_ref (task));
}

static void
on_send_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Exchange *exchange = g_task_get_task_data (task);

  exchange->body = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (exchange->body == NULL)
    {
      g_task_return_error (task, translate (exchange, g_steal_pointer (&error)));
      return;
    }

  if (!check_status (exchange, &error) && is_short (exchange))
    exchange->refusal = g_steal_pointer (&error);
  if (error != NULL || (exchange->refusal == NULL && !check_headers (exchange, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  exchange->silent_since = g_get_monotonic_time ();
  exchange->slow_since = exchange->silent_since;
  schedule_watch (exchange);
  read_next (task);
}

/* HTTP/1.1 is the only thing that we speak, and TLS 1.3 the only thing that kiosks speak it in. */
static void
on_message_network_event (SoupMessage *message,
                          GSocketClientEvent event,
                          GIOStream *stream,
                          Exchange *exchange)
{
  static const char *const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (stream))
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (stream), protocols);

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED && G_IS_TLS_CONNECTION (stream) &&
      exchange->rules.party == TAMBO_EXCHANGE_PEER &&
      g_tls_connection_get_protocol_version (G_TLS_CONNECTION (stream)) !=
          G_TLS_PROTOCOL_VERSION_TLS_1_3)
    g_cancellable_cancel (exchange->cancellable);
}

static Exchange *
exchange_new (SoupMessage *message,
              const TamboExchangeRules *rules,
              const TamboClientLimits *limits,
              GCancellable *cancellable)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->message = g_object_ref (message);
  exchange->rules = *rules;
  exchange->limits = *limits;
  exchange->received = g_byte_array_new ();
  exchange->cancellable = g_cancellable_new ();
  exchange->watch = g_source_new (&watch_funcs, sizeof (GSource));
  g_source_set_callback (exchange->watch, on_watch, exchange, NULL);
  g_source_set_ready_time (exchange->watch, in_ms (g_get_monotonic_time (), rules->answer_ms));
  g_source_attach (exchange->watch, g_main_context_get_thread_default ());

  if (g_set_object (&exchange->callers, cancellable))
    exchange->callers_id = g_cancellable_connect (cancellable,
                                                  G_CALLBACK (on_callers_cancelled),
                                                  g_object_ref (exchange->cancellable),
                                                  g_object_unref);

  return exchange;
}

/**
 * tambo_exchange_async:
 * @session: of the peer or hub
 * @message: what to ask
 * @rules: what to take
 * @limits: how long to wait
 * @cancellable: (nullable): a #GCancellable
 * @callback: called once, when the answer is in
 * @user_data: data for @callback
 *
 * Asks, and takes no more of the answer than the rules allow.
 */
void
tambo_exchange_async (SoupSession *session,
                      SoupMessage *message,
                      const TamboExchangeRules *rules,
                      const TamboClientLimits *limits,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Exchange *exchange;

  g_return_if_fail (SOUP_IS_SESSION (session));
  g_return_if_fail (SOUP_IS_MESSAGE (message));

  task = g_task_new (session, cancellable, callback, user_data);
  g_task_set_source_tag (task, tambo_exchange_async);

  exchange = exchange_new (message, rules, limits, cancellable);
  g_task_set_task_data (task, exchange, (GDestroyNotify) exchange_free);
  g_signal_connect (message, "network-event", G_CALLBACK (on_message_network_event), exchange);

  soup_session_send_async (session,
                           message,
                           G_PRIORITY_DEFAULT,
                           exchange->cancellable,
                           on_send_ready,
                           g_steal_pointer (&task));
}

/**
 * tambo_exchange_finish:
 * @result: the result given to the callback
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the answer, empty if a leaf function took it; or %NULL with an error
 *   set: one of those of the party, or a %G_IO_ERROR
 */
GBytes *
tambo_exchange_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tambo_exchange_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
tambo_exchange_is_busy (SoupMessage *message)
{
  guint status = soup_message_get_status (message);

  return status == TOO_MANY_REQUESTS || status == SOUP_STATUS_REQUEST_TIMEOUT ||
         SOUP_STATUS_IS_SERVER_ERROR (status);
}

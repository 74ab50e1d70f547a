/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/peer-client.h"

#include "content/base/error.h"
#include "mesh/transfer/peer-client-private.h"
#include "mesh/wire/pin.h"

#include <string.h>

/* Peers are reached by address: the name is the same for all, and says nothing to who listens. */
#define BASE_URI "https://tambo"
#define IDLE_TIMEOUT_S 30 /* less than a listener waits, so that it is we who close */
#define MAX_POLLS 2       /* of our connections that may wait for news */

/**
 * TamboPeerClient:
 *
 * Asks one peer. Has connections of its own, since a connection is an identity; before the first
 * byte of a request goes out, the peer has proven that it holds the key that we expect, or, while
 * we do not know whom to expect, one that is admitted.
 */
struct _TamboPeerClient
{
  GObject parent_instance;

  SoupSession *session;         /* (owned) */
  GTlsCertificate *certificate; /* (owned) */
  GInetSocketAddress *address;  /* (owned) */
  TamboClientLimits limits;
  char *pin; /* (owned) (nullable) until we know */

  TamboAdmitFunc admit;
  gpointer user_data;
  GDestroyNotify destroy;

  guint n_polls;
  GQueue waiting_polls; /* (owned) (element-type GTask) */
};

static void tambo_peer_client_pull_source_init (TamboPullSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboPeerClient,
                               tambo_peer_client,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_PULL_SOURCE,
                                                      tambo_peer_client_pull_source_init))

static void start_polls (TamboPeerClient *self);

static void
tambo_peer_client_finalize (GObject *object)
{
  TamboPeerClient *self = TAMBO_PEER_CLIENT (object);

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_clear_object (&self->session);
  g_clear_object (&self->certificate);
  g_clear_object (&self->address);
  g_clear_pointer (&self->pin, g_free);

  G_OBJECT_CLASS (tambo_peer_client_parent_class)->finalize (object);
}

static void
tambo_peer_client_class_init (TamboPeerClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_peer_client_finalize;
}

static void
tambo_peer_client_init (TamboPeerClient *self)
{
  g_queue_init (&self->waiting_polls);
}

/**
 * tambo_peer_client_new:
 * @certificate: of our device key
 * @address: where the peer may be
 * @expected_pin: (nullable): who it must be; %NULL for anybody who is admitted
 * @limits: how long to wait; tambo_client_limits_default unless in a test
 * @admit: asked for each request
 * @user_data: data for @admit
 * @destroy: (nullable): frees @user_data
 */
TamboPeerClient *
tambo_peer_client_new (GTlsCertificate *certificate,
                       GInetSocketAddress *address,
                       const char *expected_pin,
                       const TamboClientLimits *limits,
                       TamboAdmitFunc admit,
                       gpointer user_data,
                       GDestroyNotify destroy)
{
  TamboPeerClient *self;

  g_return_val_if_fail (G_IS_TLS_CERTIFICATE (certificate), NULL);
  g_return_val_if_fail (G_IS_INET_SOCKET_ADDRESS (address), NULL);
  g_return_val_if_fail (expected_pin == NULL || tambo_pin_is_valid (expected_pin), NULL);
  g_return_val_if_fail (limits != NULL && admit != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_PEER_CLIENT, NULL);
  self->certificate = g_object_ref (certificate);
  self->address = g_object_ref (address);
  self->pin = g_strdup (expected_pin);
  self->limits = *limits;
  self->admit = admit;
  self->user_data = user_data;
  self->destroy = destroy;

  self->session = soup_session_new_with_options ("remote-connectable",
                                                 address,
                                                 "max-conns",
                                                 (int) limits->connections,
                                                 "max-conns-per-host",
                                                 (int) limits->connections,
                                                 "idle-timeout",
                                                 IDLE_TIMEOUT_S,
                                                 "timeout",
                                                 0,
                                                 NULL);
  soup_session_set_proxy_resolver (self->session, NULL);
  /* Without it, a certificate that some authority signed would not be shown to us at all. */
  soup_session_set_tls_database (self->session, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);

  return self;
}

/* The first key that is admitted is the one that all later connections must have. */
static gboolean
on_message_accept_certificate (SoupMessage *message,
                               GTlsCertificate *certificate,
                               GTlsCertificateFlags errors,
                               TamboPeerClient *self)
{
  g_autofree char *pin = tambo_pin_for_certificate (certificate);

  if (pin == NULL || (self->pin != NULL && !tambo_pin_equal (pin, self->pin)) ||
      !self->admit (pin, self->user_data))
    return FALSE;

  if (self->pin == NULL)
    self->pin = g_steal_pointer (&pin);

  return TRUE;
}

SoupMessage *
tambo_peer_client_new_message (TamboPeerClient *self, const char *method, const char *path)
{
  g_autofree char *uri = g_strconcat (BASE_URI, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  /* All questions may be asked twice; libsoup opens a new connection for others. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  soup_message_set_tls_client_certificate (message, self->certificate);
  g_signal_connect_object (message,
                           "accept-certificate",
                           G_CALLBACK (on_message_accept_certificate),
                           self,
                           0);

  return message;
}

static void
on_exchange_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GBytes *answer;

  answer = tambo_exchange_finish (result, &error);
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) g_bytes_unref);
}

GTask *
tambo_peer_client_new_task (TamboPeerClient *self,
                            gpointer tag,
                            SoupMessage *message,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, message, g_object_unref);

  return task;
}

/* The answer becomes the result of the task, unless @callback does something else with it. */
void
tambo_peer_client_ask (GTask *task, TamboExchangeRules rules, GAsyncReadyCallback callback)
{
  TamboPeerClient *self = g_task_get_source_object (task);

  if (self->pin != NULL && !self->admit (self->pin, self->user_data))
    {
      g_task_return_new_error (task,
                               TAMBO_ERROR,
                               TAMBO_ERROR_PEER_NOT_ADMITTED,
                               "The peer is not admitted any more");
      g_object_unref (task);
      return;
    }

  rules.status = rules.status != 0 ? rules.status : SOUP_STATUS_OK;
  rules.answer_ms = rules.answer_ms != 0 ? rules.answer_ms : self->limits.answer_ms;
  tambo_exchange_async (self->session,
                        SOUP_MESSAGE (g_task_get_task_data (task)),
                        &rules,
                        &self->limits,
                        g_task_get_cancellable (task),
                        callback != NULL ? callback : on_exchange_ready,
                        task);
}

GBytes *
tambo_peer_client_finish (TamboPeerClient *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Who it is: expected, or found out by the first request; %NULL before that. */
const char *
tambo_peer_client_get_pin (TamboPeerClient *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER_CLIENT (self), NULL);

  return self->pin;
}

GInetSocketAddress *
tambo_peer_client_get_address (TamboPeerClient *self)
{
  g_return_val_if_fail (TAMBO_IS_PEER_CLIENT (self), NULL);

  return self->address;
}

/* Ends all that is under way, with errors. */
void
tambo_peer_client_close (TamboPeerClient *self)
{
  g_return_if_fail (TAMBO_IS_PEER_CLIENT (self));

  soup_session_abort (self->session);
}

void
tambo_peer_client_hello_async (TamboPeerClient *self,
                               TamboHello *ours,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GBytes) body = NULL;
  SoupMessage *message;

  g_return_if_fail (TAMBO_IS_PEER_CLIENT (self));
  g_return_if_fail (TAMBO_IS_HELLO (ours));

  body = tambo_hello_to_bytes (ours);
  message = tambo_peer_client_new_message (self, SOUP_METHOD_POST, "/tambo/1/hello");
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  tambo_peer_client_ask (tambo_peer_client_new_task (self,
                                                     tambo_peer_client_hello_async,
                                                     message,
                                                     cancellable,
                                                     callback,
                                                     user_data),
                         (TamboExchangeRules){ .max_size = TAMBO_ANSWER_MAX_SMALL },
                         NULL);
}

TamboHello *
tambo_peer_client_hello_finish (TamboPeerClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) answer =
      tambo_peer_client_finish (self, result, tambo_peer_client_hello_async, error);

  return answer != NULL ? tambo_hello_new_from_bytes (answer, error) : NULL;
}

static void
on_poll_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboPeerClient) self = g_object_ref (g_task_get_source_object (user_data));

  self->n_polls--;
  on_exchange_ready (object, result, user_data);
  start_polls (self);
}

static void
start_polls (TamboPeerClient *self)
{
  GTask *task;

  while (self->n_polls < MAX_POLLS && (task = g_queue_pop_head (&self->waiting_polls)) != NULL)
    {
      if (g_task_return_error_if_cancelled (task))
        {
          g_object_unref (task);
          continue;
        }

      self->n_polls++;
      tambo_peer_client_ask (task,
                             (TamboExchangeRules){
                                 .max_size = TAMBO_ANSWER_MAX_SMALL,
                                 .answer_ms = self->limits.have_ms,
                             },
                             on_poll_ready);
    }
}

/**
 * tambo_peer_client_have_async:
 * @self: a #TamboPeerClient
 * @digest: of a blob
 * @gen: the generation that we know
 * @cancellable: (nullable): a #GCancellable
 * @callback: called once, when there is news
 * @user_data: data for @callback
 *
 * Waits, for as long as a long poll may take, until the peer has more of a blob than we know. A few
 * wait at a time, so that there is always a connection for what is urgent; the others wait here.
 */
void
tambo_peer_client_have_async (TamboPeerClient *self,
                              const char *digest,
                              guint64 gen,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autofree char *path = NULL;

  g_return_if_fail (TAMBO_IS_PEER_CLIENT (self));
  g_return_if_fail (digest != NULL);

  path = g_strdup_printf ("/tambo/1/have/%s?gen=%" G_GUINT64_FORMAT, digest, gen);
  g_queue_push_tail (&self->waiting_polls,
                     tambo_peer_client_new_task (self,
                                                 tambo_peer_client_have_async,
                                                 tambo_peer_client_new_message (self,
                                                                                SOUP_METHOD_GET,
                                                                                path),
                                                 cancellable,
                                                 callback,
                                                 user_data));
  start_polls (self);
}

TamboHave *
tambo_peer_client_have_finish (TamboPeerClient *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GBytes) answer =
      tambo_peer_client_finish (self, result, tambo_peer_client_have_async, error);

  return answer != NULL ? tambo_have_new_from_bytes (answer, error) : NULL;
}

/* What a peer may send in answer: as long as it was asked for, for its digests have their sizes. */
static TamboExchangeRules
make_rules (const TamboPull *pull)
{
  if (pull->kind == TAMBO_PULL_MANIFEST)
    return (TamboExchangeRules){ .max_size = TAMBO_ANSWER_MAX_MANIFEST };
  if (pull->kind == TAMBO_PULL_BLOB)
    return (TamboExchangeRules){ .max_size = pull->size, .size = pull->size };

  return (TamboExchangeRules){
    .status = SOUP_STATUS_PARTIAL_CONTENT,
    .max_size = pull->length,
    .size = pull->length,
    .leaf_func = pull->leaf_func,
    .leaf_data = pull->leaf_data,
    .leaf_offset = pull->offset,
  };
}

/* Of a run, one leaf is in memory at a time. */
static void
tambo_peer_client_pull_async (TamboPullSource *source,
                              const TamboPull *pull,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  TamboPeerClient *self = TAMBO_PEER_CLIENT (source);
  g_autofree char *path = tambo_pull_get_path (pull, pull->name);
  SoupMessage *message = tambo_peer_client_new_message (self, SOUP_METHOD_GET, path);

  if (pull->kind == TAMBO_PULL_RUN)
    soup_message_headers_set_range (soup_message_get_request_headers (message),
                                    (goffset) pull->offset,
                                    (goffset) (pull->offset + pull->length - 1));
  tambo_peer_client_ask (tambo_peer_client_new_task (self,
                                                     tambo_peer_client_pull_async,
                                                     message,
                                                     cancellable,
                                                     callback,
                                                     user_data),
                         make_rules (pull),
                         NULL);
}

static GBytes *
tambo_peer_client_pull_finish (TamboPullSource *source, GAsyncResult *result, GError **error)
{
  return tambo_peer_client_finish (TAMBO_PEER_CLIENT (source),
                                   result,
                                   tambo_peer_client_pull_async,
                                   error);
}

static void
tambo_peer_client_pull_source_init (TamboPullSourceInterface *iface)
{
  iface->pull_async = tambo_peer_client_pull_async;
  iface->pull_finish = tambo_peer_client_pull_finish;
}

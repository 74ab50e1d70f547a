/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/peer-api.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/pack/manifest.h"
#include "mesh/transfer/byte-range.h"
#include "mesh/transfer/file-body.h"
#include "mesh/transfer/have-waiters.h"

/**
 * TamboPeerApi:
 *
 * Answers peers: the OCI pull API of what is here, hello, have and envelopes. Decides nothing
 * itself: all that is said comes from the backend.
 */
struct _TamboPeerApi
{
  GObject parent_instance;

  TamboPeerBackend *backend; /* (owned) */
  TamboHaveWaiters *waiters; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboPeerApi, tambo_peer_api, G_TYPE_OBJECT)

/* A request, while it is being answered. */
typedef struct
{
  SoupServerMessage *message;
  TamboConnection *connection;
  const TamboRequestHead *head;
  const char *pin;
} Request;

typedef void (*Answer) (TamboPeerApi *self, const Request *request);

static void
answer_status (const Request *request, guint status)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);

  soup_server_message_set_status (request->message, status, NULL);
  soup_message_headers_set_content_length (headers, 0);
}

static void
answer_bytes (const Request *request, const char *type, GBytes *bytes)
{
  soup_server_message_set_status (request->message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (request->message,
                                    type,
                                    SOUP_MEMORY_COPY,
                                    g_bytes_get_data (bytes, NULL),
                                    g_bytes_get_size (bytes));
}

static GBytes *
get_body (const Request *request)
{
  return soup_message_body_flatten (soup_server_message_get_request_body (request->message));
}

/* What a peer wrote and we cannot use; said once in the log, with a word and no content. */
static void
refuse (const Request *request, const GError *error)
{
  g_info ("Refused what peer %.12s sent: %s", request->pin, tambo_error_get_word (error));
  answer_status (request, SOUP_STATUS_UNPROCESSABLE_ENTITY);
}

static void
answer_version (TamboPeerApi *self, const Request *request)
{
  g_autoptr (GBytes) empty = g_bytes_new_static ("{}", 2);

  soup_message_headers_append (soup_server_message_get_response_headers (request->message),
                               "Docker-Distribution-Api-Version",
                               "registry/2.0");
  answer_bytes (request, "application/json", empty);
}

static void
answer_manifest (TamboPeerApi *self, const Request *request)
{
  const TamboRoute *route = &request->head->route;
  g_autofree char *digest = NULL;
  g_autoptr (GBytes) manifest = NULL;

  manifest = tambo_peer_backend_get_manifest (self->backend, route->name, route->target, &digest);
  if (manifest == NULL)
    {
      answer_status (request, SOUP_STATUS_NOT_FOUND);
      return;
    }

  soup_message_headers_append (soup_server_message_get_response_headers (request->message),
                               "Docker-Content-Digest",
                               digest);
  answer_bytes (request, TAMBO_MEDIA_TYPE_MANIFEST, manifest);
}

static void
answer_tags (TamboPeerApi *self, const Request *request)
{
  const TamboRoute *route = &request->head->route;
  g_auto (GStrv) tags = tambo_peer_backend_list_tags (self->backend, route->name);
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (tags == NULL)
    {
      answer_status (request, SOUP_STATUS_NOT_FOUND);
      return;
    }

  builder = json_builder_new_immutable ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, route->name);
  json_builder_set_member_name (builder, "tags");
  json_builder_begin_array (builder);
  for (char **tag = tags; *tag != NULL; tag++)
    json_builder_add_string_value (builder, *tag);
  json_builder_end_array (builder);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  bytes = tambo_json_write_canonical (root, NULL);
  answer_bytes (request, "application/json", bytes);
}

static void
answer_file (const Request *request, TamboServedBlob *blob, guint64 offset, guint64 length)
{
  if (length == 0 || request->head->verb == TAMBO_VERB_HEAD)
    {
      soup_message_headers_set_content_length (soup_server_message_get_response_headers (
                                                   request->message),
                                               (goffset) length);
      return;
    }

  tambo_file_body_send (request->message,
                        request->connection,
                        g_steal_fd (&blob->fd),
                        offset,
                        length);
}

static void
answer_blob (TamboPeerApi *self, const Request *request)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (request->message);
  const char *digest = request->head->route.target;
  g_auto (TamboServedBlob) blob = { .fd = -1 };
  guint64 offset = 0;
  guint64 length;

  if (!tambo_peer_backend_open_blob (self->backend, digest, &blob))
    {
      answer_status (request, SOUP_STATUS_NOT_FOUND);
      return;
    }

  length = blob.size;
  if (request->head->range != NULL &&
      !tambo_byte_range_parse (request->head->range, blob.size, &offset, &length))
    {
      answer_status (request, SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE);
      return;
    }

  if (length > 0 && !tambo_byte_range_is_held (blob.have, blob.size, offset, length))
    {
      answer_status (request,
                     request->head->range != NULL ? SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE
                                                  : SOUP_STATUS_NOT_FOUND);
      return;
    }

  soup_message_headers_append (headers, "Accept-Ranges", "bytes");
  soup_message_headers_append (headers, "Content-Type", "application/octet-stream");
  soup_message_headers_append (headers, "Docker-Content-Digest", digest);
  soup_server_message_set_status (request->message, SOUP_STATUS_OK, NULL);
  if (request->head->range != NULL)
    {
      soup_server_message_set_status (request->message, SOUP_STATUS_PARTIAL_CONTENT, NULL);
      soup_message_headers_set_content_range (headers,
                                              (goffset) offset,
                                              (goffset) (offset + length - 1),
                                              (goffset) blob.size);
    }

  answer_file (request, &blob, offset, length);
}

static void
answer_hello (TamboPeerApi *self, const Request *request)
{
  g_autoptr (GBytes) body = get_body (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboHello) theirs = tambo_hello_new_from_bytes (body, &error);
  g_autoptr (TamboHello) ours = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (theirs == NULL)
    {
      refuse (request, error);
      return;
    }

  ours = tambo_peer_backend_hello (self->backend,
                                   request->pin,
                                   soup_server_message_get_remote_address (request->message),
                                   theirs);
  bytes = tambo_hello_to_bytes (ours);
  answer_bytes (request, "application/json", bytes);
}

/* Generations are compared for being other, not for being newer: they start anew with a peer. */
static void
answer_have (TamboPeerApi *self, const Request *request)
{
  const TamboRoute *route = &request->head->route;
  g_autoptr (TamboHave) have = tambo_peer_backend_get_have (self->backend, route->target);

  if (have != NULL && route->has_gen && tambo_have_get_gen (have) == route->gen)
    tambo_have_waiters_add (self->waiters, request->message, route->target);
  else
    tambo_have_waiters_answer (request->message, have);
}

static void
answer_summary (TamboPeerApi *self, const Request *request)
{
  g_autoptr (GBytes) body = get_body (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboSummaryQuery) query = tambo_summary_query_new_from_bytes (body, &error);
  g_autoptr (TamboSummaryAnswer) answer = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (query == NULL)
    {
      refuse (request, error);
      return;
    }

  answer = tambo_peer_backend_summarise (self->backend, request->pin, query);
  bytes = tambo_summary_answer_to_bytes (answer);
  answer_bytes (request, "application/json", bytes);
}

static void
answer_put_envelopes (TamboPeerApi *self, const Request *request)
{
  g_autoptr (GBytes) body = get_body (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboEnvelopeBatch) batch = NULL;
  g_auto (GStrv) words = NULL;
  g_autoptr (GBytes) bytes = NULL;

  batch = tambo_envelope_batch_new_from_body (body, request->head->ages, &error);
  if (batch == NULL)
    {
      refuse (request, error);
      return;
    }

  words = tambo_peer_backend_put_envelopes (self->backend, request->pin, batch);
  if (words == NULL)
    {
      answer_status (request, SOUP_STATUS_INTERNAL_SERVER_ERROR);
      return;
    }

  bytes = tambo_envelope_results_to_bytes ((const char *const *) words);
  answer_bytes (request, "application/json", bytes);
}

static void
answer_get_envelope (TamboPeerApi *self, const Request *request)
{
  guint64 age_ms = 0;
  g_autofree char *age = NULL;
  g_autoptr (GBytes) envelope = NULL;

  envelope = tambo_peer_backend_get_envelope (self->backend,
                                              request->pin,
                                              request->head->route.target,
                                              &age_ms);
  if (envelope == NULL)
    {
      answer_status (request, SOUP_STATUS_NOT_FOUND);
      return;
    }

  age = g_strdup_printf ("%" G_GUINT64_FORMAT, age_ms);
  soup_message_headers_append (soup_server_message_get_response_headers (request->message),
                               TAMBO_AGE_HEADER,
                               age);
  answer_bytes (request, "application/octet-stream", envelope);
}

static const Answer answers[] = {
  [TAMBO_ROUTE_VERSION] = answer_version,
  [TAMBO_ROUTE_MANIFEST] = answer_manifest,
  [TAMBO_ROUTE_BLOB] = answer_blob,
  [TAMBO_ROUTE_TAGS] = answer_tags,
  [TAMBO_ROUTE_HELLO] = answer_hello,
  [TAMBO_ROUTE_HAVE] = answer_have,
  [TAMBO_ROUTE_SUMMARY] = answer_summary,
  [TAMBO_ROUTE_ENVELOPES] = answer_put_envelopes,
  [TAMBO_ROUTE_ENVELOPE] = answer_get_envelope,
};

static void
tambo_peer_api_finalize (GObject *object)
{
  TamboPeerApi *self = TAMBO_PEER_API (object);

  g_clear_object (&self->waiters);
  g_clear_object (&self->backend);

  G_OBJECT_CLASS (tambo_peer_api_parent_class)->finalize (object);
}

static void
tambo_peer_api_class_init (TamboPeerApiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_peer_api_finalize;
}

static void
tambo_peer_api_init (TamboPeerApi *self)
{
}

TamboPeerApi *
tambo_peer_api_new (TamboPeerBackend *backend, const TamboListenerLimits *limits)
{
  TamboPeerApi *self;

  g_return_val_if_fail (TAMBO_IS_PEER_BACKEND (backend), NULL);
  g_return_val_if_fail (limits != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_PEER_API, NULL);
  self->backend = g_object_ref (backend);
  self->waiters = tambo_have_waiters_new (backend, limits);

  return self;
}

/**
 * tambo_peer_api_answer:
 * @self: a #TamboPeerApi
 * @message: a request that has arrived in whole
 * @connection: that it came on
 *
 * Answers at once or later, if the peer may still speak with us.
 */
void
tambo_peer_api_answer (TamboPeerApi *self, SoupServerMessage *message, TamboConnection *connection)
{
  const Request request = {
    .message = message,
    .connection = connection,
    .head = tambo_connection_get_head (connection),
    .pin = tambo_connection_get_pin (connection),
  };

  g_return_if_fail (TAMBO_IS_PEER_API (self));
  g_return_if_fail (request.head != NULL);

  if (request.head->refusal != 0)
    {
      answer_status (&request, request.head->refusal);
    }
  else if (!tambo_peer_backend_admits (self->backend, request.pin))
    {
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Connection",
                                    "close");
      answer_status (&request, SOUP_STATUS_FORBIDDEN);
    }
  else
    {
      answers[request.head->route.kind](self, &request);
    }
}

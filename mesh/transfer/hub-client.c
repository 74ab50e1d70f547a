/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/hub-client.h"

#include "content/base/error.h"
#include "content/pack/manifest.h"
#include "mesh/transfer/exchange.h"
#include "mesh/transfer/hub-auth.h"
#include "mesh/transfer/hub-location.h"

#include <string.h>

#define IDLE_TIMEOUT_S 60
#define MAX_REDIRECTS 5
#define MAX_RETRY_S 3600

/**
 * TamboHubClient:
 *
 * Asks a registry, as the OCI distribution API has it. It is known by its certificate and an
 * authority, unlike kiosks; what it hands out is as untrusted as what they do.
 */
struct _TamboHubClient
{
  GObject parent_instance;

  SoupSession *session;          /* (owned) */
  TamboRegistryAddress *address; /* (owned) */
  TamboHubAuth *auth;            /* (owned) */
  TamboClientLimits limits;
  GHashTable *wholes; /* (owned) (element-type utf8 GPtrArray): who waits for a blob that comes as a
                         whole */
  guint retry_ms;
};

static void tambo_hub_client_pull_source_init (TamboPullSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboHubClient,
                               tambo_hub_client,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_PULL_SOURCE,
                                                      tambo_hub_client_pull_source_init))

/* One thing that is asked for, wherever that leads. */
typedef struct
{
  TamboPull pull;       /* its strings are those below */
  char *repository;     /* (owned): as the hub calls it */
  char *reference;      /* (owned) */
  GUri *home;           /* (owned): where the hub is */
  GUri *uri;            /* (owned): where it is asked for now */
  SoupMessage *message; /* (owned) (nullable) */
  guint n_redirects;
  gboolean has_answered; /* a challenge, once */
  gboolean is_whole;     /* comes as a whole, though a run was asked for … */
  gboolean must_wait;    /* … or does already */
} Request;

static void send_request (GTask *task);

static void
request_free (gpointer pointer)
{
  Request *request = pointer;

  g_free (request->repository);
  g_free (request->reference);
  g_uri_unref (request->home);
  g_uri_unref (request->uri);
  g_clear_object (&request->message);
  g_free (request);
}

static void
tambo_hub_client_finalize (GObject *object)
{
  TamboHubClient *self = TAMBO_HUB_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->auth);
  g_clear_pointer (&self->address, tambo_registry_address_free);
  g_clear_pointer (&self->wholes, g_hash_table_unref);

  G_OBJECT_CLASS (tambo_hub_client_parent_class)->finalize (object);
}

static void
tambo_hub_client_class_init (TamboHubClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_hub_client_finalize;
}

static void
tambo_hub_client_init (TamboHubClient *self)
{
  self->wholes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * tambo_hub_client_new:
 * @address: of the registry
 * @user: (nullable): that it knows us as
 * @password: (nullable): of @user
 * @limits: how long to wait; tambo_hub_limits_default unless in a test
 */
TamboHubClient *
tambo_hub_client_new (const TamboRegistryAddress *address,
                      const char *user,
                      const char *password,
                      const TamboClientLimits *limits)
{
  TamboHubClient *self;

  g_return_val_if_fail (address != NULL && limits != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_HUB_CLIENT, NULL);
  self->address = tambo_registry_address_copy (address);
  self->auth = tambo_hub_auth_new (user, password);
  self->limits = *limits;
  self->session = soup_session_new_with_options ("max-conns",
                                                 (int) limits->connections,
                                                 "max-conns-per-host",
                                                 (int) limits->connections,
                                                 "idle-timeout",
                                                 IDLE_TIMEOUT_S,
                                                 "timeout",
                                                 0,
                                                 NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);

  return self;
}

/* From then on no other authority counts. */
gboolean
tambo_hub_client_set_ca_file (TamboHubClient *self, const char *path, GError **error)
{
  g_autoptr (GTlsDatabase) database = NULL;

  g_return_val_if_fail (TAMBO_IS_HUB_CLIENT (self), FALSE);

  database = g_tls_file_database_new (path, error);
  if (database == NULL)
    return FALSE;

  soup_session_set_tls_database (self->session, database);

  return TRUE;
}

void
tambo_hub_client_set_proxy (TamboHubClient *self, GProxyResolver *resolver)
{
  g_return_if_fail (TAMBO_IS_HUB_CLIENT (self));

  soup_session_set_proxy_resolver (self->session, resolver);
}

/* Ends all that is under way, with errors. */
void
tambo_hub_client_close (TamboHubClient *self)
{
  g_return_if_fail (TAMBO_IS_HUB_CLIENT (self));

  soup_session_abort (self->session);
}

guint
tambo_hub_client_take_retry_ms (TamboHubClient *self)
{
  guint ms;

  g_return_val_if_fail (TAMBO_IS_HUB_CLIENT (self), 0);

  ms = self->retry_ms;
  self->retry_ms = 0;

  return ms;
}

/* Seconds, or a date; the hub's own clock says how far off that is, for ours may be wrong. */
static gint64
read_retry_after (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  const char *theirs = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) then = NULL;
  g_autoptr (GDateTime) now = NULL;
  guint64 seconds = 0;

  if (text == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (text, 10, 0, MAX_RETRY_S, &seconds, NULL))
    return (gint64) seconds;
  if (g_ascii_isdigit (text[0]))
    return MAX_RETRY_S;

  then = soup_date_time_new_from_http_string (text);
  now = theirs != NULL ? soup_date_time_new_from_http_string (theirs) : NULL;
  if (then == NULL || now == NULL)
    return 0;

  return CLAMP (g_date_time_difference (then, now) / G_USEC_PER_SEC, 0, MAX_RETRY_S);
}

static GError *
take_busy (TamboHubClient *self, SoupMessage *message)
{
  gint64 seconds = read_retry_after (soup_message_get_response_headers (message));

  self->retry_ms = MAX (self->retry_ms, (guint) seconds * 1000);

  return g_error_new (TAMBO_ERROR,
                      TAMBO_ERROR_HUB_BUSY,
                      "The hub answered %u: later",
                      soup_message_get_status (message));
}

static void
on_answer_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!tambo_hub_auth_answer_finish (TAMBO_HUB_AUTH (object), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    send_request (g_steal_pointer (&task));
}

/* Takes the task. A second 401 is a no; and who asks elsewhere than at home gets nothing of ours.
 */
static void
answer_challenge (GTask *task)
{
  g_autoptr (GTask) owned = task;
  TamboHubClient *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);

  if (request->has_answered || !tambo_hub_location_is_same_origin (request->uri, request->home))
    {
      g_task_return_new_error (task,
                               TAMBO_ERROR,
                               TAMBO_ERROR_HUB_REFUSED,
                               "The hub refuses what it asked us to show");
      return;
    }

  request->has_answered = TRUE;
  tambo_hub_auth_answer_async (self->auth,
                               self->session,
                               request->message,
                               request->repository,
                               &self->limits,
                               g_task_get_cancellable (task),
                               on_answer_ready,
                               g_steal_pointer (&owned));
}

/* Takes the task. */
static void
follow (GTask *task)
{
  g_autoptr (GTask) owned = task;
  Request *request = g_task_get_task_data (task);
  SoupMessageHeaders *headers = soup_message_get_response_headers (request->message);
  GError *error = NULL;
  GUri *uri;

  if (++request->n_redirects > MAX_REDIRECTS)
    {
      g_task_return_new_error (task,
                               TAMBO_ERROR,
                               TAMBO_ERROR_HUB_REDIRECT,
                               "The hub sends us in circles");
      return;
    }
  uri = tambo_hub_location_follow (request->uri,
                                   soup_message_headers_get_one (headers, "Location"),
                                   &error);
  if (uri == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_uri_unref (request->uri);
  request->uri = uri;
  send_request (g_steal_pointer (&owned));
}

/* A proxy that builds no tunnel answers in the hub's place, and could ask for the hub's password.
 */
static gboolean
is_from_hub (const Request *request)
{
  return strcmp (g_uri_get_scheme (request->uri), "https") != 0 ||
         soup_message_get_tls_peer_certificate (request->message) != NULL;
}

/* Takes the task and the error. */
static void
take_refusal (GTask *task, GError *error)
{
  g_autoptr (GTask) owned = task;
  TamboHubClient *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  guint status = soup_message_get_status (request->message);

  if (status != SOUP_STATUS_NONE && !is_from_hub (request))
    {
      g_error_free (error);
      g_task_return_new_error (task,
                               TAMBO_ERROR,
                               TAMBO_ERROR_HUB_UNREACHABLE,
                               "The proxy does not let us through: it answered %u",
                               status);
    }
  else if (status == SOUP_STATUS_UNAUTHORIZED)
    {
      g_error_free (error);
      answer_challenge (g_steal_pointer (&owned));
    }
  else if (SOUP_STATUS_IS_REDIRECTION (status) && status != SOUP_STATUS_NOT_MODIFIED)
    {
      g_error_free (error);
      follow (g_steal_pointer (&owned));
    }
  else if (tambo_exchange_is_busy (request->message))
    {
      g_error_free (error);
      g_task_return_error (task, take_busy (self, request->message));
    }
  else
    g_task_return_error (task, error);
}

/* Who waited for a blob has it too now, or asks in its turn. */
static void
end_whole (TamboHubClient *self, const char *digest, gboolean is_here)
{
  gpointer key = NULL;
  gpointer value = NULL;
  g_autoptr (GPtrArray) waiting = NULL;

  if (!g_hash_table_steal_extended (self->wholes, digest, &key, &value))
    return;

  g_free (key);
  waiting = value;
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_object_ref (g_ptr_array_index (waiting, i));

      if (is_here)
        {
          g_task_return_pointer (task, g_bytes_new (NULL, 0), (GDestroyNotify) g_bytes_unref);
          g_object_unref (task);
        }
      else
        send_request (task);
    }
}

static void
on_exchange_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TamboHubClient *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *bytes = tambo_exchange_finish (result, &error);

  if (request->is_whole)
    end_whole (self, request->reference, bytes != NULL);
  request->is_whole = FALSE;

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else if (request->must_wait)
    {
      g_error_free (error);
      send_request (g_steal_pointer (&task));
    }
  else if (SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (request->message)))
    g_task_return_error (task, error);
  else
    take_refusal (g_steal_pointer (&task), error);
}

/* A hub without ranges sends a blob as a whole: once, however many runs of it were asked for. */
static gboolean
take_whole (gpointer data)
{
  GTask *task = data;
  TamboHubClient *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);

  request->must_wait = g_hash_table_contains (self->wholes, request->reference);
  request->is_whole = !request->must_wait;
  if (request->is_whole)
    g_hash_table_insert (self->wholes,
                         g_strdup (request->reference),
                         g_ptr_array_new_with_free_func (g_object_unref));

  return request->is_whole;
}

static TamboExchangeRules
make_rules (TamboHubClient *self, const TamboPull *pull, GTask *task)
{
  TamboExchangeRules rules = {
    .party = TAMBO_EXCHANGE_HUB,
    .status = SOUP_STATUS_OK,
    .answer_ms = self->limits.answer_ms,
    .size = pull->size,
    .max_size = pull->kind == TAMBO_PULL_MANIFEST ? TAMBO_ANSWER_MAX_MANIFEST : pull->size,
  };

  if (pull->kind != TAMBO_PULL_RUN)
    return rules;

  rules.status = SOUP_STATUS_PARTIAL_CONTENT;
  rules.size = pull->length;
  rules.max_size = pull->length;
  rules.leaf_func = pull->leaf_func;
  rules.leaf_data = pull->leaf_data;
  rules.leaf_offset = pull->offset;
  rules.whole_func = take_whole;
  rules.whole_data = task;
  rules.whole_size = pull->size;

  return rules;
}

static SoupMessage *
make_message (TamboHubClient *self, const Request *request)
{
  SoupMessage *message = soup_message_new_from_uri (SOUP_METHOD_GET, request->uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *proof = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (request->pull.kind == TAMBO_PULL_MANIFEST)
    soup_message_headers_replace (headers, "Accept", TAMBO_MEDIA_TYPE_MANIFEST);
  if (request->pull.kind == TAMBO_PULL_RUN)
    soup_message_headers_set_range (headers,
                                    (goffset) request->pull.offset,
                                    (goffset) (request->pull.offset + request->pull.length - 1));
  if (tambo_hub_location_is_same_origin (request->uri, request->home))
    proof = tambo_hub_auth_get_header (self->auth, request->repository);
  if (proof != NULL)
    soup_message_headers_replace (headers, "Authorization", proof);

  return message;
}

/* Takes the task. */
static void
send_request (GTask *task)
{
  TamboHubClient *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  GPtrArray *waiting = g_hash_table_lookup (self->wholes, request->reference);
  TamboExchangeRules rules = make_rules (self, &request->pull, task);

  if (waiting != NULL && request->pull.kind == TAMBO_PULL_RUN)
    {
      g_ptr_array_add (waiting, task);
      return;
    }

  request->must_wait = FALSE;
  g_clear_object (&request->message);
  request->message = make_message (self, request);
  tambo_exchange_async (self->session,
                        request->message,
                        &rules,
                        &self->limits,
                        g_task_get_cancellable (task),
                        on_exchange_ready,
                        task);
}

/* Kiosks call all repositories by one prefix; a hub has its own. */
static char *
name_at_hub (TamboHubClient *self, const char *name)
{
  const char *rest = name;

  if (g_str_has_prefix (name, TAMBO_REPOSITORY_PREFIX "/"))
    rest = name + strlen (TAMBO_REPOSITORY_PREFIX "/");

  return g_strconcat (self->address->prefix, "/", rest, NULL);
}

static void
tambo_hub_client_pull_async (TamboPullSource *source,
                             const TamboPull *pull,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  TamboHubClient *self = TAMBO_HUB_CLIENT (source);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  request->repository = name_at_hub (self, pull->name);
  request->reference = g_strdup (pull->reference);
  request->pull = *pull;
  request->pull.name = request->repository;
  request->pull.reference = request->reference;
  path = tambo_pull_get_path (pull, request->repository);
  text = g_strconcat (self->address->base, path, NULL);
  request->home = g_uri_parse (text, SOUP_HTTP_URI_FLAGS, NULL);
  request->uri = g_uri_ref (request->home);

  g_task_set_source_tag (task, tambo_hub_client_pull_async);
  g_task_set_task_data (task, request, request_free);
  send_request (task);
}

static GBytes *
tambo_hub_client_pull_finish (TamboPullSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tambo_hub_client_pull_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tambo_hub_client_pull_source_init (TamboPullSourceInterface *iface)
{
  iface->pull_async = tambo_hub_client_pull_async;
  iface->pull_finish = tambo_hub_client_pull_finish;
}

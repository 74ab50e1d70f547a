/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/hub-auth.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "mesh/transfer/exchange.h"
#include "mesh/transfer/hub-challenge.h"
#include "mesh/transfer/hub-location.h"

#include <sodium.h>
#include <string.h>

#define MAX_ANSWER (64 * 1024)
#define MAX_TOKEN 16384
#define DEFAULT_LIFE_S 60 /* of a token that does not say */
#define MAX_LIFE_S 86400

/**
 * TamboHubAuth:
 *
 * What a hub is shown so that it answers: user and password, or the tokens that another server
 * gave for them. Either is shown only once the hub has asked for it; tokens are kept by
 * repository for as long as they last.
 */
struct _TamboHubAuth
{
  GObject parent_instance;

  char *basic;        /* (owned) (nullable): a header, of user and password */
  gboolean use_basic; /* the hub asked for it */
  GHashTable *tokens; /* (owned) (element-type utf8 Token) by repository */
};

G_DEFINE_FINAL_TYPE (TamboHubAuth, tambo_hub_auth, G_TYPE_OBJECT)

typedef struct
{
  char *header; /* (owned) */
  gint64 until; /* monotonic microseconds */
} Token;

/* A token that is being asked for. */
typedef struct
{
  char *repository;     /* (owned) */
  SoupMessage *message; /* (owned) */
} Answer;

static void
wipe (char *secret)
{
  if (secret != NULL)
    sodium_memzero (secret, strlen (secret));
  g_free (secret);
}

static void
token_free (gpointer pointer)
{
  Token *token = pointer;

  wipe (token->header);
  g_free (token);
}

static void
answer_free (gpointer pointer)
{
  Answer *answer = pointer;

  g_clear_object (&answer->message);
  g_free (answer->repository);
  g_free (answer);
}

static void
tambo_hub_auth_finalize (GObject *object)
{
  TamboHubAuth *self = TAMBO_HUB_AUTH (object);

  wipe (self->basic);
  g_hash_table_unref (self->tokens);

  G_OBJECT_CLASS (tambo_hub_auth_parent_class)->finalize (object);
}

static void
tambo_hub_auth_class_init (TamboHubAuthClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_hub_auth_finalize;
}

static void
tambo_hub_auth_init (TamboHubAuth *self)
{
  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, token_free);
}

/**
 * tambo_hub_auth_new:
 * @user: (nullable): without one, only what is open to all can be had
 * @password: (nullable): of @user
 */
TamboHubAuth *
tambo_hub_auth_new (const char *user, const char *password)
{
  TamboHubAuth *self = g_object_new (TAMBO_TYPE_HUB_AUTH, NULL);
  char *pair;
  char *encoded;

  if (user == NULL)
    return self;

  pair = g_strconcat (user, ":", password != NULL ? password : "", NULL);
  encoded = g_base64_encode ((const guint8 *) pair, strlen (pair));
  self->basic = g_strconcat ("Basic ", encoded, NULL);
  wipe (pair);
  wipe (encoded);

  return self;
}

/**
 * tambo_hub_auth_get_header:
 * @repository: that is asked about
 *
 * Returns: (transfer full) (nullable): what to show at once; %NULL if nothing was asked for yet
 */
char *
tambo_hub_auth_get_header (TamboHubAuth *self, const char *repository)
{
  Token *token;

  g_return_val_if_fail (TAMBO_IS_HUB_AUTH (self), NULL);

  token = g_hash_table_lookup (self->tokens, repository);
  if (token != NULL && token->until > g_get_monotonic_time ())
    return g_strdup (token->header);

  return self->use_basic ? g_strdup (self->basic) : NULL;
}

static gboolean
is_token (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= MAX_TOKEN &&
         strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=") ==
             length;
}

static gboolean
refuse_token (GError **error, const char *what)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_HUB_TOKEN, "The hub's token server %s", what);

  return FALSE;
}

static gboolean
read_token (GBytes *bytes, const char **out_token, gint64 *out_life_s, TamboJson **out_json)
{
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, MAX_ANSWER, NULL);
  JsonObject *object = json != NULL ? tambo_json_get_root_object (json, NULL) : NULL;
  const char *token = NULL;

  if (object == NULL || !tambo_json_object_find_string (object, "access_token", &token, NULL) ||
      (token == NULL && !tambo_json_object_find_string (object, "token", &token, NULL)) ||
      !tambo_json_object_find_int (object, "expires_in", 0, G_MAXINT64, out_life_s, NULL) ||
      token == NULL || !is_token (token))
    return FALSE;

  *out_token = token;
  *out_json = g_steal_pointer (&json);

  return TRUE;
}

static gboolean
take_token (TamboHubAuth *self, const char *repository, GBytes *bytes, GError **error)
{
  g_autoptr (TamboJson) json = NULL;
  const char *text = NULL;
  gint64 life_s = DEFAULT_LIFE_S;
  Token *token;

  if (!read_token (bytes, &text, &life_s, &json))
    return refuse_token (error, "gave what is no token");

  token = g_new0 (Token, 1);
  token->header = g_strconcat ("Bearer ", text, NULL);
  /* A tenth early: it has a way to go. */
  token->until = g_get_monotonic_time () + MIN (life_s, MAX_LIFE_S) * 900 * 1000;
  g_hash_table_replace (self->tokens, g_strdup (repository), token);

  return TRUE;
}

/* What the other server's refusal means; %NULL if it is not one. */
static GError *
judge_refusal (SoupMessage *message)
{
  guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_FORBIDDEN)
    return g_error_new_literal (TAMBO_ERROR,
                                TAMBO_ERROR_HUB_REFUSED,
                                "The hub does not take this user and password");
  if (tambo_exchange_is_busy (message))
    return g_error_new_literal (TAMBO_ERROR,
                                TAMBO_ERROR_HUB_BUSY,
                                "The hub's token server says: later");
  if (status >= SOUP_STATUS_MULTIPLE_CHOICES)
    return g_error_new (TAMBO_ERROR,
                        TAMBO_ERROR_HUB_TOKEN,
                        "The hub's token server answered %u",
                        status);

  return NULL;
}

static void
on_token_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TamboHubAuth *self = g_task_get_source_object (task);
  Answer *answer = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tambo_exchange_finish (result, &error);
  GError *refusal = bytes == NULL ? judge_refusal (answer->message)
                                  : NULL;

  if (refusal != NULL)
    g_task_return_error (task, refusal);
  else if (bytes == NULL || !take_token (self, answer->repository, bytes, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
add_parameter (GString *query, const char *name, const char *value)
{
  g_autofree char *escaped = NULL;

  if (value == NULL)
    return;

  escaped = g_uri_escape_string (value, NULL, FALSE);
  g_string_append_printf (query, "%s%s=%s", query->len > 0 ? "&" : "", name, escaped);
}

/* The hub has proven who it is, so it may say who gives out its tokens; but not in the open. */
static SoupMessage *
make_question (TamboHubAuth *self,
               const TamboHubChallenge *challenge,
               GUri *hub,
               const char *repository,
               GError **error)
{
  g_autofree char *scope = g_strdup_printf ("repository:%s:pull", repository);
  g_autoptr (GUri) realm = tambo_hub_location_follow (hub, challenge->realm, error);
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GString) query = NULL;
  SoupMessage *message;

  if (realm == NULL)
    return NULL;

  query = g_string_new (g_uri_get_query (realm));
  add_parameter (query, "service", challenge->service);
  add_parameter (query, "scope", challenge->scope != NULL ? challenge->scope : scope);
  uri = soup_uri_copy (realm, SOUP_URI_QUERY, query->str, SOUP_URI_FRAGMENT, NULL, SOUP_URI_NONE);
  message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (self->basic != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message),
                                  "Authorization",
                                  self->basic);

  return message;
}

static void
ask_for_token (GTask *task, SoupSession *session, const TamboClientLimits *limits)
{
  Answer *answer = g_task_get_task_data (task);
  const TamboExchangeRules rules = {
    .party = TAMBO_EXCHANGE_HUB,
    .status = SOUP_STATUS_OK,
    .max_size = MAX_ANSWER,
    .answer_ms = limits->answer_ms,
  };

  tambo_exchange_async (session,
                        answer->message,
                        &rules,
                        limits,
                        g_task_get_cancellable (task),
                        on_token_ready,
                        task);
}

static GError *
refuse (TamboHubAuth *self)
{
  return g_error_new_literal (TAMBO_ERROR,
                              TAMBO_ERROR_HUB_REFUSED,
                              self->basic == NULL ? "The hub asks for a user and a password"
                                                  : "The hub does not take this user and password");
}

/* Whether there is another thing to show than what was refused: another request has found out. */
static gboolean
has_news (TamboHubAuth *self, const char *shown, const char *repository)
{
  g_autofree char *header = tambo_hub_auth_get_header (self, repository);

  return header != NULL && g_strcmp0 (header, shown) != 0;
}

/* Takes the task. */
static void
answer (GTask *task,
        SoupSession *session,
        SoupMessage *refused,
        const char *repository,
        const TamboClientLimits *limits)
{
  g_autoptr (GTask) owned = task;
  TamboHubAuth *self = g_task_get_source_object (task);
  g_auto (TamboHubChallenge) challenge = { 0 };
  const char *shown = soup_message_headers_get_one (soup_message_get_request_headers (refused),
                                                    "Authorization");
  const char *asked = soup_message_headers_get_list (soup_message_get_response_headers (refused),
                                                     "WWW-Authenticate");
  Answer *state = g_new0 (Answer, 1);
  GError *error = NULL;

  g_task_set_task_data (task, state, answer_free);
  if (has_news (self, shown, repository))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (asked == NULL || !tambo_hub_challenge_parse (&challenge, asked) ||
      (challenge.realm == NULL && (self->basic == NULL || shown != NULL)))
    {
      g_task_return_error (task, refuse (self));
      return;
    }
  if (challenge.realm == NULL)
    {
      self->use_basic = TRUE;
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_hash_table_remove (self->tokens, repository);
  state->repository = g_strdup (repository);
  state->message =
      make_question (self, &challenge, soup_message_get_uri (refused), repository, &error);
  if (state->message == NULL)
    g_task_return_error (task, error);
  else
    ask_for_token (g_steal_pointer (&owned), session, limits);
}

/**
 * tambo_hub_auth_answer_async:
 * @session: to ask with
 * @refused: what the hub answered with 401
 * @repository: that was asked about
 * @limits: how long to wait
 * @cancellable: (nullable): a #GCancellable
 * @callback: called once; then tambo_hub_auth_get_header() has another thing to show
 * @user_data: data for @callback
 */
void
tambo_hub_auth_answer_async (TamboHubAuth *self,
                             SoupSession *session,
                             SoupMessage *refused,
                             const char *repository,
                             const TamboClientLimits *limits,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (TAMBO_IS_HUB_AUTH (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tambo_hub_auth_answer_async);
  answer (task, session, refused, repository, limits);
}

gboolean
tambo_hub_auth_answer_finish (TamboHubAuth *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/inbox.h"

#include "clinic/inbox/desk.h"
#include "clinic/inbox/pages.h"
#include "clinic/inbox/sessions.h"
#include "content/base/error.h"

#include <sodium.h>
#include <string.h>

#define STYLE_PATH "/org/tambo/clinic/inbox/inbox.css"
#define STATUS_TOO_MANY_REQUESTS 429 /* libsoup has no name for it */
#define SESSION_COOKIE "session"
#define LANGUAGE_PREFIX "/language/"

/**
 * TamboInbox:
 *
 * The web pages where a clinician logs in, reads what people ask and answers. Plain HTML, for
 * loopback or behind the clinic's own proxy.
 */
struct _TamboInbox
{
  GObject parent_instance;

  TamboClinicStore *clinic;  /* (owned) */
  TamboGateway *gateway;     /* (owned) (nullable) */
  TamboDoor *door;           /* (owned) */
  TamboSessions *sessions;   /* (owned) */
  GHashTable *words;         /* (owned) (element-type utf8 TamboWords) */
  char *locale_dir;          /* (owned) (nullable) */
  SoupServer *server;        /* (owned) */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboInbox, tambo_inbox, G_TYPE_OBJECT)

/* A login that waits for the passphrase to be checked. */
typedef struct
{
  TamboInbox *inbox;      /* (owned) */
  SoupServerMessage *msg; /* (owned) */
} Login;

static void
login_free (Login *login)
{
  g_object_unref (login->inbox);
  g_object_unref (login->msg);
  g_free (login);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Login, login_free)

static void
tambo_inbox_dispose (GObject *object)
{
  TamboInbox *self = TAMBO_INBOX (object);

  g_cancellable_cancel (self->cancellable);
  if (self->server != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->server, self);
      soup_server_remove_handler (self->server, NULL);
      soup_server_disconnect (self->server);
    }
  g_clear_object (&self->server);
  g_clear_object (&self->gateway);

  G_OBJECT_CLASS (tambo_inbox_parent_class)->dispose (object);
}

static void
tambo_inbox_finalize (GObject *object)
{
  TamboInbox *self = TAMBO_INBOX (object);

  g_object_unref (self->door);
  g_object_unref (self->clinic);
  g_object_unref (self->sessions);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->words);
  g_free (self->locale_dir);

  G_OBJECT_CLASS (tambo_inbox_parent_class)->finalize (object);
}

static void
tambo_inbox_class_init (TamboInboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_inbox_dispose;
  object_class->finalize = tambo_inbox_finalize;
}

static void
tambo_inbox_init (TamboInbox *self)
{
  self->cancellable = g_cancellable_new ();
  self->sessions = tambo_sessions_new ();
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static gint64
get_monotonic_seconds (void)
{
  return g_get_monotonic_time () / G_USEC_PER_SEC;
}

static gint64
get_real_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static TamboWords *
get_words (TamboInbox *self, const char *language)
{
  TamboWords *words = g_hash_table_lookup (self->words, language);

  if (words == NULL)
    {
      words = tambo_words_new (language, self->locale_dir);
      g_hash_table_insert (self->words, g_strdup (language), words);
    }

  return words;
}

static void
audit (TamboInbox *self, const char *action, const char *id)
{
  g_autoptr (GError) error = NULL;

  if (!tambo_clinic_store_audit (self->clinic, get_real_seconds (), action, id, &error))
    g_warning ("An entry of the audit is lost: %s", tambo_error_get_word (error));
}

static void
respond_login (TamboInbox *self, SoupServerMessage *msg, guint status, const char *problem)
{
  TamboWords *words = get_words (self, tambo_visit_choose_language (msg));
  g_autoptr (TamboPage) page = tambo_page_new (words, N_ ("Log in"), NULL);

  tambo_login_page_write (page, problem);
  tambo_visit_respond (msg, status, page);
}

static void
show_login (TamboVisit *visit)
{
  if (visit->csrf != NULL)
    tambo_visit_redirect (visit->msg, "/inbox");
  else
    respond_login (visit->inbox, visit->msg, SOUP_STATUS_OK, NULL);
}

static void
refuse_login (TamboInbox *self, SoupServerMessage *msg, const GError *error)
{
  guint status = SOUP_STATUS_INTERNAL_SERVER_ERROR;
  const char *problem = N_ ("The clinic’s data cannot be opened on this machine.");

  if (g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_CLINIC_PASSPHRASE))
    {
      audit (self, "login-failed", NULL);
      status = SOUP_STATUS_FORBIDDEN;
      problem = N_ ("This is not the passphrase.");
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY))
    {
      status = STATUS_TOO_MANY_REQUESTS;
      problem = N_ ("Too many tries. Please wait some minutes and try again.");
    }
  else
    g_warning ("The clinic cannot be opened: %s", tambo_error_get_word (error));

  respond_login (self, msg, status, problem);
}

static void
on_open_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Login) login = user_data;
  TamboInbox *self = login->inbox;
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  gboolean is_open = tambo_door_open_finish (TAMBO_DOOR (object), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  soup_server_message_unpause (login->msg);
  if (!is_open)
    {
      refuse_login (self, login->msg, error);
      return;
    }

  token = tambo_sessions_add (self->sessions, get_monotonic_seconds ());
  if (token == NULL)
    {
      respond_login (self,
                     login->msg,
                     SOUP_STATUS_SERVICE_UNAVAILABLE,
                     N_ ("Too many people are logged in."));
      return;
    }

  audit (self, "login", NULL);
  tambo_visit_set_cookie (login->msg, SESSION_COOKIE, token, TRUE);
  tambo_visit_redirect (login->msg, "/inbox");
}

static void
take_login (TamboVisit *visit)
{
  TamboInbox *self = visit->inbox;
  const char *passphrase = g_hash_table_lookup (visit->form, "passphrase");
  Login *login;

  if (passphrase == NULL || *passphrase == '\0')
    {
      respond_login (self, visit->msg, SOUP_STATUS_BAD_REQUEST, N_ ("Please give the passphrase."));
      return;
    }

  login = g_new (Login, 1);
  login->inbox = g_object_ref (self);
  login->msg = g_object_ref (visit->msg);
  soup_server_message_pause (visit->msg);
  tambo_door_open_async (self->door, passphrase, self->cancellable, on_open_ready, login);
}

static void
take_logout (TamboVisit *visit)
{
  TamboInbox *self = visit->inbox;
  g_autofree char *token = tambo_visit_get_cookie (visit->msg, SESSION_COOKIE);

  tambo_sessions_remove (self->sessions, token);
  audit (self, "logout", NULL);
  tambo_visit_set_cookie (visit->msg, SESSION_COOKIE, "", TRUE);
  tambo_visit_redirect (visit->msg, "/login");
}

static void
show_root (TamboVisit *visit)
{
  tambo_visit_redirect (visit->msg, visit->csrf != NULL ? "/inbox" : "/login");
}

static void
show_style (TamboVisit *visit)
{
  g_autoptr (GBytes) css = g_resources_lookup_data (STYLE_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  tambo_visit_respond_style (visit->msg, css);
}

/* Only one's own pages are in another language then, so a GET may do it. */
static void
choose_language (TamboVisit *visit)
{
  if (strlen (visit->rest) != 2 || !g_ascii_isalpha (visit->rest[0]) ||
      !g_ascii_isalpha (visit->rest[1]))
    {
      tambo_desk_respond_not_found (visit);
      return;
    }

  tambo_visit_set_cookie (visit->msg, "language", visit->rest, FALSE);
  tambo_visit_redirect (visit->msg, "/");
}

/* What is not in the table does not exist. A path that ends in a slash takes a rest. */
static const struct
{
  const char *method;
  const char *path;
  gboolean needs_session;
  void (*func) (TamboVisit *visit);
} routes[] = {
  { "GET", "/", FALSE, show_root },
  { "GET", "/login", FALSE, show_login },
  { "POST", "/login", FALSE, take_login },
  { "POST", "/logout", TRUE, take_logout },
  { "GET", "/inbox.css", FALSE, show_style },
  { "GET", LANGUAGE_PREFIX, FALSE, choose_language },
  { "GET", "/inbox", TRUE, tambo_desk_show_list },
  { "GET", "/audit", TRUE, tambo_desk_show_audit },
  { "GET", TAMBO_DESK_REQUEST_PREFIX, TRUE, tambo_desk_show_item },
  { "POST", TAMBO_DESK_REQUEST_PREFIX, TRUE, tambo_desk_take_answer },
};

static gboolean
is_route (guint index, const char *method, const char *path)
{
  const char *wanted = routes[index].path;
  gboolean takes_rest = strlen (wanted) > 1 && g_str_has_suffix (wanted, "/");

  if (g_str_equal (method, "HEAD"))
    method = "GET";

  return g_str_equal (routes[index].method, method) &&
         (takes_rest ? g_str_has_prefix (path, wanted) : g_str_equal (path, wanted));
}

/* Logging in needs no token: there is no session that another site could borrow. */
static gboolean
has_token (TamboVisit *visit)
{
  const char *csrf = g_hash_table_lookup (visit->form, "csrf");

  return csrf != NULL && visit->csrf != NULL && strlen (csrf) == strlen (visit->csrf) &&
         sodium_memcmp (csrf, visit->csrf, strlen (csrf)) == 0;
}

static void
follow_route (TamboVisit *visit, guint index)
{
  g_autoptr (GHashTable) form = NULL;
  g_autoptr (GError) error = NULL;

  if (routes[index].needs_session && visit->csrf == NULL)
    {
      tambo_visit_redirect (visit->msg, "/login");
      return;
    }

  if (g_str_equal (routes[index].method, "POST"))
    {
      form = tambo_visit_read_form (visit->msg, &error);
      visit->form = form;
      if (form == NULL || (routes[index].needs_session && !has_token (visit)))
        {
          tambo_desk_respond_message (
              visit,
              form == NULL ? SOUP_STATUS_BAD_REQUEST : SOUP_STATUS_FORBIDDEN,
              N_ ("Not accepted"),
              N_ ("This form was too old or came from elsewhere. Nothing was sent."));
          return;
        }
    }

  routes[index].func (visit);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *msg,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  TamboInbox *self = TAMBO_INBOX (user_data);
  g_autofree char *token = NULL;
  TamboVisit visit = {
    .inbox = self,
    .clinic = self->clinic,
    .gateway = self->gateway,
    .door = self->door,
    .msg = msg,
  };

  if (tambo_visit_is_refused (msg))
    return;

  token = tambo_visit_get_cookie (msg, SESSION_COOKIE);
  visit.words = get_words (self, tambo_visit_choose_language (msg));
  visit.csrf = tambo_sessions_find (self->sessions, token, get_monotonic_seconds ());
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (is_route (i, soup_server_message_get_method (msg), path))
      {
        visit.rest = path + strlen (routes[i].path);
        follow_route (&visit, i);
        return;
      }

  tambo_desk_respond_not_found (&visit);
}

static void
on_request_started (SoupServer *server, SoupServerMessage *msg, gpointer user_data)
{
  tambo_visit_guard (msg);
}

/**
 * tambo_inbox_new:
 * @clinic: a founded clinic
 * @gateway: (nullable): started with the first login
 * @locale_dir: (type filename) (nullable): where translations are
 */
TamboInbox *
tambo_inbox_new (TamboClinicStore *clinic, TamboGateway *gateway, const char *locale_dir)
{
  TamboInbox *self;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (clinic), NULL);
  g_return_val_if_fail (tambo_clinic_store_is_founded (clinic), NULL);

  self = g_object_new (TAMBO_TYPE_INBOX, NULL);
  self->clinic = g_object_ref (clinic);
  self->gateway = gateway != NULL ? g_object_ref (gateway) : NULL;
  self->door = tambo_door_new (clinic, gateway);
  self->locale_dir = g_strdup (locale_dir);
  self->server = soup_server_new (NULL, NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (on_request_started), self);
  soup_server_add_handler (self->server, NULL, on_request, self, NULL);

  return self;
}

/* On loopback only. @port 0 takes any. */
gboolean
tambo_inbox_listen (TamboInbox *self, guint port, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_INBOX (self), FALSE);

  return soup_server_listen_local (self->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error);
}

/* On a socket that listens already. */
gboolean
tambo_inbox_listen_socket (TamboInbox *self, GSocket *socket, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_INBOX (self), FALSE);
  g_return_val_if_fail (G_IS_SOCKET (socket), FALSE);

  return soup_server_listen_socket (self->server, socket, 0, error);
}

/* Returns: where it listens, 0 if nowhere */
guint
tambo_inbox_get_port (TamboInbox *self)
{
  g_autoslist (GUri) uris = NULL;

  g_return_val_if_fail (TAMBO_IS_INBOX (self), 0);

  uris = soup_server_get_uris (self->server);

  return uris != NULL ? (guint) g_uri_get_port (uris->data) : 0;
}

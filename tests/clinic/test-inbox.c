/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/inbox.h"

#include "tests/support/async.h"
#include "tests/support/clinic.h"

#include <libsoup/soup.h>
#include <string.h>

/* A browser without pages: it keeps cookies, and nothing else. */
typedef struct
{
  TamboClinicStore *store;
  TamboInbox *inbox;
  SoupSession *session;
  char *cookie; /* (nullable) */
  char *body;   /* (nullable): of the last response */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->store = tambo_test_clinic_store_new (":memory:", 1);
  fixture->inbox = tambo_inbox_new (fixture->store, NULL, NULL);
  tambo_inbox_listen (fixture->inbox, 0, &error);
  g_assert_no_error (error);
  fixture->session = soup_session_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  soup_session_abort (fixture->session);
  g_object_unref (fixture->session);
  g_object_run_dispose (G_OBJECT (fixture->inbox));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (fixture->inbox);
  g_assert_finalize_object (fixture->store);
  g_free (fixture->cookie);
  g_free (fixture->body);
}

static SoupMessage *
make_message (Fixture *fixture, const char *method, const char *path, const char *form)
{
  g_autofree char *uri = NULL;
  SoupMessage *msg;

  uri = g_strdup_printf ("http://127.0.0.1:%u%s", tambo_inbox_get_port (fixture->inbox), path);
  msg = soup_message_new (method, uri);
  soup_message_set_flags (msg, SOUP_MESSAGE_NO_REDIRECT);
  if (fixture->cookie != NULL)
    soup_message_headers_append (soup_message_get_request_headers (msg), "Cookie", fixture->cookie);
  if (form != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));

      soup_message_set_request_body_from_bytes (msg, "application/x-www-form-urlencoded", body);
    }

  return msg;
}

static void
keep_cookie (Fixture *fixture, SoupMessage *msg)
{
  const char *cookie = soup_message_headers_get_list (soup_message_get_response_headers (msg),
                                                      "Set-Cookie");

  if (cookie == NULL)
    return;

  g_free (fixture->cookie);
  fixture->cookie = g_strndup (cookie, strcspn (cookie, ";"));
}

static guint
send (Fixture *fixture, SoupMessage *msg)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  soup_session_send_and_read_async (fixture->session,
                                    msg,
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    tambo_test_store_result,
                                    &result);
  body = soup_session_send_and_read_finish (fixture->session,
                                            tambo_test_wait_for_result (&result),
                                            &error);
  g_assert_no_error (error);
  g_free (fixture->body);
  fixture->body = g_bytes_get_size (body) == 0
                      ? g_strdup ("")
                      : g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  keep_cookie (fixture, msg);

  return soup_message_get_status (msg);
}

static guint
get (Fixture *fixture, const char *path)
{
  g_autoptr (SoupMessage) msg = make_message (fixture, "GET", path, NULL);

  return send (fixture, msg);
}

static guint
post (Fixture *fixture, const char *path, const char *form)
{
  g_autoptr (SoupMessage) msg = make_message (fixture, "POST", path, form);

  return send (fixture, msg);
}

static void
log_in (Fixture *fixture)
{
  g_assert_cmpuint (post (fixture, "/login", "passphrase=correct+horse+battery"), ==, 303);
}

/* What the forms of the last page carry. */
static char *
get_csrf (Fixture *fixture)
{
  const char *at = strstr (fixture->body, "name=\"csrf\" value=\"");

  g_assert_nonnull (at);

  return g_strndup (at + strlen ("name=\"csrf\" value=\""), 64);
}

/* Puts a request into the inbox as if it had arrived. Returns: the path of its page */
static char *
receive (Fixture *fixture, TamboRequest *request)
{
  g_autoptr (TamboVault) vault = tambo_test_vault_open (fixture->store);
  g_autoptr (TamboIntake) intake = tambo_test_intake_new (fixture->store, vault);
  g_autoptr (TamboEnvelope) envelope = tambo_test_seal (request, 7, 1);
  g_autoptr (GPtrArray) envelopes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  guint n_new;

  g_ptr_array_add (envelopes, envelope);
  tambo_intake_take (intake, envelopes, TAMBO_TEST_NOW, &n_new, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_new, ==, 1);

  return g_strdup ("/request/07070707070707070707070707070707");
}

static void
test_login (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SoupMessage) msg = NULL;
  const char *cookie;

  g_assert_cmpuint (get (fixture, "/"), ==, 303);
  g_assert_cmpuint (get (fixture, "/login"), ==, 200);

  msg = make_message (fixture, "POST", "/login", "passphrase=correct+horse+battery");
  g_assert_cmpuint (send (fixture, msg), ==, 303);
  cookie = soup_message_headers_get_list (soup_message_get_response_headers (msg), "Set-Cookie");
  g_assert_nonnull (strstr (cookie, "HttpOnly"));
  g_assert_nonnull (strstr (cookie, "SameSite=Strict"));
  g_assert_cmpuint (get (fixture, "/inbox"), ==, 200);
}

static void
test_needs_login (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/inbox",
                                       "/audit",
                                       "/request/07070707070707070707070707070707" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_cmpuint (get (fixture, paths[i]), ==, 303);
      g_assert_cmpstr (fixture->body, ==, "");
    }
  g_assert_cmpuint (post (fixture, paths[2], "text=x"), ==, 303);
}

static void
test_wrong_passphrase (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (post (fixture, "/login", "passphrase=guess"), ==, 403);

  /* Now even the right one has to wait. */
  g_assert_cmpuint (post (fixture, "/login", "passphrase=correct+horse+battery"), ==, 429);
  g_assert_cmpuint (get (fixture, "/inbox"), ==, 303);
}

static void
test_logout (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csrf = NULL;
  g_autofree char *form = NULL;
  g_autofree char *cookie = NULL;

  log_in (fixture);
  cookie = g_strdup (fixture->cookie);
  get (fixture, "/inbox");
  csrf = get_csrf (fixture);
  form = g_strdup_printf ("csrf=%s", csrf);
  g_assert_cmpuint (post (fixture, "/logout", form), ==, 303);

  /* The token is worth nothing any more, even to who kept it. */
  g_free (fixture->cookie);
  fixture->cookie = g_steal_pointer (&cookie);
  g_assert_cmpuint (get (fixture, "/inbox"), ==, 303);
}

static void
test_csrf (Fixture *fixture, gconstpointer data)
{
  static const char *const forms[] = {
    "action=self-care&urgency=none&contact=nobody&come-back=0&language=fr&text=x",
    "csrf=&action=self-care&urgency=none&contact=nobody&come-back=0&language=fr&text=x",
    ("csrf=0000000000000000000000000000000000000000000000000000000000000000"
     "&action=self-care&urgency=none&contact=nobody&come-back=0&language=fr&text=x"),
  };
  g_autoptr (TamboRequest) request = tambo_test_request_new ();
  g_autofree char *path = NULL;

  log_in (fixture);
  path = receive (fixture, request);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    g_assert_cmpuint (post (fixture, path, forms[i]), ==, 403);
  g_assert_cmpuint (post (fixture, "/logout", "x=y"), ==, 403);
  g_assert_cmpuint (get (fixture, "/inbox"), ==, 200);
  g_assert_null (strstr (fixture->body, "Answered"));
}

static void
test_other_origin (Fixture *fixture, gconstpointer data)
{
  static const char *const origins[] = { "http://evil.example", "null", "http://127.0.0.1:1" };

  for (guint i = 0; i < G_N_ELEMENTS (origins); i++)
    {
      g_autoptr (SoupMessage) msg = NULL;

      msg = make_message (fixture, "POST", "/login", "passphrase=correct+horse+battery");
      soup_message_headers_append (soup_message_get_request_headers (msg), "Origin", origins[i]);
      g_assert_cmpuint (send (fixture, msg), ==, 403);
      g_assert_null (fixture->cookie);
    }
}

/* A name that somebody else's DNS points at this machine. */
static void
test_other_host (Fixture *fixture, gconstpointer data)
{
  static const char *const hosts[] = { "evil.example", "127.0.0.1.evil.example", "localhost.evil" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (SoupMessage) msg = make_message (fixture, "GET", "/login", NULL);

      soup_message_headers_replace (soup_message_get_request_headers (msg), "Host", hosts[i]);
      g_assert_cmpuint (send (fixture, msg), ==, 421);
    }
}

static void
test_headers (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/login",
                                       "/inbox",
                                       "/nowhere",
                                       "/inbox.css",
                                       "/language/fr" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (SoupMessage) msg = make_message (fixture, "GET", paths[i], NULL);
      SoupMessageHeaders *headers = soup_message_get_response_headers (msg);

      send (fixture, msg);
      g_assert_cmpstr (soup_message_headers_get_one (headers, "Content-Security-Policy"),
                       ==,
                       "default-src 'none'; style-src 'self'; form-action 'self'; "
                       "frame-ancestors 'none'; base-uri 'none'");
      g_assert_cmpstr (soup_message_headers_get_one (headers, "X-Content-Type-Options"),
                       ==,
                       "nosniff");
      g_assert_cmpstr (soup_message_headers_get_one (headers, "Cache-Control"), ==, "no-store");
      g_assert_null (soup_message_headers_get_one (headers, "Server"));
    }
}

static void
test_limits (Fixture *fixture, gconstpointer data)
{
  g_autofree char *fits = g_strnfill (64 * 1024, 'a');
  g_autofree char *too_large = g_strnfill (64 * 1024 + 1, 'a');
  g_autofree char *long_path = g_strnfill (300, 'a');
  g_autofree char *path = g_strconcat ("/", long_path, NULL);

  g_assert_cmpuint (post (fixture, "/login", fits), ==, 400);
  g_assert_cmpuint (post (fixture, "/login", too_large), ==, 413);
  g_assert_cmpuint (get (fixture, path), ==, 404);
  g_assert_cmpuint (get (fixture, "/inbox?x=1"), ==, 404);
  g_assert_cmpuint (get (fixture, "/login"), ==, 200);
}

static void
test_methods (Fixture *fixture, gconstpointer data)
{
  static const char *const methods[] = { "PUT", "DELETE", "OPTIONS", "TRACE", "BREW" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (SoupMessage) msg = make_message (fixture, methods[i], "/login", NULL);

      g_assert_cmpuint (send (fixture, msg), ==, 405);
    }
}

static void
test_not_a_form (Fixture *fixture, gconstpointer data)
{
  static const char *const types[] = { "text/plain", "multipart/form-data; boundary=x" };
  g_autoptr (GBytes) body = g_bytes_new_static ("passphrase=correct+horse+battery", 32);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (SoupMessage) msg = make_message (fixture, "POST", "/login", NULL);

      soup_message_set_request_body_from_bytes (msg, types[i], body);
      g_assert_cmpuint (send (fixture, msg), ==, 400);
    }
}

/* What a person writes is shown as it was written, and does nothing. */
static void
test_escapes (Fixture *fixture, gconstpointer data)
{
  static const char hostile[] = "\"><script>alert(1)</script><img src=x onerror='x'>&amp;";
  g_autoptr (TamboRequest) request = tambo_test_request_new ();
  g_autofree char *path = NULL;

  tambo_request_set_text (request, hostile);
  tambo_request_set_topic (request, hostile);
  log_in (fixture);
  path = receive (fixture, request);

  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (get (fixture, i == 0 ? path : "/inbox"), ==, 200);
      g_assert_null (strstr (fixture->body, "<script"));
      g_assert_null (strstr (fixture->body, "<img"));
      g_assert_nonnull (strstr (fixture->body, "&lt;script&gt;alert(1)&lt;/script&gt;"));
    }
}

static void
test_reads (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboRequest) request = tambo_test_request_new ();
  g_autofree char *path = NULL;

  tambo_request_set_urgent (request, TRUE);
  log_in (fixture);
  path = receive (fixture, request);
  get (fixture, "/inbox");
  g_assert_nonnull (strstr (fixture->body, path));
  g_assert_nonnull (strstr (fixture->body, "Urgent"));
  g_assert_nonnull (strstr (fixture->body, "français"));

  g_assert_cmpuint (get (fixture, path), ==, 200);
  g_assert_nonnull (strstr (fixture->body, "lang=\"fr\" dir=\"ltr\">Je tousse la nuit"));
  g_assert_nonnull (strstr (fixture->body, "Des sueurs la nuit"));
  g_assert_nonnull (strstr (fixture->body, "Would rather not say"));
  g_assert_nonnull (strstr (fixture->body, "38.50"));
  g_assert_nonnull (strstr (fixture->body, "1990–1999"));

  get (fixture, "/audit");
  g_assert_nonnull (strstr (fixture->body, "Opened a request"));
}

static void
test_right_to_left (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboRequest) request = tambo_request_new ("ar");
  g_autofree char *path = NULL;

  tambo_request_set_text (request, "عندي سعال");
  tambo_request_set_consent (request, TAMBO_CONSENT_TEXT, "1");
  log_in (fixture);
  path = receive (fixture, request);
  get (fixture, path);
  g_assert_nonnull (strstr (fixture->body, "lang=\"ar\" dir=\"rtl\">عندي سعال"));
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboRequest) request = tambo_test_request_new ();
  g_autofree char *path = NULL;
  g_autofree char *csrf = NULL;
  g_autofree char *form = NULL;
  g_autofree char *incomplete = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (TamboEnvelope) sent = NULL;
  gint64 row = 0;

  log_in (fixture);
  path = receive (fixture, request);
  get (fixture, path);
  csrf = get_csrf (fixture);

  incomplete = g_strdup_printf ("csrf=%s&text=Bonjour&language=fr", csrf);
  g_assert_cmpuint (post (fixture, path, incomplete), ==, 400);
  g_assert_nonnull (strstr (fixture->body, "Please choose what to do"));
  g_assert_nonnull (strstr (fixture->body, ">Bonjour</textarea>"));

  form = g_strdup_printf ("csrf=%s&action=be-seen&urgency=days&contact=nurse&come-back=7"
                          "&language=fr&text=Venez%%0D%%0Ademain.",
                          csrf);
  g_assert_cmpuint (post (fixture, path, form), ==, 303);
  g_assert_cmpuint (get (fixture, path), ==, 200);
  g_assert_nonnull (strstr (fixture->body, "Answer sent"));
  g_assert_nonnull (strstr (fixture->body, "Venez\ndemain."));
  get (fixture, "/inbox");
  g_assert_nonnull (strstr (fixture->body, "Answered"));

  /* The note and the receipt came before it. */
  for (guint i = 0; i < 3; i++)
    {
      g_clear_pointer (&first, g_bytes_unref);
      first = tambo_clinic_store_get_outgoing (fixture->store, row, &row, NULL);
    }
  sent = tambo_envelope_parse (first, NULL);
  g_assert_cmpint (tambo_envelope_get_envelope_type (sent), ==, TAMBO_ENVELOPE_REPLY);
}

static void
test_not_found (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = {
    "/request/08080808080808080808080808080808",
    "/request/",
    "/request/0707070707070707070707070707070/",
    "/language/x%0d%0a",
    "/favicon.ico",
  };

  log_in (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_assert_cmpuint (get (fixture, paths[i]), ==, 404);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/clinic/inbox/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("login", test_login);
  add_test ("login/needed", test_needs_login);
  add_test ("login/wrong-passphrase", test_wrong_passphrase);
  add_test ("logout", test_logout);
  add_test ("csrf", test_csrf);
  add_test ("other-origin", test_other_origin);
  add_test ("other-host", test_other_host);
  add_test ("headers", test_headers);
  add_test ("limits", test_limits);
  add_test ("methods", test_methods);
  add_test ("not-a-form", test_not_a_form);
  add_test ("escapes", test_escapes);
  add_test ("reads", test_reads);
  add_test ("reads/right-to-left", test_right_to_left);
  add_test ("answers", test_answers);
  add_test ("not-found", test_not_found);
#undef add_test

  return g_test_run ();
}

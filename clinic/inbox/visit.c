/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/visit.h"

#include "clinic/inbox/urlencoded.h"
#include "content/consult/secret-bytes.h"

#include <sodium.h>
#include <string.h>

#define BODY_KEY "tambo-body"
#define REFUSED_KEY "tambo-refused"
#define CUT_AFTER (4 * TAMBO_VISIT_MAX_BODY) /* politeness to who sends too much ends here */
#define MAX_HEADERS 60
#define MAX_PATH 200

static const char *const languages[] = { "en", "fr", "ar" };

/* From here on only the status goes out. */
static void
refuse (SoupServerMessage *msg, guint status)
{
  g_object_set_data (G_OBJECT (msg), REFUSED_KEY, GINT_TO_POINTER (TRUE));
  soup_server_message_set_status (msg, status, NULL);
  tambo_visit_add_headers (msg);
  soup_message_headers_replace (soup_server_message_get_response_headers (msg),
                                "Connection",
                                "close");
}

static void
count_header (const char *name, const char *value, gpointer user_data)
{
  guint *counts = user_data;

  counts[0]++;
  if (g_ascii_strcasecmp (name, "Host") == 0)
    counts[1]++;
  if (g_ascii_strcasecmp (name, "Content-Length") == 0 ||
      g_ascii_strcasecmp (name, "Transfer-Encoding") == 0)
    counts[2]++;
}

/* libsoup takes two lengths and two hosts, and lets the last win; here nobody wins. */
static gboolean
are_headers_sane (SoupMessageHeaders *headers)
{
  guint counts[3] = { 0 };

  soup_message_headers_foreach (headers, count_header, counts);

  return counts[0] <= MAX_HEADERS && counts[1] == 1 && counts[2] <= 1 &&
         soup_message_headers_get_one (headers, "Content-Encoding") == NULL &&
         soup_message_headers_get_one (headers, "Upgrade") == NULL;
}

/* A name that an attacker's DNS points at this machine is none of ours. What a proxy in front of
 * us is called we do not know, but it passes on a name without dots or one of these. */
static gboolean
is_our_host (const char *host)
{
  static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_has_prefix (host, names[i]) &&
        (host[strlen (names[i])] == '\0' || host[strlen (names[i])] == ':'))
      return TRUE;

  return FALSE;
}

/* A form that another site's page sent here. Browsers say where it came from. */
static gboolean
is_same_origin (SoupMessageHeaders *headers)
{
  const char *origin = soup_message_headers_get_one (headers, "Origin");
  const char *host = soup_message_headers_get_one (headers, "Host");
  const char *scheme_end;

  if (origin == NULL)
    return TRUE;

  scheme_end = strstr (origin, "://");

  return scheme_end != NULL && host != NULL && g_strcmp0 (scheme_end + 3, host) == 0;
}

static guint
judge_headers (SoupServerMessage *msg)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);
  const char *method = soup_server_message_get_method (msg);
  GUri *uri = soup_server_message_get_uri (msg);
  gboolean is_post = g_str_equal (method, "POST");

  if (!is_post && !g_str_equal (method, "GET") && !g_str_equal (method, "HEAD"))
    return SOUP_STATUS_METHOD_NOT_ALLOWED;
  if (!are_headers_sane (headers))
    return SOUP_STATUS_BAD_REQUEST;
  if (!is_our_host (soup_message_headers_get_one (headers, "Host")))
    return SOUP_STATUS_MISDIRECTED_REQUEST;
  if (g_uri_get_query (uri) != NULL || strlen (g_uri_get_path (uri)) > MAX_PATH)
    return SOUP_STATUS_NOT_FOUND;
  if (is_post && !is_same_origin (headers))
    return SOUP_STATUS_FORBIDDEN;
  if (soup_message_headers_get_content_length (headers) > TAMBO_VISIT_MAX_BODY)
    return SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE;

  return SOUP_STATUS_NONE;
}

static void
on_got_headers (SoupServerMessage *msg, gpointer user_data)
{
  guint status = judge_headers (msg);

  /* Answers are whole: the library's own ranges are not to be trusted. */
  soup_message_headers_remove (soup_server_message_get_request_headers (msg), "Range");
  if (status != SOUP_STATUS_NONE)
    refuse (msg, status);
}

static void
on_got_chunk (SoupServerMessage *msg, GBytes *chunk, gpointer user_data)
{
  GByteArray *body = user_data;
  gsize size = g_bytes_get_size (chunk);

  if (body->len + size > CUT_AFTER)
    {
      g_socket_shutdown (soup_server_message_get_socket (msg), TRUE, TRUE, NULL);
      return;
    }

  g_byte_array_append (body, g_bytes_get_data (chunk, NULL), (guint) size);
  if (body->len > TAMBO_VISIT_MAX_BODY && !tambo_visit_is_refused (msg))
    refuse (msg, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE);
}

static void
free_body (gpointer data)
{
  GByteArray *body = data;

  if (body->len > 0)
    sodium_memzero (body->data, body->len);
  g_byte_array_unref (body);
}

/* Call for each message as soon as there is one. */
void
tambo_visit_guard (SoupServerMessage *msg)
{
  GByteArray *body = g_byte_array_new ();

  g_object_set_data_full (G_OBJECT (msg), BODY_KEY, body, free_body);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (msg), FALSE);
  g_signal_connect (msg, "got-headers", G_CALLBACK (on_got_headers), NULL);
  g_signal_connect (msg, "got-chunk", G_CALLBACK (on_got_chunk), body);
}

gboolean
tambo_visit_is_refused (SoupServerMessage *msg)
{
  return g_object_get_data (G_OBJECT (msg), REFUSED_KEY) != NULL;
}

/* Returns: (transfer full) (nullable): the value, if the browser sent one */
char *
tambo_visit_get_cookie (SoupServerMessage *msg, const char *name)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);
  const char *cookies = soup_message_headers_get_list (headers, "Cookie");
  g_auto (GStrv) parts = NULL;

  if (cookies == NULL || strlen (cookies) > 4096)
    return NULL;

  parts = g_strsplit (cookies, ";", 40);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);

      if (g_str_has_prefix (part, name) && part[strlen (name)] == '=')
        return g_strdup (part + strlen (name) + 1);
    }

  return NULL;
}

/* Returns: (transfer full): the fields of a form, or %NULL with a #GIOErrorEnum set */
GHashTable *
tambo_visit_read_form (SoupServerMessage *msg, GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  GByteArray *body = g_object_get_data (G_OBJECT (msg), BODY_KEY);
  g_autoptr (GBytes) bytes = NULL;

  if (g_strcmp0 (type, "application/x-www-form-urlencoded") != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Not a form");
      return NULL;
    }

  bytes = g_bytes_new_static (body->data, body->len);

  return tambo_urlencoded_parse (bytes, error);
}

/* What the reader chose once, else the first of ours that the browser asks for, else English. */
const char *
tambo_visit_choose_language (SoupServerMessage *msg)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (msg);
  const char *accept = soup_message_headers_get_list (headers, "Accept-Language");
  g_autofree char *chosen = tambo_visit_get_cookie (msg, "language");
  g_auto (GStrv) wanted = g_strsplit (accept != NULL ? accept : "", ",", 20);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_strcmp0 (chosen, languages[i]) == 0)
      return languages[i];

  for (guint i = 0; wanted[i] != NULL; i++)
    for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
      if (g_ascii_strncasecmp (g_strstrip (wanted[i]), languages[j], 2) == 0)
        return languages[j];

  return languages[0];
}

/* Nothing is loaded, framed, cached or sent on but what these pages need. */
void
tambo_visit_add_headers (SoupServerMessage *msg)
{
  static const struct
  {
    const char *name;
    const char *value;
  } fixed[] = {
    { "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
      "base-uri 'none'" },
    { "X-Content-Type-Options", "nosniff" },
    { "X-Frame-Options", "DENY" },
    { "Referrer-Policy", "same-origin" },
    { "Cache-Control", "no-store" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
  };
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (msg);

  for (guint i = 0; i < G_N_ELEMENTS (fixed); i++)
    soup_message_headers_replace (headers, fixed[i].name, fixed[i].value);
}

/* An empty @value takes the cookie back. */
void
tambo_visit_set_cookie (SoupServerMessage *msg,
                        const char *name,
                        const char *value,
                        gboolean is_secret)
{
  g_autofree char *cookie = NULL;

  cookie = g_strdup_printf ("%s=%s; Path=/; SameSite=Strict%s%s",
                            name,
                            value,
                            is_secret ? "; HttpOnly" : "",
                            *value == '\0' ? "; Max-Age=0" : "");
  soup_message_headers_append (soup_server_message_get_response_headers (msg),
                               "Set-Cookie",
                               cookie);
}

static void
respond_bytes (SoupServerMessage *msg, guint status, const char *type, GBytes *bytes)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (msg);

  tambo_visit_add_headers (msg);
  soup_server_message_set_status (msg, status, NULL);
  soup_message_headers_replace (headers, "Content-Type", type);
  soup_message_body_append_bytes (soup_server_message_get_response_body (msg), bytes);
}

void
tambo_visit_respond (SoupServerMessage *msg, guint status, TamboPage *page)
{
  g_autoptr (GBytes) html = tambo_page_finish (page);

  respond_bytes (msg, status, "text/html; charset=utf-8", html);
}

void
tambo_visit_respond_style (SoupServerMessage *msg, GBytes *css)
{
  respond_bytes (msg, SOUP_STATUS_OK, "text/css; charset=utf-8", css);
}

void
tambo_visit_redirect (SoupServerMessage *msg, const char *path)
{
  tambo_visit_add_headers (msg);
  soup_server_message_set_status (msg, SOUP_STATUS_SEE_OTHER, NULL);
  soup_message_headers_replace (soup_server_message_get_response_headers (msg), "Location", path);
}

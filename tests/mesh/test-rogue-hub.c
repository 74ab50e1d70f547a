/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "mesh/transfer/hub-location.h"
#include "tests/support/hub.h"

#include <libsoup/soup.h>

#define MAX_ANSWERS 4
#define HEAD TAMBO_TEST_HUB_HEAD
#define SAYS TAMBO_TEST_HUB_SAYS
#define GIVES TAMBO_TEST_HUB_GIVES
#define SENDS_TO TAMBO_TEST_HUB_SENDS_TO
#define PART TAMBO_TEST_HUB_PART
#define RANGE TAMBO_TEST_HUB_RANGE
#define ASKS_BASIC TAMBO_TEST_HUB_ASKS_BASIC
#define ASKS_TOKEN TAMBO_TEST_HUB_ASKS_BEARER (TAMBO_TEST_HUB_TOKENS)
#define CHUNKED(status, rest) "HTTP/1.1 " status "\r\nTransfer-Encoding: chunked\r\n" rest "\r\n"

/* The error of %TAMBO_ERROR that it must end with, how often is asked until then, how many leaves
 * were given, and how long it said to stay away. */
typedef struct
{
  const char *name;
  TamboPullKind kind;
  int code;
  guint n_requests;
  guint n_leaves;
  guint retry_ms;
  TamboTestHubAnswer answers[MAX_ANSWERS];
} Case;

#define RUN(name, code, n_requests, n_leaves, ...)                                         \
  {                                                                                        \
    name, TAMBO_PULL_RUN, TAMBO_ERROR_HUB_##code, n_requests, n_leaves, 0, { __VA_ARGS__ } \
  }
#define LATER(name, retry_ms, ...)                                              \
  {                                                                             \
    name, TAMBO_PULL_RUN, TAMBO_ERROR_HUB_BUSY, 1, 0, retry_ms, { __VA_ARGS__ } \
  }
#define MANIFEST(name, code, n_requests, ...)                                            \
  {                                                                                      \
    name, TAMBO_PULL_MANIFEST, TAMBO_ERROR_HUB_##code, n_requests, 0, 0, { __VA_ARGS__ } \
  }

static const Case cases[] = {
  /* Ranges. */
  RUN ("whole-of-another-length",
       PROTOCOL,
       1,
       0,
       { HEAD ("200 OK", "Content-Length: 614401\r\n"), 614401, FALSE }),
  RUN ("whole-without-end", PROTOCOL, 1, 2, { CHUNKED ("200 OK", "") "fffff\r\n", 0xfffff, FALSE }),
  RUN ("another-range",
       PROTOCOL,
       1,
       0,
       { HEAD (PART, "Content-Length: 352256\r\nContent-Range: bytes 0-352255/614400\r\n"),
         352256,
         FALSE }),
  RUN ("another-total",
       PROTOCOL,
       1,
       0,
       { HEAD (PART, "Content-Length: 352256\r\nContent-Range: bytes 262144-614399/614401\r\n"),
         352256,
         FALSE }),
  RUN ("no-range", PROTOCOL, 1, 0, { HEAD (PART, "Content-Length: 352256\r\n"), 352256, FALSE }),
  RUN ("range-refused", PROTOCOL, 1, 0, SAYS ("416 Range Not Satisfiable", "")),

  /* Bodies. */
  RUN ("longer-than-asked",
       PROTOCOL,
       1,
       0,
       { HEAD (PART, "Content-Length: 352257\r\n" RANGE), 352257, FALSE }),
  RUN ("shorter-than-asked",
       PROTOCOL,
       1,
       0,
       { HEAD (PART, "Content-Length: 7\r\n" RANGE), 7, FALSE }),
  RUN ("cut-in-the-middle",
       UNREACHABLE,
       1,
       1,
       { HEAD (PART, "Content-Length: 352256\r\n" RANGE), 300000, TRUE }),
  RUN ("short-and-in-pieces",
       PROTOCOL,
       1,
       0,
       { CHUNKED (PART, RANGE) "3\r\nabc\r\n0\r\n\r\n", 0, FALSE }),
  RUN ("packed",
       PROTOCOL,
       1,
       0,
       { HEAD (PART, "Content-Encoding: gzip\r\nContent-Length: 352256\r\n" RANGE),
         352256,
         FALSE }),
  MANIFEST ("manifest-too-large",
            PROTOCOL,
            1,
            { HEAD ("200 OK", "Content-Length: 4194305\r\n"), 100, FALSE }),
  MANIFEST ("manifest-without-end",
            PROTOCOL,
            1,
            { CHUNKED ("200 OK", "") "500000\r\n", 0x500000, FALSE }),
  MANIFEST ("nothing-in-it", PROTOCOL, 1, { HEAD ("204 No Content", ""), 0, FALSE }),
  MANIFEST ("not-http", PROTOCOL, 1, { "SSH-2.0-OpenSSH_9.2\r\n\r\n", 0, TRUE }),
  MANIFEST ("closes-without-a-word", UNREACHABLE, 0, { "", 0, TRUE }),

  /* Redirects. */
  RUN ("circle", REDIRECT, 6, 0, SENDS_TO ("/again")),
  RUN ("into-the-open", REDIRECT, 1, 0, SENDS_TO ("http://192.0.2.1/blob")),
  RUN ("to-a-file", REDIRECT, 1, 0, SENDS_TO ("file:///etc/passwd")),
  RUN ("nowhere", REDIRECT, 1, 0, SAYS ("302 Found", "")),

  /* Passwords and tokens. */
  RUN ("asks-again-and-again", REFUSED, 2, 0, ASKS_BASIC),
  RUN ("asks-without-saying-what", REFUSED, 1, 0, SAYS ("401 Unauthorized", "")),
  RUN ("asks-for-what-we-do-not-know",
       REFUSED,
       1,
       0,
       SAYS ("401 Unauthorized", "WWW-Authenticate: Negotiate\r\n")),
  RUN ("forbidden", REFUSED, 1, 0, SAYS ("403 Forbidden", "")),
  RUN ("token-is-not-enough",
       REFUSED,
       3,
       0,
       ASKS_TOKEN,
       GIVES ("15", "{\"token\":\"abc\"}"),
       ASKS_TOKEN),
  RUN ("tokens-in-the-open", REDIRECT, 1, 0, TAMBO_TEST_HUB_ASKS_BEARER ("http://192.0.2.1/token")),
  RUN ("token-is-no-json", TOKEN, 2, 0, ASKS_TOKEN, GIVES ("9", "{\"token\":")),
  RUN ("token-is-missing", TOKEN, 2, 0, ASKS_TOKEN, GIVES ("2", "{}")),
  RUN ("token-is-a-number", TOKEN, 2, 0, ASKS_TOKEN, GIVES ("11", "{\"token\":7}")),
  RUN ("token-is-empty", TOKEN, 2, 0, ASKS_TOKEN, GIVES ("12", "{\"token\":\"\"}")),
  RUN ("token-holds-a-header",
       TOKEN,
       2,
       0,
       ASKS_TOKEN,
       GIVES ("21", "{\"token\":\"a\\r\\nX: y\"}")),
  RUN ("token-stands-twice",
       TOKEN,
       2,
       0,
       ASKS_TOKEN,
       GIVES ("25", "{\"token\":\"a\",\"token\":\"b\"}")),
  RUN ("token-lives-backwards",
       TOKEN,
       2,
       0,
       ASKS_TOKEN,
       GIVES ("30", "{\"token\":\"a\",\"expires_in\":-10}")),
  RUN ("token-is-too-large",
       PROTOCOL,
       2,
       0,
       ASKS_TOKEN,
       { HEAD ("200 OK", "Content-Length: 65537\r\n"), 65537, FALSE }),
  RUN ("token-is-refused", REFUSED, 2, 0, ASKS_TOKEN, SAYS ("403 Forbidden", "")),
  RUN ("token-is-elsewhere", TOKEN, 2, 0, ASKS_TOKEN, SENDS_TO ("/other")),
  RUN ("token-server-is-busy", BUSY, 2, 0, ASKS_TOKEN, SAYS ("503 Later", "")),

  /* Later. */
  LATER ("later", 7000, SAYS ("429 Too Many Requests", "Retry-After: 7\r\n")),
  LATER ("later-by-a-date",
         60000,
         SAYS ("503 Service Unavailable",
               "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
               "Retry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n")),
  LATER ("much-later",
         3600000,
         SAYS ("429 Too Many Requests", "Retry-After: 99999999999999999999\r\n")),
  LATER ("later-and-no-word-when", 0, SAYS ("500 Oh", "Retry-After: soon\r\n")),
  LATER ("later-without-a-word", 0, SAYS ("502 Bad Gateway", "")),
};

static guint
count_answers (const Case *row)
{
  guint n = 0;

  while (n < MAX_ANSWERS && row->answers[n].head != NULL)
    n++;

  return n;
}

static void
test_case (gconstpointer data)
{
  const Case *row = data;
  g_autoptr (TamboTestHub) hub = tambo_test_hub_new (row->answers,
                                                     count_answers (row),
                                                     &tambo_test_client_patient);
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_test_hub_ask (hub, row->kind, &error));
  g_assert_error (error, TAMBO_ERROR, row->code);
  g_assert_cmpuint (hub->leaves.n_leaves, ==, row->n_leaves);
  if (row->n_requests > 0)
    g_assert_cmpuint (tambo_test_rogue_hub_get_n_requests (hub->rogue), ==, row->n_requests);
  g_assert_cmpuint (tambo_hub_client_take_retry_ms (hub->client), ==, row->retry_ms);
  g_assert_cmpuint (tambo_hub_client_take_retry_ms (hub->client), ==, 0);
}

/* Where a hub may send us: %NULL is nowhere. */
static const struct
{
  const char *from;
  const char *location;
  const char *to;
} locations[] = {
  { "https://hub.example/v2/a", "/store/a", "https://hub.example/store/a" },
  { "https://hub.example/v2/a", "https://store.example/a?x=1", "https://store.example/a?x=1" },
  { "https://hub.example/v2/a", "//store.example/a", "https://store.example/a" },
  { "http://127.0.0.1:1/v2/a", "https://store.example/a", "https://store.example/a" },
  { "http://127.0.0.1:1/v2/a", "http://localhost:2/a", "http://localhost:2/a" },
  { "https://hub.example/v2/a", "http://hub.example/v2/a", NULL },
  { "https://hub.example/v2/a", "http://127.0.0.1/a", NULL },
  { "http://127.0.0.1:1/v2/a", "http://10.0.0.1/a", NULL },
  { "https://hub.example/v2/a", "ftp://hub.example/a", NULL },
  { "https://hub.example/v2/a", "file:///etc/passwd", NULL },
  { "https://hub.example/v2/a", "data:,a", NULL },
  { "https://hub.example/v2/a", "https://user:secret@store.example/", NULL },
  { "https://hub.example/v2/a", "https://", NULL },
  { "https://hub.example/v2/a", "https://[::1/", NULL },
  { "https://hub.example/v2/a", NULL, NULL },
};

static void
test_locations (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GUri) from = g_uri_parse (locations[i].from, SOUP_HTTP_URI_FLAGS, NULL);
      g_autoptr (GUri) to = tambo_hub_location_follow (from, locations[i].location, &error);
      g_autofree char *text = to != NULL ? g_uri_to_string (to) : NULL;

      g_test_message ("%s", locations[i].location);
      g_assert_cmpstr (text, ==, locations[i].to);
      if (to == NULL)
        g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_HUB_REDIRECT);
    }
}

typedef struct
{
  const char *name;
  TamboTestHubAnswer answer;
  TamboClientLimits limits;
} StallCase;

static const StallCase stalls[] = {
  { "no-answer",
    { "", 0, FALSE },
    { .connections = 1, .answer_ms = 50, .silence_ms = 600000, .slow_ms = 600000 } },
  { "silence-in-the-middle",
    { HEAD (PART, "Content-Length: 352256\r\n" RANGE), 10, FALSE },
    { .connections = 1, .answer_ms = 600000, .silence_ms = 20, .slow_ms = 600000 } },
  { "too-slow",
    { HEAD (PART, "Content-Length: 352256\r\n" RANGE), 10, FALSE },
    { .connections = 1,
      .answer_ms = 600000,
      .silence_ms = 600000,
      .slow_ms = 20,
      .slow_rate = 8192 } },
};

static void
test_stalls (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stalls); i++)
    {
      g_autoptr (TamboTestHub) hub = tambo_test_hub_new (&stalls[i].answer, 1, &stalls[i].limits);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", stalls[i].name);
      g_assert_null (tambo_test_hub_ask (hub, TAMBO_PULL_RUN, &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_HUB_STALLED);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/mesh/rogue-hub/answer/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/mesh/rogue-hub/locations", test_locations);
  g_test_add_func ("/mesh/rogue-hub/stalls", test_stalls);

  return g_test_run ();
}

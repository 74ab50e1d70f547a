/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/link.h"

#include <string.h>

#define HAVE_PATH "/tambo/1/have/" TAMBO_TEST_BLOB

typedef struct
{
  const char *name;
  const char *request;
  guint status;
  gboolean keeps;
} BadRequest;

#define TEN "X: 1\r\nX: 2\r\nX: 3\r\nX: 4\r\nX: 5\r\nX: 6\r\nX: 7\r\nX: 8\r\nX: 9\r\nX: 10\r\n"
#define FIFTY_LETTERS "abcdefghijklmnopqrstuvwxyabcdefghijklmnopqrstuvwxy"

static const BadRequest bad_requests[] = {
  { "content-length-and-chunked",
    TAMBO_TEST_HEAD ("POST",
                     "/tambo/1/hello") "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
    400 },
  { "chunked",
    TAMBO_TEST_HEAD ("POST", "/tambo/1/hello") "Transfer-Encoding: chunked\r\n\r\n",
    411 },
  { "no-length", TAMBO_TEST_HEAD ("POST", "/tambo/1/hello") "\r\n", 411 },
  { "two-hosts", TAMBO_TEST_HEAD ("GET", "/v2/") "Host: other\r\n\r\n", 400 },
  { "no-host", "GET /v2/ HTTP/1.1\r\n\r\n", 400 },
  { "two-lengths",
    TAMBO_TEST_HEAD ("POST", "/tambo/1/hello") "Content-Length: 1\r\ncontent-length: 2\r\n\r\n",
    400 },
  { "negative-length",
    TAMBO_TEST_HEAD ("POST", "/tambo/1/hello") "Content-Length: -1\r\n\r\n",
    400 },
  { "list-of-lengths",
    TAMBO_TEST_HEAD ("POST", "/tambo/1/hello") "Content-Length: 5, 5\r\n\r\n",
    400 },
  { "length-of-2-to-the-63",
    TAMBO_TEST_HEAD ("POST", "/tambo/1/hello") "Content-Length: 9223372036854775808\r\n\r\n",
    413 },
  { "oversized-body",
    TAMBO_TEST_HEAD ("PUT", "/tambo/1/envelopes") "Content-Length: 262221\r\n\r\n",
    413 },
  { "oversized-body-that-waits",
    TAMBO_TEST_HEAD ("PUT",
                     "/tambo/1/envelopes") "Content-Length: 262221\r\nExpect: 100-continue\r\n\r\n",
    413 },
  { "body-of-a-get", TAMBO_TEST_HEAD ("GET", "/v2/") "Content-Length: 1\r\n\r\n", 400 },
  { "forty-one-headers", TAMBO_TEST_HEAD ("GET", "/v2/") TEN TEN TEN TEN "\r\n", 431 },
  { "long-path",
    TAMBO_TEST_HEAD ("GET", "/" FIFTY_LETTERS FIFTY_LETTERS FIFTY_LETTERS FIFTY_LETTERS) "\r\n",
    414 },
  { "http-1.0", "GET /v2/ HTTP/1.0\r\nHost: tambo\r\n\r\n", 505 },
  { "http-2", "PRI * HTTP/2.0\r\n\r\n", 400 },
  { "absolute-target", "GET http://other/v2/ HTTP/1.1\r\nHost: tambo\r\n\r\n", 400 },
  { "asterisk", "OPTIONS * HTTP/1.1\r\nHost: tambo\r\n\r\n", 400 },
  { "bare-newline", "GET /v2/ HTTP/1.1\nHost: tambo\r\n\r\n", 400 },
  { "folded-header", TAMBO_TEST_HEAD ("GET", "/v2/") "X: a\r\n b\r\n\r\n", 400 },
  { "blank-before-colon", TAMBO_TEST_HEAD ("GET", "/v2/") "X : a\r\n\r\n", 400 },
  { "header-without-colon", TAMBO_TEST_HEAD ("GET", "/v2/") "X\r\n\r\n", 400 },
  { "control-character", TAMBO_TEST_HEAD ("GET", "/v2/") "X: a\x01\r\n\r\n", 400 },
  { "upgrade",
    TAMBO_TEST_HEAD ("GET", "/v2/") "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    400 },
  { "compressed-body",
    TAMBO_TEST_HEAD ("POST",
                     "/tambo/1/hello") "Content-Length: 1\r\nContent-Encoding: gzip\r\n\r\n",
    415 },
  { "other-expectation", TAMBO_TEST_HEAD ("GET", "/v2/") "Expect: tea\r\n\r\n", 417 },
  { "two-ranges",
    TAMBO_TEST_HEAD ("GET", TAMBO_TEST_BLOB_PATH) "Range: bytes=0-1\r\nRange: bytes=2-3\r\n\r\n",
    400 },
  { "second-request-at-once", TAMBO_TEST_GET_VERSION TAMBO_TEST_GET_VERSION, 400 },
  { "connect", TAMBO_TEST_HEAD ("CONNECT", "/v2/") "\r\n", 405, TRUE },
  { "delete", TAMBO_TEST_HEAD ("DELETE", TAMBO_TEST_BLOB_PATH) "\r\n", 405, TRUE },
  { "post-to-a-blob",
    TAMBO_TEST_HEAD ("POST", TAMBO_TEST_BLOB_PATH) "Content-Length: 0\r\n\r\n",
    405,
    TRUE },
  { "get-of-hello", TAMBO_TEST_HEAD ("GET", "/tambo/1/hello") "\r\n", 405, TRUE },
  { "unknown-path", TAMBO_TEST_HEAD ("GET", "/unknown") "\r\n", 404, TRUE },
  { "unknown-path-with-body",
    TAMBO_TEST_HEAD ("POST", "/unknown") "Content-Length: 3\r\n\r\nabc",
    404,
    TRUE },
  { "dots", TAMBO_TEST_HEAD ("GET", "/v2/a/../../x/blobs/" TAMBO_TEST_BLOB) "\r\n", 404, TRUE },
  { "escaped-dots", TAMBO_TEST_HEAD ("GET", "/v2/%2e%2e%2f/tags/list") "\r\n", 404, TRUE },
  { "query", TAMBO_TEST_HEAD ("GET", "/v2/?x=1") "\r\n", 404, TRUE },
  { "unknown-blob",
    TAMBO_TEST_HEAD ("GET", "/v2/tambo/x/blobs/" TAMBO_TEST_BLOB "0") "\r\n",
    404,
    TRUE },
  { "unknown-manifest", TAMBO_TEST_HEAD ("GET", "/v2/tambo/x/manifests/1") "\r\n", 404, TRUE },
  { "hello-that-is-not-json",
    TAMBO_TEST_HEAD ("POST", "/tambo/1/hello") "Content-Length: 3\r\n\r\nabc",
    422,
    TRUE },
  { "envelopes-without-ages",
    TAMBO_TEST_HEAD ("PUT", "/tambo/1/envelopes") "Content-Length: 3\r\n\r\nabc",
    422,
    TRUE },
};

static void
test_bad_requests (TamboTestLink *link, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_requests); i++)
    {
      const BadRequest *bad = &bad_requests[i];
      g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);

      g_test_message ("%s", bad->name);
      tambo_test_raw_peer_assert_answer (peer, bad->request, bad->status);
      if (bad->keeps)
        tambo_test_raw_peer_assert_answer (peer, TAMBO_TEST_GET_VERSION, 200);
      else
        g_assert_true (tambo_test_raw_peer_is_cut (peer));
    }
}

static void
test_endless_head (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);
  g_autofree char *endless = g_strnfill (16 * 1024, 'x');

  tambo_test_raw_peer_send (peer, "GET /v2/ HTTP/1.1\r\nX: ", -1);
  tambo_test_raw_peer_send (peer, endless, -1);
  tambo_test_raw_peer_assert_answer (peer, "x", 431);
}

typedef struct
{
  const char *name;
  const char *range;
  guint status;
  const char *content_range;
} RangeCase;

static const RangeCase ranges[] = {
  { "first-byte", "bytes=0-0", 206, "bytes 0-0/614400" },
  { "middle", "bytes=262144-524287", 206, "bytes 262144-524287/614400" },
  { "open-end", "bytes=614399-", 206, "bytes 614399-614399/614400" },
  { "past-the-end", "bytes=614000-999999", 206, "bytes 614000-614399/614400" },
  { "last-bytes", "bytes=-101", 206, "bytes 614299-614399/614400" },
  { "more-last-bytes-than-there-are", "bytes=-9999999", 206, "bytes 0-614399/614400" },
  { "no-last-bytes", "bytes=-0", 416, NULL },
  { "beyond", "bytes=614400-614401", 416, NULL },
  { "backwards", "bytes=5-4", 416, NULL },
  { "several", "bytes=0-1,4-5", 416, NULL },
  { "other-unit", "leaves=0-1", 416, NULL },
  { "no-numbers", "bytes=-", 416, NULL },
  { "too-many-digits", "bytes=0-99999999999999999999", 416, NULL },
  { "garbage-after", "bytes=0-1x", 416, NULL },
};

static void
test_ranges (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *request = NULL;
      g_autofree char *answer = NULL;

      g_test_message ("%s", ranges[i].name);
      request = g_strdup_printf (TAMBO_TEST_HEAD ("GET", TAMBO_TEST_BLOB_PATH) "Range: %s\r\n\r\n",
                                 ranges[i].range);
      g_assert_true (tambo_test_raw_peer_send (peer, request, -1));
      answer = tambo_test_raw_peer_receive (peer, TRUE);
      g_assert_cmpuint (tambo_test_answer_get_status (answer), ==, ranges[i].status);
      if (ranges[i].content_range != NULL)
        g_assert_nonnull (strstr (answer, ranges[i].content_range));
    }
}

static void
test_range_bytes (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);
  g_autofree char *answer = NULL;

  tambo_test_raw_peer_send (peer,
                            TAMBO_TEST_HEAD ("GET",
                                             TAMBO_TEST_BLOB_PATH) "Range: bytes=26-51\r\n\r\n",
                            -1);
  answer = tambo_test_raw_peer_receive (peer, TRUE);
  g_assert_true (g_str_has_suffix (answer, "\r\n\r\nabcdefghijklmnopqrstuvwxyz"));
}

static void
test_partial_blob (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);
  g_autoptr (GBytes) second_leaf = g_bytes_new_static ("\x02", 1);

  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 1, second_leaf);
  tambo_test_raw_peer_assert_answer (
      peer,
      TAMBO_TEST_HEAD ("GET", TAMBO_TEST_BLOB_PATH) "Range: bytes=262144-524287\r\n\r\n",
      206);
  tambo_test_raw_peer_assert_answer (
      peer,
      TAMBO_TEST_HEAD ("GET", TAMBO_TEST_BLOB_PATH) "Range: bytes=262144-524288\r\n\r\n",
      416);
  tambo_test_raw_peer_assert_answer (
      peer,
      TAMBO_TEST_HEAD ("GET", TAMBO_TEST_BLOB_PATH) "Range: bytes=262143-524287\r\n\r\n",
      416);
  tambo_test_raw_peer_assert_answer (peer,
                                     TAMBO_TEST_HEAD ("GET", TAMBO_TEST_BLOB_PATH) "\r\n",
                                     404);
}

static void
test_head (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);
  g_autofree char *answer = NULL;

  tambo_test_raw_peer_send (peer, TAMBO_TEST_HEAD ("HEAD", TAMBO_TEST_BLOB_PATH) "\r\n", -1);
  answer = tambo_test_raw_peer_receive (peer, FALSE);
  g_assert_cmpuint (tambo_test_answer_get_status (answer), ==, 200);
  g_assert_nonnull (strstr (answer, "Content-Length: 614400\r\n"));
  g_assert_true (g_str_has_suffix (answer, "\r\n\r\n"));
  tambo_test_raw_peer_assert_answer (peer, TAMBO_TEST_GET_VERSION, 200);
}

static void
test_have_waits (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);
  g_autoptr (GBytes) one = g_bytes_new_static ("\x01", 1);
  g_autoptr (GBytes) three = g_bytes_new_static ("\x07", 1);
  g_autofree char *answer = NULL;

  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 8, one);
  tambo_test_raw_peer_assert_answer (peer, TAMBO_TEST_HEAD ("GET", HAVE_PATH) "\r\n", 200);
  tambo_test_raw_peer_assert_answer (peer, TAMBO_TEST_HEAD ("GET", HAVE_PATH "?gen=7") "\r\n", 200);

  tambo_test_raw_peer_send (peer, TAMBO_TEST_HEAD ("GET", HAVE_PATH "?gen=8") "\r\n", -1);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 9, three);
  answer = tambo_test_raw_peer_receive (peer, TRUE);
  g_assert_true (g_str_has_suffix (answer, "{\"bits\":\"Bw==\",\"gen\":9}"));
}

static const TamboTestLimit short_have = { G_STRUCT_OFFSET (TamboListenerLimits, have_ms), 20 };

static void
test_have_without_news (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);
  g_autoptr (GBytes) one = g_bytes_new_static ("\x01", 1);

  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 8, one);
  tambo_test_raw_peer_assert_answer (peer, TAMBO_TEST_HEAD ("GET", HAVE_PATH "?gen=8") "\r\n", 200);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, limit, func)   \
  g_test_add ("/mesh/peer-api/" path, \
              TamboTestLink,          \
              limit,                  \
              tambo_test_link_set_up, \
              func,                   \
              tambo_test_link_tear_down)
  add_test ("request/bad", NULL, test_bad_requests);
  add_test ("request/endless-head", NULL, test_endless_head);
  add_test ("request/ranges", NULL, test_ranges);
  add_test ("request/range-bytes", NULL, test_range_bytes);
  add_test ("request/partial-blob", NULL, test_partial_blob);
  add_test ("request/head", NULL, test_head);
  add_test ("have/waits-for-news", NULL, test_have_waits);
  add_test ("have/without-news", &short_have, test_have_without_news);
#undef add_test

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/link.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define HAVE_PATH "/tambo/1/have/" TAMBO_TEST_BLOB

static void
test_pinned (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);

  for (guint i = 0; i < 3; i++)
    tambo_test_raw_peer_assert_answer (peer, TAMBO_TEST_GET_VERSION, 200);

  g_assert_cmpuint (tambo_listener_get_n_connections (link->listener), ==, 1);
}

static void
test_peer_leaves (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);

  tambo_test_raw_peer_assert_answer (peer, TAMBO_TEST_GET_VERSION, 200);
  g_clear_pointer (&peer, tambo_test_raw_peer_free);
  tambo_test_link_wait_for_n_connections (link, 0);
}

/* In TLS 1.3 a client learns only with its first read that it was not let in. */
static void
assert_refused (TamboTestLink *link, GTlsCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboTestRawPeer) peer = NULL;

  peer = tambo_test_raw_peer_new (link->port, certificate, &error);
  if (peer != NULL)
    {
      tambo_test_raw_peer_send (peer, TAMBO_TEST_GET_VERSION, -1);
      g_assert_true (tambo_test_raw_peer_is_cut (peer));
    }

  g_assert_cmpuint (tambo_listener_get_n_connections (link->listener), ==, 0);
}

static void
test_unknown_pin (TamboTestLink *link, gconstpointer data)
{
  assert_refused (link, tambo_device_key_get_certificate (link->stranger));
}

static void
test_no_certificate (TamboTestLink *link, gconstpointer data)
{
  assert_refused (link, NULL);
}

static void
test_revoked (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);

  tambo_test_raw_peer_assert_answer (peer, TAMBO_TEST_GET_VERSION, 200);
  tambo_test_backend_revoke (link->backend, tambo_device_key_get_pin (link->peer));
  tambo_test_raw_peer_assert_answer (peer, TAMBO_TEST_GET_VERSION, 403);
  g_assert_true (tambo_test_raw_peer_is_cut (peer));
  assert_refused (link, tambo_device_key_get_certificate (link->peer));
}

static const TamboTestLimit short_handshake = { G_STRUCT_OFFSET (TamboListenerLimits, handshake_ms),
                                                20 };

static void
test_silent (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_raw_peer_connect (link->port);

  g_assert_true (tambo_test_raw_peer_is_cut (peer));
  g_assert_cmpuint (tambo_listener_get_n_handshakes (link->listener), ==, 0);
}

static void
test_plain_http (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_raw_peer_connect (link->port);
  g_autofree char *answer = NULL;

  tambo_test_raw_peer_send (peer, TAMBO_TEST_GET_VERSION, -1);
  answer = tambo_test_raw_peer_receive (peer, TRUE);
  g_assert_cmpuint (tambo_test_answer_get_status (answer), ==, 0);
}

static const TamboTestLimit short_request = { G_STRUCT_OFFSET (TamboListenerLimits, request_ms),
                                              20 };

static void
test_dribbled_head (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);
  guint n_sent = 0;

  while (n_sent < 10000 && tambo_test_raw_peer_send (peer, n_sent == 0 ? "G" : "E", 1))
    n_sent++;

  /* What was sent before the deadline is too long or too late, and either way not answered. */
  g_assert_cmpuint (n_sent, <, 10000);
}

static void
test_missing_body (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);

  tambo_test_raw_peer_send (peer,
                            TAMBO_TEST_HEAD ("POST",
                                             "/tambo/1/hello") "Content-Length: 10\r\n\r\n{",
                            -1);
  g_assert_true (tambo_test_raw_peer_is_cut (peer));
  g_assert_cmpuint (tambo_test_backend_get_n_hellos (link->backend), ==, 0);
}

static const TamboTestLimit short_idle = { G_STRUCT_OFFSET (TamboListenerLimits, idle_ms), 20 };

static void
test_idle (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);

  g_assert_true (tambo_test_raw_peer_is_cut (peer));
}

static const TamboTestLimit few_seats = { G_STRUCT_OFFSET (TamboListenerLimits, per_address), 2 };

static void
test_per_address (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) first = tambo_test_link_connect (link, link->peer);
  g_autoptr (TamboTestRawPeer) silent = tambo_test_raw_peer_connect (link->port);
  g_autoptr (TamboTestRawPeer) third = tambo_test_raw_peer_connect (link->port);
  g_autoptr (TamboTestRawPeer) fourth = NULL;

  g_assert_true (tambo_test_raw_peer_is_cut (third));
  tambo_test_raw_peer_assert_answer (first, TAMBO_TEST_GET_VERSION, 200);

  /* A seat that is left is free again. */
  g_clear_pointer (&silent, tambo_test_raw_peer_free);
  while (tambo_listener_get_n_seats (link->listener) > 1)
    g_main_context_iteration (NULL, TRUE);
  fourth = tambo_test_link_connect (link, link->peer);
  tambo_test_raw_peer_assert_answer (fourth, TAMBO_TEST_GET_VERSION, 200);
}

static const TamboTestLimit few_handshakes = { G_STRUCT_OFFSET (TamboListenerLimits, handshakes),
                                               2 };

static void
test_oldest_gives_way (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) oldest = tambo_test_raw_peer_connect (link->port);
  g_autoptr (TamboTestRawPeer) second = tambo_test_raw_peer_connect (link->port);
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);

  tambo_test_raw_peer_assert_answer (peer, TAMBO_TEST_GET_VERSION, 200);
  g_assert_true (tambo_test_raw_peer_is_cut (oldest));
}

static const TamboTestLimit one_connection = { G_STRUCT_OFFSET (TamboListenerLimits, in_all), 1 };

static void
test_in_all (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) first = tambo_test_link_connect (link, link->peer);
  g_autoptr (TamboTestRawPeer) second = NULL;

  tambo_test_raw_peer_assert_answer (first, TAMBO_TEST_GET_VERSION, 200);
  second = tambo_test_raw_peer_new (link->port,
                                    tambo_device_key_get_certificate (link->peer),
                                    NULL);
  if (second != NULL)
    g_assert_true (tambo_test_raw_peer_is_cut (second));
  tambo_test_raw_peer_assert_answer (first, TAMBO_TEST_GET_VERSION, 200);
}

static const TamboTestLimit short_stall = { G_STRUCT_OFFSET (TamboListenerLimits, stall_ms), 20 };

static void
test_takes_no_bytes (TamboTestLink *link, gconstpointer data)
{
  g_autofree char *path = g_build_filename (link->folder, "blob", NULL);
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);

  /* More than the buffers of two sockets hold. */
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  g_assert_cmpint (truncate (path, 64 * 1024 * 1024), ==, 0);

  /* Before it asks: afterwards the connection may be gone before anybody looks. */
  tambo_test_link_wait_for_n_connections (link, 1);
  tambo_test_raw_peer_send (peer, TAMBO_TEST_HEAD ("GET", TAMBO_TEST_BLOB_PATH) "\r\n", -1);
  tambo_test_link_wait_for_n_connections (link, 0);
}

/* The fixture's end is the test: it would hang, or leak what it asserts to be gone. */
static void
test_close_with_handshakes (TamboTestLink *link, gconstpointer data)
{
  g_autoptr (TamboTestRawPeer) silent = tambo_test_raw_peer_connect (link->port);
  g_autoptr (TamboTestRawPeer) peer = tambo_test_link_connect (link, link->peer);
  g_autoptr (GBytes) one = g_bytes_new_static ("\x01", 1);

  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 8, one);
  tambo_test_raw_peer_send (peer, TAMBO_TEST_HEAD ("GET", HAVE_PATH "?gen=8") "\r\n", -1);
  while (tambo_listener_get_n_handshakes (link->listener) != 1)
    g_main_context_iteration (NULL, TRUE);

  tambo_listener_close (link->listener);
  g_assert_true (tambo_test_raw_peer_is_cut (silent));
  g_assert_true (tambo_test_raw_peer_is_cut (peer));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, limit, func)   \
  g_test_add ("/mesh/listener/" path, \
              TamboTestLink,          \
              limit,                  \
              tambo_test_link_set_up, \
              func,                   \
              tambo_test_link_tear_down)
  add_test ("admission/pinned", NULL, test_pinned);
  add_test ("admission/peer-leaves", NULL, test_peer_leaves);
  add_test ("admission/unknown-pin", NULL, test_unknown_pin);
  add_test ("admission/no-certificate", NULL, test_no_certificate);
  add_test ("admission/revoked-on-a-live-connection", NULL, test_revoked);
  add_test ("admission/plain-http", NULL, test_plain_http);
  add_test ("deadline/silent-before-tls", &short_handshake, test_silent);
  add_test ("deadline/dribbled-head", &short_request, test_dribbled_head);
  add_test ("deadline/missing-body", &short_request, test_missing_body);
  add_test ("deadline/idle", &short_idle, test_idle);
  add_test ("deadline/takes-no-bytes", &short_stall, test_takes_no_bytes);
  add_test ("room/per-address", &few_seats, test_per_address);
  add_test ("room/oldest-handshake-gives-way", &few_handshakes, test_oldest_gives_way);
  add_test ("room/in-all", &one_connection, test_in_all);
  add_test ("close/with-a-handshake-pending", NULL, test_close_with_handshakes);
#undef add_test

  return g_test_run ();
}

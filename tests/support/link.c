/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/link.h"

#include <glib/gstdio.h>

#define LONG 600000

static const TamboListenerLimits patient = {
  .per_address = 8,
  .in_all = 48,
  .handshakes = 16,
  .handshake_ms = LONG,
  .request_ms = LONG,
  .idle_ms = LONG,
  .stall_ms = LONG,
  .have_ms = LONG,
  .have_batch_ms = 1,
};

static TamboDeviceKey *
new_key (TamboTestLink *link, const char *name)
{
  g_autofree char *path = g_build_filename (link->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  TamboDeviceKey *key = tambo_device_key_open (path, &error);

  g_assert_no_error (error);

  return key;
}

static void
add_blob (TamboTestLink *link)
{
  g_autofree char *path = g_build_filename (link->folder, "blob", NULL);
  g_autofree char *content = g_malloc (TAMBO_TEST_BLOB_SIZE);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < TAMBO_TEST_BLOB_SIZE; i++)
    content[i] = (char) ('a' + i % 26);
  g_file_set_contents (path, content, TAMBO_TEST_BLOB_SIZE, &error);
  g_assert_no_error (error);
  tambo_test_backend_add_file (link->backend, TAMBO_TEST_BLOB, path);
}

static void
start (TamboTestLink *link, const TamboListenerLimits *limits)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GError) error = NULL;

  link->listener = tambo_listener_new (tambo_device_key_get_certificate (link->own),
                                       limits,
                                       TAMBO_PEER_BACKEND (link->backend),
                                       &error);
  g_assert_no_error (error);
  tambo_listener_listen (link->listener, address, &link->port, &error);
  g_assert_no_error (error);
}

/* @limit: (nullable): a #TamboTestLimit */
void
tambo_test_link_set_up (TamboTestLink *link, gconstpointer limit)
{
  g_autoptr (GError) error = NULL;
  TamboListenerLimits limits = patient;

  link->folder = g_dir_make_tmp ("tambo-listener-XXXXXX", &error);
  g_assert_no_error (error);
  link->backend = tambo_test_backend_new ();
  link->own = new_key (link, "own.pem");
  link->peer = new_key (link, "peer.pem");
  link->stranger = new_key (link, "stranger.pem");
  tambo_test_backend_admit (link->backend, tambo_device_key_get_pin (link->peer));
  add_blob (link);
  if (limit != NULL)
    G_STRUCT_MEMBER (guint, &limits, ((const TamboTestLimit *) limit)->offset) =
        ((const TamboTestLimit *) limit)->value;
  start (link, &limits);
}

void
tambo_test_link_tear_down (TamboTestLink *link, gconstpointer limit)
{
  tambo_listener_close (link->listener);
  tambo_test_wait_for_finalize (G_OBJECT (link->listener));
  g_assert_finalize_object (link->own);
  g_assert_finalize_object (link->peer);
  g_assert_finalize_object (link->stranger);
  g_assert_finalize_object (link->backend);
  for (const char *const *name =
           (const char *const[]){ "own.pem", "peer.pem", "stranger.pem", "blob", NULL };
       *name != NULL;
       name++)
    {
      g_autofree char *path = g_build_filename (link->folder, *name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (link->folder), ==, 0);
  g_free (link->folder);
}

TamboTestRawPeer *
tambo_test_link_connect (TamboTestLink *link, TamboDeviceKey *key)
{
  g_autoptr (GError) error = NULL;
  TamboTestRawPeer *peer;

  peer = tambo_test_raw_peer_new (link->port, tambo_device_key_get_certificate (key), &error);
  g_assert_no_error (error);

  return peer;
}

void
tambo_test_raw_peer_assert_answer (TamboTestRawPeer *peer, const char *request, guint status)
{
  g_autofree char *answer = NULL;

  g_assert_true (tambo_test_raw_peer_send (peer, request, -1));
  answer = tambo_test_raw_peer_receive (peer, TRUE);
  g_assert_cmpuint (tambo_test_answer_get_status (answer), ==, status);
}

void
tambo_test_link_wait_for_n_connections (TamboTestLink *link, guint n_connections)
{
  while (tambo_listener_get_n_connections (link->listener) != n_connections)
    g_main_context_iteration (NULL, TRUE);
}

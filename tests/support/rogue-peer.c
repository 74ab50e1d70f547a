/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/rogue-peer.h"

#include <string.h>

struct _TamboTestRoguePeer
{
  GObject parent_instance;

  GSocketListener *listener;    /* (owned) */
  GInetSocketAddress *address;  /* (owned) */
  GTlsCertificate *certificate; /* (owned) */
  GCancellable *cancellable;    /* (owned) */
  GPtrArray *streams;           /* (owned) (element-type GIOStream) */
  char *answer;                 /* (owned) */
  gboolean closes;              /* once it has answered; else it stays silent */
  gsize n_received;
  char buffer[4096];
};

G_DEFINE_FINAL_TYPE (TamboTestRoguePeer, tambo_test_rogue_peer, G_TYPE_OBJECT)

static gboolean
accept_anybody (GTlsConnection *tls, GTlsCertificate *certificate, GTlsCertificateFlags errors)
{
  return TRUE;
}

static void
on_write_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboTestRoguePeer) self = user_data;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL);
  if (self->closes)
    {
      for (guint i = 0; i < self->streams->len; i++)
        g_io_stream_close (g_ptr_array_index (self->streams, i), NULL, NULL);
    }
}

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboTestRoguePeer) self = user_data;
  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);
  GIOStream *stream = g_object_get_data (object, "stream");

  if (n_read <= 0)
    return;

  self->n_received += (gsize) n_read;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (stream),
                                   self->answer,
                                   strlen (self->answer),
                                   G_PRIORITY_DEFAULT,
                                   self->cancellable,
                                   on_write_ready,
                                   g_object_ref (self));
}

static void
on_handshake_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboTestRoguePeer) self = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (object));

  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (object), result, NULL))
    return;

  g_object_set_data (G_OBJECT (input), "stream", object);
  g_input_stream_read_async (input,
                             self->buffer,
                             sizeof self->buffer,
                             G_PRIORITY_DEFAULT,
                             self->cancellable,
                             on_read_ready,
                             g_object_ref (self));
}

static void
on_accept_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboTestRoguePeer) self = user_data;
  g_autoptr (GSocketConnection) raw = NULL;
  GIOStream *tls;

  raw = g_socket_listener_accept_finish (G_SOCKET_LISTENER (object), result, NULL, NULL);
  if (raw == NULL)
    return;

  tls = g_tls_server_connection_new (G_IO_STREAM (raw), self->certificate, NULL);
  g_assert_nonnull (tls);
  g_object_set (tls, "authentication-mode", G_TLS_AUTHENTICATION_REQUIRED, NULL);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_anybody), NULL);
  g_ptr_array_add (self->streams, tls);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls),
                                    G_PRIORITY_DEFAULT,
                                    self->cancellable,
                                    on_handshake_ready,
                                    g_object_ref (self));
  g_socket_listener_accept_async (self->listener,
                                  self->cancellable,
                                  on_accept_ready,
                                  g_object_ref (self));
}

static void
tambo_test_rogue_peer_finalize (GObject *object)
{
  TamboTestRoguePeer *self = TAMBO_TEST_ROGUE_PEER (object);

  g_clear_object (&self->listener);
  g_clear_object (&self->address);
  g_clear_object (&self->certificate);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->streams, g_ptr_array_unref);
  g_clear_pointer (&self->answer, g_free);

  G_OBJECT_CLASS (tambo_test_rogue_peer_parent_class)->finalize (object);
}

static void
tambo_test_rogue_peer_class_init (TamboTestRoguePeerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_test_rogue_peer_finalize;
}

static void
tambo_test_rogue_peer_init (TamboTestRoguePeer *self)
{
  self->listener = g_socket_listener_new ();
  self->cancellable = g_cancellable_new ();
  self->streams = g_ptr_array_new_with_free_func (g_object_unref);
}

TamboTestRoguePeer *
tambo_test_rogue_peer_new (GTlsCertificate *certificate, const char *answer, gboolean closes)
{
  TamboTestRoguePeer *self = g_object_new (TAMBO_TEST_TYPE_ROGUE_PEER, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GError) error = NULL;

  self->certificate = g_object_ref (certificate);
  self->answer = g_strdup (answer);
  self->closes = closes;
  g_socket_listener_add_address (self->listener,
                                 any_port,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 (GSocketAddress **) &self->address,
                                 &error);
  g_assert_no_error (error);
  g_socket_listener_accept_async (self->listener,
                                  self->cancellable,
                                  on_accept_ready,
                                  g_object_ref (self));

  return self;
}

GInetSocketAddress *
tambo_test_rogue_peer_get_address (TamboTestRoguePeer *self)
{
  return self->address;
}

/* Bytes of requests: what a client sends after the handshake. */
gsize
tambo_test_rogue_peer_get_n_received (TamboTestRoguePeer *self)
{
  return self->n_received;
}

void
tambo_test_rogue_peer_close (TamboTestRoguePeer *self)
{
  g_cancellable_cancel (self->cancellable);
  g_socket_listener_close (self->listener);
  g_ptr_array_set_size (self->streams, 0);
}

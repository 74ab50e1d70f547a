/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/raw-peer.h"

#include "tests/support/async.h"

#include <stdlib.h>
#include <string.h>

static gboolean
accept_anybody (GTlsConnection *tls, GTlsCertificate *certificate, GTlsCertificateFlags errors)
{
  return TRUE;
}

/* TCP and nothing more. */
TamboTestRawPeer *
tambo_test_raw_peer_connect (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  TamboTestRawPeer *self = g_new0 (TamboTestRawPeer, 1);

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_to_host_async (client,
                                         "127.0.0.1",
                                         port,
                                         NULL,
                                         tambo_test_store_result,
                                         &result);
  self->raw = g_socket_client_connect_to_host_finish (client,
                                                      tambo_test_wait_for_result (&result),
                                                      &error);
  g_assert_no_error (error);
  self->stream = g_object_ref (G_IO_STREAM (self->raw));

  return self;
}

/**
 * tambo_test_raw_peer_new:
 * @port: of a listener on loopback
 * @certificate: (nullable): to show
 * @error: of the handshake, as far as a client learns of it
 */
TamboTestRawPeer *
tambo_test_raw_peer_new (guint16 port, GTlsCertificate *certificate, GError **error)
{
  g_autoptr (TamboTestRawPeer) self = tambo_test_raw_peer_connect (port);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GIOStream) tls = NULL;

  tls = g_tls_client_connection_new (G_IO_STREAM (self->raw), NULL, error);
  g_assert_nonnull (tls);
  g_tls_connection_set_database (G_TLS_CONNECTION (tls), NULL);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (tls), FALSE);
  if (certificate != NULL)
    g_tls_connection_set_certificate (G_TLS_CONNECTION (tls), certificate);
  g_signal_connect (tls, "accept-certificate", G_CALLBACK (accept_anybody), NULL);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (tls),
                                    G_PRIORITY_DEFAULT,
                                    NULL,
                                    tambo_test_store_result,
                                    &result);
  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (tls),
                                          tambo_test_wait_for_result (&result),
                                          error))
    return NULL;

  g_set_object (&self->stream, tls);

  return g_steal_pointer (&self);
}

void
tambo_test_raw_peer_free (TamboTestRawPeer *self)
{
  g_io_stream_close (G_IO_STREAM (self->raw), NULL, NULL);
  g_object_unref (self->stream);
  g_object_unref (self->raw);
  g_free (self);
}

/* %FALSE if the other side has closed. */
gboolean
tambo_test_raw_peer_send (TamboTestRawPeer *self, const char *text, gssize length)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   text,
                                   length < 0 ? strlen (text) : (gsize) length,
                                   G_PRIORITY_DEFAULT,
                                   NULL,
                                   tambo_test_store_result,
                                   &result);

  return g_output_stream_write_all_finish (g_io_stream_get_output_stream (self->stream),
                                           tambo_test_wait_for_result (&result),
                                           NULL,
                                           NULL);
}

static gssize
receive_some (TamboTestRawPeer *self, GString *text)
{
  GInputStream *input = g_io_stream_get_input_stream (self->stream);
  g_autoptr (GAsyncResult) result = NULL;
  char buffer[4096];
  gssize n_read;

  g_input_stream_read_async (input,
                             buffer,
                             sizeof buffer,
                             G_PRIORITY_DEFAULT,
                             NULL,
                             tambo_test_store_result,
                             &result);
  n_read = g_input_stream_read_finish (input, tambo_test_wait_for_result (&result), NULL);
  if (n_read > 0)
    g_string_append_len (text, buffer, n_read);

  return n_read;
}

static gsize
get_length (const char *head)
{
  const char *header = strstr (head, "Content-Length: ");

  return header != NULL ? (gsize) atol (header + strlen ("Content-Length: ")) : 0;
}

/* One answer, or less of it if the other side closes before. */
char *
tambo_test_raw_peer_receive (TamboTestRawPeer *self, gboolean has_body)
{
  GString *text = g_string_new (NULL);
  const char *end;

  do
    {
      end = strstr (text->str, "\r\n\r\n");
      if (end != NULL &&
          (!has_body || text->len >= (gsize) (end - text->str) + 4 + get_length (text->str)))
        break;
    }
  while (receive_some (self, text) > 0);

  return g_string_free (text, FALSE);
}

/* Waits for the other side to close, and takes nothing more from it. */
gboolean
tambo_test_raw_peer_is_cut (TamboTestRawPeer *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  return receive_some (self, text) <= 0;
}

/* 0 if there was none. */
guint
tambo_test_answer_get_status (const char *answer)
{
  return g_str_has_prefix (answer, "HTTP/1.1 ") ? (guint) atoi (answer + strlen ("HTTP/1.1 ")) : 0;
}

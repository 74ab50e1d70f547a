/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/file-body.h"

#include <errno.h>
#include <unistd.h>

#define CHUNK_SIZE (64 * 1024)

/* The part of a file that is being sent: the data of a message's handlers. */
typedef struct
{
  int fd;                      /* (owned) */
  TamboConnection *connection; /* (owned) */
  guint64 offset;
  guint64 left;
} FileBody;

static void
file_body_free (FileBody *body)
{
  close (body->fd);
  g_clear_object (&body->connection);
  g_free (body);
}

static GBytes *
read_chunk (FileBody *body)
{
  gsize wanted = (gsize) MIN (body->left, CHUNK_SIZE);
  g_autofree guint8 *data = g_malloc (wanted);
  gssize n_read;

  do
    n_read = pread (body->fd, data, wanted, (off_t) body->offset);
  while (n_read < 0 && errno == EINTR);

  if (n_read <= 0)
    return NULL;

  body->offset += (guint64) n_read;
  body->left -= (guint64) n_read;

  return g_bytes_new_take (g_steal_pointer (&data), (gsize) n_read);
}

/* One chunk is in memory at a time: the next is read once libsoup has written the last. */
static void
send_next (SoupServerMessage *message, FileBody *body)
{
  SoupMessageBody *response = soup_server_message_get_response_body (message);
  g_autoptr (GBytes) chunk = NULL;

  if (body->left == 0)
    {
      soup_message_body_complete (response);
      soup_server_message_unpause (message);
      return;
    }

  chunk = read_chunk (body);
  if (chunk == NULL)
    {
      /* The length is out already: all that is left is to break off. */
      g_info ("A blob ended before its end");
      tambo_connection_drop (body->connection);
      return;
    }

  soup_message_body_append_bytes (response, chunk);
  soup_server_message_unpause (message);
}

/**
 * tambo_file_body_send:
 * @message: whose status and headers are set
 * @connection: that @message came on
 * @fd: a file; it is closed when it is sent
 * @offset: of the first byte
 * @length: at least one
 *
 * Answers with a part of a file, in chunks.
 */
void
tambo_file_body_send (SoupServerMessage *message,
                      TamboConnection *connection,
                      int fd,
                      guint64 offset,
                      guint64 length)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  FileBody *body = g_new0 (FileBody, 1);

  body->fd = fd;
  body->connection = g_object_ref (connection);
  body->offset = offset;
  body->left = length;

  soup_message_headers_set_content_length (headers, (goffset) length);
  soup_message_body_set_accumulate (soup_server_message_get_response_body (message), FALSE);
  g_object_set_data_full (G_OBJECT (message),
                          "tambo-file-body",
                          body,
                          (GDestroyNotify) file_body_free);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (send_next), body);
  g_signal_connect (message, "wrote-chunk", G_CALLBACK (send_next), body);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/rogue-hub.h"

#include <string.h>

struct _TamboTestRogueHub
{
  GObject parent_instance;

  GSocketService *service;           /* (owned) */
  const TamboTestHubAnswer *answers; /* (unowned) */
  guint n_answers;
  GPtrArray *requests;    /* (owned) (element-type utf8) */
  GPtrArray *connections; /* (owned) (element-type GIOStream) */
  guint16 port;
};

G_DEFINE_FINAL_TYPE (TamboTestRogueHub, tambo_test_rogue_hub, G_TYPE_OBJECT)

/* One connection. */
typedef struct
{
  TamboTestRogueHub *owner; /* (owned) */
  GIOStream *stream;        /* (owned) */
  GString *head;            /* (owned): what came of a request */
  gboolean closes;
  char buffer[4096];
} Visit;

static void read_more (Visit *visit);

static void
visit_free (Visit *visit)
{
  g_object_unref (visit->owner);
  g_object_unref (visit->stream);
  g_string_free (visit->head, TRUE);
  g_free (visit);
}

static void
end (Visit *visit)
{
  g_io_stream_close (visit->stream, NULL, NULL);
  visit_free (visit);
}

static void
on_write_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Visit *visit = user_data;
  gboolean ok = g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL);

  if (!ok || visit->closes)
    end (visit);
  else
    read_more (visit);
}

/* The bytes belong to the stream. */
static void
answer (Visit *visit)
{
  TamboTestRogueHub *self = visit->owner;
  guint index = MIN (self->requests->len, self->n_answers) - 1;
  const TamboTestHubAnswer *chosen = &self->answers[index];
  g_autofree char *port = g_strdup_printf ("%u", self->port);
  GString *bytes = g_string_new (chosen->head);
  gsize n_head;

  g_string_replace (bytes, "PORT", port, 0);
  n_head = bytes->len;
  g_string_set_size (bytes, n_head + chosen->n_body);
  memset (bytes->str + n_head, 'x', chosen->n_body);
  visit->closes = chosen->closes;
  g_object_set_data_full (G_OBJECT (visit->stream), "answer", bytes->str, g_free);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (visit->stream),
                                   bytes->str,
                                   bytes->len,
                                   G_PRIORITY_DEFAULT,
                                   NULL,
                                   on_write_ready,
                                   visit);
  g_string_free (bytes, FALSE);
}

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Visit *visit = user_data;
  gssize n_read = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  if (n_read <= 0)
    {
      end (visit);
      return;
    }

  g_string_append_len (visit->head, visit->buffer, n_read);
  if (strstr (visit->head->str, "\r\n\r\n") == NULL)
    {
      read_more (visit);
      return;
    }

  g_ptr_array_add (visit->owner->requests, g_strdup (visit->head->str));
  g_string_truncate (visit->head, 0);
  answer (visit);
}

static void
read_more (Visit *visit)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (visit->stream),
                             visit->buffer,
                             sizeof visit->buffer,
                             G_PRIORITY_DEFAULT,
                             NULL,
                             on_read_ready,
                             visit);
}

static gboolean
on_incoming (GSocketService *service,
             GSocketConnection *connection,
             GObject *source,
             TamboTestRogueHub *self)
{
  Visit *visit = g_new0 (Visit, 1);

  visit->owner = g_object_ref (self);
  visit->stream = g_object_ref (G_IO_STREAM (connection));
  visit->head = g_string_new (NULL);
  g_ptr_array_add (self->connections, g_object_ref (connection));
  read_more (visit);

  return TRUE;
}

static void
tambo_test_rogue_hub_finalize (GObject *object)
{
  TamboTestRogueHub *self = TAMBO_TEST_ROGUE_HUB (object);

  g_object_unref (self->service);
  g_ptr_array_unref (self->requests);
  g_ptr_array_unref (self->connections);

  G_OBJECT_CLASS (tambo_test_rogue_hub_parent_class)->finalize (object);
}

static void
tambo_test_rogue_hub_class_init (TamboTestRogueHubClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_test_rogue_hub_finalize;
}

static void
tambo_test_rogue_hub_init (TamboTestRogueHub *self)
{
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->connections = g_ptr_array_new_with_free_func (g_object_unref);
  self->service = g_socket_service_new ();
}

TamboTestRogueHub *
tambo_test_rogue_hub_new (const TamboTestHubAnswer *answers, guint n_answers)
{
  TamboTestRogueHub *self = g_object_new (TAMBO_TEST_TYPE_ROGUE_HUB, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->answers = answers;
  self->n_answers = n_answers;
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service),
                                 any,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &bound,
                                 &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect_object (self->service, "incoming", G_CALLBACK (on_incoming), self, 0);

  return self;
}

void
tambo_test_rogue_hub_close (TamboTestRogueHub *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  for (guint i = 0; i < self->connections->len; i++)
    {
      GSocketConnection *connection = g_ptr_array_index (self->connections, i);

      g_socket_shutdown (g_socket_connection_get_socket (connection), TRUE, TRUE, NULL);
    }
}

guint16
tambo_test_rogue_hub_get_port (TamboTestRogueHub *self)
{
  return self->port;
}

guint
tambo_test_rogue_hub_get_n_requests (TamboTestRogueHub *self)
{
  return self->requests->len;
}

const char *
tambo_test_rogue_hub_get_request (TamboTestRogueHub *self, guint index)
{
  g_assert_cmpuint (index, <, self->requests->len);

  return g_ptr_array_index (self->requests, index);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/connection.h"

#include "mesh/transfer/gate-input.h"
#include "mesh/transfer/gate-output.h"

#include <string.h>

#define READ_SIZE 4096

typedef enum
{
  STATE_IDLE,      /* no byte of the next request is here */
  STATE_HEAD,      /* some of it is */
  STATE_BODY,      /* the head was passed on, the body comes */
  STATE_ANSWERING, /* the request is complete, the answer is not */
  STATE_CLOSING,   /* nothing more is read */
} State;

/**
 * TamboConnection:
 *
 * The stream of one admitted peer, as libsoup gets to see it. It reads each request itself, by our
 * limits and deadlines, and hands libsoup a head of our own making; what the peer asked for is kept
 * here. So nothing that a peer writes reaches libsoup's parser.
 */
struct _TamboConnection
{
  GIOStream parent_instance;

  GIOStream *tls;         /* (owned) */
  GSocketConnection *raw; /* (owned) below @tls */
  char *pin;              /* (owned) */
  TamboListenerLimits limits;

  GInputStream *input;   /* (owned) */
  GOutputStream *output; /* (owned) */

  State state;
  GSource *deadline;      /* (owned) drops the connection */
  GByteArray *arrived;    /* (owned) not passed on yet */
  GString *head_text;     /* (owned) (nullable) what libsoup reads first */
  gsize head_offset;      /* of what it has not read yet */
  gsize body_left;        /* not passed on yet */
  TamboRequestHead *head; /* (owned) (nullable) of the request under way */
};

G_DEFINE_FINAL_TYPE (TamboConnection, tambo_connection, G_TYPE_IO_STREAM)

static void
set_deadline (TamboConnection *self, guint ms)
{
  g_source_set_ready_time (self->deadline, g_get_monotonic_time () + (gint64) ms * 1000);
}

/* The longest that the next step may take starts with the step. */
static void
enter (TamboConnection *self, State state)
{
  self->state = state;

  if (state == STATE_IDLE)
    set_deadline (self, self->limits.idle_ms);
  else if (state == STATE_HEAD)
    set_deadline (self, self->limits.request_ms);
  else if (state == STATE_ANSWERING)
    set_deadline (self, self->limits.have_ms + self->limits.stall_ms);
}

static gboolean
on_deadline (gpointer user_data)
{
  g_debug ("A peer was too slow");
  tambo_connection_drop (TAMBO_CONNECTION (user_data));

  return G_SOURCE_CONTINUE;
}

static void
take_head (TamboConnection *self, TamboRequestHead *head)
{
  self->head = head;
  self->head_text = tambo_request_head_to_text (head);
  self->head_offset = 0;
  self->body_left = head->length;

  if (head->closes && head->refusal != 0)
    enter (self, STATE_CLOSING);
  else
    self->state = STATE_BODY;
}

/* Whatever follows a request before it is answered was written by nobody of ours. */
static void
parse_arrived (TamboConnection *self)
{
  const char *data = (const char *) self->arrived->data;
  gsize end = tambo_request_head_find_end (data, self->arrived->len);
  g_autoptr (TamboRequestHead) head = NULL;

  if (end > TAMBO_REQUEST_MAX_HEAD || (end == 0 && self->arrived->len >= TAMBO_REQUEST_MAX_HEAD))
    head = tambo_request_head_new_refusal (431);
  else if (end > 0)
    head = tambo_request_head_parse (data, end);
  else
    return;

  if (head->refusal == 0 && self->arrived->len - end > head->length)
    {
      g_clear_pointer (&head, tambo_request_head_free);
      head = tambo_request_head_new_refusal (400);
    }

  g_byte_array_remove_range (self->arrived, 0, end > 0 ? (guint) end : self->arrived->len);
  take_head (self, g_steal_pointer (&head));
}

/* Gives 0 at the end of the stream, -1 with an error, which may be that nothing is here yet. */
static gssize
read_tls (TamboConnection *self, void *buffer, gsize size, GError **error)
{
  GInputStream *input = g_io_stream_get_input_stream (self->tls);

  return g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input),
                                                   buffer,
                                                   size,
                                                   NULL,
                                                   error);
}

/* libsoup 3.2 forgets to close a connection that ends between two requests, but does close one
 * after it has refused a request: so it gets a last one to refuse. */
static void
make_last_head (TamboConnection *self)
{
  take_head (self, tambo_request_head_new_refusal (400));
}

/* %FALSE, with an error set, if nothing is here yet. */
static gboolean
read_head (TamboConnection *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  guint8 buffer[READ_SIZE];
  gssize n_read = read_tls (self, buffer, sizeof buffer, &local_error);

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (n_read <= 0)
    {
      make_last_head (self);
      return TRUE;
    }

  if (self->state == STATE_IDLE)
    enter (self, STATE_HEAD);

  g_byte_array_append (self->arrived, buffer, (guint) n_read);
  parse_arrived (self);

  return TRUE;
}

static gssize
give_head (TamboConnection *self, void *buffer, gsize size)
{
  gsize n_given = MIN (size, self->head_text->len - self->head_offset);

  memcpy (buffer, self->head_text->str + self->head_offset, n_given);
  self->head_offset += n_given;

  if (self->head_offset == self->head_text->len)
    {
      g_string_free (g_steal_pointer (&self->head_text), TRUE);
      if (self->state == STATE_BODY && self->body_left == 0)
        enter (self, STATE_ANSWERING);
    }

  return (gssize) n_given;
}

static gssize
give_body (TamboConnection *self, void *buffer, gsize size, GError **error)
{
  gsize wanted = MIN (size, self->body_left);
  gssize n_given;

  if (self->arrived->len > 0)
    {
      n_given = (gssize) MIN (wanted, self->arrived->len);
      memcpy (buffer, self->arrived->data, (gsize) n_given);
      g_byte_array_remove_range (self->arrived, 0, (guint) n_given);
    }
  else
    n_given = read_tls (self, buffer, wanted, error);

  if (n_given > 0)
    self->body_left -= (gsize) n_given;
  if (n_given > 0 && self->body_left == 0)
    enter (self, STATE_ANSWERING);

  return n_given;
}

static gssize
read_request (gpointer owner, void *buffer, gsize size, GError **error)
{
  TamboConnection *self = owner;

  while (self->state == STATE_IDLE || self->state == STATE_HEAD)
    {
      if (!read_head (self, error))
        return -1;
    }

  if (self->head_text != NULL)
    return give_head (self, buffer, size);
  if (self->state == STATE_BODY)
    return give_body (self, buffer, size, error);
  if (self->state == STATE_CLOSING)
    return 0;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "One request at a time");

  return -1;
}

static gboolean
is_ready (gpointer owner)
{
  TamboConnection *self = owner;

  return self->head_text != NULL || self->state == STATE_CLOSING ||
         (self->state == STATE_BODY && self->arrived->len > 0);
}

static void
on_wrote (gpointer owner, gsize size)
{
  TamboConnection *self = owner;

  if (self->state == STATE_ANSWERING || self->state == STATE_CLOSING)
    set_deadline (self, self->limits.stall_ms);
}

static GInputStream *
tambo_connection_get_input_stream (GIOStream *stream)
{
  return TAMBO_CONNECTION (stream)->input;
}

static GOutputStream *
tambo_connection_get_output_stream (GIOStream *stream)
{
  return TAMBO_CONNECTION (stream)->output;
}

/* TLS is not told goodbye: that may block, and every body has a length. */
static gboolean
tambo_connection_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  TamboConnection *self = TAMBO_CONNECTION (stream);

  g_source_set_ready_time (self->deadline, -1);

  return g_io_stream_close (G_IO_STREAM (self->raw), cancellable, error);
}

static void
tambo_connection_dispose (GObject *object)
{
  TamboConnection *self = TAMBO_CONNECTION (object);

  if (self->input != NULL)
    tambo_gate_input_detach (TAMBO_GATE_INPUT (self->input));
  if (self->output != NULL)
    tambo_gate_output_detach (TAMBO_GATE_OUTPUT (self->output));
  g_source_destroy (self->deadline);

  /* Closes the stream, for which the rest is still needed. */
  G_OBJECT_CLASS (tambo_connection_parent_class)->dispose (object);
}

static void
tambo_connection_finalize (GObject *object)
{
  TamboConnection *self = TAMBO_CONNECTION (object);

  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_object (&self->tls);
  g_clear_object (&self->raw);
  g_clear_pointer (&self->pin, g_free);
  g_clear_pointer (&self->deadline, g_source_unref);
  g_clear_pointer (&self->arrived, g_byte_array_unref);
  g_clear_pointer (&self->head, tambo_request_head_free);
  if (self->head_text != NULL)
    g_string_free (g_steal_pointer (&self->head_text), TRUE);

  G_OBJECT_CLASS (tambo_connection_parent_class)->finalize (object);
}

static void
tambo_connection_class_init (TamboConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  object_class->dispose = tambo_connection_dispose;
  object_class->finalize = tambo_connection_finalize;

  stream_class->get_input_stream = tambo_connection_get_input_stream;
  stream_class->get_output_stream = tambo_connection_get_output_stream;
  stream_class->close_fn = tambo_connection_close;
}

static void
tambo_connection_init (TamboConnection *self)
{
  self->arrived = g_byte_array_new ();
  self->deadline = g_timeout_source_new (G_MAXUINT);
  g_source_set_callback (self->deadline, on_deadline, self, NULL);
}

/**
 * tambo_connection_new:
 * @tls: after a handshake with an admitted peer
 * @raw: what @tls is over
 * @pin: of the peer
 * @limits: for requests
 */
TamboConnection *
tambo_connection_new (GIOStream *tls,
                      GSocketConnection *raw,
                      const char *pin,
                      const TamboListenerLimits *limits)
{
  TamboConnection *self;

  g_return_val_if_fail (G_IS_TLS_CONNECTION (tls), NULL);
  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (raw), NULL);
  g_return_val_if_fail (pin != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_CONNECTION, NULL);
  self->tls = g_object_ref (tls);
  self->raw = g_object_ref (raw);
  self->pin = g_strdup (pin);
  self->limits = *limits;
  self->input =
      tambo_gate_input_new (g_io_stream_get_input_stream (tls), read_request, is_ready, self);
  self->output = tambo_gate_output_new (g_io_stream_get_output_stream (tls), on_wrote, self);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
  enter (self, STATE_IDLE);

  return self;
}

const char *
tambo_connection_get_pin (TamboConnection *self)
{
  g_return_val_if_fail (TAMBO_IS_CONNECTION (self), NULL);

  return self->pin;
}

/**
 * tambo_connection_get_head:
 * @self: a #TamboConnection
 *
 * Returns: (transfer none) (nullable): what is asked for now, until tambo_connection_answered()
 */
const TamboRequestHead *
tambo_connection_get_head (TamboConnection *self)
{
  g_return_val_if_fail (TAMBO_IS_CONNECTION (self), NULL);

  return self->head;
}

/* The answer is written: the next request may come. */
void
tambo_connection_answered (TamboConnection *self)
{
  g_return_if_fail (TAMBO_IS_CONNECTION (self));

  g_clear_pointer (&self->head, tambo_request_head_free);
  enter (self, self->state == STATE_ANSWERING ? STATE_IDLE : STATE_CLOSING);
}

/* Makes libsoup find the end of the stream, whatever it does just now. */
void
tambo_connection_drop (TamboConnection *self)
{
  g_return_if_fail (TAMBO_IS_CONNECTION (self));

  g_source_set_ready_time (self->deadline, -1);
  g_socket_shutdown (g_socket_connection_get_socket (self->raw), TRUE, TRUE, NULL);
}

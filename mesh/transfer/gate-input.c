/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/gate-input.h"

/**
 * TamboGateInput:
 *
 * The reading half of a #TamboConnection: asks it for bytes, and otherwise is as ready as the
 * stream behind it. Never blocks.
 */
struct _TamboGateInput
{
  GInputStream parent_instance;

  GPollableInputStream *base; /* (owned) */
  TamboGateRead read;
  TamboGateReady is_ready;
  gpointer owner; /* (unowned) (nullable) until it is gone */
};

static void tambo_gate_input_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboGateInput,
                               tambo_gate_input,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      tambo_gate_input_pollable_init))

static gboolean
has_bytes (TamboGateInput *self)
{
  return self->owner == NULL || self->is_ready (self->owner);
}

static gboolean
tambo_gate_input_is_readable (GPollableInputStream *stream)
{
  TamboGateInput *self = TAMBO_GATE_INPUT (stream);

  return has_bytes (self) || g_pollable_input_stream_is_readable (self->base);
}

static GSource *
tambo_gate_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  TamboGateInput *self = TAMBO_GATE_INPUT (stream);
  g_autoptr (GSource) child = NULL;

  if (has_bytes (self))
    child = g_timeout_source_new (0);
  else
    child = g_pollable_input_stream_create_source (self->base, cancellable);

  return g_pollable_source_new_full (self, child, cancellable);
}

static gssize
tambo_gate_input_read_nonblocking (GPollableInputStream *stream,
                                   void *buffer,
                                   gsize count,
                                   GError **error)
{
  TamboGateInput *self = TAMBO_GATE_INPUT (stream);

  if (self->owner == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The connection is gone");
      return -1;
    }

  return self->read (self->owner, buffer, count, error);
}

static gssize
tambo_gate_input_read (GInputStream *stream,
                       void *buffer,
                       gsize count,
                       GCancellable *cancellable,
                       GError **error)
{
  return tambo_gate_input_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer, count, error);
}

static void
tambo_gate_input_finalize (GObject *object)
{
  TamboGateInput *self = TAMBO_GATE_INPUT (object);

  g_clear_object (&self->base);

  G_OBJECT_CLASS (tambo_gate_input_parent_class)->finalize (object);
}

static void
tambo_gate_input_class_init (TamboGateInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_gate_input_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = tambo_gate_input_read;
}

static void
tambo_gate_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = tambo_gate_input_is_readable;
  iface->create_source = tambo_gate_input_create_source;
  iface->read_nonblocking = tambo_gate_input_read_nonblocking;
}

static void
tambo_gate_input_init (TamboGateInput *self)
{
}

GInputStream *
tambo_gate_input_new (GInputStream *base,
                      TamboGateRead read,
                      TamboGateReady is_ready,
                      gpointer owner)
{
  TamboGateInput *self = g_object_new (TAMBO_TYPE_GATE_INPUT, NULL);

  self->base = G_POLLABLE_INPUT_STREAM (g_object_ref (base));
  self->read = read;
  self->is_ready = is_ready;
  self->owner = owner;

  return G_INPUT_STREAM (self);
}

/* The owner goes, and libsoup may hold on to us for a moment. */
void
tambo_gate_input_detach (TamboGateInput *self)
{
  g_return_if_fail (TAMBO_IS_GATE_INPUT (self));

  self->owner = NULL;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/transfer/gate-output.h"

/**
 * TamboGateOutput:
 *
 * The writing half of a #TamboConnection: tells it of every byte that a peer took.
 */
struct _TamboGateOutput
{
  GOutputStream parent_instance;

  GPollableOutputStream *base; /* (owned) */
  TamboGateWrote wrote;
  gpointer owner; /* (unowned) (nullable) until it is gone */
};

static void tambo_gate_output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboGateOutput,
                               tambo_gate_output,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      tambo_gate_output_pollable_init))

static gboolean
tambo_gate_output_is_writable (GPollableOutputStream *stream)
{
  return g_pollable_output_stream_is_writable (TAMBO_GATE_OUTPUT (stream)->base);
}

static GSource *
tambo_gate_output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  TamboGateOutput *self = TAMBO_GATE_OUTPUT (stream);
  g_autoptr (GSource) child = g_pollable_output_stream_create_source (self->base, cancellable);

  return g_pollable_source_new_full (self, child, cancellable);
}

static gssize
tambo_gate_output_write_nonblocking (GPollableOutputStream *stream,
                                     const void *buffer,
                                     gsize count,
                                     GError **error)
{
  TamboGateOutput *self = TAMBO_GATE_OUTPUT (stream);
  gssize n_written;

  n_written = g_pollable_output_stream_write_nonblocking (self->base, buffer, count, NULL, error);
  if (n_written > 0 && self->owner != NULL)
    self->wrote (self->owner, (gsize) n_written);

  return n_written;
}

static gssize
tambo_gate_output_write (GOutputStream *stream,
                         const void *buffer,
                         gsize count,
                         GCancellable *cancellable,
                         GError **error)
{
  return tambo_gate_output_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (stream),
                                              buffer,
                                              count,
                                              error);
}

static void
tambo_gate_output_finalize (GObject *object)
{
  TamboGateOutput *self = TAMBO_GATE_OUTPUT (object);

  g_clear_object (&self->base);

  G_OBJECT_CLASS (tambo_gate_output_parent_class)->finalize (object);
}

static void
tambo_gate_output_class_init (TamboGateOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_gate_output_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = tambo_gate_output_write;
}

static void
tambo_gate_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = tambo_gate_output_is_writable;
  iface->create_source = tambo_gate_output_create_source;
  iface->write_nonblocking = tambo_gate_output_write_nonblocking;
}

static void
tambo_gate_output_init (TamboGateOutput *self)
{
}

GOutputStream *
tambo_gate_output_new (GOutputStream *base, TamboGateWrote wrote, gpointer owner)
{
  TamboGateOutput *self = g_object_new (TAMBO_TYPE_GATE_OUTPUT, NULL);

  self->base = G_POLLABLE_OUTPUT_STREAM (g_object_ref (base));
  self->wrote = wrote;
  self->owner = owner;

  return G_OUTPUT_STREAM (self);
}

/* The owner goes, and libsoup may hold on to us for a moment. */
void
tambo_gate_output_detach (TamboGateOutput *self)
{
  g_return_if_fail (TAMBO_IS_GATE_OUTPUT (self));

  self->owner = NULL;
}

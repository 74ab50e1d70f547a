/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/interrupt.h"

#include <glib-unix.h>

/**
 * TamboInterrupt:
 *
 * Turns Ctrl-C, or a polite request to end, into a cancellable, for commands that work without a
 * main loop. Asked a second time, the program ends at once.
 */
struct _TamboInterrupt
{
  GObject parent_instance;

  GCancellable *cancellable; /* (owned) */
  GMainContext *context;     /* (owned) */
  GMainLoop *loop;           /* (owned) */
  GThread *thread;           /* (owned): where signals are waited for */
};

G_DEFINE_FINAL_TYPE (TamboInterrupt, tambo_interrupt, G_TYPE_OBJECT)

static gboolean
on_signal (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
watch (TamboInterrupt *self, int number)
{
  g_autoptr (GSource) source = g_unix_signal_source_new (number);

  g_source_set_callback (source, on_signal, self->cancellable, NULL);
  g_source_attach (source, self->context);
}

static gpointer
run (gpointer data)
{
  g_main_loop_run (data);

  return NULL;
}

static gboolean
on_end (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

static void
tambo_interrupt_finalize (GObject *object)
{
  TamboInterrupt *self = TAMBO_INTERRUPT (object);

  g_main_context_invoke (self->context, on_end, self->loop);
  g_thread_join (self->thread);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tambo_interrupt_parent_class)->finalize (object);
}

static void
tambo_interrupt_class_init (TamboInterruptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_interrupt_finalize;
}

static void
tambo_interrupt_init (TamboInterrupt *self)
{
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  watch (self, SIGINT);
  watch (self, SIGTERM);
  self->thread = g_thread_new ("interrupt", run, self->loop);
}

TamboInterrupt *
tambo_interrupt_new (void)
{
  return g_object_new (TAMBO_TYPE_INTERRUPT, NULL);
}

GCancellable *
tambo_interrupt_get_cancellable (TamboInterrupt *self)
{
  g_return_val_if_fail (TAMBO_IS_INTERRUPT (self), NULL);

  return self->cancellable;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/port.h"

#include "content/base/error.h"
#include "content/base/file.h"

struct _TamboTestPort
{
  GObject parent_instance;

  char *folder; /* (owned) */
  TamboStickState state;
  GError *refusal; /* (owned) (nullable) */
  int hold;
  gboolean is_open;
  gboolean was_written;
};

static void tambo_test_port_iface_init (TamboStickPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboTestPort,
                               tambo_test_port,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_STICK_PORT,
                                                      tambo_test_port_iface_init))

static TamboStickState
get_state (TamboStickPort *port)
{
  return TAMBO_TEST_PORT (port)->state;
}

static const GError *
get_refusal (TamboStickPort *port)
{
  return TAMBO_TEST_PORT (port)->refusal;
}

static void
open_async (TamboStickPort *port,
            gboolean writable,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  TamboTestPort *self = TAMBO_TEST_PORT (port);
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  int fd = -1;

  if (self->state == TAMBO_STICK_PRESENT)
    fd = tambo_file_open_folder (self->folder, FALSE, &error);
  else
    g_set_error_literal (&error, TAMBO_ERROR, TAMBO_ERROR_STICK_UNREADABLE, "It is not there");
  self->is_open = fd >= 0;
  self->was_written = self->was_written || writable;
  if (fd >= 0)
    g_task_return_int (task, fd);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static int
open_finish (TamboStickPort *port, GAsyncResult *result, GError **error)
{
  return (int) g_task_propagate_int (G_TASK (result), error);
}

static void
release_async (TamboStickPort *port, GAsyncReadyCallback callback, gpointer user_data)
{
  TamboTestPort *self = TAMBO_TEST_PORT (port);
  g_autoptr (GTask) task = g_task_new (port, NULL, callback, user_data);

  self->is_open = FALSE;
  if (self->hold != 0)
    g_task_return_new_error (task, TAMBO_ERROR, self->hold, "It is held");
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
release_finish (TamboStickPort *port, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
tambo_test_port_finalize (GObject *object)
{
  TamboTestPort *self = TAMBO_TEST_PORT (object);

  g_free (self->folder);
  g_clear_error (&self->refusal);

  G_OBJECT_CLASS (tambo_test_port_parent_class)->finalize (object);
}

static void
tambo_test_port_class_init (TamboTestPortClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_test_port_finalize;
}

static void
tambo_test_port_init (TamboTestPort *self)
{
}

static void
tambo_test_port_iface_init (TamboStickPortInterface *iface)
{
  iface->get_state = get_state;
  iface->get_refusal = get_refusal;
  iface->open_async = open_async;
  iface->open_finish = open_finish;
  iface->release_async = release_async;
  iface->release_finish = release_finish;
}

TamboTestPort *
tambo_test_port_new (const char *folder)
{
  TamboTestPort *self = g_object_new (TAMBO_TEST_TYPE_PORT, NULL);

  self->folder = g_strdup (folder);

  return self;
}

static void
become (TamboTestPort *self, TamboStickState state)
{
  self->state = state;
  tambo_stick_port_emit_changed (TAMBO_STICK_PORT (self));
}

void
tambo_test_port_plug_in (TamboTestPort *self)
{
  g_clear_error (&self->refusal);
  become (self, TAMBO_STICK_PRESENT);
}

void
tambo_test_port_pull_out (TamboTestPort *self)
{
  g_clear_error (&self->refusal);
  become (self, TAMBO_STICK_ABSENT);
}

void
tambo_test_port_refuse (TamboTestPort *self, int code)
{
  g_clear_error (&self->refusal);
  self->refusal = g_error_new_literal (TAMBO_ERROR, code, "It is refused");
  become (self, TAMBO_STICK_REFUSED);
}

void
tambo_test_port_hold (TamboTestPort *self, int code)
{
  self->hold = code;
}

gboolean
tambo_test_port_is_open (TamboTestPort *self)
{
  return self->is_open;
}

gboolean
tambo_test_port_was_written (TamboTestPort *self)
{
  return self->was_written;
}

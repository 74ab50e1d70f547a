/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/usb/folder-port.h"

#include "content/base/file.h"

struct _TamboFolderPort
{
  GObject parent_instance;

  char *path;            /* (owned) */
  GFileMonitor *monitor; /* (owned) (nullable): of the folder that it is in */
  TamboStickState state;
};

static void tambo_folder_port_iface_init (TamboStickPortInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboFolderPort,
                               tambo_folder_port,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_STICK_PORT,
                                                      tambo_folder_port_iface_init))

static void
look (TamboFolderPort *self)
{
  TamboStickState state = g_file_test (self->path, G_FILE_TEST_IS_DIR) ? TAMBO_STICK_PRESENT
                                                                       : TAMBO_STICK_ABSENT;

  if (state == self->state)
    return;

  self->state = state;
  tambo_stick_port_emit_changed (TAMBO_STICK_PORT (self));
}

static void
on_monitor_changed (TamboFolderPort *self)
{
  look (self);
}

static TamboStickState
get_state (TamboStickPort *port)
{
  return TAMBO_FOLDER_PORT (port)->state;
}

static void
open_async (TamboStickPort *port,
            gboolean writable,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  TamboFolderPort *self = TAMBO_FOLDER_PORT (port);
  g_autoptr (GTask) task = g_task_new (port, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  int fd = tambo_file_open_folder (self->path, FALSE, &error);

  g_task_set_source_tag (task, open_async);
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
  g_autoptr (GTask) task = g_task_new (port, NULL, callback, user_data);

  g_task_set_source_tag (task, release_async);
  g_task_return_boolean (task, TRUE);
}

static gboolean
release_finish (TamboStickPort *port, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
tambo_folder_port_finalize (GObject *object)
{
  TamboFolderPort *self = TAMBO_FOLDER_PORT (object);

  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_free (self->path);

  G_OBJECT_CLASS (tambo_folder_port_parent_class)->finalize (object);
}

static void
tambo_folder_port_class_init (TamboFolderPortClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_folder_port_finalize;
}

static void
tambo_folder_port_init (TamboFolderPort *self)
{
}

static void
tambo_folder_port_iface_init (TamboStickPortInterface *iface)
{
  iface->get_state = get_state;
  iface->open_async = open_async;
  iface->open_finish = open_finish;
  iface->release_async = release_async;
  iface->release_finish = release_finish;
}

/* @path: (type filename): may come and go; the folder that it is in stays. */
TamboStickPort *
tambo_folder_port_new (const char *path)
{
  TamboFolderPort *self;
  g_autofree char *parent = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_FOLDER_PORT, NULL);
  parent = g_path_get_dirname (path);
  file = g_file_new_for_path (parent);
  self->path = g_strdup (path);
  self->monitor = g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);
  if (self->monitor != NULL)
    g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (on_monitor_changed), self);
  else
    g_warning ("Nobody tells when %s changes: %s", path, error->message);
  look (self);

  return TAMBO_STICK_PORT (self);
}

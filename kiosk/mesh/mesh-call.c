/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/mesh/mesh-call.h"

#define BUS_NAME "org.tambo.Mesh1"
#define OBJECT_PATH "/org/tambo/Mesh1"
#define INTERFACE "org.tambo.Mesh1"
#define TIMEOUT_MS 30000
#define FOLDER_TIMEOUT_MS 300000 /* a slow stick takes its time */

void
tambo_mesh_reply_free (TamboMeshReply *reply)
{
  g_clear_pointer (&reply->value, g_variant_unref);
  g_clear_object (&reply->fds);
  g_free (reply);
}

static void
on_call_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboMeshReply) reply = g_new0 (TamboMeshReply, 1);

  reply->value = g_dbus_connection_call_with_unix_fd_list_finish (G_DBUS_CONNECTION (object),
                                                                  &reply->fds,
                                                                  result,
                                                                  &error);
  if (reply->value == NULL)
    {
      g_dbus_error_strip_remote_error (error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task, g_steal_pointer (&reply), (GDestroyNotify) tambo_mesh_reply_free);
}

/**
 * tambo_mesh_call_start:
 * @source: (type GObject): who asks
 * @connection: (nullable): the bus; without one the call fails
 * @tag: (nullable): the function that asks
 * @method: of org.tambo.Mesh1
 * @arguments: its arguments, taken
 * @reply_type: what must come back
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when the reply can be had from tambo_mesh_call_finish()
 * @user_data: data for @callback
 */
void
tambo_mesh_call_start (gpointer source,
                       GDBusConnection *connection,
                       gpointer tag,
                       const char *method,
                       GVariant *arguments,
                       const char *reply_type,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  tambo_mesh_call_start_with_folder (source,
                                     connection,
                                     tag,
                                     method,
                                     arguments,
                                     -1,
                                     reply_type,
                                     cancellable,
                                     callback,
                                     user_data);
}

/* Likewise, with a folder that @arguments name as handle 0; it stays the caller's. */
void
tambo_mesh_call_start_with_folder (gpointer source,
                                   GDBusConnection *connection,
                                   gpointer tag,
                                   const char *method,
                                   GVariant *arguments,
                                   int folder_fd,
                                   const char *reply_type,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  g_autoptr (GUnixFDList) fds = folder_fd >= 0 ? g_unix_fd_list_new () : NULL;
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, tag);
  if (connection == NULL)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "There is no bus");
  else if (fds != NULL)
    g_unix_fd_list_append (fds, folder_fd, &error);
  if (error != NULL)
    {
      g_variant_unref (g_variant_ref_sink (arguments));
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_dbus_connection_call_with_unix_fd_list (connection,
                                            BUS_NAME,
                                            OBJECT_PATH,
                                            INTERFACE,
                                            method,
                                            arguments,
                                            G_VARIANT_TYPE (reply_type),
                                            G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                            fds != NULL ? FOLDER_TIMEOUT_MS : TIMEOUT_MS,
                                            fds,
                                            cancellable,
                                            on_call_ready,
                                            g_steal_pointer (&task));
}

TamboMeshReply *
tambo_mesh_call_finish (gpointer source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

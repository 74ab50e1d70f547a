/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

/* One call of the daemon: errors arrive as they left it. */

/**
 * TamboMeshReply:
 * @value: (owned): what came back
 * @fds: (owned) (nullable): files that came with it
 */
typedef struct
{
  GVariant *value;
  GUnixFDList *fds;
} TamboMeshReply;

void tambo_mesh_call_start (gpointer source,
                            GDBusConnection *connection,
                            gpointer tag,
                            const char *method,
                            GVariant *arguments,
                            const char *reply_type,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
void tambo_mesh_call_start_with_folder (gpointer source,
                                        GDBusConnection *connection,
                                        gpointer tag,
                                        const char *method,
                                        GVariant *arguments,
                                        int folder_fd,
                                        const char *reply_type,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
TamboMeshReply *tambo_mesh_call_finish (gpointer source, GAsyncResult *result, GError **error);
void tambo_mesh_reply_free (TamboMeshReply *reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboMeshReply, tambo_mesh_reply_free)

G_END_DECLS

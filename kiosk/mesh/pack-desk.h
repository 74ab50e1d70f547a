/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/mesh-client.h"
#include "kiosk/mesh/mesh-job.h"

G_BEGIN_DECLS

/* What staff ask of the daemon about packs. Folders are directories that somebody opened; they
 * stay the caller's. */
void tambo_pack_desk_preview_async (TamboMeshClient *client,
                                    int folder_fd,
                                    const char *const *languages,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* (transfer full): aa{sv}, as Preview() of org.tambo.Mesh1 */
GVariant *tambo_pack_desk_preview_finish (TamboMeshClient *client,
                                          GAsyncResult *result,
                                          GError **error);

void tambo_pack_desk_install_async (TamboMeshClient *client,
                                    int folder_fd,
                                    const char *const *packs,
                                    const char *const *languages,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
void tambo_pack_desk_export_async (TamboMeshClient *client,
                                   int folder_fd,
                                   const char *const *packs,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* (transfer full): of either of the two */
TamboMeshJob *tambo_pack_desk_start_finish (TamboMeshClient *client,
                                            GAsyncResult *result,
                                            GError **error);

/* (transfer full): the shelter's languages, BCP 47; empty while the daemon is not there. */
GStrv tambo_pack_desk_dup_languages (TamboMeshClient *client);
/* The shelter's languages from now on. Nobody waits: the daemon shows them when it has them. */
void tambo_pack_desk_set_languages (TamboMeshClient *client, const char *const *languages);

G_END_DECLS

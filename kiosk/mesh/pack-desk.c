/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/mesh/pack-desk.h"

#include "kiosk/mesh/mesh-call.h"

void
tambo_pack_desk_preview_async (TamboMeshClient *client,
                               int folder_fd,
                               const char *const *languages,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  tambo_mesh_call_start_with_folder (client,
                                     tambo_mesh_client_get_connection (client),
                                     tambo_pack_desk_preview_async,
                                     "Preview",
                                     g_variant_new ("(h^as)", 0, languages),
                                     folder_fd,
                                     "(aa{sv})",
                                     cancellable,
                                     callback,
                                     user_data);
}

GVariant *
tambo_pack_desk_preview_finish (TamboMeshClient *client, GAsyncResult *result, GError **error)
{
  g_autoptr (TamboMeshReply) reply = tambo_mesh_call_finish (client, result, error);

  return reply != NULL ? g_variant_get_child_value (reply->value, 0) : NULL;
}

void
tambo_pack_desk_install_async (TamboMeshClient *client,
                               int folder_fd,
                               const char *const *packs,
                               const char *const *languages,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  tambo_mesh_call_start_with_folder (client,
                                     tambo_mesh_client_get_connection (client),
                                     tambo_pack_desk_install_async,
                                     "InstallFrom",
                                     g_variant_new ("(h^as^as)", 0, packs, languages),
                                     folder_fd,
                                     "(o)",
                                     cancellable,
                                     callback,
                                     user_data);
}

void
tambo_pack_desk_export_async (TamboMeshClient *client,
                              int folder_fd,
                              const char *const *packs,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  tambo_mesh_call_start_with_folder (client,
                                     tambo_mesh_client_get_connection (client),
                                     tambo_pack_desk_export_async,
                                     "ExportTo",
                                     g_variant_new ("(h^as)", 0, packs),
                                     folder_fd,
                                     "(o)",
                                     cancellable,
                                     callback,
                                     user_data);
}

TamboMeshJob *
tambo_pack_desk_start_finish (TamboMeshClient *client, GAsyncResult *result, GError **error)
{
  g_autoptr (TamboMeshReply) reply = tambo_mesh_call_finish (client, result, error);
  const char *path = NULL;

  if (reply == NULL)
    return NULL;

  g_variant_get (reply->value, "(&o)", &path);

  return tambo_mesh_job_new (tambo_mesh_client_get_connection (client), path);
}

void
tambo_pack_desk_set_languages (TamboMeshClient *client, const char *const *languages)
{
  tambo_mesh_call_start (client,
                         tambo_mesh_client_get_connection (client),
                         tambo_pack_desk_set_languages,
                         "SetLanguages",
                         g_variant_new ("(^as)", languages),
                         "()",
                         NULL,
                         NULL,
                         NULL);
}

GStrv
tambo_pack_desk_dup_languages (TamboMeshClient *client)
{
  g_autoptr (GVariant) value = tambo_mesh_client_dup_property (client, "Languages", "as");

  return value != NULL ? g_variant_dup_strv (value, NULL) : g_new0 (char *, 1);
}

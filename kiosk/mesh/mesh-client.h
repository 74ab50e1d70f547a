/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What Status() says of an envelope. */
typedef enum
{
  TAMBO_CARRIED_UNKNOWN,
  TAMBO_CARRIED_WAITING,  /* it waits here */
  TAMBO_CARRIED_ON_WAY,   /* another kiosk carries it too */
  TAMBO_CARRIED_RECEIVED, /* the clinic has it: its signed receipt was seen */
} TamboCarried;

#define TAMBO_TYPE_MESH_CLIENT (tambo_mesh_client_get_type ())
G_DECLARE_FINAL_TYPE (TamboMeshClient, tambo_mesh_client, TAMBO, MESH_CLIENT, GObject)

TamboMeshClient *tambo_mesh_client_new (GDBusConnection *connection);

GDBusConnection *tambo_mesh_client_get_connection (TamboMeshClient *self);
gboolean tambo_mesh_client_is_present (TamboMeshClient *self);
GVariant *tambo_mesh_client_dup_property (TamboMeshClient *self,
                                          const char *name,
                                          const char *type);
GVariant *tambo_mesh_client_dup_packs (TamboMeshClient *self);
GVariant *tambo_mesh_client_dup_peers (TamboMeshClient *self);
void tambo_mesh_client_get_mailbox (TamboMeshClient *self,
                                    guint *out_waiting,
                                    guint *out_carried,
                                    guint *out_received);
gint64 tambo_mesh_client_get_last_clinic_contact (TamboMeshClient *self);

void tambo_mesh_client_get_trust_async (TamboMeshClient *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
GHashTable *tambo_mesh_client_get_trust_finish (TamboMeshClient *self,
                                                GAsyncResult *result,
                                                GError **error);

void tambo_mesh_client_open_blob_async (TamboMeshClient *self,
                                        const char *digest,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
int tambo_mesh_client_open_blob_finish (TamboMeshClient *self,
                                        GAsyncResult *result,
                                        GError **error);

void tambo_mesh_client_get_ranges_async (TamboMeshClient *self,
                                         const char *digest,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
GVariant *tambo_mesh_client_get_ranges_finish (TamboMeshClient *self,
                                               GAsyncResult *result,
                                               guint64 *out_size,
                                               GError **error);
void tambo_mesh_client_want (TamboMeshClient *self,
                             const char *digest,
                             guint64 offset,
                             guint64 length);

void tambo_mesh_client_submit_envelope_async (TamboMeshClient *self,
                                              GBytes *envelope,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
char *tambo_mesh_client_submit_envelope_finish (TamboMeshClient *self,
                                                GAsyncResult *result,
                                                GError **error);

void tambo_mesh_client_find_replies_async (TamboMeshClient *self,
                                           const guint8 tag[16],
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
GPtrArray *tambo_mesh_client_find_replies_finish (TamboMeshClient *self,
                                                  GAsyncResult *result,
                                                  GError **error);

void tambo_mesh_client_get_status_async (TamboMeshClient *self,
                                         const char *id,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
gboolean tambo_mesh_client_get_status_finish (TamboMeshClient *self,
                                              GAsyncResult *result,
                                              TamboCarried *out_carried,
                                              GError **error);

G_END_DECLS

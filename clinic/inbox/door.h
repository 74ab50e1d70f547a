/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/requests/gateway.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_DOOR (tambo_door_get_type ())
G_DECLARE_FINAL_TYPE (TamboDoor, tambo_door, TAMBO, DOOR, GObject)

TamboDoor *tambo_door_new (TamboClinicStore *clinic, TamboGateway *gateway);

void tambo_door_open_async (TamboDoor *self,
                            const char *passphrase,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean tambo_door_open_finish (TamboDoor *self, GAsyncResult *result, GError **error);

TamboMessageStore *tambo_door_get_messages (TamboDoor *self);
TamboIntake *tambo_door_get_intake (TamboDoor *self);

G_END_DECLS

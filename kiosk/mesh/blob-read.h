/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/mesh-client.h"

G_BEGIN_DECLS

/* Small blobs, read and checked whole. */

GBytes *tambo_blob_read_at (int fd, goffset offset, gsize size, GError **error);
GBytes *tambo_blob_read_all (int fd, const char *digest, gsize max_size, GError **error);

void tambo_blob_read_async (TamboMeshClient *client,
                            const char *digest,
                            gsize max_size,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GBytes *tambo_blob_read_finish (TamboMeshClient *client, GAsyncResult *result, GError **error);

G_END_DECLS

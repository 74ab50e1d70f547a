/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/shelf.h"

G_BEGIN_DECLS

/* What installing from a folder would change, as Preview() of org.tambo.Mesh1 tells it. Nothing is
 * changed by looking. @folder_fd stays the caller's. */
void tambo_preview_async (TamboShelf *shelf,
                          int folder_fd,
                          const char *const *languages,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
/* (transfer full): of type aa{sv} */
GVariant *tambo_preview_finish (GAsyncResult *result, GError **error);

G_END_DECLS

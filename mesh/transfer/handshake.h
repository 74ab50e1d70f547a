/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboHandshakeAdmit:
 *
 * Whether the key may speak with us now.
 */
typedef gboolean (*TamboHandshakeAdmit) (gpointer object, const char *pin);

void tambo_handshake_async (GSocketConnection *raw,
                            GTlsCertificate *certificate,
                            guint timeout_ms,
                            TamboHandshakeAdmit admit,
                            GObject *admit_object,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GIOStream *tambo_handshake_finish (GAsyncResult *result, char **out_pin, GError **error);

G_END_DECLS

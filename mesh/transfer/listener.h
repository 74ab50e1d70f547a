/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/limits.h"
#include "mesh/transfer/peer-backend.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_LISTENER (tambo_listener_get_type ())
G_DECLARE_FINAL_TYPE (TamboListener, tambo_listener, TAMBO, LISTENER, GObject)

TamboListener *tambo_listener_new (GTlsCertificate *certificate,
                                   const TamboListenerLimits *limits,
                                   TamboPeerBackend *backend,
                                   GError **error);

gboolean tambo_listener_listen (TamboListener *self,
                                GSocketAddress *address,
                                guint16 *out_port,
                                GError **error);
gboolean tambo_listener_listen_any (TamboListener *self,
                                    guint16 port,
                                    guint16 *out_port,
                                    GError **error);
void tambo_listener_close (TamboListener *self);

guint tambo_listener_get_n_connections (TamboListener *self);
guint tambo_listener_get_n_handshakes (TamboListener *self);
guint tambo_listener_get_n_seats (TamboListener *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/config.h"

G_BEGIN_DECLS

/**
 * TamboDaemon:
 *
 * All parts of tambo-meshd, put together: what is on the shelf, who is near, what is fetched, what
 * is carried, and the bus. Emits `lost-bus` when nobody can speak with it any more.
 */
#define TAMBO_TYPE_DAEMON (tambo_daemon_get_type ())
G_DECLARE_FINAL_TYPE (TamboDaemon, tambo_daemon, TAMBO, DAEMON, GObject)

TamboDaemon *tambo_daemon_new (TamboMeshConfig *config, GError **error);

gboolean tambo_daemon_start (TamboDaemon *self, GDBusConnection *connection, GError **error);
void tambo_daemon_stop (TamboDaemon *self);

G_END_DECLS

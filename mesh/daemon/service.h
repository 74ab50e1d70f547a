/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/mail.h"
#include "mesh/daemon/shelf.h"
#include "mesh/daemon/sync-driver.h"

G_BEGIN_DECLS

#define TAMBO_BUS_NAME "org.tambo.Mesh1"
#define TAMBO_BUS_PATH "/org/tambo/Mesh1"

/**
 * TamboService:
 *
 * The daemon as programs on this machine see it: org.tambo.Mesh1. It decides nothing; it hands
 * calls on and shows what there is.
 */
#define TAMBO_TYPE_SERVICE (tambo_service_get_type ())
G_DECLARE_FINAL_TYPE (TamboService, tambo_service, TAMBO, SERVICE, GObject)

TamboService *tambo_service_new (TamboShelf *shelf,
                                 TamboNeighbourhood *neighbourhood,
                                 TamboSyncDriver *driver,
                                 TamboHub *hub,
                                 TamboMail *mail,
                                 const char *own_pin);

gboolean tambo_service_export (TamboService *self, GDBusConnection *connection, GError **error);
void tambo_service_unexport (TamboService *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/mail.h"
#include "mesh/daemon/shelf.h"

#include "mesh-dbus.h"

G_BEGIN_DECLS

/**
 * TamboPackService:
 *
 * The part of org.tambo.Mesh1 by which staff change what this kiosk holds, and its jobs. Emits
 * `ended` when one of them did, or something else changed what is here.
 */
#define TAMBO_TYPE_PACK_SERVICE (tambo_pack_service_get_type ())
G_DECLARE_FINAL_TYPE (TamboPackService, tambo_pack_service, TAMBO, PACK_SERVICE, GObject)

TamboPackService *tambo_pack_service_new (TamboDBusMesh1 *object,
                                          TamboShelf *shelf,
                                          TamboMail *mail);
void tambo_pack_service_stop (TamboPackService *self);

G_END_DECLS

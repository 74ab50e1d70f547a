/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/requests/intake.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_GATEWAY (tambo_gateway_get_type ())
G_DECLARE_FINAL_TYPE (TamboGateway, tambo_gateway, TAMBO, GATEWAY, GObject)

TamboGateway *tambo_gateway_new (GDBusConnection *bus, TamboClinicStore *clinic);

void tambo_gateway_start (TamboGateway *self, TamboIntake *intake);
void tambo_gateway_poll (TamboGateway *self);
gboolean tambo_gateway_is_connected (TamboGateway *self);
guint tambo_gateway_get_n_sent (TamboGateway *self);

G_END_DECLS

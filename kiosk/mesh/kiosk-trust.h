/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/trust.h"
#include "kiosk/mesh/mesh-client.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_KIOSK_TRUST (tambo_kiosk_trust_get_type ())
G_DECLARE_FINAL_TYPE (TamboKioskTrust, tambo_kiosk_trust, TAMBO, KIOSK_TRUST, GObject)

TamboKioskTrust *tambo_kiosk_trust_new (TamboMeshClient *client,
                                        GBytes *first_root,
                                        const char *floor_path,
                                        GError **error);

TamboTrust *tambo_kiosk_trust_get_trust (TamboKioskTrust *self);
gint64 tambo_kiosk_trust_get_now (TamboKioskTrust *self);
GPtrArray *tambo_kiosk_trust_list_open_clinics (TamboKioskTrust *self);

G_END_DECLS

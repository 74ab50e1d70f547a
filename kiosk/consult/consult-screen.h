/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/kiosk-trust.h"
#include "kiosk/session/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_CONSULT_SCREEN (tambo_consult_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboConsultScreen, tambo_consult_screen, TAMBO, CONSULT_SCREEN, GtkWidget)

GtkWidget *tambo_consult_screen_new (TamboSession *session,
                                     TamboKioskTrust *trust,
                                     TamboMeshClient *client);

G_END_DECLS

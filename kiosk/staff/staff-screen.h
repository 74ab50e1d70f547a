/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/library.h"
#include "kiosk/session/attempts.h"
#include "kiosk/session/session.h"
#include "kiosk/usb/stick-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_STAFF_SCREEN (tambo_staff_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboStaffScreen, tambo_staff_screen, TAMBO, STAFF_SCREEN, GtkWidget)

GtkWidget *tambo_staff_screen_new (TamboSession *session,
                                   TamboMeshClient *client,
                                   TamboLibrary *library,
                                   TamboStickDesk *desk,
                                   TamboAttempts *attempts,
                                   const char *pin_path);

G_END_DECLS

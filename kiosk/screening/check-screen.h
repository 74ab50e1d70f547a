/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/library.h"
#include "kiosk/session/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_CHECK_SCREEN (tambo_check_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboCheckScreen, tambo_check_screen, TAMBO, CHECK_SCREEN, GtkWidget)

GtkWidget *tambo_check_screen_new (TamboSession *session,
                                   TamboLibrary *library,
                                   TamboMeshClient *client,
                                   const char *item);

G_END_DECLS

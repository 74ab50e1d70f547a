/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/library.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_HOME_SCREEN (tambo_home_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboHomeScreen, tambo_home_screen, TAMBO, HOME_SCREEN, GtkWidget)

GtkWidget *tambo_home_screen_new (TamboLibrary *library, TamboKioskTrust *trust);

G_END_DECLS

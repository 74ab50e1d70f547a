/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/usb/stick-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_ATTRACT_SCREEN (tambo_attract_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboAttractScreen, tambo_attract_screen, TAMBO, ATTRACT_SCREEN, GtkWidget)

GtkWidget *tambo_attract_screen_new (GListModel *languages, TamboStickDesk *desk);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/usb/stick-desk.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_STICK_SCREEN (tambo_stick_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboStickScreen, tambo_stick_screen, TAMBO, STICK_SCREEN, GtkWidget)

GtkWidget *tambo_stick_screen_new (TamboStickDesk *desk, const char *language);

G_END_DECLS

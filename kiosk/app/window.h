/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/app/config.h"
#include "kiosk/app/parts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_WINDOW (tambo_window_get_type ())
G_DECLARE_FINAL_TYPE (TamboWindow, tambo_window, TAMBO, WINDOW, GtkApplicationWindow)

GtkWindow *tambo_window_new (GtkApplication *application,
                             const TamboParts *parts,
                             const TamboConfig *config);

void tambo_window_open (TamboWindow *self, const char *route, const char *parameter);
const char *tambo_window_get_route (TamboWindow *self);
GtkWidget *tambo_window_get_screen (TamboWindow *self);

G_END_DECLS

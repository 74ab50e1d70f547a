/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_CLOCK_SCREEN (tambo_clock_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboClockScreen, tambo_clock_screen, TAMBO, CLOCK_SCREEN, GtkWidget)

GtkWidget *tambo_clock_screen_new (void);

G_END_DECLS

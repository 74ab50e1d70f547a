/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kiosk/session/session.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_THEME (tambo_theme_get_type ())
G_DECLARE_FINAL_TYPE (TamboTheme, tambo_theme, TAMBO, THEME, GObject)

TamboTheme *tambo_theme_new (GdkDisplay *display, TamboSession *session, double px_per_mm);

double tambo_theme_get_px_per_mm (TamboTheme *self);

G_END_DECLS

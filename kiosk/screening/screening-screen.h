/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_SCREENING_SCREEN (tambo_screening_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboScreeningScreen,
                      tambo_screening_screen,
                      TAMBO,
                      SCREENING_SCREEN,
                      GtkWidget)

/* Activates: kiosk.ask, kiosk.home, kiosk.places; kiosk.speak "s", what to read aloud. */
GtkWidget *tambo_screening_screen_new (TamboFormSession *session);

TamboFormSession *tambo_screening_screen_get_session (TamboScreeningScreen *self);
gboolean tambo_screening_screen_go_back (TamboScreeningScreen *self);

G_END_DECLS

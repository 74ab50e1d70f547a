/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-session.h"
#include "kiosk/session/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_SCREENING_SCREEN (tambo_screening_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboScreeningScreen,
                      tambo_screening_screen,
                      TAMBO,
                      SCREENING_SCREEN,
                      GtkWidget)

/* Activates kiosk.ask (with the check attached to the session), kiosk.places and kiosk.home. */
GtkWidget *tambo_screening_screen_new (TamboFormSession *form,
                                       TamboSession *session,
                                       const char *pack_digest);

TamboFormSession *tambo_screening_screen_get_form (TamboScreeningScreen *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/session/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_LANGUAGE_SCREEN (tambo_language_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboLanguageScreen, tambo_language_screen, TAMBO, LANGUAGE_SCREEN, GtkWidget)

GtkWidget *tambo_language_screen_new (GListModel *languages, TamboSession *session);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/replies/reply-reader.h"
#include "kiosk/session/session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_REPLIES_SCREEN (tambo_replies_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboRepliesScreen, tambo_replies_screen, TAMBO, REPLIES_SCREEN, GtkWidget)

GtkWidget *tambo_replies_screen_new (TamboSession *session,
                                     TamboMeshClient *client,
                                     TamboKioskTrust *trust,
                                     TamboAttempts *attempts);

G_END_DECLS

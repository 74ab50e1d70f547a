/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/session/session.h"
#include "kiosk/widgets/blob-source.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_WATCH_SCREEN (tambo_watch_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboWatchScreen, tambo_watch_screen, TAMBO, WATCH_SCREEN, GtkWidget)

GtkWidget *tambo_watch_screen_new (TamboSession *session,
                                   GListModel *items,
                                   TamboBlobSource *blobs);

G_END_DECLS

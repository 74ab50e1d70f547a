/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/library-item.h"
#include "kiosk/session/session.h"
#include "kiosk/widgets/blob-source.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_LEAFLET_SCREEN (tambo_leaflet_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboLeafletScreen, tambo_leaflet_screen, TAMBO, LEAFLET_SCREEN, GtkWidget)

GtkWidget *tambo_leaflet_screen_new (TamboSession *session,
                                     TamboLibraryItem *item,
                                     TamboBlobSource *blobs);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/library-item.h"
#include "kiosk/session/session.h"
#include "kiosk/widgets/blob-source.h"
#include "kiosk/widgets/decoder.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_PLAYER_SCREEN (tambo_player_screen_get_type ())
G_DECLARE_FINAL_TYPE (TamboPlayerScreen, tambo_player_screen, TAMBO, PLAYER_SCREEN, GtkWidget)

GtkWidget *tambo_player_screen_new (TamboSession *session,
                                    TamboLibraryItem *item,
                                    TamboBlobSource *blobs,
                                    TamboDecoder *decoder,
                                    const char *sound_sink);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/library-item.h"
#include "kiosk/widgets/blob-source.h"
#include "kiosk/widgets/player.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_SHOWING (tambo_showing_get_type ())
G_DECLARE_FINAL_TYPE (TamboShowing, tambo_showing, TAMBO, SHOWING, GObject)

TamboShowing *tambo_showing_new (TamboLibraryItem *item,
                                 TamboBlobSource *blobs,
                                 TamboPlayer *player);

void tambo_showing_start (TamboShowing *self, const char *language);
void tambo_showing_stop (TamboShowing *self);
void tambo_showing_set_language (TamboShowing *self, const char *language);
void tambo_showing_next_voice (TamboShowing *self);

TamboLibraryItem *tambo_showing_get_item (TamboShowing *self);
TamboPlayer *tambo_showing_get_player (TamboShowing *self);
const char *tambo_showing_get_voice_language (TamboShowing *self);

G_END_DECLS

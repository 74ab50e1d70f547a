/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/widgets/decoder.h"
#include "kiosk/widgets/player-state.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define TAMBO_PLAYER_MIN_RATE 0.75
#define TAMBO_PLAYER_MAX_RATE 1.5

#define TAMBO_TYPE_PLAYER (tambo_player_get_type ())
G_DECLARE_FINAL_TYPE (TamboPlayer, tambo_player, TAMBO, PLAYER, GObject)

/* Positions are microseconds of the film, whatever the rate. */
TamboPlayer *tambo_player_new (TamboDecoder *decoder, const char *sound_sink);

void tambo_player_open (TamboPlayer *self, GInputStream *picture);
void tambo_player_set_voice (TamboPlayer *self, GInputStream *voice);
void tambo_player_close (TamboPlayer *self);

void tambo_player_play (TamboPlayer *self);
void tambo_player_pause (TamboPlayer *self);
void tambo_player_seek (TamboPlayer *self, gint64 position);

TamboPlayerState tambo_player_get_state (TamboPlayer *self);
TamboVoiceState tambo_player_get_voice_state (TamboPlayer *self);
gint64 tambo_player_get_position (TamboPlayer *self);
gint64 tambo_player_get_duration (TamboPlayer *self);
double tambo_player_get_rate (TamboPlayer *self);
void tambo_player_set_rate (TamboPlayer *self, double rate);
double tambo_player_get_volume (TamboPlayer *self);
void tambo_player_set_volume (TamboPlayer *self, double volume);
GdkPaintable *tambo_player_get_paintable (TamboPlayer *self);

G_END_DECLS

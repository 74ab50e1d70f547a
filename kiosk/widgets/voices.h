/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/widgets/decoder.h"
#include "kiosk/widgets/player-state.h"
#include "kiosk/widgets/timeline.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_VOICES (tambo_voices_get_type ())
G_DECLARE_FINAL_TYPE (TamboVoices, tambo_voices, TAMBO, VOICES, GObject)

TamboVoices *tambo_voices_new (TamboDecoder *decoder, const char *sound_sink, GstClock *clock);

void tambo_voices_choose (TamboVoices *self, GInputStream *voice);
void tambo_voices_move (TamboVoices *self, gint64 position, double rate);
void tambo_voices_run (TamboVoices *self, const TamboTimeline *timeline);
void tambo_voices_rest (TamboVoices *self, gint64 position);
void tambo_voices_set_volume (TamboVoices *self, double volume);

TamboVoiceState tambo_voices_get_state (TamboVoices *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/speech/segment.h"
#include "kiosk/widgets/decoder.h"

G_BEGIN_DECLS

/**
 * TamboSpeechState:
 * @TAMBO_SPEECH_STATE_SILENT: asked to speak, but there is no voice for this language: show it
 */
typedef enum
{
  TAMBO_SPEECH_STATE_IDLE,
  TAMBO_SPEECH_STATE_SPEAKING,
  TAMBO_SPEECH_STATE_SILENT,
} TamboSpeechState;

#define TAMBO_TYPE_SPEECH_STATE (tambo_speech_state_get_type ())
GType tambo_speech_state_get_type (void);

#define TAMBO_TYPE_SPEECH (tambo_speech_get_type ())
G_DECLARE_FINAL_TYPE (TamboSpeech, tambo_speech, TAMBO, SPEECH, GObject)

TamboSpeech *tambo_speech_new (TamboDecoder *decoder, const char *sound_sink);

void tambo_speech_say (TamboSpeech *self, GPtrArray *segments, const char *language);
void tambo_speech_stop (TamboSpeech *self);

TamboSpeechState tambo_speech_get_state (TamboSpeech *self);
gboolean tambo_speech_has_voice (TamboSpeech *self, const char *language);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TamboPlayerState:
 * @TAMBO_PLAYER_STATE_EMPTY: no film
 * @TAMBO_PLAYER_STATE_SETTLING: the picture at a new moment is on its way; it will rest there
 * @TAMBO_PLAYER_STATE_STARTING: the same, and it will play from there
 * @TAMBO_PLAYER_STATE_ENDED: the last picture stays
 * @TAMBO_PLAYER_STATE_FAILED: the picture cannot be shown
 */
typedef enum
{
  TAMBO_PLAYER_STATE_EMPTY,
  TAMBO_PLAYER_STATE_SETTLING,
  TAMBO_PLAYER_STATE_STARTING,
  TAMBO_PLAYER_STATE_PAUSED,
  TAMBO_PLAYER_STATE_PLAYING,
  TAMBO_PLAYER_STATE_ENDED,
  TAMBO_PLAYER_STATE_FAILED,
} TamboPlayerState;

typedef enum
{
  TAMBO_PLAYER_EVENT_OPEN,
  TAMBO_PLAYER_EVENT_SETTLED,
  TAMBO_PLAYER_EVENT_PLAY,
  TAMBO_PLAYER_EVENT_PAUSE,
  TAMBO_PLAYER_EVENT_MOVE,
  TAMBO_PLAYER_EVENT_END,
  TAMBO_PLAYER_EVENT_BREAK,
  TAMBO_PLAYER_EVENT_CLOSE,
} TamboPlayerEvent;

/**
 * TamboVoiceState:
 * @TAMBO_VOICE_STATE_NONE: this film has no voice in this language
 * @TAMBO_VOICE_STATE_JOINING: it is on its way; the voice before it sounds until then
 * @TAMBO_VOICE_STATE_DAMAGED: it cannot be played; picture and subtitles go on
 */
typedef enum
{
  TAMBO_VOICE_STATE_NONE,
  TAMBO_VOICE_STATE_JOINING,
  TAMBO_VOICE_STATE_READY,
  TAMBO_VOICE_STATE_DAMAGED,
} TamboVoiceState;

#define TAMBO_TYPE_PLAYER_STATE (tambo_player_state_get_type ())
GType tambo_player_state_get_type (void);
#define TAMBO_TYPE_VOICE_STATE (tambo_voice_state_get_type ())
GType tambo_voice_state_get_type (void);

gboolean tambo_player_state_next (TamboPlayerState from,
                                  TamboPlayerEvent event,
                                  TamboPlayerState *out_to);
gboolean tambo_player_state_is_playing (TamboPlayerState state);

G_END_DECLS

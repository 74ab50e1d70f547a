/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/player-state.h"

G_DEFINE_ENUM_TYPE (TamboPlayerState,
                    tambo_player_state,
                    G_DEFINE_ENUM_VALUE (TAMBO_PLAYER_STATE_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (TAMBO_PLAYER_STATE_SETTLING, "settling"),
                    G_DEFINE_ENUM_VALUE (TAMBO_PLAYER_STATE_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (TAMBO_PLAYER_STATE_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (TAMBO_PLAYER_STATE_PLAYING, "playing"),
                    G_DEFINE_ENUM_VALUE (TAMBO_PLAYER_STATE_ENDED, "ended"),
                    G_DEFINE_ENUM_VALUE (TAMBO_PLAYER_STATE_FAILED, "failed"))

G_DEFINE_ENUM_TYPE (TamboVoiceState,
                    tambo_voice_state,
                    G_DEFINE_ENUM_VALUE (TAMBO_VOICE_STATE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TAMBO_VOICE_STATE_JOINING, "joining"),
                    G_DEFINE_ENUM_VALUE (TAMBO_VOICE_STATE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (TAMBO_VOICE_STATE_DAMAGED, "damaged"))

#define STATE(name) TAMBO_PLAYER_STATE_##name
#define EVENT(name) TAMBO_PLAYER_EVENT_##name

/* Every move that exists. What is not here does not happen. A film may be opened or closed at
 * any time, so those two stand in the function. */
static const struct
{
  TamboPlayerState from;
  TamboPlayerEvent event;
  TamboPlayerState to;
} transitions[] = {
  { STATE (SETTLING), EVENT (SETTLED), STATE (PAUSED) },
  { STATE (SETTLING), EVENT (PLAY), STATE (STARTING) },
  { STATE (SETTLING), EVENT (MOVE), STATE (SETTLING) },
  { STATE (SETTLING), EVENT (END), STATE (ENDED) },
  { STATE (SETTLING), EVENT (BREAK), STATE (FAILED) },
  { STATE (STARTING), EVENT (SETTLED), STATE (PLAYING) },
  { STATE (STARTING), EVENT (PAUSE), STATE (SETTLING) },
  { STATE (STARTING), EVENT (MOVE), STATE (STARTING) },
  { STATE (STARTING), EVENT (END), STATE (ENDED) },
  { STATE (STARTING), EVENT (BREAK), STATE (FAILED) },
  { STATE (PAUSED), EVENT (PLAY), STATE (PLAYING) },
  { STATE (PAUSED), EVENT (MOVE), STATE (SETTLING) },
  { STATE (PAUSED), EVENT (BREAK), STATE (FAILED) },
  { STATE (PLAYING), EVENT (PAUSE), STATE (PAUSED) },
  { STATE (PLAYING), EVENT (MOVE), STATE (STARTING) },
  { STATE (PLAYING), EVENT (END), STATE (ENDED) },
  { STATE (PLAYING), EVENT (BREAK), STATE (FAILED) },
  { STATE (ENDED), EVENT (MOVE), STATE (STARTING) },
  { STATE (ENDED), EVENT (BREAK), STATE (FAILED) },
};

gboolean
tambo_player_state_next (TamboPlayerState from, TamboPlayerEvent event, TamboPlayerState *out_to)
{
  if (event == TAMBO_PLAYER_EVENT_OPEN || event == TAMBO_PLAYER_EVENT_CLOSE)
    {
      *out_to = event == TAMBO_PLAYER_EVENT_OPEN ? STATE (SETTLING) : STATE (EMPTY);
      return TRUE;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      if (transitions[i].from == from && transitions[i].event == event)
        {
          *out_to = transitions[i].to;
          return TRUE;
        }
    }

  return FALSE;
}

/* Whether a person sees it as playing, though it may be on its way. */
gboolean
tambo_player_state_is_playing (TamboPlayerState state)
{
  return state == TAMBO_PLAYER_STATE_STARTING || state == TAMBO_PLAYER_STATE_PLAYING;
}

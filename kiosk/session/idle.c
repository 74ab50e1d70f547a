/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/session/idle.h"

typedef struct
{
  gboolean listed;
  TamboIdleState next;
  TamboIdleEffect effect;
} Move;

/* What is not in this table does not happen. */
static const Move moves[TAMBO_N_IDLE_STATES][TAMBO_N_IDLE_EVENTS] = {
  [TAMBO_IDLE_AWAY] = {
    [TAMBO_IDLE_EVENT_BEGIN] = { TRUE, TAMBO_IDLE_PRESENT, TAMBO_IDLE_DO_NOTHING },
  },
  [TAMBO_IDLE_PRESENT] = {
    [TAMBO_IDLE_EVENT_PRESENCE] = { TRUE, TAMBO_IDLE_PRESENT, TAMBO_IDLE_DO_NOTHING },
    [TAMBO_IDLE_EVENT_TIME] = { TRUE, TAMBO_IDLE_ASKING, TAMBO_IDLE_DO_ASK },
    [TAMBO_IDLE_EVENT_END] = { TRUE, TAMBO_IDLE_AWAY, TAMBO_IDLE_DO_NOTHING },
  },
  [TAMBO_IDLE_ASKING] = {
    [TAMBO_IDLE_EVENT_PRESENCE] = { TRUE, TAMBO_IDLE_PRESENT, TAMBO_IDLE_DO_STOP_ASK },
    [TAMBO_IDLE_EVENT_TIME] = { TRUE, TAMBO_IDLE_AWAY, TAMBO_IDLE_DO_WIPE },
    [TAMBO_IDLE_EVENT_END] = { TRUE, TAMBO_IDLE_AWAY, TAMBO_IDLE_DO_STOP_ASK },
  },
};

/* What the caller is to do now that @event happened. */
TamboIdleEffect
tambo_idle_handle (TamboIdle *idle, TamboIdleEvent event, gint64 now_ms)
{
  const Move *move = NULL;

  g_return_val_if_fail (idle != NULL && idle->state < TAMBO_N_IDLE_STATES, TAMBO_IDLE_DO_NOTHING);
  g_return_val_if_fail (event < TAMBO_N_IDLE_EVENTS, TAMBO_IDLE_DO_NOTHING);

  move = &moves[idle->state][event];
  if (!move->listed)
    return TAMBO_IDLE_DO_NOTHING;

  idle->state = move->next;
  idle->since_ms = now_ms;

  return move->effect;
}

/**
 * tambo_idle_get_left_ms:
 * @idle: an idle state
 * @now_ms: the time now
 *
 * Returns: milliseconds until the state ends by itself, at least 0; -1 if it does not
 */
gint64
tambo_idle_get_left_ms (const TamboIdle *idle, gint64 now_ms)
{
  gint64 span = 0;

  g_return_val_if_fail (idle != NULL, -1);

  if (idle->state == TAMBO_IDLE_AWAY)
    return -1;

  span = idle->state == TAMBO_IDLE_ASKING ? idle->ring_ms : idle->quiet_ms;

  return MAX (0, idle->since_ms + span - now_ms);
}

/* Called now and then, and when tambo_idle_get_left_ms() is over. */
TamboIdleEffect
tambo_idle_pass_time (TamboIdle *idle, gint64 now_ms)
{
  g_return_val_if_fail (idle != NULL, TAMBO_IDLE_DO_NOTHING);

  if (tambo_idle_get_left_ms (idle, now_ms) != 0)
    return TAMBO_IDLE_DO_NOTHING;

  return tambo_idle_handle (idle, TAMBO_IDLE_EVENT_TIME, now_ms);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/session/idle.h"

#define QUIET 60000
#define RING 20000

static TamboIdle
make_idle (TamboIdleState state)
{
  return (TamboIdle){ .state = state, .since_ms = 1000, .quiet_ms = QUIET, .ring_ms = RING };
}

/* Each state, each event: what is not here does not happen. */
static const struct
{
  TamboIdleState from;
  TamboIdleEvent event;
  TamboIdleState to;
  TamboIdleEffect effect;
} moves[] = {
  { TAMBO_IDLE_AWAY, TAMBO_IDLE_EVENT_BEGIN, TAMBO_IDLE_PRESENT, TAMBO_IDLE_DO_NOTHING },
  { TAMBO_IDLE_AWAY, TAMBO_IDLE_EVENT_PRESENCE, TAMBO_IDLE_AWAY, TAMBO_IDLE_DO_NOTHING },
  { TAMBO_IDLE_AWAY, TAMBO_IDLE_EVENT_TIME, TAMBO_IDLE_AWAY, TAMBO_IDLE_DO_NOTHING },
  { TAMBO_IDLE_AWAY, TAMBO_IDLE_EVENT_END, TAMBO_IDLE_AWAY, TAMBO_IDLE_DO_NOTHING },
  { TAMBO_IDLE_PRESENT, TAMBO_IDLE_EVENT_BEGIN, TAMBO_IDLE_PRESENT, TAMBO_IDLE_DO_NOTHING },
  { TAMBO_IDLE_PRESENT, TAMBO_IDLE_EVENT_PRESENCE, TAMBO_IDLE_PRESENT, TAMBO_IDLE_DO_NOTHING },
  { TAMBO_IDLE_PRESENT, TAMBO_IDLE_EVENT_TIME, TAMBO_IDLE_ASKING, TAMBO_IDLE_DO_ASK },
  { TAMBO_IDLE_PRESENT, TAMBO_IDLE_EVENT_END, TAMBO_IDLE_AWAY, TAMBO_IDLE_DO_NOTHING },
  { TAMBO_IDLE_ASKING, TAMBO_IDLE_EVENT_BEGIN, TAMBO_IDLE_ASKING, TAMBO_IDLE_DO_NOTHING },
  { TAMBO_IDLE_ASKING, TAMBO_IDLE_EVENT_PRESENCE, TAMBO_IDLE_PRESENT, TAMBO_IDLE_DO_STOP_ASK },
  { TAMBO_IDLE_ASKING, TAMBO_IDLE_EVENT_TIME, TAMBO_IDLE_AWAY, TAMBO_IDLE_DO_WIPE },
  { TAMBO_IDLE_ASKING, TAMBO_IDLE_EVENT_END, TAMBO_IDLE_AWAY, TAMBO_IDLE_DO_STOP_ASK },
};

static void
test_moves (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      TamboIdle idle = make_idle (moves[i].from);

      g_assert_cmpint (tambo_idle_handle (&idle, moves[i].event, 5000), ==, moves[i].effect);
      g_assert_cmpint (idle.state, ==, moves[i].to);
    }
}

static void
test_asks_after_quiet (void)
{
  TamboIdle idle = make_idle (TAMBO_IDLE_PRESENT);

  g_assert_cmpint (tambo_idle_pass_time (&idle, 1000 + QUIET - 1), ==, TAMBO_IDLE_DO_NOTHING);
  g_assert_cmpint (tambo_idle_get_left_ms (&idle, 1000 + QUIET - 1), ==, 1);
  g_assert_cmpint (tambo_idle_pass_time (&idle, 1000 + QUIET), ==, TAMBO_IDLE_DO_ASK);
}

static void
test_wipes_after_ring (void)
{
  TamboIdle idle = make_idle (TAMBO_IDLE_ASKING);

  g_assert_cmpint (tambo_idle_pass_time (&idle, 1000 + RING - 1), ==, TAMBO_IDLE_DO_NOTHING);
  g_assert_cmpint (tambo_idle_pass_time (&idle, 1000 + RING), ==, TAMBO_IDLE_DO_WIPE);
  g_assert_cmpint (tambo_idle_get_left_ms (&idle, 1000 + 2 * RING), ==, -1);
}

static void
test_presence_starts_over (void)
{
  TamboIdle idle = make_idle (TAMBO_IDLE_PRESENT);

  tambo_idle_handle (&idle, TAMBO_IDLE_EVENT_PRESENCE, 1000 + QUIET - 1);
  g_assert_cmpint (tambo_idle_pass_time (&idle, 1000 + QUIET), ==, TAMBO_IDLE_DO_NOTHING);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kiosk/idle/moves", test_moves);
  g_test_add_func ("/kiosk/idle/asks-after-quiet", test_asks_after_quiet);
  g_test_add_func ("/kiosk/idle/wipes-after-ring", test_wipes_after_ring);
  g_test_add_func ("/kiosk/idle/presence-starts-over", test_presence_starts_over);

  return g_test_run ();
}

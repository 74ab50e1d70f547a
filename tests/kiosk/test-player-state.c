/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/player-state.h"
#include "kiosk/widgets/timeline.h"

static void
test_happy_path (void)
{
  static const struct
  {
    TamboPlayerEvent event;
    TamboPlayerState state;
  } steps[] = {
    { TAMBO_PLAYER_EVENT_OPEN, TAMBO_PLAYER_STATE_SETTLING },
    { TAMBO_PLAYER_EVENT_PLAY, TAMBO_PLAYER_STATE_STARTING },
    { TAMBO_PLAYER_EVENT_SETTLED, TAMBO_PLAYER_STATE_PLAYING },
    { TAMBO_PLAYER_EVENT_PAUSE, TAMBO_PLAYER_STATE_PAUSED },
    { TAMBO_PLAYER_EVENT_MOVE, TAMBO_PLAYER_STATE_SETTLING },
    { TAMBO_PLAYER_EVENT_SETTLED, TAMBO_PLAYER_STATE_PAUSED },
    { TAMBO_PLAYER_EVENT_PLAY, TAMBO_PLAYER_STATE_PLAYING },
    { TAMBO_PLAYER_EVENT_MOVE, TAMBO_PLAYER_STATE_STARTING },
    { TAMBO_PLAYER_EVENT_SETTLED, TAMBO_PLAYER_STATE_PLAYING },
    { TAMBO_PLAYER_EVENT_END, TAMBO_PLAYER_STATE_ENDED },
    { TAMBO_PLAYER_EVENT_MOVE, TAMBO_PLAYER_STATE_STARTING },
    { TAMBO_PLAYER_EVENT_CLOSE, TAMBO_PLAYER_STATE_EMPTY },
  };
  TamboPlayerState state = TAMBO_PLAYER_STATE_EMPTY;

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_assert_true (tambo_player_state_next (state, steps[i].event, &state));
      g_assert_cmpint (state, ==, steps[i].state);
    }
}

/* Whatever has failed or was never opened can only be opened. */
static void
test_dead_ends (void)
{
  static const TamboPlayerState ends[] = { TAMBO_PLAYER_STATE_EMPTY, TAMBO_PLAYER_STATE_FAILED };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      for (TamboPlayerEvent event = TAMBO_PLAYER_EVENT_SETTLED; event < TAMBO_PLAYER_EVENT_CLOSE;
           event++)
        {
          TamboPlayerState state = ends[i];

          g_assert_false (tambo_player_state_next (ends[i], event, &state));
          g_assert_cmpint (state, ==, ends[i]);
        }
    }
}

static void
test_late_event (void)
{
  TamboPlayerState state = TAMBO_PLAYER_STATE_PLAYING;

  g_assert_false (tambo_player_state_next (state, TAMBO_PLAYER_EVENT_SETTLED, &state));
  g_assert_cmpint (state, ==, TAMBO_PLAYER_STATE_PLAYING);
}

static void
test_breaks_anywhere (void)
{
  for (TamboPlayerState from = TAMBO_PLAYER_STATE_SETTLING; from < TAMBO_PLAYER_STATE_FAILED;
       from++)
    {
      TamboPlayerState to;

      g_assert_true (tambo_player_state_next (from, TAMBO_PLAYER_EVENT_BREAK, &to));
      g_assert_cmpint (to, ==, TAMBO_PLAYER_STATE_FAILED);
    }
}

/* At one and a half times the speed, two seconds of the clock are three of the film. */
static void
test_timeline (void)
{
  const TamboTimeline timeline = { 10000, 500, 1.5 };

  g_assert_cmpint (tambo_timeline_get_position (&timeline, 500), ==, 10000);
  g_assert_cmpint (tambo_timeline_get_position (&timeline, 2500), ==, 13000);
  g_assert_cmpint (tambo_timeline_get_time (&timeline, 13000), ==, 2500);
  g_assert_cmpint (tambo_timeline_get_time (&timeline, 7000), ==, -1500);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/kiosk/player-state/happy-path", test_happy_path);
  g_test_add_func ("/kiosk/player-state/dead-ends", test_dead_ends);
  g_test_add_func ("/kiosk/player-state/late-event", test_late_event);
  g_test_add_func ("/kiosk/player-state/breaks-anywhere", test_breaks_anywhere);
  g_test_add_func ("/kiosk/player-state/timeline", test_timeline);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/sync/hub-state.h"

#define OFF TAMBO_HUB_STATE_OFF
#define GRACE TAMBO_HUB_STATE_GRACE
#define UP TAMBO_HUB_STATE_UP
#define DOWN TAMBO_HUB_STATE_DOWN
#define QUARTER (15 * 60 * 1000)

/* By state and event: configured, answered, failed. What stays is no move. */
static const TamboHubState moves[][3] = {
  [TAMBO_HUB_STATE_OFF] = { GRACE, OFF, OFF },
  [TAMBO_HUB_STATE_GRACE] = { GRACE, UP, DOWN },
  [TAMBO_HUB_STATE_UP] = { UP, UP, DOWN },
  [TAMBO_HUB_STATE_DOWN] = { DOWN, UP, DOWN },
};

static void
test_moves (void)
{
  for (guint from = 0; from < G_N_ELEMENTS (moves); from++)
    {
      for (guint event = 0; event < G_N_ELEMENTS (moves[from]); event++)
        {
          TamboHubState to = from;

          g_assert_cmpint (tambo_hub_state_next ((TamboHubState) from, (TamboHubEvent) event, &to),
                           ==,
                           moves[from][event] != from);
          g_assert_cmpint (to, ==, moves[from][event]);
        }
    }
}

static const struct
{
  guint n_failures;
  guint interval_ms;
  guint retry_ms;
  gint64 wait_ms;
} waits[] = {
  { 0, QUARTER, 0, QUARTER }, { 1, QUARTER, 0, 5000 },      { 2, QUARTER, 0, 10000 },
  { 8, QUARTER, 0, 640000 },  { 9, QUARTER, 0, QUARTER },   { G_MAXUINT, QUARTER, 0, QUARTER },
  { 1, 2000, 0, 2000 },       { 1, QUARTER, 60000, 60000 }, { 0, 2000, 3600000, 3600000 },
};

static void
test_waits (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    g_assert_cmpint (tambo_hub_state_wait (waits[i].n_failures,
                                           waits[i].interval_ms,
                                           waits[i].retry_ms),
                     ==,
                     waits[i].wait_ms);
}

static void
test_names (void)
{
  g_assert_cmpstr (tambo_hub_state_to_string (OFF), ==, "off");
  g_assert_cmpstr (tambo_hub_state_to_string (GRACE), ==, "waiting");
  g_assert_cmpstr (tambo_hub_state_to_string (UP), ==, "reached");
  g_assert_cmpstr (tambo_hub_state_to_string (DOWN), ==, "failing");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mesh/hub-state/moves", test_moves);
  g_test_add_func ("/mesh/hub-state/waits-longer-each-time", test_waits);
  g_test_add_func ("/mesh/hub-state/names", test_names);

  return g_test_run ();
}

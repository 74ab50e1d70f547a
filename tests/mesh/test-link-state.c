/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/sync/link-state.h"

typedef struct
{
  const char *name;
  TamboLinkEvent events[8];
  guint n_events;
  const char *ends;
} Life;

static const Life lives[] = {
  { "answers", { TAMBO_LINK_EVENT_TRY, TAMBO_LINK_EVENT_ANSWERED }, 2, "alive" },
  { "does-not-answer", { TAMBO_LINK_EVENT_TRY, TAMBO_LINK_EVENT_SILENT }, 2, "known" },
  { "dies",
    { TAMBO_LINK_EVENT_TRY,
      TAMBO_LINK_EVENT_ANSWERED,
      TAMBO_LINK_EVENT_SILENT,
      TAMBO_LINK_EVENT_SILENT,
      TAMBO_LINK_EVENT_DEAD },
    5,
    "known" },
  { "comes-back",
    { TAMBO_LINK_EVENT_TRY,
      TAMBO_LINK_EVENT_ANSWERED,
      TAMBO_LINK_EVENT_SILENT,
      TAMBO_LINK_EVENT_ANSWERED },
    4,
    "alive" },
  { "cheats",
    { TAMBO_LINK_EVENT_TRY,
      TAMBO_LINK_EVENT_ANSWERED,
      TAMBO_LINK_EVENT_BAD,
      TAMBO_LINK_EVENT_ANSWERED },
    4,
    "quarantined" },
  { "is-pardoned",
    { TAMBO_LINK_EVENT_TRY,
      TAMBO_LINK_EVENT_ANSWERED,
      TAMBO_LINK_EVENT_BAD,
      TAMBO_LINK_EVENT_PARDONED,
      TAMBO_LINK_EVENT_ANSWERED },
    5,
    "alive" },
};

static void
test_life (gconstpointer data)
{
  const Life *life = data;
  TamboLinkState state = TAMBO_LINK_STATE_KNOWN;

  for (guint i = 0; i < life->n_events; i++)
    g_assert_true (tambo_link_state_next (state, life->events[i], &state));

  g_assert_cmpstr (tambo_link_state_to_string (state), ==, life->ends);
}

static void
test_late_event (void)
{
  TamboLinkState state = TAMBO_LINK_STATE_GONE;

  for (int event = TAMBO_LINK_EVENT_TRY; event <= (int) TAMBO_LINK_EVENT_DROPPED; event++)
    g_assert_false (tambo_link_state_next (state, (TamboLinkEvent) event, &state));

  g_assert_cmpint (state, ==, TAMBO_LINK_STATE_GONE);
}

static void
test_backoff (void)
{
  static const gint64 waits[] = { 0, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000 };

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    g_assert_cmpint (tambo_link_backoff (i), ==, waits[i]);

  g_assert_cmpint (tambo_link_backoff (G_MAXUINT), ==, 60000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      g_autofree char *path = g_strconcat ("/mesh/link-state/peer-", lives[i].name, NULL);

      g_test_add_data_func (path, &lives[i], test_life);
    }
  g_test_add_func ("/mesh/link-state/nothing-follows-gone", test_late_event);
  g_test_add_func ("/mesh/link-state/backoff", test_backoff);

  return g_test_run ();
}

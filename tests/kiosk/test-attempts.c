/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/session/attempts.h"

#define NOON 1000000

static void
fail_times (TamboAttempts *attempts, guint times, gint64 now_ms)
{
  for (guint i = 0; i < times; i++)
    tambo_attempts_fail (attempts, now_ms);
}

static void
test_four_are_free (void)
{
  g_autoptr (TamboAttempts) attempts = tambo_attempts_new ();

  fail_times (attempts, TAMBO_ATTEMPTS_FREE - 1, NOON);

  g_assert_cmpint (tambo_attempts_get_pause_ms (attempts, NOON), ==, 0);
}

static void
test_fifth_pauses (void)
{
  g_autoptr (TamboAttempts) attempts = tambo_attempts_new ();

  fail_times (attempts, TAMBO_ATTEMPTS_FREE, NOON);

  g_assert_cmpint (tambo_attempts_get_pause_ms (attempts, NOON), ==, TAMBO_ATTEMPTS_PAUSE_MS);
  g_assert_cmpint (tambo_attempts_get_pause_ms (attempts, NOON + 1),
                   ==,
                   TAMBO_ATTEMPTS_PAUSE_MS - 1);
  g_assert_cmpint (tambo_attempts_get_pause_ms (attempts, NOON + TAMBO_ATTEMPTS_PAUSE_MS), ==, 0);
}

static void
test_success_forgets (void)
{
  g_autoptr (TamboAttempts) attempts = tambo_attempts_new ();

  fail_times (attempts, TAMBO_ATTEMPTS_FREE - 1, NOON);
  tambo_attempts_succeed (attempts);
  fail_times (attempts, TAMBO_ATTEMPTS_FREE - 1, NOON);

  g_assert_cmpint (tambo_attempts_get_pause_ms (attempts, NOON), ==, 0);
}

static void
test_each_five_pause_again (void)
{
  g_autoptr (TamboAttempts) attempts = tambo_attempts_new ();
  const gint64 later = NOON + 2 * TAMBO_ATTEMPTS_PAUSE_MS;

  fail_times (attempts, TAMBO_ATTEMPTS_FREE, NOON);
  fail_times (attempts, TAMBO_ATTEMPTS_FREE, later);

  g_assert_cmpint (tambo_attempts_get_pause_ms (attempts, later), ==, TAMBO_ATTEMPTS_PAUSE_MS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/kiosk/attempts/four-are-free", test_four_are_free);
  g_test_add_func ("/kiosk/attempts/fifth-pauses", test_fifth_pauses);
  g_test_add_func ("/kiosk/attempts/success-forgets", test_success_forgets);
  g_test_add_func ("/kiosk/attempts/each-five-pause-again", test_each_five_pause_again);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/throttle.h"

#include <glib.h>

static void
test_grows (void)
{
  static const gint64 expected[] = { 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300 };
  TamboThrottle throttle = { 0 };
  gint64 now = 1000;

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      tambo_throttle_fail (&throttle, now);
      g_assert_cmpint (tambo_throttle_get_wait (&throttle, now), ==, expected[i]);
      now += expected[i];
      g_assert_cmpint (tambo_throttle_get_wait (&throttle, now), ==, 0);
    }
}

static void
test_success_forgets (void)
{
  TamboThrottle throttle = { 0 };

  for (guint i = 0; i < 6; i++)
    tambo_throttle_fail (&throttle, 0);
  tambo_throttle_succeed (&throttle);
  g_assert_cmpint (tambo_throttle_get_wait (&throttle, 0), ==, 0);
  tambo_throttle_fail (&throttle, 0);
  g_assert_cmpint (tambo_throttle_get_wait (&throttle, 0), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clinic/throttle/grows", test_grows);
  g_test_add_func ("/clinic/throttle/success-forgets", test_success_forgets);

  return g_test_run ();
}

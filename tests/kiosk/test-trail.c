/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/app/trail.h"

static void
test_leads_back (void)
{
  g_autoptr (TamboTrail) trail = tambo_trail_new ("home");

  tambo_trail_go (trail, "watch", NULL);
  tambo_trail_go (trail, "item", "a/film");
  g_assert_cmpstr (tambo_trail_get_parameter (trail), ==, "a/film");

  g_assert_true (tambo_trail_back (trail));
  g_assert_cmpstr (tambo_trail_get_route (trail), ==, "watch");
  g_assert_null (tambo_trail_get_parameter (trail));
  g_assert_true (tambo_trail_back (trail));
  g_assert_false (tambo_trail_back (trail));
  g_assert_cmpstr (tambo_trail_get_route (trail), ==, "home");
}

static void
test_same_place_is_one_step (void)
{
  g_autoptr (TamboTrail) trail = tambo_trail_new ("home");

  tambo_trail_go (trail, "item", "a/film");
  tambo_trail_go (trail, "item", "a/film");
  g_assert_cmpuint (tambo_trail_get_length (trail), ==, 2);
  tambo_trail_go (trail, "item", "b/film");
  g_assert_cmpuint (tambo_trail_get_length (trail), ==, 3);
}

static void
test_starts_anew (void)
{
  g_autoptr (TamboTrail) trail = tambo_trail_new ("home");

  tambo_trail_go (trail, "watch", NULL);
  tambo_trail_start (trail, "attract");
  g_assert_cmpuint (tambo_trail_get_length (trail), ==, 1);
  g_assert_false (tambo_trail_back (trail));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kiosk/trail/leads-back", test_leads_back);
  g_test_add_func ("/kiosk/trail/same-place-is-one-step", test_same_place_is_one_step);
  g_test_add_func ("/kiosk/trail/starts-anew", test_starts_anew);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/motion.h"

#include <math.h>

static const double line_starts[] = { 0.5, 4.0 };

static TamboPose
apply (const char *text, double seconds)
{
  g_autoptr (TamboMotion) motion = tambo_motion_new_from_text (text);
  TamboPose pose = { .alpha = 1 };

  g_assert_nonnull (motion);
  cairo_matrix_init_identity (&pose.matrix);
  tambo_motion_apply (motion, seconds, line_starts, 100, 50, &pose);

  return pose;
}

static void
test_waits_for_its_line (void)
{
  g_assert_cmpfloat (apply ("sun fade-in @2 1", 3.9).alpha, ==, 0);
  g_assert_cmpfloat (apply ("sun fade-in @2 1", 4.5).alpha, ==, 0.5);
  g_assert_cmpfloat (apply ("sun fade-in @2 1", 5.1).alpha, ==, 1);
  g_assert_cmpfloat (apply ("sun fade-in @2+1.5 1", 5.4).alpha, ==, 0);
  g_assert_cmpfloat (apply ("sun fade-in @2-0.5 1", 4.5).alpha, ==, 1);
  g_assert_cmpfloat (apply ("sun fade-out 1.5 1", 1).alpha, ==, 1);
  g_assert_cmpfloat (apply ("sun fade-out 1.5 1", 3).alpha, ==, 0);
}

static void
test_ends_where_it_was_drawn (void)
{
  const TamboPose before = apply ("sun slide-in 1 2 30 -40", 0);
  const TamboPose after = apply ("sun slide-in 1 2 30 -40", 3);
  const TamboPose grown = apply ("sun grow 1 2", 3);

  g_assert_cmpfloat (before.matrix.x0, ==, 30);
  g_assert_cmpfloat (before.matrix.y0, ==, -40);
  g_assert_cmpfloat (after.matrix.x0, ==, 0);
  g_assert_cmpfloat (after.matrix.y0, ==, 0);
  g_assert_cmpfloat_with_epsilon (grown.matrix.xx, 1, 1e-9);
}

static void
test_grows_about_its_middle (void)
{
  const TamboPose pose = apply ("sun grow 0 2", 1);
  double x = 100;
  double y = 50;

  cairo_matrix_transform_point (&pose.matrix, &x, &y);

  g_assert_cmpfloat_with_epsilon (x, 100, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, 50, 1e-9);
}

static void
test_blinks (void)
{
  g_assert_cmpfloat (apply ("lids blink 1 3 0.2", 0.5).alpha, ==, 0);
  g_assert_cmpfloat (apply ("lids blink 1 3 0.2", 1.1).alpha, ==, 1);
  g_assert_cmpfloat (apply ("lids blink 1 3 0.2", 1.3).alpha, ==, 0);
  g_assert_cmpfloat (apply ("lids blink 1 3 0.2", 4.1).alpha, ==, 1);
}

static const struct
{
  const char *name;
  const char *text;
} bad_motions[] = {
  { "nothing", "" },
  { "no-verb", "sun" },
  { "other-verb", "sun explode 0 1" },
  { "no-time", "sun fade-in" },
  { "too-few-numbers", "sun slide-in 0 1 30" },
  { "too-many-numbers", "sun fade-in 0 1 2" },
  { "not-a-number", "sun fade-in 0 soon" },
  { "number-and-more", "sun fade-in 0 1s" },
  { "infinite", "sun fade-in 0 inf" },
  { "not-a-number-at-all", "sun fade-in 0 nan" },
  { "zero-period", "sun bob 0 0 1 1" },
  { "negative-length", "sun fade-in 0 -1" },
  { "before-the-scene", "sun fade-in -1 1" },
  { "line-zero", "sun fade-in @0 1" },
  { "line-that-is-no-number", "sun fade-in @x 1" },
  { "layer-with-slash", "../sun fade-in 0 1" },
};

static void
test_bad (gconstpointer data)
{
  g_assert_null (tambo_motion_new_from_text (bad_motions[GPOINTER_TO_UINT (data)].text));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/author/motion/waits-for-its-line", test_waits_for_its_line);
  g_test_add_func ("/author/motion/ends-where-it-was-drawn", test_ends_where_it_was_drawn);
  g_test_add_func ("/author/motion/grows-about-its-middle", test_grows_about_its_middle);
  g_test_add_func ("/author/motion/blinks", test_blinks);
  for (guint i = 0; i < G_N_ELEMENTS (bad_motions); i++)
    {
      g_autofree char *path = g_strconcat ("/author/motion/bad/", bad_motions[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }

  return g_test_run ();
}

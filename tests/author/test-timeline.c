/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/timeline.h"

#define SECOND TAMBO_FILM_SAMPLE_RATE

static void
test_scenes_follow_each_other (void)
{
  g_autoptr (TamboTimeline) timeline = tambo_timeline_new ();
  const guint64 first[] = { 2 * SECOND, 3 * SECOND };
  const guint64 second[] = { SECOND };

  tambo_timeline_add_scene (timeline, first, 2, 0);
  tambo_timeline_add_scene (timeline, second, 1, 0);

  g_assert_cmpuint (tambo_timeline_get_n_scenes (timeline), ==, 2);
  g_assert_cmpuint (tambo_timeline_get_scene_start (timeline, 0), ==, 0);
  g_assert_cmpuint (tambo_timeline_get_scene_start (timeline, 1),
                    ==,
                    tambo_timeline_get_scene_frames (timeline, 0));
  g_assert_cmpuint (tambo_timeline_get_n_frames (timeline),
                    ==,
                    tambo_timeline_get_scene_frames (timeline, 0) +
                        tambo_timeline_get_scene_frames (timeline, 1));
}

/* Whatever the lengths, no line starts before the one before it is over, and the last one ends
 * before its scene does. */
static void
test_lines_never_overlap (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr (TamboTimeline) timeline = tambo_timeline_new ();
      guint64 samples[5];
      guint end = 0;

      for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
        samples[i] = (guint64) g_rand_int_range (rand, 0, 10 * SECOND);
      tambo_timeline_add_scene (timeline, samples, G_N_ELEMENTS (samples), 0);

      for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
        {
          const guint start = tambo_timeline_get_line_start (timeline, 0, i);

          g_assert_cmpuint (start, >, end);
          end = start + (guint) (samples[i] / TAMBO_FILM_SAMPLES_PER_FRAME);
        }
      g_assert_cmpuint (end, <, tambo_timeline_get_n_frames (timeline));
    }
}

static void
test_line_of_a_part_of_a_frame (void)
{
  g_autoptr (TamboTimeline) whole = tambo_timeline_new ();
  g_autoptr (TamboTimeline) more = tambo_timeline_new ();
  const guint64 samples = TAMBO_FILM_SAMPLES_PER_FRAME;
  const guint64 one_more = TAMBO_FILM_SAMPLES_PER_FRAME + 1;

  tambo_timeline_add_scene (whole, &samples, 1, 0);
  tambo_timeline_add_scene (more, &one_more, 1, 0);

  g_assert_cmpuint (tambo_timeline_get_n_frames (more),
                    ==,
                    tambo_timeline_get_n_frames (whole) + 1);
}

static void
test_recording_has_room (void)
{
  g_autoptr (TamboTimeline) timeline = tambo_timeline_new ();
  const guint64 samples[] = { SECOND, SECOND };

  tambo_timeline_add_scene (timeline, samples, 2, 20 * SECOND);

  g_assert_cmpuint (tambo_timeline_get_n_frames (timeline), >, 20 * TAMBO_FILM_RATE);
}

static void
test_find_scene (void)
{
  g_autoptr (TamboTimeline) timeline = tambo_timeline_new ();
  const guint64 samples = SECOND;
  guint border;

  tambo_timeline_add_scene (timeline, &samples, 1, 0);
  tambo_timeline_add_scene (timeline, &samples, 1, 0);
  border = tambo_timeline_get_scene_start (timeline, 1);

  g_assert_cmpuint (tambo_timeline_find_scene (timeline, 0), ==, 0);
  g_assert_cmpuint (tambo_timeline_find_scene (timeline, border - 1), ==, 0);
  g_assert_cmpuint (tambo_timeline_find_scene (timeline, border), ==, 1);
  g_assert_cmpuint (tambo_timeline_find_scene (timeline, 100000), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/author/timeline/scenes-follow-each-other", test_scenes_follow_each_other);
  g_test_add_func ("/author/timeline/lines-never-overlap", test_lines_never_overlap);
  g_test_add_func ("/author/timeline/line-of-a-part-of-a-frame", test_line_of_a_part_of_a_frame);
  g_test_add_func ("/author/timeline/recording-has-room", test_recording_has_room);
  g_test_add_func ("/author/timeline/find-scene", test_find_scene);

  return g_test_run ();
}

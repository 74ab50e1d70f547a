/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/storyboard.h"

#include "content/base/error.h"

#include <string.h>

#define BOARD                                                                        \
  "[Film]\nScenes=one;two\nPoster=two\n"                                             \
  "[one]\nDrawing=a.svg\nCamera=0 0 1280 > 100 50 1080\nMotions=sun fade-in @2 1;\n" \
  "[two]\nDrawing=b.svg\n"

static TamboStoryboard *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tambo_storyboard_new_from_bytes (bytes, "film.ini", error);
}

static void
test_scenes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboStoryboard) board = parse (BOARD, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tambo_storyboard_get_n_scenes (board), ==, 2);
  g_assert_cmpstr (tambo_storyboard_get_drawing (board, 1), ==, "b.svg");
  g_assert_cmpuint (tambo_storyboard_get_motions (board, 0)->len, ==, 1);
  g_assert_cmpuint (tambo_storyboard_get_poster_scene (board), ==, 1);
}

static void
test_camera (void)
{
  g_autoptr (TamboStoryboard) board = parse (BOARD, NULL);

  g_assert_cmpfloat (tambo_storyboard_get_camera (board, 0, 0).width, ==, 1280);
  g_assert_cmpfloat (tambo_storyboard_get_camera (board, 0, 0.5).x, ==, 50);
  g_assert_cmpfloat (tambo_storyboard_get_camera (board, 0, 1).width, ==, 1080);
  g_assert_cmpfloat (tambo_storyboard_get_camera (board, 1, 0.5).width, ==, 1280);
}

static void
test_unvoiced (void)
{
  g_autoptr (TamboStoryboard) board =
      parse ("[Film]\nScenes=one\nUnvoiced=so;ti\n[one]\nDrawing=a.svg\n", NULL);
  g_autoptr (TamboStoryboard) voiced = parse (BOARD, NULL);

  g_assert_true (tambo_storyboard_is_unvoiced (board, "ti"));
  g_assert_false (tambo_storyboard_is_unvoiced (board, "en"));
  g_assert_false (tambo_storyboard_is_unvoiced (voiced, "ti"));
}

static void
test_script_must_fit (void)
{
  const struct
  {
    const char *script;
    gboolean fits;
  } cases[] = {
    { "[one]\nA.\nB.\n[two]\nC.\n", TRUE },
    { "[one]\nA.\n[two]\nC.\n", FALSE }, /* a motion waits for line 2 */
    { "[one]\nA.\nB.\n", FALSE },
    { "[two]\nA.\nB.\n[one]\nC.\n", FALSE },
  };
  g_autoptr (TamboStoryboard) board = parse (BOARD, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i].script, strlen (cases[i].script));
      g_autoptr (TamboScript) script =
          tambo_script_new_from_bytes (bytes, "script", TAMBO_SCRIPT_MAX_LINE, NULL);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (tambo_storyboard_check_script (board, script, &error), ==, cases[i].fits);
      g_assert_cmpint (error == NULL, ==, cases[i].fits);
    }
}

static const struct
{
  const char *name;
  const char *text;
} bad_boards[] = {
  { "empty", "" },
  { "not-a-key-file", "Scenes" },
  { "no-scenes", "[Film]\nScenes=\n" },
  { "scene-without-group", "[Film]\nScenes=one\n" },
  { "scene-without-drawing", "[Film]\nScenes=one\n[one]\nCamera=0 0 1280\n" },
  { "drawing-elsewhere", "[Film]\nScenes=one\n[one]\nDrawing=../a.svg\n" },
  { "drawing-not-svg", "[Film]\nScenes=one\n[one]\nDrawing=a.png\n" },
  { "camera-of-words", "[Film]\nScenes=one\n[one]\nDrawing=a.svg\nCamera=left\n" },
  { "camera-too-near", "[Film]\nScenes=one\n[one]\nDrawing=a.svg\nCamera=0 0 1\n" },
  { "camera-not-a-number", "[Film]\nScenes=one\n[one]\nDrawing=a.svg\nCamera=0 0 nan\n" },
  { "three-cameras",
    "[Film]\nScenes=one\n[one]\nDrawing=a.svg\nCamera=0 0 900 > 0 0 900 > 0 0 900\n" },
  { "unvoiced-in-words", "[Film]\nScenes=one\nUnvoiced=so;all of them\n[one]\nDrawing=a.svg\n" },
  { "bad-motion", "[Film]\nScenes=one\n[one]\nDrawing=a.svg\nMotions=sun shines\n" },
  { "poster-of-no-scene", "[Film]\nScenes=one\nPoster=two\n[one]\nDrawing=a.svg\n" },
};

static void
test_bad (gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (bad_boards[GPOINTER_TO_UINT (data)].text, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/author/storyboard/scenes", test_scenes);
  g_test_add_func ("/author/storyboard/camera", test_camera);
  g_test_add_func ("/author/storyboard/unvoiced", test_unvoiced);
  g_test_add_func ("/author/storyboard/script-must-fit", test_script_must_fit);
  for (guint i = 0; i < G_N_ELEMENTS (bad_boards); i++)
    {
      g_autofree char *path = g_strconcat ("/author/storyboard/bad/", bad_boards[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/script.h"

#include "content/base/error.h"

#include <string.h>

static TamboScript *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tambo_script_new_from_bytes (bytes, "script.en.txt", TAMBO_SCRIPT_MAX_LINE, error);
}

static void
test_scenes_and_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboScript) script =
      parse ("# note\n\n[one]\nHello.\n  Good day.  \r\n[two-b]\nBye.\n", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tambo_script_get_n_scenes (script), ==, 2);
  g_assert_cmpstr (tambo_script_get_scene (script, 1), ==, "two-b");
  g_assert_cmpstr (tambo_script_get_lines (script, 0)[0], ==, "Hello.");
  g_assert_cmpstr (tambo_script_get_lines (script, 0)[1], ==, "Good day.");
  g_assert_null (tambo_script_get_lines (script, 0)[2]);
}

/* Each message names the line, so that an author finds the place. */
static const struct
{
  const char *name;
  const char *text;
  const char *says;
} bad_scripts[] = {
  { "empty", "", "line 1" },
  { "only-comments", "# nothing\n", "no [scene]" },
  { "line-before-scene", "Hello.\n[one]\nBye.\n", "line 1" },
  { "silent-scene", "[one]\n[two]\nHello.\n", "[one]" },
  { "silent-last-scene", "[one]\nHello.\n[two]\n", "[two]" },
  { "scene-twice", "[one]\nHello.\n[one]\nBye.\n", "line 3" },
  { "scene-leaves-folder", "[../one]\nHello.\n", "line 1" },
  { "scene-without-name", "[]\nHello.\n", "line 1" },
  { "not-utf-8", "[one]\n\xff\xfe\n", "UTF-8" },
  { "bidi-override", "[one]\n\xe2\x80\xaeHello.\n", "U+202E" },
  { "control-character", "[one]\nHel\x07lo.\n", "U+0007" },
  { "long-line",
    "[one]\n1234567890123456789012345678901234567890123456789012345678901234567890123456789012345"
    "678901\n",
    "at most 90" },
};

static void
test_bad (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (bad_scripts[i].text, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
  g_assert_nonnull (strstr (error->message, "script.en.txt"));
  g_assert_nonnull (strstr (error->message, bad_scripts[i].says));
}

static void
test_other_shape (void)
{
  const struct
  {
    const char *other;
    gboolean same;
  } cases[] = {
    { "[one]\nA.\nB.\n[two]\nC.\n", TRUE },
    { "[one]\nA.\n[two]\nC.\n", FALSE },
    { "[one]\nA.\nB.\n", FALSE },
    { "[one]\nA.\nB.\n[three]\nC.\n", FALSE },
    { "[one]\nA.\nB.\n[two]\nC.\n[three]\nD.\n", FALSE },
  };
  g_autoptr (TamboScript) script = parse ("[one]\nAy.\nBee.\n[two]\nSea.\n", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboScript) other = parse (cases[i].other, NULL);

      g_assert_cmpint (tambo_script_check_same_shape (other, script, &error), ==, cases[i].same);
      g_assert_cmpint (error == NULL, ==, cases[i].same);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/author/script/scenes-and-lines", test_scenes_and_lines);
  for (guint i = 0; i < G_N_ELEMENTS (bad_scripts); i++)
    {
      g_autofree char *path = g_strconcat ("/author/script/bad/", bad_scripts[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }
  g_test_add_func ("/author/script/languages-have-the-same-shape", test_other_shape);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/subtitles.h"

#include "content/pack/captions.h"

#include <string.h>

static TamboScript *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tambo_script_new_from_bytes (bytes, "script", TAMBO_SCRIPT_MAX_LINE, NULL);
}

static void
test_file (void)
{
  g_autoptr (TamboScript) script = parse ("[one]\nA & B < C.\nLast.\n");
  const TamboSpan spans[] = { { 25, 50 }, { 3600 * 25, 100 } };
  g_autofree char *vtt = tambo_subtitles_write (script, spans, 2, 3700 * 25);

  g_assert_cmpstr (vtt,
                   ==,
                   "WEBVTT\n"
                   "\n00:00:01.000 --> 00:00:03.240\nA &amp; B &lt; C.\n"
                   "\n01:00:00.000 --> 01:00:04.240\nLast.\n");
}

/* A short word stays long enough to be read, but never into the next line or past the end. */
static void
test_length (void)
{
  g_autoptr (TamboScript) script = parse ("[one]\nOne.\nTwo.\n");
  const TamboSpan spans[] = { { 0, 2 }, { 20, 2 } };
  g_autofree char *vtt = tambo_subtitles_write (script, spans, 2, 40);

  g_assert_nonnull (strstr (vtt, "00:00:00.000 --> 00:00:00.800"));
  g_assert_nonnull (strstr (vtt, "00:00:00.800 --> 00:00:01.600"));
}

static void
test_wrap (void)
{
  const struct
  {
    const char *line;
    const char *wrapped;
  } cases[] = {
    { "Short.", "Short." },
    { "Take it to the end, even when you feel well again.",
      "Take it to the end, even\nwhen you feel well again." },
    { "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
      "Donaudampfschifffahrtsgesellschaftskapitänsmütze" },
    { "من العلامات الأخرى: الحمى، والتعرق ليلًا، ونقصان الوزن.",
      "من العلامات الأخرى: الحمى،\nوالتعرق ليلًا، ونقصان الوزن." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *wrapped = tambo_subtitles_wrap (cases[i].line);

      g_assert_cmpstr (wrapped, ==, cases[i].wrapped);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/author/subtitles/file", test_file);
  g_test_add_func ("/author/subtitles/length", test_length);
  g_test_add_func ("/author/subtitles/wrap", test_wrap);

  return g_test_run ();
}

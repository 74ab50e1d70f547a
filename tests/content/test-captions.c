/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/captions.h"

#include "content/base/error.h"

#include <string.h>

static TamboCaptions *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tambo_captions_new_from_bytes (bytes, error);
}

static void
assert_text_at (TamboCaptions *captions, gint64 milliseconds, const char *expected)
{
  g_autofree char *text = tambo_captions_dup_text_at (captions, milliseconds * 1000);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_text_by_time (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboCaptions) captions = parse ("\357\273\277WEBVTT - a film\r\n"
                                              "Kind: subtitles\r\n"
                                              "\r\n"
                                              "NOTE of the translator\r\n"
                                              "00:00.000 is no time here\r\n"
                                              "\r\n"
                                              "STYLE\r\n"
                                              "::cue { color: red }\r\n"
                                              "\r\n"
                                              "second\r\n"
                                              "00:02.000 --> 00:03.500 align:start\r\n"
                                              "Two lines,\r\n"
                                              "of which this is one\r\n"
                                              "\r\n"
                                              "00:00:01.000\t-->\t00:00:02.500\r\n"
                                              "First\r\n",
                                              &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tambo_captions_get_n_cues (captions), ==, 2);
  g_assert_cmpstr (tambo_captions_get_cue (captions, 0)->text, ==, "First");
  assert_text_at (captions, 999, "");
  assert_text_at (captions, 1000, "First");
  assert_text_at (captions, 2200, "First\nTwo lines,\nof which this is one");
  assert_text_at (captions, 2500, "Two lines,\nof which this is one");
  assert_text_at (captions, 3500, "");
}

static void
test_only_plain_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboCaptions) captions =
      parse ("WEBVTT\n\n00:00.000 --> 00:01.000\n"
             "<v Amina>Tea &amp; <b>honey</b> &lt;3 &unknown; R&D<00:00.500> <never closed\n",
             &error);

  g_assert_no_error (error);
  assert_text_at (captions, 0, "Tea & honey <3 &unknown; R&D ");
}

static void
test_nothing_said (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboCaptions) captions = parse ("WEBVTT", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tambo_captions_get_n_cues (captions), ==, 0);
  assert_text_at (captions, 0, "");
}

static void
test_bad_input (void)
{
  static const struct
  {
    const char *name;
    const char *text;
  } vectors[] = {
    { "nothing", "" },
    { "no header", "00:00.000 --> 00:01.000\nHello\n" },
    { "another word", "WEBVTTX\n" },
    { "SubRip", "1\n00:00:00,000 --> 00:00:01,000\nHello\n" },
    { "comma in a time", "WEBVTT\n\n00:00,000 --> 00:01,000\nHello\n" },
    { "no end", "WEBVTT\n\n00:00.000 -->\nHello\n" },
    { "ends before it starts", "WEBVTT\n\n00:02.000 --> 00:01.000\nHello\n" },
    { "ends when it starts", "WEBVTT\n\n00:02.000 --> 00:02.000\nHello\n" },
    { "75 minutes in an hour", "WEBVTT\n\n00:75:00.000 --> 01:80:00.000\nHello\n" },
    { "one digit", "WEBVTT\n\n0:01.000 --> 0:02.000\nHello\n" },
    { "four digits of a second", "WEBVTT\n\n00:01.0000 --> 00:02.0000\nHello\n" },
    { "hours without end", "WEBVTT\n\n99999999999:00:00.000 --> 99999999999:00:01.000\nHello\n" },
    { "a name without a time", "WEBVTT\n\nHello\n" },
    { "right-to-left override", "WEBVTT\n\n00:00.000 --> 00:01.000\n\342\200\256olleH\n" },
    { "not UTF-8", "WEBVTT\n\n00:00.000 --> 00:01.000\n\377\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboCaptions) captions = parse (vectors[i].text, &error);

      g_test_message ("%s", vectors[i].name);
      g_assert_null (captions);
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
    }
}

static void
test_nul_inside (void)
{
  static const char text[] = "WEBVTT\n\0\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_captions_new_from_bytes (bytes, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

static GString *
make_cues (guint n_cues, gsize length)
{
  GString *text = g_string_new ("WEBVTT\n");
  g_autofree char *line = g_strnfill (length, 'a');

  for (guint i = 0; i < n_cues; i++)
    g_string_append_printf (text, "\n00:00.000 --> 00:01.000\n%s\n", line);

  return text;
}

static void
test_limits (void)
{
  static const struct
  {
    guint n_cues;
    gsize length;
    gboolean is_fine;
  } vectors[] = {
    { TAMBO_CAPTIONS_MAX_CUES, 1, TRUE },
    { TAMBO_CAPTIONS_MAX_CUES + 1, 1, FALSE },
    { 1, TAMBO_CAPTIONS_MAX_TEXT, TRUE },
    { 1, TAMBO_CAPTIONS_MAX_TEXT + 1, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      GString *text = make_cues (vectors[i].n_cues, vectors[i].length);
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboCaptions) captions = parse (text->str, &error);

      g_assert_cmpint (captions != NULL, ==, vectors[i].is_fine);
      g_string_free (text, TRUE);
    }
}

static void
test_size_limit (void)
{
  g_autofree char *data = g_malloc (TAMBO_CAPTIONS_MAX_SIZE + 1);

  memset (data, '\n', TAMBO_CAPTIONS_MAX_SIZE + 1);
  memcpy (data, "WEBVTT", 6);
  for (gsize past = 0; past <= 1; past++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (data, TAMBO_CAPTIONS_MAX_SIZE + past);
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboCaptions) captions = tambo_captions_new_from_bytes (bytes, &error);

      if (past == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/captions/text-by-time", test_text_by_time);
  g_test_add_func ("/content/captions/only-plain-text", test_only_plain_text);
  g_test_add_func ("/content/captions/nothing-said", test_nothing_said);
  g_test_add_func ("/content/captions/bad-input", test_bad_input);
  g_test_add_func ("/content/captions/nul-inside", test_nul_inside);
  g_test_add_func ("/content/captions/limits", test_limits);
  g_test_add_func ("/content/captions/size-limit", test_size_limit);

  return g_test_run ();
}

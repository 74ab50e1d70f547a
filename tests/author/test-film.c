/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/film.h"

#include "content/author/film-facts.h"
#include "content/author/media-error.h"
#include "content/author/source-file.h"
#include "content/base/digest.h"
#include "content/base/error.h"

#include <gst/pbutils/pbutils.h>
#include <string.h>

#define SVG                                                                                       \
  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1280\" height=\"720\">"                      \
  "<title>A ball</title><g id=\"ground\"><rect width=\"1280\" height=\"720\" fill=\"#def\"/></g>" \
  "<g id=\"ball\"><circle cx=\"300\" cy=\"300\" r=\"80\" fill=\"#c64\"/></g></svg>"
#define BOARD                                                                     \
  "[Film]\nScenes=one;two\n[one]\nDrawing=ball.svg\nMotions=ball drift 0 200 0\n" \
  "[two]\nDrawing=ball.svg\nCamera=0 0 1280 > 100 60 1000\n"

static const char *const languages[] = { "en", "fr", NULL };

typedef struct
{
  GFile *folder; /* (owned) */
  GFile *out;    /* (owned) */
} Fixture;

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  g_assert_true (tambo_source_write (fixture->folder, name, bytes, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_dir_make_tmp ("tambo-film-XXXXXX", NULL);

  fixture->folder = g_file_new_for_path (path);
  fixture->out = g_file_get_child (fixture->folder, "out");
  write_file (fixture, "ball.svg", SVG);
  write_file (fixture, "film.ini", BOARD);
  write_file (fixture, "script.en.txt", "[one]\nA ball.\n[two]\nStill a ball.\n");
  write_file (fixture, "script.fr.txt", "[one]\nUne balle.\n[two]\nToujours une balle.\n");
}

static void
remove_folder (GFile *folder)
{
  g_autoptr (GFileEnumerator) files = NULL;
  GFile *file = NULL;
  GFileInfo *info = NULL;

  files = g_file_enumerate_children (folder, "standard::*", 0, NULL, NULL);
  while (files != NULL && g_file_enumerator_iterate (files, &info, &file, NULL, NULL) &&
         info != NULL)
    {
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        remove_folder (file);
      else
        g_assert_true (g_file_delete (file, NULL, NULL));
    }
  g_assert_true (g_file_delete (folder, NULL, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_folder (fixture->folder);
  g_clear_object (&fixture->out);
  g_clear_object (&fixture->folder);
}

static void
on_progress (const char *doing, guint64 done, guint64 total, gpointer user_data)
{
  g_assert_cmpuint (done, <=, total);
}

static void
render (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboFilm) film = tambo_film_new (fixture->folder, languages, &error);

  g_assert_no_error (error);
  tambo_film_render (film, fixture->out, on_progress, NULL, NULL, &error);
  g_assert_no_error (error);
}

static GstClockTime
discover (Fixture *fixture, const char *name, const char *format)
{
  g_autoptr (GstDiscoverer) discoverer = gst_discoverer_new (20 * GST_SECOND, NULL);
  g_autoptr (GFile) file = g_file_resolve_relative_path (fixture->out, name);
  g_autofree char *uri = g_file_get_uri (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstDiscovererInfo) info = gst_discoverer_discover_uri (discoverer, uri, &error);
  GList *streams = NULL;
  g_autoptr (GstCaps) caps = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (gst_discoverer_info_get_result (info), ==, GST_DISCOVERER_OK);
  g_assert_true (gst_discoverer_info_get_seekable (info));
  streams = gst_discoverer_info_get_streams (info,
                                             g_str_has_prefix (format, "video")
                                                 ? GST_TYPE_DISCOVERER_VIDEO_INFO
                                                 : GST_TYPE_DISCOVERER_AUDIO_INFO);
  g_assert_cmpuint (g_list_length (streams), ==, 1);
  caps = gst_discoverer_stream_info_get_caps (streams->data);
  g_assert_cmpstr (gst_structure_get_name (gst_caps_get_structure (caps, 0)), ==, format);
  gst_discoverer_stream_info_list_free (streams);

  return gst_discoverer_info_get_duration (info);
}

static void
test_picture_and_voices_are_as_long (Fixture *fixture, gconstpointer data)
{
  GstClockTime picture, en, fr;
  guint64 said;

  render (fixture);
  picture = discover (fixture, "picture.webm", "video/x-vp9");
  en = discover (fixture, "en/voice.ogg", "audio/x-opus");
  fr = discover (fixture, "fr/voice.ogg", "audio/x-opus");
  said = tambo_film_read_duration_ms (fixture->out, NULL);

  g_assert_cmpuint (picture, >, 2 * GST_SECOND);
  g_assert_cmpuint (ABS (GST_CLOCK_DIFF (picture, en)), <=, 50 * GST_MSECOND);
  g_assert_cmpuint (ABS (GST_CLOCK_DIFF (picture, fr)), <=, 50 * GST_MSECOND);
  g_assert_cmpuint (ABS (GST_CLOCK_DIFF (picture, said * GST_MSECOND)), <=, 50 * GST_MSECOND);
  g_assert_true (tambo_film_is_stand_in (fixture->out, "fr"));
}

/* Words and pictures carry a language that no machine speaks: time to read, and no sound. */
static void
test_unvoiced_language_has_only_subtitles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) voice = g_file_resolve_relative_path (fixture->out, "fr/voice.ogg");
  g_autoptr (GBytes) subtitles = NULL;

  write_file (fixture,
              "film.ini",
              "[Film]\nScenes=one;two\nUnvoiced=fr\n[one]\nDrawing=ball.svg\n[two]\n"
              "Drawing=ball.svg\n");
  write_file (fixture,
              "script.fr.txt",
              "[one]\nUne balle que l’on ne voit rouler que très lentement.\n[two]\nEncore.\n");
  render (fixture);

  g_assert_true (tambo_film_is_heard (fixture->out, "en"));
  g_assert_false (tambo_film_is_heard (fixture->out, "fr"));
  g_assert_false (tambo_film_is_stand_in (fixture->out, "fr"));
  g_assert_false (g_file_query_exists (voice, NULL));
  subtitles = tambo_source_read (fixture->out, "fr/subtitles.vtt", NULL);
  g_assert_nonnull (subtitles);
  g_assert_cmpuint (tambo_film_read_duration_ms (fixture->out, NULL), >, 6000);
}

static char *
compute_digest (Fixture *fixture, const char *name)
{
  g_autoptr (GBytes) bytes = tambo_source_read (fixture->out, name, NULL);

  g_assert_nonnull (bytes);

  return tambo_digest_for_bytes (bytes);
}

static void
test_same_drawings_same_bytes (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "picture.webm", "poster.png",       "en/voice.ogg",
                                "fr/voice.ogg", "en/subtitles.vtt", "fr/subtitles.vtt" };
  char *first[G_N_ELEMENTS (names)];

  render (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    first[i] = compute_digest (fixture, names[i]);
  render (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *second = compute_digest (fixture, names[i]);

      g_assert_cmpstr (first[i], ==, second);
      g_free (first[i]);
    }
}

static gboolean
is_current (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboFilm) film = tambo_film_new (fixture->folder, languages, &error);
  gboolean current;

  g_assert_no_error (error);
  current = tambo_film_is_current (film, fixture->out, &error);
  g_assert_no_error (error);

  return current;
}

static void
test_renders_only_what_changed (Fixture *fixture, gconstpointer data)
{
  g_assert_false (is_current (fixture));
  render (fixture);
  g_assert_true (is_current (fixture));
  write_file (fixture, "script.fr.txt", "[one]\nUne balle.\n[two]\nEncore une balle.\n");
  g_assert_false (is_current (fixture));
}

static guint64
modified (Fixture *fixture, const char *name)
{
  g_autoptr (GFile) file = g_file_resolve_relative_path (fixture->out, name);
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, "time::modified,time::modified-usec", 0, NULL, NULL);

  g_assert_nonnull (info);

  return g_file_info_get_attribute_uint64 (info, "time::modified") * G_USEC_PER_SEC +
         g_file_info_get_attribute_uint32 (info, "time::modified-usec");
}

/* Other words of the same length in one language: neither the picture nor other voices are made
 * again. */
static void
test_keeps_tracks_that_are_the_same (Fixture *fixture, gconstpointer data)
{
  guint64 picture, en, fr;

  write_file (fixture, "script.en.txt", "[one]\nA ball that rolls for a while.\n[two]\nA ball.\n");
  write_file (fixture, "script.fr.txt", "[one]\nUne balle.\n[two]\nOui.\n");
  render (fixture);
  picture = modified (fixture, "picture.webm");
  en = modified (fixture, "en/voice.ogg");
  fr = modified (fixture, "fr/voice.ogg");
  write_file (fixture, "script.fr.txt", "[one]\nUn ballon.\n[two]\nNon.\n");
  render (fixture);

  g_assert_true (is_current (fixture));
  g_assert_cmpuint (modified (fixture, "picture.webm"), ==, picture);
  g_assert_cmpuint (modified (fixture, "en/voice.ogg"), ==, en);
  g_assert_cmpuint (modified (fixture, "fr/voice.ogg"), >, fr);
}

static void
on_picture_progress (const char *doing, guint64 done, guint64 total, gpointer user_data)
{
  if (g_str_equal (doing, "picture"))
    g_cancellable_cancel (user_data);
}

/* Stopped in the middle of the picture: no half of it is left, and the voices stay. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (TamboFilm) film = tambo_film_new (fixture->folder, languages, NULL);
  g_auto (GStrv) names = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (tambo_film_render (film,
                                     fixture->out,
                                     on_picture_progress,
                                     cancellable,
                                     cancellable,
                                     &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  names = tambo_source_list (fixture->out, NULL);
  g_assert_true (g_strv_equal ((const char *const *) names,
                               (const char *const[]){ "facts.ini", "poster.png", NULL }));
  g_assert_false (is_current (fixture));
  render (fixture);
  g_assert_true (is_current (fixture));
}

#define BEEP "audiotestsrc num-buffers=20 samplesperbuffer=2400 freq=%u "
#define PAUSE "audiotestsrc num-buffers=%u samplesperbuffer=2400 wave=silence "

/* Beeps of a second with silence between them, in a format that is not WAV. */
static void
record (Fixture *fixture, const char *name, guint n_beeps, guint pause_ms)
{
  g_autoptr (GString) text = g_string_new ("concat name=all ! audio/x-raw,rate=48000,channels=1 "
                                           "! vorbisenc ! oggmux ! filesink name=sink ");
  g_autoptr (GFile) file = g_file_get_child (fixture->folder, name);
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_beeps; i++)
    {
      g_string_append_printf (text, BEEP "! all. ", 300 + i * 100);
      if (i + 1 < n_beeps)
        g_string_append_printf (text, PAUSE "! all. ", pause_ms / 50);
    }
  pipeline = gst_parse_launch (text->str, &error);
  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_object_set (sink, "location", g_file_peek_path (file), NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  tambo_media_wait_for_end (pipeline, name, &error);
  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

/* A person beats the machine, whatever the recorder wrote. */
static void
test_recorded_scenes (Fixture *fixture, gconstpointer data)
{
  record (fixture, "voice.fr.one.ogg", 1, 0);
  render (fixture);
  g_assert_true (tambo_film_is_stand_in (fixture->out, "fr"));

  record (fixture, "voice.fr.two.oga", 1, 0);
  render (fixture);
  g_assert_false (tambo_film_is_stand_in (fixture->out, "fr"));
  g_assert_true (tambo_film_is_heard (fixture->out, "fr"));
  g_assert_true (tambo_film_is_stand_in (fixture->out, "en"));
}

static void
test_recorded_in_one_go (Fixture *fixture, gconstpointer data)
{
  record (fixture, "voice.fr.ogg", 2, 1500);
  render (fixture);

  g_assert_false (tambo_film_is_stand_in (fixture->out, "fr"));
  g_assert_true (tambo_film_is_heard (fixture->out, "fr"));
}

/* Nobody could tell where the second scene begins. */
static void
test_recorded_without_pauses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboFilm) film = tambo_film_new (fixture->folder, languages, NULL);
  g_autoptr (GError) error = NULL;

  record (fixture, "voice.fr.ogg", 2, 300);
  g_assert_false (tambo_film_render (film, fixture->out, on_progress, NULL, NULL, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
  g_assert_nonnull (strstr (error->message, "voice.fr.ogg"));
  g_assert_nonnull (strstr (error->message, "pause for two seconds"));
}

/* What an author gets wrong in the folder, and what the message must name. */
static const struct
{
  const char *name;
  const char *file;
  const char *text;
  const char *says;
} bad_folders[] = {
  { "script-of-other-scenes", "script.fr.txt", "[one]\nUne balle.\n", "scene" },
  { "drawing-missing",
    "film.ini",
    "[Film]\nScenes=one;two\n[one]\nDrawing=no.svg\n[two]\nDrawing=ball.svg\n",
    "no.svg" },
  { "layer-missing",
    "film.ini",
    "[Film]\nScenes=one;two\n[one]\nDrawing=ball.svg\nMotions=moon fade-in 0 1\n[two]\n"
    "Drawing=ball.svg\n",
    "moon" },
  { "drawing-not-xml", "ball.svg", "a ball", "ball.svg" },
  { "drawing-without-layers",
    "ball.svg",
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1280\" height=\"720\"><rect/></svg>",
    "rect" },
  { "drawing-of-another-size",
    "ball.svg",
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" height=\"64\"><g id=\"ball\"/></svg>",
    "1280" },
};

static void
test_bad (Fixture *fixture, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboFilm) film = NULL;
  g_autoptr (GBytes) png = NULL;

  write_file (fixture, bad_folders[i].file, bad_folders[i].text);
  film = tambo_film_new (fixture->folder, languages, &error);
  if (film != NULL)
    png = tambo_film_render_frame (film, 0, 0.5, &error);

  g_assert_null (png);
  g_assert_nonnull (error);
  g_assert_cmpuint (error->domain, ==, TAMBO_ERROR);
  g_assert_nonnull (strstr (error->message, bad_folders[i].says));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gst_init (NULL, NULL);

#define add_test(path, func) \
  g_test_add ("/author/film/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("picture-and-voices-are-as-long", test_picture_and_voices_are_as_long);
  add_test ("unvoiced-language-has-only-subtitles", test_unvoiced_language_has_only_subtitles);
  add_test ("same-drawings-same-bytes", test_same_drawings_same_bytes);
  add_test ("renders-only-what-changed", test_renders_only_what_changed);
  add_test ("keeps-tracks-that-are-the-same", test_keeps_tracks_that_are_the_same);
  add_test ("cancelled-leaves-no-half", test_cancelled);
  add_test ("recorded/scene-by-scene", test_recorded_scenes);
  add_test ("recorded/in-one-go", test_recorded_in_one_go);
  add_test ("recorded/without-pauses", test_recorded_without_pauses);
  for (guint i = 0; i < G_N_ELEMENTS (bad_folders); i++)
    {
      g_autofree char *path = g_strconcat ("/author/film/bad/", bad_folders[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_bad, tear_down);
    }

  return g_test_run ();
}

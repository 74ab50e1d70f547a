/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/media-error.h"
#include "content/author/media-import.h"
#include "content/base/error.h"
#include "content/pack/captions.h"
#include "tests/support/folder.h"

#include <glib/gstdio.h>
#include <string.h>

#define LARGE "videotestsrc num-buffers=20 ! video/x-raw,width=1920,height=1080,framerate=60/1 "
#define SMALL "videotestsrc num-buffers=10 ! video/x-raw,width=160,height=120,framerate=10/1 "
#define FRENCH \
  "audiotestsrc num-buffers=60 samplesperbuffer=1000 ! audio/x-raw,rate=48000,channels=2 "
#define ARABIC \
  "audiotestsrc num-buffers=10 samplesperbuffer=1000 ! audio/x-raw,rate=48000,channels=1 "

/* Films: too large and with too many frames; with sound that is longer and shorter; with sound of
 * nobody knows which language. */
#define TOO_LARGE LARGE "! vp8enc deadline=1 cpu-used=16 ! matroskamux "
#define FILM                                                            \
  SMALL "! vp8enc deadline=1 ! mux. " FRENCH                            \
        "! taginject tags=language-code=fra ! vorbisenc ! mux. " ARABIC \
        "! taginject tags=language-code=ara ! vorbisenc ! mux. matroskamux name=mux "
#define UNTAGGED SMALL "! theoraenc ! mux. " FRENCH "! vorbisenc ! mux. oggmux name=mux "
#define SOUND FRENCH "! vorbisenc ! oggmux "
#define SRT                                                                                                                                         \
  "1\n00:00:00,100 --> 00:00:00,400\n<i>One</i> &amp; two, and words that make the file as long as files are\n\n2\n00:00:00,500 --> 00:00:09,000\n" \
  "a\nb \xe2\x80\xae\nc\n"

typedef struct
{
  char *folder; /* (owned) */
  char *in;     /* (owned) */
  GFile *out;   /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *out = NULL;

  fixture->folder = tambo_test_make_folder ();
  fixture->in = g_build_filename (fixture->folder, "in", NULL);
  out = g_build_filename (fixture->folder, "out", NULL);
  fixture->out = g_file_new_for_path (out);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->in);
  g_object_unref (fixture->out);
}

static void
make (Fixture *fixture, const char *description)
{
  g_autofree char *text = g_strdup_printf ("%s ! filesink location=%s", description, fixture->in);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (text, &error);

  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  tambo_media_wait_for_end (pipeline, fixture->in, &error);
  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
}

static TamboMediaImport *
open_film (Fixture *fixture, const char *description)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->in);
  g_autoptr (GError) error = NULL;
  TamboMediaImport *import = NULL;

  make (fixture, description);
  import = tambo_media_import_new (file, &error);
  g_assert_no_error (error);

  return import;
}

static void
on_progress (const char *doing, guint64 done, guint64 total, gpointer user_data)
{
  g_assert_cmpuint (done, <=, total);
  if (user_data != NULL)
    g_cancellable_cancel (user_data);
}

static gboolean
run (Fixture *fixture, TamboMediaImport *import, GError **error)
{
  return tambo_media_import_run (import, fixture->out, on_progress, NULL, NULL, error);
}

static TamboMediaFacts *
read_facts (Fixture *fixture, const char *name)
{
  g_autoptr (GFile) file = g_file_get_child (fixture->out, name);
  g_autoptr (GError) error = NULL;
  TamboMediaFacts *facts = tambo_media_facts_new_from_file (file, &error);

  g_assert_no_error (error);

  return facts;
}

static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboMediaImport) import = open_film (fixture, TOO_LARGE);
  g_autoptr (TamboMediaFacts) facts = NULL;
  g_autoptr (GFile) poster = g_file_get_child (fixture->out, "poster.png");
  g_autoptr (GError) error = NULL;
  const TamboStream *picture = NULL;

  run (fixture, import, &error);
  g_assert_no_error (error);

  facts = read_facts (fixture, "picture.webm");
  g_assert_cmpstr (tambo_media_facts_get_container (facts), ==, "webm");
  g_assert_true (tambo_media_facts_is_seekable (facts));
  g_assert_cmpuint (tambo_media_facts_get_n_streams (facts), ==, 1);
  picture = tambo_media_facts_get_stream (facts, 0);
  g_assert_cmpstr (picture->codec, ==, "vp9");
  g_assert_cmpuint (picture->width, ==, 1280);
  g_assert_cmpuint (picture->height, ==, 720);
  g_assert_cmpuint (picture->rate_n, ==, 30 * picture->rate_d);
  g_assert_true (g_file_query_exists (poster, NULL));
}

/* Each language has its voice, of one channel, and as long as the picture: what was too long is
 * shorter, what was too short ends in silence. */
static void
test_voices (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "voice.fr.ogg", "voice.ar.ogg" };
  g_autoptr (TamboMediaImport) import = open_film (fixture, FILM);
  g_autoptr (GError) error = NULL;

  run (fixture, import, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TamboMediaFacts) facts = read_facts (fixture, names[i]);
      const gint64 difference = (gint64) tambo_media_facts_get_duration_ms (facts) -
                                (gint64) tambo_media_import_get_duration_ms (import);

      g_assert_cmpstr (tambo_media_facts_get_container (facts), ==, "ogg");
      g_assert_cmpuint (tambo_media_facts_get_n_streams (facts), ==, 1);
      g_assert_cmpstr (tambo_media_facts_get_stream (facts, 0)->codec, ==, "opus");
      g_assert_cmpuint (tambo_media_facts_get_stream (facts, 0)->channels, ==, 1);
      g_assert_cmpint (ABS (difference), <=, 50);
    }
}

static void
test_stream_without_language (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboMediaImport) import = open_film (fixture, UNTAGGED);
  g_autoptr (TamboMediaFacts) facts = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (run (fixture, import, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
  g_assert_nonnull (strstr (error->message, "--language 2=fr"));
  g_assert_false (g_file_query_exists (fixture->out, NULL));

  g_assert_true (tambo_media_import_set_language (import, 2, "so", NULL));
  g_assert_true (run (fixture, import, NULL));
  facts = read_facts (fixture, "voice.so.ogg");
  g_assert_cmpuint (tambo_media_facts_get_n_streams (facts), ==, 1);
}

static void
test_stream_left_out (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboMediaImport) import = open_film (fixture, UNTAGGED);

  g_assert_true (tambo_media_import_set_language (import, 2, "-", NULL));
  g_assert_true (run (fixture, import, NULL));
  g_assert_cmpuint (tambo_media_import_get_n_tracks (import), ==, 0);
}

static void
test_language_of_no_stream (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboMediaImport) import = open_film (fixture, UNTAGGED);

  g_assert_false (tambo_media_import_set_language (import, 0, "fr", NULL));
  g_assert_false (tambo_media_import_set_language (import, 3, "fr", NULL));
  g_assert_false (tambo_media_import_set_language (import, 2, "Français", NULL));
}

/* Words without markup or signs that turn their order, two lines at most, none after the end. */
static void
test_subtitles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboMediaImport) import = open_film (fixture, FILM);
  g_autofree char *path = g_build_filename (fixture->folder, "a.srt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) made = g_file_get_child (fixture->out, "subtitles.fr.vtt");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboCaptions) captions = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, SRT, -1, NULL));
  tambo_media_import_add_file (import, TAMBO_STREAM_SUBTITLES, "fr", file, &error);
  g_assert_no_error (error);
  run (fixture, import, &error);
  g_assert_no_error (error);

  bytes = g_file_load_bytes (made, NULL, NULL, &error);
  g_assert_no_error (error);
  captions = tambo_captions_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_captions_get_n_cues (captions), ==, 2);
  g_assert_cmpstr (tambo_captions_get_cue (captions, 0)->text,
                   ==,
                   "One & two, and words that make\nthe file as long as files are");
  g_assert_cmpstr (tambo_captions_get_cue (captions, 1)->text, ==, "a b c");
  g_assert_cmpint (tambo_captions_get_cue (captions, 1)->end,
                   <=,
                   (gint64) tambo_media_import_get_duration_ms (import) * 1000);
}

static void
test_voice_of_its_own_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboMediaImport) import = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "recording", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (TamboMediaFacts) facts = NULL;
  g_autoptr (GError) error = NULL;

  make (fixture, SOUND);
  g_assert_cmpint (g_rename (fixture->in, path), ==, 0);
  import = open_film (fixture, FILM);
  tambo_media_import_add_file (import, TAMBO_STREAM_SOUND, "ti", file, &error);
  g_assert_no_error (error);
  run (fixture, import, &error);
  g_assert_no_error (error);

  facts = read_facts (fixture, "voice.ti.ogg");
  g_assert_cmpstr (tambo_media_facts_get_stream (facts, 0)->codec, ==, "opus");
}

/* Stopped in the middle: neither the folder nor a piece of it is left. */
static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboMediaImport) import = open_film (fixture, FILM);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (
      tambo_media_import_run (import, fixture->out, on_progress, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "in");
  g_assert_null (g_dir_read_name (dir));
}

static void
test_folder_is_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboMediaImport) import = open_film (fixture, FILM);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_make_directory (fixture->out, NULL, NULL));
  g_assert_false (run (fixture, import, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

static void
test_no_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboMediaImport) import = open_film (fixture, SOUND);
  g_autoptr (GError) error = NULL;

  g_assert_false (run (fixture, import, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_CODEC);
  g_assert_nonnull (strstr (error->message, "no moving picture"));
}

static const struct
{
  const char *name;
  const char *bytes;
  gssize size;
} bad_files[] = {
  { "empty", "", 0 },
  { "words", "Not a film.\n", -1 },
  { "noise", "\x01\x9c\x22\x00\xff\xfe\x81\x07\x33\x10", 10 },
  { "webm-that-ends", "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81", 16 },
};

static void
test_bad (Fixture *fixture, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->in);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->in, bad_files[i].bytes, bad_files[i].size, NULL));
  g_assert_null (tambo_media_import_new (file, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_CODEC);
  g_assert_nonnull (strstr (error->message, fixture->in));
}

static void
test_not_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->in);
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_media_import_new (file, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* What GStreamer says is missing, and what the author is told. */
static const struct
{
  const char *detail;
  const char *says;
} missing[] = {
  { "gstreamer|1.0|t|H.264 (Main Profile) decoder|decoder-video/x-h264", "gstreamer1.0-libav" },
  { "gstreamer|1.0|t|MPEG-4 AAC decoder|decoder-audio/mpeg", "MPEG-4 AAC decoder" },
  { "gstreamer|1.0|t|AV1 decoder|decoder-video/x-av1", "gstreamer1.0-plugins-bad" },
  { "gstreamer|1.0|t|VP9 decoder|decoder-video/x-vp9", "gstreamer1.0-plugins-good" },
  { "gstreamer|1.0|t|decoder|decoder-application/x-cenc", "DRM" },
  { "gstreamer|1.0|t|decoder|decoder-application/x-webm-enc", "DRM" },
  { "", "gstreamer1.0-libav" },
};

static void
test_missing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    {
      g_autoptr (GError) error = NULL;

      tambo_media_set_missing_error ("a film", missing[i].detail, &error);
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_CODEC);
      g_assert_nonnull (strstr (error->message, missing[i].says));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gst_init (NULL, NULL);

#define add_test(path, func) \
  g_test_add ("/author/media/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("picture-is-one-that-kiosks-play", test_picture);
  add_test ("voices-are-split-by-language", test_voices);
  add_test ("stream-without-language", test_stream_without_language);
  add_test ("stream-left-out", test_stream_left_out);
  add_test ("language-of-no-stream", test_language_of_no_stream);
  add_test ("subtitles", test_subtitles);
  add_test ("voice-in-a-file-of-its-own", test_voice_of_its_own_file);
  add_test ("cancelled-leaves-nothing", test_cancelled);
  add_test ("folder-is-there", test_folder_is_there);
  add_test ("no-picture", test_no_picture);
  add_test ("not-there", test_not_there);
  g_test_add_func ("/author/media/missing-decoder-names-its-package", test_missing);
  for (guint i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      g_autofree char *path = g_strconcat ("/author/media/bad/", bad_files[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_bad, tear_down);
    }

  return g_test_run ();
}

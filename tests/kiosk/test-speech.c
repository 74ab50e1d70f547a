/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/speech/speech.h"

#include "kiosk/widgets/local-decoder.h"
#include "tests/support/ear.h"
#include "tests/support/film.h"

#define HIGH 1200

typedef struct
{
  TamboSpeech *speech; /* (owned) */
  GPtrArray *segments; /* (owned) */
  GtkWidget *label;    /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboDecoder) decoder = tambo_local_decoder_new ();

  tambo_test_ear_forget ();
  fixture->speech = tambo_speech_new (decoder, TAMBO_TEST_EAR);
  fixture->segments = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->label = g_object_ref_sink (gtk_label_new ("Hello"));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_speech_stop (fixture->speech);
  g_assert_finalize_object (fixture->speech);
  g_ptr_array_unref (fixture->segments);
  g_assert_finalize_object (fixture->label);
}

static void
add (Fixture *fixture, const char *text, GBytes *recording)
{
  TamboSegment *segment = tambo_segment_new (text, fixture->label);

  tambo_segment_set_recording (segment, recording);
  g_ptr_array_add (fixture->segments, segment);
}

static gboolean
is_lit (Fixture *fixture)
{
  return gtk_widget_has_css_class (fixture->label, "lit");
}

static void
wait_for_state (Fixture *fixture, TamboSpeechState state)
{
  while (tambo_speech_get_state (fixture->speech) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_recording_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) recording = tambo_test_make_voice (1, HIGH);
  TamboTestNote note = { 0 };

  add (fixture, "Hello", recording);
  tambo_speech_say (fixture->speech, fixture->segments, "xx");
  g_assert_true (is_lit (fixture));
  while (!tambo_test_ear_get_last (&note) || ABS (note.hertz - HIGH) > 101)
    g_main_context_iteration (NULL, FALSE);

  wait_for_state (fixture, TAMBO_SPEECH_STATE_IDLE);
  g_assert_false (is_lit (fixture));
}

static void
test_synthesis_second (Fixture *fixture, gconstpointer data)
{
  TamboTestNote note;

  if (!tambo_speech_has_voice (fixture->speech, "fr-CA"))
    {
      g_test_skip ("espeak-ng is not installed");
      return;
    }

  add (fixture, "Bonjour", NULL);
  tambo_speech_say (fixture->speech, fixture->segments, "fr");
  wait_for_state (fixture, TAMBO_SPEECH_STATE_IDLE);
  g_assert_true (tambo_test_ear_get_last (&note));
}

static void
test_silence_last (Fixture *fixture, gconstpointer data)
{
  add (fixture, "Hello", NULL);
  tambo_speech_say (fixture->speech, fixture->segments, "xx");

  g_assert_cmpint (tambo_speech_get_state (fixture->speech), ==, TAMBO_SPEECH_STATE_SILENT);
  g_assert_false (is_lit (fixture));
}

/* What cannot be played is passed over; the next is said. */
static void
test_damaged_recording (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) damaged = g_bytes_new_static ("no sound", 8);
  g_autoptr (GBytes) recording = tambo_test_make_voice (1, HIGH);
  TamboTestNote note;

  add (fixture, "Hello", damaged);
  add (fixture, "Hello", recording);
  tambo_speech_say (fixture->speech, fixture->segments, "xx");
  wait_for_state (fixture, TAMBO_SPEECH_STATE_IDLE);

  g_assert_true (tambo_test_ear_get_last (&note));
}

static void
test_stops_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) recording = tambo_test_make_voice (5, HIGH);

  add (fixture, "Hello", recording);
  tambo_speech_say (fixture->speech, fixture->segments, "xx");
  g_assert_cmpint (tambo_speech_get_state (fixture->speech), ==, TAMBO_SPEECH_STATE_SPEAKING);
  tambo_speech_stop (fixture->speech);

  g_assert_cmpint (tambo_speech_get_state (fixture->speech), ==, TAMBO_SPEECH_STATE_IDLE);
  g_assert_false (is_lit (fixture));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }

  gst_init (NULL, NULL);
  tambo_test_ear_register ();

#define add_test(path, func) \
  g_test_add ("/kiosk/speech/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("recording-first", test_recording_first);
  add_test ("synthesis-second", test_synthesis_second);
  add_test ("silence-last", test_silence_last);
  add_test ("damaged-recording", test_damaged_recording);
  add_test ("stops-at-once", test_stops_at_once);
#undef add_test

  return g_test_run ();
}

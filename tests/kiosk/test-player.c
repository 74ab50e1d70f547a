/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/local-decoder.h"
#include "kiosk/widgets/player.h"
#include "tests/support/ear.h"
#include "tests/support/film.h"

#include <gst/gst.h>

#define SECONDS 2
#define LOW 300
#define HIGH 1200

/* Made once: the picture, and a voice in each of two languages. */
static GBytes *picture;
static GBytes *low_voice;
static GBytes *high_voice;

typedef struct
{
  TamboPlayer *player; /* (owned) */
  GString *states;     /* (owned) initials of the states it went through */
} Fixture;

static void
on_player_state (TamboPlayer *player, GParamSpec *pspec, Fixture *fixture)
{
  static const char initials[] = { 'e', 's', 'S', 'p', 'P', 'E', 'F' };

  g_string_append_c (fixture->states, initials[tambo_player_get_state (player)]);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboDecoder) decoder = tambo_local_decoder_new ();

  tambo_test_ear_forget ();
  fixture->states = g_string_new (NULL);
  fixture->player = tambo_player_new (decoder, TAMBO_TEST_EAR);
  g_signal_connect (fixture->player, "notify::state", G_CALLBACK (on_player_state), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->player, fixture);
  tambo_player_close (fixture->player);
  /* A frame on its way to the screen keeps its paintable, not the player. */
  g_assert_finalize_object (fixture->player);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_string_free (fixture->states, TRUE);
}

static void
open_picture (Fixture *fixture, GBytes *bytes)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);

  tambo_player_open (fixture->player, stream);
}

static void
set_voice (Fixture *fixture, GBytes *bytes)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);

  tambo_player_set_voice (fixture->player, stream);
}

static void
wait_for_state (Fixture *fixture, TamboPlayerState state)
{
  while (tambo_player_get_state (fixture->player) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_voice (Fixture *fixture, TamboVoiceState state)
{
  while (tambo_player_get_voice_state (fixture->player) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_position (Fixture *fixture, gint64 milliseconds)
{
  while (tambo_player_get_position (fixture->player) < milliseconds * 1000)
    g_main_context_iteration (NULL, TRUE);
}

/* Until the ear hears a note near @hertz. */
static void
wait_for_note (double hertz)
{
  TamboTestNote note = { 0 };

  while (!tambo_test_ear_get_last (&note) || ABS (note.hertz - hertz) > 101)
    g_main_context_iteration (NULL, FALSE);
}

static void
test_opens_at_rest (Fixture *fixture, gconstpointer data)
{
  GdkPaintable *paintable = tambo_player_get_paintable (fixture->player);

  open_picture (fixture, picture);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PAUSED);

  g_assert_cmpint (tambo_player_get_position (fixture->player), ==, 0);
  g_assert_cmpint (ABS (tambo_player_get_duration (fixture->player) - SECONDS * G_USEC_PER_SEC),
                   <,
                   100 * 1000);
  while (gdk_paintable_get_intrinsic_width (paintable) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (paintable), ==, 160);
  g_assert_cmpint (gdk_paintable_get_intrinsic_height (paintable), ==, 120);
}

static void
test_plays_to_end (Fixture *fixture, gconstpointer data)
{
  open_picture (fixture, picture);
  set_voice (fixture, low_voice);
  tambo_player_play (fixture->player);
  wait_for_note (LOW);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_ENDED);

  g_assert_cmpint (tambo_player_get_position (fixture->player),
                   ==,
                   tambo_player_get_duration (fixture->player));
  g_assert_cmpstr (fixture->states->str, ==, "sSPE");
}

static void
test_plays_again (Fixture *fixture, gconstpointer data)
{
  open_picture (fixture, picture);
  set_voice (fixture, low_voice);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PAUSED);
  wait_for_voice (fixture, TAMBO_VOICE_STATE_READY);
  tambo_player_seek (fixture->player, 1700 * 1000);
  tambo_player_play (fixture->player);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_ENDED);

  tambo_test_ear_forget ();
  tambo_player_play (fixture->player);
  g_assert_cmpint (tambo_player_get_position (fixture->player), ==, 0);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PLAYING);
  wait_for_note (LOW);
}

static void
test_pause_keeps_position (Fixture *fixture, gconstpointer data)
{
  gint64 position;

  open_picture (fixture, picture);
  tambo_player_play (fixture->player);
  wait_for_position (fixture, 300);
  tambo_player_pause (fixture->player);
  position = tambo_player_get_position (fixture->player);

  g_usleep (50 * 1000);
  g_assert_cmpint (tambo_player_get_position (fixture->player), ==, position);

  tambo_player_play (fixture->player);
  g_assert_cmpint (tambo_player_get_position (fixture->player), >=, position - 25 * 1000);
  g_assert_cmpint (tambo_player_get_position (fixture->player), <, position + 200 * 1000);
  g_assert_cmpstr (fixture->states->str, ==, "sSPpP");
}

static void
test_seek_rests_or_plays_on (Fixture *fixture, gconstpointer data)
{
  open_picture (fixture, picture);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PAUSED);
  tambo_player_seek (fixture->player, 1000 * 1000);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PAUSED);
  g_assert_cmpint (tambo_player_get_position (fixture->player), ==, 1000 * 1000);

  tambo_player_play (fixture->player);
  tambo_player_seek (fixture->player, 200 * 1000);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PLAYING);
  g_assert_cmpint (tambo_player_get_position (fixture->player), <, 600 * 1000);
}

/* Many touches on one button: only the last counts, and nothing is left behind. */
static void
test_seek_many_times (Fixture *fixture, gconstpointer data)
{
  open_picture (fixture, picture);
  set_voice (fixture, low_voice);
  tambo_player_play (fixture->player);
  for (guint i = 0; i < 40; i++)
    {
      tambo_player_seek (fixture->player, (i % 7) * 200 * 1000);
      g_main_context_iteration (NULL, FALSE);
    }
  tambo_player_seek (fixture->player, 500 * 1000);

  wait_for_state (fixture, TAMBO_PLAYER_STATE_PLAYING);
  wait_for_voice (fixture, TAMBO_VOICE_STATE_READY);
  g_assert_cmpint (tambo_player_get_position (fixture->player), >=, 400 * 1000);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_ENDED);
}

static void
test_seek_stays_inside (Fixture *fixture, gconstpointer data)
{
  open_picture (fixture, picture);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PAUSED);

  tambo_player_seek (fixture->player, -5 * G_USEC_PER_SEC);
  g_assert_cmpint (tambo_player_get_position (fixture->player), ==, 0);
  tambo_player_seek (fixture->player, G_MAXINT64);
  g_assert_cmpint (tambo_player_get_position (fixture->player),
                   <,
                   tambo_player_get_duration (fixture->player));
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PAUSED);
  tambo_player_play (fixture->player);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_ENDED);
}

/* A note keeps its height at any rate, and the film takes as long as the rate says. */
static void
test_rate_keeps_pitch (Fixture *fixture, gconstpointer data)
{
  gint64 start;

  open_picture (fixture, picture);
  set_voice (fixture, high_voice);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PAUSED);
  tambo_player_set_rate (fixture->player, 1.5);
  tambo_player_play (fixture->player);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PLAYING);
  start = g_get_monotonic_time ();
  wait_for_note (HIGH);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_ENDED);

  g_assert_cmpint (g_get_monotonic_time () - start, <, 1800 * 1000);
  g_assert_cmpfloat (tambo_player_get_rate (fixture->player), ==, 1.5);
}

static void
test_voice_changes_in_play (Fixture *fixture, gconstpointer data)
{
  gint64 position;

  open_picture (fixture, picture);
  set_voice (fixture, low_voice);
  tambo_player_play (fixture->player);
  wait_for_note (LOW);

  position = tambo_player_get_position (fixture->player);
  set_voice (fixture, high_voice);
  g_assert_cmpint (tambo_player_get_voice_state (fixture->player), ==, TAMBO_VOICE_STATE_JOINING);
  wait_for_note (HIGH);

  /* The picture never stopped. */
  g_assert_cmpint (tambo_player_get_position (fixture->player), >=, position);
  g_assert_cmpstr (fixture->states->str, ==, "sSP");
}

static void
test_voice_changes_at_rest (Fixture *fixture, gconstpointer data)
{
  open_picture (fixture, picture);
  set_voice (fixture, low_voice);
  tambo_player_seek (fixture->player, 800 * 1000);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PAUSED);

  set_voice (fixture, high_voice);
  wait_for_voice (fixture, TAMBO_VOICE_STATE_READY);
  g_assert_cmpint (tambo_player_get_position (fixture->player), ==, 800 * 1000);

  tambo_player_play (fixture->player);
  wait_for_note (HIGH);
}

static void
test_voice_goes (Fixture *fixture, gconstpointer data)
{
  open_picture (fixture, picture);
  set_voice (fixture, low_voice);
  tambo_player_play (fixture->player);
  wait_for_note (LOW);

  tambo_player_set_voice (fixture->player, NULL);
  g_assert_cmpint (tambo_player_get_voice_state (fixture->player), ==, TAMBO_VOICE_STATE_NONE);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_ENDED);
}

static GBytes *
make_damaged (const char *how, GBytes *whole, GBytes *other)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (whole, &size);

  if (g_str_equal (how, "empty"))
    return g_bytes_new (NULL, 0);

  if (g_str_equal (how, "text"))
    return g_bytes_new_static ("#EXTM3U\nhttp://127.0.0.1/film.webm\n", 35);

  if (g_str_equal (how, "head only"))
    return g_bytes_new (data, 64);

  if (g_str_equal (how, "cut off"))
    return g_bytes_new (data, size / 10);

  return g_bytes_ref (other);
}

static void
test_damaged_voice (Fixture *fixture, gconstpointer data)
{
  static const char *const ways[] = { "empty", "text", "head only", "another format" };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GBytes) damaged = make_damaged (ways[i], low_voice, picture);

      g_test_message ("%s", ways[i]);
      open_picture (fixture, picture);
      tambo_player_play (fixture->player);
      set_voice (fixture, damaged);
      wait_for_voice (fixture, TAMBO_VOICE_STATE_DAMAGED);
      wait_for_position (fixture, 200);
      g_assert_cmpint (tambo_player_get_state (fixture->player), ==, TAMBO_PLAYER_STATE_PLAYING);

      set_voice (fixture, high_voice);
      wait_for_voice (fixture, TAMBO_VOICE_STATE_READY);
    }
}

static void
test_damaged_picture (Fixture *fixture, gconstpointer data)
{
  static const char *const ways[] = {
    "empty", "text", "head only", "cut off", "another format",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GBytes) damaged = make_damaged (ways[i], picture, low_voice);

      g_test_message ("%s", ways[i]);
      open_picture (fixture, damaged);
      tambo_player_play (fixture->player);
      wait_for_state (fixture, TAMBO_PLAYER_STATE_FAILED);

      tambo_player_play (fixture->player);
      g_assert_cmpint (tambo_player_get_state (fixture->player), ==, TAMBO_PLAYER_STATE_FAILED);
    }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gst_init (NULL, NULL);
  tambo_test_ear_register ();
  picture = tambo_test_make_picture (SECONDS);
  low_voice = tambo_test_make_voice (SECONDS, LOW);
  high_voice = tambo_test_make_voice (SECONDS, HIGH);

#define add_test(path, func) \
  g_test_add ("/kiosk/player/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("opens-at-rest", test_opens_at_rest);
  add_test ("plays-to-end", test_plays_to_end);
  add_test ("plays-again", test_plays_again);
  add_test ("pause-keeps-position", test_pause_keeps_position);
  add_test ("seek-rests-or-plays-on", test_seek_rests_or_plays_on);
  add_test ("seek-many-times", test_seek_many_times);
  add_test ("seek-stays-inside", test_seek_stays_inside);
  add_test ("rate-keeps-pitch", test_rate_keeps_pitch);
  add_test ("voice/changes-in-play", test_voice_changes_in_play);
  add_test ("voice/changes-at-rest", test_voice_changes_at_rest);
  add_test ("voice/goes", test_voice_goes);
  add_test ("voice/damaged", test_damaged_voice);
  add_test ("picture/damaged", test_damaged_picture);
#undef add_test

  result = g_test_run ();
  g_bytes_unref (picture);
  g_bytes_unref (low_voice);
  g_bytes_unref (high_voice);

  return result;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/player/player-screen.h"

#include "content/pack/media-types.h"
#include "kiosk/player/showing.h"
#include "kiosk/widgets/local-decoder.h"
#include "kiosk/widgets/screen.h"
#include "kiosk/widgets/theme.h"
#include "tests/support/ear.h"
#include "tests/support/film.h"
#include "tests/support/pack.h"
#include "tests/support/photo.h"

#include <gst/gst.h>

#define SECONDS 3
#define LOW 300
#define HIGH 1200

static GBytes *picture;
static GBytes *low_voice;
static GBytes *high_voice;

static const char *const titles[] = { "A cough that stays", "Une toux qui dure", "سعال لا يذهب" };

/* A film in English (low) and French (high), with subtitles in all three, in a window. */
typedef struct
{
  TamboSession *session;  /* (owned) */
  TamboTestPack *pack;    /* (owned) */
  TamboLibraryItem *item; /* (owned) */
  TamboTheme *theme;      /* (owned) */
  GtkWindow *window;      /* (owned) by GTK until destroyed */
  GtkWidget *screen;      /* (unowned) by @window */
} Fixture;

static GBytes *
make_subtitles (const char *text)
{
  char *file = g_strdup_printf ("WEBVTT\n\n00:00.000 --> 00:10.000\n%s\n", text);

  return g_bytes_new_take (file, strlen (file));
}

static void
add_film (TamboTestPack *pack)
{
  static const char *const check_titles[] = { "Check", "Bilan", "فحص" };
  static const struct
  {
    const char *language;
    const char *text;
  } subtitles[] = {
    { "en", "More than two weeks?\nSomeone should listen to your chest." },
    { "fr", "Plus de deux semaines ?\nFaites écouter votre poitrine." },
    { "ar", "أكثر من أسبوعين؟\nدع أحدًا يفحص صدرك (Paracetamol)." },
  };

  tambo_test_pack_add_item (pack, TAMBO_ITEM_VIDEO, "film", titles);
  tambo_test_pack_add_item (pack, TAMBO_ITEM_QUESTIONNAIRE, "check", check_titles);
  tambo_test_pack_add_file (pack,
                            "film",
                            TAMBO_ROLE_PICTURE,
                            0,
                            NULL,
                            "film/picture.webm",
                            TAMBO_MEDIA_TYPE_PICTURE_TRACK,
                            picture);
  tambo_test_pack_add_file (pack,
                            "film",
                            TAMBO_ROLE_VOICE,
                            0,
                            "en",
                            "film/en/voice.ogg",
                            TAMBO_MEDIA_TYPE_VOICE,
                            low_voice);
  tambo_test_pack_add_file (pack,
                            "film",
                            TAMBO_ROLE_VOICE,
                            0,
                            "fr",
                            "film/fr/voice.ogg",
                            TAMBO_MEDIA_TYPE_VOICE,
                            high_voice);
  for (gsize i = 0; i < G_N_ELEMENTS (subtitles); i++)
    {
      g_autoptr (GBytes) bytes = make_subtitles (subtitles[i].text);
      g_autofree char *path = g_strdup_printf ("film/%s/subtitles.vtt", subtitles[i].language);

      tambo_test_pack_add_file (pack,
                                "film",
                                TAMBO_ROLE_SUBTITLES,
                                0,
                                subtitles[i].language,
                                path,
                                TAMBO_MEDIA_TYPE_SUBTITLES,
                                bytes);
    }
}

static void
open_screen (Fixture *fixture)
{
  g_autoptr (TamboDecoder) decoder = tambo_local_decoder_new ();

  fixture->screen = tambo_player_screen_new (fixture->session,
                                             fixture->item,
                                             tambo_test_pack_get_blobs (fixture->pack),
                                             decoder,
                                             TAMBO_TEST_EAR);
  gtk_window_set_child (fixture->window, fixture->screen);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboPack) pack = NULL;

  tambo_test_ear_forget ();
  fixture->session = tambo_session_new ("en");
  fixture->pack = tambo_test_pack_new ("org.tambo.test");
  add_film (fixture->pack);
  pack = tambo_test_pack_build (fixture->pack);
  fixture->item = tambo_library_item_new (pack, "film");
  fixture->theme = tambo_theme_new (gdk_display_get_default (), fixture->session, 5.2);
  fixture->window = GTK_WINDOW (gtk_window_new ());
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  tambo_session_wipe (fixture->session);
  g_assert_finalize_object (fixture->theme);
  g_assert_finalize_object (fixture->session);
  g_assert_finalize_object (fixture->item);
  tambo_test_pack_free (fixture->pack);
}

static TamboShowing *
get_showing (Fixture *fixture)
{
  g_autoptr (TamboShowing) showing = NULL;

  g_object_get (fixture->screen, "showing", &showing, NULL);
  return showing;
}

static void
wait_for_state (Fixture *fixture, TamboPlayerState state)
{
  TamboPlayer *player = tambo_showing_get_player (get_showing (fixture));

  while (tambo_player_get_state (player) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_note (double hertz)
{
  TamboTestNote note = { 0 };

  while (!tambo_test_ear_get_last (&note) || ABS (note.hertz - hertz) > 101)
    g_main_context_iteration (NULL, TRUE);
}

static const char *
get_label (Fixture *fixture, const char *name)
{
  GObject *label = gtk_widget_get_template_child (fixture->screen, TAMBO_TYPE_PLAYER_SCREEN, name);

  return gtk_label_get_text (GTK_LABEL (label));
}

static void
test_speaks_session_language (Fixture *fixture, gconstpointer data)
{
  tambo_session_set_language (fixture->session, "fr");
  open_screen (fixture);
  wait_for_note (HIGH);

  g_assert_cmpstr (get_label (fixture, "title"), ==, titles[1]);
  g_assert_nonnull (strstr (get_label (fixture, "caption"), "Plus de deux semaines"));
}

static void
test_language_changes_in_play (Fixture *fixture, gconstpointer data)
{
  TamboPlayer *player;
  gint64 position;

  open_screen (fixture);
  wait_for_note (LOW);
  player = tambo_showing_get_player (get_showing (fixture));
  position = tambo_player_get_position (player);

  tambo_session_set_language (fixture->session, "fr");
  g_assert_true (tambo_screen_relabel (TAMBO_SCREEN (fixture->screen)));
  g_assert_cmpint (tambo_player_get_state (player), ==, TAMBO_PLAYER_STATE_PLAYING);
  wait_for_note (HIGH);
  g_assert_cmpint (tambo_player_get_position (player), >=, position);
  g_assert_cmpstr (get_label (fixture, "title"), ==, titles[1]);
}

/* Arabic has no voice here: English, which stands first in the pack, and Arabic subtitles. */
static void
test_missing_voice (Fixture *fixture, gconstpointer data)
{
  tambo_session_set_language (fixture->session, "ar");
  open_screen (fixture);
  wait_for_note (LOW);

  g_assert_cmpstr (tambo_showing_get_voice_language (get_showing (fixture)), ==, "en");
  g_assert_nonnull (strstr (get_label (fixture, "caption"), "أكثر"));
}

static void
test_voice_not_held (Fixture *fixture, gconstpointer data)
{
  tambo_test_pack_lose (fixture->pack, low_voice);
  open_screen (fixture);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PLAYING);

  while (*get_label (fixture, "notice") == '\0')
    g_main_context_iteration (NULL, TRUE);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_ENDED);
}

static void
test_picture_not_held (Fixture *fixture, gconstpointer data)
{
  GObject *failure;

  tambo_test_pack_lose (fixture->pack, picture);
  open_screen (fixture);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_FAILED);

  failure = gtk_widget_get_template_child (fixture->screen, TAMBO_TYPE_PLAYER_SCREEN, "failure");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (failure)));
}

/* As when the language is chosen on a screen of its own. */
static void
test_comes_back_where_it_was (Fixture *fixture, gconstpointer data)
{
  TamboPlayer *player;
  gint64 position;

  open_screen (fixture);
  wait_for_note (LOW);
  player = tambo_showing_get_player (get_showing (fixture));
  while (tambo_player_get_position (player) < 600 * 1000)
    g_main_context_iteration (NULL, TRUE);

  tambo_screen_stop (TAMBO_SCREEN (fixture->screen));
  position = 600 * 1000;
  tambo_session_set_language (fixture->session, "fr");
  open_screen (fixture);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PLAYING);

  g_assert_cmpint (tambo_player_get_position (player), >=, position - 50 * 1000);
  wait_for_note (HIGH);
}

static void
test_controls (Fixture *fixture, gconstpointer data)
{
  TamboPlayer *player;

  open_screen (fixture);
  wait_for_note (LOW);
  player = tambo_showing_get_player (get_showing (fixture));

  gtk_widget_activate_action (fixture->screen, "player.toggle", NULL);
  g_assert_false (tambo_screen_is_playing (TAMBO_SCREEN (fixture->screen)));
  gtk_widget_activate_action (fixture->screen, "player.back", NULL);
  g_assert_cmpint (tambo_player_get_position (player), ==, 0);
  gtk_widget_activate_action (fixture->screen, "player.slower", NULL);
  g_assert_cmpfloat (tambo_player_get_rate (player), ==, 0.75);
  gtk_widget_activate_action (fixture->screen, "player.quieter", NULL);
  g_assert_cmpfloat (tambo_player_get_volume (player), <, 1);
  gtk_widget_activate_action (fixture->screen, "player.voice", NULL);
  g_assert_cmpstr (tambo_showing_get_voice_language (get_showing (fixture)), ==, "fr");
  gtk_widget_activate_action (fixture->screen, "player.captions", NULL);
  g_assert_cmpstr (get_label (fixture, "caption"), ==, "");
  gtk_widget_activate_action (fixture->screen, "player.toggle", NULL);
  g_assert_true (tambo_screen_is_playing (TAMBO_SCREEN (fixture->screen)));
  wait_for_note (HIGH);
}

static void
test_reads_controls_aloud (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) segments = NULL;
  TamboSegment *first;

  open_screen (fixture);
  wait_for_note (LOW);
  tambo_test_settle (fixture->window);
  segments = tambo_screen_list_segments (TAMBO_SCREEN (fixture->screen));

  g_assert_cmpuint (segments->len, >, 6);
  first = g_ptr_array_index (segments, 0);
  g_assert_cmpstr (tambo_segment_get_text (first), ==, titles[0]);
  g_assert_false (tambo_screen_is_playing (TAMBO_SCREEN (fixture->screen)));
}

static void
photograph (Fixture *fixture, int width, int height, const char *language)
{
  g_autofree char *name = g_strdup_printf ("player-%s-%dx%d", language, width, height);
  g_autofree char *end_name = g_strdup_printf ("player-end-%s-%dx%d", language, width, height);
  const gboolean is_rtl = g_str_equal (language, "ar");

  gtk_widget_set_default_direction (is_rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_window_set_default_size (fixture->window, width, height);
  tambo_session_set_language (fixture->session, language);
  open_screen (fixture);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_PLAYING);
  tambo_test_photograph (fixture->window, name);
  gtk_widget_activate_action (fixture->screen, "player.forward", NULL);
  wait_for_state (fixture, TAMBO_PLAYER_STATE_ENDED);
  tambo_test_photograph (fixture->window, end_name);
  gtk_widget_activate_action (fixture->screen, "player.again", NULL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_fits (Fixture *fixture, gconstpointer data)
{
  static const int sizes[][2] = { { 800, 386 }, { 1280, 600 }, { 600, 820 } };
  static const char *const languages[] = { "en", "fr", "ar" };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (languages); j++)
        {
          GtkRequisition least;

          photograph (fixture, sizes[i][0], sizes[i][1], languages[j]);
          gtk_widget_get_preferred_size (fixture->screen, &least, NULL);
          g_assert_cmpint (least.width, <=, sizes[i][0]);
          g_assert_cmpint (least.height, <=, sizes[i][1]);
          gtk_window_destroy (fixture->window);
          fixture->window = GTK_WINDOW (gtk_window_new ());
        }
    }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }

  gst_init (NULL, NULL);
  tambo_test_ear_register ();
  picture = tambo_test_make_picture (SECONDS);
  low_voice = tambo_test_make_voice (SECONDS, LOW);
  high_voice = tambo_test_make_voice (SECONDS, HIGH);

#define add_test(path, func) \
  g_test_add ("/kiosk/player-screen/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("speaks-session-language", test_speaks_session_language);
  add_test ("language-changes-in-play", test_language_changes_in_play);
  add_test ("missing-voice", test_missing_voice);
  add_test ("voice-not-held", test_voice_not_held);
  add_test ("picture-not-held", test_picture_not_held);
  add_test ("comes-back-where-it-was", test_comes_back_where_it_was);
  add_test ("controls", test_controls);
  add_test ("reads-controls-aloud", test_reads_controls_aloud);
  add_test ("fits", test_fits);
#undef add_test

  result = g_test_run ();
  g_bytes_unref (picture);
  g_bytes_unref (low_voice);
  g_bytes_unref (high_voice);

  return result;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/media-types.h"
#include "kiosk/leaflet/leaflet-screen.h"
#include "kiosk/places/places-screen.h"
#include "kiosk/watch/watch-screen.h"
#include "kiosk/widgets/screen.h"
#include "kiosk/widgets/theme.h"
#include "tests/support/pack.h"
#include "tests/support/photo.h"

/* A leaflet, a film and places, drawn in a window of the size of a screen without its bar. */
typedef struct
{
  TamboSession *session; /* (owned) */
  TamboTestPack *pack;   /* (owned) */
  GListStore *items;     /* (owned) of TamboLibraryItem */
  TamboTheme *theme;     /* (owned) */
  GtkWindow *window;     /* (owned) by GTK until destroyed */
} Fixture;

static const char *const film_titles[] = { "A cough that stays",
                                           "Une toux qui dure",
                                           "سعال لا يذهب" };
static const char *const leaflet_titles[] = { "Coughing safely",
                                              "Tousser sans risque",
                                              "السعال بأمان" };
static const char *const places_titles[] = { "Places", "Lieux", "أماكن" };

static const char leaflet_en[] =
    "{\"pages\":[{\"picture\":\"leaflet/page-1.png\",\"title\":\"Cover your mouth\","
    "\"text\":\"Cough into your elbow.\\nThe air stays cleaner for the others.\"},"
    "{\"title\":\"Open the window\",\"text\":\"Fresh air helps.\",\"picture\":\"leaflet/none.png\"}]}";
static const char leaflet_ar[] =
    "{\"pages\":[{\"picture\":\"leaflet/page-1.png\",\"title\":\"غطِّ فمك\","
    "\"text\":\"اسعل في مرفقك.\\nفيبقى الهواء أنظف للآخرين.\"},"
    "{\"title\":\"افتح النافذة\",\"text\":\"الهواء النقي مفيد.\"}]}";
static const char places_json[] =
    "{\"places\":["
    "{\"id\":\"night-clinic\",\"kind\":\"clinic\",\"demo\":true,"
    "\"name\":{\"en\":\"Night clinic\",\"fr\":\"Clinique de nuit\",\"ar\":\"العيادة الليلية\"},"
    "\"phone\":\"+00 555 0101\",\"address\":{\"en\":\"1 Example Street\",\"ar\":\"شارع المثال ١\"},"
    "\"hours\":{\"en\":\"Every night, 8 to 6\",\"fr\":\"Toutes les nuits, de 20 h à 6 h\"},"
    "\"languages\":[\"fr\",\"ar\"]},"
    "{\"id\":\"line\",\"kind\":\"hotline\",\"name\":{\"en\":\"Health line\",\"ar\":\"خط الصحة\"},"
    "\"phone\":\"+00 555 0102\"},"
    "{\"id\":\"moon\",\"kind\":\"observatory\",\"name\":{\"en\":\"Elsewhere\"}}]}";

static GBytes *
make_png (void)
{
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guint8 *data = g_malloc (64 * 36 * 4);

  for (guint i = 0; i < 64 * 36; i++)
    {
      data[4 * i] = 0xDC;
      data[4 * i + 1] = (guint8) (0xB0 + i % 64);
      data[4 * i + 2] = 0xA0;
      data[4 * i + 3] = 0xFF;
    }
  pixels = g_bytes_new_take (data, 64 * 36 * 4);
  texture = gdk_memory_texture_new (64, 36, GDK_MEMORY_R8G8B8A8, pixels, 64 * 4);

  return gdk_texture_save_to_png_bytes (texture);
}

static void
add_text (Fixture *fixture,
          const char *item,
          const char *role,
          const char *language,
          const char *path,
          const char *media_type,
          const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  tambo_test_pack_add_file (fixture->pack, item, role, 0, language, path, media_type, bytes);
}

static void
add_files (Fixture *fixture)
{
  g_autoptr (GBytes) png = make_png ();

  tambo_test_pack_add_item (fixture->pack, TAMBO_ITEM_VIDEO, "film", film_titles);
  tambo_test_pack_add_item (fixture->pack, TAMBO_ITEM_LEAFLET, "leaflet", leaflet_titles);
  tambo_test_pack_add_item (fixture->pack, TAMBO_ITEM_PLACES, "places", places_titles);
  tambo_test_pack_add_file (fixture->pack,
                            "film",
                            TAMBO_ROLE_POSTER,
                            0,
                            NULL,
                            "film/poster.png",
                            TAMBO_MEDIA_TYPE_PNG,
                            png);
  tambo_test_pack_add_file (fixture->pack,
                            "leaflet",
                            TAMBO_ROLE_PICTURE,
                            1,
                            NULL,
                            "leaflet/page-1.png",
                            TAMBO_MEDIA_TYPE_PNG,
                            png);
  add_text (fixture,
            "film",
            TAMBO_ROLE_SUBTITLES,
            "fr",
            "film/fr/subtitles.vtt",
            TAMBO_MEDIA_TYPE_SUBTITLES,
            "WEBVTT\n");
  add_text (fixture,
            "leaflet",
            TAMBO_ROLE_TEXT,
            "en",
            "leaflet/en/leaflet.json",
            TAMBO_MEDIA_TYPE_LEAFLET,
            leaflet_en);
  add_text (fixture,
            "leaflet",
            TAMBO_ROLE_TEXT,
            "ar",
            "leaflet/ar/leaflet.json",
            TAMBO_MEDIA_TYPE_LEAFLET,
            leaflet_ar);
  add_text (fixture,
            "leaflet",
            TAMBO_ROLE_TEXT,
            "fr",
            "leaflet/fr/leaflet.json",
            TAMBO_MEDIA_TYPE_LEAFLET,
            "{\"pages\":[]}");
  add_text (fixture,
            "places",
            TAMBO_ROLE_PLACES,
            NULL,
            "places/places.json",
            TAMBO_MEDIA_TYPE_PLACES,
            places_json);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "film", "leaflet", "places" };
  g_autoptr (TamboPack) pack = NULL;

  fixture->session = tambo_session_new ("en");
  fixture->pack = tambo_test_pack_new ("org.tambo.test");
  add_files (fixture);
  pack = tambo_test_pack_build (fixture->pack);
  fixture->items = g_list_store_new (TAMBO_TYPE_LIBRARY_ITEM);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (TamboLibraryItem) item = tambo_library_item_new (pack, names[i]);

      g_list_store_append (fixture->items, item);
    }
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
  g_assert_finalize_object (fixture->items);
  g_assert_finalize_object (fixture->session);
  tambo_test_pack_free (fixture->pack);
}

static GtkWidget *
open_watch (Fixture *fixture)
{
  return tambo_watch_screen_new (fixture->session,
                                 G_LIST_MODEL (fixture->items),
                                 tambo_test_pack_get_blobs (fixture->pack));
}

static GtkWidget *
open_leaflet (Fixture *fixture)
{
  g_autoptr (TamboLibraryItem) item = g_list_model_get_item (G_LIST_MODEL (fixture->items), 1);

  return tambo_leaflet_screen_new (fixture->session,
                                   item,
                                   tambo_test_pack_get_blobs (fixture->pack));
}

static GtkWidget *
open_places (Fixture *fixture)
{
  return tambo_places_screen_new (fixture->session,
                                  G_LIST_MODEL (fixture->items),
                                  tambo_test_pack_get_blobs (fixture->pack));
}

/* Whether any label that can be seen says @text. */
static gboolean
shows (GtkWidget *screen, const char *text)
{
  g_autoptr (GPtrArray) segments = tambo_segment_list_labels (screen);

  for (guint i = 0; i < segments->len; i++)
    {
      if (strstr (tambo_segment_get_text (g_ptr_array_index (segments, i)), text) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
wait_for_text (Fixture *fixture, GtkWidget *screen, const char *text)
{
  gtk_window_set_child (fixture->window, screen);
  gtk_window_set_default_size (fixture->window, 800, 386);
  gtk_window_present (fixture->window);
  while (!shows (screen, text))
    g_main_context_iteration (NULL, TRUE);
}

/* The film has only French subtitles; the leaflet has no pages in French, but says that it has. */
static void
test_watch_follows_language (Fixture *fixture, gconstpointer data)
{
  GtkWidget *screen = open_watch (fixture);

  wait_for_text (fixture, screen, leaflet_titles[0]);
  g_assert_false (shows (screen, film_titles[0]));

  tambo_session_set_language (fixture->session, "fr");
  screen = open_watch (fixture);
  wait_for_text (fixture, screen, film_titles[1]);
}

static void
test_watch_follows_library (Fixture *fixture, gconstpointer data)
{
  GtkWidget *screen = open_watch (fixture);

  wait_for_text (fixture, screen, leaflet_titles[0]);
  g_list_store_remove_all (fixture->items);
  wait_for_text (fixture, screen, "no film in this language");
}

static void
test_leaflet_turns (Fixture *fixture, gconstpointer data)
{
  GtkWidget *screen = open_leaflet (fixture);

  wait_for_text (fixture, screen, "Cover your mouth");
  gtk_widget_activate_action (screen, "leaflet.previous", NULL);
  g_assert_true (shows (screen, "Cover your mouth"));
  gtk_widget_activate_action (screen, "leaflet.next", NULL);
  g_assert_true (shows (screen, "Open the window"));
  gtk_widget_activate_action (screen, "leaflet.next", NULL);
  g_assert_true (shows (screen, "Open the window"));
}

static void
test_leaflet_keeps_page (Fixture *fixture, gconstpointer data)
{
  GtkWidget *screen = open_leaflet (fixture);

  wait_for_text (fixture, screen, "Cover your mouth");
  gtk_widget_activate_action (screen, "leaflet.next", NULL);
  tambo_session_set_language (fixture->session, "ar");
  screen = open_leaflet (fixture);
  wait_for_text (fixture, screen, "افتح النافذة");
}

static void
test_leaflet_damaged (Fixture *fixture, gconstpointer data)
{
  tambo_session_set_language (fixture->session, "fr");
  wait_for_text (fixture, open_leaflet (fixture), "cannot be shown");
}

static void
test_places_show_what_is_known (Fixture *fixture, gconstpointer data)
{
  GtkWidget *screen = open_places (fixture);

  wait_for_text (fixture, screen, "Night clinic");
  g_assert_true (shows (screen, "not real"));
  /* Isolated, so that no line turns it around. */
  g_assert_true (shows (screen, "\342\201\246+00 555 0101\342\201\251"));
}

static void
photograph (Fixture *fixture,
            const char *name,
            GtkWidget *(*open_screen) (Fixture *),
            const char *language)
{
  static const int sizes[][2] = { { 800, 386 }, { 1280, 600 }, { 600, 820 } };
  const gboolean is_rtl = g_str_equal (language, "ar");

  tambo_session_set_language (fixture->session, language);
  gtk_widget_set_default_direction (is_rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *file =
          g_strdup_printf ("%s-%s-%dx%d", name, language, sizes[i][0], sizes[i][1]);
      GtkWidget *screen = open_screen (fixture);
      int least_width;
      int least_height;

      gtk_window_set_child (fixture->window, screen);
      gtk_window_set_default_size (fixture->window, sizes[i][0], sizes[i][1]);
      tambo_test_settle (fixture->window);
      tambo_test_photograph (fixture->window, file);
      gtk_widget_measure (screen, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
      gtk_widget_measure (screen,
                          GTK_ORIENTATION_VERTICAL,
                          sizes[i][0],
                          &least_height,
                          NULL,
                          NULL,
                          NULL);
      g_assert_cmpint (least_width, <=, sizes[i][0]);
      g_assert_cmpint (least_height, <=, sizes[i][1]);
      gtk_window_destroy (fixture->window);
      fixture->window = GTK_WINDOW (gtk_window_new ());
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
}

static void
test_fits (Fixture *fixture, gconstpointer data)
{
  static const char *const languages[] = { "en", "fr", "ar" };

  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      photograph (fixture, "watch", open_watch, languages[i]);
      photograph (fixture, "leaflet", open_leaflet, languages[i]);
      photograph (fixture, "places", open_places, languages[i]);
    }
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

#define add_test(path, func) \
  g_test_add ("/kiosk/content-screens/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("watch/follows-language", test_watch_follows_language);
  add_test ("watch/follows-library", test_watch_follows_library);
  add_test ("leaflet/turns", test_leaflet_turns);
  add_test ("leaflet/keeps-page", test_leaflet_keeps_page);
  add_test ("leaflet/damaged", test_leaflet_damaged);
  add_test ("places/show-what-is-known", test_places_show_what_is_known);
  add_test ("fits", test_fits);
#undef add_test

  return g_test_run ();
}

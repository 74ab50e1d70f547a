/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/pack-reader.h"
#include "content/base/json.h"
#include "content/forms/questionnaire.h"
#include "content/pack/captions.h"
#include "content/store/layout.h"

#define MAX_PICTURE 2500000
#define MAX_VOICE 350000
#define MAX_TEXT 1000000

static const char *const languages[] = {
  "en", "fr", "es", "ar", "fa", "uk", "tr", "so", "ti", "sw",
};

/* Languages that espeak-ng does not speak. */
static const char *const unvoiced[] = { "so", "ti", NULL };

/* The film that is rendered for every run; the others are looked at in long ones. */
#define ALWAYS "cough"

/* A sample pack as "ninja sample-packs" makes it. */
typedef struct
{
  TamboLayout *layout;     /* (owned) */
  TamboPackReader *reader; /* (owned) */
  TamboPack *pack;         /* (unowned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *name = g_strconcat (data, "-pack", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("TAMBO_SAMPLES"), name, NULL);
  g_autoptr (GError) error = NULL;

  fixture->layout = tambo_layout_open (path, &error);
  g_assert_no_error (error);
  fixture->reader = tambo_pack_reader_open (path, &error);
  g_assert_no_error (error);
  fixture->pack = tambo_pack_reader_get_pack (fixture->reader, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->reader);
  g_assert_finalize_object (fixture->layout);
}

static GBytes *
read_entry (Fixture *fixture, const TamboPackEntry *entry)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = NULL;

  g_assert_nonnull (entry);
  bytes = tambo_layout_read_blob (fixture->layout, entry->layer->digest, MAX_TEXT, &error);
  g_assert_no_error (error);

  return bytes;
}

static void
test_film (Fixture *fixture, gconstpointer data)
{
  const TamboPackEntry *picture = tambo_pack_find (fixture->pack, "film", "picture", 0, NULL);

  g_assert_cmpuint (picture->file->duration_ms, >=, 60000);
  g_assert_cmpuint (picture->file->duration_ms, <=, 90000);
  g_assert_cmpuint (picture->layer->size, <, MAX_PICTURE);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      const TamboPackEntry *voice =
          tambo_pack_find (fixture->pack, "film", "voice", 0, languages[i]);

      if (g_strv_contains (unvoiced, languages[i]))
        {
          g_assert_null (voice);
          continue;
        }
      g_assert_cmpuint (voice->layer->size, <, MAX_VOICE);
      g_assert_cmpuint (voice->file->duration_ms, ==, picture->file->duration_ms);
      g_assert_true (voice->file->stand_in);
    }
}

/* What the author writes, the kiosk's own parser reads, and no cue outlasts the film. */
static void
test_subtitles (Fixture *fixture, gconstpointer data)
{
  const TamboPackEntry *picture = tambo_pack_find (fixture->pack, "film", "picture", 0, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GBytes) bytes =
          read_entry (fixture,
                      tambo_pack_find (fixture->pack, "film", "subtitles", 0, languages[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboCaptions) captions = tambo_captions_new_from_bytes (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (tambo_captions_get_n_cues (captions), >=, 9);
      for (guint cue = 0; cue < tambo_captions_get_n_cues (captions); cue++)
        g_assert_cmpint (tambo_captions_get_cue (captions, cue)->end,
                         <=,
                         (gint64) picture->file->duration_ms * 1000);
    }
}

/* Pictures are named by path: each path must be the title of a file of the same item. */
static void
test_leaflet (Fixture *fixture, gconstpointer data)
{
  TamboManifest *manifest = tambo_pack_get_manifest (fixture->pack);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (GBytes) bytes =
          read_entry (fixture, tambo_pack_find (fixture->pack, "leaflet", "text", 0, languages[i]));
      g_autoptr (TamboJson) json = tambo_json_parse (bytes, MAX_TEXT, NULL);
      JsonArray *pages = json_object_get_array_member (tambo_json_get_root_object (json, NULL),
                                                       "pages");

      g_assert_cmpuint (json_array_get_length (pages), >=, 2);
      for (guint page = 0; page < json_array_get_length (pages); page++)
        {
          const char *picture = json_object_get_string_member (json_array_get_object_element (pages,
                                                                                              page),
                                                               "picture");
          const TamboLayer *layer = tambo_manifest_find_title (manifest, picture);

          g_assert_nonnull (layer);
          g_assert_cmpstr (layer->item, ==, "leaflet");
          g_assert_null (layer->language);
        }
    }
}

static void
assert_form_is_whole (Fixture *fixture, const char *item)
{
  g_autoptr (GBytes) bytes = read_entry (fixture,
                                         tambo_pack_find (fixture->pack, item, "form", 0, NULL));
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboQuestionnaire) form = tambo_questionnaire_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      guint n_present = 0;

      g_assert_cmpuint (tambo_questionnaire_count_texts (form, languages[i], &n_present),
                        ==,
                        n_present);
    }
}

static void
test_checks (Fixture *fixture, gconstpointer data)
{
  TamboPackConfig *config = tambo_pack_get_config (fixture->pack);
  guint n_checks = 0;

  for (guint i = 0; i < tambo_pack_config_get_n_items (config); i++)
    {
      const TamboPackItem *item = tambo_pack_config_get_item (config, i);

      if (item->kind != TAMBO_ITEM_QUESTIONNAIRE)
        continue;
      assert_form_is_whole (fixture, item->id);
      n_checks++;
    }
  g_assert_cmpuint (n_checks, >, 0);
}

/* None of the places exists, and each says so. */
static void
test_places (Fixture *fixture, gconstpointer data)
{
  const TamboPackEntry *entry = tambo_pack_find (fixture->pack, "places", "places", 0, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboJson) json = NULL;
  JsonArray *places = NULL;

  if (entry == NULL)
    return;
  bytes = read_entry (fixture, entry);
  json = tambo_json_parse (bytes, MAX_TEXT, NULL);
  places = json_object_get_array_member (tambo_json_get_root_object (json, NULL), "places");

  g_assert_cmpuint (json_array_get_length (places), >, 0);
  for (guint i = 0; i < json_array_get_length (places); i++)
    g_assert_true (
        json_object_get_boolean_member (json_array_get_object_element (places, i), "demo"));
}

static void
test_posters_and_reviews (Fixture *fixture, gconstpointer data)
{
  TamboPackConfig *config = tambo_pack_get_config (fixture->pack);

  for (guint i = 0; i < tambo_pack_config_get_n_items (config); i++)
    g_assert_nonnull (tambo_pack_find (fixture->pack,
                                       tambo_pack_config_get_item (config, i)->id,
                                       "poster",
                                       0,
                                       NULL));
  g_assert_cmpuint (tambo_pack_config_get_n_reviews (config), ==, 1 + G_N_ELEMENTS (languages));
  for (guint i = 0; i < tambo_pack_config_get_n_reviews (config); i++)
    g_assert_null (tambo_pack_config_get_review (config, i)->who);
}

static const struct
{
  const char *name;
  void (*func) (Fixture *fixture, gconstpointer data);
} tests[] = {
  { "film", test_film },       { "subtitles", test_subtitles },
  { "leaflet", test_leaflet }, { "checks", test_checks },
  { "places", test_places },   { "posters-and-reviews", test_posters_and_reviews },
};

static void
test_not_rendered (void)
{
  g_test_skip ("rendered and looked at with tests/run --long");
}

static void
add_tests (const char *pack)
{
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/author/sample/%s/%s", pack, tests[i].name);

      g_test_add (path, Fixture, pack, set_up, tests[i].func, tear_down);
    }
}

/* Arguments: the names of the sample packs. */
int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (int i = 1; i < argc; i++)
    {
      if (g_str_equal (argv[i], ALWAYS) || g_getenv ("TAMBO_TEST_LONG") != NULL)
        {
          add_tests (argv[i]);
        }
      else
        {
          g_autofree char *path = g_strdup_printf ("/author/sample/%s/film", argv[i]);

          g_test_add_func (path, test_not_rendered);
        }
    }

  return g_test_run ();
}

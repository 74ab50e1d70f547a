/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/pack/app-version.h"
#include "tests/support/packs.h"

#include <string.h>

static GStrv
planned_titles (TamboPack *pack, const char *const *languages)
{
  TamboManifest *manifest = tambo_pack_get_manifest (pack);
  g_autoptr (GPtrArray) wants = tambo_manifest_plan (manifest, languages);
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  guint n_leaves = 0;

  for (guint i = 0; i < wants->len; i++)
    {
      TamboWant *want = wants->pdata[i];

      for (guint j = 0; want->leaves != NULL && j < tambo_pack_get_n_entries (pack); j++)
        {
          const TamboPackEntry *entry = tambo_pack_get_entry (pack, j);

          if (strcmp (entry->layer->digest, want->digest) == 0)
            g_strv_builder_add (titles, entry->layer->title);
        }
      n_leaves += want->leaves == NULL;
    }

  /* The config and a leaf list for each file. */
  g_assert_cmpuint (2 * (n_leaves - 1), ==, wants->len - 1);

  return g_strv_builder_end (titles);
}

static void
assert_plan (const char *const *languages, const char *const *expected)
{
  g_autoptr (TamboTestPack) test = tambo_test_pack_new ("org.example.cough", 1);
  g_auto (GStrv) titles = planned_titles (test->pack, languages);

  g_assert_cmpuint (g_strv_length (titles), ==, g_strv_length ((GStrv) expected));
  for (guint i = 0; expected[i] != NULL; i++)
    g_assert_cmpstr (titles[i], ==, expected[i]);
}

static void
test_plan_no_language (void)
{
  assert_plan ((const char *[]){ NULL },
               (const char *[]){ "film/picture.webm", "check/form.json", NULL });
}

static void
test_plan_two_languages (void)
{
  assert_plan ((const char *[]){ "fr", "ar", NULL },
               (const char *[]){ "film/picture.webm",
                                 "film/voice.ar.ogg",
                                 "film/voice.ar.vtt",
                                 "film/voice.fr.ogg",
                                 "film/voice.fr.vtt",
                                 "check/form.json",
                                 NULL });
}

static void
test_plan_all (void)
{
  g_autoptr (TamboTestPack) test = tambo_test_pack_new ("org.example.cough", 1);
  g_auto (GStrv) titles = planned_titles (test->pack, NULL);

  g_assert_cmpuint (g_strv_length (titles), ==, 8);
}

static void
test_find (void)
{
  g_autoptr (TamboTestPack) test = tambo_test_pack_new ("org.example.cough", 1);
  const TamboPackEntry *entry = tambo_pack_find (test->pack, "film", "voice", 0, "fr");

  g_assert_cmpstr (entry->layer->title, ==, "film/voice.fr.ogg");
  g_assert_cmpuint (entry->file->size, ==, entry->layer->size);
  g_assert_null (tambo_pack_find (test->pack, "film", "voice", 0, NULL));
  g_assert_null (tambo_pack_find (test->pack, "film", "voice", 1, "fr"));
  g_assert_null (tambo_pack_find (test->pack, "check", "voice", 0, "fr"));
}

static void
test_config_read (void)
{
  g_autoptr (TamboTestPack) test = tambo_test_pack_new ("org.example.cough", 4);
  TamboPackConfig *config = tambo_pack_get_config (test->pack);

  g_assert_cmpstr (tambo_pack_config_get_id (config), ==, "org.example.cough");
  g_assert_cmpuint (tambo_pack_config_get_version (config), ==, 4);
  g_assert_cmpstr (tambo_texts_get (tambo_pack_config_get_title (config), "fr"), ==, "Toux");
  g_assert_cmpuint (tambo_pack_config_get_n_items (config), ==, 2);
  g_assert_cmpint (tambo_pack_config_find_item (config, "check")->kind,
                   ==,
                   TAMBO_ITEM_QUESTIONNAIRE);
  g_assert_cmpuint (tambo_pack_config_get_n_reviews (config), ==, 1);
  g_assert_null (tambo_pack_config_get_review (config, 0)->who);
  g_assert_cmpstr (tambo_pack_config_get_licence (config), ==, "CC-BY-SA-4.0");
  g_assert_null (tambo_pack_config_get_min_app (config));
}

/* Two packs whose parts are exchanged. */
static void
test_other_config (void)
{
  g_autoptr (TamboTestPack) one = tambo_test_pack_new ("org.example.cough", 1);
  g_autoptr (TamboTestPack) two = tambo_test_pack_new ("org.example.cough", 2);
  g_autoptr (TamboTestPack) other = tambo_test_pack_new ("org.example.water", 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_pack_new (tambo_pack_get_manifest (one->pack),
                                 tambo_pack_get_config (two->pack),
                                 &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
  g_clear_error (&error);

  g_assert_null (tambo_pack_new (tambo_pack_get_manifest (one->pack),
                                 tambo_pack_get_config (other->pack),
                                 &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

#define D "sha256:1111111111111111111111111111111111111111111111111111111111111111"
#define FILES                                                                               \
  "\"files\":{\"a\":{\"size\":1,\"leaves\":\"" D "\",\"item\":\"film\",\"role\":\"voice\"," \
  "\"media\":{\"codec\":\"opus\",\"duration-ms\":1500,\"tracks\":1},\"stand-in\":true}}"
#define ITEM "{\"id\":\"film\",\"kind\":\"video\",\"title\":{\"en\":\"Film\"}}"
#define CONFIG                                                                               \
  "{\"id\":\"org.example.cough\",\"version\":1,\"title\":{\"en\":\"Cough\"},\"summary\":{}," \
  "\"languages\":[\"en\"],\"sources\":[],\"items\":[" ITEM "],"                              \
  "\"reviews\":[{\"what\":\"clinical\",\"who\":null}],\"min-app\":\"0.1\"," FILES "}"

typedef struct
{
  const char *name;
  const char *from; /* in a valid config */
  const char *to;
  TamboError code;
} Change;

static TamboPackConfig *
parse_changed (const char *from, const char *to, GError **error)
{
  const char *found = strstr (CONFIG, from);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_nonnull (found);
  text = g_strdup_printf ("%.*s%s%s", (int) (found - CONFIG), CONFIG, to, found + strlen (from));
  bytes = g_bytes_new (text, strlen (text));

  return tambo_pack_config_new_from_bytes (bytes, error);
}

static void
test_config_valid (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboPackConfig) config = parse_changed ("0.1", "0.1", &error);
  const TamboPackFile *file;

  g_assert_no_error (error);
  file = tambo_pack_config_find_file (config, "a");
  g_assert_cmpstr (file->codec, ==, "opus");
  g_assert_cmpuint (file->duration_ms, ==, 1500);
  g_assert_true (file->stand_in);
}

static void
test_config_invalid (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (parse_changed (change->from, change->to, &error));
  g_assert_error (error, TAMBO_ERROR, (int) change->code);
}

static const Change changes[] = {
  { "id-leaves-folder", "org.example.cough", "../../cough", TAMBO_ERROR_PACK_FORMAT },
  { "id-one-word", "org.example.cough", "cough", TAMBO_ERROR_PACK_FORMAT },
  { "id-capitals", "org.example.cough", "org.example.Cough", TAMBO_ERROR_PACK_FORMAT },
  { "id-double-dot", "org.example.cough", "org..cough", TAMBO_ERROR_PACK_FORMAT },
  { "id-ends-in-dot", "org.example.cough", "org.cough.", TAMBO_ERROR_PACK_FORMAT },
  { "id-ends-in-newline", "org.example.cough", "org.cough\\n", TAMBO_ERROR_PACK_FORMAT },
  { "version-zero", "\"version\":1", "\"version\":0", TAMBO_ERROR_JSON_MEMBER },
  { "version-past-u32", "\"version\":1", "\"version\":4294967296", TAMBO_ERROR_JSON_MEMBER },
  { "title-is-text", "\"title\":{\"en\":\"Cough\"}", "\"title\":\"a\"", TAMBO_ERROR_JSON_MEMBER },
  { "language-invalid", "[\"en\"]", "[\"e n\"]", TAMBO_ERROR_PACK_FORMAT },
  { "languages-not-texts", "[\"en\"]", "[1]", TAMBO_ERROR_JSON_MEMBER },
  { "min-app-words", "\"0.1\"", "\"new\"", TAMBO_ERROR_PACK_FORMAT },
  { "item-twice", ITEM, ITEM "," ITEM, TAMBO_ERROR_PACK_FORMAT },
  { "item-unknown-kind", "\"video\"", "\"game\"", TAMBO_ERROR_PACK_FORMAT },
  { "item-id-is-a-path", "\"id\":\"film\"", "\"id\":\"a/b\"", TAMBO_ERROR_PACK_FORMAT },
  { "review-by-nobody-named", ",\"who\":null", "", TAMBO_ERROR_PACK_FORMAT },
  { "file-of-no-item", "\"item\":\"film\"", "\"item\":\"other\"", TAMBO_ERROR_PACK_FORMAT },
  { "file-empty", "\"size\":1", "\"size\":0", TAMBO_ERROR_JSON_MEMBER },
  { "file-past-limit", "\"size\":1", "\"size\":2147483649", TAMBO_ERROR_JSON_MEMBER },
  { "file-leaves-invalid", D, "sha256:1", TAMBO_ERROR_PACK_FORMAT },
  { "duration-negative", "1500", "-1500", TAMBO_ERROR_JSON_MEMBER },
};

static void
test_app_version (void)
{
  static const char *const invalid[] = { "", ".", "1.", "a", "1.2.3.4", "-1", "1.-2", "999999" };

  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    g_assert_false (tambo_app_version_is_valid (invalid[i]));

  g_assert_true (tambo_app_version_is_met (NULL));
  g_assert_true (tambo_app_version_is_met ("0"));
  g_assert_true (tambo_app_version_is_met ("0.0.9"));
  g_assert_true (tambo_app_version_is_met (TAMBO_VERSION));
  g_assert_false (tambo_app_version_is_met ("999"));
  g_assert_false (tambo_app_version_is_met ("nonsense"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/pack/plan/no-language", test_plan_no_language);
  g_test_add_func ("/content/pack/plan/two-languages", test_plan_two_languages);
  g_test_add_func ("/content/pack/plan/all", test_plan_all);
  g_test_add_func ("/content/pack/find", test_find);
  g_test_add_func ("/content/pack/config-of-another-pack", test_other_config);
  g_test_add_func ("/content/pack/app-version", test_app_version);
  g_test_add_func ("/content/pack/config/round-trip", test_config_read);
  g_test_add_func ("/content/pack/config/valid", test_config_valid);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/content/pack/config/%s", changes[i].name);

      g_test_add_data_func (path, &changes[i], test_config_invalid);
    }

  return g_test_run ();
}

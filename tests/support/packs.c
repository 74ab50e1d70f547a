/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/packs.h"

#include "content/base/digest.h"
#include "content/pack/leaf-list.h"
#include "content/pack/pack-config-builder.h"

#include <string.h>

typedef struct
{
  GHashTable *blobs;              /* (unowned) */
  TamboPackConfigBuilder *config; /* (owned) */
  GPtrArray *layers;              /* (owned) (element-type TamboLayer): strings are not owned */
  GStringChunk *strings;          /* (owned) */
} Builder;

GBytes *
tambo_test_noise (gsize size, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) g_rand_int (rand);

  return g_bytes_new_take (data, size);
}

static const char *
add_blob (Builder *self, GBytes *bytes)
{
  g_autofree char *digest = tambo_digest_for_bytes (bytes);

  g_hash_table_insert (self->blobs, g_strdup (digest), g_bytes_ref (bytes));

  return g_string_chunk_insert_const (self->strings, digest);
}

static void
add_layer (Builder *self, const TamboLayer *layer)
{
  g_ptr_array_add (self->layers, g_memdup2 (layer, sizeof *layer));
}

static void
add_file (Builder *self,
          const char *title,
          const char *media_type,
          const char *language,
          const char *item,
          const char *role,
          GBytes *bytes)
{
  g_autoptr (TamboLeafList) list = tambo_leaf_list_new_for_bytes (bytes);
  GBytes *list_bytes = tambo_leaf_list_get_bytes (list);
  const char *file_digest = add_blob (self, bytes);
  const char *list_digest = add_blob (self, list_bytes);
  TamboLayer layer = {
    .media_type = (char *) media_type,
    .digest = (char *) file_digest,
    .size = g_bytes_get_size (bytes),
    .title = g_string_chunk_insert_const (self->strings, title),
    .language = (char *) language,
    .item = (char *) item,
  };
  TamboLayer leaves = {
    .media_type = (char *) TAMBO_MEDIA_TYPE_LEAVES,
    .digest = (char *) list_digest,
    .size = g_bytes_get_size (list_bytes),
    .language = (char *) language,
    .leaves_of = (char *) file_digest,
  };
  TamboPackFile file = {
    .title = (char *) title,
    .size = layer.size,
    .leaves = (char *) list_digest,
    .item = (char *) item,
    .role = (char *) role,
  };

  add_layer (self, &layer);
  add_layer (self, &leaves);
  tambo_pack_config_builder_add_file (self->config, &file);
}

static void
add_voice (Builder *self, const char *language, guint version)
{
  gboolean changes = strcmp (language, "fr") == 0;
  g_autofree char *voice_title = g_strdup_printf ("film/voice.%s.ogg", language);
  g_autofree char *cues_title = g_strdup_printf ("film/voice.%s.vtt", language);
  g_autofree char *cues = g_strdup_printf ("WEBVTT\n\n00:00.000 --> 00:01.000\n%s\n", language);
  g_autoptr (GBytes) voice = NULL;
  g_autoptr (GBytes) subtitles = g_bytes_new (cues, strlen (cues));

  voice = tambo_test_noise (300 * 1024, g_str_hash (language) + (changes ? version : 0));

  add_file (self, voice_title, "audio/ogg", language, "film", "voice", voice);
  add_file (self, cues_title, "text/vtt", language, "film", "subtitles", subtitles);
}

static void
describe (Builder *self)
{
  const char *const languages[] = { "ar", "en", "fr", NULL };
  const char *const texts[] = { "سعال", "Cough", "Toux", NULL };
  g_autoptr (TamboTexts) title = tambo_texts_new (languages, texts);
  TamboPackItem film = { (char *) "film", TAMBO_ITEM_VIDEO, title };
  TamboPackItem check = { (char *) "check", TAMBO_ITEM_QUESTIONNAIRE, title };
  TamboPackReview review = { .what = (char *) "clinical" };

  tambo_pack_config_builder_set_title (self->config, title);
  tambo_pack_config_builder_set_summary (self->config, title);
  tambo_pack_config_builder_set_languages (self->config, languages);
  tambo_pack_config_builder_set_licence (self->config, "CC-BY-SA-4.0");
  tambo_pack_config_builder_add_item (self->config, &film);
  tambo_pack_config_builder_add_item (self->config, &check);
  tambo_pack_config_builder_add_review (self->config, &review);
}

static TamboManifest *
write_manifest (Builder *self, GBytes *config_bytes, guint version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboManifestBuilder) builder = NULL;
  g_autoptr (GBytes) bytes = NULL;
  TamboManifest *manifest;

  builder = tambo_manifest_builder_new (TAMBO_MEDIA_TYPE_PACK_CONFIG, config_bytes, version);
  for (guint i = 0; i < self->layers->len; i++)
    tambo_manifest_builder_add (builder, self->layers->pdata[i]);

  bytes = tambo_manifest_builder_write (builder);
  add_blob (self, bytes);
  manifest = tambo_manifest_new_from_bytes (bytes, &error);
  g_assert_no_error (error);

  return manifest;
}

/* @film: its size. */
TamboTestPack *
tambo_test_pack_new_sized (const char *id, guint version, gsize film)
{
  TamboTestPack *self = g_new0 (TamboTestPack, 1);
  Builder builder = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) picture = tambo_test_noise (film, g_str_hash (id));
  g_autoptr (GBytes) form = g_bytes_new_static ("{\"resourceType\":\"Questionnaire\"}", 32);
  g_autoptr (GBytes) config_bytes = NULL;
  g_autoptr (TamboPackConfig) config = NULL;
  g_autoptr (TamboManifest) manifest = NULL;

  self->blobs =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  builder.blobs = self->blobs;
  builder.config = tambo_pack_config_builder_new (id, version);
  builder.layers = g_ptr_array_new_with_free_func (g_free);
  builder.strings = g_string_chunk_new (256);

  describe (&builder);
  add_file (&builder, "film/picture.webm", "video/webm", NULL, "film", "picture", picture);
  add_voice (&builder, "ar", version);
  add_voice (&builder, "en", version);
  add_voice (&builder, "fr", version);
  add_file (&builder, "check/form.json", "application/fhir+json", NULL, "check", "form", form);

  config_bytes = tambo_pack_config_builder_write (builder.config);
  add_blob (&builder, config_bytes);
  config = tambo_pack_config_new_from_bytes (config_bytes, &error);
  g_assert_no_error (error);
  manifest = write_manifest (&builder, config_bytes, version);
  self->pack = tambo_pack_new (manifest, config, &error);
  g_assert_no_error (error);

  tambo_pack_config_builder_free (builder.config);
  g_ptr_array_unref (builder.layers);
  g_string_chunk_free (builder.strings);

  return self;
}

TamboTestPack *
tambo_test_pack_new (const char *id, guint version)
{
  return tambo_test_pack_new_sized (id, version, 600 * 1024);
}

void
tambo_test_pack_free (TamboTestPack *self)
{
  g_clear_object (&self->pack);
  g_clear_pointer (&self->blobs, g_hash_table_unref);
  g_free (self);
}

/* Of the file with that title. */
const char *
tambo_test_pack_get_digest (TamboTestPack *self, const char *title)
{
  const TamboLayer *layer = tambo_manifest_find_title (tambo_pack_get_manifest (self->pack), title);

  g_assert_nonnull (layer);

  return layer->digest;
}

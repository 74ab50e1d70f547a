/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/packs.h"

#include "content/base/digest.h"
#include "content/pack/leaf-list.h"
#include "content/pack/pack-config-builder.h"
#include "test-media-resources.h"

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

static GBytes *
pad (const char *name, const guint8 *between, gsize between_size, gsize size, guint32 seed)
{
  g_autofree char *path = g_strconcat ("/org/tambo/tests/media/", name, NULL);
  g_autoptr (GBytes) medium =
      g_resource_lookup_data (test_media_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize used = g_bytes_get_size (medium) + between_size;
  g_autoptr (GBytes) noise = NULL;
  GByteArray *all = g_byte_array_sized_new ((guint) size);

  g_assert_cmpuint (size, >=, used);
  noise = tambo_test_noise (size - used, seed);
  g_byte_array_append (all, g_bytes_get_data (medium, NULL), (guint) g_bytes_get_size (medium));
  g_byte_array_append (all, between, (guint) between_size);
  g_byte_array_append (all, g_bytes_get_data (noise, NULL), (guint) g_bytes_get_size (noise));

  return g_byte_array_free_to_bytes (all);
}

/* In an element of Matroska that is called void. */
GBytes *
tambo_test_noisy_film (gsize size, guint32 seed)
{
  guint8 head[] = { 0xEC, 0x08, 0, 0, 0, 0 };
  guint32 length = GUINT32_TO_BE (0x10000000 | (guint32) size);

  memcpy (head + 1, &length, sizeof length);

  return pad ("film.webm", head, 5, size, seed);
}

/* Between the pages of an Ogg there may be anything. */
GBytes *
tambo_test_noisy_voice (gsize size, guint32 seed)
{
  return pad ("voice.ogg", NULL, 0, size, seed);
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

/* @facts: whatever is to be said of it besides its size and its leaves. */
static void
add_facts (Builder *self,
           const TamboPackFile *facts,
           const char *media_type,
           const char *language,
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
    .title = g_string_chunk_insert_const (self->strings, facts->title),
    .language = (char *) language,
    .item = facts->item,
  };
  TamboLayer leaves = {
    .media_type = (char *) TAMBO_MEDIA_TYPE_LEAVES,
    .digest = (char *) list_digest,
    .size = g_bytes_get_size (list_bytes),
    .language = (char *) language,
    .leaves_of = (char *) file_digest,
  };
  TamboPackFile file = *facts;

  file.size = layer.size;
  file.leaves = (char *) list_digest;
  add_layer (self, &layer);
  add_layer (self, &leaves);
  tambo_pack_config_builder_add_file (self->config, &file);
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
  const TamboPackFile facts = { .title = (char *) title,
                                .item = (char *) item,
                                .role = (char *) role };

  add_facts (self, &facts, media_type, language, bytes);
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

  voice = tambo_test_noisy_voice (300 * 1024, g_str_hash (language) + (changes ? version : 0));

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
static void
begin (Builder *builder, TamboTestPack *pack, const char *id, guint version)
{
  pack->blobs =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  builder->blobs = pack->blobs;
  builder->config = tambo_pack_config_builder_new (id, version);
  builder->layers = g_ptr_array_new_with_free_func (g_free);
  builder->strings = g_string_chunk_new (256);
  describe (builder);
}

static void
finish (Builder *builder, TamboTestPack *pack, guint version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) config_bytes = tambo_pack_config_builder_write (builder->config);
  g_autoptr (TamboPackConfig) config = NULL;
  g_autoptr (TamboManifest) manifest = NULL;

  add_blob (builder, config_bytes);
  config = tambo_pack_config_new_from_bytes (config_bytes, &error);
  g_assert_no_error (error);
  manifest = write_manifest (builder, config_bytes, version);
  pack->pack = tambo_pack_new (manifest, config, &error);
  g_assert_no_error (error);

  tambo_pack_config_builder_free (builder->config);
  g_ptr_array_unref (builder->layers);
  g_string_chunk_free (builder->strings);
}

TamboTestPack *
tambo_test_pack_new_sized (const char *id, guint version, gsize film)
{
  TamboTestPack *self = g_new0 (TamboTestPack, 1);
  Builder builder = { NULL };
  g_autoptr (GBytes) picture = tambo_test_noisy_film (film, g_str_hash (id));
  g_autoptr (GBytes) form = g_bytes_new_static ("{\"resourceType\":\"Questionnaire\"}", 32);

  begin (&builder, self, id, version);
  add_file (&builder, "film/picture.webm", "video/webm", NULL, "film", "picture", picture);
  add_voice (&builder, "ar", version);
  add_voice (&builder, "en", version);
  add_voice (&builder, "fr", version);
  add_file (&builder, "check/form.json", "application/fhir+json", NULL, "check", "form", form);
  finish (&builder, self, version);

  return self;
}

/* One file, of which the pack says @facts. */
TamboTestPack *
tambo_test_pack_new_with (const TamboPackFile *facts, const char *media_type, GBytes *bytes)
{
  TamboTestPack *self = g_new0 (TamboTestPack, 1);
  Builder builder = { NULL };

  begin (&builder, self, "org.example.one", 1);
  add_facts (&builder, facts, media_type, NULL, bytes);
  finish (&builder, self, 1);

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

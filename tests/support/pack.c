/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/pack.h"

#include "content/base/digest.h"
#include "content/pack/leaf-list.h"
#include "content/pack/pack-config-builder.h"

static const char *const languages[] = { "en", "fr", "ar", NULL };

/* Files by digest: what the library is in the kiosk. */
#define TAMBO_TYPE_TEST_BLOBS (tambo_test_blobs_get_type ())
G_DECLARE_FINAL_TYPE (TamboTestBlobs, tambo_test_blobs, TAMBO, TEST_BLOBS, GObject)

struct _TamboTestBlobs
{
  GObject parent_instance;

  GHashTable *blobs;       /* (owned) digest → GBytes */
  TamboPictures *pictures; /* (owned) */
};

static void tambo_test_blobs_blob_source_init (TamboBlobSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboTestBlobs,
                               tambo_test_blobs,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_BLOB_SOURCE,
                                                      tambo_test_blobs_blob_source_init))

struct _TamboTestPack
{
  TamboTestBlobs *blobs;          /* (owned) */
  TamboPackConfigBuilder *config; /* (owned) */
  GPtrArray *layers;              /* (owned) (element-type TamboLayer) */
};

static void
tambo_test_blobs_open_async (TamboBlobSource *source,
                             const char *digest,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  TamboTestBlobs *self = TAMBO_TEST_BLOBS (source);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GBytes *bytes = g_hash_table_lookup (self->blobs, digest);

  if (bytes != NULL)
    g_task_return_pointer (task, g_memory_input_stream_new_from_bytes (bytes), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Not here: %s", digest);
}

static GInputStream *
tambo_test_blobs_open_finish (TamboBlobSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static TamboPictures *
tambo_test_blobs_get_pictures (TamboBlobSource *source)
{
  return TAMBO_TEST_BLOBS (source)->pictures;
}

static void
tambo_test_blobs_blob_source_init (TamboBlobSourceInterface *iface)
{
  iface->open_async = tambo_test_blobs_open_async;
  iface->open_finish = tambo_test_blobs_open_finish;
  iface->get_pictures = tambo_test_blobs_get_pictures;
}

static void
tambo_test_blobs_finalize (GObject *object)
{
  TamboTestBlobs *self = TAMBO_TEST_BLOBS (object);

  g_clear_pointer (&self->blobs, g_hash_table_unref);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (tambo_test_blobs_parent_class)->finalize (object);
}

static void
tambo_test_blobs_class_init (TamboTestBlobsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_test_blobs_finalize;
}

static void
tambo_test_blobs_init (TamboTestBlobs *self)
{
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new ();

  self->pictures = tambo_pictures_new (sandbox);
  self->blobs =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

static void
layer_free (gpointer data)
{
  TamboLayer *layer = data;

  g_free (layer->media_type);
  g_free (layer->digest);
  g_free (layer->title);
  g_free (layer->language);
  g_free (layer->item);
  g_free (layer->leaves_of);
  g_free (layer);
}

TamboTestPack *
tambo_test_pack_new (const char *id)
{
  const char *const titles[] = { "Pack", "Paquet", "حزمة" };
  TamboTestPack *self = g_new0 (TamboTestPack, 1);
  g_autoptr (TamboTexts) texts = tambo_texts_new (languages, titles);

  self->blobs = g_object_new (TAMBO_TYPE_TEST_BLOBS, NULL);
  self->config = tambo_pack_config_builder_new (id, 1);
  tambo_pack_config_builder_set_title (self->config, texts);
  tambo_pack_config_builder_set_languages (self->config, languages);
  self->layers = g_ptr_array_new_with_free_func (layer_free);

  return self;
}

void
tambo_test_pack_free (TamboTestPack *self)
{
  g_clear_object (&self->blobs);
  g_clear_pointer (&self->config, tambo_pack_config_builder_free);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  g_free (self);
}

/* @titles: in English, French and Arabic. */
void
tambo_test_pack_add_item (TamboTestPack *self,
                          TamboItemKind kind,
                          const char *id,
                          const char *const titles[3])
{
  g_autoptr (TamboTexts) texts = tambo_texts_new (languages, titles);
  const TamboPackItem item = { (char *) id, kind, texts };

  tambo_pack_config_builder_add_item (self->config, &item);
}

static TamboLayer *
add_layer (TamboTestPack *self, const char *media_type, GBytes *bytes)
{
  TamboLayer *layer = g_new0 (TamboLayer, 1);

  layer->media_type = g_strdup (media_type);
  layer->digest = tambo_digest_for_bytes (bytes);
  layer->size = g_bytes_get_size (bytes);
  g_ptr_array_add (self->layers, layer);
  g_hash_table_insert (self->blobs->blobs, g_strdup (layer->digest), g_bytes_ref (bytes));

  return layer;
}

/* @language: (nullable) */
void
tambo_test_pack_add_file (TamboTestPack *self,
                          const char *item,
                          const char *role,
                          guint page,
                          const char *language,
                          const char *path,
                          const char *media_type,
                          GBytes *bytes)
{
  g_autoptr (TamboLeafList) list = tambo_leaf_list_new_for_bytes (bytes);
  GBytes *leaves = tambo_leaf_list_get_bytes (list);
  g_autofree char *leaves_digest = tambo_digest_for_bytes (leaves);
  TamboLayer *layer = add_layer (self, media_type, bytes);
  TamboLayer *leaves_layer = add_layer (self, TAMBO_MEDIA_TYPE_LEAVES, leaves);
  TamboPackFile file = { 0 };

  layer->title = g_strdup (path);
  layer->item = g_strdup (item);
  layer->language = g_strdup (language);
  leaves_layer->leaves_of = g_strdup (layer->digest);
  leaves_layer->language = g_strdup (language);

  file.title = (char *) path;
  file.size = layer->size;
  file.leaves = leaves_digest;
  file.item = (char *) item;
  file.role = (char *) role;
  file.page = page;
  tambo_pack_config_builder_add_file (self->config, &file);
}

/* As if this kiosk did not hold the file. */
void
tambo_test_pack_lose (TamboTestPack *self, GBytes *bytes)
{
  g_autofree char *digest = tambo_digest_for_bytes (bytes);

  g_assert_true (g_hash_table_remove (self->blobs->blobs, digest));
}

static void
add_blob (TamboTestPack *self, GBytes *bytes)
{
  g_hash_table_replace (self->blobs->blobs, tambo_digest_for_bytes (bytes), g_bytes_ref (bytes));
}

TamboPack *
tambo_test_pack_build (TamboTestPack *self)
{
  g_autoptr (GBytes) config_bytes = tambo_pack_config_builder_write (self->config);
  g_autoptr (TamboManifestBuilder) builder =
      tambo_manifest_builder_new (TAMBO_MEDIA_TYPE_PACK_CONFIG, config_bytes, 1);
  g_autoptr (GBytes) manifest_bytes = NULL;
  g_autoptr (TamboManifest) manifest = NULL;
  g_autoptr (TamboPackConfig) config = NULL;
  g_autoptr (GError) error = NULL;
  TamboPack *pack;

  for (guint i = 0; i < self->layers->len; i++)
    {
      const TamboLayer *layer = g_ptr_array_index (self->layers, i);

      if (layer->leaves_of == NULL)
        tambo_manifest_builder_add (builder, layer);
    }
  for (guint i = 0; i < self->layers->len; i++)
    {
      const TamboLayer *layer = g_ptr_array_index (self->layers, i);

      if (layer->leaves_of != NULL)
        tambo_manifest_builder_add (builder, layer);
    }

  manifest_bytes = tambo_manifest_builder_write (builder);
  manifest = tambo_manifest_new_from_bytes (manifest_bytes, &error);
  g_assert_no_error (error);
  config = tambo_pack_config_new_from_bytes (config_bytes, &error);
  g_assert_no_error (error);
  pack = tambo_pack_new (manifest, config, &error);
  g_assert_no_error (error);
  add_blob (self, config_bytes);
  add_blob (self, manifest_bytes);

  return pack;
}

/* Returns: (transfer none) (nullable): a file, a leaf list, or once it is built manifest or config
 */
GBytes *
tambo_test_pack_find_blob (TamboTestPack *self, const char *digest)
{
  return g_hash_table_lookup (self->blobs->blobs, digest);
}

/* Returns: (transfer none) */
TamboBlobSource *
tambo_test_pack_get_blobs (TamboTestPack *self)
{
  return TAMBO_BLOB_SOURCE (self->blobs);
}

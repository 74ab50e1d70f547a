/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/pack-writer.h"

#include "content/base/error.h"
#include "content/pack/manifest.h"
#include "content/pack/pack-config-builder.h"
#include "content/pack/pack.h"
#include "content/store/layout-writer.h"

/**
 * TamboPackWriter:
 *
 * One pack on its way into a layout: files in order of use, each with its leaf list, and at the
 * end the config and the manifest that name them.
 */
struct _TamboPackWriter
{
  GObject parent_instance;

  TamboPackSource *source;        /* (owned) */
  TamboLayoutWriter *layout;      /* (owned) */
  TamboPackConfigBuilder *config; /* (owned) */
  GPtrArray *files;               /* (owned) (element-type TamboLayer) */
  GPtrArray *leaves;              /* (owned) (element-type TamboLayer): their leaf lists */
};

G_DEFINE_FINAL_TYPE (TamboPackWriter, tambo_pack_writer, G_TYPE_OBJECT)

static void
layer_free (TamboLayer *layer)
{
  g_free (layer->media_type);
  g_free (layer->digest);
  g_free (layer->title);
  g_free (layer->language);
  g_free (layer->item);
  g_free (layer->leaves_of);
  g_free (layer);
}

static void
tambo_pack_writer_finalize (GObject *object)
{
  TamboPackWriter *self = TAMBO_PACK_WRITER (object);

  g_clear_object (&self->source);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->config, tambo_pack_config_builder_free);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->leaves, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_pack_writer_parent_class)->finalize (object);
}

static void
tambo_pack_writer_class_init (TamboPackWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_pack_writer_finalize;
}

static void
tambo_pack_writer_init (TamboPackWriter *self)
{
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) layer_free);
  self->leaves = g_ptr_array_new_with_free_func ((GDestroyNotify) layer_free);
}

static void
describe (TamboPackWriter *self)
{
  TamboPackSource *source = self->source;

  tambo_pack_config_builder_set_title (self->config, tambo_pack_source_get_title (source));
  tambo_pack_config_builder_set_summary (self->config, tambo_pack_source_get_summary (source));
  tambo_pack_config_builder_set_languages (self->config, tambo_pack_source_get_languages (source));
  tambo_pack_config_builder_set_licence (self->config, tambo_pack_source_get_licence (source));
  tambo_pack_config_builder_set_sources (self->config, tambo_pack_source_get_sources (source));
  if (tambo_pack_source_get_min_app (source) != NULL)
    tambo_pack_config_builder_set_min_app (self->config, tambo_pack_source_get_min_app (source));
  for (guint i = 0; i < tambo_pack_source_get_n_reviews (source); i++)
    tambo_pack_config_builder_add_review (self->config, tambo_pack_source_get_review (source, i));
  for (guint i = 0; i < tambo_pack_source_get_n_items (source); i++)
    tambo_pack_config_builder_add_item (self->config,
                                        &tambo_pack_source_get_item (source, i)->item);
}

/**
 * tambo_pack_writer_new:
 * @layout: the folder of an OCI image layout, which may hold other packs already
 */
TamboPackWriter *
tambo_pack_writer_new (TamboPackSource *source, GFile *layout, GError **error)
{
  g_autoptr (TamboPackWriter) self = g_object_new (TAMBO_TYPE_PACK_WRITER, NULL);

  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (source), NULL);
  g_return_val_if_fail (G_IS_FILE (layout), NULL);

  self->source = g_object_ref (source);
  self->layout = tambo_layout_writer_new (g_file_peek_path (layout), error);
  if (self->layout == NULL)
    return NULL;
  self->config = tambo_pack_config_builder_new (tambo_pack_source_get_id (source),
                                                tambo_pack_source_get_version (source));
  describe (self);

  return g_steal_pointer (&self);
}

static gboolean
add_blob (TamboPackWriter *self,
          const char *digest,
          TamboLeafList *list,
          const char *media_type,
          const char *language,
          const TamboPackFile *facts,
          GError **error)
{
  GBytes *list_bytes = tambo_leaf_list_get_bytes (list);
  g_autofree char *list_digest = NULL;
  TamboPackFile file = *facts;
  TamboLayer *layer = NULL;

  list_digest = tambo_layout_writer_add_bytes (self->layout, list_bytes, error);
  if (list_digest == NULL)
    return FALSE;

  file.size = tambo_leaf_list_get_file_size (list);
  file.leaves = list_digest;
  tambo_pack_config_builder_add_file (self->config, &file);

  layer = g_new0 (TamboLayer, 1);
  layer->media_type = g_strdup (media_type);
  layer->digest = g_strdup (digest);
  layer->size = file.size;
  layer->title = g_strdup (facts->title);
  layer->language = g_strdup (language);
  layer->item = g_strdup (facts->item);
  g_ptr_array_add (self->files, layer);

  layer = g_new0 (TamboLayer, 1);
  layer->media_type = g_strdup (TAMBO_MEDIA_TYPE_LEAVES);
  layer->digest = g_steal_pointer (&list_digest);
  layer->size = g_bytes_get_size (list_bytes);
  layer->language = g_strdup (language);
  layer->leaves_of = g_strdup (digest);
  g_ptr_array_add (self->leaves, layer);

  return TRUE;
}

/**
 * tambo_pack_writer_add_bytes:
 * @language: (nullable): %NULL if every kiosk needs it
 * @facts: title, item, role and what is known of the medium; size and leaves are found here
 */
gboolean
tambo_pack_writer_add_bytes (TamboPackWriter *self,
                             GBytes *bytes,
                             const char *media_type,
                             const char *language,
                             const TamboPackFile *facts,
                             GError **error)
{
  g_autoptr (TamboLeafList) list = NULL;
  g_autofree char *digest = NULL;

  g_return_val_if_fail (TAMBO_IS_PACK_WRITER (self), FALSE);

  digest = tambo_layout_writer_add_bytes (self->layout, bytes, error);
  if (digest == NULL)
    return FALSE;
  list = tambo_leaf_list_new_for_bytes (bytes);

  return add_blob (self, digest, list, media_type, language, facts, error);
}

gboolean
tambo_pack_writer_add_file (TamboPackWriter *self,
                            GFile *file,
                            const char *media_type,
                            const char *language,
                            const TamboPackFile *facts,
                            GError **error)
{
  g_autoptr (TamboLeafList) list = NULL;
  g_autofree char *digest = NULL;

  g_return_val_if_fail (TAMBO_IS_PACK_WRITER (self), FALSE);

  digest = tambo_layout_writer_add_file (self->layout, g_file_peek_path (file), &list, error);

  return digest != NULL && add_blob (self, digest, list, media_type, language, facts, error);
}

/* A pack that no kiosk would take must not leave the author's desk. */
static gboolean
check_readable (GBytes *manifest_bytes, GBytes *config_bytes, GError **error)
{
  g_autoptr (TamboManifest) manifest = tambo_manifest_new_from_bytes (manifest_bytes, error);
  g_autoptr (TamboPackConfig) config = NULL;
  g_autoptr (TamboPack) pack = NULL;

  if (manifest == NULL)
    return FALSE;
  config = tambo_pack_config_new_from_bytes (config_bytes, error);
  if (config == NULL)
    return FALSE;
  pack = tambo_pack_new (manifest, config, error);

  return pack != NULL;
}

/**
 * tambo_pack_writer_finish:
 *
 * Writes config, manifest and index, after reading them as a kiosk would.
 *
 * Returns: (transfer full): the digest of the manifest
 */
char *
tambo_pack_writer_finish (TamboPackWriter *self, GError **error)
{
  g_autoptr (TamboManifestBuilder) builder = NULL;
  g_autoptr (GBytes) config = NULL;
  g_autoptr (GBytes) manifest = NULL;
  g_autofree char *config_digest = NULL;
  g_autofree char *ref = NULL;

  g_return_val_if_fail (TAMBO_IS_PACK_WRITER (self), NULL);

  config = tambo_pack_config_builder_write (self->config);
  config_digest = tambo_layout_writer_add_bytes (self->layout, config, error);
  if (config_digest == NULL)
    return NULL;
  builder = tambo_manifest_builder_new (TAMBO_MEDIA_TYPE_PACK_CONFIG,
                                        config,
                                        tambo_pack_source_get_version (self->source));
  for (guint i = 0; i < self->files->len; i++)
    tambo_manifest_builder_add (builder, self->files->pdata[i]);
  for (guint i = 0; i < self->leaves->len; i++)
    tambo_manifest_builder_add (builder, self->leaves->pdata[i]);
  manifest = tambo_manifest_builder_write (builder);

  ref = g_strdup_printf ("packs/%s:%u",
                         tambo_pack_source_get_id (self->source),
                         tambo_pack_source_get_version (self->source));
  if (!check_readable (manifest, config, error) ||
      !tambo_layout_writer_add_manifest (self->layout, ref, manifest, error) ||
      !tambo_layout_writer_finish (self->layout, error))
    return NULL;

  return tambo_digest_for_bytes (manifest);
}

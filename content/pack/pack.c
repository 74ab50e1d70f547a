/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/pack.h"

#include "content/base/error.h"

#include <string.h>

/**
 * TamboPack:
 *
 * A manifest and a config that agree with each other. Immutable, so any thread may read it.
 */
struct _TamboPack
{
  GObject parent_instance;

  TamboManifest *manifest; /* (owned) */
  TamboPackConfig *config; /* (owned) */
  GArray *entries;         /* (owned) (element-type TamboPackEntry): in order of use */
};

G_DEFINE_FINAL_TYPE (TamboPack, tambo_pack, G_TYPE_OBJECT)

void
tambo_want_free (TamboWant *want)
{
  g_free (want->digest);
  g_free (want->leaves);
  g_free (want);
}

static void
add_want (GPtrArray *wants, GHashTable *seen, const char *digest, guint64 size, const char *leaves)
{
  TamboWant *want;

  if (!g_hash_table_add (seen, (gpointer) digest))
    return;

  want = g_new0 (TamboWant, 1);
  want->digest = g_strdup (digest);
  want->size = size;
  want->leaves = g_strdup (leaves);
  g_ptr_array_add (wants, want);
}

/**
 * tambo_manifest_plan:
 * @manifest: of a pack
 * @languages: (nullable): those that the shelter wants; %NULL for all
 *
 * Returns: (transfer full) (element-type TamboWant): the blobs to have besides the manifest:
 *   config, then leaf lists, then files in order of use; no digest twice
 */
GPtrArray *
tambo_manifest_plan (TamboManifest *manifest, const char *const *languages)
{
  g_autoptr (GPtrArray) wants = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_want_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_layers = tambo_manifest_get_n_layers (manifest);

  add_want (wants,
            seen,
            tambo_manifest_get_config_digest (manifest),
            tambo_manifest_get_config_size (manifest),
            NULL);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n_layers; i++)
      {
        const TamboLayer *layer = tambo_manifest_get_layer (manifest, i);
        const TamboLayer *leaves;

        if (layer->leaves_of != NULL || !tambo_language_is_wanted (layer->language, languages))
          continue;

        leaves = tambo_manifest_find_leaves (manifest, layer->digest);
        if (pass == 0)
          add_want (wants, seen, leaves->digest, leaves->size, NULL);
        else
          add_want (wants, seen, layer->digest, layer->size, leaves->digest);
      }

  return g_steal_pointer (&wants);
}

static void
tambo_pack_finalize (GObject *object)
{
  TamboPack *self = TAMBO_PACK (object);

  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_object (&self->config);
  g_clear_object (&self->manifest);

  G_OBJECT_CLASS (tambo_pack_parent_class)->finalize (object);
}

static void
tambo_pack_class_init (TamboPackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_pack_finalize;
}

static void
tambo_pack_init (TamboPack *self)
{
  self->entries = g_array_new (FALSE, FALSE, sizeof (TamboPackEntry));
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_FORMAT,
               "Manifest and config do not agree: %s",
               why);

  return FALSE;
}

static gboolean
add_entry (TamboPack *self, const TamboLayer *layer, GError **error)
{
  const char *const *languages = tambo_pack_config_get_languages (self->config);
  const TamboLayer *leaves = tambo_manifest_find_leaves (self->manifest, layer->digest);
  const TamboPackFile *file = tambo_pack_config_find_file (self->config, layer->title);
  TamboPackEntry entry = { layer, file };

  if (file == NULL)
    return refuse (error, "a file is in one of them only");
  if (file->size != layer->size || strcmp (file->leaves, leaves->digest) != 0 ||
      g_strcmp0 (file->item, layer->item) != 0)
    return refuse (error, "they describe a file differently");
  if (layer->language != NULL && !g_strv_contains (languages, layer->language))
    return refuse (error, "a file is in another language than the pack");

  g_array_append_val (self->entries, entry);

  return TRUE;
}

/**
 * tambo_pack_new:
 * @manifest: verified against the trusted metadata
 * @config: verified against @manifest
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the pack, or %NULL with %TAMBO_ERROR_PACK_FORMAT set if the two do not
 *   belong together
 */
TamboPack *
tambo_pack_new (TamboManifest *manifest, TamboPackConfig *config, GError **error)
{
  g_autoptr (TamboPack) self = g_object_new (TAMBO_TYPE_PACK, NULL);

  g_return_val_if_fail (TAMBO_IS_MANIFEST (manifest), NULL);
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (config), NULL);

  self->manifest = g_object_ref (manifest);
  self->config = g_object_ref (config);

  if (tambo_manifest_get_version (manifest) != tambo_pack_config_get_version (config))
    {
      refuse (error, "the version differs");
      return NULL;
    }

  for (guint i = 0; i < tambo_manifest_get_n_layers (manifest); i++)
    {
      const TamboLayer *layer = tambo_manifest_get_layer (manifest, i);

      if (layer->leaves_of == NULL && !add_entry (self, layer, error))
        return NULL;
    }

  if (self->entries->len != tambo_pack_config_get_n_files (config))
    {
      refuse (error, "a file is in one of them only");
      return NULL;
    }

  return g_steal_pointer (&self);
}

TamboManifest *
tambo_pack_get_manifest (TamboPack *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK (self), NULL);

  return self->manifest;
}

TamboPackConfig *
tambo_pack_get_config (TamboPack *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK (self), NULL);

  return self->config;
}

guint
tambo_pack_get_n_entries (TamboPack *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK (self), 0);

  return self->entries->len;
}

const TamboPackEntry *
tambo_pack_get_entry (TamboPack *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_PACK (self), NULL);
  g_return_val_if_fail (index < self->entries->len, NULL);

  return &g_array_index (self->entries, TamboPackEntry, index);
}

/**
 * tambo_pack_find:
 * @self: a #TamboPack
 * @item: id of an item
 * @role: of the file
 * @page: of the file; 0 for one without pages
 * @language: (nullable): of the file; %NULL for one without a language
 *
 * Returns: (transfer none) (nullable): the first such file
 */
const TamboPackEntry *
tambo_pack_find (TamboPack *self,
                 const char *item,
                 const char *role,
                 guint page,
                 const char *language)
{
  g_return_val_if_fail (TAMBO_IS_PACK (self), NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const TamboPackEntry *entry = tambo_pack_get_entry (self, i);

      if (g_strcmp0 (entry->file->item, item) == 0 && g_strcmp0 (entry->file->role, role) == 0 &&
          entry->file->page == page && g_strcmp0 (entry->layer->language, language) == 0)
        return entry;
    }

  return NULL;
}

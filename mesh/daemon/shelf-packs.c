/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/limits.h"
#include "mesh/daemon/shelf-private.h"

#define COLLECT_AGAIN_SECONDS 60

/* What this shelter wants, or @languages, and what of the pack is here already. */
GStrv
tambo_shelf_list_languages (TamboShelf *self, const char *id, const char *const *languages)
{
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_auto (GStrv) ours = NULL;
  const char *const *held;
  TamboInstalledPack *pack;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), NULL);

  if (languages == NULL)
    {
      ours = tambo_shelf_get_languages (self);
      languages = (const char *const *) ours;
    }
  g_strv_builder_addv (all, (const char **) languages);

  pack = tambo_catalog_find (self->catalog, id);
  held = pack != NULL ? tambo_installed_pack_get_languages (pack) : NULL;
  for (gsize i = 0; held != NULL && held[i] != NULL; i++)
    if (!g_strv_contains (languages, held[i]))
      g_strv_builder_add (all, held[i]);

  return g_strv_builder_end (all);
}

static gboolean
check_media (TamboStore *store,
             TamboPack *pack,
             const char *const *languages,
             gpointer user_data,
             GError **error)
{
  return tambo_media_check_run (user_data, store, pack, languages, NULL, NULL, NULL, error);
}

TamboInstall *
tambo_shelf_begin (TamboShelf *self,
                   const TamboPackTarget *target,
                   const char *const *languages,
                   GError **error)
{
  TamboInstall *install;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), NULL);

  install = tambo_install_new (self->store, target, languages, error);
  if (install != NULL)
    tambo_install_set_check (install, check_media, self->media_check);

  return install;
}

/* A pack that has all its blobs is broken no more. */
static void
recheck (TamboShelf *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) digests = NULL;

  if (!g_hash_table_contains (self->broken, id))
    return;

  digests = tambo_catalog_list_digests (self->catalog, id, &error);
  if (digests == NULL)
    {
      g_warning ("catalog.digests %s", tambo_error_get_word (error));
      return;
    }
  for (gsize i = 0; digests[i] != NULL; i++)
    if (!tambo_store_has (self->store, digests[i]))
      return;

  g_hash_table_remove (self->broken, id);
}

/**
 * tambo_shelf_finish:
 * @install: that is complete
 *
 * The moment from which a pack is installed, and others that share a blob with it are whole again.
 */
gboolean
tambo_shelf_finish (TamboShelf *self, TamboInstall *install, GError **error)
{
  g_autofree gpointer *ids = NULL;
  guint n_ids;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), FALSE);

  if (!tambo_install_finish (install, self->catalog, error))
    return FALSE;

  ids = g_hash_table_get_keys_as_array (self->broken, &n_ids);
  for (guint i = 0; i < n_ids; i++)
    recheck (self, ids[i]);
  tambo_shelf_emit_packs_changed (self);

  return TRUE;
}

gboolean
tambo_shelf_holds_back (TamboShelf *self, const TamboPackTarget *target)
{
  g_return_val_if_fail (TAMBO_IS_SHELF (self), FALSE);

  return tambo_catalog_find (self->catalog, target->id) == NULL &&
         tambo_catalog_holds_back (self->catalog, target->id, target->version);
}

/**
 * tambo_shelf_roll_back:
 * @id: of a pack
 *
 * Shows the version before again, unless the metadata recalls it or names it no more.
 */
gboolean
tambo_shelf_roll_back (TamboShelf *self, const char *id, GError **error)
{
  TamboInstalledPack *before;
  const TamboPackTarget *target = NULL;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), FALSE);

  before = tambo_catalog_find_before (self->catalog, id);
  if (before != NULL)
    {
      target = tambo_trust_find_manifest (self->trust, tambo_installed_pack_get_manifest (before));
      if (target == NULL || target->recalled)
        {
          g_set_error_literal (error,
                               TAMBO_ERROR,
                               TAMBO_ERROR_PACK_RECALLED,
                               "The version before was recalled");
          return FALSE;
        }
    }
  if (!tambo_catalog_roll_back (self->catalog, id, error))
    return FALSE;

  g_hash_table_remove (self->broken, id);
  tambo_shelf_emit_packs_changed (self);

  return TRUE;
}

gboolean
tambo_shelf_remove (TamboShelf *self, const char *id, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_SHELF (self), FALSE);

  if (tambo_catalog_find (self->catalog, id) == NULL)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_UNKNOWN,
                           "No such pack is installed here");
      return FALSE;
    }
  if (!tambo_catalog_remove (self->catalog, id, error))
    return FALSE;

  g_hash_table_remove (self->broken, id);
  tambo_shelf_emit_packs_changed (self);

  return TRUE;
}

/* Notes whom it is missing to. */
static gboolean
note_loss (TamboShelf *self, const char *digest, GError **error)
{
  g_auto (GStrv) ids = tambo_catalog_lose (self->catalog, digest, error);

  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    g_hash_table_add (self->broken, g_strdup (ids[i]));

  return ids != NULL;
}

gboolean
tambo_shelf_find_losses (TamboShelf *self, GError **error)
{
  g_autoptr (GHashTable) digests = tambo_catalog_get_digests (self->catalog, error);
  GHashTableIter iter;
  gpointer digest;

  if (digests == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, digests);
  while (g_hash_table_iter_next (&iter, &digest, NULL))
    {
      if (!tambo_store_has (self->store, digest) && !note_loss (self, digest, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tambo_shelf_lose:
 * @digest: of a blob that is damaged
 *
 * Throws it away. Packs that need it stay, and are to be completed again.
 */
void
tambo_shelf_lose (TamboShelf *self, const char *digest)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (TAMBO_IS_SHELF (self));

  g_warning ("store.damaged %.19s", digest);
  if (!tambo_store_discard (self->store, digest, &error) || !note_loss (self, digest, &error) ||
      (g_hash_table_contains (self->trust_blobs, digest) &&
       !tambo_shelf_put_trust_artifact (self, &error)))
    g_warning ("store.lose %s", tambo_error_get_word (error));
  tambo_shelf_emit_packs_changed (self);
}

static TamboPack *
read_pack (TamboShelf *self, const char *digest, GError **error)
{
  g_autoptr (GBytes) manifest_bytes =
      tambo_store_read (self->store, digest, TAMBO_LIMIT_MANIFEST, error);
  g_autoptr (GBytes) config_bytes = NULL;
  g_autoptr (TamboManifest) manifest = NULL;
  g_autoptr (TamboPackConfig) config = NULL;

  if (manifest_bytes != NULL)
    manifest = tambo_manifest_new_from_bytes (manifest_bytes, error);
  if (manifest != NULL)
    config_bytes = tambo_store_read (self->store,
                                     tambo_manifest_get_config_digest (manifest),
                                     TAMBO_LIMIT_PACK_CONFIG,
                                     error);
  if (config_bytes != NULL)
    config = tambo_pack_config_new_from_bytes (config_bytes, error);

  return config != NULL ? tambo_pack_new (manifest, config, error) : NULL;
}

static gboolean
narrow_version (TamboShelf *self,
                TamboInstalledPack *version,
                const char *const *unwanted,
                GError **error)
{
  const char *const *held = tambo_installed_pack_get_languages (version);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;
  g_autoptr (TamboPack) pack = NULL;

  for (gsize i = 0; held[i] != NULL; i++)
    if (!tambo_language_is_wanted (held[i], unwanted))
      g_strv_builder_add (builder, held[i]);
  kept = g_strv_builder_end (builder);
  if (g_strv_length (kept) == g_strv_length ((GStrv) held))
    return TRUE;

  pack = read_pack (self, tambo_installed_pack_get_manifest (version), error);

  return pack != NULL &&
         tambo_catalog_narrow (self->catalog, pack, (const char *const *) kept, error);
}

gboolean
tambo_shelf_narrow (TamboShelf *self, const char *const *unwanted, GError **error)
{
  GListModel *packs = G_LIST_MODEL (self->catalog);

  for (guint i = 0; i < g_list_model_get_n_items (packs); i++)
    {
      g_autoptr (TamboInstalledPack) pack = g_list_model_get_item (packs, i);
      TamboInstalledPack *before = tambo_catalog_find_before (self->catalog,
                                                              tambo_installed_pack_get_id (pack));

      if (!narrow_version (self, pack, unwanted, error) ||
          (before != NULL && !narrow_version (self, before, unwanted, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
on_collect_again (gpointer user_data)
{
  TamboShelf *self = user_data;

  self->collect_source = 0;
  tambo_shelf_collect (self);

  return G_SOURCE_REMOVE;
}

/**
 * tambo_shelf_collect:
 *
 * Frees what no installed pack needs; what somebody has open, later. Not while an install has not
 * looked yet at what is here of its pack.
 */
void
tambo_shelf_collect (TamboShelf *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) in_use = NULL;
  GHashTableIter iter;
  gpointer digest;
  guint64 freed = 0;
  guint n_busy = 0;

  g_return_if_fail (TAMBO_IS_SHELF (self));

  in_use = tambo_catalog_get_digests (self->catalog, &error);
  if (in_use != NULL)
    {
      g_hash_table_iter_init (&iter, self->trust_blobs);
      while (g_hash_table_iter_next (&iter, &digest, NULL))
        g_hash_table_add (in_use, g_strdup (digest));
      tambo_shelf_add_unfinished (self, in_use);
      tambo_store_collect (self->store, in_use, &freed, &n_busy, &error);
      tambo_media_records_collect (tambo_media_check_get_records (self->media_check), in_use);
    }
  if (error != NULL)
    g_warning ("store.collect %s", tambo_error_get_word (error));
  if (freed > 0)
    g_info ("store.collected bytes=%" G_GUINT64_FORMAT, freed);
  if (n_busy > 0 && self->collect_source == 0)
    self->collect_source = g_timeout_add_seconds (COLLECT_AGAIN_SECONDS, on_collect_again, self);
}

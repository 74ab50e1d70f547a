/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/shelf-private.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/pack/trust-artifact.h"

#include <glib/gstdio.h>
#include <string.h>

/* What an interrupted install has brought waits so long for its stick to come back. */
#define UNFINISHED_SECONDS (7 * 24 * 60 * 60)

#define PACKS_PREFIX TAMBO_REPOSITORY_PREFIX "/packs/"

G_DEFINE_FINAL_TYPE (TamboShelf, tambo_shelf, G_TYPE_OBJECT)

enum
{
  SIGNAL_TRUST_CHANGED,
  SIGNAL_PACKS_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The metadata as an artifact in our own store, so that peers fetch it as they fetch a pack. */
gboolean
tambo_shelf_put_trust_artifact (TamboShelf *self, GError **error)
{
  g_autoptr (GHashTable) blobs = NULL;
  g_autoptr (GBytes) manifest = NULL;
  g_autoptr (GHashTable) digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *digest = NULL;
  GHashTableIter iter;
  gpointer bytes;

  if (tambo_trust_get_version (self->trust) == 0)
    return TRUE;

  manifest = tambo_trust_artifact_write (tambo_trust_get_files (self->trust), &blobs);
  g_hash_table_iter_init (&iter, blobs);
  while (g_hash_table_iter_next (&iter, NULL, &bytes))
    {
      char *blob = tambo_store_put (self->store, bytes, error);

      if (blob == NULL)
        return FALSE;
      g_hash_table_add (digests, blob);
    }
  digest = tambo_store_put (self->store, manifest, error);
  if (digest == NULL)
    return FALSE;

  g_hash_table_add (digests, g_strdup (digest));
  g_hash_table_unref (self->trust_blobs);
  self->trust_blobs = g_steal_pointer (&digests);
  g_free (self->trust_manifest);
  self->trust_manifest = g_steal_pointer (&digest);

  return TRUE;
}

/* As it was last saved. */
static TamboTrust *
open_trust (TamboShelf *self, GError **error)
{
  g_autofree char *root_path = g_build_filename (self->config->config_dir, "root.json", NULL);
  g_autofree char *folder = tambo_mesh_config_get_state_path (self->config, "trust");
  g_autofree char *floor_path = tambo_mesh_config_get_state_path (self->config, "trust-floor");
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autoptr (TamboTrust) trust = NULL;
  g_autoptr (GError) load_error = NULL;
  TamboTrustFloor floor = { 0 };
  gsize size;

  if (!g_file_get_contents (root_path, &contents, &size, error))
    return NULL;
  root = g_bytes_new_take (g_steal_pointer (&contents), size);
  trust = tambo_trust_new (root, error);
  if (trust == NULL)
    return NULL;

  if (g_file_test (floor_path, G_FILE_TEST_EXISTS))
    {
      if (!tambo_trust_floor_load (&floor, floor_path, error))
        return NULL;
      tambo_trust_raise_floor (trust, &floor);
    }

  /* Damaged metadata is fetched again, and the floor lets nothing older in meanwhile. */
  if (!tambo_trust_load (trust, folder, &load_error))
    {
      if (load_error->domain != TAMBO_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&load_error));
          return NULL;
        }
      g_warning ("trust.damaged %s", tambo_error_get_word (load_error));
    }

  return g_steal_pointer (&trust);
}

static gboolean
save_trust (TamboShelf *self, GError **error)
{
  g_autofree char *folder = tambo_mesh_config_get_state_path (self->config, "trust");
  g_autofree char *floor_path = tambo_mesh_config_get_state_path (self->config, "trust-floor");
  TamboTrustFloor floor;

  tambo_trust_get_floor (self->trust, &floor);

  return tambo_trust_save (self->trust, folder, error) &&
         tambo_trust_floor_save (&floor, floor_path, error);
}

static void
tambo_shelf_finalize (GObject *object)
{
  TamboShelf *self = TAMBO_SHELF (object);

  g_clear_object (&self->trust);
  g_clear_object (&self->store);
  g_clear_object (&self->catalog);
  g_clear_object (&self->media_check);
  g_clear_handle_id (&self->collect_source, g_source_remove);
  g_hash_table_unref (self->trust_blobs);
  g_hash_table_unref (self->broken);
  g_free (self->trust_manifest);

  G_OBJECT_CLASS (tambo_shelf_parent_class)->finalize (object);
}

static void
tambo_shelf_class_init (TamboShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_shelf_finalize;

  signals[SIGNAL_TRUST_CHANGED] = g_signal_new ("trust-changed",
                                                G_TYPE_FROM_CLASS (klass),
                                                G_SIGNAL_RUN_LAST,
                                                0,
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_TYPE_NONE,
                                                0);
  signals[SIGNAL_PACKS_CHANGED] = g_signal_new ("packs-changed",
                                                G_TYPE_FROM_CLASS (klass),
                                                G_SIGNAL_RUN_LAST,
                                                0,
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_TYPE_NONE,
                                                0);
}

static void
tambo_shelf_init (TamboShelf *self)
{
  self->trust_blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->broken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
tambo_shelf_emit_packs_changed (TamboShelf *self)
{
  g_signal_emit (self, signals[SIGNAL_PACKS_CHANGED], 0);
}

static gboolean
open_media_check (TamboShelf *self, GError **error)
{
  g_autofree char *folder = tambo_mesh_config_get_state_path (self->config, "media");
  g_autoptr (TamboMediaRecords) records = tambo_media_records_open (folder, error);
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new ();

  if (records == NULL)
    return FALSE;

  self->media_check = tambo_media_check_new (sandbox, records);

  return TRUE;
}

/**
 * tambo_shelf_open:
 * @config: lives longer than the shelf
 */
TamboShelf *
tambo_shelf_open (const TamboMeshConfig *config, GError **error)
{
  g_autoptr (TamboShelf) self = g_object_new (TAMBO_TYPE_SHELF, NULL);
  g_autofree char *blobs = tambo_mesh_config_get_state_path (config, "store");
  g_autofree char *database = tambo_mesh_config_get_state_path (config, "catalog.db");

  self->config = config;
  self->store = tambo_store_open (blobs, error);
  if (self->store == NULL)
    return NULL;
  tambo_store_set_space_floor (self->store, config->space_floor);

  self->catalog = tambo_catalog_open (database, error);
  if (self->catalog == NULL)
    return NULL;
  if (!open_media_check (self, error))
    return NULL;
  self->trust = open_trust (self, error);
  if (self->trust == NULL || !tambo_shelf_put_trust_artifact (self, error) ||
      !tambo_shelf_find_losses (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

TamboTrust *
tambo_shelf_get_trust (TamboShelf *self)
{
  g_return_val_if_fail (TAMBO_IS_SHELF (self), NULL);

  return self->trust;
}

TamboStore *
tambo_shelf_get_store (TamboShelf *self)
{
  g_return_val_if_fail (TAMBO_IS_SHELF (self), NULL);

  return self->store;
}

TamboCatalog *
tambo_shelf_get_catalog (TamboShelf *self)
{
  g_return_val_if_fail (TAMBO_IS_SHELF (self), NULL);

  return self->catalog;
}

TamboMediaCheck *
tambo_shelf_get_media_check (TamboShelf *self)
{
  g_return_val_if_fail (TAMBO_IS_SHELF (self), NULL);

  return self->media_check;
}

/**
 * tambo_shelf_update_trust:
 * @files: (element-type utf8 GBytes): from a stick or a peer
 *
 * Checks new metadata and, when it is newer and right, makes it durable before anything follows
 * from it.
 */
gboolean
tambo_shelf_update_trust (TamboShelf *self, GHashTable *files, GError **error)
{
  guint64 before;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), FALSE);

  before = tambo_trust_get_version (self->trust);
  if (!tambo_trust_update (self->trust, files, g_get_real_time () / G_USEC_PER_SEC, error))
    return FALSE;
  if (tambo_trust_get_version (self->trust) == before)
    return TRUE;
  if (!save_trust (self, error) || !tambo_shelf_put_trust_artifact (self, error))
    return FALSE;

  g_info ("trust.updated version=%" G_GUINT64_FORMAT, tambo_trust_get_version (self->trust));
  g_signal_emit (self, signals[SIGNAL_TRUST_CHANGED], 0);

  return TRUE;
}

/**
 * tambo_shelf_try_trust:
 * @files: (element-type utf8 GBytes): from a stick
 * @out_is_older: (out): the files are older than what is trusted, which still holds
 *
 * What would be trusted with these files; nothing is changed. An older stick is still good for
 * its packs, as far as they are trusted today.
 *
 * Returns: (transfer full): %NULL as tambo_shelf_update_trust()
 */
TamboTrust *
tambo_shelf_try_trust (TamboShelf *self, GHashTable *files, gboolean *out_is_older, GError **error)
{
  g_autoptr (TamboTrust) trust = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean is_older = FALSE;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), NULL);

  trust = open_trust (self, error);
  if (trust == NULL)
    return NULL;
  if (!tambo_trust_update (trust, files, g_get_real_time () / G_USEC_PER_SEC, &local_error))
    {
      is_older = g_error_matches (local_error, TAMBO_ERROR, TAMBO_ERROR_PACK_ROLLBACK) &&
                 tambo_trust_get_version (trust) > 0;
      if (!is_older)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  *out_is_older = is_older;

  return g_steal_pointer (&trust);
}

GStrv
tambo_shelf_get_languages (TamboShelf *self)
{
  g_auto (GStrv) chosen = NULL;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), NULL);

  chosen = tambo_catalog_get_languages (self->catalog);
  if (chosen == NULL || chosen[0] == NULL)
    return g_strdupv (self->config->languages);

  return g_steal_pointer (&chosen);
}

gboolean
tambo_shelf_set_languages (TamboShelf *self, const char *const *languages, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) unwanted = NULL;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), FALSE);

  before = tambo_shelf_get_languages (self);
  for (gsize i = 0; before[i] != NULL; i++)
    if (!tambo_language_is_wanted (before[i], languages))
      g_strv_builder_add (builder, before[i]);
  unwanted = g_strv_builder_end (builder);
  /* In this order: cut off between the two, the packs are completed again. */
  if (!tambo_shelf_narrow (self, (const char *const *) unwanted, error) ||
      !tambo_catalog_set_languages (self->catalog, languages, error))
    return FALSE;

  tambo_shelf_emit_packs_changed (self);

  return TRUE;
}

/* (nullable): the newest version, or the one that staff went back to. */
static const TamboPackTarget *
choose_version (TamboShelf *self, const char *id)
{
  const TamboPackTarget *newest = tambo_trust_find_pack (self->trust, id, 0);
  TamboInstalledPack *pack = tambo_catalog_find (self->catalog, id);
  const TamboPackTarget *shown = NULL;

  if (newest == NULL || pack == NULL ||
      !tambo_catalog_holds_back (self->catalog, id, newest->version))
    return newest;

  shown = tambo_trust_find_pack (self->trust, id, tambo_installed_pack_get_version (pack));

  return shown != NULL && !shown->recalled ? shown : newest;
}

GPtrArray *
tambo_shelf_list_targets (TamboShelf *self)
{
  g_autoptr (GPtrArray) all = NULL;
  GPtrArray *targets = g_ptr_array_new ();
  const char *last_id = NULL;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), targets);

  all = tambo_trust_list_packs (self->trust);
  for (guint i = 0; i < all->len; i++)
    {
      const TamboPackTarget *listed = g_ptr_array_index (all, i);
      const TamboPackTarget *chosen;

      if (g_strcmp0 (listed->id, last_id) == 0)
        continue;
      last_id = listed->id;
      chosen = choose_version (self, listed->id);
      if (chosen != NULL && tambo_mesh_config_takes_pack (self->config, chosen->id))
        g_ptr_array_add (targets, (gpointer) chosen);
    }

  return targets;
}

/* Whether the pack is here, in this version, whole, with all languages of ours that it has. */
gboolean
tambo_shelf_holds (TamboShelf *self, const TamboPackTarget *target)
{
  TamboInstalledPack *pack;
  const char *const *held;
  g_auto (GStrv) ours = NULL;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), FALSE);

  pack = tambo_catalog_find (self->catalog, target->id);
  if (pack == NULL || tambo_installed_pack_get_version (pack) < target->version ||
      g_hash_table_contains (self->broken, target->id))
    return FALSE;
  if (tambo_installed_pack_get_version (pack) > target->version)
    return TRUE;

  held = tambo_installed_pack_get_languages (pack);
  ours = tambo_shelf_get_languages (self);
  for (gsize i = 0; target->languages[i] != NULL; i++)
    if (tambo_language_is_wanted (target->languages[i], (const char *const *) ours) &&
        !g_strv_contains (held, target->languages[i]))
      return FALSE;

  return TRUE;
}

static char *
get_unfinished_path (TamboShelf *self)
{
  return tambo_mesh_config_get_state_path (self->config, "unfinished");
}

/**
 * tambo_shelf_keep_unfinished:
 * @digests: (element-type utf8 utf8): of blobs that an install is about to bring, as a set
 *
 * Not collected until tambo_shelf_forget_unfinished(), also after a restart: what an install that
 * was interrupted has brought is not read from the stick again.
 */
gboolean
tambo_shelf_keep_unfinished (TamboShelf *self, GHashTable *digests, GError **error)
{
  g_autofree char *path = get_unfinished_path (self);
  g_autoptr (GString) text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer digest;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), FALSE);

  g_hash_table_iter_init (&iter, digests);
  while (g_hash_table_iter_next (&iter, &digest, NULL))
    g_string_append_printf (text, "%s\n", (const char *) digest);

  return g_file_set_contents_full (path,
                                   text->str,
                                   (gssize) text->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600,
                                   error);
}

void
tambo_shelf_forget_unfinished (TamboShelf *self)
{
  g_autofree char *path = get_unfinished_path (self);

  g_return_if_fail (TAMBO_IS_SHELF (self));

  (void) g_unlink (path);
}

void
tambo_shelf_add_unfinished (TamboShelf *self, GHashTable *in_use)
{
  g_autofree char *path = get_unfinished_path (self);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    return;
  if (g_get_real_time () / G_USEC_PER_SEC > (gint64) info.st_mtime + UNFINISHED_SECONDS)
    {
      (void) g_unlink (path);
      return;
    }
  if (!g_file_get_contents (path, &text, NULL, NULL))
    return;

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (tambo_digest_is_valid (lines[i]))
      g_hash_table_add (in_use, g_strdup (lines[i]));
}

char *
tambo_shelf_name_repository (const char *pack_id)
{
  return g_strconcat (PACKS_PREFIX, pack_id, NULL);
}

/**
 * tambo_shelf_find_manifest:
 * @name: of a repository
 * @reference: a tag, or a digest
 *
 * Returns: (transfer full) (nullable): the digest of a manifest that is in the store
 */
char *
tambo_shelf_find_manifest (TamboShelf *self, const char *name, const char *reference)
{
  const TamboPackTarget *target = NULL;
  const char *digest = NULL;
  guint64 version = 0;

  g_return_val_if_fail (TAMBO_IS_SHELF (self), NULL);

  if (strcmp (name, TAMBO_TRUST_REPOSITORY) == 0)
    {
      gboolean is_ours = strcmp (reference, TAMBO_TRUST_TAG) == 0 ||
                         g_strcmp0 (reference, self->trust_manifest) == 0;

      digest = is_ours ? self->trust_manifest : NULL;
    }
  else if (g_str_has_prefix (name, PACKS_PREFIX))
    {
      if (tambo_digest_is_valid (reference))
        target = tambo_trust_find_manifest (self->trust, reference);
      else if (g_ascii_string_to_unsigned (reference, 10, 1, G_MAXUINT32, &version, NULL))
        target = tambo_trust_find_pack (self->trust, name + strlen (PACKS_PREFIX), (guint) version);
      if (target != NULL && strcmp (target->id, name + strlen (PACKS_PREFIX)) == 0)
        digest = target->digest;
    }

  if (digest == NULL || !tambo_store_has (self->store, digest))
    return NULL;

  return g_strdup (digest);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/install.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/catalog/content-check.h"
#include "content/pack/app-version.h"
#include "content/store/claim.h"

#include <string.h>

/* Each staging has files open, so that a pack of thousands is taken in parts. */
#define MAX_STAGINGS 64

typedef enum
{
  STEP_MANIFEST,
  STEP_CONFIG,
  STEP_LEAVES,
  STEP_FILES,
  STEP_CHECK,
  STEP_COMPLETE,
} Step;

typedef struct
{
  guint64 done;
  guint64 total;
  guint files_done;
  guint files_total;
} Count;

struct _TamboInstall
{
  GObject parent_instance;

  TamboStore *store;       /* (owned) */
  TamboPackTarget *target; /* (owned) */
  GStrv languages;         /* (owned) (nullable): NULL for all */

  Step step;
  TamboManifest *manifest; /* (owned) (nullable): once it is here */
  TamboPack *pack;         /* (owned) (nullable): once the config is here */
  GPtrArray *wants;        /* (owned) (nullable) (element-type TamboWant): with the manifest */
  guint next_want;         /* the first that was not looked at in this step */
  GPtrArray *missing;      /* (owned) (element-type TamboStaging) */
  GPtrArray *claims;       /* (owned) (element-type TamboClaim) */
  GHashTable *here;        /* (owned) (element-type utf8): digests of wants that are in the store */
  Count count;             /* of the wants; those that are arriving count once they are here */

  TamboInstallCheck check; /* (nullable) */
  gpointer check_data;     /* (unowned) */
};

G_DEFINE_FINAL_TYPE (TamboInstall, tambo_install, G_TYPE_OBJECT)

static void
tambo_install_finalize (GObject *object)
{
  TamboInstall *self = TAMBO_INSTALL (object);

  g_clear_pointer (&self->missing, g_ptr_array_unref);
  g_clear_pointer (&self->claims, g_ptr_array_unref);
  g_clear_pointer (&self->here, g_hash_table_unref);
  g_clear_pointer (&self->wants, g_ptr_array_unref);
  g_clear_object (&self->pack);
  g_clear_object (&self->manifest);
  g_clear_pointer (&self->languages, g_strfreev);
  g_clear_pointer (&self->target, tambo_pack_target_free);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (tambo_install_parent_class)->finalize (object);
}

static void
tambo_install_class_init (TamboInstallClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_install_finalize;
}

static void
tambo_install_init (TamboInstall *self)
{
  self->missing = g_ptr_array_new_with_free_func (g_object_unref);
  self->claims = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_claim_free);
  self->here = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Room for what is not here yet, and nothing of it is collected meanwhile. */
static gboolean
claim (TamboInstall *self, GPtrArray *wants, GError **error)
{
  TamboClaim *claim = tambo_claim_new (self->store, wants, error);

  if (claim == NULL)
    return FALSE;

  g_ptr_array_add (self->claims, claim);

  return TRUE;
}

static gboolean
claim_manifest (TamboInstall *self, GError **error)
{
  g_autoptr (GPtrArray) wants = g_ptr_array_new ();
  TamboWant want = { .digest = self->target->digest, .size = self->target->size };

  g_ptr_array_add (wants, &want);

  return claim (self, wants, error);
}

/**
 * tambo_install_new:
 * @store: where the blobs go
 * @target: from the trusted metadata
 * @languages: (nullable): those to fetch; %NULL for all
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the install, or %NULL with %TAMBO_ERROR_PACK_RECALLED,
 *   %TAMBO_ERROR_PACK_TOO_NEW or %TAMBO_ERROR_PACK_SPACE set
 */
TamboInstall *
tambo_install_new (TamboStore *store,
                   const TamboPackTarget *target,
                   const char *const *languages,
                   GError **error)
{
  g_autoptr (TamboInstall) self = NULL;

  g_return_val_if_fail (TAMBO_IS_STORE (store), NULL);
  g_return_val_if_fail (target != NULL, NULL);

  if (target->recalled)
    {
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_RECALLED, "The pack is recalled");
      return NULL;
    }

  if (!tambo_app_version_is_met (target->min_app))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_TOO_NEW,
                   "The pack needs Tambo %s",
                   target->min_app);
      return NULL;
    }

  self = g_object_new (TAMBO_TYPE_INSTALL, NULL);
  self->store = g_object_ref (store);
  self->target = tambo_pack_target_copy (target);
  self->languages = g_strdupv ((GStrv) languages);
  if (!claim_manifest (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tambo_install_set_check (TamboInstall *self, TamboInstallCheck check, gpointer user_data)
{
  g_return_if_fail (TAMBO_IS_INSTALL (self));

  self->check = check;
  self->check_data = user_data;
}

/* It will not be gone on with, though it may be kept: nothing is kept for it any more. While no
 * thread advances it. */
void
tambo_install_give_up (TamboInstall *self)
{
  g_return_if_fail (TAMBO_IS_INSTALL (self));

  g_ptr_array_set_size (self->missing, 0);
  g_ptr_array_set_size (self->claims, 0);
}

const char *
tambo_install_get_id (TamboInstall *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALL (self), NULL);

  return self->target->id;
}

guint
tambo_install_get_version (TamboInstall *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALL (self), 0);

  return self->target->version;
}

/* (nullable): %NULL for all. */
const char *const *
tambo_install_get_languages (TamboInstall *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALL (self), NULL);

  return (const char *const *) self->languages;
}

GPtrArray *
tambo_install_get_missing (TamboInstall *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALL (self), NULL);

  return self->missing;
}

gboolean
tambo_install_is_complete (TamboInstall *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALL (self), FALSE);

  return self->step == STEP_COMPLETE;
}

/* (nullable): %NULL until the config is here. Once complete, all its blobs are. */
TamboPack *
tambo_install_get_pack (TamboInstall *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALL (self), NULL);

  return self->pack;
}

/* Counts a want that is in the store, once. */
static void
note_here (TamboInstall *self, const char *digest, guint64 size, gboolean is_file)
{
  if (!g_hash_table_add (self->here, g_strdup (digest)))
    return;

  self->count.done += size;
  self->count.files_done += is_file;
}

static gboolean
commit_complete (TamboInstall *self, GError **error)
{
  for (guint i = 0; i < self->missing->len;)
    {
      TamboStaging *staging = self->missing->pdata[i];

      /* Another pack that shares the blob may have been faster. */
      if (!tambo_store_has (self->store, tambo_staging_get_digest (staging)))
        {
          if (!tambo_staging_is_complete (staging))
            {
              i++;
              continue;
            }
          if (!tambo_staging_commit (staging, error))
            return FALSE;
        }

      if (self->step > STEP_MANIFEST)
        note_here (self,
                   tambo_staging_get_digest (staging),
                   tambo_staging_get_size (staging),
                   self->step == STEP_FILES);
      g_ptr_array_remove_index (self->missing, i);
    }

  return TRUE;
}

/* Unless it is here already. */
static gboolean
stage (TamboInstall *self, const char *digest, guint64 size, TamboLeafList *leaves, GError **error)
{
  TamboStaging *staging;

  if (tambo_store_has (self->store, digest))
    return TRUE;

  staging = tambo_store_stage (self->store, digest, size, leaves, error);
  if (staging == NULL)
    return FALSE;

  g_ptr_array_add (self->missing, staging);

  return TRUE;
}

static gboolean
stage_file (TamboInstall *self, const TamboWant *want, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboLeafList) leaves = NULL;

  if (tambo_store_has (self->store, want->digest))
    return TRUE;

  bytes = tambo_store_read (self->store, want->leaves, TAMBO_LIMIT_LEAF_LIST, error);
  leaves = bytes != NULL ? tambo_leaf_list_new_from_bytes (bytes, want->size, error) : NULL;

  return leaves != NULL && stage (self, want->digest, want->size, leaves, error);
}

/* All that is wanted, and what of it is here already. */
static void
count_wants (TamboInstall *self)
{
  for (guint i = 0; i < self->wants->len; i++)
    {
      const TamboWant *want = self->wants->pdata[i];

      self->count.total += want->size;
      self->count.files_total += want->leaves != NULL;
      if (tambo_store_has (self->store, want->digest))
        note_here (self, want->digest, want->size, want->leaves != NULL);
    }
}

static gboolean
read_manifest (TamboInstall *self, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  bytes = tambo_store_read (self->store, self->target->digest, TAMBO_LIMIT_MANIFEST, error);
  if (bytes == NULL)
    return FALSE;

  self->manifest = tambo_manifest_new_from_bytes (bytes, error);
  if (self->manifest == NULL)
    return FALSE;

  if (tambo_manifest_get_version (self->manifest) != self->target->version)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_FORMAT,
                           "The manifest is of another version");
      return FALSE;
    }

  self->wants = tambo_manifest_plan (self->manifest, (const char *const *) self->languages);
  if (!claim (self, self->wants, error))
    return FALSE;
  count_wants (self);

  return TRUE;
}

static gboolean
read_config (TamboInstall *self, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboPackConfig) config = NULL;

  bytes = tambo_store_read (self->store,
                            tambo_manifest_get_config_digest (self->manifest),
                            TAMBO_LIMIT_PACK_CONFIG,
                            error);
  config = bytes != NULL ? tambo_pack_config_new_from_bytes (bytes, error) : NULL;
  if (config == NULL)
    return FALSE;

  if (strcmp (tambo_pack_config_get_id (config), self->target->id) != 0)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_FORMAT,
                           "The pack has another id than the metadata says");
      return FALSE;
    }

  self->pack = tambo_pack_new (self->manifest, config, error);

  return self->pack != NULL;
}

/* Stages as many blobs of this step as there is room for. */
static gboolean
stage_wants (TamboInstall *self, gboolean files, GError **error)
{
  for (; self->next_want < self->wants->len && self->missing->len < MAX_STAGINGS; self->next_want++)
    {
      const TamboWant *want = self->wants->pdata[self->next_want];

      if (files != (want->leaves != NULL) || g_hash_table_contains (self->here, want->digest))
        continue;

      if (files ? !stage_file (self, want, error)
                : !stage (self, want->digest, want->size, NULL, error))
        return FALSE;
    }

  return TRUE;
}

/* Looks for what is missing in this step. */
static gboolean
begin_step (TamboInstall *self, GError **error)
{
  switch (self->step)
    {
    case STEP_MANIFEST:
      return stage (self, self->target->digest, self->target->size, NULL, error);
    case STEP_CONFIG:
      return stage (self,
                    tambo_manifest_get_config_digest (self->manifest),
                    tambo_manifest_get_config_size (self->manifest),
                    NULL,
                    error);
    case STEP_LEAVES:
      return stage_wants (self, FALSE, error);
    case STEP_FILES:
      return stage_wants (self, TRUE, error);
    case STEP_CHECK:
    case STEP_COMPLETE:
    default:
      return TRUE;
    }
}

/* All is here: what nobody should see is found now, and what the catalogue is to count on is made
 * durable before it does. */
static gboolean
check_all (TamboInstall *self, GError **error)
{
  const char *const *languages = (const char *const *) self->languages;

  return (self->check == NULL ||
          self->check (self->store, self->pack, languages, self->check_data, error)) &&
         tambo_content_check (self->store, self->pack, languages, error) &&
         tambo_store_sync (self->store, error);
}

/* Nothing is missing any more in this step: makes something of it. */
static gboolean
end_step (TamboInstall *self, GError **error)
{
  if ((self->step == STEP_MANIFEST && !read_manifest (self, error)) ||
      (self->step == STEP_CONFIG && !read_config (self, error)) ||
      (self->step == STEP_CHECK && !check_all (self, error)))
    return FALSE;

  if (self->step < STEP_LEAVES || self->step == STEP_CHECK || self->next_want == self->wants->len)
    {
      self->step++;
      self->next_want = 0;
    }

  return TRUE;
}

/**
 * tambo_install_advance:
 * @self: a #TamboInstall
 * @error: return location for a #GError
 *
 * Commits stagings that became complete and finds what is missing next. Hashes and syncs: in a
 * worker thread. Call it first, and whenever a staging is complete.
 *
 * Returns: %TRUE, or %FALSE with %TAMBO_ERROR_PACK_FORMAT, %TAMBO_ERROR_PACK_DIGEST,
 *   %TAMBO_ERROR_PACK_SPACE, any error of a check of its files, or a %G_IO_ERROR set: the pack
 *   cannot be installed
 */
gboolean
tambo_install_advance (TamboInstall *self, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_INSTALL (self), FALSE);

  if (!commit_complete (self, error))
    return FALSE;

  while (self->step != STEP_COMPLETE)
    {
      if (self->missing->len < MAX_STAGINGS && !begin_step (self, error))
        return FALSE;

      /* What was staged before may be complete already. */
      if (!commit_complete (self, error))
        return FALSE;
      if (self->missing->len > 0)
        break;

      if (!end_step (self, error))
        return FALSE;
    }

  return TRUE;
}

/* Bytes and files here and in all; all 0 until the manifest is here. */
void
tambo_install_get_progress (TamboInstall *self,
                            guint64 *out_done,
                            guint64 *out_total,
                            guint *out_files_done,
                            guint *out_files_total)
{
  g_return_if_fail (TAMBO_IS_INSTALL (self));

  *out_done = self->count.done;
  *out_total = self->count.total;
  *out_files_done = self->count.files_done;
  *out_files_total = self->count.files_total;
  for (guint i = 0; self->wants != NULL && i < self->missing->len; i++)
    *out_done += tambo_staging_get_done (self->missing->pdata[i]);
}

/**
 * tambo_install_finish:
 * @self: a #TamboInstall that is complete
 * @catalog: where it will be shown; of this thread
 * @error: return location for a #GError
 *
 * Makes the pack the one that is shown: the moment from which it is installed.
 *
 * Returns: %TRUE, or %FALSE as tambo_catalog_add() does, or with %TAMBO_ERROR_PACK_INCOMPLETE set
 */
gboolean
tambo_install_finish (TamboInstall *self, TamboCatalog *catalog, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_INSTALL (self), FALSE);

  if (self->step != STEP_COMPLETE)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_INCOMPLETE,
                           "The pack is not complete");
      return FALSE;
    }

  return tambo_catalog_add (catalog, self->pack, (const char *const *) self->languages, error);
}

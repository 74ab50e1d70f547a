/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/install.h"

#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/limits.h"
#include "content/pack/app-version.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Each staging has files open, so that a pack of thousands is taken in parts. */
#define MAX_STAGINGS 64

typedef enum
{
  STEP_MANIFEST,
  STEP_CONFIG,
  STEP_LEAVES,
  STEP_FILES,
  STEP_COMPLETE,
} Step;

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
};

G_DEFINE_FINAL_TYPE (TamboInstall, tambo_install, G_TYPE_OBJECT)

static void
tambo_install_finalize (GObject *object)
{
  TamboInstall *self = TAMBO_INSTALL (object);

  g_clear_pointer (&self->missing, g_ptr_array_unref);
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
}

/**
 * tambo_install_new:
 * @store: where the blobs go
 * @target: from the trusted metadata
 * @languages: (nullable): those to fetch; %NULL for all
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the install, or %NULL with %TAMBO_ERROR_PACK_RECALLED or
 *   %TAMBO_ERROR_PACK_TOO_NEW set
 */
TamboInstall *
tambo_install_new (TamboStore *store,
                   const TamboPackTarget *target,
                   const char *const *languages,
                   GError **error)
{
  TamboInstall *self;

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

  return self;
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

/* What of the pack is not in the store yet must fit, before anything large is begun. */
static gboolean
check_space (TamboInstall *self, GError **error)
{
  guint64 needed = 0;

  for (guint i = 0; i < self->wants->len; i++)
    {
      const TamboWant *want = self->wants->pdata[i];

      if (!tambo_store_has (self->store, want->digest))
        needed += want->size -
                  MIN (want->size, tambo_store_get_reserved (self->store, want->digest));
    }

  return tambo_store_check_space (self->store, needed, error);
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

  return check_space (self, error);
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

      if (files != (want->leaves != NULL))
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
    case STEP_COMPLETE:
    default:
      return TRUE;
    }
}

/* Nothing is missing any more in this step: makes something of it. */
static gboolean
end_step (TamboInstall *self, GError **error)
{
  if ((self->step == STEP_MANIFEST && !read_manifest (self, error)) ||
      (self->step == STEP_CONFIG && !read_config (self, error)))
    return FALSE;

  if (self->step < STEP_LEAVES || self->next_want == self->wants->len)
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
 *   %TAMBO_ERROR_PACK_SPACE or a %G_IO_ERROR set: the pack cannot be installed
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

/* Of one blob, staged or not. */
static guint64
count_done (TamboInstall *self, const TamboWant *want)
{
  for (guint i = 0; i < self->missing->len; i++)
    {
      TamboStaging *staging = self->missing->pdata[i];

      if (strcmp (tambo_staging_get_digest (staging), want->digest) == 0)
        return tambo_staging_get_done (staging);
    }

  return tambo_store_has (self->store, want->digest) ? want->size : 0;
}

/* Bytes and files here and in all; all 0 until the manifest is here. */
void
tambo_install_get_progress (TamboInstall *self,
                            guint64 *out_done,
                            guint64 *out_total,
                            guint *out_files_done,
                            guint *out_files_total)
{
  guint64 done = 0;
  guint64 total = 0;
  guint files_done = 0;
  guint files_total = 0;

  g_return_if_fail (TAMBO_IS_INSTALL (self));

  for (guint i = 0; self->wants != NULL && i < self->wants->len; i++)
    {
      const TamboWant *want = self->wants->pdata[i];
      guint64 here = count_done (self, want);

      done += here;
      total += want->size;
      files_total += want->leaves != NULL;
      files_done += want->leaves != NULL && here == want->size;
    }

  *out_done = done;
  *out_total = total;
  *out_files_done = files_done;
  *out_files_total = files_total;
}

static GBytes *
read_leaf (int fd, guint64 offset, gsize size, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (size);
  gsize done = 0;

  while (done < size)
    {
      gssize n = pread (fd, buffer + done, size - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          tambo_file_set_error (error, errno, "Reading a blob");
          return NULL;
        }
      if (n == 0)
        {
          g_set_error_literal (error,
                               TAMBO_ERROR,
                               TAMBO_ERROR_PACK_INCOMPLETE,
                               "A blob ends too early");
          return NULL;
        }
      done += (gsize) n;
    }

  return g_bytes_new_take (g_steal_pointer (&buffer), size);
}

typedef struct
{
  TamboLayout *layout;           /* (unowned) */
  TamboInstallProgress progress; /* (nullable) */
  gpointer user_data;
  GCancellable *cancellable; /* (unowned) (nullable) */
} Copy;

static gboolean
copy_leaves (TamboInstall *self, const Copy *copy, TamboStaging *staging, int fd, GError **error)
{
  guint n_leaves = tambo_staging_get_n_leaves (staging);

  for (guint i = 0; i < n_leaves; i++)
    {
      gsize size = tambo_staging_get_leaf_size (staging, i);
      g_autoptr (GBytes) leaf = NULL;

      if (g_cancellable_set_error_if_cancelled (copy->cancellable, error))
        return FALSE;
      if (tambo_staging_has_leaf (staging, i))
        continue;

      leaf = read_leaf (fd, (guint64) i * TAMBO_LEAF_SIZE, size, error);
      if (leaf == NULL || !tambo_staging_write_leaf (staging, i, leaf, error))
        return FALSE;

      if (copy->progress != NULL)
        copy->progress (self, copy->user_data);
    }

  return TRUE;
}

static gboolean
copy_blob (TamboInstall *self, const Copy *copy, TamboStaging *staging, GError **error)
{
  gboolean copied;
  int fd = tambo_layout_open_blob (copy->layout,
                                   tambo_staging_get_digest (staging),
                                   tambo_staging_get_size (staging),
                                   error);

  if (fd < 0)
    return FALSE;

  copied = copy_leaves (self, copy, staging, fd, error);
  close (fd);

  return copied;
}

/**
 * tambo_install_copy:
 * @self: a #TamboInstall
 * @layout: a stick
 * @progress: (nullable) (scope call): called in this thread after each leaf
 * @user_data: for @progress
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Delivers all that is missing from a layout. Blocks: in a worker thread. After cancelling or an
 * error, what was verified stays staged for the next try.
 *
 * Returns: %TRUE once it is complete, or %FALSE with %TAMBO_ERROR_PACK_DIGEST, any error of
 *   tambo_install_advance(), or a %G_IO_ERROR set
 */
gboolean
tambo_install_copy (TamboInstall *self,
                    TamboLayout *layout,
                    TamboInstallProgress progress,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error)
{
  const Copy copy = { layout, progress, user_data, cancellable };

  g_return_val_if_fail (TAMBO_IS_INSTALL (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_LAYOUT (layout), FALSE);

  if (!tambo_install_advance (self, error))
    return FALSE;

  while (self->step != STEP_COMPLETE)
    {
      for (guint i = 0; i < self->missing->len; i++)
        if (!copy_blob (self, &copy, self->missing->pdata[i], error))
          return FALSE;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !tambo_install_advance (self, error))
        return FALSE;
    }

  return TRUE;
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

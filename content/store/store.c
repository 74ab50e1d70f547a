/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/store/store.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/limits.h"
#include "content/pack/pack.h"
#include "content/store/store-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* A blob that somebody is about to need. */
typedef struct
{
  guint n_claims;
  guint64 promised; /* bytes of room that are kept for it */
} Claimed;

G_DEFINE_FINAL_TYPE (TamboStore, tambo_store, G_TYPE_OBJECT)

char *
tambo_store_part_name (const char *digest)
{
  return g_strconcat (tambo_digest_get_hex (digest), TAMBO_STORE_PART_SUFFIX, NULL);
}

char *
tambo_store_bits_name (const char *digest)
{
  return g_strconcat (tambo_digest_get_hex (digest), TAMBO_STORE_BITS_SUFFIX, NULL);
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
tambo_store_finalize (GObject *object)
{
  TamboStore *self = TAMBO_STORE (object);

  if (self->folders.blobs_fd >= 0)
    close (self->folders.blobs_fd);
  if (self->folders.staging_fd >= 0)
    close (self->folders.staging_fd);
  g_clear_pointer (&self->stagings, g_hash_table_unref);
  g_clear_pointer (&self->claims, g_hash_table_unref);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (tambo_store_parent_class)->finalize (object);
}

static void
tambo_store_class_init (TamboStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_store_finalize;
}

static void
tambo_store_init (TamboStore *self)
{
  self->folders.blobs_fd = -1;
  self->folders.staging_fd = -1;
  self->space_floor = TAMBO_SPACE_FLOOR;
  self->stagings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, weak_ref_free);
  self->claims = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&self->mutex);
}

/* A missing folder is made. */
TamboStore *
tambo_store_open (const char *folder, GError **error)
{
  g_autoptr (TamboStore) self = g_object_new (TAMBO_TYPE_STORE, NULL);
  g_autofree char *blobs = NULL;
  g_autofree char *staging = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  blobs = g_build_filename (folder, "blobs", "sha256", NULL);
  staging = g_build_filename (folder, "staging", NULL);

  self->folders.blobs_fd = tambo_file_open_folder (blobs, TRUE, error);
  if (self->folders.blobs_fd < 0)
    return NULL;

  self->folders.staging_fd = tambo_file_open_folder (staging, TRUE, error);
  if (self->folders.staging_fd < 0)
    return NULL;

  return g_steal_pointer (&self);
}

void
tambo_store_set_space_floor (TamboStore *self, guint64 bytes)
{
  g_return_if_fail (TAMBO_IS_STORE (self));

  self->space_floor = bytes;
}

/* Beside what is promised to others. */
static gboolean
get_room_locked (TamboStore *self, guint64 *out_bytes, GError **error)
{
  struct statvfs disk;
  guint64 room;

  if (fstatvfs (self->folders.staging_fd, &disk) != 0)
    {
      tambo_file_set_error (error, errno, "Asking for free space");
      return FALSE;
    }

  room = (guint64) disk.f_bavail * disk.f_frsize;
  room -= MIN (room, self->space_floor);
  *out_bytes = room - MIN (room, self->promised);

  return TRUE;
}

static gboolean
check_space_locked (TamboStore *self, guint64 bytes, GError **error)
{
  g_autofree char *wanted_text = NULL;
  g_autofree char *room_text = NULL;
  guint64 room = 0;

  if (!get_room_locked (self, &room, error))
    return FALSE;
  if (bytes <= room)
    return TRUE;

  wanted_text = g_format_size (bytes);
  room_text = g_format_size (room);
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_SPACE,
               "This needs %s, and there is room for %s",
               wanted_text,
               room_text);

  return FALSE;
}

gboolean
tambo_store_get_room (TamboStore *self, guint64 *out_bytes, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STORE (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);

  return get_room_locked (self, out_bytes, error);
}

gboolean
tambo_store_check_space (TamboStore *self, guint64 bytes, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STORE (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);

  return check_space_locked (self, bytes, error);
}

guint64
tambo_store_get_reserved (TamboStore *self, const char *digest)
{
  g_autofree char *name = NULL;
  struct stat info;

  g_return_val_if_fail (TAMBO_IS_STORE (self), 0);
  g_return_val_if_fail (tambo_digest_is_valid (digest), 0);

  name = tambo_store_part_name (digest);
  if (fstatat (self->folders.staging_fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return 0;

  return (guint64) info.st_blocks * 512;
}

gboolean
tambo_store_has (TamboStore *self, const char *digest)
{
  g_return_val_if_fail (TAMBO_IS_STORE (self), FALSE);
  g_return_val_if_fail (tambo_digest_is_valid (digest), FALSE);

  return faccessat (self->folders.blobs_fd, tambo_digest_get_hex (digest), R_OK, 0) == 0;
}

/* What a blob will take on the disk that it does not take yet. */
static guint64
count_needed (TamboStore *self, const TamboWant *want)
{
  if (g_hash_table_contains (self->claims, want->digest) || tambo_store_has (self, want->digest))
    return 0;

  return want->size - MIN (want->size, tambo_store_get_reserved (self, want->digest));
}

gboolean
tambo_store_claim (TamboStore *self, GPtrArray *wants, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint64 needed = 0;

  for (guint i = 0; i < wants->len; i++)
    needed += count_needed (self, wants->pdata[i]);
  if (needed > 0 && !check_space_locked (self, needed, error))
    return FALSE;

  for (guint i = 0; i < wants->len; i++)
    {
      const TamboWant *want = wants->pdata[i];
      guint64 promised = count_needed (self, want);
      Claimed *claimed = g_hash_table_lookup (self->claims, want->digest);

      if (claimed == NULL)
        {
          claimed = g_new0 (Claimed, 1);
          claimed->promised = promised;
          g_hash_table_insert (self->claims, g_strdup (want->digest), claimed);
        }
      claimed->n_claims++;
      self->promised += promised;
    }

  return TRUE;
}

/* What was promised is taken, or not needed any more. */
static void
drop_promise (TamboStore *self, const char *digest)
{
  Claimed *claimed = g_hash_table_lookup (self->claims, digest);

  if (claimed == NULL)
    return;

  self->promised -= claimed->promised;
  claimed->promised = 0;
}

void
tambo_store_release (TamboStore *self, GPtrArray *digests)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < digests->len; i++)
    {
      const char *digest = digests->pdata[i];
      Claimed *claimed = g_hash_table_lookup (self->claims, digest);

      if (--claimed->n_claims > 0)
        continue;
      drop_promise (self, digest);
      g_hash_table_remove (self->claims, digest);
    }
}

/**
 * tambo_store_open_blob:
 * @self: a #TamboStore
 * @digest: of the blob
 * @out_size: (out) (optional): its size
 * @error: return location for a #GError
 *
 * Returns: a descriptor that the caller closes, or -1
 */
int
tambo_store_open_blob (TamboStore *self, const char *digest, guint64 *out_size, GError **error)
{
  struct stat info;
  int fd;

  g_return_val_if_fail (TAMBO_IS_STORE (self), -1);
  g_return_val_if_fail (tambo_digest_is_valid (digest), -1);

  fd = openat (self->folders.blobs_fd,
               tambo_digest_get_hex (digest),
               O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 || fstat (fd, &info) != 0)
    {
      tambo_file_set_error (error, errno, digest);
      if (fd >= 0)
        close (fd);
      return -1;
    }

  if (out_size != NULL)
    *out_size = (guint64) info.st_size;

  return fd;
}

GBytes *
tambo_store_read (TamboStore *self, const char *digest, gsize max_size, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *actual = NULL;

  g_return_val_if_fail (TAMBO_IS_STORE (self), NULL);
  g_return_val_if_fail (tambo_digest_is_valid (digest), NULL);

  bytes =
      tambo_file_read_at (self->folders.blobs_fd, tambo_digest_get_hex (digest), max_size, error);
  if (bytes == NULL)
    return NULL;

  actual = tambo_digest_for_bytes (bytes);
  if (!g_str_equal (actual, digest))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_DIGEST,
                   "%s is damaged on this disk",
                   digest);
      return NULL;
    }

  return g_steal_pointer (&bytes);
}

static gboolean
put_leaves (TamboStaging *staging, GBytes *bytes, GError **error)
{
  gsize offset = 0;

  for (guint i = 0; i < tambo_staging_get_n_leaves (staging); i++)
    {
      gsize size = tambo_staging_get_leaf_size (staging, i);
      g_autoptr (GBytes) leaf = g_bytes_new_from_bytes (bytes, offset, size);

      if (!tambo_staging_write_leaf (staging, i, leaf, error))
        return FALSE;
      offset += size;
    }

  return TRUE;
}

char *
tambo_store_put (TamboStore *self, GBytes *bytes, GError **error)
{
  g_autofree char *digest = NULL;
  g_autoptr (TamboStaging) staging = NULL;
  g_autoptr (TamboLeafList) leaves = NULL;
  gsize size;

  g_return_val_if_fail (TAMBO_IS_STORE (self), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  digest = tambo_digest_for_bytes (bytes);
  if (tambo_store_has (self, digest))
    return g_steal_pointer (&digest);

  size = g_bytes_get_size (bytes);
  if (size > TAMBO_LEAF_SIZE)
    leaves = tambo_leaf_list_new_for_bytes (bytes);

  staging = tambo_store_stage (self, digest, size, leaves, error);
  if (staging == NULL || !put_leaves (staging, bytes, error) ||
      !tambo_staging_commit (staging, error))
    return NULL;

  return g_steal_pointer (&digest);
}

TamboStaging *
tambo_store_find_staging_locked (TamboStore *self, const char *digest)
{
  GWeakRef *ref = g_hash_table_lookup (self->stagings, digest);

  return ref != NULL ? g_weak_ref_get (ref) : NULL;
}

TamboStaging *
tambo_store_stage (TamboStore *self,
                   const char *digest,
                   guint64 size,
                   TamboLeafList *leaves,
                   GError **error)
{
  g_autoptr (TamboStaging) staging = NULL;
  g_autoptr (GMutexLocker) locker = NULL;
  GWeakRef *ref;

  g_return_val_if_fail (TAMBO_IS_STORE (self), NULL);
  g_return_val_if_fail (tambo_digest_is_valid (digest), NULL);
  g_return_val_if_fail (leaves == NULL || tambo_leaf_list_get_file_size (leaves) == size, NULL);

  if (size > (leaves != NULL ? TAMBO_LIMIT_FILE : (guint64) TAMBO_LIMIT_MANIFEST))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_TOO_LARGE,
                   "%s would have %" G_GUINT64_FORMAT " bytes",
                   digest,
                   size);
      return NULL;
    }

  locker = g_mutex_locker_new (&self->mutex);
  staging = tambo_store_find_staging_locked (self, digest);
  if (staging != NULL)
    return g_steal_pointer (&staging);

  /* What was begun before a restart has its room already. */
  drop_promise (self, digest);
  if (!check_space_locked (self, size - MIN (size, tambo_store_get_reserved (self, digest)), error))
    return NULL;

  staging = tambo_staging_new (G_OBJECT (self), &self->folders, digest, size, leaves, error);
  if (staging == NULL)
    return NULL;

  ref = g_new0 (GWeakRef, 1);
  g_weak_ref_init (ref, staging);
  g_hash_table_replace (self->stagings, g_strdup (digest), ref);

  return g_steal_pointer (&staging);
}

TamboStaging *
tambo_store_find_staging (TamboStore *self, const char *digest)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STORE (self), NULL);
  g_return_val_if_fail (digest != NULL, NULL);

  locker = g_mutex_locker_new (&self->mutex);

  return tambo_store_find_staging_locked (self, digest);
}

gboolean
tambo_store_sync (TamboStore *self, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_STORE (self), FALSE);

  return tambo_file_sync_folder (self->folders.blobs_fd, error) &&
         tambo_file_sync_folder (self->folders.staging_fd, error);
}

gboolean
tambo_store_discard (TamboStore *self, const char *digest, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_STORE (self), FALSE);
  g_return_val_if_fail (tambo_digest_is_valid (digest), FALSE);

  if (unlinkat (self->folders.blobs_fd, tambo_digest_get_hex (digest), 0) != 0 && errno != ENOENT)
    {
      tambo_file_set_error (error, errno, "Deleting a blob");
      return FALSE;
    }

  return TRUE;
}

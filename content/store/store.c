/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/store/store.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/limits.h"
#include "content/store/store-internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PART_SUFFIX ".part"
#define BITS_SUFFIX ".bits"
#define HEX_LENGTH (2 * TAMBO_DIGEST_SIZE)

struct _TamboStore
{
  GObject parent_instance;

  TamboStoreFolders folders;
  guint64 space_floor;

  GMutex mutex;
  GHashTable *stagings; /* (owned) (element-type utf8 GWeakRef): by digest; over it the mutex */
};

G_DEFINE_FINAL_TYPE (TamboStore, tambo_store, G_TYPE_OBJECT)

char *
tambo_store_part_name (const char *digest)
{
  return g_strconcat (tambo_digest_get_hex (digest), PART_SUFFIX, NULL);
}

char *
tambo_store_bits_name (const char *digest)
{
  return g_strconcat (tambo_digest_get_hex (digest), BITS_SUFFIX, NULL);
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

gboolean
tambo_store_check_space (TamboStore *self, guint64 bytes, GError **error)
{
  struct statvfs disk;
  guint64 room;

  g_return_val_if_fail (TAMBO_IS_STORE (self), FALSE);

  if (fstatvfs (self->folders.staging_fd, &disk) != 0)
    {
      tambo_file_set_error (error, errno, "Asking for free space");
      return FALSE;
    }

  room = (guint64) disk.f_bavail * disk.f_frsize;
  room = room > self->space_floor ? room - self->space_floor : 0;
  if (bytes > room)
    {
      g_autofree char *wanted_text = g_format_size (bytes);
      g_autofree char *room_text = g_format_size (room);

      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_SPACE,
                   "This needs %s, and there is room for %s",
                   wanted_text,
                   room_text);
      return FALSE;
    }

  return TRUE;
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

static TamboStaging *
find_staging_locked (TamboStore *self, const char *digest)
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
  staging = find_staging_locked (self, digest);
  if (staging != NULL)
    return g_steal_pointer (&staging);

  /* What was begun before a restart has its room already. */
  if (!tambo_store_check_space (self,
                                size - MIN (size, tambo_store_get_reserved (self, digest)),
                                error))
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

  return find_staging_locked (self, digest);
}

/* The digest that a file of ours is named for; %NULL for what is not ours. */
static char *
digest_of_name (const char *name)
{
  g_autofree char *hex = g_strndup (name, HEX_LENGTH);
  g_autofree char *digest = g_strconcat ("sha256:", hex, NULL);
  const char *rest = strlen (name) >= HEX_LENGTH ? name + HEX_LENGTH : NULL;

  if (rest == NULL || !tambo_digest_is_valid (digest) ||
      (*rest != '\0' && !g_str_equal (rest, PART_SUFFIX) && !g_str_equal (rest, BITS_SUFFIX)))
    return NULL;

  return g_steal_pointer (&digest);
}

static guint64
collect_file (TamboStore *self, int folder_fd, const char *name, GHashTable *in_use)
{
  g_autofree char *digest = digest_of_name (name);
  g_autoptr (TamboStaging) held = NULL;
  struct stat info;

  if (digest == NULL || g_hash_table_contains (in_use, digest))
    return 0;

  held = find_staging_locked (self, digest);
  if (held != NULL || fstatat (folder_fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
      unlinkat (folder_fd, name, 0) != 0)
    return 0;

  return (guint64) info.st_blocks * 512;
}

static gboolean
collect_folder (TamboStore *self, int folder_fd, GHashTable *in_use, guint64 *freed, GError **error)
{
  int fd = openat (folder_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *folder = fd >= 0 ? fdopendir (fd) : NULL;
  struct dirent *entry;

  if (folder == NULL)
    {
      tambo_file_set_error (error, errno, "Listing a folder");
      if (fd >= 0)
        close (fd);
      return FALSE;
    }

  while ((entry = readdir (folder)) != NULL)
    *freed += collect_file (self, folder_fd, entry->d_name, in_use);
  closedir (folder);

  return TRUE;
}

/**
 * tambo_store_collect:
 * @self: a #TamboStore
 * @in_use: (element-type utf8 gpointer): digests that stay
 * @error: return location for a #GError
 *
 * Returns: the bytes freed; 0 with an error set if a folder could not be listed
 */
guint64
tambo_store_collect (TamboStore *self, GHashTable *in_use, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint64 freed = 0;

  g_return_val_if_fail (TAMBO_IS_STORE (self), 0);
  g_return_val_if_fail (in_use != NULL, 0);

  locker = g_mutex_locker_new (&self->mutex);
  if (!collect_folder (self, self->folders.blobs_fd, in_use, &freed, error) ||
      !collect_folder (self, self->folders.staging_fd, in_use, &freed, error))
    return 0;

  return freed;
}

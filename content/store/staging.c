/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "content/store/staging.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/limits.h"
#include "content/store/store-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* How many leaves may be written before they are made durable: what a power cut costs at most. */
#define LEAVES_A_SYNC 16

struct _TamboStaging
{
  GObject parent_instance;

  GObject *owner;                   /* (owned): the store, which keeps the folders open */
  const TamboStoreFolders *folders; /* (unowned) by @owner */
  char *digest;                     /* (owned) */
  guint64 size;
  TamboLeafList *leaves; /* (owned) (nullable): checked whole without */
  guint n_leaves;

  GMutex mutex; /* over all that follows */
  int part_fd;
  int bits_fd;
  guint8 *bits;  /* (owned): a bit for each leaf that is here */
  gsize n_bytes; /* of @bits */
  guint n_here;
  guint64 done;
  guint n_unsynced;
  guint generation;
  gboolean committed;
};

G_DEFINE_FINAL_TYPE (TamboStaging, tambo_staging, G_TYPE_OBJECT)

static gboolean
test_bit (TamboStaging *self, guint index)
{
  return (self->bits[index / 8] & (1u << (index % 8))) != 0;
}

static gsize
leaf_size (TamboStaging *self, guint index)
{
  if (self->leaves != NULL)
    return tambo_leaf_list_get_leaf_size (self->leaves, index);

  return (gsize) self->size;
}

static guint64
leaf_offset (guint index)
{
  return (guint64) index * TAMBO_LEAF_SIZE;
}

static void
set_bit (TamboStaging *self, guint index)
{
  self->bits[index / 8] |= (guint8) (1u << (index % 8));
  self->n_here++;
  self->done += leaf_size (self, index);
  self->generation++;
}

static gboolean
verify (TamboStaging *self, guint index, GBytes *leaf)
{
  g_autofree char *digest = NULL;

  if (self->leaves != NULL)
    return tambo_leaf_list_verify (self->leaves, index, leaf);

  digest = tambo_digest_for_bytes (leaf);

  return g_str_equal (digest, self->digest);
}

/* Bytes first, then the bits that vouch for them, each on the disk before the next. */
static gboolean
sync_locked (TamboStaging *self, GError **error)
{
  if (self->n_unsynced == 0)
    return TRUE;

  if (fdatasync (self->part_fd) != 0)
    {
      tambo_file_set_error (error, errno, "Saving a blob");
      return FALSE;
    }

  if (!tambo_file_write_fd (self->bits_fd, 0, self->bits, self->n_bytes, error))
    return FALSE;

  if (fdatasync (self->bits_fd) != 0)
    {
      tambo_file_set_error (error, errno, "Saving what has arrived");
      return FALSE;
    }

  self->n_unsynced = 0;

  return TRUE;
}

static GBytes *
read_part (TamboStaging *self, guint index, GError **error)
{
  return tambo_file_read_range (self->part_fd, leaf_offset (index), leaf_size (self, index), error);
}

/* Leaves that were written but not yet vouched for when the process was killed are hashed again,
 * not fetched again. What was never written is a hole, and is passed over. */
static void
recover_leaves (TamboStaging *self)
{
  for (guint index = 0; index < self->n_leaves; index++)
    {
      off_t offset = (off_t) leaf_offset (index);
      off_t data;
      g_autoptr (GBytes) leaf = NULL;

      if (test_bit (self, index))
        continue;

      data = lseek (self->part_fd, offset, SEEK_DATA);
      if (data < 0)
        return;
      if (data >= offset + (off_t) leaf_size (self, index))
        continue;

      leaf = read_part (self, index, NULL);
      if (leaf != NULL && verify (self, index, leaf))
        {
          set_bit (self, index);
          self->n_unsynced++;
        }
    }
}

static gboolean
open_part (TamboStaging *self, GError **error)
{
  g_autofree char *name = tambo_store_part_name (self->digest);
  int failure = 0;

  self->part_fd =
      openat (self->folders->staging_fd, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->part_fd < 0)
    {
      tambo_file_set_error (error, errno, "Creating a blob");
      return FALSE;
    }

  /* All of its room is taken now, so that the disk is not full half-way. */
  if (self->size > 0)
    failure = posix_fallocate (self->part_fd, 0, (off_t) self->size);
  if (failure == 0 && ftruncate (self->part_fd, (off_t) self->size) != 0)
    failure = errno;
  if (failure == ENOSPC)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SPACE, "The disk is full");
      return FALSE;
    }
  if (failure != 0)
    {
      tambo_file_set_error (error, failure, "Making room for a blob");
      return FALSE;
    }

  return TRUE;
}

static gboolean
open_bits (TamboStaging *self, GError **error)
{
  g_autofree char *name = tambo_store_bits_name (self->digest);
  g_autoptr (GBytes) saved = NULL;
  struct stat info;

  self->bits_fd =
      openat (self->folders->staging_fd, name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->bits_fd < 0 || fstat (self->bits_fd, &info) != 0)
    {
      tambo_file_set_error (error, errno, "Opening what has arrived");
      return FALSE;
    }

  /* A file of another size belongs to nothing that we know: every leaf is hashed. */
  if ((guint64) info.st_size != self->n_bytes)
    {
      if (ftruncate (self->bits_fd, 0) == 0)
        return TRUE;
      tambo_file_set_error (error, errno, "Beginning a blob");
      return FALSE;
    }

  saved = tambo_file_read_fd (self->bits_fd, self->n_bytes, error);
  if (saved == NULL)
    return FALSE;

  for (guint index = 0; index < self->n_leaves; index++)
    {
      const guint8 *bits = g_bytes_get_data (saved, NULL);

      if ((bits[index / 8] & (1u << (index % 8))) != 0)
        set_bit (self, index);
    }

  return TRUE;
}

static void
tambo_staging_finalize (GObject *object)
{
  TamboStaging *self = TAMBO_STAGING (object);

  if (self->part_fd >= 0 && self->bits_fd >= 0 && !self->committed)
    sync_locked (self, NULL);
  if (self->part_fd >= 0)
    close (self->part_fd);
  if (self->bits_fd >= 0)
    close (self->bits_fd);
  g_clear_pointer (&self->bits, g_free);
  g_clear_pointer (&self->leaves, tambo_leaf_list_unref);
  g_clear_pointer (&self->digest, g_free);
  g_clear_object (&self->owner);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (tambo_staging_parent_class)->finalize (object);
}

static void
tambo_staging_class_init (TamboStagingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_staging_finalize;
}

static void
tambo_staging_init (TamboStaging *self)
{
  self->part_fd = -1;
  self->bits_fd = -1;
  g_mutex_init (&self->mutex);
}

TamboStaging *
tambo_staging_new (GObject *owner,
                   const TamboStoreFolders *folders,
                   const char *digest,
                   guint64 size,
                   TamboLeafList *leaves,
                   GError **error)
{
  g_autoptr (TamboStaging) self = g_object_new (TAMBO_TYPE_STAGING, NULL);

  self->owner = g_object_ref (owner);
  self->folders = folders;
  self->digest = g_strdup (digest);
  self->size = size;
  self->leaves = leaves != NULL ? tambo_leaf_list_ref (leaves) : NULL;
  self->n_leaves = leaves != NULL ? tambo_leaf_list_get_n_leaves (leaves) : size > 0 ? 1 : 0;
  self->n_bytes = (self->n_leaves + 7) / 8;
  self->bits = g_malloc0 (MAX (self->n_bytes, 1));

  if (!open_part (self, error) || !open_bits (self, error))
    return NULL;

  recover_leaves (self);

  return g_steal_pointer (&self);
}

const char *
tambo_staging_get_digest (TamboStaging *self)
{
  g_return_val_if_fail (TAMBO_IS_STAGING (self), NULL);

  return self->digest;
}

guint64
tambo_staging_get_size (TamboStaging *self)
{
  g_return_val_if_fail (TAMBO_IS_STAGING (self), 0);

  return self->size;
}

guint
tambo_staging_get_n_leaves (TamboStaging *self)
{
  g_return_val_if_fail (TAMBO_IS_STAGING (self), 0);

  return self->n_leaves;
}

gsize
tambo_staging_get_leaf_size (TamboStaging *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_STAGING (self), 0);
  g_return_val_if_fail (index < self->n_leaves, 0);

  return leaf_size (self, index);
}

gboolean
tambo_staging_has_leaf (TamboStaging *self, guint index)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);

  return index < self->n_leaves && test_bit (self, index);
}

guint64
tambo_staging_get_done (TamboStaging *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), 0);

  locker = g_mutex_locker_new (&self->mutex);

  return self->done;
}

gboolean
tambo_staging_is_complete (TamboStaging *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);

  return self->n_here == self->n_leaves;
}

guint
tambo_staging_get_generation (TamboStaging *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), 0);

  locker = g_mutex_locker_new (&self->mutex);

  return self->generation;
}

GBytes *
tambo_staging_get_bitmap (TamboStaging *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), NULL);

  locker = g_mutex_locker_new (&self->mutex);

  return g_bytes_new (self->bits, self->n_bytes);
}

GArray *
tambo_staging_get_ranges (TamboStaging *self)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (TamboRange));
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), NULL);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint index = 0; index < self->n_leaves; index++)
    {
      TamboRange range = { leaf_offset (index), leaf_size (self, index) };

      if (!test_bit (self, index))
        continue;

      if (index > 0 && test_bit (self, index - 1))
        g_array_index (ranges, TamboRange, ranges->len - 1).length += range.length;
      else
        g_array_append_val (ranges, range);
    }

  return g_steal_pointer (&ranges);
}

gboolean
tambo_staging_write_leaf (TamboStaging *self, guint index, GBytes *leaf, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  const void *data;
  gsize size;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), FALSE);
  g_return_val_if_fail (leaf != NULL, FALSE);

  /* Outside the lock: hashing is what takes time. */
  data = g_bytes_get_data (leaf, &size);
  if (index >= self->n_leaves || size != leaf_size (self, index) || !verify (self, index, leaf))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_DIGEST,
                   "Piece %u of %s is not what was promised",
                   index,
                   self->digest);
      return FALSE;
    }

  locker = g_mutex_locker_new (&self->mutex);
  if (self->committed || test_bit (self, index))
    return TRUE;

  if (!tambo_file_write_fd (self->part_fd, leaf_offset (index), data, size, error))
    return FALSE;

  set_bit (self, index);
  self->n_unsynced++;

  return self->n_unsynced < LEAVES_A_SYNC || sync_locked (self, error);
}

GBytes *
tambo_staging_read_leaf (TamboStaging *self, guint index, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), NULL);

  locker = g_mutex_locker_new (&self->mutex);
  if (index >= self->n_leaves || !test_bit (self, index))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Piece %u is not here yet", index);
      return NULL;
    }

  return read_part (self, index, error);
}

int
tambo_staging_open_blob (TamboStaging *self, GError **error)
{
  g_autofree char *path = NULL;
  int fd;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), -1);

  /* Opened anew, for a duplicate of ours could be written to. Committing renames, so no name. */
  path = g_strdup_printf ("/proc/self/fd/%d", self->part_fd);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    tambo_file_set_error (error, errno, "Opening a blob that is still arriving");

  return fd;
}

gboolean
tambo_staging_sync (TamboStaging *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);

  return self->committed || sync_locked (self, error);
}

static char *
hash_part (TamboStaging *self, GError **error)
{
  g_autoptr (TamboHasher) hasher = tambo_hasher_new ();

  for (guint index = 0; index < self->n_leaves; index++)
    {
      g_autoptr (GBytes) leaf = read_part (self, index, error);

      if (leaf == NULL)
        return NULL;
      tambo_hasher_update (hasher, g_bytes_get_data (leaf, NULL), g_bytes_get_size (leaf));
    }

  return tambo_hasher_finish (hasher);
}

static void
throw_away (TamboStaging *self)
{
  g_autofree char *part = tambo_store_part_name (self->digest);
  g_autofree char *bits = tambo_store_bits_name (self->digest);

  unlinkat (self->folders->staging_fd, bits, 0);
  unlinkat (self->folders->staging_fd, part, 0);
  memset (self->bits, 0, self->n_bytes);
  self->n_here = 0;
  self->done = 0;
  self->n_unsynced = 0;
  self->generation++;
}

/* From here on the blob has its name, or the disk says why not. The name is made durable with
 * those of others, see tambo_store_sync(): before that the blob may be staged again, complete. */
static gboolean
give_name (TamboStaging *self, GError **error)
{
  g_autofree char *part = tambo_store_part_name (self->digest);
  g_autofree char *bits = tambo_store_bits_name (self->digest);

  if (fsync (self->part_fd) != 0 || renameat (self->folders->staging_fd,
                                              part,
                                              self->folders->blobs_fd,
                                              tambo_digest_get_hex (self->digest)) != 0)
    {
      tambo_file_set_error (error, errno, "Keeping a blob");
      return FALSE;
    }

  unlinkat (self->folders->staging_fd, bits, 0);

  return TRUE;
}

gboolean
tambo_staging_commit (TamboStaging *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  g_autofree char *digest = NULL;

  g_return_val_if_fail (TAMBO_IS_STAGING (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  if (self->committed)
    return TRUE;

  if (self->n_here < self->n_leaves)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_INCOMPLETE,
                   "%u of %u pieces of %s are here",
                   self->n_here,
                   self->n_leaves,
                   self->digest);
      return FALSE;
    }

  /* The leaf list may have come from elsewhere than the digest. */
  digest = hash_part (self, error);
  if (digest == NULL)
    return FALSE;
  if (!g_str_equal (digest, self->digest))
    {
      throw_away (self);
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_DIGEST,
                   "%s is not what was promised, although its pieces are",
                   self->digest);
      return FALSE;
    }

  self->committed = give_name (self, error);

  return self->committed;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/store/stick-writer.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/file.h"
#include "content/pack/leaf-list.h"
#include "content/pack/pack.h"
#include "content/store/layout-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define INCOMING "incoming"
/* FAT keeps a file in clusters of up to 64 KiB, and folders grow. */
#define CLUSTER ((guint64) 65536)

/* A manifest, and the name that it gets in the end. */
typedef struct
{
  char *ref;     /* (owned) */
  GBytes *bytes; /* (owned) */
} Named;

struct _TamboStickWriter
{
  GObject parent_instance;

  TamboLayoutWriter *layout; /* (owned) */
  int blobs_fd;              /* (unowned): of @layout */
  GPtrArray *named;          /* (owned) (element-type Named) */
  GHashTable *bytes;         /* (owned) (element-type utf8 GBytes): at hand, by digest */
  GPtrArray *wanted;         /* (owned) (element-type utf8): digests in order, each once */
  GHashTable *sizes;         /* (owned) (element-type utf8 guint64): of all of @wanted */
  GPtrArray *brought;        /* (owned) (element-type utf8): digests that were not there */
  TamboStickProgress progress;
};

G_DEFINE_FINAL_TYPE (TamboStickWriter, tambo_stick_writer, G_TYPE_OBJECT)

/* What one run is given. */
typedef struct
{
  TamboBlobOpen open;
  gpointer open_data;
  TamboStickProgressFunc progress; /* (nullable) */
  gpointer progress_data;
  GCancellable *cancellable; /* (unowned) (nullable) */
} Run;

static void
named_free (gpointer pointer)
{
  Named *named = pointer;

  g_free (named->ref);
  g_bytes_unref (named->bytes);
  g_free (named);
}

static void
tambo_stick_writer_finalize (GObject *object)
{
  TamboStickWriter *self = TAMBO_STICK_WRITER (object);

  g_clear_object (&self->layout);
  g_ptr_array_unref (self->named);
  g_hash_table_unref (self->bytes);
  g_ptr_array_unref (self->wanted);
  g_hash_table_unref (self->sizes);
  g_ptr_array_unref (self->brought);

  G_OBJECT_CLASS (tambo_stick_writer_parent_class)->finalize (object);
}

static void
tambo_stick_writer_class_init (TamboStickWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_stick_writer_finalize;
}

static void
tambo_stick_writer_init (TamboStickWriter *self)
{
  self->named = g_ptr_array_new_with_free_func (named_free);
  self->bytes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->wanted = g_ptr_array_new_with_free_func (g_free);
  self->sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->brought = g_ptr_array_new_with_free_func (g_free);
}

/* @folder_fd: where the layout goes; stays the caller's. */
TamboStickWriter *
tambo_stick_writer_new (int folder_fd, GError **error)
{
  g_autoptr (TamboStickWriter) self = g_object_new (TAMBO_TYPE_STICK_WRITER, NULL);

  self->layout = tambo_layout_writer_new_for_fd (folder_fd, error);
  if (self->layout == NULL)
    return NULL;
  self->blobs_fd = tambo_layout_writer_get_blobs_fd (self->layout);

  return g_steal_pointer (&self);
}

static void
want (TamboStickWriter *self, const char *digest, guint64 size)
{
  if (g_hash_table_contains (self->sizes, digest))
    return;

  g_hash_table_insert (self->sizes, g_strdup (digest), g_memdup2 (&size, sizeof size));
  g_ptr_array_add (self->wanted, g_strdup (digest));
}

static void
name (TamboStickWriter *self, const char *ref, GBytes *manifest)
{
  Named *named = g_new0 (Named, 1);

  named->ref = g_strdup (ref);
  named->bytes = g_bytes_ref (manifest);
  g_ptr_array_add (self->named, named);
}

/* @languages: (nullable): %NULL for all */
void
tambo_stick_writer_add_pack (TamboStickWriter *self,
                             const char *id,
                             TamboManifest *manifest,
                             const char *const *languages)
{
  g_autoptr (GPtrArray) wants = NULL;
  g_autofree char *ref = NULL;

  g_return_if_fail (TAMBO_IS_STICK_WRITER (self));

  ref = g_strdup_printf ("packs/%s:%u", id, tambo_manifest_get_version (manifest));
  wants = tambo_manifest_plan (manifest, languages);
  for (guint i = 0; i < wants->len; i++)
    want (self, ((TamboWant *) wants->pdata[i])->digest, ((TamboWant *) wants->pdata[i])->size);
  name (self, ref, tambo_manifest_get_bytes (manifest));
}

void
tambo_stick_writer_add_artifact (TamboStickWriter *self,
                                 const char *ref,
                                 GBytes *manifest,
                                 GHashTable *blobs)
{
  GHashTableIter iter;
  gpointer digest;
  gpointer bytes;

  g_return_if_fail (TAMBO_IS_STICK_WRITER (self));

  g_hash_table_iter_init (&iter, blobs);
  while (g_hash_table_iter_next (&iter, &digest, &bytes))
    {
      want (self, digest, g_bytes_get_size (bytes));
      g_hash_table_replace (self->bytes, g_strdup (digest), g_bytes_ref (bytes));
    }
  name (self, ref, manifest);
}

static guint64
get_size (TamboStickWriter *self, const char *digest)
{
  return *(guint64 *) g_hash_table_lookup (self->sizes, digest);
}

/* Whether it is there, by its size: what it holds is looked at in the end. */
static gboolean
is_there (TamboStickWriter *self, const char *digest)
{
  struct stat info;

  return fstatat (self->blobs_fd, tambo_digest_get_hex (digest), &info, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG (info.st_mode) && (guint64) info.st_size == get_size (self, digest);
}

static gboolean
check_room (TamboStickWriter *self, GError **error)
{
  g_autofree char *needed_text = NULL;
  g_autofree char *room_text = NULL;
  struct statvfs disk;
  guint64 needed = 0;
  guint64 room;

  for (guint i = 0; i < self->wanted->len; i++)
    if (!is_there (self, self->wanted->pdata[i]))
      needed += get_size (self, self->wanted->pdata[i]) + CLUSTER;
  if (fstatvfs (self->blobs_fd, &disk) != 0)
    {
      tambo_file_set_error (error, errno, "Asking for free space");
      return FALSE;
    }

  room = (guint64) disk.f_bavail * disk.f_frsize;
  if (needed <= room)
    return TRUE;

  needed_text = g_format_size (needed);
  room_text = g_format_size (room);
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_SPACE,
               "This needs %s, and the stick has room for %s",
               needed_text,
               room_text);

  return FALSE;
}

static void
advance (TamboStickWriter *self, const Run *run, guint64 bytes)
{
  self->progress.done += bytes;
  if (run->progress != NULL)
    run->progress (&self->progress, run->progress_data);
}

static gboolean
copy (TamboStickWriter *self, const Run *run, int from, int to, guint64 size, GError **error)
{
  for (guint64 offset = 0; offset < size;)
    {
      gsize piece_size = (gsize) MIN (size - offset, TAMBO_LEAF_SIZE);
      g_autoptr (GBytes) piece = NULL;

      if (g_cancellable_set_error_if_cancelled (run->cancellable, error))
        return FALSE;
      piece = tambo_file_read_range (from, offset, piece_size, error);
      if (piece == NULL ||
          !tambo_file_write_fd (to, offset, g_bytes_get_data (piece, NULL), piece_size, error))
        return FALSE;
      offset += piece_size;
      advance (self, run, piece_size);
    }
  if (fsync (to) != 0)
    {
      tambo_file_set_error (error, errno, "Writing a file");
      return FALSE;
    }

  return TRUE;
}

static gboolean
copy_blob (TamboStickWriter *self, const Run *run, const char *digest, GError **error)
{
  guint64 size = 0;
  int from = run->open (digest, &size, run->open_data, error);
  gboolean copied = FALSE;
  int to = -1;

  if (from < 0)
    return FALSE;
  to = openat (self->blobs_fd, INCOMING, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (to < 0)
    tambo_file_set_error (error, errno, "Creating a file");
  else
    copied = copy (self, run, from, to, get_size (self, digest), error);
  if (to >= 0)
    close (to);
  close (from);
  if (copied &&
      renameat (self->blobs_fd, INCOMING, self->blobs_fd, tambo_digest_get_hex (digest)) != 0)
    {
      tambo_file_set_error (error, errno, "Renaming a file");
      copied = FALSE;
    }

  return copied;
}

static gboolean
bring (TamboStickWriter *self, const Run *run, const char *digest, GError **error)
{
  GBytes *bytes = g_hash_table_lookup (self->bytes, digest);

  if (is_there (self, digest))
    {
      advance (self, run, get_size (self, digest));
      return TRUE;
    }

  g_ptr_array_add (self->brought, g_strdup (digest));
  if (bytes == NULL)
    return copy_blob (self, run, digest, error);

  advance (self, run, g_bytes_get_size (bytes));

  return tambo_file_write_at (self->blobs_fd, tambo_digest_get_hex (digest), bytes, 0644, error);
}

/* From the stick itself, not from what the kernel remembers of it. */
static gboolean
verify (TamboStickWriter *self, const Run *run, const char *digest, GError **error)
{
  g_autoptr (TamboHasher) hasher = tambo_hasher_new ();
  g_autofree char *actual = NULL;
  guint64 size = get_size (self, digest);
  guint64 offset = 0;
  int fd = tambo_file_open_inside (self->blobs_fd, tambo_digest_get_hex (digest), O_RDONLY, error);

  if (fd < 0)
    return FALSE;

  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  while (offset < size && !g_cancellable_set_error_if_cancelled (run->cancellable, error))
    {
      gsize piece_size = (gsize) MIN (size - offset, TAMBO_LEAF_SIZE);
      g_autoptr (GBytes) piece = tambo_file_read_range (fd, offset, piece_size, error);

      if (piece == NULL)
        break;
      tambo_hasher_update (hasher, g_bytes_get_data (piece, NULL), piece_size);
      offset += piece_size;
      advance (self, run, piece_size);
    }
  close (fd);
  if (offset < size)
    return FALSE;

  actual = tambo_hasher_finish (hasher);
  if (strcmp (actual, digest) != 0)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_DIGEST,
                   "The stick does not keep what is written to it: %s",
                   digest);
      return FALSE;
    }
  self->progress.files_done++;

  return TRUE;
}

static gboolean
bring_all (TamboStickWriter *self, const Run *run, GError **error)
{
  for (guint i = 0; i < self->wanted->len; i++)
    if (!bring (self, run, self->wanted->pdata[i], error))
      return FALSE;
  if (!tambo_file_sync_folder (self->blobs_fd, error))
    return FALSE;
  for (guint i = 0; i < self->wanted->len; i++)
    if (!verify (self, run, self->wanted->pdata[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
name_all (TamboStickWriter *self, GError **error)
{
  for (guint i = 0; i < self->named->len; i++)
    {
      const Named *named = self->named->pdata[i];

      if (!tambo_layout_writer_add_manifest (self->layout, named->ref, named->bytes, error))
        return FALSE;
    }

  return tambo_layout_writer_finish (self->layout, error);
}

static void
take_away (TamboStickWriter *self)
{
  (void) unlinkat (self->blobs_fd, INCOMING, 0);
  for (guint i = 0; i < self->brought->len; i++)
    (void) unlinkat (self->blobs_fd, tambo_digest_get_hex (self->brought->pdata[i]), 0);
}

static void
begin_progress (TamboStickWriter *self)
{
  memset (&self->progress, 0, sizeof self->progress);
  /* Each byte is written once and read once. */
  for (guint i = 0; i < self->wanted->len; i++)
    self->progress.total += 2 * get_size (self, self->wanted->pdata[i]);
  self->progress.files_total = self->wanted->len;
}

gboolean
tambo_stick_writer_run (TamboStickWriter *self,
                        TamboBlobOpen open,
                        gpointer open_data,
                        TamboStickProgressFunc progress,
                        gpointer progress_data,
                        GCancellable *cancellable,
                        GError **error)
{
  const Run run = { open, open_data, progress, progress_data, cancellable };

  g_return_val_if_fail (TAMBO_IS_STICK_WRITER (self), FALSE);
  g_return_val_if_fail (open != NULL, FALSE);

  if (!check_room (self, error))
    return FALSE;

  begin_progress (self);
  if (bring_all (self, &run, error) && name_all (self, error))
    return TRUE;

  take_away (self);

  return FALSE;
}

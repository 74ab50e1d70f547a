/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/leaf-list.h"

#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/limits.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct _TamboLeafList
{
  gatomicrefcount ref_count;

  GBytes *bytes; /* (owned): one digest after the other */
  guint64 file_size;
};

G_DEFINE_BOXED_TYPE (TamboLeafList, tambo_leaf_list, tambo_leaf_list_ref, tambo_leaf_list_unref)

static guint64
n_leaves_for (guint64 file_size)
{
  return (file_size + TAMBO_LEAF_SIZE - 1) / TAMBO_LEAF_SIZE;
}

static TamboLeafList *
leaf_list_new (GBytes *bytes, guint64 file_size)
{
  TamboLeafList *self = g_new0 (TamboLeafList, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (bytes);
  self->file_size = file_size;

  return self;
}

TamboLeafList *
tambo_leaf_list_new_for_bytes (GBytes *file)
{
  g_autoptr (GByteArray) digests = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (file, &size);

  for (gsize offset = 0; offset < size; offset += TAMBO_LEAF_SIZE)
    {
      guint8 raw[TAMBO_DIGEST_SIZE];

      tambo_digest_for_data (data + offset, MIN (size - offset, TAMBO_LEAF_SIZE), raw);
      g_byte_array_append (digests, raw, sizeof raw);
    }

  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&digests));

  return leaf_list_new (bytes, size);
}

static gboolean
read_leaf (int fd, guint64 offset, guint8 *buffer, gsize *out_size, GError **error)
{
  gsize done = 0;

  while (done < TAMBO_LEAF_SIZE)
    {
      gssize n = pread (fd, buffer + done, TAMBO_LEAF_SIZE - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          tambo_file_set_error (error, errno, "Reading a file");
          return FALSE;
        }
      if (n == 0)
        break;
      done += (gsize) n;
    }

  *out_size = done;

  return TRUE;
}

/**
 * tambo_leaf_list_new_for_fd:
 * @fd: a file open for reading; its position is neither used nor moved
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Hashes a file. Blocks.
 *
 * Returns: (transfer full): the list, or %NULL with a %G_IO_ERROR set
 */
TamboLeafList *
tambo_leaf_list_new_for_fd (int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) digests = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree guint8 *buffer = g_malloc (TAMBO_LEAF_SIZE);
  guint64 file_size = 0;
  gsize size = TAMBO_LEAF_SIZE;

  while (size == TAMBO_LEAF_SIZE)
    {
      guint8 raw[TAMBO_DIGEST_SIZE];

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !read_leaf (fd, file_size, buffer, &size, error))
        return NULL;
      if (size == 0)
        break;

      tambo_digest_for_data (buffer, size, raw);
      g_byte_array_append (digests, raw, sizeof raw);
      file_size += size;
    }

  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&digests));

  return leaf_list_new (bytes, file_size);
}

/**
 * tambo_leaf_list_new_from_bytes:
 * @bytes: a leaf list whose own digest was verified
 * @file_size: size of the file that it belongs to
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the list, or %NULL with %TAMBO_ERROR_PACK_FORMAT set if it is not as
 *   long as the file needs, %TAMBO_ERROR_PACK_TOO_LARGE if the file is larger than any may be
 */
TamboLeafList *
tambo_leaf_list_new_from_bytes (GBytes *bytes, guint64 file_size, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  if (file_size > TAMBO_LIMIT_FILE)
    {
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE, "A file is too large");
      return NULL;
    }

  if (g_bytes_get_size (bytes) != n_leaves_for (file_size) * TAMBO_DIGEST_SIZE)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_FORMAT,
                           "A leaf list has not the length that its file needs");
      return NULL;
    }

  return leaf_list_new (bytes, file_size);
}

TamboLeafList *
tambo_leaf_list_ref (TamboLeafList *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tambo_leaf_list_unref (TamboLeafList *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

GBytes *
tambo_leaf_list_get_bytes (TamboLeafList *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

guint64
tambo_leaf_list_get_file_size (TamboLeafList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->file_size;
}

guint
tambo_leaf_list_get_n_leaves (TamboLeafList *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) n_leaves_for (self->file_size);
}

/* All but the last are %TAMBO_LEAF_SIZE. */
gsize
tambo_leaf_list_get_leaf_size (TamboLeafList *self, guint index)
{
  g_return_val_if_fail (index < tambo_leaf_list_get_n_leaves (self), 0);

  return (gsize) MIN (self->file_size - (guint64) index * TAMBO_LEAF_SIZE, TAMBO_LEAF_SIZE);
}

/* Whether @leaf is that leaf of the file, in size and content. */
gboolean
tambo_leaf_list_verify (TamboLeafList *self, guint index, GBytes *leaf)
{
  guint8 raw[TAMBO_DIGEST_SIZE];
  gsize size;
  const guint8 *data = g_bytes_get_data (leaf, &size);
  const guint8 *digests = g_bytes_get_data (self->bytes, NULL);

  if (index >= tambo_leaf_list_get_n_leaves (self) ||
      size != tambo_leaf_list_get_leaf_size (self, index))
    return FALSE;

  tambo_digest_for_data (data, size, raw);

  return memcmp (raw, digests + (gsize) index * TAMBO_DIGEST_SIZE, sizeof raw) == 0;
}

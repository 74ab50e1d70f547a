/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/file.h"
#include "content/store/store-internal.h"

#include <fcntl.h>
#include <unistd.h>

static char *
hash_fd (int fd,
         guint64 size,
         TamboStoreStep step,
         gpointer user_data,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (TamboHasher) hasher = tambo_hasher_new ();

  for (guint64 offset = 0; offset < size;)
    {
      gsize wanted = (gsize) MIN (size - offset, TAMBO_LEAF_SIZE);
      g_autoptr (GBytes) piece = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      piece = tambo_file_read_range (fd, offset, wanted, error);
      if (piece == NULL)
        return NULL;

      tambo_hasher_update (hasher, g_bytes_get_data (piece, NULL), wanted);
      offset += wanted;
      step (wanted, user_data);
    }

  return tambo_hasher_finish (hasher);
}

/**
 * tambo_store_check:
 * @self: a #TamboStore
 * @digest: of a blob
 * @step: called in this thread after each piece, with its bytes; may take its time
 * @user_data: for @step
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #GError
 *
 * Reads a blob from the disk, not from memory, and hashes it. Blocks.
 *
 * Returns: %TRUE if it is what its name says; %FALSE with %TAMBO_ERROR_PACK_DIGEST set if it is
 *   not, or cannot be read
 */
gboolean
tambo_store_check (TamboStore *self,
                   const char *digest,
                   TamboStoreStep step,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *actual = NULL;
  g_autoptr (GError) local_error = NULL;
  guint64 size;
  int fd;

  g_return_val_if_fail (TAMBO_IS_STORE (self), FALSE);

  fd = tambo_store_open_blob (self, digest, &size, error);
  if (fd < 0)
    return FALSE;

  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  actual = hash_fd (fd, size, step, user_data, cancellable, &local_error);
  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  close (fd);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (g_strcmp0 (actual, digest) != 0)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST, "%s is damaged here", digest);
      return FALSE;
    }

  return TRUE;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/file.h"
#include "content/catalog/install.h"

#include <errno.h>
#include <unistd.h>

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

  while (!tambo_install_is_complete (self))
    {
      GPtrArray *missing = tambo_install_get_missing (self);

      for (guint i = 0; i < missing->len; i++)
        if (!copy_blob (self, &copy, missing->pdata[i], error))
          return FALSE;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !tambo_install_advance (self, error))
        return FALSE;
    }

  return TRUE;
}

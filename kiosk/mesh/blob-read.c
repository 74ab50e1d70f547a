/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/mesh/blob-read.h"

#include "content/base/digest.h"
#include "content/base/error.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

/* A blob on its way: the manifest or the config of a pack, or a leaf list. */
typedef struct
{
  char *digest; /* (owned) */
  gsize max_size;
  int fd; /* (owned) */
} Read;

static void
read_free (Read *op)
{
  if (op->fd >= 0)
    close (op->fd);
  g_free (op->digest);
  g_free (op);
}

/* Reads exactly @size bytes at @offset, or fails. */
GBytes *
tambo_blob_read_at (int fd, goffset offset, gsize size, GError **error)
{
  g_autofree guint8 *data = g_malloc (MAX (size, 1));
  gsize done = 0;

  while (done < size)
    {
      gssize n = pread (fd, data + done, size - done, offset + (goffset) done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          g_set_error_literal (error,
                               TAMBO_ERROR,
                               TAMBO_ERROR_PACK_INCOMPLETE,
                               "The file ends too early");
          return NULL;
        }
      done += (gsize) n;
    }

  return g_bytes_new_take (g_steal_pointer (&data), size);
}

/**
 * tambo_blob_read_all:
 * @fd: a file
 * @digest: what it should be
 * @max_size: refused above this, before reading
 * @error: return location for a #GError
 *
 * Returns: (transfer full): its bytes, verified
 */
GBytes *
tambo_blob_read_all (int fd, const char *digest, gsize max_size, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *found = NULL;
  struct stat info;

  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (digest != NULL, NULL);

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size < 0 ||
      (gsize) info.st_size > max_size)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_TOO_LARGE,
                   "Not a file of at most %" G_GSIZE_FORMAT " bytes",
                   max_size);
      return NULL;
    }

  bytes = tambo_blob_read_at (fd, 0, (gsize) info.st_size, error);
  if (bytes == NULL)
    return NULL;

  found = tambo_digest_for_bytes (bytes);
  if (g_strcmp0 (found, digest) != 0)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST, "The file is not %s", digest);
      return NULL;
    }

  return g_steal_pointer (&bytes);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Read *op = task_data;
  GError *error = NULL;
  GBytes *bytes = tambo_blob_read_all (op->fd, op->digest, op->max_size, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

static void
on_open_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Read *op = g_task_get_task_data (task);

  op->fd = tambo_mesh_client_open_blob_finish (TAMBO_MESH_CLIENT (object), result, &error);
  if (op->fd < 0)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_run_in_thread (task, read_in_thread);
}

/**
 * tambo_blob_read_async:
 * @client: the daemon
 * @digest: of the blob
 * @max_size: refused above this
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when the bytes were read and checked
 * @user_data: data for @callback
 */
void
tambo_blob_read_async (TamboMeshClient *client,
                       const char *digest,
                       gsize max_size,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Read *op = NULL;

  g_return_if_fail (TAMBO_IS_MESH_CLIENT (client));
  g_return_if_fail (digest != NULL);

  task = g_task_new (client, cancellable, callback, user_data);
  op = g_new0 (Read, 1);
  op->digest = g_strdup (digest);
  op->max_size = max_size;
  op->fd = -1;
  g_task_set_source_tag (task, tambo_blob_read_async);
  g_task_set_task_data (task, op, (GDestroyNotify) read_free);
  tambo_mesh_client_open_blob_async (client,
                                     digest,
                                     cancellable,
                                     on_open_ready,
                                     g_steal_pointer (&task));
}

GBytes *
tambo_blob_read_finish (TamboMeshClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

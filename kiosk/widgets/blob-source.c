/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/blob-source.h"

#include "content/base/error.h"

G_DEFINE_INTERFACE (TamboBlobSource, tambo_blob_source, G_TYPE_OBJECT)

/* How a small file is read whole. */
typedef struct
{
  gsize max_size;
  GInputStream *stream; /* (owned) */
  GOutputStream *bytes; /* (owned) */
} Read;

static void
read_free (Read *read)
{
  g_clear_object (&read->stream);
  g_clear_object (&read->bytes);
  g_free (read);
}

static void
tambo_blob_source_default_init (TamboBlobSourceInterface *iface)
{
}

/* Streams are only made by this call, so that each film has its own place in the bytes. */
void
tambo_blob_source_open_async (TamboBlobSource *self,
                              const char *digest,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (TAMBO_IS_BLOB_SOURCE (self));
  g_return_if_fail (digest != NULL);

  TAMBO_BLOB_SOURCE_GET_IFACE (self)->open_async (self, digest, cancellable, callback, user_data);
}

/* Returns: (transfer full): a stream that can be sought in. */
GInputStream *
tambo_blob_source_open_finish (TamboBlobSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_BLOB_SOURCE (self), NULL);

  return TAMBO_BLOB_SOURCE_GET_IFACE (self)->open_finish (self, result, error);
}

static void read_more (GTask *task);

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  Read *read = g_task_get_task_data (task);
  GMemoryOutputStream *all = G_MEMORY_OUTPUT_STREAM (read->bytes);

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (g_bytes_get_size (bytes) == 0)
    {
      g_output_stream_close (read->bytes, NULL, NULL);
      g_task_return_pointer (task,
                             g_memory_output_stream_steal_as_bytes (all),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }

  g_output_stream_write_bytes (read->bytes, bytes, NULL, NULL);
  if (g_memory_output_stream_get_data_size (all) > read->max_size)
    {
      g_task_return_new_error (task,
                               TAMBO_ERROR,
                               TAMBO_ERROR_PACK_TOO_LARGE,
                               "A file of a pack is larger than %" G_GSIZE_FORMAT " bytes",
                               read->max_size);
      return;
    }

  read_more (g_steal_pointer (&task));
}

/* @task: (transfer full) */
static void
read_more (GTask *task)
{
  Read *read = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (read->stream,
                                   64 * 1024,
                                   G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task),
                                   on_read_ready,
                                   task);
}

static void
on_open_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Read *read = g_task_get_task_data (task);

  read->stream = tambo_blob_source_open_finish (TAMBO_BLOB_SOURCE (object), result, &error);
  if (read->stream == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  read_more (g_steal_pointer (&task));
}

/* Opens a small file and reads it whole; %TAMBO_ERROR_PACK_TOO_LARGE past @max_size. */
void
tambo_blob_source_read_async (TamboBlobSource *self,
                              const char *digest,
                              gsize max_size,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;
  Read *read;

  g_return_if_fail (TAMBO_IS_BLOB_SOURCE (self));
  g_return_if_fail (digest != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tambo_blob_source_read_async);
  read = g_new0 (Read, 1);
  read->max_size = max_size;
  read->bytes = g_memory_output_stream_new_resizable ();
  g_task_set_task_data (task, read, (GDestroyNotify) read_free);

  tambo_blob_source_open_async (self, digest, cancellable, on_open_ready, task);
}

GBytes *
tambo_blob_source_read_finish (TamboBlobSource *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

TamboPictures *
tambo_blob_source_get_pictures (TamboBlobSource *self)
{
  g_return_val_if_fail (TAMBO_IS_BLOB_SOURCE (self), NULL);

  return TAMBO_BLOB_SOURCE_GET_IFACE (self)->get_pictures (self);
}

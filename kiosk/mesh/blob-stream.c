/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/mesh/blob-stream.h"

#include "content/base/error.h"
#include "kiosk/mesh/blob-read.h"

#include <string.h>
#include <unistd.h>

/**
 * TamboBlobStream:
 *
 * Reads a file that the daemon handed over, and gives out only leaves that match their list: the
 * daemon is trusted with nothing.
 */
struct _TamboBlobStream
{
  GInputStream parent_instance;

  int fd;                /* (owned) */
  TamboLeafList *leaves; /* (owned) */
  goffset position;
  GBytes *leaf;     /* (owned) (nullable) the last one that was checked */
  guint leaf_index; /* which that is */
};

static void tambo_blob_stream_seekable_init (GSeekableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboBlobStream,
                               tambo_blob_stream,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SEEKABLE,
                                                      tambo_blob_stream_seekable_init))

static gboolean
load_leaf (TamboBlobStream *self, guint index, GError **error)
{
  g_autoptr (GBytes) leaf = NULL;

  if (self->leaf != NULL && self->leaf_index == index)
    return TRUE;

  leaf = tambo_blob_read_at (self->fd,
                             (goffset) index * TAMBO_LEAF_SIZE,
                             tambo_leaf_list_get_leaf_size (self->leaves, index),
                             error);
  if (leaf == NULL)
    return FALSE;

  if (!tambo_leaf_list_verify (self->leaves, index, leaf))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_DIGEST,
                   "Leaf %u of the file is not what the pack promised",
                   index);
      return FALSE;
    }

  g_clear_pointer (&self->leaf, g_bytes_unref);
  self->leaf = g_steal_pointer (&leaf);
  self->leaf_index = index;

  return TRUE;
}

static gssize
tambo_blob_stream_read (GInputStream *stream,
                        void *buffer,
                        gsize count,
                        GCancellable *cancellable,
                        GError **error)
{
  TamboBlobStream *self = TAMBO_BLOB_STREAM (stream);
  gsize within = (gsize) (self->position % TAMBO_LEAF_SIZE);
  const guint8 *data = NULL;
  gsize size;
  gsize n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;

  if (self->position >= (goffset) tambo_leaf_list_get_file_size (self->leaves))
    return 0;

  if (!load_leaf (self, (guint) (self->position / TAMBO_LEAF_SIZE), error))
    return -1;

  data = g_bytes_get_data (self->leaf, &size);
  n = MIN (count, size - within);
  memcpy (buffer, data + within, n);
  self->position += (goffset) n;

  return (gssize) n;
}

static goffset
tambo_blob_stream_tell (GSeekable *seekable)
{
  return TAMBO_BLOB_STREAM (seekable)->position;
}

static gboolean
tambo_blob_stream_can_seek (GSeekable *seekable)
{
  return TRUE;
}

static gboolean
tambo_blob_stream_seek (GSeekable *seekable,
                        goffset offset,
                        GSeekType type,
                        GCancellable *cancellable,
                        GError **error)
{
  TamboBlobStream *self = TAMBO_BLOB_STREAM (seekable);
  goffset size = (goffset) tambo_leaf_list_get_file_size (self->leaves);
  goffset base = type == G_SEEK_CUR ? self->position : type == G_SEEK_END ? size : 0;
  goffset position;

  if (__builtin_add_overflow (base, offset, &position) || position < 0 || position > size)
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_INVALID_ARGUMENT,
                           "There is nothing outside of the file");
      return FALSE;
    }

  self->position = position;

  return TRUE;
}

static gboolean
tambo_blob_stream_can_truncate (GSeekable *seekable)
{
  return FALSE;
}

static gboolean
tambo_blob_stream_truncate (GSeekable *seekable,
                            goffset offset,
                            GCancellable *cancellable,
                            GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Open for reading");

  return FALSE;
}

static void
tambo_blob_stream_seekable_init (GSeekableIface *iface)
{
  iface->tell = tambo_blob_stream_tell;
  iface->can_seek = tambo_blob_stream_can_seek;
  iface->seek = tambo_blob_stream_seek;
  iface->can_truncate = tambo_blob_stream_can_truncate;
  iface->truncate_fn = tambo_blob_stream_truncate;
}

static void
tambo_blob_stream_finalize (GObject *object)
{
  TamboBlobStream *self = TAMBO_BLOB_STREAM (object);

  close (self->fd);
  g_clear_pointer (&self->leaf, g_bytes_unref);
  tambo_leaf_list_unref (self->leaves);

  G_OBJECT_CLASS (tambo_blob_stream_parent_class)->finalize (object);
}

static void
tambo_blob_stream_class_init (TamboBlobStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_blob_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = tambo_blob_stream_read;
}

static void
tambo_blob_stream_init (TamboBlobStream *self)
{
}

/**
 * tambo_blob_stream_new:
 * @fd: a file; the stream closes it
 * @leaves: its leaf list, verified
 *
 * Returns: (transfer full): a seekable stream that fails where the file is not what it should be
 */
GInputStream *
tambo_blob_stream_new (int fd, TamboLeafList *leaves)
{
  TamboBlobStream *self = NULL;

  g_return_val_if_fail (fd >= 0, NULL);
  g_return_val_if_fail (leaves != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_BLOB_STREAM, NULL);
  self->fd = fd;
  self->leaves = tambo_leaf_list_ref (leaves);

  return G_INPUT_STREAM (self);
}

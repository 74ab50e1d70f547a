/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/widgets/pictures.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_BLOB_SOURCE (tambo_blob_source_get_type ())
G_DECLARE_INTERFACE (TamboBlobSource, tambo_blob_source, TAMBO, BLOB_SOURCE, GObject)

/**
 * TamboBlobSourceInterface:
 *
 * Where screens get the bytes of films, pictures and texts from: the library in the kiosk, a list
 * of files in memory in tests. What comes back is seekable, private to the caller, and gives only
 * bytes that match @digest: reading anything else is an error of the stream. Pictures among them
 * are for nobody but @get_pictures (transfer none) to decode.
 */
struct _TamboBlobSourceInterface
{
  GTypeInterface parent_iface;

  void (*open_async) (TamboBlobSource *self,
                      const char *digest,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  GInputStream *(*open_finish) (TamboBlobSource *self, GAsyncResult *result, GError **error);
  TamboPictures *(*get_pictures) (TamboBlobSource *self);
};

void tambo_blob_source_open_async (TamboBlobSource *self,
                                   const char *digest,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GInputStream *tambo_blob_source_open_finish (TamboBlobSource *self,
                                             GAsyncResult *result,
                                             GError **error);

void tambo_blob_source_read_async (TamboBlobSource *self,
                                   const char *digest,
                                   gsize max_size,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GBytes *tambo_blob_source_read_finish (TamboBlobSource *self, GAsyncResult *result, GError **error);

TamboPictures *tambo_blob_source_get_pictures (TamboBlobSource *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/manifest.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboStickWriter:
 *
 * Writes a stick: an OCI image layout in a folder that may hold other things. First it is told
 * what goes there; then it looks whether that fits, copies, makes it durable, reads it again from
 * the stick, and only then names it. Cancelled or failed, it takes away what it brought.
 */
#define TAMBO_TYPE_STICK_WRITER (tambo_stick_writer_get_type ())
G_DECLARE_FINAL_TYPE (TamboStickWriter, tambo_stick_writer, TAMBO, STICK_WRITER, GObject)

/* Opens the blob with that digest: a descriptor that the writer closes, or -1. */
typedef int (*TamboBlobOpen) (const char *digest,
                              guint64 *out_size,
                              gpointer user_data,
                              GError **error);

typedef struct
{
  guint64 done;
  guint64 total;
  guint files_done;
  guint files_total;
} TamboStickProgress;

typedef void (*TamboStickProgressFunc) (const TamboStickProgress *progress, gpointer user_data);

TamboStickWriter *tambo_stick_writer_new (int folder_fd, GError **error);

void tambo_stick_writer_add_pack (TamboStickWriter *self,
                                  const char *id,
                                  TamboManifest *manifest,
                                  const char *const *languages);
/* Of which all bytes are at hand. @blobs: (element-type utf8 GBytes) by digest */
void tambo_stick_writer_add_artifact (TamboStickWriter *self,
                                      const char *ref,
                                      GBytes *manifest,
                                      GHashTable *blobs);
/* Blocks. %TAMBO_ERROR_PACK_SPACE before anything is written, %TAMBO_ERROR_PACK_DIGEST if the
 * stick does not keep what was written. */
gboolean tambo_stick_writer_run (TamboStickWriter *self,
                                 TamboBlobOpen open,
                                 gpointer open_data,
                                 TamboStickProgressFunc progress,
                                 gpointer progress_data,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/media-facts.h"
#include "content/author/progress.h"

G_BEGIN_DECLS

/**
 * TamboImportTrack:
 * @language: (owned)
 * @file: (owned): where it comes from
 * @stream: (unowned): which of its streams
 * @lost_ms: what was left out because the picture ends before
 */
typedef struct
{
  TamboStreamKind kind;
  char *language;
  GFile *file;
  const TamboStream *stream;
  guint64 lost_ms;
} TamboImportTrack;

#define TAMBO_TYPE_MEDIA_IMPORT (tambo_media_import_get_type ())
G_DECLARE_FINAL_TYPE (TamboMediaImport, tambo_media_import, TAMBO, MEDIA_IMPORT, GObject)

TamboMediaImport *tambo_media_import_new (GFile *file, GError **error);

TamboMediaFacts *tambo_media_import_get_facts (TamboMediaImport *self);
gboolean tambo_media_import_set_language (TamboMediaImport *self,
                                          guint stream,
                                          const char *language,
                                          GError **error);
gboolean tambo_media_import_add_file (TamboMediaImport *self,
                                      TamboStreamKind kind,
                                      const char *language,
                                      GFile *file,
                                      GError **error);
gboolean tambo_media_import_run (TamboMediaImport *self,
                                 GFile *out,
                                 TamboProgressFunc progress,
                                 gpointer user_data,
                                 GCancellable *cancellable,
                                 GError **error);
guint64 tambo_media_import_get_duration_ms (TamboMediaImport *self);
guint tambo_media_import_get_n_tracks (TamboMediaImport *self);
const TamboImportTrack *tambo_media_import_get_track (TamboMediaImport *self, guint index);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TAMBO_STREAM_PICTURE,
  TAMBO_STREAM_SOUND,
  TAMBO_STREAM_SUBTITLES,
  TAMBO_STREAM_OTHER, /* a cover, chapters: nothing that a pack could hold */
} TamboStreamKind;

/**
 * TamboStream:
 * @id: (owned): what GStreamer calls it
 * @codec: (owned): "vp9", "opus", or what GStreamer calls it
 * @language: (owned) (nullable): as the file says, as short as it can be said
 * @rate_n: frames a second; 0 if that varies
 */
typedef struct
{
  TamboStreamKind kind;
  char *id;
  char *codec;
  char *language;
  guint width;
  guint height;
  guint rate_n;
  guint rate_d;
  guint channels;
} TamboStream;

#define TAMBO_TYPE_MEDIA_FACTS (tambo_media_facts_get_type ())
G_DECLARE_FINAL_TYPE (TamboMediaFacts, tambo_media_facts, TAMBO, MEDIA_FACTS, GObject)

TamboMediaFacts *tambo_media_facts_new_from_file (GFile *file, GError **error);

const char *tambo_media_facts_get_container (TamboMediaFacts *self);
guint64 tambo_media_facts_get_duration_ms (TamboMediaFacts *self);
gboolean tambo_media_facts_is_seekable (TamboMediaFacts *self);
guint tambo_media_facts_get_n_streams (TamboMediaFacts *self);
const TamboStream *tambo_media_facts_get_stream (TamboMediaFacts *self, guint index);
guint tambo_media_facts_count (TamboMediaFacts *self, TamboStreamKind kind);
const TamboStream *tambo_media_facts_find (TamboMediaFacts *self, TamboStreamKind kind);
const char *tambo_stream_kind_to_word (TamboStreamKind kind);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/media-facts.h"
#include "content/author/progress.h"

G_BEGIN_DECLS

/**
 * TamboTranscode:
 * @file: what is read
 * @stream: which of its streams
 * @duration_ms: how long the film is: as the file says for its picture, and then as the picture is,
 *   for all that goes with it
 *
 * One stream on its way into what a kiosk plays.
 */
typedef struct
{
  GFile *file;
  const TamboStream *stream;
  guint64 duration_ms;
  TamboProgressFunc progress;
  gpointer user_data;
  GCancellable *cancellable;
} TamboTranscode;

gboolean tambo_transcode_picture (const TamboTranscode *job,
                                  GFile *out,
                                  guint64 *out_duration_ms,
                                  GError **error);
GBytes *tambo_transcode_poster (const TamboTranscode *job, GError **error);
gboolean tambo_transcode_voice (const TamboTranscode *job,
                                GFile *out,
                                guint64 *out_lost_ms,
                                GError **error);
GBytes *tambo_transcode_subtitles (const TamboTranscode *job, GError **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboPictureFormat:
 * @pixels: (unowned): as GStreamer calls it
 * @rate_n: frames in @rate_d seconds
 * @cq_level: 0 to 63: how much may be lost
 */
typedef struct
{
  const char *pixels;
  int width;
  int height;
  int rate_n;
  int rate_d;
  int cq_level;
  int max_bits_per_second;
} TamboPictureFormat;

#define TAMBO_TYPE_MEDIA_WRITER (tambo_media_writer_get_type ())
G_DECLARE_FINAL_TYPE (TamboMediaWriter, tambo_media_writer, TAMBO, MEDIA_WRITER, GObject)

TamboMediaWriter *tambo_media_writer_new_picture (GFile *file,
                                                  const TamboPictureFormat *format,
                                                  GError **error);
TamboMediaWriter *tambo_media_writer_new_voice (GFile *file, const char *comment, GError **error);

gboolean tambo_media_writer_push_frame (TamboMediaWriter *self, GBytes *pixels, GError **error);
gboolean tambo_media_writer_push_samples (TamboMediaWriter *self, GBytes *samples, GError **error);
guint64 tambo_media_writer_get_duration_ms (TamboMediaWriter *self);
gboolean tambo_media_writer_finish (TamboMediaWriter *self, GError **error);

G_END_DECLS

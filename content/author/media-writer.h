/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_MEDIA_WRITER (tambo_media_writer_get_type ())
G_DECLARE_FINAL_TYPE (TamboMediaWriter, tambo_media_writer, TAMBO, MEDIA_WRITER, GObject)

TamboMediaWriter *tambo_media_writer_new_picture (GFile *file, GError **error);
TamboMediaWriter *tambo_media_writer_new_voice (GFile *file, const char *comment, GError **error);

gboolean tambo_media_writer_push_frame (TamboMediaWriter *self, GBytes *pixels, GError **error);
gboolean tambo_media_writer_push_samples (TamboMediaWriter *self, GBytes *samples, GError **error);
gboolean tambo_media_writer_finish (TamboMediaWriter *self, GError **error);

GBytes *tambo_media_read_recording (GFile *file, GError **error);

G_END_DECLS

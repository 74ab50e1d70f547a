/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* What GStreamer complains of, as an error that says what to do. @path names the file in it. */
gboolean tambo_media_check (GstElement *pipeline, const char *path, GError **error);
gboolean tambo_media_wait_for_end (GstElement *pipeline, const char *path, GError **error);
void tambo_media_set_missing_error (const char *path, const char *detail, GError **error);
const char *tambo_media_find_package (const char *detail);

G_END_DECLS

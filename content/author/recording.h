/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What people recorded, in any format that GStreamer reads. Samples are 16 bits, mono, 48 kHz. */
GFile *tambo_recording_find (GFile *folder, const char *stem);
GBytes *tambo_recording_read (GFile *file, GError **error);
GPtrArray *tambo_recording_split (GBytes *samples, guint n_parts, const char *name, GError **error);

G_END_DECLS

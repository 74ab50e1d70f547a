/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A still picture in a pack: PNG or JPEG. */
gboolean tambo_still_check (GBytes *bytes, guint *out_width, guint *out_height, GError **error);

G_END_DECLS

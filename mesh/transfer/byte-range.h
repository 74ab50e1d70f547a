/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean tambo_byte_range_parse (const char *text,
                                 guint64 size,
                                 guint64 *out_offset,
                                 guint64 *out_length);
gboolean tambo_byte_range_is_held (GBytes *have, guint64 size, guint64 offset, guint64 length);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean tambo_depfile_write (GFile *source, const char *output, const char *path, GError **error);

G_END_DECLS

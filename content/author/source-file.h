/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/findings.h"

G_BEGIN_DECLS

/* An author's files: read whole, listed in a fixed order, and named in messages as the author
 * knows them. */
char *tambo_source_name (const char *path, const char *format, ...) G_GNUC_PRINTF (2, 3);
GBytes *tambo_source_read (GFile *folder, const char *name, GError **error);
GBytes *tambo_source_find (GFile *folder, const char *path, TamboFindings *findings);
gboolean tambo_source_write (GFile *folder, const char *name, GBytes *bytes, GError **error);
gboolean tambo_source_make_folder (GFile *folder, GError **error);
void tambo_source_remove_folder (GFile *folder);
GStrv tambo_source_list (GFile *folder, GError **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/film.h"
#include "content/author/pack-source.h"

G_BEGIN_DECLS

/* Where the films of a pack are rendered to, and making sure that they are there. */
GFile *tambo_rendering_find_folder (TamboPackSource *source, const char *path);
gboolean tambo_rendering_update (TamboPackSource *source,
                                 const TamboSourceItem *item,
                                 GFile *folder,
                                 gboolean force,
                                 TamboProgressFunc progress,
                                 gpointer user_data,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS

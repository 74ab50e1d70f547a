/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/film.h"
#include "content/author/pack-source.h"

G_BEGIN_DECLS

char *tambo_pack_build (TamboPackSource *source,
                        GFile *rendered,
                        GFile *layout,
                        TamboProgressFunc progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS

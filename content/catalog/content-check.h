/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack.h"
#include "content/store/store.h"

G_BEGIN_DECLS

/* Reads every form, leaflet, directory, caption and still picture of a pack in these languages
 * (%NULL: all) as a kiosk will, so that what it could not show is refused before anybody meets it.
 * Film and sound are looked at elsewhere: they are not decoded in this process. Blocks. */
gboolean tambo_content_check (TamboStore *store,
                              TamboPack *pack,
                              const char *const *languages,
                              GError **error);

G_END_DECLS

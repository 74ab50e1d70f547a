/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/script.h"

G_BEGIN_DECLS

#define TAMBO_LEAFLET_WIDTH 960
#define TAMBO_LEAFLET_HEIGHT 720

TamboScript *tambo_leaflet_source_read (GFile *root,
                                        const char *path,
                                        const char *language,
                                        TamboFindings *findings);
GBytes *tambo_leaflet_source_write (TamboScript *script,
                                    const char *item,
                                    const char *language,
                                    const gboolean *has_picture,
                                    const gboolean *has_voice);

G_END_DECLS

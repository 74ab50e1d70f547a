/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/pack-source.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_PACK_WRITER (tambo_pack_writer_get_type ())
G_DECLARE_FINAL_TYPE (TamboPackWriter, tambo_pack_writer, TAMBO, PACK_WRITER, GObject)

TamboPackWriter *tambo_pack_writer_new (TamboPackSource *source, GFile *layout, GError **error);

gboolean tambo_pack_writer_add_bytes (TamboPackWriter *self,
                                      GBytes *bytes,
                                      const char *media_type,
                                      const char *language,
                                      const TamboPackFile *facts,
                                      GError **error);
gboolean tambo_pack_writer_add_file (TamboPackWriter *self,
                                     GFile *file,
                                     const char *media_type,
                                     const char *language,
                                     const TamboPackFile *facts,
                                     GError **error);
char *tambo_pack_writer_finish (TamboPackWriter *self, GError **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack.h"
#include "content/store/layout-writer.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_PACK_READER (tambo_pack_reader_get_type ())
G_DECLARE_FINAL_TYPE (TamboPackReader, tambo_pack_reader, TAMBO, PACK_READER, GObject)

TamboPackReader *tambo_pack_reader_open (const char *path, GError **error);

guint tambo_pack_reader_get_n_packs (TamboPackReader *self);
TamboPack *tambo_pack_reader_get_pack (TamboPackReader *self, guint index);
gboolean tambo_pack_reader_has_trust (TamboPackReader *self);
GBytes *tambo_pack_reader_read_blob (TamboPackReader *self,
                                     const char *digest,
                                     gsize max_size,
                                     GError **error);
gboolean tambo_pack_reader_copy (TamboPackReader *self,
                                 guint index,
                                 TamboLayoutWriter *writer,
                                 GError **error);

G_END_DECLS

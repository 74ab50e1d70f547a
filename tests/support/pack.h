/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack.h"
#include "kiosk/widgets/blob-source.h"

G_BEGIN_DECLS

/**
 * TamboTestPack:
 *
 * A pack in memory that grows file by file, in English, French and Arabic.
 */
typedef struct _TamboTestPack TamboTestPack;

TamboTestPack *tambo_test_pack_new (const char *id);
void tambo_test_pack_free (TamboTestPack *self);

void tambo_test_pack_add_item (TamboTestPack *self,
                               TamboItemKind kind,
                               const char *id,
                               const char *const titles[3]);
void tambo_test_pack_add_file (TamboTestPack *self,
                               const char *item,
                               const char *role,
                               guint page,
                               const char *language,
                               const char *path,
                               const char *media_type,
                               GBytes *bytes);
void tambo_test_pack_lose (TamboTestPack *self, GBytes *bytes);
TamboPack *tambo_test_pack_build (TamboTestPack *self);
GBytes *tambo_test_pack_find_blob (TamboTestPack *self, const char *digest);
TamboBlobSource *tambo_test_pack_get_blobs (TamboTestPack *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTestPack, tambo_test_pack_free)

G_END_DECLS

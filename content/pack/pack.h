/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/manifest.h"
#include "content/pack/pack-config.h"

G_BEGIN_DECLS

/**
 * TamboPackEntry:
 * @layer: where the bytes are: digest, size, media type, language
 * @file: what they are: role, page, codec, duration
 *
 * One file of a pack, as its manifest and its config describe it. Belongs to the pack.
 */
typedef struct
{
  const TamboLayer *layer;
  const TamboPackFile *file;
} TamboPackEntry;

/**
 * TamboWant:
 * @digest: (owned): of the blob
 * @size: of the blob
 * @leaves: (owned) (nullable): digest of its leaf list; %NULL for configs and leaf lists, which
 *   are checked whole
 *
 * A blob that a kiosk needs of a pack.
 */
typedef struct
{
  char *digest;
  guint64 size;
  char *leaves;
} TamboWant;

void tambo_want_free (TamboWant *want);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboWant, tambo_want_free)

/* (element-type TamboWant): config, then leaf lists, then files in order of use; no digest twice.
 * A %NULL @languages takes all. */
GPtrArray *tambo_manifest_plan (TamboManifest *manifest, const char *const *languages);

#define TAMBO_TYPE_PACK (tambo_pack_get_type ())
G_DECLARE_FINAL_TYPE (TamboPack, tambo_pack, TAMBO, PACK, GObject)

TamboPack *tambo_pack_new (TamboManifest *manifest, TamboPackConfig *config, GError **error);

TamboManifest *tambo_pack_get_manifest (TamboPack *self);
TamboPackConfig *tambo_pack_get_config (TamboPack *self);
guint tambo_pack_get_n_entries (TamboPack *self);
const TamboPackEntry *tambo_pack_get_entry (TamboPack *self, guint index);
/* The first file of an item with this role and language (%NULL: without a language). */
const TamboPackEntry *tambo_pack_find (TamboPack *self,
                                       const char *item,
                                       const char *role,
                                       guint page,
                                       const char *language);

G_END_DECLS

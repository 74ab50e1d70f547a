/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack.h"
#include "content/store/layout.h"
#include "content/store/store.h"
#include "content/trust/trust.h"

G_BEGIN_DECLS

/**
 * TamboOffer:
 * @target: (owned): what the metadata says of the pack
 * @manifest: (owned): of the pack
 * @config: (owned): of the pack
 * @languages: (owned): of the pack, as far as all their files are on the stick or here
 * @bytes: (owned) (element-type utf8 guint64): what would be copied, by language; "*" is what
 *   every kiosk needs
 * @is_whole: all that every kiosk needs is on the stick or here
 *
 * What a stick can give of one pack.
 */
typedef struct
{
  TamboPackTarget *target;
  TamboManifest *manifest;
  TamboPackConfig *config;
  GStrv languages;
  GHashTable *bytes;
  gboolean is_whole;
} TamboOffer;

TamboOffer *tambo_offer_new (TamboLayout *layout,
                             TamboStore *store,
                             const TamboPackTarget *target,
                             GHashTable *counted,
                             GError **error);
void tambo_offer_free (TamboOffer *self);
guint64 tambo_offer_get_bytes (const TamboOffer *self, const char *const *languages);
GStrv tambo_offer_choose_languages (const TamboOffer *self, const char *const *wanted);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboOffer, tambo_offer_free)

/* (transfer full) (element-type TamboPackTarget): of each pack on the stick the newest version
 * that is trusted, or one that is recalled if there is no other. */
GPtrArray *tambo_offer_list_targets (TamboLayout *layout, TamboTrust *trust, guint *out_n_unknown);

G_END_DECLS

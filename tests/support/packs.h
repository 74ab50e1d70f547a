/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack.h"

G_BEGIN_DECLS

/**
 * TamboTestPack:
 * @pack: (owned): the pack
 * @blobs: (owned) (element-type utf8 GBytes): manifest, config, leaf lists and files by digest
 *
 * A small pack in English, French and Arabic: a film of three leaves without a language, a voice
 * and subtitles in each language, and a form. The next version shares all with the one before but
 * the French voice.
 */
typedef struct
{
  TamboPack *pack;
  GHashTable *blobs;
} TamboTestPack;

TamboTestPack *tambo_test_pack_new (const char *id, guint version);
TamboTestPack *tambo_test_pack_new_sized (const char *id, guint version, gsize film);
TamboTestPack *tambo_test_pack_new_with (const TamboPackFile *facts,
                                         const char *media_type,
                                         GBytes *bytes);
void tambo_test_pack_free (TamboTestPack *self);
const char *tambo_test_pack_get_digest (TamboTestPack *self, const char *title);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTestPack, tambo_test_pack_free)

/* The same bytes for the same seed. */
GBytes *tambo_test_noise (gsize size, guint32 seed);
/* Likewise, and of any size: a second that plays, and noise that no player looks at. */
GBytes *tambo_test_noisy_film (gsize size, guint32 seed);
GBytes *tambo_test_noisy_voice (gsize size, guint32 seed);

G_END_DECLS

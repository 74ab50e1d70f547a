/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/manifest.h"
#include "mesh/wire/envelope-batch.h"

G_BEGIN_DECLS

/* Sealed envelopes on a stick: an OCI artifact, a batch a layer, its ages in the first line. Nobody
 * has signed it: what is in it is checked as if a stranger had handed it over. */
#define TAMBO_LETTERS_REF "letters:sealed"

/* All of a stick that is looked at. */
#define TAMBO_LIMIT_LETTERS_BYTES ((guint64) 64 << 20)
#define TAMBO_LIMIT_LETTERS_LAYER (TAMBO_ENVELOPE_BATCH_MAX_SIZE + 16384)

/* @batches: (element-type TamboEnvelopeBatch). Returns the manifest; its blobs by digest. */
GBytes *tambo_letters_write (GPtrArray *batches, GHashTable **out_blobs);

/* %TAMBO_ERROR_ENVELOPE_FORMAT, %TAMBO_ERROR_ENVELOPE_QUOTA: bounds what will be read. */
gboolean tambo_letters_check (TamboManifest *manifest, GError **error);
/* One layer. */
TamboEnvelopeBatch *tambo_letters_parse (GBytes *layer, GError **error);

G_END_DECLS

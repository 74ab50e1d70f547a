/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/leaf-list.h"

G_BEGIN_DECLS

/**
 * TamboRange:
 * @offset: in bytes
 * @length: in bytes
 */
typedef struct
{
  guint64 offset;
  guint64 length;
} TamboRange;

/**
 * TamboStaging:
 *
 * A blob that arrives leaf by leaf, from anywhere and in any order. A leaf is verified before it
 * is written, and its bit is set on disk only after its bytes are: killed at any moment, it goes
 * on from there. Any thread may use it.
 */
#define TAMBO_TYPE_STAGING (tambo_staging_get_type ())
G_DECLARE_FINAL_TYPE (TamboStaging, tambo_staging, TAMBO, STAGING, GObject)

const char *tambo_staging_get_digest (TamboStaging *self);
guint64 tambo_staging_get_size (TamboStaging *self);
guint tambo_staging_get_n_leaves (TamboStaging *self);
gsize tambo_staging_get_leaf_size (TamboStaging *self, guint index);
gboolean tambo_staging_has_leaf (TamboStaging *self, guint index);
guint64 tambo_staging_get_done (TamboStaging *self);
gboolean tambo_staging_is_complete (TamboStaging *self);

/* Grows with each leaf. */
guint tambo_staging_get_generation (TamboStaging *self);
/* Bit i is 1 << (i % 8) of byte i / 8. */
GBytes *tambo_staging_get_bitmap (TamboStaging *self);
/* (element-type TamboRange): what is here, in order, adjoining leaves as one. */
GArray *tambo_staging_get_ranges (TamboStaging *self);

/* %TAMBO_ERROR_PACK_DIGEST, and nothing written, if it is not that leaf. Twice does no harm. */
gboolean tambo_staging_write_leaf (TamboStaging *self, guint index, GBytes *leaf, GError **error);
/* %G_IO_ERROR_NOT_FOUND if it is not here yet. */
GBytes *tambo_staging_read_leaf (TamboStaging *self, guint index, GError **error);
/* A read-only descriptor; only what the ranges name is real. */
int tambo_staging_open_blob (TamboStaging *self, GError **error);

/* Makes what is written durable; also done every few leaves. */
gboolean tambo_staging_sync (TamboStaging *self, GError **error);
/* Hashes the whole, makes its bytes durable and gives it its name in the store; the name is durable
 * after tambo_store_sync(). Slow for large ones: not in the main thread. %TAMBO_ERROR_PACK_DIGEST:
 * all of it was thrown away. %TAMBO_ERROR_PACK_INCOMPLETE: leaves are missing. */
gboolean tambo_staging_commit (TamboStaging *self, GError **error);

G_END_DECLS

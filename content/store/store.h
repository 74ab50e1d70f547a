/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/store/staging.h"

G_BEGIN_DECLS

/**
 * TamboStore:
 *
 * Blobs in a folder, each named by its digest and complete and verified from the moment it has
 * that name. What is still arriving is a #TamboStaging. Any thread may use it.
 */
#define TAMBO_TYPE_STORE (tambo_store_get_type ())
G_DECLARE_FINAL_TYPE (TamboStore, tambo_store, TAMBO, STORE, GObject)

TamboStore *tambo_store_open (const char *folder, GError **error);

/* Free bytes that are never taken; %TAMBO_SPACE_FLOOR at first. */
void tambo_store_set_space_floor (TamboStore *self, guint64 bytes);
/* How many bytes more fit above the floor, beside all claims. */
gboolean tambo_store_get_room (TamboStore *self, guint64 *out_bytes, GError **error);
/* %TAMBO_ERROR_PACK_SPACE unless @bytes more fit above the floor, beside all claims. */
gboolean tambo_store_check_space (TamboStore *self, guint64 bytes, GError **error);

/* What the staging of a blob has taken on disk already; 0 if there is none. */
guint64 tambo_store_get_reserved (TamboStore *self, const char *digest);

gboolean tambo_store_has (TamboStore *self, const char *digest);
/* A read-only descriptor, or -1 with %G_IO_ERROR_NOT_FOUND. */
int tambo_store_open_blob (TamboStore *self, const char *digest, guint64 *out_size, GError **error);
/* For small blobs, read whole and verified once more. */
GBytes *tambo_store_read (TamboStore *self, const char *digest, gsize max_size, GError **error);
/* Stages and commits bytes that are at hand. Returns the digest. */
char *tambo_store_put (TamboStore *self, GBytes *bytes, GError **error);

/* The staging of a blob, with all that arrived before, also before a restart; the same object for
 * all who ask while it lives. Without @leaves the blob is checked whole and is one leaf. */
TamboStaging *tambo_store_stage (TamboStore *self,
                                 const char *digest,
                                 guint64 size,
                                 TamboLeafList *leaves,
                                 GError **error);
/* (transfer full) (nullable): the staging of a blob if somebody holds one. */
TamboStaging *tambo_store_find_staging (TamboStore *self, const char *digest);

gboolean tambo_store_collect (TamboStore *self,
                              GHashTable *in_use,
                              guint64 *out_freed,
                              guint *out_n_busy,
                              GError **error);

/* (transfer full): the digests of all blobs. */
GStrv tambo_store_list (TamboStore *self, GError **error);
typedef void (*TamboStoreStep) (gsize bytes, gpointer user_data);
gboolean tambo_store_check (TamboStore *self,
                            const char *digest,
                            TamboStoreStep step,
                            gpointer user_data,
                            GCancellable *cancellable,
                            GError **error);
/* Makes the names of all blobs durable. To be called before anything durable counts on them. */
gboolean tambo_store_sync (TamboStore *self, GError **error);
/* Forgets a blob that is not what its name says. */
gboolean tambo_store_discard (TamboStore *self, const char *digest, GError **error);

G_END_DECLS

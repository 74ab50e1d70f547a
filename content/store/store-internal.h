/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/store/staging.h"
#include "content/store/store.h"

G_BEGIN_DECLS

/* What the two halves of the store know of each other. */

/* The folder's files: blobs/sha256/<hex> complete, staging/<hex>.part and .bits arriving. */
typedef struct
{
  int blobs_fd;
  int staging_fd;
} TamboStoreFolders;

#define TAMBO_STORE_PART_SUFFIX ".part"
#define TAMBO_STORE_BITS_SUFFIX ".bits"

struct _TamboStore
{
  GObject parent_instance;

  TamboStoreFolders folders;
  guint64 space_floor;

  GMutex mutex;         /* over all that follows */
  GHashTable *stagings; /* (owned) (element-type utf8 GWeakRef): by digest */
  GHashTable *claims;   /* (owned) (element-type utf8 Claimed): by digest */
  guint64 promised;     /* by all claims together */
};

/* (transfer full) (nullable): with the mutex held. */
TamboStaging *tambo_store_find_staging_locked (TamboStore *self, const char *digest);

/* For TamboClaim. @wants: (element-type TamboWant); @digests: (element-type utf8). */
gboolean tambo_store_claim (TamboStore *self, GPtrArray *wants, GError **error);
void tambo_store_release (TamboStore *self, GPtrArray *digests);

char *tambo_store_part_name (const char *digest);
char *tambo_store_bits_name (const char *digest);

/* @folders stays open as long as the object @owner, of which a reference is kept. */
TamboStaging *tambo_staging_new (GObject *owner,
                                 const TamboStoreFolders *folders,
                                 const char *digest,
                                 guint64 size,
                                 TamboLeafList *leaves,
                                 GError **error);

G_END_DECLS

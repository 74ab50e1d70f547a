/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/shelf.h"

G_BEGIN_DECLS

/* What the two halves of the shelf know of each other. */

struct _TamboShelf
{
  GObject parent_instance;

  const TamboMeshConfig *config; /* (unowned) */
  TamboTrust *trust;             /* (owned) */
  TamboStore *store;             /* (owned) */
  TamboCatalog *catalog;         /* (owned) */
  TamboMediaCheck *media_check;  /* (owned) */
  char *trust_manifest;          /* (owned) (nullable): digest of `trust:metadata` as we serve it */
  GHashTable *trust_blobs;       /* (owned) (element-type utf8 utf8): digests that belong to it */
  GHashTable *broken; /* (owned) (element-type utf8 utf8): ids of packs that lost a blob */
  guint collect_source;
};

void tambo_shelf_emit_packs_changed (TamboShelf *self);
gboolean tambo_shelf_put_trust_artifact (TamboShelf *self, GError **error);
/* @in_use: (element-type utf8 utf8): gets what an install that was interrupted has brought. */
void tambo_shelf_add_unfinished (TamboShelf *self, GHashTable *in_use);
/* Finds what the catalogue counts on and the store has no more. */
gboolean tambo_shelf_find_losses (TamboShelf *self, GError **error);
/* Forgets what packs have in languages that are wanted no more. */
gboolean tambo_shelf_narrow (TamboShelf *self, const char *const *wanted, GError **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/database.h"
#include "content/catalog/catalog.h"

G_BEGIN_DECLS

/* What the catalogue and its history know of each other. */

struct _TamboCatalog
{
  GObject parent_instance;

  sqlite3 *db;           /* (owned) */
  GListStore *packs;     /* (owned): of TamboInstalledPack, by id: what the database shows */
  GHashTable *before;    /* (owned) (element-type utf8 TamboInstalledPack): kept for a rollback */
  GHashTable *held_back; /* (owned) (element-type utf8 guint): by id, the last version of these */
};

guint tambo_catalog_find_position (TamboCatalog *self, const char *id, gboolean *out_found);
void tambo_catalog_show (TamboCatalog *self, TamboInstalledPack *pack);
/* @pack: (transfer full) */
void tambo_catalog_set_before (TamboCatalog *self, TamboInstalledPack *pack);
gboolean tambo_catalog_load_held_back (TamboCatalog *self, GError **error);

/* With the id and version of @pack bound. */
sqlite3_stmt *tambo_catalog_prepare (TamboCatalog *self,
                                     const char *sql,
                                     TamboInstalledPack *pack,
                                     GError **error);
gboolean tambo_catalog_run (TamboCatalog *self,
                            const char *sql,
                            TamboInstalledPack *pack,
                            GError **error);
/* The first column of all rows. */
GStrv tambo_catalog_collect_texts (sqlite3_stmt *stmt, GError **error);
gboolean tambo_catalog_end_transaction (TamboCatalog *self, gboolean ok, GError **error);

G_END_DECLS

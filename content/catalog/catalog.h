/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/catalog/installed-pack.h"
#include "content/pack/pack.h"

G_BEGIN_DECLS

/**
 * TamboCatalog:
 *
 * The packs that are complete and verified on this machine, as a list model of
 * #TamboInstalledPack by id, and the languages that this shelter wants. Belongs to one thread.
 */
#define TAMBO_TYPE_CATALOG (tambo_catalog_get_type ())
G_DECLARE_FINAL_TYPE (TamboCatalog, tambo_catalog, TAMBO, CATALOG, GObject)

TamboCatalog *tambo_catalog_open (const char *path, GError **error);

/* (transfer none) (nullable) */
TamboInstalledPack *tambo_catalog_find (TamboCatalog *self, const char *id);
/* Makes a pack whose blobs are all in the store the one that is shown. The version before stays
 * for one rollback. An older version is %TAMBO_ERROR_PACK_ROLLBACK; the same one with other
 * languages replaces the row. Both end what staff held back. */
gboolean tambo_catalog_add (TamboCatalog *self,
                            TamboPack *pack,
                            const char *const *languages,
                            GError **error);
gboolean tambo_catalog_narrow (TamboCatalog *self,
                               TamboPack *pack,
                               const char *const *languages,
                               GError **error);
gboolean tambo_catalog_remove (TamboCatalog *self, const char *id, GError **error);

/* (transfer none) (nullable): the version that tambo_catalog_roll_back() would show. */
TamboInstalledPack *tambo_catalog_find_before (TamboCatalog *self, const char *id);
gboolean tambo_catalog_roll_back (TamboCatalog *self, const char *id, GError **error);
/* Whether staff went back from that version, or removed the pack: it is not to come by itself. */
gboolean tambo_catalog_holds_back (TamboCatalog *self, const char *id, guint version);
GStrv tambo_catalog_list_digests (TamboCatalog *self, const char *id, GError **error);
GStrv tambo_catalog_lose (TamboCatalog *self, const char *digest, GError **error);

/* The languages that this shelter wants; empty before the first choice. */
GStrv tambo_catalog_get_languages (TamboCatalog *self);
gboolean tambo_catalog_set_languages (TamboCatalog *self,
                                      const char *const *languages,
                                      GError **error);

/* (transfer full) (element-type utf8 utf8): digests of all blobs of installed packs and of the
 * versions kept for rollback, as a set. */
GHashTable *tambo_catalog_get_digests (TamboCatalog *self, GError **error);

/* (transfer full): digests of blobs that would go once @version of the pack is added, unless it has
 * them itself. */
GStrv tambo_catalog_list_leaving (TamboCatalog *self,
                                  const char *id,
                                  guint version,
                                  GError **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/catalog/catalog.h"
#include "content/store/layout.h"
#include "content/store/store.h"
#include "content/trust/records.h"

G_BEGIN_DECLS

/**
 * TamboInstall:
 *
 * One pack on its way into the store: manifest, then config, then leaf lists, then files, each
 * only once what names it is verified, then checks of what the files hold. It fetches nothing: it
 * says which blobs are missing, and whoever has leaves of them, a stick, a peer or a hub, writes
 * them into the stagings. Used by one thread at a time; its stagings by any.
 */
#define TAMBO_TYPE_INSTALL (tambo_install_get_type ())
G_DECLARE_FINAL_TYPE (TamboInstall, tambo_install, TAMBO, INSTALL, GObject)

/* @target comes from the trusted metadata. Refused: %TAMBO_ERROR_PACK_RECALLED,
 * %TAMBO_ERROR_PACK_TOO_NEW, %TAMBO_ERROR_PACK_SPACE. */
TamboInstall *tambo_install_new (TamboStore *store,
                                 const TamboPackTarget *target,
                                 const char *const *languages,
                                 GError **error);

/* Looks at the files of a pack, all of which are in the store, before the pack may be shown. Called
 * in the thread that advances; %FALSE with an error refuses the pack. */
typedef gboolean (*TamboInstallCheck) (TamboStore *store,
                                       TamboPack *pack,
                                       const char *const *languages,
                                       gpointer user_data,
                                       GError **error);
void tambo_install_set_check (TamboInstall *self, TamboInstallCheck check, gpointer user_data);

void tambo_install_give_up (TamboInstall *self);

const char *tambo_install_get_id (TamboInstall *self);
guint tambo_install_get_version (TamboInstall *self);
const char *const *tambo_install_get_languages (TamboInstall *self);

/* (transfer none) (element-type TamboStaging): the blobs that are missing now. It grows as
 * manifests and leaf lists arrive, see tambo_install_advance(). */
GPtrArray *tambo_install_get_missing (TamboInstall *self);

/* Commits stagings that became complete and finds what is missing next. Hashes and syncs: in a
 * worker thread. Call it first, and whenever a staging is complete. */
gboolean tambo_install_advance (TamboInstall *self, GError **error);
gboolean tambo_install_is_complete (TamboInstall *self);

/* Bytes and files here and in all; the totals are 0 until the manifest is here. */
void tambo_install_get_progress (TamboInstall *self,
                                 guint64 *out_done,
                                 guint64 *out_total,
                                 guint *out_files_done,
                                 guint *out_files_total);

/* (transfer none): once complete, for tambo_catalog_add(). */
TamboPack *tambo_install_get_pack (TamboInstall *self);

/* Called in the thread of the copy, after each leaf. */
typedef void (*TamboInstallProgress) (TamboInstall *install, gpointer user_data);

/* Delivers all that is missing from a layout. Blocks: in a worker thread. After cancelling or an
 * error, what was verified stays staged for the next try. */
gboolean tambo_install_copy (TamboInstall *self,
                             TamboLayout *layout,
                             TamboInstallProgress progress,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error);

/* Makes the complete pack the one that is shown. In the catalogue's thread. */
gboolean tambo_install_finish (TamboInstall *self, TamboCatalog *catalog, GError **error);

G_END_DECLS

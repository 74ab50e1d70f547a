/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/catalog/install.h"
#include "content/catalog/media-check.h"
#include "content/pack/registry-address.h"
#include "content/store/store.h"
#include "content/trust/trust.h"
#include "mesh/daemon/config.h"

G_BEGIN_DECLS

#define TAMBO_TRUST_REPOSITORY TAMBO_REPOSITORY_PREFIX "/trust"
#define TAMBO_TRUST_TAG "metadata"

/**
 * TamboShelf:
 *
 * What this kiosk holds: the trusted metadata, the blobs and the catalogue, and which packs follow
 * from them. Emits `trust-changed`, and `packs-changed` when something was installed or went.
 */
#define TAMBO_TYPE_SHELF (tambo_shelf_get_type ())
G_DECLARE_FINAL_TYPE (TamboShelf, tambo_shelf, TAMBO, SHELF, GObject)

TamboShelf *tambo_shelf_open (const TamboMeshConfig *config, GError **error);

TamboTrust *tambo_shelf_get_trust (TamboShelf *self);
TamboStore *tambo_shelf_get_store (TamboShelf *self);
TamboCatalog *tambo_shelf_get_catalog (TamboShelf *self);
TamboMediaCheck *tambo_shelf_get_media_check (TamboShelf *self);

gboolean tambo_shelf_update_trust (TamboShelf *self, GHashTable *files, GError **error);
TamboTrust *tambo_shelf_try_trust (TamboShelf *self,
                                   GHashTable *files,
                                   gboolean *out_is_older,
                                   GError **error);

GStrv tambo_shelf_get_languages (TamboShelf *self);
gboolean tambo_shelf_set_languages (TamboShelf *self, const char *const *languages, GError **error);

/* (element-type TamboPackTarget): of each pack the version that this kiosk is to hold: the newest,
 * or the one that staff went back to. */
GPtrArray *tambo_shelf_list_targets (TamboShelf *self);
gboolean tambo_shelf_holds (TamboShelf *self, const TamboPackTarget *target);
gboolean tambo_shelf_keep_unfinished (TamboShelf *self, GHashTable *digests, GError **error);
void tambo_shelf_forget_unfinished (TamboShelf *self);
/* Whether staff decided that it is not to come by itself. */
gboolean tambo_shelf_holds_back (TamboShelf *self, const TamboPackTarget *target);

/* The one way in for a pack, whoever brings its bytes. */
TamboInstall *tambo_shelf_begin (TamboShelf *self,
                                 const TamboPackTarget *target,
                                 const char *const *languages,
                                 GError **error);
/* @languages: (nullable): those of this shelter. With those of the pack that are here already. */
GStrv tambo_shelf_list_languages (TamboShelf *self, const char *id, const char *const *languages);
gboolean tambo_shelf_finish (TamboShelf *self, TamboInstall *install, GError **error);

gboolean tambo_shelf_roll_back (TamboShelf *self, const char *id, GError **error);
gboolean tambo_shelf_remove (TamboShelf *self, const char *id, GError **error);
void tambo_shelf_lose (TamboShelf *self, const char *digest);
void tambo_shelf_collect (TamboShelf *self);

char *tambo_shelf_name_repository (const char *pack_id);
char *tambo_shelf_find_manifest (TamboShelf *self, const char *name, const char *reference);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack.h"
#include "content/trust/public-key.h"
#include "content/trust/targets.h"

G_BEGIN_DECLS

/**
 * TamboTargetSet:
 *
 * The targets that a role will vouch for next: small ones with their bytes, packs by their
 * manifests; and whom it trusts with others.
 */
typedef struct _TamboTargetSet TamboTargetSet;

TamboTargetSet *tambo_target_set_new (void);
void tambo_target_set_free (TamboTargetSet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTargetSet, tambo_target_set_free)

/* What was published: @files holds the bytes of small targets. */
gboolean tambo_target_set_read (TamboTargetSet *self,
                                GBytes *metadata,
                                GHashTable *files,
                                GError **error);
/* Adds the bytes of small targets to @files. */
void tambo_target_set_add_files (TamboTargetSet *self, GHashTable *files);
/* Sets the members of metadata that will be signed. */
void tambo_target_set_fill (TamboTargetSet *self, JsonObject *object);

gboolean tambo_target_set_add_file (TamboTargetSet *self,
                                    const char *path,
                                    GBytes *bytes,
                                    GError **error);
GBytes *tambo_target_set_find_file (TamboTargetSet *self, const char *path);
gboolean tambo_target_set_add_pack (TamboTargetSet *self,
                                    TamboPack *pack,
                                    gboolean urgent,
                                    GError **error);
gboolean tambo_target_set_recall_pack (TamboTargetSet *self,
                                       const char *id,
                                       guint version,
                                       const char *reason,
                                       GError **error);
void tambo_target_set_copy (TamboTargetSet *self, const TamboTarget *target);
gboolean tambo_target_set_remove (TamboTargetSet *self, const char *path, GError **error);

/* Others may speak for some paths from now on; replaces what @role had. */
gboolean tambo_target_set_delegate (TamboTargetSet *self,
                                    const char *role,
                                    const char *const *patterns,
                                    GPtrArray *keys,
                                    guint threshold,
                                    GError **error);
gboolean tambo_target_set_undelegate (TamboTargetSet *self, const char *role, GError **error);

/* packs/<id>/<version> */
char *tambo_pack_target_path (const char *id, guint version);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/pack.h"

G_BEGIN_DECLS

/**
 * TamboTargetSet:
 *
 * The targets that a publisher will vouch for next: small ones with their bytes, packs by their
 * manifests.
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
/* (transfer full): the member `targets` of metadata. */
JsonObject *tambo_target_set_write (TamboTargetSet *self);

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
                                       GError **error);
gboolean tambo_target_set_remove (TamboTargetSet *self, const char *path, GError **error);

G_END_DECLS

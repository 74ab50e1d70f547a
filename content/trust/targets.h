/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/metadata.h"

G_BEGIN_DECLS

/**
 * TamboTarget:
 * @path: (unowned): of the target
 * @size: in bytes
 * @digest: (owned): of its bytes
 * @custom: (unowned) (nullable): what we say about it
 *
 * A file that a targets role vouches for. Belongs to its role.
 */
typedef struct
{
  const char *path;
  guint64 size;
  char *digest;
  JsonObject *custom;
} TamboTarget;

/**
 * TamboDelegation:
 * @role: (owned): who is trusted
 * @keys: (owned): with these keys
 * @patterns: (owned): for paths that match one of these
 * @terminating: whether nobody after it is asked for such paths
 */
typedef struct
{
  char *role;
  TamboRoleKeys *keys;
  GStrv patterns;
  gboolean terminating;
} TamboDelegation;

/**
 * TamboTargets:
 *
 * What a targets role says: its files, and whom it trusts with others. Immutable.
 */
typedef struct _TamboTargets TamboTargets;

TamboTargets *tambo_targets_new (TamboMetadata *metadata, GError **error);
void tambo_targets_free (TamboTargets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTargets, tambo_targets_free)

TamboMetadata *tambo_targets_get_metadata (TamboTargets *self);
GHashTable *tambo_targets_get_files (TamboTargets *self);
GPtrArray *tambo_targets_get_delegations (TamboTargets *self);

/* @roles: (element-type utf8 TamboTargets): every role by name, "targets" first of all. */
const TamboTarget *tambo_targets_resolve (GHashTable *roles, const char *path);
GPtrArray *tambo_targets_resolve_all (GHashTable *roles);

gboolean tambo_target_path_is_valid (const char *path);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/metadata.h"

G_BEGIN_DECLS

/**
 * TamboTarget:
 * @path: (unowned): of the target
 * @role: (unowned): who vouches for it
 * @size: in bytes
 * @digest: (owned): of its bytes
 * @custom: (unowned) (nullable): what we say about it
 *
 * A file that a targets role vouches for. Belongs to its role.
 */
typedef struct
{
  const char *path;
  const char *role;
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

TamboTargets *tambo_targets_new (const char *role, TamboMetadata *metadata, GError **error);
void tambo_targets_free (TamboTargets *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTargets, tambo_targets_free)

TamboMetadata *tambo_targets_get_metadata (TamboTargets *self);
GHashTable *tambo_targets_get_files (TamboTargets *self);
GPtrArray *tambo_targets_get_delegations (TamboTargets *self);

gboolean tambo_delegation_matches (const TamboDelegation *delegation, const char *path);
gboolean tambo_target_path_is_valid (const char *path);
/* The name of a role becomes the name of a file. */
gboolean tambo_role_name_is_valid (const char *name);

G_END_DECLS

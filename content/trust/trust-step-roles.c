/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/trust/trust-step.h"

static gboolean read_delegations (TamboTrustStep *self,
                                  TamboTargets *targets,
                                  guint depth,
                                  GError **error);

/* @bytes are those that the snapshot names. What is wrong with them is their signer's doing. */
static TamboTargets *
parse_targets (const char *role,
               GBytes *bytes,
               const TamboFileInfo *info,
               TamboRoleKeys *keys,
               GError **error)
{
  g_autoptr (TamboMetadata) metadata = NULL;

  metadata = tambo_trust_step_parse (bytes, info, "targets", TAMBO_LIMIT_TARGETS, error);
  if (metadata == NULL || !tambo_metadata_verify (metadata, keys, error))
    return NULL;

  return tambo_targets_new (role, metadata, error);
}

static gboolean
is_bounded (TamboTrustStep *self, guint depth, GError **error)
{
  if (depth <= TAMBO_LIMIT_ROLE_DEPTH &&
      tambo_role_tree_get_size (self->next->roles) <= TAMBO_LIMIT_ROLES)
    return TRUE;

  g_set_error_literal (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_TOO_LARGE,
                       "Trust metadata: there are too many roles, or too deep");

  return FALSE;
}

/* A role that was read for somebody else is only verified for this delegation. */
static TamboTargets *
find_or_parse (TamboTrustStep *self,
               const TamboDelegation *delegation,
               GBytes *bytes,
               const TamboFileInfo *info,
               GError **error)
{
  TamboTargets *targets = tambo_role_tree_find (self->next->roles, delegation->role);

  if (targets == NULL)
    return parse_targets (delegation->role, bytes, info, delegation->keys, error);
  if (!tambo_metadata_verify (tambo_targets_get_metadata (targets), delegation->keys, error))
    return NULL;

  return targets;
}

/* A mirror that keeps a file back or bends it is told apart from a publisher who signed badly: the
 * snapshot's hash does that. The first refuses the update; the second is not heard, and cannot
 * keep the others from being heard. That a delegate's file ran out is no reason not to hear it
 * while a snapshot that has not run out names it as the newest. */
static gboolean
read_delegate (TamboTrustStep *self, const TamboDelegation *delegation, guint depth, GError **error)
{
  TamboRoleTree *tree = self->next->roles;
  g_autoptr (TamboFileInfo) info = NULL;
  g_autoptr (GError) fault = NULL;
  GBytes *bytes = NULL;
  TamboTargets *targets = NULL;
  gboolean is_new;

  if (!is_bounded (self, depth, &fault))
    {
      tambo_role_tree_blame (tree, delegation->role, g_steal_pointer (&fault));
      return TRUE;
    }

  bytes = tambo_trust_step_find_named (self, self->next->snapshot, delegation->role, &info, &fault);
  if (bytes == NULL && info != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }

  is_new = tambo_role_tree_find (tree, delegation->role) == NULL;
  if (bytes != NULL)
    targets = find_or_parse (self, delegation, bytes, info, &fault);
  if (targets == NULL)
    {
      if (info != NULL && info->digest == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      tambo_role_tree_blame (tree, delegation->role, g_steal_pointer (&fault));
      return TRUE;
    }

  tambo_role_tree_accept (tree, delegation);
  if (!is_new)
    return TRUE;

  tambo_role_tree_add (tree, delegation->role, targets);

  return read_delegations (self, targets, depth, error);
}

static gboolean
read_delegations (TamboTrustStep *self, TamboTargets *targets, guint depth, GError **error)
{
  GPtrArray *delegations = tambo_targets_get_delegations (targets);

  for (guint i = 0; i < delegations->len; i++)
    if (!read_delegate (self, delegations->pdata[i], depth + 1, error))
      return FALSE;

  return TRUE;
}

gboolean
tambo_trust_step_read_roles (TamboTrustStep *self, GError **error)
{
  g_autoptr (TamboRoleKeys) keys = NULL;
  g_autoptr (TamboFileInfo) info = NULL;
  TamboTargets *targets;
  GBytes *bytes;

  keys = tambo_metadata_get_role_keys (self->next->root, "targets", error);
  if (keys == NULL)
    return FALSE;
  bytes = tambo_trust_step_find_named (self, self->next->snapshot, "targets", &info, error);
  if (bytes == NULL)
    return FALSE;
  targets = parse_targets ("targets", bytes, info, keys, error);
  if (targets == NULL)
    return FALSE;

  tambo_role_tree_add (self->next->roles, "targets", targets);
  tambo_trust_step_see_time (self, tambo_targets_get_metadata (targets));

  return read_delegations (self, targets, 0, error);
}

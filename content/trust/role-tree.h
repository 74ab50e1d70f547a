/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/targets.h"

G_BEGIN_DECLS

/**
 * TamboRoleTree:
 *
 * The targets role and those that it delegates to, however often: who may speak for a path, and
 * what they say. A role whose file does not bear the signatures that a delegation asks for is not
 * heard through that delegation.
 */
typedef struct _TamboRoleTree TamboRoleTree;

TamboRoleTree *tambo_role_tree_new (void);
void tambo_role_tree_free (TamboRoleTree *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboRoleTree, tambo_role_tree_free)

/* Takes @targets; "targets" is the top of the tree. */
void tambo_role_tree_add (TamboRoleTree *self, const char *role, TamboTargets *targets);
/* The file of its role bears the signatures that @delegation asks for. */
void tambo_role_tree_accept (TamboRoleTree *self, const TamboDelegation *delegation);
/* Why a role, or a part of what it says, is not heard. Takes @error. */
void tambo_role_tree_blame (TamboRoleTree *self, const char *role, GError *error);

TamboTargets *tambo_role_tree_find (TamboRoleTree *self, const char *role);
/* (nullable): the first to @role, heard or not. */
const TamboDelegation *tambo_role_tree_find_delegation (TamboRoleTree *self, const char *role);
/* (transfer container) (element-type TamboDelegation): all, those of "targets" first. */
GPtrArray *tambo_role_tree_list_delegations (TamboRoleTree *self);
guint tambo_role_tree_get_size (TamboRoleTree *self);
const GError *tambo_role_tree_get_fault (TamboRoleTree *self, const char *role);

/* (nullable): asks the roles in the order that TUF prescribes. */
const TamboTarget *tambo_role_tree_resolve (TamboRoleTree *self, const char *path);
/* (transfer container) (element-type TamboTarget): all that can be resolved, by path. */
GPtrArray *tambo_role_tree_resolve_all (TamboRoleTree *self);

G_END_DECLS

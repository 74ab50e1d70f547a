/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/records.h"
#include "content/trust/role-tree.h"
#include "content/trust/trust-floor.h"

G_BEGIN_DECLS

/**
 * TamboTrustState:
 * @files: (owned) (element-type utf8 GBytes): all that led here, by title
 * @root: (owned): the newest root
 * @timestamp: (owned) (nullable): %NULL if there is nothing but roots, as for all that follow
 * @snapshot: (owned) (nullable): which versions belong together
 * @roles: (owned): "targets" and those it delegates to
 * @deployment: (owned) (nullable): `deployment.json`
 * @packs: (owned) (element-type TamboPackTarget): by id, newest first
 * @parts: (owned) (element-type utf8 TamboPart): pin → part
 * @clinics: (owned) (element-type TamboClinicRecord): by id
 * @floor: what may not be undercut from now on
 * @expiry: when the first of the roles that the root names runs out
 *
 * A consistent, verified set of metadata and what it says. Made in one piece, then immutable.
 */
typedef struct
{
  GHashTable *files;
  TamboMetadata *root;
  TamboMetadata *timestamp;
  TamboMetadata *snapshot;
  TamboRoleTree *roles;
  TamboDeployment *deployment;
  GPtrArray *packs;
  GHashTable *parts;
  GPtrArray *clinics;
  TamboTrustFloor floor;
  gint64 expiry;
} TamboTrustState;

/* Given as the clock, nothing runs out. */
#define TAMBO_TRUST_NO_CLOCK G_MININT64

TamboTrustState *tambo_trust_state_new (GBytes *first_root, GError **error);
TamboTrustState *tambo_trust_state_next (TamboTrustState *current,
                                         const TamboTrustFloor *floor,
                                         GHashTable *files,
                                         gint64 clock,
                                         GError **error);
void tambo_trust_state_free (TamboTrustState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTrustState, tambo_trust_state_free)

/* What @trust is made of: for those who sign. */
typedef struct _TamboTrust TamboTrust;
TamboTrustState *tambo_trust_get_state (TamboTrust *trust);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/trust-state.h"

G_BEGIN_DECLS

/**
 * TamboTrustStep:
 * @current: (unowned): what was trusted
 * @offered: (unowned) (element-type utf8 GBytes): what is offered
 * @next: (unowned): what comes of it
 * @floor: lowered where a root replaces keys
 * @drop_timestamp: its keys, or those of the snapshot, were replaced
 * @known: this very version was trusted before, so that nothing of it runs out
 * @now: the time of the whole step; %G_MININT64 if nothing may run out
 *
 * One update under way. Private to content/trust.
 */
typedef struct
{
  TamboTrustState *current;
  GHashTable *offered;
  TamboTrustState *next;
  TamboTrustFloor floor;
  gboolean drop_timestamp;
  gboolean known;
  gint64 now;
} TamboTrustStep;

/* What is offered, else what is held. */
GBytes *tambo_trust_step_find (TamboTrustStep *self, const char *title);
/* Newest time and first expiry, of the roles that the root names. */
void tambo_trust_step_see_time (TamboTrustStep *self, TamboMetadata *metadata);
char *tambo_trust_step_title (guint64 version, const char *role);

/* The bytes of @role in the version, and with the hash if there is one, that @parent names. */
GBytes *tambo_trust_step_find_named (TamboTrustStep *self,
                                     TamboMetadata *parent,
                                     const char *role,
                                     TamboFileInfo **out_info,
                                     GError **error);
TamboMetadata *tambo_trust_step_parse (GBytes *bytes,
                                       const TamboFileInfo *info,
                                       const char *type,
                                       gsize max_size,
                                       GError **error);

/* Reads the targets role and all that it delegates to. */
gboolean tambo_trust_step_read_roles (TamboTrustStep *self, GError **error);
/* Fills in what the targets say: deployment, packs, parts, clinics. */
gboolean tambo_trust_step_read_targets (TamboTrustStep *self, GError **error);

G_END_DECLS

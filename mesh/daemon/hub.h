/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/trust-fetcher.h"
#include "mesh/sync/hub-state.h"
#include "mesh/transfer/hub-client.h"

G_BEGIN_DECLS

/* What the scheduler calls it, for a registry has no pin. */
#define TAMBO_HUB_PIN "hub"

/**
 * TamboHub:
 *
 * The deployment's registry, if there is one: asked for new metadata now and then, by one of us
 * for all who are near; and a far source of packs as long as it answers. Emits `changed`.
 */
#define TAMBO_TYPE_HUB (tambo_hub_get_type ())
G_DECLARE_FINAL_TYPE (TamboHub, tambo_hub, TAMBO, HUB, GObject)

TamboHub *tambo_hub_new (const TamboMeshConfig *config,
                         TamboShelf *shelf,
                         TamboTrustFetcher *fetcher,
                         TamboNeighbourhood *neighbourhood);

void tambo_hub_start (TamboHub *self);
void tambo_hub_stop (TamboHub *self);

/* (nullable): %NULL while packs are not to be fetched there. */
TamboPullSource *tambo_hub_get_source (TamboHub *self);
gboolean tambo_hub_lacks (TamboHub *self, const char *digest);

/* What came of a fetch. @error: (nullable): %NULL: all is well. Returns: for how many milliseconds
 * it asked to be left alone. */
guint tambo_hub_take_result (TamboHub *self, const char *digest, const GError *error);

TamboHubState tambo_hub_get_state (TamboHub *self);
/* (transfer full) (nullable) */
char *tambo_hub_get_url (TamboHub *self);
/* Seconds since it answered us; -1 for never. */
gint64 tambo_hub_get_answered (TamboHub *self);
/* (nullable): what went wrong last, until it is well again */
const GError *tambo_hub_get_error (TamboHub *self);
/* For a hello: seconds, or %TAMBO_HELLO_NEVER if it is out of our reach. */
gint64 tambo_hub_get_age (TamboHub *self);

G_END_DECLS

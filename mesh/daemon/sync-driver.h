/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/hub.h"
#include "mesh/daemon/neighbourhood.h"
#include "mesh/daemon/shelf.h"
#include "mesh/daemon/wanted-pack.h"

G_BEGIN_DECLS

/**
 * TamboSyncTransfer:
 *
 * A blob that is on its way.
 */
typedef struct
{
  const char *digest; /* (unowned) */
  const char *pack;   /* (unowned) */
  guint64 done;
  guint64 total;
  guint64 rate;
  gboolean is_far; /* some of it comes from the hub */
} TamboSyncTransfer;

/**
 * TamboSyncDriver:
 *
 * Makes the shelf hold what the metadata says it should: keeps one install for each pack that is
 * missing, asks peers what they have, the hub if need be, and carries out what the scheduler
 * decides. Emits `changed` when there is progress, and `have-changed` with a digest when leaves of
 * a blob arrived.
 */
#define TAMBO_TYPE_SYNC_DRIVER (tambo_sync_driver_get_type ())
G_DECLARE_FINAL_TYPE (TamboSyncDriver, tambo_sync_driver, TAMBO, SYNC_DRIVER, GObject)

TamboSyncDriver *tambo_sync_driver_new (TamboShelf *shelf,
                                        TamboNeighbourhood *neighbourhood,
                                        TamboHub *hub,
                                        const char *own_pin);

void tambo_sync_driver_stop (TamboSyncDriver *self);
void tambo_sync_driver_refresh (TamboSyncDriver *self);
void tambo_sync_driver_want (TamboSyncDriver *self,
                             const char *digest,
                             guint64 offset,
                             guint64 length);

gboolean tambo_sync_driver_is_busy (TamboSyncDriver *self);
/* (element-type TamboSyncTransfer) */
GArray *tambo_sync_driver_list_transfers (TamboSyncDriver *self);
/* (transfer container) (element-type TamboWantedPack): on their way; until the main loop runs. */
GPtrArray *tambo_sync_driver_list_packs (TamboSyncDriver *self);

G_END_DECLS

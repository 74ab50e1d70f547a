/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/have-watch.h"
#include "mesh/daemon/sync-driver.h"
#include "mesh/sync/scheduler.h"

G_BEGIN_DECLS

struct _TamboSyncDriver
{
  GObject parent_instance;

  TamboShelf *shelf;                 /* (owned) */
  TamboNeighbourhood *neighbourhood; /* (owned) */
  TamboScheduler *scheduler;         /* (owned) */
  GHashTable *packs;                 /* (owned) (element-type utf8 TamboWantedPack) by id */
  GHashTable *blobs;                 /* (owned) (element-type utf8 TamboSyncBlob) by digest */
  GPtrArray *fetches;                /* (owned) (element-type TamboRunFetch) */
  TamboHaveWatch *watch;             /* (owned) */
  TamboHub *hub;                     /* (owned) */
  GCancellable *cancellable;         /* (owned) */
  guint pump_source;
  gboolean collects; /* as soon as no install is being looked at */
  gboolean stopped;
};

/* A blob that is missing. */
typedef struct
{
  TamboStaging *staging; /* (owned) */
  TamboWantedPack *pack; /* (unowned) */
  gboolean is_far;       /* the scheduler knows that the hub has it */
} TamboSyncBlob;

void tambo_sync_driver_emit_changed (TamboSyncDriver *self);
void tambo_sync_driver_advance (TamboSyncDriver *self, TamboWantedPack *pack);
void tambo_sync_driver_drop (TamboSyncDriver *self, TamboWantedPack *pack);
void tambo_sync_driver_drop_blobs (TamboSyncDriver *self, TamboWantedPack *pack);
void tambo_sync_driver_collect (TamboSyncDriver *self);

void tambo_sync_driver_start_fetch (TamboSyncDriver *self, const TamboSyncRequest *request);
void tambo_sync_driver_offer_hub (TamboSyncDriver *self, TamboSyncBlob *blob);
void tambo_sync_driver_withdraw_hub (TamboSyncDriver *self);

/* A fetch brought a leaf. */
void tambo_sync_driver_got_leaf (TamboSyncDriver *self, const char *digest);
/* A fetch ended; @blob: (nullable): of it, if it is still wanted. */
void tambo_sync_driver_fetch_ended (TamboSyncDriver *self, TamboSyncBlob *blob);

G_END_DECLS

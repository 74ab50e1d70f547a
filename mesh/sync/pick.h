/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/sync/leaf-set.h"
#include "mesh/sync/scheduler.h"

G_BEGIN_DECLS

/* What the scheduler remembers, for the choice in pick.c alone. */

/* A blob that is wanted. */
typedef struct
{
  char *digest; /* (owned) */
  guint64 size;
  TamboLeafSet *held; /* (owned) */
  guint8 *flying;     /* (owned): by leaf, how many requests for it are under way */
  guint8 *holders;    /* (owned): by leaf, how many near peers have it */
  guint watched_from; /* leaves that somebody is watching: from … */
  guint watched_to;   /* … up to, not including; equal if nobody is */
  gint64 since;
  gboolean urgent;
} TamboSyncWant;

/* Somebody to ask. */
typedef struct
{
  char *pin; /* (owned) */
  TamboSyncSource source;
  GHashTable *haves; /* (owned) (element-type utf8 TamboLeafSet) by digest */
  guint n_flying;
  guint n_failures;
  guint n_bad;
  gint64 not_before; /* backoff or quarantine */
  gboolean quarantined;
  gboolean reaches_far; /* can ask the far source as we can */
  gint64 grew_at;       /* when it last had more than before */
  double rate;          /* bytes a second of late, 0 before the first answer */
} TamboSyncPeer;

/* A request under way. */
typedef struct
{
  TamboSyncRequest request;
  TamboSyncPeer *peer; /* (unowned) (nullable): gone meanwhile */
  TamboSyncWant *want; /* (unowned) (nullable): no longer wanted */
  gint64 started;
  guint64 bytes;
  gboolean is_duplicate;
  gboolean has_duplicate;
} TamboSyncFlight;

typedef struct
{
  const char *own_pin;
  GHashTable *peers;  /* (element-type utf8 TamboSyncPeer) */
  GHashTable *wants;  /* (element-type utf8 TamboSyncWant) */
  GPtrArray *flights; /* (element-type TamboSyncFlight) */
  guint64 budget;     /* bytes that may still be asked for */
} TamboSyncView;

gsize tambo_sync_leaf_size (const TamboSyncWant *want, guint leaf);
guint64 tambo_sync_run_bytes (const TamboSyncWant *want, guint first, guint n_leaves);
gboolean tambo_sync_peer_has (const TamboSyncPeer *peer, const TamboSyncWant *want, guint leaf);
gboolean tambo_sync_flight_is_needless (const TamboSyncFlight *flight);

gboolean tambo_sync_pick (const TamboSyncView *view,
                          const TamboSyncPeer *peer,
                          gint64 now,
                          TamboSyncRequest *out_request);
gboolean tambo_sync_pick_duplicate (const TamboSyncView *view,
                                    const TamboSyncPeer *peer,
                                    gint64 now,
                                    TamboSyncFlight **out_original);

G_END_DECLS

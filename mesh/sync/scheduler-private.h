/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/sync/pick.h"
#include "mesh/sync/scheduler.h"

G_BEGIN_DECLS

struct _TamboScheduler
{
  GObject parent_instance;

  char *own_pin;      /* (owned) */
  GHashTable *peers;  /* (owned) (element-type utf8 TamboSyncPeer) by pin */
  GHashTable *wants;  /* (owned) (element-type utf8 TamboSyncWant) by digest */
  GPtrArray *flights; /* (owned) (element-type TamboSyncFlight) */
  guint64 last_id;
  guint64 n_duplicates;
  guint64 flying_bytes;
};

void tambo_sync_peer_free (gpointer peer);

G_END_DECLS

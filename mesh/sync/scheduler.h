/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TAMBO_SYNC_RUN_LEAVES 16         /* the longest request */
#define TAMBO_SYNC_MAX_NEIGHBOURS 8      /* that data is fetched from */
#define TAMBO_SYNC_MAX_PER_PEER 2        /* requests under way at one */
#define TAMBO_SYNC_MAX_FLYING (16 << 20) /* bytes under way in all */
#define TAMBO_SYNC_SMALL (1 << 20)       /* blobs up to this size go first */
#define TAMBO_SYNC_MAX_BAD 3             /* wrong leaves before … */
#define TAMBO_SYNC_QUARANTINE_MS 3600000 /* … so long nothing is fetched there */
#define TAMBO_SYNC_OWNER_MS 5000         /* how long an owner without progress is waited for */
#define TAMBO_SYNC_ENDGAME_LEAVES 8      /* at most so many left, or 1 %, is the endgame */

/**
 * TamboSyncSource:
 * @TAMBO_SYNC_SOURCE_NEAR: a peer on this network
 * @TAMBO_SYNC_SOURCE_FAR: behind a link that is the bottleneck; each run is asked of it once, by
 *   the owner of the run
 */
typedef enum
{
  TAMBO_SYNC_SOURCE_NEAR,
  TAMBO_SYNC_SOURCE_FAR,
} TamboSyncSource;

/**
 * TamboSyncRequest:
 * @id: names it from now on
 * @peer: (unowned): the pin of who is asked
 * @digest: (unowned): of the blob
 * @first: leaf
 * @n_leaves: of the run
 *
 * What to ask next. The strings live as long as the peer and the want.
 */
typedef struct
{
  guint64 id;
  const char *peer;
  const char *digest;
  guint first;
  guint n_leaves;
} TamboSyncRequest;

/**
 * TamboScheduler:
 *
 * Decides what to fetch from whom. It does no I/O and reads no clock: it is told what is wanted,
 * what peers have and what came of each request, and says what to ask next. All times are
 * milliseconds of one clock that does not go back.
 */
#define TAMBO_TYPE_SCHEDULER (tambo_scheduler_get_type ())
G_DECLARE_FINAL_TYPE (TamboScheduler, tambo_scheduler, TAMBO, SCHEDULER, GObject)

TamboScheduler *tambo_scheduler_new (const char *own_pin);

/* What I want. @held: (nullable): the leaves that are here, as of tambo_staging_get_bitmap(). */
void tambo_scheduler_want (TamboScheduler *self,
                           const char *digest,
                           guint64 size,
                           guint n_leaves,
                           gboolean urgent,
                           GBytes *held,
                           gint64 now);
void tambo_scheduler_unwant (TamboScheduler *self, const char *digest);
gboolean tambo_scheduler_wants (TamboScheduler *self, const char *digest);
/* Somebody watches from @offset on; a @length of 0 ends it. */
void tambo_scheduler_watch (TamboScheduler *self,
                            const char *digest,
                            guint64 offset,
                            guint64 length);

/* What peers have. @bits: (nullable): %NULL is nothing. */
void tambo_scheduler_add_peer (TamboScheduler *self, const char *pin, TamboSyncSource source);
/* Whether a peer can ask the far source too. */
void tambo_scheduler_set_reach (TamboScheduler *self, const char *pin, gboolean reaches_far);
/* A peer asked to be left alone so long. */
void tambo_scheduler_hold_peer (TamboScheduler *self, const char *pin, gint64 until);
void tambo_scheduler_remove_peer (TamboScheduler *self, const char *pin);
void tambo_scheduler_set_have (TamboScheduler *self,
                               const char *pin,
                               const char *digest,
                               GBytes *bits,
                               gint64 now);

/* What came of it. */
void tambo_scheduler_got_leaf (TamboScheduler *self, guint64 id, guint leaf);
gboolean tambo_scheduler_bad_leaf (TamboScheduler *self, guint64 id, guint leaf, gint64 now);
void tambo_scheduler_ended (TamboScheduler *self, guint64 id, gboolean ok, gint64 now);

/* (element-type TamboSyncRequest): what to ask now; it counts as under way. */
GArray *tambo_scheduler_next (TamboScheduler *self, gint64 now);
/* (element-type guint64): requests to give up, for all their leaves came from elsewhere. Each must
 * still be told as ended. */
GArray *tambo_scheduler_list_needless (TamboScheduler *self);

gboolean tambo_scheduler_is_quarantined (TamboScheduler *self, const char *pin, gint64 now);
/* Whether some of it is on its way from afar. */
gboolean tambo_scheduler_is_far (TamboScheduler *self, const char *digest);
guint tambo_scheduler_get_n_flying (TamboScheduler *self);
guint64 tambo_scheduler_get_rate (TamboScheduler *self, const char *digest, gint64 now);
guint64 tambo_scheduler_get_n_duplicates (TamboScheduler *self);

G_END_DECLS

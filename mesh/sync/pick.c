/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/sync/pick.h"

#include "content/pack/leaf-list.h"
#include "mesh/sync/owner.h"

#define EXPECTED_RATE_FLOOR 65536.0 /* bytes a second, before anything is known of a peer */
#define OWNER_LEAVES 4              /* that could have come, until an owner is thought stuck */

gsize
tambo_sync_leaf_size (const TamboSyncWant *want, guint leaf)
{
  if (want->held->n_leaves == 1)
    return want->size;
  if (leaf + 1 == want->held->n_leaves)
    return want->size - (guint64) leaf * TAMBO_LEAF_SIZE;

  return TAMBO_LEAF_SIZE;
}

guint64
tambo_sync_run_bytes (const TamboSyncWant *want, guint first, guint n_leaves)
{
  guint64 bytes = 0;

  for (guint i = 0; i < n_leaves; i++)
    bytes += tambo_sync_leaf_size (want, first + i);

  return bytes;
}

gboolean
tambo_sync_peer_has (const TamboSyncPeer *peer, const TamboSyncWant *want, guint leaf)
{
  const TamboLeafSet *have = g_hash_table_lookup (peer->haves, want->digest);

  return have != NULL && tambo_leaf_set_has (have, leaf);
}

/* Nothing of it is missing any more. */
gboolean
tambo_sync_flight_is_needless (const TamboSyncFlight *flight)
{
  if (flight->want == NULL)
    return TRUE;

  for (guint i = 0; i < flight->request.n_leaves; i++)
    {
      if (!tambo_leaf_set_has (flight->want->held, flight->request.first + i))
        return FALSE;
    }

  return TRUE;
}

/* Small things go first, then what somebody watches, then what is urgent, then the rest. */
static guint
rank_want (const TamboSyncWant *want)
{
  if (want->size <= TAMBO_SYNC_SMALL)
    return 0;
  if (want->watched_from < want->watched_to)
    return 1;

  return want->urgent ? 2 : 3;
}

static gint
compare_wants (gconstpointer a, gconstpointer b)
{
  const TamboSyncWant *one = *(TamboSyncWant *const *) a;
  const TamboSyncWant *other = *(TamboSyncWant *const *) b;
  guint one_rank = rank_want (one);
  guint other_rank = rank_want (other);

  if (one_rank != other_rank)
    return one_rank < other_rank ? -1 : 1;
  if (one_rank == 0 && one->size != other->size)
    return one->size < other->size ? -1 : 1;
  if (one->since != other->since)
    return one->since < other->since ? -1 : 1;

  return g_strcmp0 (one->digest, other->digest);
}

/* How long the far source may take over one leaf until that is no progress. */
static gint64
wait_for_owner (const TamboSyncPeer *far)
{
  double leaf_ms = far->rate > 0 ? 1000.0 * TAMBO_LEAF_SIZE / far->rate : TAMBO_SYNC_OWNER_MS;

  return MAX (TAMBO_SYNC_OWNER_MS, (gint64) (OWNER_LEAVES * leaf_ms));
}

/* Whether a live peer will get a file from the far source by itself. Of one that has not said yet
 * what it has of the file, that is thought for a while: it may be just behind us. */
static gboolean
is_fetching (const TamboSyncPeer *peer, const TamboSyncWant *want, gint64 now, gint64 patience)
{
  const TamboLeafSet *have = g_hash_table_lookup (peer->haves, want->digest);

  if (peer->source != TAMBO_SYNC_SOURCE_NEAR || !peer->reaches_far || peer->quarantined)
    return FALSE;
  if (have == NULL)
    return now - want->since < TAMBO_SYNC_OWNER_MS;

  return !tambo_leaf_set_is_full (have) && now - MAX (peer->grew_at, want->since) < patience;
}

/* Whether a run is ours to ask the far source for. */
static gboolean
is_owner (const TamboSyncView *view,
          const TamboSyncPeer *far,
          const TamboSyncWant *want,
          guint run,
          gint64 now)
{
  guint64 ours = tambo_owner_weigh (view->own_pin, want->digest, run);
  gint64 patience = wait_for_owner (far);
  GHashTableIter iter;
  TamboSyncPeer *peer;

  g_hash_table_iter_init (&iter, view->peers);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &peer))
    {
      if (is_fetching (peer, want, now, patience) &&
          tambo_owner_weigh (peer->pin, want->digest, run) > ours)
        return FALSE;
    }

  return TRUE;
}

/* Whether a neighbour has it from whom it can be had; one that fails is no reason to wait. */
static gboolean
is_near (const TamboSyncView *view, const TamboSyncWant *want, guint leaf, gint64 now)
{
  GHashTableIter iter;
  TamboSyncPeer *peer;

  if (want->holders[leaf] == 0)
    return FALSE;

  g_hash_table_iter_init (&iter, view->peers);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &peer))
    {
      if (peer->source == TAMBO_SYNC_SOURCE_NEAR && now >= peer->not_before &&
          tambo_sync_peer_has (peer, want, leaf))
        return TRUE;
    }

  return FALSE;
}

/* A far source is asked only for what no neighbour holds, by the owner of the run; when the owner
 * makes no progress, the next in order takes over. */
static gboolean
may_ask (const TamboSyncView *view,
         const TamboSyncPeer *peer,
         const TamboSyncWant *want,
         guint leaf,
         gint64 now)
{
  if (peer->source == TAMBO_SYNC_SOURCE_NEAR)
    return TRUE;

  return !is_near (view, want, leaf, now) &&
         is_owner (view, peer, want, leaf / TAMBO_SYNC_RUN_LEAVES, now);
}

static gboolean
is_free (const TamboSyncPeer *peer, const TamboSyncWant *want, guint leaf)
{
  return !tambo_leaf_set_has (want->held, leaf) && want->flying[leaf] == 0 &&
         tambo_sync_peer_has (peer, want, leaf);
}

/* Where two kiosks start apart from each other, so that they have something to swap. */
static guint
spread (const TamboSyncView *view, const TamboSyncWant *want)
{
  return (guint) (tambo_owner_weigh (view->own_pin, want->digest, G_MAXUINT32) %
                  want->held->n_leaves);
}

/* Somebody waits: what no neighbour has is asked of the far source, whoever owns the run. */
static gboolean
find_watched (const TamboSyncView *view,
              const TamboSyncPeer *peer,
              const TamboSyncWant *want,
              gint64 now,
              guint *out_leaf)
{
  gboolean is_far = peer->source == TAMBO_SYNC_SOURCE_FAR;

  for (guint leaf = want->watched_from; leaf < want->watched_to; leaf++)
    {
      if (is_free (peer, want, leaf) && !(is_far && is_near (view, want, leaf, now)))
        {
          *out_leaf = leaf;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
find_rarest (const TamboSyncView *view,
             const TamboSyncPeer *peer,
             const TamboSyncWant *want,
             gint64 now,
             guint *out_leaf)
{
  guint n = want->held->n_leaves;
  guint start = spread (view, want);
  guint best = G_MAXUINT;

  for (guint i = 0; i < n; i++)
    {
      guint leaf = (start + i) % n;

      if (want->holders[leaf] >= best || !is_free (peer, want, leaf) ||
          !may_ask (view, peer, want, leaf, now))
        continue;
      best = want->holders[leaf];
      *out_leaf = leaf;
    }

  return best != G_MAXUINT;
}

/* So short that all sources have work to the end, but whole runs while there is plenty. */
static guint
choose_length (const TamboSyncView *view, const TamboSyncWant *want)
{
  guint n_left = want->held->n_leaves - want->held->n_set;
  guint n_sources = MAX (1, MIN (g_hash_table_size (view->peers), TAMBO_SYNC_MAX_NEIGHBOURS));

  return CLAMP (n_left / (2 * n_sources * TAMBO_SYNC_MAX_PER_PEER), 1, TAMBO_SYNC_RUN_LEAVES);
}

static guint
extend (const TamboSyncView *view,
        const TamboSyncPeer *peer,
        const TamboSyncWant *want,
        guint first,
        gint64 now)
{
  guint longest = choose_length (view, want);
  guint holders = want->holders[first];
  guint64 bytes = tambo_sync_leaf_size (want, first);
  guint n = 1;

  /* Runs are aligned, or no two kiosks would agree on who owns one. */
  while (n < longest && (first + n) % TAMBO_SYNC_RUN_LEAVES != 0 &&
         first + n < want->held->n_leaves && want->holders[first + n] <= holders + 1 &&
         is_free (peer, want, first + n) && may_ask (view, peer, want, first + n, now))
    {
      bytes += tambo_sync_leaf_size (want, first + n);
      if (bytes > view->budget)
        break;
      n++;
    }

  return n;
}

/**
 * tambo_sync_pick:
 * @view: what is wanted, who has what, what is under way
 * @peer: who has a hand free
 * @now: in milliseconds
 * @out_request: what to ask of it; without an id
 *
 * The whole policy, as one function of its arguments.
 *
 * Returns: whether there is anything to ask of this peer
 */
gboolean
tambo_sync_pick (const TamboSyncView *view,
                 const TamboSyncPeer *peer,
                 gint64 now,
                 TamboSyncRequest *out_request)
{
  g_autoptr (GPtrArray) wants = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, view->wants);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TamboSyncWant *want = value;

      if (!tambo_leaf_set_is_full (want->held) && g_hash_table_contains (peer->haves, want->digest))
        g_ptr_array_add (wants, want);
    }
  g_ptr_array_sort (wants, compare_wants);

  for (guint i = 0; i < wants->len; i++)
    {
      TamboSyncWant *want = g_ptr_array_index (wants, i);
      guint first = 0;

      if (!find_watched (view, peer, want, now, &first) &&
          !find_rarest (view, peer, want, now, &first))
        continue;
      if (tambo_sync_leaf_size (want, first) > view->budget)
        continue;

      out_request->peer = peer->pin;
      out_request->digest = want->digest;
      out_request->first = first;
      out_request->n_leaves = extend (view, peer, want, first, now);
      return TRUE;
    }

  return FALSE;
}

static gboolean
is_endgame (const TamboSyncWant *want)
{
  guint n_left = want->held->n_leaves - want->held->n_set;

  return n_left <= MAX (TAMBO_SYNC_ENDGAME_LEAVES, want->held->n_leaves / 100);
}

static gint64
expect_ms (const TamboSyncFlight *flight)
{
  double rate = EXPECTED_RATE_FLOOR;
  guint64 bytes = tambo_sync_run_bytes (flight->want,
                                        flight->request.first,
                                        flight->request.n_leaves);

  if (flight->peer != NULL && flight->peer->rate > rate)
    rate = flight->peer->rate;

  return (gint64) (1000.0 * (double) bytes / rate) + 1;
}

/**
 * tambo_sync_pick_duplicate:
 * @out_original: a request that takes more than twice as long as it should, near the end of its
 *   blob, and that this peer could answer too
 *
 * At the end one slow peer would hold everything up. Each request is doubled once at most, and
 * never one to a far source: those bytes are dear.
 */
gboolean
tambo_sync_pick_duplicate (const TamboSyncView *view,
                           const TamboSyncPeer *peer,
                           gint64 now,
                           TamboSyncFlight **out_original)
{
  if (peer->source == TAMBO_SYNC_SOURCE_FAR)
    return FALSE;

  for (guint i = 0; i < view->flights->len; i++)
    {
      TamboSyncFlight *flight = g_ptr_array_index (view->flights, i);
      guint first = flight->request.first;

      if (flight->want == NULL || flight->peer == peer || flight->is_duplicate ||
          flight->has_duplicate || !is_endgame (flight->want))
        continue;
      if (now - flight->started <= 2 * expect_ms (flight))
        continue;
      while (first < flight->request.first + flight->request.n_leaves &&
             (tambo_leaf_set_has (flight->want->held, first) ||
              tambo_sync_peer_has (peer, flight->want, first)))
        first++;
      if (first < flight->request.first + flight->request.n_leaves)
        continue;

      *out_original = flight;
      return TRUE;
    }

  return FALSE;
}

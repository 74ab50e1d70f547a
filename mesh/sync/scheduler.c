/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/sync/scheduler.h"

#include "mesh/sync/link-state.h"
#include "mesh/sync/scheduler-private.h"

G_DEFINE_FINAL_TYPE (TamboScheduler, tambo_scheduler, G_TYPE_OBJECT)

static void
want_free (gpointer pointer)
{
  TamboSyncWant *want = pointer;

  g_free (want->digest);
  tambo_leaf_set_free (want->held);
  g_free (want->flying);
  g_free (want->holders);
  g_free (want);
}

static TamboSyncFlight *
find_flight (TamboScheduler *self, guint64 id, guint *out_index)
{
  for (guint i = 0; i < self->flights->len; i++)
    {
      TamboSyncFlight *flight = g_ptr_array_index (self->flights, i);

      if (flight->request.id == id)
        {
          if (out_index != NULL)
            *out_index = i;
          return flight;
        }
    }

  return NULL;
}

static void
tambo_scheduler_finalize (GObject *object)
{
  TamboScheduler *self = TAMBO_SCHEDULER (object);

  g_free (self->own_pin);
  g_ptr_array_unref (self->flights);
  g_hash_table_unref (self->peers);
  g_hash_table_unref (self->wants);

  G_OBJECT_CLASS (tambo_scheduler_parent_class)->finalize (object);
}

static void
tambo_scheduler_class_init (TamboSchedulerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_scheduler_finalize;
}

static void
tambo_scheduler_init (TamboScheduler *self)
{
  self->peers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, tambo_sync_peer_free);
  self->wants = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, want_free);
  self->flights = g_ptr_array_new_with_free_func (g_free);
}

TamboScheduler *
tambo_scheduler_new (const char *own_pin)
{
  TamboScheduler *self;

  g_return_val_if_fail (own_pin != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_SCHEDULER, NULL);
  self->own_pin = g_strdup (own_pin);

  return self;
}

void
tambo_scheduler_want (TamboScheduler *self,
                      const char *digest,
                      guint64 size,
                      guint n_leaves,
                      gboolean urgent,
                      GBytes *held,
                      gint64 now)
{
  TamboSyncWant *want;

  g_return_if_fail (TAMBO_IS_SCHEDULER (self));
  g_return_if_fail (digest != NULL && n_leaves > 0);

  want = g_hash_table_lookup (self->wants, digest);
  if (want != NULL)
    {
      want->urgent = want->urgent || urgent;
      return;
    }

  want = g_new0 (TamboSyncWant, 1);
  want->digest = g_strdup (digest);
  want->size = size;
  want->held = tambo_leaf_set_new (n_leaves);
  want->flying = g_malloc0 (n_leaves);
  want->holders = g_malloc0 (n_leaves);
  want->urgent = urgent;
  want->since = now;
  if (held != NULL)
    tambo_leaf_set_load (want->held, held);
  g_hash_table_replace (self->wants, want->digest, want);
}

void
tambo_scheduler_unwant (TamboScheduler *self, const char *digest)
{
  TamboSyncWant *want;
  GHashTableIter iter;
  TamboSyncPeer *peer;

  g_return_if_fail (TAMBO_IS_SCHEDULER (self));

  want = g_hash_table_lookup (self->wants, digest);
  if (want == NULL)
    return;

  for (guint i = 0; i < self->flights->len; i++)
    {
      TamboSyncFlight *flight = g_ptr_array_index (self->flights, i);

      if (flight->want == want)
        {
          self->flying_bytes -= tambo_sync_run_bytes (want,
                                                      flight->request.first,
                                                      flight->request.n_leaves);
          flight->want = NULL;
          flight->request.digest = NULL;
        }
    }
  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &peer))
    g_hash_table_remove (peer->haves, digest);
  g_hash_table_remove (self->wants, digest);
}

gboolean
tambo_scheduler_wants (TamboScheduler *self, const char *digest)
{
  g_return_val_if_fail (TAMBO_IS_SCHEDULER (self), FALSE);

  return g_hash_table_contains (self->wants, digest);
}

void
tambo_scheduler_watch (TamboScheduler *self, const char *digest, guint64 offset, guint64 length)
{
  TamboSyncWant *want;
  guint64 leaf_size;

  g_return_if_fail (TAMBO_IS_SCHEDULER (self));

  want = g_hash_table_lookup (self->wants, digest);
  if (want == NULL)
    return;

  leaf_size = tambo_sync_leaf_size (want, 0);
  offset = MIN (offset, want->size);
  length = MIN (length, want->size - offset);
  want->watched_from = (guint) (offset / leaf_size);
  want->watched_to = want->watched_from;
  if (length > 0)
    want->watched_to = (guint) MIN (want->held->n_leaves, (offset + length - 1) / leaf_size + 1);
}

/**
 * tambo_scheduler_got_leaf:
 * @id: of the request
 * @leaf: that arrived and was what it should be
 */
void
tambo_scheduler_got_leaf (TamboScheduler *self, guint64 id, guint leaf)
{
  TamboSyncFlight *flight;
  guint64 bytes;

  g_return_if_fail (TAMBO_IS_SCHEDULER (self));

  flight = find_flight (self, id, NULL);
  if (flight == NULL || flight->want == NULL)
    return;

  bytes = tambo_sync_leaf_size (flight->want, leaf);
  flight->bytes += bytes;
  if (!tambo_leaf_set_add (flight->want->held, leaf))
    self->n_duplicates += bytes;
}

/**
 * tambo_scheduler_bad_leaf:
 *
 * Returns: whether this was one too many: the peer is not asked again for an hour
 */
gboolean
tambo_scheduler_bad_leaf (TamboScheduler *self, guint64 id, guint leaf, gint64 now)
{
  TamboSyncFlight *flight;

  g_return_val_if_fail (TAMBO_IS_SCHEDULER (self), FALSE);

  flight = find_flight (self, id, NULL);
  if (flight == NULL || flight->peer == NULL)
    return FALSE;

  flight->peer->n_bad++;
  if (flight->peer->n_bad < TAMBO_SYNC_MAX_BAD)
    return FALSE;

  flight->peer->n_bad = 0;
  flight->peer->quarantined = TRUE;
  flight->peer->not_before = now + TAMBO_SYNC_QUARANTINE_MS;

  return TRUE;
}

static void
settle_peer (TamboSyncFlight *flight, gboolean ok, gint64 now)
{
  TamboSyncPeer *peer = flight->peer;
  gint64 took = MAX (1, now - flight->started);

  if (peer == NULL)
    return;

  peer->n_flying--;
  if (ok)
    {
      double rate = 1000.0 * (double) flight->bytes / (double) took;

      peer->n_failures = 0;
      peer->rate = peer->rate == 0 ? rate : 0.7 * peer->rate + 0.3 * rate;
    }
  else if (!peer->quarantined)
    {
      peer->n_failures++;
      peer->not_before = MAX (peer->not_before, now + tambo_link_backoff (peer->n_failures));
    }
}

/**
 * tambo_scheduler_ended:
 * @id: of a request
 * @ok: whether it was answered in full, or given up because its leaves came from elsewhere
 * @now: in milliseconds
 */
void
tambo_scheduler_ended (TamboScheduler *self, guint64 id, gboolean ok, gint64 now)
{
  TamboSyncFlight *flight;
  guint index = 0;

  g_return_if_fail (TAMBO_IS_SCHEDULER (self));

  flight = find_flight (self, id, &index);
  if (flight == NULL)
    return;

  settle_peer (flight, ok, now);
  if (flight->want != NULL)
    {
      for (guint i = 0; i < flight->request.n_leaves; i++)
        flight->want->flying[flight->request.first + i]--;
      self->flying_bytes -= tambo_sync_run_bytes (flight->want,
                                                  flight->request.first,
                                                  flight->request.n_leaves);
    }
  g_ptr_array_remove_index_fast (self->flights, index);
}

static void
launch (TamboScheduler *self,
        TamboSyncPeer *peer,
        const TamboSyncRequest *request,
        gboolean is_duplicate,
        gint64 now,
        GArray *requests)
{
  TamboSyncFlight *flight = g_new0 (TamboSyncFlight, 1);

  flight->request = *request;
  flight->request.id = ++self->last_id;
  flight->peer = peer;
  flight->want = g_hash_table_lookup (self->wants, request->digest);
  flight->started = now;
  flight->is_duplicate = is_duplicate;
  peer->n_flying++;
  for (guint i = 0; i < request->n_leaves; i++)
    flight->want->flying[request->first + i]++;
  self->flying_bytes += tambo_sync_run_bytes (flight->want, request->first, request->n_leaves);
  g_ptr_array_add (self->flights, flight);
  g_array_append_val (requests, flight->request);
}

static gint
compare_peers (gconstpointer a, gconstpointer b)
{
  const TamboSyncPeer *one = *(TamboSyncPeer *const *) a;
  const TamboSyncPeer *other = *(TamboSyncPeer *const *) b;

  if (one->source != other->source)
    return one->source == TAMBO_SYNC_SOURCE_NEAR ? -1 : 1;
  if (one->n_flying != other->n_flying)
    return one->n_flying < other->n_flying ? -1 : 1;
  if (one->rate != other->rate)
    return one->rate > other->rate ? -1 : 1;

  return g_strcmp0 (one->pin, other->pin);
}

/* Who may be asked now, the best first, at most eight. */
static GPtrArray *
list_free_peers (TamboScheduler *self, gint64 now)
{
  GPtrArray *peers = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TamboSyncPeer *peer = value;

      if (peer->quarantined && now >= peer->not_before)
        peer->quarantined = FALSE;
      if (now >= peer->not_before && peer->n_flying < TAMBO_SYNC_MAX_PER_PEER)
        g_ptr_array_add (peers, peer);
    }
  g_ptr_array_sort (peers, compare_peers);

  return peers;
}

static guint
count_busy_peers (TamboScheduler *self)
{
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    n += ((TamboSyncPeer *) value)->n_flying > 0;

  return n;
}

/* One more request, of the best peer that has something to give. */
static gboolean
launch_one (TamboScheduler *self, gint64 now, GArray *requests)
{
  const TamboSyncView view = {
    .own_pin = self->own_pin,
    .peers = self->peers,
    .wants = self->wants,
    .flights = self->flights,
    .budget = TAMBO_SYNC_MAX_FLYING - MIN (TAMBO_SYNC_MAX_FLYING, self->flying_bytes),
  };
  g_autoptr (GPtrArray) peers = list_free_peers (self, now);
  gboolean full = count_busy_peers (self) >= TAMBO_SYNC_MAX_NEIGHBOURS;

  for (guint i = 0; i < peers->len; i++)
    {
      TamboSyncPeer *peer = g_ptr_array_index (peers, i);
      TamboSyncRequest request = { 0 };
      TamboSyncFlight *original = NULL;

      if (full && peer->n_flying == 0)
        continue;
      if (tambo_sync_pick (&view, peer, now, &request))
        {
          launch (self, peer, &request, FALSE, now, requests);
          return TRUE;
        }
      if (tambo_sync_pick_duplicate (&view, peer, now, &original))
        {
          original->has_duplicate = TRUE;
          request = original->request;
          request.peer = peer->pin;
          launch (self, peer, &request, TRUE, now, requests);
          return TRUE;
        }
    }

  return FALSE;
}

GArray *
tambo_scheduler_next (TamboScheduler *self, gint64 now)
{
  GArray *requests = g_array_new (FALSE, FALSE, sizeof (TamboSyncRequest));

  g_return_val_if_fail (TAMBO_IS_SCHEDULER (self), requests);

  while (launch_one (self, now, requests))
    continue;

  return requests;
}

GArray *
tambo_scheduler_list_needless (TamboScheduler *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  g_return_val_if_fail (TAMBO_IS_SCHEDULER (self), ids);

  for (guint i = 0; i < self->flights->len; i++)
    {
      TamboSyncFlight *flight = g_ptr_array_index (self->flights, i);

      if (tambo_sync_flight_is_needless (flight))
        g_array_append_val (ids, flight->request.id);
    }

  return ids;
}

gboolean
tambo_scheduler_is_far (TamboScheduler *self, const char *digest)
{
  g_return_val_if_fail (TAMBO_IS_SCHEDULER (self), FALSE);

  for (guint i = 0; i < self->flights->len; i++)
    {
      const TamboSyncFlight *flight = g_ptr_array_index (self->flights, i);

      if (flight->peer != NULL && flight->peer->source == TAMBO_SYNC_SOURCE_FAR &&
          g_strcmp0 (flight->request.digest, digest) == 0)
        return TRUE;
    }

  return FALSE;
}

guint
tambo_scheduler_get_n_flying (TamboScheduler *self)
{
  g_return_val_if_fail (TAMBO_IS_SCHEDULER (self), 0);

  return self->flights->len;
}

/* Bytes a second of all requests for a blob that are under way. */
guint64
tambo_scheduler_get_rate (TamboScheduler *self, const char *digest, gint64 now)
{
  double rate = 0;

  g_return_val_if_fail (TAMBO_IS_SCHEDULER (self), 0);

  for (guint i = 0; i < self->flights->len; i++)
    {
      const TamboSyncFlight *flight = g_ptr_array_index (self->flights, i);

      if (g_strcmp0 (flight->request.digest, digest) == 0)
        rate += 1000.0 * (double) flight->bytes / (double) MAX (1, now - flight->started);
    }

  return (guint64) rate;
}

/* Bytes that arrived although they were here already. */
guint64
tambo_scheduler_get_n_duplicates (TamboScheduler *self)
{
  g_return_val_if_fail (TAMBO_IS_SCHEDULER (self), 0);

  return self->n_duplicates;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/sync/scheduler-private.h"

/* Who may be asked, and what they have. */

void
tambo_sync_peer_free (gpointer pointer)
{
  TamboSyncPeer *peer = pointer;

  g_free (peer->pin);
  g_hash_table_unref (peer->haves);
  g_free (peer);
}

static void
add_holders (TamboSyncWant *want, const TamboSyncPeer *peer, int sign)
{
  const TamboLeafSet *have = g_hash_table_lookup (peer->haves, want->digest);

  if (have == NULL || peer->source == TAMBO_SYNC_SOURCE_FAR)
    return;

  for (guint leaf = 0; leaf < want->held->n_leaves; leaf++)
    {
      if (tambo_leaf_set_has (have, leaf))
        want->holders[leaf] = (guint8) CLAMP (want->holders[leaf] + sign, 0, G_MAXUINT8);
    }
}

void
tambo_scheduler_add_peer (TamboScheduler *self, const char *pin, TamboSyncSource source)
{
  TamboSyncPeer *peer;

  g_return_if_fail (TAMBO_IS_SCHEDULER (self));

  if (g_hash_table_contains (self->peers, pin))
    return;

  peer = g_new0 (TamboSyncPeer, 1);
  peer->pin = g_strdup (pin);
  peer->source = source;
  peer->haves =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tambo_leaf_set_free);
  g_hash_table_replace (self->peers, peer->pin, peer);
}

void
tambo_scheduler_remove_peer (TamboScheduler *self, const char *pin)
{
  TamboSyncPeer *peer;
  GHashTableIter iter;
  gpointer want;

  g_return_if_fail (TAMBO_IS_SCHEDULER (self));

  peer = g_hash_table_lookup (self->peers, pin);
  if (peer == NULL)
    return;

  g_hash_table_iter_init (&iter, self->wants);
  while (g_hash_table_iter_next (&iter, NULL, &want))
    add_holders (want, peer, -1);
  for (guint i = 0; i < self->flights->len; i++)
    {
      TamboSyncFlight *flight = g_ptr_array_index (self->flights, i);

      if (flight->peer == peer)
        {
          flight->peer = NULL;
          flight->request.peer = NULL;
        }
    }
  g_hash_table_remove (self->peers, pin);
}

void
tambo_scheduler_set_reach (TamboScheduler *self, const char *pin, gboolean reaches_far)
{
  TamboSyncPeer *peer;

  g_return_if_fail (TAMBO_IS_SCHEDULER (self));

  peer = g_hash_table_lookup (self->peers, pin);
  if (peer != NULL)
    peer->reaches_far = reaches_far;
}

void
tambo_scheduler_hold_peer (TamboScheduler *self, const char *pin, gint64 until)
{
  TamboSyncPeer *peer;

  g_return_if_fail (TAMBO_IS_SCHEDULER (self));

  peer = g_hash_table_lookup (self->peers, pin);
  if (peer != NULL)
    peer->not_before = MAX (peer->not_before, until);
}

void
tambo_scheduler_set_have (TamboScheduler *self,
                          const char *pin,
                          const char *digest,
                          GBytes *bits,
                          gint64 now)
{
  TamboSyncPeer *peer;
  TamboSyncWant *want;
  TamboLeafSet *have;
  const TamboLeafSet *had;

  g_return_if_fail (TAMBO_IS_SCHEDULER (self));

  peer = g_hash_table_lookup (self->peers, pin);
  want = g_hash_table_lookup (self->wants, digest);
  if (peer == NULL || want == NULL)
    return;

  add_holders (want, peer, -1);
  if (bits == NULL)
    {
      g_hash_table_remove (peer->haves, digest);
      return;
    }
  have = tambo_leaf_set_new (want->held->n_leaves);
  tambo_leaf_set_load (have, bits);
  had = g_hash_table_lookup (peer->haves, digest);
  if (had == NULL || have->n_set > had->n_set)
    peer->grew_at = now;
  g_hash_table_replace (peer->haves, g_strdup (digest), have);
  add_holders (want, peer, 1);
}

gboolean
tambo_scheduler_is_quarantined (TamboScheduler *self, const char *pin, gint64 now)
{
  const TamboSyncPeer *peer;

  g_return_val_if_fail (TAMBO_IS_SCHEDULER (self), FALSE);

  peer = g_hash_table_lookup (self->peers, pin);

  return peer != NULL && peer->quarantined && now < peer->not_before;
}

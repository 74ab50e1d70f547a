/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "mesh/daemon/clock.h"
#include "mesh/daemon/run-fetch.h"
#include "mesh/daemon/sync-driver-private.h"

#include <string.h>

/* Carries out what the scheduler decides, and tells it what came of it. */

static gboolean
is_hub (const char *pin)
{
  return strcmp (pin, TAMBO_HUB_PIN) == 0;
}

static void
on_fetch_leaf (TamboRunFetch *fetch, guint leaf, gboolean ok, TamboSyncDriver *self)
{
  guint64 id = tambo_run_fetch_get_id (fetch);
  const char *pin = tambo_run_fetch_get_pin (fetch);
  const char *digest = tambo_staging_get_digest (tambo_run_fetch_get_staging (fetch));
  TamboPeer *peer;

  if (ok)
    {
      tambo_scheduler_got_leaf (self->scheduler, id, leaf);
      tambo_sync_driver_got_leaf (self, digest);
      return;
    }

  g_info ("peer.bad-leaf pin=%.8s %.19s", pin, digest);
  if (!tambo_scheduler_bad_leaf (self->scheduler, id, leaf, tambo_clock_boottime_ms ()))
    return;

  g_warning ("peer.quarantined pin=%.8s", pin);
  peer = tambo_neighbourhood_find (self->neighbourhood, pin);
  if (peer != NULL)
    tambo_peer_take_event (peer, TAMBO_LINK_EVENT_BAD);
}

/* It does not have after all what it was thought to have. */
static void
take_refusal (TamboSyncDriver *self, const char *pin, TamboSyncBlob *blob)
{
  const char *digest = tambo_staging_get_digest (blob->staging);
  TamboPeer *peer = tambo_neighbourhood_find (self->neighbourhood, pin);
  guint64 pack_gen = 0;

  if (is_hub (pin))
    blob->is_far = FALSE;
  else if (peer != NULL)
    {
      tambo_peer_find_pack (peer,
                            tambo_install_get_id (blob->pack->install),
                            tambo_install_get_version (blob->pack->install),
                            &pack_gen);
      tambo_have_watch_refused (self->watch, peer, digest, pack_gen);
    }
  tambo_scheduler_set_have (self->scheduler, pin, digest, NULL, tambo_clock_boottime_ms ());
}

static void
tell_hub (TamboSyncDriver *self, const char *digest, const GError *error)
{
  guint retry_ms = tambo_hub_take_result (self->hub, digest, error);

  if (retry_ms > 0)
    tambo_scheduler_hold_peer (self->scheduler,
                               TAMBO_HUB_PIN,
                               tambo_clock_boottime_ms () + retry_ms);
}

static void
on_fetch_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboSyncDriver) self = user_data;
  TamboRunFetch *fetch = TAMBO_RUN_FETCH (object);
  g_autoptr (GError) error = NULL;
  gboolean ok = tambo_run_fetch_finish (fetch, result, &error);
  gboolean gave_up = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  gboolean refused = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  const char *pin = tambo_run_fetch_get_pin (fetch);
  const char *digest = tambo_staging_get_digest (tambo_run_fetch_get_staging (fetch));
  TamboSyncBlob *blob = g_hash_table_lookup (self->blobs, digest);

  g_ptr_array_remove_fast (self->fetches, fetch);
  if (self->stopped)
    return;
  if (!ok && !gave_up)
    g_debug ("sync.failed %s", tambo_error_get_word (error));
  if (refused && blob != NULL)
    take_refusal (self, pin, blob);

  tambo_scheduler_ended (self->scheduler,
                         tambo_run_fetch_get_id (fetch),
                         ok || gave_up || refused,
                         tambo_clock_boottime_ms ());
  if (is_hub (pin) && !gave_up)
    tell_hub (self, digest, error);
  tambo_sync_driver_fetch_ended (self, blob);
}

void
tambo_sync_driver_start_fetch (TamboSyncDriver *self, const TamboSyncRequest *request)
{
  TamboPeer *peer = tambo_neighbourhood_find (self->neighbourhood, request->peer);
  TamboSyncBlob *blob = g_hash_table_lookup (self->blobs, request->digest);
  TamboPullSource *source = NULL;
  g_autoptr (TamboRunFetch) fetch = NULL;

  if (is_hub (request->peer))
    source = tambo_hub_get_source (self->hub);
  else if (peer != NULL && tambo_peer_get_client (peer) != NULL)
    source = TAMBO_PULL_SOURCE (tambo_peer_get_client (peer));
  if (source == NULL || blob == NULL)
    {
      tambo_scheduler_ended (self->scheduler, request->id, FALSE, tambo_clock_boottime_ms ());
      return;
    }

  fetch = tambo_run_fetch_new (request,
                               source,
                               blob->staging,
                               blob->pack->repository,
                               tambo_wanted_pack_is_manifest (blob->pack, blob->staging));
  g_signal_connect_object (fetch, "leaf", G_CALLBACK (on_fetch_leaf), self, 0);
  g_ptr_array_add (self->fetches, g_object_ref (fetch));
  tambo_run_fetch_start (fetch, on_fetch_ready, g_object_ref (self));
}

/* All of it, as far as is known before it is asked. */
static GBytes *
make_all_bits (guint n_leaves)
{
  guint n_bytes = n_leaves / 8 + 1;

  return g_bytes_new_take (memset (g_malloc (n_bytes), 0xff, n_bytes), n_bytes);
}

void
tambo_sync_driver_offer_hub (TamboSyncDriver *self, TamboSyncBlob *blob)
{
  const char *digest = tambo_staging_get_digest (blob->staging);
  g_autoptr (GBytes) bits = NULL;

  if (blob->is_far || tambo_hub_get_source (self->hub) == NULL ||
      tambo_hub_lacks (self->hub, digest))
    return;

  blob->is_far = TRUE;
  bits = make_all_bits (tambo_staging_get_n_leaves (blob->staging));
  tambo_scheduler_add_peer (self->scheduler, TAMBO_HUB_PIN, TAMBO_SYNC_SOURCE_FAR);
  tambo_scheduler_set_have (self->scheduler,
                            TAMBO_HUB_PIN,
                            digest,
                            bits,
                            tambo_clock_boottime_ms ());
}

void
tambo_sync_driver_withdraw_hub (TamboSyncDriver *self)
{
  GHashTableIter iter;
  gpointer blob;

  tambo_scheduler_remove_peer (self->scheduler, TAMBO_HUB_PIN);
  g_hash_table_iter_init (&iter, self->blobs);
  while (g_hash_table_iter_next (&iter, NULL, &blob))
    ((TamboSyncBlob *) blob)->is_far = FALSE;
  tambo_run_fetch_cancel_all (self->fetches, TAMBO_HUB_PIN);
}

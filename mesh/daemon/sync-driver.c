/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/sync-driver.h"

#include "content/base/error.h"
#include "mesh/daemon/clock.h"
#include "mesh/daemon/run-fetch.h"
#include "mesh/daemon/sync-driver-private.h"

#include <string.h>

#define PUMP_MS 1000

G_DEFINE_FINAL_TYPE (TamboSyncDriver, tambo_sync_driver, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  SIGNAL_HAVE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void pump (TamboSyncDriver *self);
static void ask_more (TamboSyncDriver *self);
static void schedule_pump (TamboSyncDriver *self, guint ms);

void
tambo_sync_driver_emit_changed (TamboSyncDriver *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
blob_free (gpointer pointer)
{
  TamboSyncBlob *blob = pointer;

  g_object_unref (blob->staging);
  g_free (blob);
}

static void
ask_peer (TamboSyncDriver *self, TamboPeer *peer, TamboSyncBlob *blob)
{
  guint64 pack_gen = 0;

  if (!tambo_peer_find_pack (peer,
                             tambo_install_get_id (blob->pack->install),
                             tambo_install_get_version (blob->pack->install),
                             &pack_gen))
    return;

  tambo_have_watch_ask (self->watch,
                        peer,
                        tambo_staging_get_digest (blob->staging),
                        tambo_staging_get_n_leaves (blob->staging),
                        pack_gen);
}

static void
on_have (TamboSyncDriver *self, TamboPeer *peer, const char *digest, GBytes *bits)
{
  if (self->stopped)
    return;

  tambo_scheduler_set_have (self->scheduler,
                            tambo_peer_get_pin (peer),
                            digest,
                            bits,
                            tambo_clock_boottime_ms ());
  schedule_pump (self, 0);
}

/* Asks everybody who lists the pack, and the hub. */
static void
ask_all (TamboSyncDriver *self, TamboSyncBlob *blob)
{
  g_autoptr (GPtrArray) peers = tambo_neighbourhood_list (self->neighbourhood, TRUE);

  for (guint i = 0; i < peers->len; i++)
    ask_peer (self, g_ptr_array_index (peers, i), blob);
  tambo_sync_driver_offer_hub (self, blob);
}

static void
drop_blob (TamboSyncDriver *self, const char *digest)
{
  tambo_scheduler_unwant (self->scheduler, digest);
  g_hash_table_remove (self->blobs, digest);
}

static void
want_missing (TamboSyncDriver *self, TamboWantedPack *pack)
{
  GPtrArray *missing = tambo_install_get_missing (pack->install);
  gint64 now = tambo_clock_boottime_ms ();

  for (guint i = 0; i < missing->len; i++)
    {
      TamboStaging *staging = g_ptr_array_index (missing, i);
      const char *digest = tambo_staging_get_digest (staging);
      g_autoptr (GBytes) bitmap = NULL;
      TamboSyncBlob *blob;

      if (g_hash_table_contains (self->blobs, digest))
        continue;

      blob = g_new0 (TamboSyncBlob, 1);
      blob->staging = g_object_ref (staging);
      blob->pack = pack;
      g_hash_table_replace (self->blobs, (char *) digest, blob);
      bitmap = tambo_staging_get_bitmap (staging);
      tambo_scheduler_want (self->scheduler,
                            digest,
                            tambo_staging_get_size (staging),
                            tambo_staging_get_n_leaves (staging),
                            pack->target->urgent,
                            bitmap,
                            now);
      ask_all (self, blob);
    }
}

static void
finish_pack (TamboSyncDriver *self, TamboWantedPack *pack)
{
  if (tambo_wanted_pack_finish (pack, self->shelf))
    tambo_sync_driver_drop (self, pack);
}

static void
on_advance_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboSyncDriver *self = TAMBO_SYNC_DRIVER (object);
  TamboInstall *install = tambo_wanted_pack_get_advanced (result);
  TamboWantedPack *pack = g_hash_table_lookup (self->packs, tambo_install_get_id (install));
  g_autoptr (GError) error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->stopped || pack == NULL || pack->install != install)
    return;

  pack->advancing = FALSE;
  if (self->collects)
    tambo_sync_driver_collect (self);
  if (!ok)
    {
      tambo_wanted_pack_fail (pack, error);
      tambo_sync_driver_drop_blobs (self, pack);
      return;
    }
  if (tambo_install_is_complete (pack->install))
    {
      finish_pack (self, pack);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      return;
    }

  want_missing (self, pack);
  if (pack->again)
    tambo_sync_driver_advance (self, pack);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  pump (self);
}

void
tambo_sync_driver_advance (TamboSyncDriver *self, TamboWantedPack *pack)
{
  tambo_wanted_pack_advance (pack, self, self->cancellable, on_advance_ready);
}

/* A blob may belong to more than one pack. */
static void
advance_all (TamboSyncDriver *self)
{
  g_autoptr (GPtrArray) packs = tambo_sync_driver_list_packs (self);

  for (guint i = 0; i < packs->len; i++)
    tambo_sync_driver_advance (self, g_ptr_array_index (packs, i));
}

void
tambo_sync_driver_got_leaf (TamboSyncDriver *self, const char *digest)
{
  g_signal_emit (self, signals[SIGNAL_HAVE_CHANGED], 0, digest);
}

void
tambo_sync_driver_fetch_ended (TamboSyncDriver *self, TamboSyncBlob *blob)
{
  if (blob != NULL && tambo_staging_is_complete (blob->staging))
    {
      g_autofree char *digest = g_strdup (tambo_staging_get_digest (blob->staging));

      drop_blob (self, digest);
      advance_all (self);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  pump (self);
}

/* More polls than fit at once take turns: whoever has a hand free is asked for the next blob. */
static void
ask_more (TamboSyncDriver *self)
{
  GHashTableIter iter;
  gpointer blob;

  g_hash_table_iter_init (&iter, self->blobs);
  while (g_hash_table_iter_next (&iter, NULL, &blob))
    ask_all (self, blob);
}

static gboolean
on_pump (gpointer user_data)
{
  TamboSyncDriver *self = user_data;

  self->pump_source = 0;
  ask_more (self);
  pump (self);

  return G_SOURCE_REMOVE;
}

/* In so many milliseconds, or sooner. */
static void
schedule_pump (TamboSyncDriver *self, guint ms)
{
  if (self->pump_source != 0 && ms >= PUMP_MS)
    return;

  g_clear_handle_id (&self->pump_source, g_source_remove);
  self->pump_source = g_timeout_add (ms, on_pump, self);
}

/* Asks for what the scheduler says; comes back after a while as long as something is missing, for
 * backoffs end without an event. */
static void
pump (TamboSyncDriver *self)
{
  g_autoptr (GArray) requests = NULL;

  if (self->stopped)
    return;

  tambo_run_fetch_cancel_needless (self->fetches, self->scheduler);
  requests = tambo_scheduler_next (self->scheduler, tambo_clock_boottime_ms ());
  for (guint i = 0; i < requests->len; i++)
    tambo_sync_driver_start_fetch (self, &g_array_index (requests, TamboSyncRequest, i));

  if (g_hash_table_size (self->blobs) > 0)
    schedule_pump (self, PUMP_MS);
}

static void
on_peer_greeted (TamboSyncDriver *self, TamboPeer *peer)
{
  const char *pin = tambo_peer_get_pin (peer);
  TamboHello *hello = tambo_peer_get_hello (peer);
  GHashTableIter iter;
  gpointer blob;

  tambo_scheduler_add_peer (self->scheduler, pin, TAMBO_SYNC_SOURCE_NEAR);
  tambo_scheduler_set_reach (self->scheduler,
                             pin,
                             tambo_hello_get_hub_age (hello) != TAMBO_HELLO_NEVER);
  g_hash_table_iter_init (&iter, self->blobs);
  while (g_hash_table_iter_next (&iter, NULL, &blob))
    ask_peer (self, peer, blob);
  pump (self);
}

static void
on_hub_changed (TamboSyncDriver *self)
{
  if (self->stopped)
    return;

  if (tambo_hub_get_source (self->hub) != NULL)
    ask_more (self);
  else
    tambo_sync_driver_withdraw_hub (self);
  pump (self);
}

static void
on_peer_gone (TamboSyncDriver *self, TamboPeer *peer)
{
  tambo_scheduler_remove_peer (self->scheduler, tambo_peer_get_pin (peer));
  tambo_have_watch_forget (self->watch, peer);
  tambo_run_fetch_cancel_all (self->fetches, tambo_peer_get_pin (peer));
  pump (self);
}

static void
tambo_sync_driver_dispose (GObject *object)
{
  TamboSyncDriver *self = TAMBO_SYNC_DRIVER (object);

  tambo_sync_driver_stop (self);

  G_OBJECT_CLASS (tambo_sync_driver_parent_class)->dispose (object);
}

static void
tambo_sync_driver_finalize (GObject *object)
{
  TamboSyncDriver *self = TAMBO_SYNC_DRIVER (object);

  g_ptr_array_unref (self->fetches);
  g_hash_table_unref (self->blobs);
  g_hash_table_unref (self->packs);
  g_clear_object (&self->watch);
  g_clear_object (&self->scheduler);
  g_clear_object (&self->neighbourhood);
  g_clear_object (&self->hub);
  g_clear_object (&self->shelf);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tambo_sync_driver_parent_class)->finalize (object);
}

static guint
add_signal (TamboSyncDriverClass *klass, const char *name, guint n_strings)
{
  GType types[] = { G_TYPE_STRING };

  return g_signal_newv (name,
                        G_TYPE_FROM_CLASS (klass),
                        G_SIGNAL_RUN_LAST,
                        NULL,
                        NULL,
                        NULL,
                        NULL,
                        G_TYPE_NONE,
                        n_strings,
                        types);
}

static void
tambo_sync_driver_class_init (TamboSyncDriverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_sync_driver_dispose;
  object_class->finalize = tambo_sync_driver_finalize;

  signals[SIGNAL_CHANGED] = add_signal (klass, "changed", 0);
  signals[SIGNAL_HAVE_CHANGED] = add_signal (klass, "have-changed", 1);
}

static void
tambo_sync_driver_init (TamboSyncDriver *self)
{
  self->packs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, tambo_wanted_pack_free);
  self->blobs = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, blob_free);
  self->fetches = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

TamboSyncDriver *
tambo_sync_driver_new (TamboShelf *shelf,
                       TamboNeighbourhood *neighbourhood,
                       TamboHub *hub,
                       const char *own_pin)
{
  TamboSyncDriver *self = g_object_new (TAMBO_TYPE_SYNC_DRIVER, NULL);

  self->shelf = g_object_ref (shelf);
  self->neighbourhood = g_object_ref (neighbourhood);
  self->hub = g_object_ref (hub);
  self->scheduler = tambo_scheduler_new (own_pin);
  self->watch = tambo_have_watch_new ();
  g_signal_connect_object (self->watch, "have", G_CALLBACK (on_have), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (neighbourhood,
                           "peer-greeted",
                           G_CALLBACK (on_peer_greeted),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (neighbourhood,
                           "peer-gone",
                           G_CALLBACK (on_peer_gone),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hub, "changed", G_CALLBACK (on_hub_changed), self, G_CONNECT_SWAPPED);

  return self;
}

/* What is under way ends; nothing starts any more. */
void
tambo_sync_driver_stop (TamboSyncDriver *self)
{
  g_return_if_fail (TAMBO_IS_SYNC_DRIVER (self));

  self->stopped = TRUE;
  g_clear_handle_id (&self->pump_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  tambo_have_watch_stop (self->watch);
  tambo_run_fetch_cancel_all (self->fetches, NULL);
}

/* Somebody is watching: that range comes first. */
void
tambo_sync_driver_want (TamboSyncDriver *self, const char *digest, guint64 offset, guint64 length)
{
  g_return_if_fail (TAMBO_IS_SYNC_DRIVER (self));

  tambo_scheduler_watch (self->scheduler, digest, offset, length);
  pump (self);
}

gboolean
tambo_sync_driver_is_busy (TamboSyncDriver *self)
{
  g_return_val_if_fail (TAMBO_IS_SYNC_DRIVER (self), FALSE);

  return self->fetches->len > 0;
}

GArray *
tambo_sync_driver_list_transfers (TamboSyncDriver *self)
{
  GArray *transfers = g_array_new (FALSE, FALSE, sizeof (TamboSyncTransfer));
  GHashTableIter iter;
  TamboSyncBlob *blob;

  g_return_val_if_fail (TAMBO_IS_SYNC_DRIVER (self), transfers);

  g_hash_table_iter_init (&iter, self->blobs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &blob))
    {
      const char *digest = tambo_staging_get_digest (blob->staging);
      TamboSyncTransfer transfer = {
        .digest = digest,
        .pack = tambo_install_get_id (blob->pack->install),
        .done = tambo_staging_get_done (blob->staging),
        .total = tambo_staging_get_size (blob->staging),
        .rate = tambo_scheduler_get_rate (self->scheduler, digest, tambo_clock_boottime_ms ()),
        .is_far = tambo_scheduler_is_far (self->scheduler, digest),
      };

      g_array_append_val (transfers, transfer);
    }

  return transfers;
}

GPtrArray *
tambo_sync_driver_list_packs (TamboSyncDriver *self)
{
  g_return_val_if_fail (TAMBO_IS_SYNC_DRIVER (self), NULL);

  return tambo_wanted_pack_list (self->packs);
}

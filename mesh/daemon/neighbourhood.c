/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/neighbourhood.h"

#include "content/base/error.h"
#include "mesh/daemon/clinic-contact.h"
#include "mesh/daemon/clock.h"
#include "mesh/daemon/door.h"
#include "mesh/discovery/static-discovery.h"

#include <string.h>

#define MAX_SILENT 3
#define SPARE_MS 60000 /* how often an address is tried whose kiosk answers elsewhere */
#define MAX_TOLD 12    /* addresses in a hello */
#define MAX_CANDIDATES 256

struct _TamboNeighbourhood
{
  GObject parent_instance;

  const TamboMeshConfig *config; /* (unowned) */
  GTlsCertificate *certificate;  /* (owned) */
  TamboAdmission *admission;     /* (owned) */
  TamboSelfFunc describe_self;
  gpointer user_data;        /* (unowned) */
  GPtrArray *discoveries;    /* (owned) (element-type TamboDiscovery) */
  GHashTable *candidates;    /* (owned) (element-type utf8 TamboDoor) by address */
  GHashTable *peers;         /* (owned) (element-type utf8 TamboPeer) by pin */
  GCancellable *cancellable; /* (owned) */
  guint timer;
  guint16 port;
  TamboClinicContact clinic;
};

G_DEFINE_FINAL_TYPE (TamboNeighbourhood, tambo_neighbourhood, G_TYPE_OBJECT)

enum
{
  SIGNAL_PEER_ALIVE,
  SIGNAL_PEER_GREETED,
  SIGNAL_PEER_GONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void schedule (TamboNeighbourhood *self);

/* The peer that answers at this address, if it does not rather answer elsewhere. */
static TamboPeer *
find_routed (TamboNeighbourhood *self, TamboDoor *candidate)
{
  TamboPeer *peer = NULL;

  if (candidate->pin != NULL)
    peer = g_hash_table_lookup (self->peers, candidate->pin);
  if (peer == NULL || tambo_peer_get_client (peer) != candidate->client)
    return NULL;

  return peer;
}

static gboolean
answers_elsewhere (TamboNeighbourhood *self, TamboDoor *candidate)
{
  TamboPeer *peer = NULL;

  if (candidate->pin != NULL)
    peer = g_hash_table_lookup (self->peers, candidate->pin);

  return peer != NULL && tambo_peer_is_alive (peer) &&
         tambo_peer_get_client (peer) != candidate->client;
}

/* Addresses that a roster member told us of: as good as those of mDNS. */
static void
learn_addresses (TamboNeighbourhood *self, TamboHello *hello)
{
  const char *const *addresses = tambo_hello_get_addresses (hello);

  for (gsize i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      g_autoptr (GInetSocketAddress) address = NULL;

      if (addresses[i][0] == ':')
        continue;
      address = tambo_static_discovery_parse (addresses[i], NULL);
      if (address != NULL)
        tambo_neighbourhood_add_address (self, address, TAMBO_SOURCE_PEER);
    }
}

static void
take_hello (TamboNeighbourhood *self, TamboPeer *peer, TamboHello *hello)
{
  gint64 now = tambo_clock_boottime_ms ();

  tambo_peer_take_hello (peer, hello, now);
  tambo_clinic_contact_learn (&self->clinic,
                              hello,
                              tambo_admission_get_part (self->admission, tambo_peer_get_pin (peer)),
                              now);
  learn_addresses (self, hello);
  g_signal_emit (self, signals[SIGNAL_PEER_GREETED], 0, peer);
}

static void
become_alive (TamboNeighbourhood *self, TamboDoor *candidate, TamboHello *hello)
{
  const char *pin = tambo_peer_client_get_pin (candidate->client);
  g_autoptr (TamboPeer) peer = NULL;
  gboolean was_alive;

  g_free (candidate->pin);
  candidate->pin = g_strdup (pin);
  candidate->n_failures = 0;

  peer = g_hash_table_lookup (self->peers, pin);
  if (peer == NULL)
    {
      peer = tambo_peer_new (pin);
      g_hash_table_replace (self->peers, (char *) tambo_peer_get_pin (peer), g_object_ref (peer));
    }
  else
    g_object_ref (peer);

  was_alive = tambo_peer_is_alive (peer);
  if (!was_alive)
    {
      tambo_peer_set_route (peer, candidate->client, candidate->source);
      tambo_peer_take_event (peer, TAMBO_LINK_EVENT_TRY);
    }
  tambo_peer_take_event (peer, TAMBO_LINK_EVENT_ANSWERED);
  take_hello (self, peer, hello);
  if (!was_alive)
    {
      g_info ("peer.alive pin=%.8s", pin);
      g_signal_emit (self, signals[SIGNAL_PEER_ALIVE], 0, peer);
    }
}

static void
fall_silent (TamboNeighbourhood *self, TamboPeer *peer)
{
  if (tambo_peer_count_silence (peer) < MAX_SILENT)
    {
      tambo_peer_take_event (peer, TAMBO_LINK_EVENT_SILENT);
      return;
    }
  if (!tambo_peer_is_alive (peer))
    return;

  if (tambo_peer_get_state (peer) == TAMBO_LINK_STATE_QUARANTINED)
    tambo_peer_take_event (peer, TAMBO_LINK_EVENT_PARDONED);
  if (tambo_peer_get_state (peer) == TAMBO_LINK_STATE_ALIVE)
    tambo_peer_take_event (peer, TAMBO_LINK_EVENT_SILENT);
  tambo_peer_take_event (peer, TAMBO_LINK_EVENT_DEAD);
  g_info ("peer.dead pin=%.8s", tambo_peer_get_pin (peer));
  g_signal_emit (self, signals[SIGNAL_PEER_GONE], 0, peer);
}

static void
fail (TamboNeighbourhood *self, TamboDoor *candidate, const GError *error)
{
  TamboPeer *peer = find_routed (self, candidate);

  /* Once for each address: a stranger must not fill the log. */
  if (candidate->n_failures++ == 0 &&
      g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_PEER_NOT_ADMITTED))
    g_info ("peer.refused %s", tambo_error_get_word (error));
  else
    g_debug ("peer.silent %s", tambo_error_get_word (error));

  if (peer != NULL)
    fall_silent (self, peer);
}

static void
on_hello_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *key = g_object_steal_data (object, "tambo-candidate");
  TamboPeerClient *client = TAMBO_PEER_CLIENT (object);
  g_autoptr (TamboNeighbourhood) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboHello) hello = tambo_peer_client_hello_finish (client, result, &error);
  TamboDoor *candidate = g_hash_table_lookup (self->candidates, key);
  gint64 now = tambo_clock_boottime_ms ();
  gboolean is_route;

  if (candidate == NULL || candidate->client != client)
    return;

  candidate->busy = FALSE;
  if (hello != NULL)
    become_alive (self, candidate, hello);
  else
    fail (self, candidate, error);

  if (candidate->withdrawn && candidate->pin == NULL)
    {
      g_hash_table_remove (self->candidates, key);
      return;
    }
  is_route = find_routed (self, candidate) != NULL;
  if (hello != NULL && !is_route)
    candidate->due = now + SPARE_MS;
  else if (hello != NULL || (is_route && candidate->n_failures <= MAX_SILENT))
    candidate->due = now + tambo_clock_jitter (self->config->hello_ms, 10);
  else
    candidate->due = now +
                     tambo_clock_jitter ((guint) tambo_link_backoff (candidate->n_failures), 10);
  schedule (self);
}

static void
greet (TamboNeighbourhood *self, TamboDoor *candidate)
{
  g_autoptr (TamboHello) ours = self->describe_self (self->user_data);

  candidate->busy = TRUE;
  g_object_set_data_full (G_OBJECT (candidate->client),
                          "tambo-candidate",
                          g_strdup (candidate->key),
                          g_free);
  tambo_peer_client_hello_async (candidate->client,
                                 ours,
                                 self->cancellable,
                                 on_hello_ready,
                                 g_object_ref (self));
}

static gboolean
on_timer (gpointer user_data)
{
  TamboNeighbourhood *self = user_data;
  gint64 now = tambo_clock_boottime_ms ();
  GHashTableIter iter;
  TamboDoor *candidate;

  self->timer = 0;
  g_hash_table_iter_init (&iter, self->candidates);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &candidate))
    {
      if (candidate->busy || candidate->due > now)
        continue;
      if (answers_elsewhere (self, candidate))
        candidate->due = now + SPARE_MS;
      else
        greet (self, candidate);
    }
  schedule (self);

  return G_SOURCE_REMOVE;
}

/* Sleeps until the first candidate is due. */
static void
schedule (TamboNeighbourhood *self)
{
  gint64 now = tambo_clock_boottime_ms ();
  gint64 first = G_MAXINT64;
  GHashTableIter iter;
  TamboDoor *candidate;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->port == 0)
    return;

  g_hash_table_iter_init (&iter, self->candidates);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &candidate))
    {
      if (!candidate->busy)
        first = MIN (first, candidate->due);
    }
  if (first != G_MAXINT64)
    self->timer = g_timeout_add ((guint) CLAMP (first - now, 0, SPARE_MS), on_timer, self);
}

static void
on_candidate_added (TamboDiscovery *discovery, GInetSocketAddress *address, gpointer user_data)
{
  TamboNeighbourhood *self = user_data;

  tambo_neighbourhood_add_address (self,
                                   address,
                                   g_object_get_data (G_OBJECT (discovery), "tambo-source"));
}

/* What answered once is kept: a stranger can say goodbye for anybody. */
static void
on_candidate_removed (TamboDiscovery *discovery, GInetSocketAddress *address, gpointer user_data)
{
  TamboNeighbourhood *self = user_data;
  g_autofree char *key = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  TamboDoor *candidate = g_hash_table_lookup (self->candidates, key);

  if (candidate == NULL || candidate->pin != NULL)
    return;
  if (candidate->busy)
    candidate->withdrawn = TRUE;
  else
    g_hash_table_remove (self->candidates, key);
}

static void
tambo_neighbourhood_dispose (GObject *object)
{
  TamboNeighbourhood *self = TAMBO_NEIGHBOURHOOD (object);

  tambo_neighbourhood_stop (self);
  for (guint i = 0; i < self->discoveries->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->discoveries, i), self);

  G_OBJECT_CLASS (tambo_neighbourhood_parent_class)->dispose (object);
}

static void
tambo_neighbourhood_finalize (GObject *object)
{
  TamboNeighbourhood *self = TAMBO_NEIGHBOURHOOD (object);

  g_ptr_array_unref (self->discoveries);
  g_hash_table_unref (self->candidates);
  g_hash_table_unref (self->peers);
  g_clear_object (&self->certificate);
  g_clear_object (&self->admission);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tambo_neighbourhood_parent_class)->finalize (object);
}

static guint
add_signal (TamboNeighbourhoodClass *klass, const char *name)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       TAMBO_TYPE_PEER);
}

static void
tambo_neighbourhood_class_init (TamboNeighbourhoodClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_neighbourhood_dispose;
  object_class->finalize = tambo_neighbourhood_finalize;

  signals[SIGNAL_PEER_ALIVE] = add_signal (klass, "peer-alive");
  signals[SIGNAL_PEER_GREETED] = add_signal (klass, "peer-greeted");
  signals[SIGNAL_PEER_GONE] = add_signal (klass, "peer-gone");
}

static void
tambo_neighbourhood_init (TamboNeighbourhood *self)
{
  self->discoveries = g_ptr_array_new_with_free_func (g_object_unref);
  self->candidates = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, tambo_door_free);
  self->peers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->cancellable = g_cancellable_new ();
  tambo_clinic_contact_init (&self->clinic);
}

/**
 * tambo_neighbourhood_new:
 * @config: lives longer
 * @describe_self: called for each hello
 * @user_data: (not nullable): for @describe_self
 */
TamboNeighbourhood *
tambo_neighbourhood_new (const TamboMeshConfig *config,
                         GTlsCertificate *certificate,
                         TamboAdmission *admission,
                         TamboSelfFunc describe_self,
                         gpointer user_data)
{
  TamboNeighbourhood *self = g_object_new (TAMBO_TYPE_NEIGHBOURHOOD, NULL);

  self->config = config;
  self->certificate = g_object_ref (certificate);
  self->admission = g_object_ref (admission);
  self->describe_self = describe_self;
  self->user_data = user_data;

  return self;
}

void
tambo_neighbourhood_add_discovery (TamboNeighbourhood *self,
                                   TamboDiscovery *discovery,
                                   const char *source)
{
  g_return_if_fail (TAMBO_IS_NEIGHBOURHOOD (self));

  g_object_set_data (G_OBJECT (discovery), "tambo-source", (gpointer) source);
  g_signal_connect (discovery, "candidate-added", G_CALLBACK (on_candidate_added), self);
  g_signal_connect (discovery, "candidate-removed", G_CALLBACK (on_candidate_removed), self);
  g_ptr_array_add (self->discoveries, g_object_ref (discovery));
}

/* @port: where our listener answers. */
void
tambo_neighbourhood_start (TamboNeighbourhood *self, guint16 port)
{
  g_return_if_fail (TAMBO_IS_NEIGHBOURHOOD (self));

  self->port = port;
  for (guint i = 0; i < self->discoveries->len; i++)
    tambo_discovery_start (g_ptr_array_index (self->discoveries, i), port);
  schedule (self);
}

void
tambo_neighbourhood_stop (TamboNeighbourhood *self)
{
  g_return_if_fail (TAMBO_IS_NEIGHBOURHOOD (self));

  if (self->port == 0)
    return;

  for (guint i = 0; i < self->discoveries->len; i++)
    tambo_discovery_stop (g_ptr_array_index (self->discoveries, i));
  self->port = 0;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}

/**
 * tambo_neighbourhood_add_address:
 * @source: one of the constants
 */
void
tambo_neighbourhood_add_address (TamboNeighbourhood *self,
                                 GInetSocketAddress *address,
                                 const char *source)
{
  g_autofree char *key = NULL;
  TamboDoor *candidate;

  g_return_if_fail (TAMBO_IS_NEIGHBOURHOOD (self));

  key = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));
  candidate = g_hash_table_lookup (self->candidates, key);
  if (candidate != NULL)
    {
      candidate->withdrawn = FALSE;
      return;
    }
  if (g_hash_table_size (self->candidates) >= MAX_CANDIDATES)
    return;
  /* Staff and operators know what they write; all else is judged. */
  if (strcmp (source, TAMBO_SOURCE_STATIC) != 0 &&
      !tambo_door_is_plausible (address,
                                self->candidates,
                                self->port,
                                self->config->allow_loopback))
    return;

  candidate = tambo_door_new (address, source, self->certificate, self->admission);
  g_hash_table_replace (self->candidates, candidate->key, candidate);
  schedule (self);
}

/**
 * tambo_neighbourhood_heard:
 *
 * A peer greeted us. It counts as alive only once it answers our own greeting.
 */
void
tambo_neighbourhood_heard (TamboNeighbourhood *self,
                           const char *pin,
                           GSocketAddress *address,
                           TamboHello *hello)
{
  TamboPeer *peer;

  g_return_if_fail (TAMBO_IS_NEIGHBOURHOOD (self));

  peer = g_hash_table_lookup (self->peers, pin);
  if (peer != NULL && tambo_peer_is_alive (peer))
    take_hello (self, peer, hello);
  else
    {
      g_autoptr (GInetSocketAddress) listener = tambo_door_find_behind (address, hello);

      if (listener != NULL)
        tambo_neighbourhood_add_address (self, listener, TAMBO_SOURCE_PEER);
    }
}

/* The roster changed: those that are no longer in it are gone, those that were refused are tried
 * again. */
void
tambo_neighbourhood_recheck (TamboNeighbourhood *self)
{
  GHashTableIter iter;
  TamboPeer *peer;

  g_return_if_fail (TAMBO_IS_NEIGHBOURHOOD (self));

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &peer))
    {
      g_autoptr (TamboPeer) gone = NULL;

      if (tambo_admission_admits (self->admission, tambo_peer_get_pin (peer)))
        continue;
      gone = g_object_ref (peer);
      g_hash_table_iter_remove (&iter);
      if (tambo_peer_is_alive (gone))
        {
          tambo_peer_take_event (gone, TAMBO_LINK_EVENT_DROPPED);
          g_signal_emit (self, signals[SIGNAL_PEER_GONE], 0, gone);
        }
    }

  tambo_door_hurry (self->candidates, TRUE);
  schedule (self);
}

/* There is something new to say of ourselves. */
void
tambo_neighbourhood_tell (TamboNeighbourhood *self)
{
  g_return_if_fail (TAMBO_IS_NEIGHBOURHOOD (self));

  tambo_door_hurry (self->candidates, FALSE);
  schedule (self);
}

GPtrArray *
tambo_neighbourhood_list (TamboNeighbourhood *self, gboolean only_alive)
{
  GPtrArray *peers = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer peer;

  g_return_val_if_fail (TAMBO_IS_NEIGHBOURHOOD (self), peers);

  g_hash_table_iter_init (&iter, self->peers);
  while (g_hash_table_iter_next (&iter, NULL, &peer))
    {
      if (!only_alive || tambo_peer_is_alive (peer))
        g_ptr_array_add (peers, g_object_ref (peer));
    }

  return peers;
}

TamboPeer *
tambo_neighbourhood_find (TamboNeighbourhood *self, const char *pin)
{
  g_return_val_if_fail (TAMBO_IS_NEIGHBOURHOOD (self), NULL);

  return g_hash_table_lookup (self->peers, pin);
}

gint64
tambo_neighbourhood_get_clinic (TamboNeighbourhood *self, int *out_hops)
{
  g_return_val_if_fail (TAMBO_IS_NEIGHBOURHOOD (self), TAMBO_HELLO_NEVER);

  return tambo_clinic_contact_get_age (&self->clinic, tambo_clock_boottime_ms (), out_hops);
}

void
tambo_neighbourhood_fill_addresses (TamboNeighbourhood *self, TamboHello *hello)
{
  g_autofree char *own = g_strdup_printf (":%u", self->port);
  GHashTableIter iter;
  gpointer peer;
  guint n = 0;

  g_return_if_fail (TAMBO_IS_NEIGHBOURHOOD (self));

  tambo_hello_add_address (hello, own);
  g_hash_table_iter_init (&iter, self->peers);
  while (n < MAX_TOLD && g_hash_table_iter_next (&iter, NULL, &peer))
    {
      g_autofree char *address = NULL;

      if (!tambo_peer_is_alive (peer))
        continue;
      address = tambo_peer_format_address (peer);
      if (strchr (address, '%') != NULL)
        continue;
      tambo_hello_add_address (hello, address);
      n++;
    }
}

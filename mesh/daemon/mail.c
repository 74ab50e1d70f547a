/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/mail.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/consult/envelope.h"
#include "mesh/daemon/clock.h"
#include "mesh/daemon/mail-exchange.h"

#include <string.h>

/* Without any news, neighbours are compared after so many greetings all the same. */
#define GREETINGS_PER_EXCHANGE 5
#define SETTLE_MS 100

struct _TamboMail
{
  GObject parent_instance;

  TamboCourier *courier;             /* (owned) */
  TamboNeighbourhood *neighbourhood; /* (owned) */
  const TamboMeshConfig *config;     /* (unowned) */
  GHashTable *exchanges;             /* (owned) (element-type utf8 Slot) by pin */
  GCancellable *cancellable;         /* (owned) */
  guint batch_source;
  guint settle_source;
  gboolean started;
};

/* What is known of the exchange with one peer. */
typedef struct
{
  gboolean running;
  gboolean again; /* asked for while it ran */
  guint n_greetings;
} Slot;

G_DEFINE_FINAL_TYPE (TamboMail, tambo_mail, G_TYPE_OBJECT)

enum
{
  SIGNAL_ARRIVED,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void exchange (TamboMail *self, TamboPeer *peer);

static Slot *
find_slot (TamboMail *self, const char *pin)
{
  Slot *slot = g_hash_table_lookup (self->exchanges, pin);

  if (slot == NULL)
    {
      slot = g_new0 (Slot, 1);
      g_hash_table_replace (self->exchanges, g_strdup (pin), slot);
    }

  return slot;
}

/* One exchange and who it is with. */
typedef struct
{
  TamboMail *mail; /* (owned) */
  TamboPeer *peer; /* (owned) */
} Visit;

static void
on_exchange_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree Visit *visit = user_data;
  g_autoptr (TamboMail) self = visit->mail;
  g_autoptr (TamboPeer) peer = visit->peer;
  g_autoptr (GError) error = NULL;
  Slot *slot = find_slot (self, tambo_peer_get_pin (peer));

  slot->running = FALSE;
  if (!tambo_mail_exchange_finish (TAMBO_COURIER (object), result, &error))
    g_debug ("mail.interrupted %s", tambo_error_get_word (error));
  if (!self->started)
    return;

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (slot->again)
    exchange (self, peer);
}

static GStrv
take (const char *pin, TamboEnvelopeBatch *batch, gpointer user_data, GError **error)
{
  return tambo_mail_take_in (user_data, pin, batch, error);
}

static void
exchange (TamboMail *self, TamboPeer *peer)
{
  Slot *slot = find_slot (self, tambo_peer_get_pin (peer));
  Visit *visit;

  if (!tambo_peer_is_alive (peer) || tambo_peer_get_client (peer) == NULL)
    return;
  if (slot->running)
    {
      slot->again = TRUE;
      return;
    }

  slot->running = TRUE;
  slot->again = FALSE;
  slot->n_greetings = 0;
  visit = g_new0 (Visit, 1);
  visit->mail = g_object_ref (self);
  visit->peer = g_object_ref (peer);
  tambo_mail_exchange_async (self->courier,
                             peer,
                             take,
                             self,
                             self->cancellable,
                             on_exchange_ready,
                             visit);
}

static gboolean
on_settled (gpointer user_data)
{
  TamboMail *self = user_data;
  g_autoptr (GPtrArray) peers = tambo_neighbourhood_list (self->neighbourhood, TRUE);

  self->settle_source = 0;
  for (guint i = 0; i < peers->len; i++)
    exchange (self, g_ptr_array_index (peers, i));

  return G_SOURCE_REMOVE;
}

/* Something new is here: all neighbours are told, a moment later, for more may come. */
static void
spread (TamboMail *self)
{
  if (self->started && self->settle_source == 0)
    self->settle_source = g_timeout_add (SETTLE_MS, on_settled, self);
}

static void schedule_batch (TamboMail *self);

static gboolean
on_batch (gpointer user_data)
{
  TamboMail *self = user_data;
  g_autoptr (GError) error = NULL;
  guint n_released = 0;

  self->batch_source = 0;
  if (!tambo_courier_release (self->courier, &n_released, &error))
    g_warning ("mail.release %s", tambo_error_get_word (error));
  if (n_released > 0)
    spread (self);
  schedule_batch (self);

  return G_SOURCE_REMOVE;
}

static void
schedule_batch (TamboMail *self)
{
  self->batch_source = g_timeout_add (tambo_clock_jitter (self->config->batch_ms, 30),
                                      on_batch,
                                      self);
}

static void
on_peer_alive (TamboMail *self, TamboPeer *peer)
{
  exchange (self, peer);
}

static void
on_peer_greeted (TamboMail *self, TamboPeer *peer)
{
  Slot *slot = find_slot (self, tambo_peer_get_pin (peer));

  if (++slot->n_greetings >= GREETINGS_PER_EXCHANGE)
    exchange (self, peer);
}

static void
tambo_mail_dispose (GObject *object)
{
  TamboMail *self = TAMBO_MAIL (object);

  tambo_mail_stop (self);

  G_OBJECT_CLASS (tambo_mail_parent_class)->dispose (object);
}

static void
tambo_mail_finalize (GObject *object)
{
  TamboMail *self = TAMBO_MAIL (object);

  g_clear_object (&self->courier);
  g_clear_object (&self->neighbourhood);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->exchanges);

  G_OBJECT_CLASS (tambo_mail_parent_class)->finalize (object);
}

static guint
add_signal (TamboMailClass *klass, const char *name)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (klass),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
tambo_mail_class_init (TamboMailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tambo_mail_dispose;
  object_class->finalize = tambo_mail_finalize;

  signals[SIGNAL_ARRIVED] = add_signal (klass, "arrived");
  signals[SIGNAL_CHANGED] = add_signal (klass, "changed");
}

static void
tambo_mail_init (TamboMail *self)
{
  self->exchanges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

TamboMail *
tambo_mail_new (TamboCourier *courier,
                TamboNeighbourhood *neighbourhood,
                const TamboMeshConfig *config)
{
  TamboMail *self = g_object_new (TAMBO_TYPE_MAIL, NULL);

  self->courier = g_object_ref (courier);
  self->neighbourhood = g_object_ref (neighbourhood);
  self->config = config;
  g_signal_connect_object (neighbourhood,
                           "peer-alive",
                           G_CALLBACK (on_peer_alive),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (neighbourhood,
                           "peer-greeted",
                           G_CALLBACK (on_peer_greeted),
                           self,
                           G_CONNECT_SWAPPED);

  return self;
}

void
tambo_mail_start (TamboMail *self)
{
  g_return_if_fail (TAMBO_IS_MAIL (self));

  self->started = TRUE;
  schedule_batch (self);
}

void
tambo_mail_stop (TamboMail *self)
{
  g_return_if_fail (TAMBO_IS_MAIL (self));

  self->started = FALSE;
  g_clear_handle_id (&self->batch_source, g_source_remove);
  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}

TamboCourier *
tambo_mail_get_courier (TamboMail *self)
{
  g_return_val_if_fail (TAMBO_IS_MAIL (self), NULL);

  return self->courier;
}

static gboolean
waits_for_batch (GBytes *bytes)
{
  g_autoptr (TamboEnvelope) envelope = tambo_envelope_parse (bytes, NULL);
  TamboEnvelopeType type = tambo_envelope_get_envelope_type (envelope);

  return type != TAMBO_ENVELOPE_URGENT && type != TAMBO_ENVELOPE_RECEIPT;
}

/**
 * tambo_mail_submit:
 *
 * Returns: (transfer full): the id; when this returns, the envelope is durable
 */
char *
tambo_mail_submit (TamboMail *self, GBytes *envelope, GError **error)
{
  g_autofree char *id = NULL;

  g_return_val_if_fail (TAMBO_IS_MAIL (self), NULL);

  id = tambo_courier_submit (self->courier, envelope, tambo_clock_boottime_ms (), error);
  if (id == NULL)
    return NULL;

  if (!waits_for_batch (envelope))
    spread (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  g_signal_emit (self, signals[SIGNAL_ARRIVED], 0);

  return g_steal_pointer (&id);
}

/* What a peer gave us. */
GStrv
tambo_mail_take_in (TamboMail *self, const char *pin, TamboEnvelopeBatch *batch, GError **error)
{
  g_auto (GStrv) words = NULL;
  guint n_new = 0;

  g_return_val_if_fail (TAMBO_IS_MAIL (self), NULL);

  words = tambo_courier_take_in (self->courier, pin, batch, tambo_clock_boottime_ms (), error);
  if (words == NULL)
    return NULL;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (strcmp (words[i], "ok") == 0)
        n_new++;
      else if (strcmp (words[i], "duplicate") != 0)
        g_info ("mail.refused %s pin=%.8s", words[i], pin);
    }
  if (n_new > 0)
    {
      g_debug ("mail.arrived n=%u", n_new);
      spread (self);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      g_signal_emit (self, signals[SIGNAL_ARRIVED], 0);
    }

  return g_steal_pointer (&words);
}

/**
 * tambo_mail_list_batches:
 *
 * What was submitted and waits for its batch goes, too: a stick may not come again for weeks.
 */
GPtrArray *
tambo_mail_list_batches (TamboMail *self, GError **error)
{
  g_autoptr (GPtrArray) batches = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  const TamboSummaryEntry *entries;
  guint n_released = 0;
  guint n_entries = 0;

  g_return_val_if_fail (TAMBO_IS_MAIL (self), NULL);

  if (!tambo_courier_release (self->courier, &n_released, error))
    return NULL;
  if (n_released > 0)
    spread (self);

  entries = tambo_envelope_set_find (tambo_courier_get_set (self->courier), "", &n_entries);
  for (guint i = 0; i < n_entries; i++)
    g_ptr_array_add (ids, tambo_hex_encode (entries[i].id, TAMBO_ENVELOPE_ID_SIZE));
  while (ids->len > 0)
    {
      g_autoptr (TamboEnvelopeBatch) batch =
          tambo_courier_next_batch (self->courier, ids, tambo_clock_boottime_ms (), error);

      if (batch == NULL)
        return NULL;
      if (tambo_envelope_batch_get_n_items (batch) == 0)
        break;
      g_ptr_array_add (batches, g_steal_pointer (&batch));
    }

  return g_steal_pointer (&batches);
}

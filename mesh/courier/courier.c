/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/courier/courier-private.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/trust/records.h"

#include <string.h>

/**
 * TamboCourier:
 *
 * Keeps envelopes and hands them on: which to take, which to send first, when one is old, when a
 * clinic has it. Accepted means committed. Time is passed in: milliseconds of CLOCK_BOOTTIME, of
 * which the courier makes a clock of its own that never jumps.
 */
enum
{
  SIGNAL_ARRIVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TamboCourier, tambo_courier, G_TYPE_OBJECT)

static void
tambo_courier_finalize (GObject *object)
{
  TamboCourier *self = TAMBO_COURIER (object);

  g_clear_object (&self->store);
  g_clear_object (&self->clinics);
  g_clear_pointer (&self->set, tambo_envelope_set_free);
  g_clear_pointer (&self->boot_id, g_free);

  G_OBJECT_CLASS (tambo_courier_parent_class)->finalize (object);
}

static void
tambo_courier_class_init (TamboCourierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_courier_finalize;

  /**
   * TamboCourier::arrived:
   *
   * At least one envelope is here that was not, or others may know of one that they might not.
   */
  signals[SIGNAL_ARRIVED] = g_signal_new ("arrived",
                                          TAMBO_TYPE_COURIER,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
tambo_courier_init (TamboCourier *self)
{
  self->set = tambo_envelope_set_new ();
}

/* Does not run backwards, whatever is passed in. */
static gint64
read_clock (TamboCourier *self, gint64 now_ms)
{
  self->newest_ms = MAX (self->newest_ms, now_ms + self->offset_ms);

  return self->newest_ms;
}

static gboolean
save_clock (TamboCourier *self, GError **error)
{
  return tambo_ledger_save_clock (self->ledger,
                                  self->boot_id,
                                  self->newest_ms - self->offset_ms,
                                  self->newest_ms,
                                  error);
}

/* After a restart within one boot, the time between counts; after another boot nobody knows how
 * long the device was off, and nothing is added: expiry may be late, never early. */
static gboolean
start_clock (TamboCourier *self, gint64 now_ms, GError **error)
{
  g_autofree char *boot_id = NULL;
  gint64 boottime_ms;
  gint64 clock_ms;

  if (!tambo_ledger_load_clock (self->ledger, &boot_id, &boottime_ms, &clock_ms, error))
    return FALSE;

  if (!g_str_equal (boot_id, self->boot_id))
    boottime_ms = now_ms;
  self->offset_ms = clock_ms - boottime_ms;
  self->newest_ms = clock_ms;
  read_clock (self, now_ms);

  return TRUE;
}

static void
add_to_set (const guint8 *id, guint rank, gpointer user_data)
{
  TamboCourier *self = user_data;
  TamboSummaryEntry entry = { .rank = (guint8) rank };

  memcpy (entry.id, id, sizeof entry.id);
  tambo_envelope_set_add (self->set, &entry);
}

static gboolean
load_set (TamboCourier *self, GError **error)
{
  g_clear_pointer (&self->set, tambo_envelope_set_free);
  self->set = tambo_envelope_set_new ();

  return tambo_envelope_store_foreach_released (self->store, add_to_set, self, error) &&
         tambo_envelope_store_sum (self->store, NULL, &self->size, error);
}

/**
 * tambo_courier_open:
 * @path: (type filename): of the database, made if it is missing
 * @clinics: says whose receipts to believe
 * @boot_id: another one after each boot of the device
 * @now_ms: CLOCK_BOOTTIME in milliseconds
 * @error: return location for a #GError
 */
TamboCourier *
tambo_courier_open (const char *path,
                    TamboClinics *clinics,
                    const char *boot_id,
                    gint64 now_ms,
                    GError **error)
{
  g_autoptr (TamboCourier) self = g_object_new (TAMBO_TYPE_COURIER, NULL);

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (TAMBO_IS_CLINICS (clinics), NULL);
  g_return_val_if_fail (boot_id != NULL, NULL);

  self->clinics = g_object_ref (clinics);
  self->boot_id = g_strdup (boot_id);
  self->store = tambo_envelope_store_open (path, error);
  if (self->store == NULL)
    return NULL;

  self->ledger = tambo_envelope_store_get_database (self->store);
  if (!start_clock (self, now_ms, error) || !load_set (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
begin (TamboCourier *self, GError **error)
{
  self->has_news = FALSE;

  return tambo_envelope_store_begin (self->store, error);
}

/* What is in memory follows what is on the disk. */
static void
roll_back (TamboCourier *self)
{
  tambo_envelope_store_rollback (self->store);
  load_set (self, NULL);
}

static gboolean
commit (TamboCourier *self, GError **error)
{
  if (!save_clock (self, error) || !tambo_envelope_store_commit (self->store, error))
    {
      roll_back (self);
      return FALSE;
    }

  if (self->has_news)
    g_signal_emit (self, signals[SIGNAL_ARRIVED], 0);

  return TRUE;
}

/**
 * tambo_courier_submit:
 * @self: a #TamboCourier
 * @envelope: written on this device
 * @now_ms: CLOCK_BOOTTIME in milliseconds
 * @error: return location for a #GError
 *
 * Takes in an envelope of our own. It is durable when this returns; others learn of it with the
 * next tambo_courier_release(), so that a relay sees a quarter of an hour and not a person.
 *
 * Returns: (transfer full): its id, or %NULL with %TAMBO_ERROR_ENVELOPE_FORMAT,
 *   %TAMBO_ERROR_ENVELOPE_QUOTA or %TAMBO_ERROR_DATABASE set
 */
char *
tambo_courier_submit (TamboCourier *self, GBytes *envelope, gint64 now_ms, GError **error)
{
  g_autoptr (TamboEnvelope) parsed = NULL;

  g_return_val_if_fail (TAMBO_IS_COURIER (self), NULL);
  g_return_val_if_fail (envelope != NULL, NULL);

  parsed = tambo_envelope_parse (envelope, error);
  if (parsed == NULL || !begin (self, error))
    return NULL;

  read_clock (self, now_ms);
  if (!tambo_courier_take_own (self, parsed, error))
    {
      roll_back (self);
      return NULL;
    }

  return commit (self, error) ? g_strdup (tambo_envelope_get_id (parsed)) : NULL;
}

/**
 * tambo_courier_release:
 * @self: a #TamboCourier
 * @out_n_released: (out) (optional): how many
 * @error: return location for a #GError
 *
 * Lets others know of all that was submitted.
 */
gboolean
tambo_courier_release (TamboCourier *self, guint *out_n_released, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;

  g_return_val_if_fail (TAMBO_IS_COURIER (self), FALSE);

  ids = tambo_envelope_store_list_unreleased (self->store, error);
  if (ids == NULL)
    return FALSE;

  if (ids->len > 0)
    {
      if (!tambo_envelope_store_release (self->store, error) || !load_set (self, error))
        return FALSE;

      g_signal_emit (self, signals[SIGNAL_ARRIVED], 0);
    }

  if (out_n_released != NULL)
    *out_n_released = ids->len;

  return TRUE;
}

/**
 * tambo_courier_take_in:
 * @self: a #TamboCourier
 * @peer: the pin of who hands over
 * @batch: what it hands over
 * @now_ms: CLOCK_BOOTTIME in milliseconds
 * @error: return location for a #GError
 *
 * Takes in what another kiosk hands over. What is accepted is durable when this returns.
 *
 * Returns: (transfer full): for each envelope `ok`, `duplicate`, or the word of the error for which
 *   it was refused; %NULL with %TAMBO_ERROR_DATABASE set if nothing was taken
 */
GStrv
tambo_courier_take_in (TamboCourier *self,
                       const char *peer,
                       TamboEnvelopeBatch *batch,
                       gint64 now_ms,
                       GError **error)
{
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (TAMBO_IS_COURIER (self), NULL);
  g_return_val_if_fail (peer != NULL, NULL);
  g_return_val_if_fail (TAMBO_IS_ENVELOPE_BATCH (batch), NULL);

  if (!begin (self, error))
    return NULL;

  read_clock (self, now_ms);
  words = tambo_courier_take_all (self, peer, batch, error);
  if (words == NULL)
    {
      roll_back (self);
      return NULL;
    }

  return commit (self, error) ? g_steal_pointer (&words) : NULL;
}

static gboolean
remove_all (TamboCourier *self, GPtrArray *ids, guint *n_removed, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      if (!tambo_courier_remove (self, g_ptr_array_index (ids, i), error))
        return FALSE;
    }

  *n_removed += ids->len;

  return TRUE;
}

static gboolean
remove_old (TamboCourier *self, guint *n_removed, GError **error)
{
  g_autoptr (GPtrArray) past = NULL;

  for (TamboEnvelopeType type = TAMBO_ENVELOPE_REQUEST; type <= TAMBO_ENVELOPE_URGENT; type++)
    {
      gint64 born_before_ms = self->newest_ms - tambo_courier_get_lifetime (type);
      g_autoptr (GPtrArray) older =
          tambo_envelope_store_list_older (self->store, type, born_before_ms, error);

      if (older == NULL || !remove_all (self, older, n_removed, error))
        return FALSE;
    }

  past = tambo_envelope_store_list_past_day (self->store, self->floor_day, error);

  return past != NULL && remove_all (self, past, n_removed, error) &&
         tambo_ledger_forget (self->ledger,
                              self->newest_ms - tambo_courier_get_lifetime (TAMBO_ENVELOPE_RECEIPT),
                              self->newest_ms / TAMBO_COURIER_DAY_MS - 1,
                              error);
}

/**
 * tambo_courier_expire:
 * @self: a #TamboCourier
 * @floor_unix: the newest signed time that was ever seen, in seconds; never a clock's
 * @now_ms: CLOCK_BOOTTIME in milliseconds
 * @out_n_expired: (out) (optional): how many
 * @error: return location for a #GError
 *
 * Drops what is too old, and saves how old the rest is. To be called every few minutes.
 */
gboolean
tambo_courier_expire (TamboCourier *self,
                      gint64 floor_unix,
                      gint64 now_ms,
                      guint *out_n_expired,
                      GError **error)
{
  guint n_removed = 0;

  g_return_val_if_fail (TAMBO_IS_COURIER (self), FALSE);

  if (!begin (self, error))
    return FALSE;

  read_clock (self, now_ms);
  self->floor_day = MAX (self->floor_day, tambo_day_from_unix (floor_unix));
  if (!remove_old (self, &n_removed, error))
    {
      roll_back (self);
      return FALSE;
    }

  if (!commit (self, error))
    return FALSE;

  if (out_n_expired != NULL)
    *out_n_expired = n_removed;

  return TRUE;
}

/**
 * tambo_courier_get:
 * @self: a #TamboCourier
 * @id: hexadecimal
 * @now_ms: CLOCK_BOOTTIME in milliseconds
 * @out_age_ms: (out): how old it is
 * @error: return location for a #GError
 *
 * Returns: (transfer full): an envelope that others may know of, or %NULL with
 *   %G_IO_ERROR_NOT_FOUND or %TAMBO_ERROR_DATABASE set
 */
GBytes *
tambo_courier_get (TamboCourier *self,
                   const char *id,
                   gint64 now_ms,
                   guint64 *out_age_ms,
                   GError **error)
{
  g_auto (TamboStoredEnvelope) stored = { 0 };
  gboolean found;

  g_return_val_if_fail (TAMBO_IS_COURIER (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (!tambo_envelope_store_find (self->store, id, &found, &stored, error))
    return NULL;
  if (!found || !stored.is_released)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No such envelope");
      return NULL;
    }

  *out_age_ms = (guint64) MAX (read_clock (self, now_ms) - stored.born_ms, 0);

  return tambo_envelope_store_get_bytes (self->store, id, error);
}

/* (transfer full) (element-type GBytes): the replies for a mailbox tag. */
GPtrArray *
tambo_courier_find_replies (TamboCourier *self, GBytes *tag, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_COURIER (self), NULL);
  g_return_val_if_fail (tag != NULL, NULL);

  return tambo_envelope_store_list_for (self->store, tag, TRUE, error);
}

/* (transfer full) (element-type GBytes): what is for a key and no receipt names yet, urgent first;
 * so many at most that a receipt is due before the rest. */
GPtrArray *
tambo_courier_list_for (TamboCourier *self, GBytes *recipient, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_COURIER (self), NULL);
  g_return_val_if_fail (recipient != NULL, NULL);

  return tambo_envelope_store_list_for (self->store, recipient, FALSE, error);
}

/**
 * tambo_courier_get_carriage:
 * @self: a #TamboCourier
 * @id: hexadecimal
 * @out_carriage: (out): how far it has come
 * @error: return location for a #GError
 */
gboolean
tambo_courier_get_carriage (TamboCourier *self,
                            const char *id,
                            TamboCarriage *out_carriage,
                            GError **error)
{
  g_auto (TamboStoredEnvelope) stored = { 0 };
  TamboReceived received = { 0 };
  gboolean is_here;
  gboolean is_received;

  g_return_val_if_fail (TAMBO_IS_COURIER (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (!tambo_envelope_store_find (self->store, id, &is_here, &stored, error) ||
      !tambo_ledger_find_received (self->ledger, id, NULL, &is_received, &received, error))
    return FALSE;

  if (is_here)
    *out_carriage = stored.is_carried || stored.peer != NULL ? TAMBO_CARRIAGE_CARRIED
                                                             : TAMBO_CARRIAGE_WAITING;
  else
    *out_carriage = is_received && received.was_here ? TAMBO_CARRIAGE_RECEIVED
                                                     : TAMBO_CARRIAGE_UNKNOWN;

  return TRUE;
}

/* (transfer full) (element-type utf8): our own that nobody else has yet, as far as we know. */
GPtrArray *
tambo_courier_list_waiting (TamboCourier *self, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_COURIER (self), NULL);

  return tambo_envelope_store_list_waiting (self->store, error);
}

/* After a peer has said that it has them. */
gboolean
tambo_courier_mark_carried (TamboCourier *self, const char *const *ids, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_COURIER (self), FALSE);
  g_return_val_if_fail (ids != NULL, FALSE);

  if (*ids == NULL)
    return TRUE;
  if (!begin (self, error))
    return FALSE;

  for (; *ids != NULL; ids++)
    {
      if (!tambo_envelope_store_set_carried (self->store, *ids, error))
        {
          roll_back (self);
          return FALSE;
        }
    }

  return commit (self, error);
}

/* Of what was written here: how many wait, are carried by others too, have been received. */
gboolean
tambo_courier_get_mailbox (TamboCourier *self,
                           guint *out_waiting,
                           guint *out_carried,
                           guint *out_received,
                           GError **error)
{
  g_return_val_if_fail (TAMBO_IS_COURIER (self), FALSE);

  return tambo_envelope_store_count_own (self->store, out_waiting, out_carried, error) &&
         tambo_ledger_count_own_received (self->ledger, out_received, error);
}

/* (transfer none): what others may know of; it changes. */
TamboEnvelopeSet *
tambo_courier_get_set (TamboCourier *self)
{
  g_return_val_if_fail (TAMBO_IS_COURIER (self), NULL);

  return self->set;
}

/* Whether an envelope that a peer has is neither here nor known to be received. */
gboolean
tambo_courier_wants (TamboCourier *self, const guint8 id[TAMBO_ENVELOPE_ID_SIZE])
{
  g_autofree char *text = tambo_hex_encode (id, TAMBO_ENVELOPE_ID_SIZE);
  TamboCarriage carriage;

  g_return_val_if_fail (TAMBO_IS_COURIER (self), FALSE);

  return tambo_courier_get_carriage (self, text, &carriage, NULL) &&
         carriage == TAMBO_CARRIAGE_UNKNOWN;
}

TamboSummaryAnswer *
tambo_courier_summarise (TamboCourier *self, TamboSummaryQuery *query)
{
  g_return_val_if_fail (TAMBO_IS_COURIER (self), NULL);
  g_return_val_if_fail (TAMBO_IS_SUMMARY_QUERY (query), NULL);

  return tambo_envelope_set_answer (self->set, query);
}

/**
 * tambo_courier_next_batch:
 * @self: a #TamboCourier
 * @ids: (element-type utf8): what to send, in order; what the batch holds is taken out
 * @now_ms: CLOCK_BOOTTIME in milliseconds
 * @error: return location for a #GError
 *
 * Returns: (transfer full): as much as one request holds; empty if nothing is left
 */
TamboEnvelopeBatch *
tambo_courier_next_batch (TamboCourier *self, GPtrArray *ids, gint64 now_ms, GError **error)
{
  g_autoptr (TamboEnvelopeBatch) batch = tambo_envelope_batch_new ();
  gboolean has_room = TRUE;
  guint n_done = 0;

  g_return_val_if_fail (TAMBO_IS_COURIER (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  while (n_done < ids->len && has_room)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GBytes) envelope = NULL;
      guint64 age_ms = 0;

      envelope =
          tambo_courier_get (self, g_ptr_array_index (ids, n_done), now_ms, &age_ms, &local_error);
      if (envelope != NULL)
        has_room = tambo_envelope_batch_add (batch, envelope, age_ms);
      else if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }

      if (has_room)
        n_done++;
    }

  if (n_done > 0)
    g_ptr_array_remove_range (ids, 0, n_done);

  return g_steal_pointer (&batch);
}

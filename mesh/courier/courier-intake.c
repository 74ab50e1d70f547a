/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a #TamboCourier takes in, and what goes for it. All within a transaction of the caller. */

#include "mesh/courier/courier-private.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/consult/receipt.h"

#include <string.h>

#define RANK_RECEIPT 0
#define RANK_URGENT 1
#define RANK_DUMMY 255
#define WORD_OK "ok"
#define WORD_DUPLICATE "duplicate"

static void
add_to_set (TamboCourier *self, const char *id, guint rank)
{
  TamboSummaryEntry entry = { .rank = (guint8) rank };

  if (tambo_hex_decode (id, entry.id, sizeof entry.id))
    tambo_envelope_set_add (self->set, &entry);
}

static guint
get_rank (TamboEnvelope *envelope)
{
  switch (tambo_envelope_get_envelope_type (envelope))
    {
    case TAMBO_ENVELOPE_RECEIPT:
      return RANK_RECEIPT;
    case TAMBO_ENVELOPE_URGENT:
      return RANK_URGENT;
    case TAMBO_ENVELOPE_DUMMY:
      return RANK_DUMMY;
    case TAMBO_ENVELOPE_REQUEST:
    case TAMBO_ENVELOPE_REPLY:
    case TAMBO_ENVELOPE_COMPLAINT:
    case TAMBO_ENVELOPE_STATISTICS:
    default:
      /* 1 KiB is 11, 256 KiB is 19. */
      return g_bit_storage (tambo_envelope_get_size_class (envelope));
    }
}

gint64
tambo_courier_get_lifetime (TamboEnvelopeType type)
{
  return tambo_envelope_type_get_lifetime (type) * TAMBO_COURIER_DAY_MS;
}

static gboolean
check_age (TamboCourier *self, TamboEnvelope *envelope, guint64 age_ms, GError **error)
{
  gint64 lifetime_ms = tambo_courier_get_lifetime (tambo_envelope_get_envelope_type (envelope));

  if (age_ms <= (guint64) lifetime_ms &&
      tambo_envelope_get_expiry_day (envelope) >= self->floor_day)
    return TRUE;

  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_EXPIRED, "The envelope is too old");

  return FALSE;
}

gboolean
tambo_courier_remove (TamboCourier *self, const char *id, GError **error)
{
  g_auto (TamboStoredEnvelope) stored = { 0 };
  guint8 raw[TAMBO_ENVELOPE_ID_SIZE];
  gboolean found;

  if (!tambo_envelope_store_find (self->store, id, &found, &stored, error))
    return FALSE;
  if (!found)
    return TRUE;
  if (!tambo_envelope_store_delete (self->store, id, error))
    return FALSE;

  self->size -= stored.size;
  if (tambo_hex_decode (id, raw, sizeof raw))
    tambo_envelope_set_remove (self->set, raw);

  return TRUE;
}

static gboolean
refuse_quota (GError **error)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_QUOTA, "No room for this peer's envelopes");

  return FALSE;
}

/* At the ceiling, the newest of the peer that has the most here goes, unless that is who hands
 * over now: nobody can push out what others brought. */
static gboolean
make_room (TamboCourier *self, const char *peer, gsize size, GError **error)
{
  guint64 own_bytes = 0;

  if (self->size + size <= TAMBO_COURIER_CEILING)
    return TRUE;
  if (peer != NULL && !tambo_envelope_store_sum (self->store, peer, &own_bytes, error))
    return FALSE;

  while (self->size + size > TAMBO_COURIER_CEILING)
    {
      g_autofree char *greediest = NULL;
      g_autoptr (GPtrArray) ids = NULL;
      guint64 bytes = 0;

      ids = tambo_envelope_store_list_newest_of_greediest (self->store, &greediest, &bytes, error);
      if (ids == NULL)
        return FALSE;
      if (ids->len == 0 || own_bytes + size > bytes || g_strcmp0 (peer, greediest) == 0)
        return refuse_quota (error);
      if (!tambo_courier_remove (self, g_ptr_array_index (ids, 0), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_quota (TamboCourier *self, const char *peer, gsize size, GError **error)
{
  guint n_envelopes;
  guint64 bytes;

  if (!tambo_ledger_get_handed_over (self->ledger,
                                     peer,
                                     self->newest_ms / TAMBO_COURIER_DAY_MS,
                                     &n_envelopes,
                                     &bytes,
                                     error))
    return FALSE;

  if (n_envelopes >= TAMBO_COURIER_DAY_ENVELOPES || bytes + size > TAMBO_COURIER_DAY_BYTES)
    return refuse_quota (error);

  return TRUE;
}

static GStrv
read_receipt (TamboCourier *self, TamboEnvelope *receipt, GError **error)
{
  const guint8 *deployment = tambo_clinics_get_deployment (self->clinics);
  const guint8 *identity = tambo_receipt_get_identity (receipt);

  if (deployment == NULL ||
      !tambo_clinics_owns_key (self->clinics, identity, tambo_envelope_get_recipient (receipt)))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_ENVELOPE_SIGNATURE,
                   "A receipt of no clinic that is trusted");
      return NULL;
    }

  return tambo_receipt_verify (receipt, deployment, identity, error);
}

/* A clinic speaks of its own key's envelopes only: others with those ids stay. */
static gboolean
apply_receipt (TamboCourier *self, TamboEnvelope *receipt, GStrv ids, GError **error)
{
  const guint8 *recipient = tambo_envelope_get_recipient (receipt);

  for (char **id = ids; *id != NULL; id++)
    {
      g_auto (TamboStoredEnvelope) stored = { 0 };
      TamboReceived received = { 0 };
      gboolean found;

      if (!tambo_envelope_store_find (self->store, *id, &found, &stored, error))
        return FALSE;

      received.was_here = found && memcmp (stored.recipient, recipient, TAMBO_RECIPIENT_SIZE) == 0;
      received.was_own = received.was_here && stored.peer == NULL;
      if ((received.was_here && !tambo_courier_remove (self, *id, error)) ||
          !tambo_ledger_add_received (self->ledger,
                                      *id,
                                      recipient,
                                      self->newest_ms,
                                      received,
                                      error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
insert (TamboCourier *self,
        TamboEnvelope *envelope,
        guint64 age_ms,
        const char *peer,
        GError **error)
{
  const char *id = tambo_envelope_get_id (envelope);
  gsize size = g_bytes_get_size (tambo_envelope_get_bytes (envelope));
  guint rank = get_rank (envelope);

  if (!make_room (self, peer, size, error) ||
      !tambo_envelope_store_insert (self->store,
                                    envelope,
                                    rank,
                                    self->newest_ms - (gint64) age_ms,
                                    peer,
                                    error))
    return FALSE;

  self->size += size;
  self->has_news = TRUE;
  if (peer != NULL)
    add_to_set (self, id, rank);

  return TRUE;
}

/* Whether it is here, or was until a clinic had it. The younger of two ages is believed: a relay
 * can make nothing old that others have too. */
static gboolean
find_duplicate (TamboCourier *self,
                TamboEnvelope *envelope,
                guint64 age_ms,
                gboolean *out_is_duplicate,
                GError **error)
{
  const char *id = tambo_envelope_get_id (envelope);
  g_auto (TamboStoredEnvelope) stored = { 0 };
  TamboReceived received;

  if (!tambo_envelope_store_find (self->store, id, out_is_duplicate, &stored, error))
    return FALSE;
  if (*out_is_duplicate)
    return tambo_envelope_store_make_younger (self->store,
                                              id,
                                              self->newest_ms - (gint64) age_ms,
                                              error);

  return tambo_ledger_find_received (self->ledger,
                                     id,
                                     tambo_envelope_get_recipient (envelope),
                                     out_is_duplicate,
                                     &received,
                                     error);
}

static gboolean
take_new (TamboCourier *self,
          const char *peer,
          TamboEnvelope *envelope,
          guint64 age_ms,
          GError **error)
{
  gsize size = g_bytes_get_size (tambo_envelope_get_bytes (envelope));
  g_auto (GStrv) received = NULL;

  if (!check_quota (self, peer, size, error))
    return FALSE;

  if (tambo_envelope_get_envelope_type (envelope) == TAMBO_ENVELOPE_RECEIPT)
    {
      received = read_receipt (self, envelope, error);
      if (received == NULL || !apply_receipt (self, envelope, received, error))
        return FALSE;
    }

  return insert (self, envelope, age_ms, peer, error) &&
         tambo_ledger_add_handed_over (self->ledger,
                                       peer,
                                       self->newest_ms / TAMBO_COURIER_DAY_MS,
                                       size,
                                       error);
}

/* The word for what became of it, or %NULL with an error set that is about the envelope or about
 * us. */
static const char *
take_one (TamboCourier *self, const char *peer, GBytes *bytes, guint64 age_ms, GError **error)
{
  g_autoptr (TamboEnvelope) envelope = tambo_envelope_parse (bytes, error);
  gboolean is_duplicate;

  if (envelope == NULL || !check_age (self, envelope, age_ms, error) ||
      !find_duplicate (self, envelope, age_ms, &is_duplicate, error))
    return NULL;

  if (is_duplicate)
    return WORD_DUPLICATE;

  return take_new (self, peer, envelope, age_ms, error) ? WORD_OK : NULL;
}

static gboolean
is_about_envelope (const GError *error)
{
  return error->domain == TAMBO_ERROR && error->code != TAMBO_ERROR_DATABASE;
}

/* Our own may be receipts: what they say holds here first of all. */
gboolean
tambo_courier_take_own (TamboCourier *self, TamboEnvelope *envelope, GError **error)
{
  g_auto (GStrv) received = NULL;
  gboolean is_duplicate;

  if (!find_duplicate (self, envelope, 0, &is_duplicate, error))
    return FALSE;
  if (is_duplicate)
    return TRUE;

  if (tambo_envelope_get_envelope_type (envelope) == TAMBO_ENVELOPE_RECEIPT)
    {
      received = read_receipt (self, envelope, error);
      if (received == NULL || !apply_receipt (self, envelope, received, error))
        return FALSE;
    }

  return insert (self, envelope, 0, NULL, error);
}

/* A word for each; %NULL if something is wrong with us and not with an envelope. */
GStrv
tambo_courier_take_all (TamboCourier *self,
                        const char *peer,
                        TamboEnvelopeBatch *batch,
                        GError **error)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; i < tambo_envelope_batch_get_n_items (batch); i++)
    {
      g_autoptr (GError) local_error = NULL;
      const char *word;

      word = take_one (self,
                       peer,
                       tambo_envelope_batch_get_envelope (batch, i),
                       tambo_envelope_batch_get_age (batch, i),
                       &local_error);
      if (word == NULL && !is_about_envelope (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }

      if (word == NULL)
        {
          word = tambo_error_get_word (local_error);
          g_info ("Refused an envelope that peer %.12s handed over: %s", peer, word);
        }
      g_strv_builder_add (words, word);
    }

  return g_strv_builder_end (words);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/receipt.h"

#include "content/base/error.h"

#include <sodium.h>
#include <string.h>

#define LABEL "tambo-receipt-1"

/* body = identity ‖ n ‖ n × id ‖ zeros ‖ signature: as large as if it were sealed */
#define OFFSET_COUNT TAMBO_KEY_SIZE
#define OFFSET_IDS (OFFSET_COUNT + 4)

G_STATIC_ASSERT (OFFSET_IDS + TAMBO_RECEIPT_MAX_IDS * TAMBO_ENVELOPE_ID_SIZE <=
                 TAMBO_ENVELOPE_MAX_CLASS - 16);
G_STATIC_ASSERT (crypto_sign_BYTES == crypto_box_SEALBYTES + 16);

/* The signature covers the label, the deployment, the header and the body up to itself. */
static guint8 *
collect_signed (TamboEnvelope *receipt, const guint8 *deployment, gsize *out_size)
{
  GBytes *bytes = tambo_envelope_get_bytes (receipt);
  gsize size = g_bytes_get_size (bytes) - crypto_sign_BYTES;
  guint8 *data = g_malloc (strlen (LABEL) + TAMBO_DEPLOYMENT_ID_SIZE + size);

  memcpy (data, LABEL, strlen (LABEL));
  memcpy (data + strlen (LABEL), deployment, TAMBO_DEPLOYMENT_ID_SIZE);
  memcpy (data + strlen (LABEL) + TAMBO_DEPLOYMENT_ID_SIZE, g_bytes_get_data (bytes, NULL), size);
  *out_size = strlen (LABEL) + TAMBO_DEPLOYMENT_ID_SIZE + size;

  return data;
}

static guint8 *
write_body (const char *const *ids, guint n_ids, const guint8 *identity_secret, gsize *out_size)
{
  guint8 *body;
  guint class;
  gboolean fits;

  fits = tambo_envelope_class_for_size (OFFSET_IDS + n_ids * TAMBO_ENVELOPE_ID_SIZE + 16 - 1,
                                        &class);
  g_assert (fits);

  *out_size = class + crypto_box_SEALBYTES;
  body = g_malloc0 (*out_size);
  crypto_sign_ed25519_sk_to_pk (body, identity_secret);
  for (guint i = 0; i < 4; i++)
    body[OFFSET_COUNT + i] = (guint8) (n_ids >> (8 * i));
  for (guint i = 0; i < n_ids; i++)
    {
      gsize size;
      int result = sodium_hex2bin (body + OFFSET_IDS + i * TAMBO_ENVELOPE_ID_SIZE,
                                   TAMBO_ENVELOPE_ID_SIZE,
                                   ids[i],
                                   strlen (ids[i]),
                                   NULL,
                                   &size,
                                   NULL);

      g_assert (result == 0 && size == TAMBO_ENVELOPE_ID_SIZE);
    }

  return body;
}

/**
 * tambo_receipt_new:
 * @ids: (array length=n_ids): ids of envelopes that were sealed to one key, hexadecimal
 * @n_ids: how many, at most %TAMBO_RECEIPT_MAX_IDS
 * @deployment: the deployment's id
 * @key_id: the key that they were sealed to
 * @identity_secret: the clinic's Ed25519 secret key
 * @today: day of writing
 *
 * The clinic's word that it holds these envelopes for good, upon which everybody drops them.
 *
 * Returns: (transfer full): an envelope of type receipt
 */
TamboEnvelope *
tambo_receipt_new (const char *const *ids,
                   guint n_ids,
                   const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                   const guint8 key_id[TAMBO_RECIPIENT_SIZE],
                   const guint8 identity_secret[64],
                   guint today)
{
  g_autoptr (TamboEnvelope) unsigned_receipt = NULL;
  g_autoptr (GBytes) unsigned_body = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autofree guint8 *covered = NULL;
  guint8 *data;
  gsize covered_size;
  gsize size;

  g_return_val_if_fail (n_ids > 0 && n_ids <= TAMBO_RECEIPT_MAX_IDS, NULL);

  data = write_body (ids, n_ids, identity_secret, &size);
  unsigned_body = g_bytes_new (data, size);
  body = g_bytes_new_take (data, size);
  unsigned_receipt = tambo_envelope_new (TAMBO_ENVELOPE_RECEIPT, today, key_id, unsigned_body);
  covered = collect_signed (unsigned_receipt, deployment, &covered_size);
  crypto_sign_detached (data + size - crypto_sign_BYTES,
                        NULL,
                        covered,
                        covered_size,
                        identity_secret);

  return tambo_envelope_new (TAMBO_ENVELOPE_RECEIPT, today, key_id, body);
}

/**
 * tambo_receipt_get_identity:
 * @receipt: an envelope of type receipt
 *
 * Returns: (transfer none): the Ed25519 key of the clinic that claims to have written it,
 *   %TAMBO_KEY_SIZE bytes; by it the clinic is found among those that are trusted
 */
const guint8 *
tambo_receipt_get_identity (TamboEnvelope *receipt)
{
  gsize size;

  g_return_val_if_fail (TAMBO_IS_ENVELOPE (receipt), NULL);

  return tambo_envelope_get_body (receipt, &size);
}

static gboolean
are_zero (const guint8 *data, gsize size)
{
  return sodium_is_zero (data, size) == 1;
}

static guint32
read_count (const guint8 *body)
{
  guint32 n = 0;

  for (guint i = 4; i > 0; i--)
    n = n << 8 | body[OFFSET_COUNT + i - 1];

  return n;
}

/**
 * tambo_receipt_verify:
 * @receipt: an envelope
 * @deployment: the deployment's id
 * @identity: the Ed25519 key of a clinic that is trusted
 * @error: return location for a #GError
 *
 * A receipt is worth something only for envelopes with its own recipient, and only if that is a
 * key of this clinic: the caller compares.
 *
 * Returns: (transfer full) (array zero-terminated=1): ids of envelopes, hexadecimal, or %NULL with
 *   %TAMBO_ERROR_ENVELOPE_FORMAT or %TAMBO_ERROR_ENVELOPE_SIGNATURE set
 */
char **
tambo_receipt_verify (TamboEnvelope *receipt,
                      const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                      const guint8 identity[TAMBO_KEY_SIZE],
                      GError **error)
{
  g_autofree guint8 *covered = NULL;
  const guint8 *body;
  gsize covered_size;
  gsize ids_end;
  gsize size;
  guint32 n_ids;
  char **ids;

  g_return_val_if_fail (TAMBO_IS_ENVELOPE (receipt), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  body = tambo_envelope_get_body (receipt, &size);
  n_ids = read_count (body);
  ids_end = OFFSET_IDS + (gsize) n_ids * TAMBO_ENVELOPE_ID_SIZE;
  if (tambo_envelope_get_envelope_type (receipt) != TAMBO_ENVELOPE_RECEIPT || n_ids == 0 ||
      ids_end > size - crypto_sign_BYTES ||
      !are_zero (body + ids_end, size - crypto_sign_BYTES - ids_end))
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_ENVELOPE_FORMAT,
                           "The envelope is no receipt");
      return NULL;
    }

  covered = collect_signed (receipt, deployment, &covered_size);
  if (memcmp (body, identity, TAMBO_KEY_SIZE) != 0 ||
      crypto_sign_verify_detached (body + size - crypto_sign_BYTES,
                                   covered,
                                   covered_size,
                                   identity) != 0)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_ENVELOPE_SIGNATURE,
                           "The receipt is not signed by this clinic");
      return NULL;
    }

  ids = g_new0 (char *, n_ids + 1);
  for (guint32 i = 0; i < n_ids; i++)
    {
      ids[i] = g_malloc (2 * TAMBO_ENVELOPE_ID_SIZE + 1);
      sodium_bin2hex (ids[i],
                      2 * TAMBO_ENVELOPE_ID_SIZE + 1,
                      body + OFFSET_IDS + i * TAMBO_ENVELOPE_ID_SIZE,
                      TAMBO_ENVELOPE_ID_SIZE);
    }

  return ids;
}

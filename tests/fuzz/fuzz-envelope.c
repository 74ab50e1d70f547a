/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/receipt.h"
#include "content/consult/seal.h"

#include "tests/support/consult.h"

#include <sodium.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What relays and clinics do with bytes from the network. */
static void
take (const TamboTestClinic *clinic, GBytes *bytes)
{
  g_autoptr (TamboEnvelope) envelope = tambo_envelope_parse (bytes, NULL);
  g_autoptr (TamboMessage) message = NULL;
  g_auto (GStrv) ids = NULL;

  if (envelope == NULL)
    return;

  ids = tambo_receipt_verify (envelope, tambo_test_deployment, clinic->identity, NULL);
  message = tambo_seal_open_request (envelope,
                                     tambo_test_deployment,
                                     clinic->intake,
                                     clinic->intake_secret,
                                     NULL);
}

/* What whoever knows the clinic's public key may put inside. */
static void
take_sealed (const TamboTestClinic *clinic, const guint8 *data, gsize size)
{
  guint8 padded[1024] = { 0 };
  guint8 *sealed = g_malloc (sizeof padded + crypto_box_SEALBYTES);
  g_autoptr (GBytes) body = g_bytes_new_take (sealed, sizeof padded + crypto_box_SEALBYTES);
  g_autoptr (TamboEnvelope) envelope = NULL;
  guint8 recipient[TAMBO_RECIPIENT_SIZE];

  size = MIN (size, sizeof padded - 1);
  memcpy (padded, data, size);
  sodium_pad (&size, padded, size, sizeof padded, sizeof padded);
  if (crypto_box_seal (sealed, padded, sizeof padded, clinic->intake) != 0)
    g_abort ();
  tambo_envelope_key_id (clinic->intake, recipient);
  envelope = tambo_envelope_new (TAMBO_ENVELOPE_REQUEST, TAMBO_TEST_DAY, recipient, body);
  take (clinic, tambo_envelope_get_bytes (envelope));
}

/* A fuzzer does not find four magic bytes and a length that fits by itself: it is given a whole
 * envelope of which its input is the beginning after the magic. */
static void
take_patched (const TamboTestClinic *clinic, const guint8 *data, gsize size)
{
  guint8 *whole = g_malloc0 (1024 + TAMBO_ENVELOPE_OVERHEAD);
  g_autoptr (GBytes) bytes = g_bytes_new_take (whole, 1024 + TAMBO_ENVELOPE_OVERHEAD);

  memcpy (whole, "TAM1", 4);
  whole[5] = 1;
  whole[6] = 5;
  whole[24] = 0x30;
  whole[25] = 0x04;
  if (size > 0)
    whole[4] = data[0];
  if (size > 1)
    memcpy (whole + TAMBO_ENVELOPE_HEADER_SIZE, data + 1, MIN (size - 1, 1072));
  take (clinic, bytes);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  TamboTestClinic clinic;

  tambo_test_clinic_init (&clinic, 1);
  take (&clinic, bytes);
  take_patched (&clinic, data, size);
  take_sealed (&clinic, data, size);

  return 0;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/sync/owner.h"

#include "content/base/digest.h"

#include <sodium.h>
#include <string.h>

#define LABEL "tambo-own-1"
#define PIN_SIZE 32

/**
 * tambo_owner_weigh:
 * @pin: of a peer, hexadecimal
 * @digest: of a file
 * @run: number of a run of sixteen leaves
 *
 * BLAKE2b-64 of the label, the pin and the digest as raw bytes, and the run as four bytes, the
 * lowest first. All peers compute the same, so they agree on an owner without a word.
 */
guint64
tambo_owner_weigh (const char *pin, const char *digest, guint32 run)
{
  guint8 raw_pin[PIN_SIZE] = { 0 };
  guint8 raw_digest[TAMBO_DIGEST_SIZE] = { 0 };
  guint32 run_le = GUINT32_TO_LE (run);
  guint8 hash[sizeof (guint64)];
  guint64 weight = 0;
  crypto_generichash_blake2b_state state;

  tambo_hex_decode (pin, raw_pin, sizeof raw_pin);
  tambo_digest_to_raw (digest, raw_digest);

  crypto_generichash_blake2b_init (&state, NULL, 0, sizeof hash);
  crypto_generichash_blake2b_update (&state, (const guint8 *) LABEL, strlen (LABEL));
  crypto_generichash_blake2b_update (&state, raw_pin, sizeof raw_pin);
  crypto_generichash_blake2b_update (&state, raw_digest, sizeof raw_digest);
  crypto_generichash_blake2b_update (&state, (const guint8 *) &run_le, sizeof run_le);
  crypto_generichash_blake2b_final (&state, hash, sizeof hash);

  for (gsize i = 0; i < sizeof hash; i++)
    weight |= (guint64) hash[i] << (8 * i);

  return weight;
}

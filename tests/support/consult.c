/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/consult.h"

#include <sodium.h>
#include <string.h>

const guint8 tambo_test_deployment[TAMBO_DEPLOYMENT_ID_SIZE] = { 0, 1, 2,  3,  4,  5,  6,  7,
                                                                 8, 9, 10, 11, 12, 13, 14, 15 };

void
tambo_test_clinic_init (TamboTestClinic *clinic, guint8 number)
{
  guint8 seed[32];

  memset (seed, number, sizeof seed);
  crypto_sign_seed_keypair (clinic->identity, clinic->identity_secret, seed);
  crypto_box_seed_keypair (clinic->intake, clinic->intake_secret, seed);
}

/* With the cheapest argon2id there is: a test opens many. */
TamboMailbox *
tambo_test_mailbox_new (const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboCode) parsed = tambo_code_parse (code, &error);
  TamboMailbox *mailbox;

  g_assert_no_error (error);
  mailbox = tambo_mailbox_derive (parsed,
                                  tambo_test_deployment,
                                  crypto_pwhash_OPSLIMIT_MIN,
                                  crypto_pwhash_MEMLIMIT_MIN,
                                  &error);
  g_assert_no_error (error);

  return mailbox;
}

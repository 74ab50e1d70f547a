/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/clinic.h"

#include "content/base/digest.h"
#include "content/consult/seal.h"

#include "tests/support/async.h"

#include <sodium.h>
#include <string.h>

/* A clinic with the keys of tambo_test_clinic_init(), sealed under %TAMBO_TEST_PASSPHRASE with the
 * cheapest argon2id there is. */
TamboClinicStore *
tambo_test_clinic_store_new (const char *path, guint8 number)
{
  static const char *const languages[] = { "en", "fr", NULL };
  static const char *const names[] = { "North Clinic", "Clinique du Nord", NULL };
  g_autoptr (TamboVault) vault = tambo_vault_new_random ();
  g_autoptr (TamboTexts) name = tambo_texts_new (languages, names);
  g_autoptr (TamboKeyring) keyring = NULL;
  g_autoptr (TamboClinicRecord) record = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  g_autoptr (GError) error = NULL;
  TamboClinicStore *store;
  TamboIntakeKey key = { (char *) "intake-1", { 0 }, TAMBO_TEST_DAY - 1, TAMBO_TEST_DAY + 45 };
  TamboTestClinic clinic;

  tambo_test_clinic_init (&clinic, number);
  memcpy (key.key, clinic.intake, sizeof key.key);
  keyring = tambo_keyring_new (clinic.identity_secret);
  tambo_keyring_add_intake (keyring, clinic.intake, clinic.intake_secret);
  record = tambo_clinic_record_new ("north", name, clinic.identity, &key, 1, 3);
  wrapped = tambo_vault_wrap (vault,
                              TAMBO_TEST_PASSPHRASE,
                              crypto_pwhash_OPSLIMIT_MIN,
                              crypto_pwhash_MEMLIMIT_MIN,
                              &error);
  g_assert_no_error (error);

  store = tambo_clinic_store_open (path, &error);
  g_assert_no_error (error);
  tambo_clinic_store_found (store, vault, wrapped, record, keyring, &error);
  g_assert_no_error (error);

  return store;
}

TamboVault *
tambo_test_vault_open (TamboClinicStore *store)
{
  TamboVault *vault = tambo_vault_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tambo_vault_unlock_async (vault,
                            tambo_clinic_store_get_wrapped_vault (store),
                            TAMBO_TEST_PASSPHRASE,
                            NULL,
                            tambo_test_store_result,
                            &result);
  tambo_vault_unlock_finish (vault, tambo_test_wait_for_result (&result), &error);
  g_assert_no_error (error);

  return vault;
}

TamboIntake *
tambo_test_intake_new (TamboClinicStore *store, TamboVault *vault)
{
  g_autoptr (TamboMessageStore) messages = tambo_message_store_new (store, vault);
  g_autoptr (TamboKeyring) keyring = NULL;
  g_autofree char *deployment = NULL;
  g_autoptr (GError) error = NULL;

  deployment = tambo_hex_encode (tambo_test_deployment, sizeof tambo_test_deployment);
  tambo_clinic_store_pin_deployment (store, deployment, &error);
  g_assert_no_error (error);
  keyring = tambo_clinic_store_load_keyring (store, vault, &error);
  g_assert_no_error (error);

  return tambo_intake_new (store, messages, keyring);
}

/* @request as the person of %TAMBO_TEST_CODE sends it to the clinic with the keys of a number. */
TamboEnvelope *
tambo_test_seal (TamboRequest *request, guint8 message_number, guint8 clinic_number)
{
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;
  TamboEnvelope *envelope;
  TamboTestClinic clinic;

  tambo_test_clinic_init (&clinic, clinic_number);
  message = tambo_test_message_new (TAMBO_MESSAGE_REQUEST, message_number);
  body = tambo_request_to_bytes (request, message, TAMBO_TEST_DAY, &error);
  g_assert_no_error (error);
  tambo_message_set_body (message, body);
  envelope = tambo_seal_request (message,
                                 tambo_request_get_urgent (request),
                                 clinic.intake,
                                 TAMBO_TEST_DAY,
                                 &error);
  g_assert_no_error (error);

  return envelope;
}

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

/* A message whose id is @number sixteen times, to the mailbox of %TAMBO_TEST_CODE, so that what
 * follows from it is the same in every run. */
TamboMessage *
tambo_test_message_new (TamboMessageKind kind, guint8 number)
{
  g_autoptr (TamboMailbox) mailbox = tambo_test_mailbox_new (TAMBO_TEST_CODE);
  g_autoptr (TamboMessage) drawn = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr (GBytes) fixed = NULL;
  g_autoptr (GError) error = NULL;
  TamboMessage *message;
  guint8 *data;
  gsize size;

  drawn = tambo_message_new (kind, tambo_test_deployment, mailbox);
  tambo_message_set_body (drawn, body);
  bytes = tambo_message_to_bytes (drawn);
  data = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));
  memset (data + 18, number, 2 * TAMBO_MESSAGE_ID_SIZE); /* thread and id */
  fixed = g_bytes_new_take (data, size);
  message = tambo_message_new_from_bytes (fixed, &error);
  g_assert_no_error (error);

  return message;
}

TamboConsultCheck *
tambo_test_check_new (void)
{
  static const char json[] =
      "{\"resourceType\":\"QuestionnaireResponse\",\"language\":\"fr\","
      "\"questionnaire\":\"urn:x-tambo:questionnaire:cough|1\",\"status\":\"completed\","
      "\"authored\":\"2026-11-22\",\"item\":["
      "{\"linkId\":\"long\",\"text\":\"Toussez-vous depuis plus de deux semaines ?\","
      "\"answer\":[{\"valueBoolean\":true}]},"
      "{\"linkId\":\"signs\",\"text\":\"Qu’avez-vous remarqué ?\",\"answer\":["
      "{\"valueCoding\":{\"system\":\"urn:x-tambo:codes:cough\",\"code\":\"fever\",\"display\":\"De la fièvre\"},"
      "\"item\":[{\"linkId\":\"degrees\",\"text\":\"Combien ?\",\"answer\":[{\"valueDecimal\":38.50}]}]},"
      "{\"valueCoding\":{\"system\":\"urn:x-tambo:codes:cough\",\"code\":\"sweat\",\"display\":\"Des sueurs la nuit\"}}]},"
      "{\"linkId\":\"blood\",\"text\":\"Y a-t-il du sang ?\",\"answer\":[{\"extension\":["
      "{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"asked-declined\"}]}]}]}";
  g_autoptr (GBytes) response = g_bytes_new_static (json, strlen (json));
  g_autoptr (GError) error = NULL;
  TamboConsultCheck *check;

  check =
      tambo_consult_check_new (response, "La toux", "soon", "Voyez quelqu’un bientôt", "3", &error);
  g_assert_no_error (error);

  return check;
}

/* A request in French with a text, a check and all consents. */
TamboRequest *
tambo_test_request_new (void)
{
  TamboRequest *request = tambo_request_new ("fr");
  g_autoptr (TamboConsultCheck) check = tambo_test_check_new ();

  tambo_request_set_text (request, "Je tousse la nuit. Est-ce grave ?");
  tambo_request_set_topic (request, "La toux");
  tambo_request_set_birth_decade (request, 1990);
  tambo_request_set_consent (request,
                             TAMBO_CONSENT_TEXT | TAMBO_CONSENT_ANSWERS | TAMBO_CONSENT_SCORE,
                             "1");
  tambo_request_add_check (request, check);

  return request;
}

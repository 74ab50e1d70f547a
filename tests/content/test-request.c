/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/consult/bundle.h"
#include "content/consult/fhir.h"
#include "content/consult/request.h"

#include "tests/support/consult.h"
#include "tests/support/forms.h"

#include <string.h>

typedef struct
{
  TamboMessage *message;
  TamboRequest *request;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->message = tambo_test_message_new (TAMBO_MESSAGE_REQUEST, 7);
  fixture->request = tambo_test_request_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->request);
  g_assert_finalize_object (fixture->message);
}

static GBytes *
write_request (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  bytes = tambo_request_to_bytes (fixture->request, fixture->message, TAMBO_TEST_DAY, &error);
  g_assert_no_error (error);

  return bytes;
}

static TamboRequest *
send_request (Fixture *fixture)
{
  g_autoptr (GBytes) bytes = write_request (fixture);
  g_autoptr (GError) error = NULL;
  TamboRequest *read;

  read = tambo_request_new_from_bytes (bytes, &error);
  g_assert_no_error (error);

  return read;
}

static gboolean
holds (GBytes *bytes, const char *text)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strstr_len (data, (gssize) size, text) != NULL;
}

static void
test_there_and_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboRequest) read = send_request (fixture);

  g_assert_cmpstr (tambo_request_get_language (read), ==, "fr");
  g_assert_cmpstr (tambo_request_get_text (read), ==, "Je tousse la nuit. Est-ce grave ?");
  g_assert_cmpstr (tambo_request_get_topic (read), ==, "La toux");
  g_assert_cmpstr (tambo_request_get_case_code (read), ==, "PNZGSP7XKDL4K");
  g_assert_cmpuint (tambo_request_get_birth_decade (read), ==, 1990);
  g_assert_false (tambo_request_get_urgent (read));
  g_assert_cmpint (tambo_request_get_consent (read),
                   ==,
                   TAMBO_CONSENT_TEXT | TAMBO_CONSENT_ANSWERS | TAMBO_CONSENT_SCORE);
}

static void
assert_line (TamboConsultCheck *check,
             guint index,
             guint depth,
             const char *question,
             const char *answers)
{
  const TamboConsultLine *line = tambo_consult_check_get_line (check, index);
  g_autofree char *joined = g_strjoinv (", ", line->answers);

  g_assert_cmpuint (line->depth, ==, depth);
  g_assert_cmpstr (line->question, ==, question);
  g_assert_cmpstr (joined, ==, answers);
}

static void
test_check_arrives (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboRequest) read = send_request (fixture);
  g_autoptr (TamboConsultCheck) check = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (tambo_request_get_checks (read)), ==, 1);
  check = g_list_model_get_item (tambo_request_get_checks (read), 0);
  g_assert_cmpstr (tambo_consult_check_get_title (check), ==, "La toux");
  g_assert_cmpstr (tambo_consult_check_get_language (check), ==, "fr");
  g_assert_cmpstr (tambo_consult_check_get_band (check), ==, "soon");
  g_assert_cmpstr (tambo_consult_check_get_band_text (check), ==, "Voyez quelqu’un bientôt");
  g_assert_cmpstr (tambo_consult_check_get_score (check), ==, "3");
  g_assert_cmpuint (tambo_consult_check_get_n_lines (check), ==, 4);
  assert_line (check, 0, 0, "Toussez-vous depuis plus de deux semaines ?", "true");
  assert_line (check, 1, 0, "Qu’avez-vous remarqué ?", "De la fièvre, Des sueurs la nuit");
  assert_line (check, 2, 1, "Combien ?", "38.50");
  assert_line (check, 3, 0, "Y a-t-il du sang ?", "");
  g_assert_true (tambo_consult_check_get_line (check, 0)->is_boolean);
  g_assert_true (tambo_consult_check_get_line (check, 3)->is_declined);
  g_assert_false (tambo_consult_check_get_line (check, 1)->is_declined);
}

/* No is as large as Yes: what the person did not agree to is not in the document at all. */
static void
test_consent_leaves_out (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    TamboConsent consent;
    gboolean has_text;
    gboolean has_answers;
    gboolean has_score;
  } vectors[] = {
    { 0, FALSE, FALSE, FALSE },
    { TAMBO_CONSENT_TEXT, TRUE, FALSE, FALSE },
    { TAMBO_CONSENT_ANSWERS, FALSE, TRUE, FALSE },
    { TAMBO_CONSENT_SCORE, FALSE, FALSE, FALSE },
    { TAMBO_CONSENT_ANSWERS | TAMBO_CONSENT_SCORE, FALSE, TRUE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (TamboRequest) read = NULL;

      tambo_request_set_consent (fixture->request, vectors[i].consent, "1");
      bytes = write_request (fixture);
      g_assert_true (holds (bytes, "Est-ce grave") == vectors[i].has_text);
      g_assert_true (holds (bytes, "remarqu") == vectors[i].has_answers);
      g_assert_true (holds (bytes, "valueInteger\":3") == vectors[i].has_score);
      read = tambo_request_new_from_bytes (bytes, NULL);
      g_assert_nonnull (read);
      g_assert_cmpint (tambo_request_get_consent (read), ==, vectors[i].consent);
    }
}

/* A resend after a partition makes nothing twice, because it is the same to the last byte. */
static void
test_same_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) one = write_request (fixture);
  g_autoptr (GBytes) other = write_request (fixture);
  g_autofree char *uuid = tambo_fhir_uuid ("07070707070707070707070707070707/Patient/1");

  g_assert_true (g_bytes_equal (one, other));
  g_assert_cmpstr (uuid, ==, "f35e3418-a639-538a-ad80-ff40a8904046");
  g_assert_true (holds (one, uuid));
}

static void
test_digits_stay (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = write_request (fixture);

  g_assert_true (holds (bytes, "\"valueDecimal\":38.50}"));
}

/* What a form hands over is what a request takes: no score and nothing hidden is in it. */
static void
test_real_form (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_cough ();
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_autoptr (GBytes) response = NULL;
  g_autoptr (TamboConsultCheck) check = NULL;
  g_autoptr (TamboConsultCheck) received = NULL;
  g_autoptr (TamboRequest) request = tambo_request_new ("fr");
  g_autoptr (TamboRequest) read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const TamboConsultLine *line;

  tambo_form_session_skip (session, "who", &error);
  g_assert_no_error (error);
  tambo_form_session_set_language (session, "fr");
  tambo_test_answer (session, "cough", "true");
  response = tambo_form_session_to_response (session, "sha256:00");
  check = tambo_consult_check_new (response, "La toux", "soon", NULL, "1", &error);
  g_assert_no_error (error);
  tambo_request_add_check (request, check);
  tambo_request_set_consent (request, TAMBO_CONSENT_ANSWERS, "1");
  bytes = tambo_request_to_bytes (request, fixture->message, TAMBO_TEST_DAY, &error);
  g_assert_no_error (error);
  read = tambo_request_new_from_bytes (bytes, &error);
  g_assert_no_error (error);

  received = g_list_model_get_item (tambo_request_get_checks (read), 0);
  g_assert_null (tambo_consult_check_get_score (received));
  line = tambo_consult_check_get_line (received, 0);
  g_assert_true (line->is_declined);
  g_assert_cmpstr (line->language, ==, "en");
  g_assert_cmpuint (tambo_consult_check_get_n_lines (received), >, 1);
}

/* Neither the digits of the code nor anything they are derived from but the case code. */
static void
test_says_nothing_of_code (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = write_request (fixture);
  g_autoptr (TamboMailbox) mailbox = tambo_test_mailbox_new (TAMBO_TEST_CODE);
  g_autofree char *tag = tambo_hex_encode (tambo_mailbox_get_tag (mailbox), TAMBO_TAG_SIZE);

  g_assert_false (holds (bytes, "3141592653589793"));
  g_assert_false (holds (bytes, tag));
  g_assert_true (holds (bytes, "PNZGSP7XKDL4K"));
}

static void
assert_refuses_body (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboRequest) read = tambo_request_new_from_bytes (bytes, &error);

  g_assert_nonnull (error);
  g_assert_true (error->domain == TAMBO_ERROR);
  g_assert_null (read);
}

/* Changes one place in a good document. */
static void
test_refuses (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *from;
    const char *to;
  } vectors[] = {
    { "no bundle", "\"Bundle\"", "\"Basket\"" },
    { "a transaction", "\"document\"", "\"transaction\"" },
    { "no Composition first", "\"Composition\"", "\"Communication\"" },
    { "a resource with no place", "\"Task\"", "\"Device\"" },
    { "a name beside a reference", "\"subject\":{", "\"subject\":{\"display\":\"A. B.\"," },
    { "two values", "\"valueBoolean\":true", "\"valueBoolean\":true,\"valueInteger\":1" },
    { "an attachment", "\"valueBoolean\":true", "\"valueAttachment\":{}" },
    { "contained", "\"intent\":", "\"contained\":[],\"intent\":" },
    { "a phone", "\"intent\":", "\"telecom\":[{\"value\":\"1\"}],\"intent\":" },
    { "birth date", "\"communication\":", "\"birthDate\":\"1990-01-02\",\"communication\":" },
    { "patient's name", "\"communication\":", "\"name\":[{}],\"communication\":" },
    { "who wrote down", "\"source\":", "\"author\":{},\"source\":" },
    { "passport", "urn:x-tambo:case", "urn:oid:2.16.840.1.113883.4.330" },
    { "language", "\"code\":\"fr\"", "\"code\":\"<fr>\"" },
    { "century", "\"valueInteger\":1990", "\"valueInteger\":1790" },
    { "item without a linkId", "\"linkId\":\"long\"", "\"x\":\"long\"" },
    { "number for a url", "\"fullUrl\":\"", "\"fullUrl\":1,\"x\":\"" },
    { "web url", "\"fullUrl\":\"urn:uuid:", "\"fullUrl\":\"http://a/" },
  };
  g_autoptr (GBytes) good = write_request (fixture);
  g_autofree char *text = g_strndup (g_bytes_get_data (good, NULL), g_bytes_get_size (good));

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      const char *at = strstr (text, vectors[i].from);
      g_autofree char *changed = NULL;
      g_autoptr (GBytes) bad = NULL;

      g_test_message ("%s", vectors[i].name);
      g_assert_nonnull (at);
      changed = g_strdup_printf ("%.*s%s%s",
                                 (int) (at - text),
                                 text,
                                 vectors[i].to,
                                 at + strlen (vectors[i].from));
      bad = g_bytes_new (changed, strlen (changed));
      assert_refuses_body (bad);
    }
}

static void
test_dangling_reference (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) good = write_request (fixture);
  g_autofree char *text = g_strndup (g_bytes_get_data (good, NULL), g_bytes_get_size (good));
  g_autofree char *uuid = tambo_fhir_uuid ("07070707070707070707070707070707/Task/1");
  g_autofree char *url = g_strdup_printf ("\"fullUrl\":\"urn:uuid:%s", uuid);
  g_autoptr (GBytes) bad = NULL;
  char *at = strstr (text, url);

  g_assert_nonnull (at);
  at[strlen (url) - 1] = at[strlen (url) - 1] == '0' ? '1' : '0';
  bad = g_bytes_new (text, strlen (text));
  assert_refuses_body (bad);
}

static void
test_cut (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) good = write_request (fixture);

  for (gsize size = 0; size < g_bytes_get_size (good); size += 97)
    {
      g_autoptr (GBytes) bad = g_bytes_new_from_bytes (good, 0, size);

      assert_refuses_body (bad);
    }
}

/* Two checks come out as two, each with its own result. */
static void
test_two_checks (Fixture *fixture, gconstpointer data)
{
  static const char json[] = "{\"resourceType\":\"QuestionnaireResponse\",\"language\":\"fr\"}";
  g_autoptr (GBytes) response = g_bytes_new_static (json, strlen (json));
  g_autoptr (TamboConsultCheck) check = NULL;
  g_autoptr (TamboConsultCheck) second = NULL;
  g_autoptr (TamboRequest) read = NULL;
  g_autoptr (GError) error = NULL;

  check = tambo_consult_check_new (response, "La tension", "same-day", NULL, NULL, &error);
  g_assert_no_error (error);
  tambo_request_add_check (fixture->request, check);
  read = send_request (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (tambo_request_get_checks (read)), ==, 2);
  second = g_list_model_get_item (tambo_request_get_checks (read), 1);
  g_assert_cmpstr (tambo_consult_check_get_title (second), ==, "La tension");
  g_assert_cmpstr (tambo_consult_check_get_band (second), ==, "same-day");
  g_assert_null (tambo_consult_check_get_score (second));
}

/* A form from a pack that was signed, but not thought through. */
static void
test_response_with_person (Fixture *fixture, gconstpointer data)
{
  static const char *const responses[] = {
    "{\"resourceType\":\"QuestionnaireResponse\",\"subject\":{\"display\":\"A. B.\"}}",
    "{\"resourceType\":\"QuestionnaireResponse\",\"source\":{}}",
    "{\"resourceType\":\"Patient\"}",
    "[]",
    "{",
  };

  for (guint i = 0; i < G_N_ELEMENTS (responses); i++)
    {
      g_autoptr (GBytes) response = g_bytes_new_static (responses[i], strlen (responses[i]));
      g_autoptr (TamboConsultCheck) check = NULL;
      g_autoptr (GError) error = NULL;

      check = tambo_consult_check_new (response, "x", NULL, NULL, NULL, &error);
      g_assert_nonnull (error);
      g_assert_true (error->domain == TAMBO_ERROR);
      g_assert_null (check);
    }
}

static void
test_writes_no_author (Fixture *fixture, gconstpointer data)
{
  static const char json[] = "{\"resourceType\":\"QuestionnaireResponse\",\"author\":{}}";
  g_autoptr (GBytes) response = g_bytes_new_static (json, strlen (json));
  g_autoptr (TamboConsultCheck) check = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  check = tambo_consult_check_new (response, "x", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  tambo_request_add_check (fixture->request, check);
  bytes = tambo_request_to_bytes (fixture->request, fixture->message, TAMBO_TEST_DAY, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CONSULT_FORMAT);
  g_assert_null (bytes);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/content/request/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("there-and-back", test_there_and_back);
  add_test ("check-arrives", test_check_arrives);
  add_test ("two-checks", test_two_checks);
  add_test ("consent-leaves-out", test_consent_leaves_out);
  add_test ("same-bytes", test_same_bytes);
  add_test ("digits-stay", test_digits_stay);
  add_test ("real-form", test_real_form);
  add_test ("says-nothing-of-code", test_says_nothing_of_code);
  add_test ("parse/refuses", test_refuses);
  add_test ("parse/dangling-reference", test_dangling_reference);
  add_test ("parse/cut", test_cut);
  add_test ("response-with-person", test_response_with_person);
  add_test ("writes-no-author", test_writes_no_author);
#undef add_test

  return g_test_run ();
}

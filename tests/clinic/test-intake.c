/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/consult/receipt.h"
#include "content/consult/seal.h"

#include "tests/support/clinic.h"
#include "tests/support/log.h"

#include <string.h>

typedef struct
{
  TamboClinicStore *store;
  TamboVault *vault;
  TamboIntake *intake;
  TamboRequest *request;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->store = tambo_test_clinic_store_new (":memory:", 1);
  fixture->vault = tambo_test_vault_open (fixture->store);
  fixture->intake = tambo_test_intake_new (fixture->store, fixture->vault);
  fixture->request = tambo_test_request_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->request);
  g_assert_finalize_object (fixture->intake);
  g_object_unref (fixture->vault); /* the thread that opened it may still let go of it */
  g_assert_finalize_object (fixture->store);
}

static guint
take (Fixture *fixture, TamboEnvelope *envelope)
{
  g_autoptr (GPtrArray) envelopes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  guint n_new = G_MAXUINT;

  g_ptr_array_add (envelopes, envelope);
  tambo_intake_take (fixture->intake, envelopes, TAMBO_TEST_NOW, &n_new, &error);
  g_assert_no_error (error);

  return n_new;
}

static GListModel *
list (Fixture *fixture)
{
  g_autoptr (TamboMessageStore) messages = NULL;
  g_autoptr (GError) error = NULL;
  GListModel *items;

  messages = tambo_message_store_new (fixture->store, fixture->vault);
  items = tambo_message_store_list (messages, &error);
  g_assert_no_error (error);

  return items;
}

/* Takes the next envelope out of those that wait for the daemon. */
static TamboEnvelope *
pop_outgoing (Fixture *fixture)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  TamboEnvelope *envelope;
  gint64 row;

  bytes = tambo_clinic_store_get_outgoing (fixture->store, 0, &row, &error);
  g_assert_no_error (error);
  if (bytes == NULL)
    return NULL;

  envelope = tambo_envelope_parse (bytes, &error);
  g_assert_no_error (error);
  tambo_clinic_store_remove_outgoing (fixture->store, row, &error);
  g_assert_no_error (error);

  return envelope;
}

static TamboMessage *
open_reply (TamboEnvelope *envelope)
{
  g_autoptr (TamboMailbox) mailbox = tambo_test_mailbox_new (TAMBO_TEST_CODE);
  g_autoptr (GError) error = NULL;
  TamboMessage *message;
  TamboTestClinic clinic;
  const guint8 *identity = clinic.identity;
  guint index;

  tambo_test_clinic_init (&clinic, 1);
  message = tambo_seal_open_reply (envelope,
                                   tambo_test_deployment,
                                   mailbox,
                                   &identity,
                                   1,
                                   &index,
                                   &error);
  g_assert_no_error (error);

  return message;
}

static void
test_stores (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = tambo_test_seal (fixture->request, 7, 1);
  g_autoptr (GListModel) items = NULL;
  g_autoptr (TamboConsultItem) item = NULL;

  g_assert_cmpuint (take (fixture, envelope), ==, 1);

  items = list (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 1);
  item = g_list_model_get_item (items, 0);
  g_assert_cmpstr (tambo_request_get_text (tambo_consult_item_get_request (item)),
                   ==,
                   tambo_request_get_text (fixture->request));
  g_assert_cmpint (tambo_consult_item_get_state (item), ==, TAMBO_CONSULT_NEW);
  g_assert_cmpint (tambo_consult_item_get_arrived (item), ==, TAMBO_TEST_NOW);
}

/* The person is told, and then the relays, by the clinic's own signature. */
static void
test_tells (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = tambo_test_seal (fixture->request, 7, 1);
  g_autoptr (TamboEnvelope) note = NULL;
  g_autoptr (TamboEnvelope) receipt = NULL;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;
  TamboTestClinic clinic;

  take (fixture, envelope);
  note = pop_outgoing (fixture);
  message = open_reply (note);
  g_assert_cmpint (tambo_message_get_kind (message), ==, TAMBO_MESSAGE_RECEIVED);

  tambo_test_clinic_init (&clinic, 1);
  receipt = pop_outgoing (fixture);
  ids = tambo_receipt_verify (receipt, tambo_test_deployment, clinic.identity, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  g_assert_cmpstr (ids[0], ==, tambo_envelope_get_id (envelope));
  g_assert_cmpmem (tambo_envelope_get_recipient (receipt),
                   16,
                   tambo_envelope_get_recipient (envelope),
                   16);
  g_assert_null (pop_outgoing (fixture));
}

/* The same message in another envelope, and the same envelope again. */
static void
test_twice_is_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = tambo_test_seal (fixture->request, 7, 1);
  g_autoptr (TamboEnvelope) again = tambo_test_seal (fixture->request, 7, 1);
  g_autoptr (GListModel) items = NULL;
  guint n_notes = 0;
  guint n_receipts = 0;

  g_assert_cmpuint (take (fixture, envelope), ==, 1);
  g_assert_cmpuint (take (fixture, again), ==, 0);
  g_assert_cmpuint (take (fixture, envelope), ==, 0);
  items = list (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 1);

  for (;;)
    {
      g_autoptr (TamboEnvelope) outgoing = pop_outgoing (fixture);

      if (outgoing == NULL)
        break;
      if (tambo_envelope_get_envelope_type (outgoing) == TAMBO_ENVELOPE_RECEIPT)
        n_receipts++;
      else
        n_notes++;
    }
  g_assert_cmpuint (n_notes, ==, 1);
  g_assert_cmpuint (n_receipts, ==, 3);
}

/* What cannot be opened is not receipted, so that it is not lost; and it hides nothing else. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboMessage) message = tambo_test_message_new (TAMBO_MESSAGE_REQUEST, 9);
  g_autoptr (TamboEnvelope) other_clinic = tambo_test_seal (fixture->request, 8, 2);
  g_autoptr (TamboEnvelope) good = tambo_test_seal (fixture->request, 7, 1);
  g_autoptr (TamboEnvelope) no_document = NULL;
  g_autoptr (GPtrArray) envelopes = g_ptr_array_new ();
  g_autoptr (GListModel) items = NULL;
  TamboTestClinic clinic;
  guint n_new;

  tambo_test_clinic_init (&clinic, 1);
  no_document = tambo_seal_request (message, FALSE, clinic.intake, TAMBO_TEST_DAY, NULL);
  g_ptr_array_add (envelopes, other_clinic);
  g_ptr_array_add (envelopes, no_document);
  g_ptr_array_add (envelopes, good);

  tambo_test_expect_warning ("*cannot be opened: consult.format");
  g_assert_true (tambo_intake_take (fixture->intake, envelopes, TAMBO_TEST_NOW, &n_new, NULL));
  tambo_test_assert_expected_warnings ();
  g_assert_cmpuint (n_new, ==, 1);
  items = list (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (items), ==, 1);

  /* Offered again, it is not logged again. */
  g_assert_true (tambo_intake_take (fixture->intake, envelopes, TAMBO_TEST_NOW, &n_new, NULL));
}

static void
test_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = tambo_test_seal (fixture->request, 7, 1);
  g_autoptr (TamboEnvelope) note = NULL;
  g_autoptr (TamboEnvelope) receipt = NULL;
  g_autoptr (TamboEnvelope) reply = NULL;
  g_autoptr (GListModel) items = NULL;
  g_autoptr (TamboConsultItem) item = NULL;
  g_autoptr (TamboAnswer) answer = NULL;
  g_autoptr (TamboAnswer) received = NULL;
  g_autoptr (TamboMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  take (fixture, envelope);
  note = pop_outgoing (fixture);
  receipt = pop_outgoing (fixture);
  items = list (fixture);
  item = g_list_model_get_item (items, 0);
  answer = tambo_answer_new ("fr",
                             "Venez demain.",
                             TAMBO_ADVICE_ACTION_BE_SEEN,
                             TAMBO_ADVICE_URGENCY_DAYS,
                             7,
                             TAMBO_ADVICE_CONTACT_NURSE);
  tambo_intake_answer (fixture->intake, item, answer, TAMBO_TEST_NOW, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tambo_consult_item_get_state (item), ==, TAMBO_CONSULT_ANSWERED);

  reply = pop_outgoing (fixture);
  message = open_reply (reply);
  g_assert_cmpint (tambo_message_get_kind (message), ==, TAMBO_MESSAGE_ANSWER);
  received = tambo_answer_new_from_bytes (tambo_message_get_body (message), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tambo_answer_get_text (received), ==, "Venez demain.");
  g_assert_cmpstr (tambo_answer_get_clinic_name (received), ==, "Clinique du Nord");
}

static gboolean
holds (const char *folder, const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize size;

      g_assert_true (g_file_get_contents (path, &content, &size, NULL));
      for (gsize i = 0; i + strlen (text) <= size; i++)
        if (memcmp (content + i, text, strlen (text)) == 0)
          return TRUE;
    }

  return FALSE;
}

/* Nothing of what people write or read is on the clinic's disk in the clear, and the search for it
 * finds what it plants. */
static void
test_nothing_in_clear (void)
{
  static const char marker[] = "zq7markerzq7";
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("tambo-clinic-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "clinic.db", NULL);
  g_autofree char *planted = g_build_filename (folder, "planted", NULL);
  Fixture fixture = { 0 };
  g_autoptr (TamboEnvelope) envelope = NULL;
  g_autoptr (GListModel) items = NULL;
  g_autoptr (TamboConsultItem) item = NULL;
  g_autoptr (TamboAnswer) answer = NULL;

  fixture.store = tambo_test_clinic_store_new (path, 1);
  fixture.vault = tambo_test_vault_open (fixture.store);
  fixture.intake = tambo_test_intake_new (fixture.store, fixture.vault);
  fixture.request = tambo_test_request_new ();
  tambo_request_set_text (fixture.request, marker);
  tambo_request_set_topic (fixture.request, marker);
  envelope = tambo_test_seal (fixture.request, 7, 1);
  take (&fixture, envelope);
  items = list (&fixture);
  item = g_list_model_get_item (items, 0);
  answer = tambo_answer_new ("fr", marker, 0, 0, 0, 0);
  tambo_intake_answer (fixture.intake, item, answer, TAMBO_TEST_NOW, &error);
  g_assert_no_error (error);

  g_assert_false (holds (folder, marker));
  g_assert_false (holds (folder, TAMBO_TEST_PASSPHRASE));
  g_assert_false (holds (folder, "Est-ce grave"));
  g_assert_true (g_file_set_contents (planted, marker, -1, &error));
  g_assert_true (holds (folder, marker));

  tear_down (&fixture, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  tambo_test_log_init ();

#define add_test(path, func) \
  g_test_add ("/clinic/intake/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("stores", test_stores);
  add_test ("tells", test_tells);
  add_test ("twice-is-once", test_twice_is_once);
  add_test ("unreadable", test_unreadable);
  add_test ("answer", test_answer);
#undef add_test
  g_test_add_func ("/clinic/intake/nothing-in-clear", test_nothing_in_clear);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "mesh/courier/reconciler.h"
#include "tests/support/envelopes.h"

#define CLASS 1024

/* Two couriers, and the bytes that they exchanged. */
typedef struct
{
  TamboTestClinics *clinics; /* (owned) */
  TamboCourier *ours;        /* (owned) */
  TamboCourier *theirs;      /* (owned) */
  gsize n_bytes;
  guint n_rounds;
} Fixture;

static const guint8 recipient[TAMBO_RECIPIENT_SIZE] = { 3 };

static TamboCourier *
open_courier (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TamboCourier *courier =
      tambo_courier_open (":memory:", TAMBO_CLINICS (fixture->clinics), "boot", 0, &error);

  g_assert_no_error (error);

  return courier;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->clinics = tambo_test_clinics_new ();
  fixture->ours = open_courier (fixture);
  fixture->theirs = open_courier (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->ours);
  g_assert_finalize_object (fixture->theirs);
  g_assert_finalize_object (fixture->clinics);
}

/* Envelopes @first to @end, each from a peer of its own hundred so that no quota is reached. */
static void
fill (TamboCourier *courier, TamboEnvelopeType type, guint first, guint end)
{
  for (guint i = first; i < end;)
    {
      g_autoptr (TamboEnvelopeBatch) batch = tambo_envelope_batch_new ();
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) words = NULL;
      g_autofree char *peer = g_strdup_printf ("%064u", i / 1000);
      guint n_added = 0;

      while (i < end && n_added < 100)
        {
          g_autoptr (TamboEnvelope) envelope = tambo_test_envelope_new (type, CLASS, recipient, i);

          g_assert_true (tambo_envelope_batch_add (batch, tambo_envelope_get_bytes (envelope), 0));
          n_added++;
          i++;
        }

      words = tambo_courier_take_in (courier, peer, batch, 0, &error);
      g_assert_no_error (error);
    }
}

/* As over the wire: encoded and decoded. */
static TamboReconciler *
reconcile (Fixture *fixture)
{
  TamboReconciler *reconciler = tambo_reconciler_new (fixture->ours);
  TamboSummaryQuery *query;

  while ((query = tambo_reconciler_next_query (reconciler)) != NULL)
    {
      g_autoptr (TamboSummaryQuery) sent = query;
      g_autoptr (GBytes) query_bytes = tambo_summary_query_to_bytes (sent);
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboSummaryQuery) got = NULL;
      g_autoptr (TamboSummaryAnswer) answer = NULL;
      g_autoptr (GBytes) answer_bytes = NULL;
      g_autoptr (TamboSummaryAnswer) got_answer = NULL;

      got = tambo_summary_query_new_from_bytes (query_bytes, &error);
      g_assert_no_error (error);
      answer = tambo_courier_summarise (fixture->theirs, got);
      answer_bytes = tambo_summary_answer_to_bytes (answer);
      got_answer = tambo_summary_answer_new_from_bytes (answer_bytes, &error);
      g_assert_no_error (error);
      tambo_reconciler_take_answer (reconciler, got_answer, &error);
      g_assert_no_error (error);
      fixture->n_bytes += g_bytes_get_size (query_bytes) + g_bytes_get_size (answer_bytes);
      fixture->n_rounds++;
    }

  return reconciler;
}

static void
assert_found (TamboReconciler *reconciler, guint n_to_send, guint n_to_fetch)
{
  g_autoptr (GPtrArray) to_send = tambo_reconciler_get_to_send (reconciler);
  g_autoptr (GPtrArray) to_fetch = tambo_reconciler_get_to_fetch (reconciler);

  g_assert_cmpuint (to_send->len, ==, n_to_send);
  g_assert_cmpuint (to_fetch->len, ==, n_to_fetch);
}

static void
test_both_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboReconciler) reconciler = reconcile (fixture);

  assert_found (reconciler, 0, 0);
  g_assert_cmpuint (fixture->n_rounds, ==, 1);
  g_assert_cmpuint (fixture->n_bytes, <, 120);
}

static void
test_equal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboReconciler) reconciler = NULL;

  fill (fixture->ours, TAMBO_ENVELOPE_REQUEST, 0, 3000);
  fill (fixture->theirs, TAMBO_ENVELOPE_REQUEST, 0, 3000);
  reconciler = reconcile (fixture);
  assert_found (reconciler, 0, 0);
  g_assert_cmpuint (fixture->n_rounds, ==, 1);
  g_assert_cmpuint (fixture->n_bytes, <, 120);
}

static void
test_one_is_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboReconciler) reconciler = NULL;
  g_autoptr (TamboReconciler) back = NULL;
  TamboCourier *swap;

  fill (fixture->ours, TAMBO_ENVELOPE_REQUEST, 0, 2000);
  reconciler = reconcile (fixture);
  assert_found (reconciler, 2000, 0);
  g_assert_cmpuint (fixture->n_bytes, <, 200);

  swap = fixture->ours;
  fixture->ours = fixture->theirs;
  fixture->theirs = swap;
  back = reconcile (fixture);
  assert_found (back, 0, 2000);
}

/* What is spent on a difference of twenty among many thousands, in both directions. */
static void
test_cost (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboReconciler) reconciler = NULL;

  fill (fixture->ours, TAMBO_ENVELOPE_REQUEST, 0, 5010);
  fill (fixture->theirs, TAMBO_ENVELOPE_REQUEST, 10, 5020);
  reconciler = reconcile (fixture);
  assert_found (reconciler, 10, 10);
  g_test_message ("%" G_GSIZE_FORMAT " bytes in %u rounds for 20 of 5020",
                  fixture->n_bytes,
                  fixture->n_rounds);
  g_assert_cmpuint (fixture->n_rounds, <=, 5);
  g_assert_cmpuint (fixture->n_bytes, <, 20 * 1500);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboReconciler) reconciler = NULL;
  g_autoptr (GPtrArray) to_send = NULL;
  g_autoptr (TamboEnvelopeBatch) batch = NULL;
  g_autoptr (TamboEnvelopeBatch) rest = NULL;
  g_autoptr (TamboEnvelope) first = NULL;
  g_autoptr (GError) error = NULL;

  fill (fixture->ours, TAMBO_ENVELOPE_DUMMY, 0, 1);
  fill (fixture->ours, TAMBO_ENVELOPE_REPLY, 1, 300);
  fill (fixture->ours, TAMBO_ENVELOPE_URGENT, 300, 301);
  reconciler = reconcile (fixture);
  to_send = tambo_reconciler_get_to_send (reconciler);
  batch = tambo_courier_next_batch (fixture->ours, to_send, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_envelope_batch_get_n_items (batch), ==, TAMBO_ENVELOPE_BATCH_MAX_ITEMS);
  g_assert_cmpuint (to_send->len, ==, 301 - TAMBO_ENVELOPE_BATCH_MAX_ITEMS);
  first = tambo_envelope_parse (tambo_envelope_batch_get_envelope (batch, 0), &error);
  g_assert_no_error (error);
  g_assert_cmpint (tambo_envelope_get_envelope_type (first), ==, TAMBO_ENVELOPE_URGENT);

  rest = tambo_courier_next_batch (fixture->ours, to_send, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (to_send->len, ==, 0);
  g_clear_object (&first);
  first = tambo_envelope_parse (
      tambo_envelope_batch_get_envelope (rest, tambo_envelope_batch_get_n_items (rest) - 1),
      &error);
  g_assert_no_error (error);
  g_assert_cmpint (tambo_envelope_get_envelope_type (first), ==, TAMBO_ENVELOPE_DUMMY);

  g_clear_object (&rest);
  rest = tambo_courier_next_batch (fixture->ours, to_send, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_envelope_batch_get_n_items (rest), ==, 0);
}

/* A peer that has what we wrote carries it too. */
static void
test_carried (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) shared =
      tambo_test_envelope_new (TAMBO_ENVELOPE_REQUEST, CLASS, recipient, 7);
  g_autoptr (TamboEnvelope) alone =
      tambo_test_envelope_new (TAMBO_ENVELOPE_REQUEST, CLASS, recipient, 8);
  g_autoptr (TamboReconciler) reconciler = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *shared_id = NULL;
  g_autofree char *alone_id = NULL;
  TamboCarriage carriage;

  fill (fixture->theirs, TAMBO_ENVELOPE_REQUEST, 7, 8);
  shared_id = tambo_courier_submit (fixture->ours, tambo_envelope_get_bytes (shared), 0, &error);
  alone_id = tambo_courier_submit (fixture->ours, tambo_envelope_get_bytes (alone), 0, &error);
  tambo_courier_release (fixture->ours, NULL, &error);
  g_assert_no_error (error);

  reconciler = reconcile (fixture);
  tambo_reconciler_mark_carried (reconciler, &error);
  g_assert_no_error (error);
  g_assert_true (tambo_courier_get_carriage (fixture->ours, shared_id, &carriage, &error));
  g_assert_cmpint (carriage, ==, TAMBO_CARRIAGE_CARRIED);
  g_assert_true (tambo_courier_get_carriage (fixture->ours, alone_id, &carriage, &error));
  g_assert_cmpint (carriage, ==, TAMBO_CARRIAGE_WAITING);
}

static void
assert_refused (Fixture *fixture, TamboSummaryAnswer *answer)
{
  g_autoptr (TamboReconciler) reconciler = tambo_reconciler_new (fixture->ours);
  g_autoptr (TamboSummaryQuery) query = tambo_reconciler_next_query (reconciler);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (query);
  g_assert_false (tambo_reconciler_take_answer (reconciler, answer, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL);
}

static void
test_bad_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboSummaryAnswer) not_asked = tambo_summary_answer_new ();
  g_autoptr (TamboSummaryAnswer) twice = tambo_summary_answer_new ();
  g_autoptr (TamboSummaryAnswer) repeated = tambo_summary_answer_new ();
  const TamboSummaryEntry entries[2] = { { .id = { 1 } }, { .id = { 1 } } };

  tambo_summary_answer_add_entries (not_asked, "5", entries, 1);
  assert_refused (fixture, not_asked);
  tambo_summary_answer_add_entries (twice, "", entries, 1);
  tambo_summary_answer_add_entries (twice, "", entries, 1);
  assert_refused (fixture, twice);
  tambo_summary_answer_add_entries (repeated, "", entries, 2);
  assert_refused (fixture, repeated);
}

/* Somebody whose every node differs at every depth is not followed for ever. */
static void
test_endless_answers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboReconciler) reconciler = tambo_reconciler_new (fixture->ours);
  g_autoptr (GError) error = NULL;
  guint64 children[TAMBO_SUMMARY_FANOUT];
  TamboSummaryQuery *query;
  guint n_queries = 0;

  for (guint i = 0; i < TAMBO_SUMMARY_FANOUT; i++)
    children[i] = i + 1;

  while (error == NULL && (query = tambo_reconciler_next_query (reconciler)) != NULL)
    {
      g_autoptr (TamboSummaryQuery) owned = query;
      g_autoptr (TamboSummaryAnswer) answer = tambo_summary_answer_new ();

      for (guint i = 0; i < tambo_summary_query_get_n_nodes (query); i++)
        tambo_summary_answer_add_children (answer,
                                           tambo_summary_query_get_node (query, i)->prefix,
                                           children);
      tambo_reconciler_take_answer (reconciler, answer, &error);
      n_queries++;
    }

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL);
  g_assert_cmpuint (n_queries, <, 10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/mesh/reconciler/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("both-empty", test_both_empty);
  add_test ("equal-costs-one-exchange", test_equal);
  add_test ("one-is-empty", test_one_is_empty);
  add_test ("cost-follows-the-difference", test_cost);
  add_test ("order/urgent-first-dummies-last", test_order);
  add_test ("carried", test_carried);
  add_test ("answer/not-to-what-was-asked", test_bad_answers);
  add_test ("answer/endless", test_endless_answers);
#undef add_test

  return g_test_run ();
}

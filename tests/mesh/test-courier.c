/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/consult/receipt.h"
#include "mesh/courier/courier.h"
#include "tests/support/envelopes.h"

#include <glib/gstdio.h>
#include <string.h>

#define DAY_MS ((gint64) 24 * 3600 * 1000)
#define START_MS ((gint64) 5000)
#define CLASS 1024
#define LARGE 262144
#define BOOT "first boot"

/* A courier with an empty database in memory, and a clinic that is trusted. */
typedef struct
{
  TamboTestClinic clinic;
  TamboTestClinic stranger;
  guint8 key_id[TAMBO_RECIPIENT_SIZE];
  guint8 other_key_id[TAMBO_RECIPIENT_SIZE];
  TamboTestClinics *clinics; /* (owned) */
  TamboCourier *courier;     /* (owned) */
  guint64 number;            /* of the next envelope */
} Fixture;

static TamboCourier *
open_courier (Fixture *fixture, const char *path, const char *boot_id, gint64 now_ms)
{
  g_autoptr (GError) error = NULL;
  TamboCourier *courier;

  courier = tambo_courier_open (path, TAMBO_CLINICS (fixture->clinics), boot_id, now_ms, &error);
  g_assert_no_error (error);

  return courier;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  tambo_test_clinic_init (&fixture->clinic, 1);
  tambo_test_clinic_init (&fixture->stranger, 2);
  tambo_test_clinic_get_key_id (&fixture->clinic, fixture->key_id);
  tambo_test_clinic_get_key_id (&fixture->stranger, fixture->other_key_id);
  fixture->clinics = tambo_test_clinics_new ();
  tambo_test_clinics_add (fixture->clinics, &fixture->clinic);
  fixture->courier = open_courier (fixture, ":memory:", BOOT, START_MS);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->courier);
  g_assert_finalize_object (fixture->clinics);
}

static TamboEnvelope *
new_request (Fixture *fixture, guint class)
{
  return tambo_test_envelope_new (TAMBO_ENVELOPE_REQUEST,
                                  class,
                                  fixture->key_id,
                                  fixture->number++);
}

static char *
submit (Fixture *fixture, TamboEnvelope *envelope)
{
  g_autoptr (GError) error = NULL;
  char *id;

  id = tambo_courier_submit (fixture->courier,
                             tambo_envelope_get_bytes (envelope),
                             START_MS,
                             &error);
  g_assert_no_error (error);

  return id;
}

static void
release (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  tambo_courier_release (fixture->courier, NULL, &error);
  g_assert_no_error (error);
}

static char *
hand_over_bytes (Fixture *fixture, const char *peer, GBytes *bytes, guint64 age_ms, gint64 now_ms)
{
  g_autoptr (TamboEnvelopeBatch) batch = tambo_envelope_batch_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;

  g_assert_true (tambo_envelope_batch_add (batch, bytes, age_ms));
  words = tambo_courier_take_in (fixture->courier, peer, batch, now_ms, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (words), ==, 1);

  return g_strdup (words[0]);
}

/* As the other peers do: fresh, at the start. */
static void
assert_handed_over (Fixture *fixture, const char *peer, TamboEnvelope *envelope, const char *word)
{
  g_autofree char *result =
      hand_over_bytes (fixture, peer, tambo_envelope_get_bytes (envelope), 0, START_MS);

  g_assert_cmpstr (result, ==, word);
}

static void
assert_carriage (Fixture *fixture, TamboEnvelope *envelope, TamboCarriage wanted)
{
  g_autoptr (GError) error = NULL;
  TamboCarriage carriage;

  tambo_courier_get_carriage (fixture->courier,
                              tambo_envelope_get_id (envelope),
                              &carriage,
                              &error);
  g_assert_no_error (error);
  g_assert_cmpint (carriage, ==, wanted);
}

static void
assert_mailbox (Fixture *fixture, guint waiting, guint carried, guint received)
{
  g_autoptr (GError) error = NULL;
  guint counts[3];

  tambo_courier_get_mailbox (fixture->courier, &counts[0], &counts[1], &counts[2], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts[0], ==, waiting);
  g_assert_cmpuint (counts[1], ==, carried);
  g_assert_cmpuint (counts[2], ==, received);
}

static guint
expire (Fixture *fixture, gint64 floor_unix, gint64 now_ms)
{
  g_autoptr (GError) error = NULL;
  guint n_expired;

  tambo_courier_expire (fixture->courier, floor_unix, now_ms, &n_expired, &error);
  g_assert_no_error (error);

  return n_expired;
}

static void
on_arrived (TamboCourier *courier, guint *n_arrived)
{
  (*n_arrived)++;
}

static void
test_submitted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = submit (fixture, envelope);
  guint64 age_ms;

  g_assert_cmpstr (id, ==, tambo_envelope_get_id (envelope));
  assert_carriage (fixture, envelope, TAMBO_CARRIAGE_WAITING);
  assert_mailbox (fixture, 1, 0, 0);

  release (fixture);
  bytes = tambo_courier_get (fixture->courier, id, START_MS + 70, &age_ms, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, tambo_envelope_get_bytes (envelope)));
  g_assert_cmpuint (age_ms, ==, 70);
}

static void
test_not_released (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);
  g_autofree char *id = submit (fixture, envelope);
  g_autoptr (GError) error = NULL;
  guint64 age_ms;

  g_assert_null (tambo_courier_get (fixture->courier, id, START_MS, &age_ms, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (tambo_envelope_set_get_size (tambo_courier_get_set (fixture->courier)), ==, 0);
}

static void
test_handed_over (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);
  guint n_arrived = 0;

  g_signal_connect (fixture->courier, "arrived", G_CALLBACK (on_arrived), &n_arrived);
  assert_handed_over (fixture, TAMBO_TEST_PEER, envelope, "ok");
  g_assert_cmpuint (n_arrived, ==, 1);
  assert_handed_over (fixture, TAMBO_TEST_OTHER_PEER, envelope, "duplicate");
  g_assert_cmpuint (n_arrived, ==, 1);
  assert_carriage (fixture, envelope, TAMBO_CARRIAGE_CARRIED);
  assert_mailbox (fixture, 0, 0, 0);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);
  GBytes *bytes = tambo_envelope_get_bytes (envelope);

  for (gsize length = 0; length < g_bytes_get_size (bytes); length++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, length);
      g_autoptr (TamboEnvelopeBatch) batch = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *word = hand_over_bytes (fixture, TAMBO_TEST_PEER, cut, 0, START_MS);

      g_assert_cmpstr (word, ==, "envelope.format");
      batch = tambo_envelope_batch_new_from_body (cut, "0", &error);
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_FORMAT);
      g_assert_null (batch);
    }

  g_assert_cmpuint (tambo_envelope_set_get_size (tambo_courier_get_set (fixture->courier)), ==, 0);
}

/* One bad one keeps no other out. */
static void
test_mixed_batch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) good = new_request (fixture, CLASS);
  g_autoptr (TamboEnvelope) old = new_request (fixture, CLASS);
  g_autoptr (GBytes) bad = g_bytes_new_static ("TAM0", 4);
  g_autoptr (TamboEnvelopeBatch) batch = tambo_envelope_batch_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;

  tambo_envelope_batch_add (batch, bad, 0);
  tambo_envelope_batch_add (batch, tambo_envelope_get_bytes (old), 14 * DAY_MS + 1);
  tambo_envelope_batch_add (batch, tambo_envelope_get_bytes (good), 14 * DAY_MS);
  tambo_envelope_batch_add (batch, tambo_envelope_get_bytes (good), 0);
  words = tambo_courier_take_in (fixture->courier, TAMBO_TEST_PEER, batch, START_MS, &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (
      words,
      ((const char *const[]){ "envelope.format", "envelope.expired", "ok", "duplicate", NULL }));
}

static void
test_age_grows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);
  g_autofree char *word = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint64 age_ms;

  word = hand_over_bytes (fixture,
                          TAMBO_TEST_PEER,
                          tambo_envelope_get_bytes (envelope),
                          1000,
                          START_MS);
  g_assert_cmpstr (word, ==, "ok");
  /* Somebody says that it is much older; somebody else that it is a little younger. */
  again = hand_over_bytes (fixture,
                           TAMBO_TEST_OTHER_PEER,
                           tambo_envelope_get_bytes (envelope),
                           13 * DAY_MS,
                           START_MS);
  g_assert_cmpstr (again, ==, "duplicate");
  g_clear_pointer (&again, g_free);
  again = hand_over_bytes (fixture,
                           TAMBO_TEST_OTHER_PEER,
                           tambo_envelope_get_bytes (envelope),
                           900,
                           START_MS);
  bytes = tambo_courier_get (fixture->courier,
                             tambo_envelope_get_id (envelope),
                             START_MS + 25,
                             &age_ms,
                             &error);
  g_assert_no_error (error);
  g_assert_cmpuint (age_ms, ==, 925);
}

static void
test_expires_by_age (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);

  assert_handed_over (fixture, TAMBO_TEST_PEER, envelope, "ok");
  g_assert_cmpuint (expire (fixture, 0, START_MS + 14 * DAY_MS), ==, 0);
  g_assert_cmpuint (expire (fixture, 0, START_MS + 14 * DAY_MS + 1), ==, 1);
  assert_carriage (fixture, envelope, TAMBO_CARRIAGE_UNKNOWN);
}

static void
test_expires_by_floor (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);
  gint64 last_day = (gint64) tambo_envelope_get_expiry_day (envelope) * 86400 + 1577836800;

  assert_handed_over (fixture, TAMBO_TEST_PEER, envelope, "ok");
  g_assert_cmpuint (expire (fixture, last_day + 86399, START_MS), ==, 0);
  g_assert_cmpuint (expire (fixture, last_day + 86400, START_MS), ==, 1);
  assert_handed_over (fixture, TAMBO_TEST_PEER, envelope, "envelope.expired");
  /* A floor does not fall. */
  g_assert_cmpuint (expire (fixture, 0, START_MS), ==, 0);
  assert_handed_over (fixture, TAMBO_TEST_PEER, envelope, "envelope.expired");
}

/* A clock that runs backwards, and one that starts anew with each boot, age nothing. */
static void
test_wrong_clocks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("tambo-courier-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "courier.db", NULL);
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);

  g_assert_finalize_object (fixture->courier);
  fixture->courier = open_courier (fixture, path, BOOT, 10 * DAY_MS);
  assert_handed_over (fixture, TAMBO_TEST_PEER, envelope, "ok");
  g_assert_cmpuint (expire (fixture, 0, 12 * DAY_MS), ==, 0);
  g_assert_cmpuint (expire (fixture, 0, 0), ==, 0);

  /* Two days have passed; the device was off for as long as you like. */
  g_assert_finalize_object (fixture->courier);
  fixture->courier = open_courier (fixture, path, "second boot", 300 * DAY_MS);
  g_assert_cmpuint (expire (fixture, 0, 312 * DAY_MS - 5), ==, 0);
  g_assert_cmpuint (expire (fixture, 0, 312 * DAY_MS), ==, 0);

  /* Within one boot the time between two runs of the daemon counts. */
  g_assert_finalize_object (fixture->courier);
  fixture->courier = open_courier (fixture, path, "second boot", 312 * DAY_MS + 10000);
  g_assert_cmpuint (expire (fixture, 0, 312 * DAY_MS + 10000), ==, 1);

  g_assert_finalize_object (fixture->courier);
  fixture->courier = open_courier (fixture, ":memory:", BOOT, START_MS);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_quota (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) one_more = NULL;
  g_autofree char *tomorrow = NULL;

  for (guint i = 0; i < TAMBO_COURIER_DAY_BYTES / (LARGE + TAMBO_ENVELOPE_OVERHEAD); i++)
    {
      g_autoptr (TamboEnvelope) large = new_request (fixture, LARGE);

      assert_handed_over (fixture, TAMBO_TEST_PEER, large, "ok");
    }

  one_more = new_request (fixture, LARGE);
  assert_handed_over (fixture, TAMBO_TEST_PEER, one_more, "envelope.quota");
  assert_handed_over (fixture, TAMBO_TEST_OTHER_PEER, one_more, "ok");
  g_clear_object (&one_more);
  one_more = new_request (fixture, LARGE);
  tomorrow = hand_over_bytes (fixture,
                              TAMBO_TEST_PEER,
                              tambo_envelope_get_bytes (one_more),
                              0,
                              START_MS + DAY_MS);
  g_assert_cmpstr (tomorrow, ==, "ok");
}

static void
test_count_quota (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) one_more = NULL;
  guint n_envelopes = TAMBO_COURIER_DAY_ENVELOPES;

  for (guint i = 0; i < n_envelopes; i++)
    {
      g_autoptr (TamboEnvelope) small = new_request (fixture, CLASS);

      assert_handed_over (fixture, TAMBO_TEST_PEER, small, "ok");
    }

  one_more = new_request (fixture, CLASS);
  assert_handed_over (fixture, TAMBO_TEST_PEER, one_more, "envelope.quota");
  assert_handed_over (fixture, TAMBO_TEST_OTHER_PEER, one_more, "ok");
}

/* Somebody who floods for days fills the store, and pushes nobody out. */
static void
test_ceiling (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) early = new_request (fixture, LARGE);
  g_autoptr (TamboEnvelope) late = NULL;
  g_autoptr (TamboEnvelope) own = NULL;
  g_autofree char *own_id = NULL;
  guint n_refused = 0;

  assert_handed_over (fixture, TAMBO_TEST_OTHER_PEER, early, "ok");
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (TamboEnvelope) flood = new_request (fixture, LARGE);
      g_autofree char *word = hand_over_bytes (fixture,
                                               TAMBO_TEST_PEER,
                                               tambo_envelope_get_bytes (flood),
                                               0,
                                               START_MS + i / 60 * DAY_MS);

      n_refused += g_str_equal (word, "envelope.quota");
    }
  g_assert_cmpuint (n_refused, ==, 300 - (TAMBO_COURIER_CEILING / (LARGE + 76) - 1));

  late = new_request (fixture, LARGE);
  own = new_request (fixture, LARGE);
  assert_handed_over (fixture, TAMBO_TEST_OTHER_PEER, late, "ok");
  own_id = submit (fixture, own);
  assert_carriage (fixture, early, TAMBO_CARRIAGE_CARRIED);
  assert_carriage (fixture, late, TAMBO_CARRIAGE_CARRIED);
  assert_carriage (fixture, own, TAMBO_CARRIAGE_WAITING);
}

static TamboEnvelope *
new_receipt (const TamboTestClinic *clinic, TamboEnvelope *envelope)
{
  const char *id = tambo_envelope_get_id (envelope);

  return tambo_receipt_new (&id,
                            1,
                            tambo_test_deployment,
                            tambo_envelope_get_recipient (envelope),
                            clinic->identity_secret,
                            TAMBO_TEST_DAY);
}

static void
test_receipt (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);
  g_autoptr (TamboEnvelope) receipt = new_receipt (&fixture->clinic, envelope);
  g_autofree char *id = submit (fixture, envelope);

  release (fixture);
  assert_handed_over (fixture, TAMBO_TEST_PEER, receipt, "ok");
  assert_carriage (fixture, envelope, TAMBO_CARRIAGE_RECEIVED);
  assert_mailbox (fixture, 0, 0, 1);
  g_assert_cmpuint (tambo_envelope_set_get_size (tambo_courier_get_set (fixture->courier)), ==, 1);

  /* It does not come back over another path. */
  assert_handed_over (fixture, TAMBO_TEST_OTHER_PEER, envelope, "duplicate");
  assert_carriage (fixture, envelope, TAMBO_CARRIAGE_RECEIVED);
}

static void
test_receipt_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);
  g_autoptr (TamboEnvelope) receipt = new_receipt (&fixture->clinic, envelope);

  assert_handed_over (fixture, TAMBO_TEST_PEER, receipt, "ok");
  assert_handed_over (fixture, TAMBO_TEST_PEER, envelope, "duplicate");
  g_assert_cmpuint (tambo_envelope_set_get_size (tambo_courier_get_set (fixture->courier)), ==, 1);
}

static void
test_forged_receipts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);
  g_autoptr (TamboEnvelope) by_stranger = new_receipt (&fixture->stranger, envelope);
  g_autoptr (TamboEnvelope) genuine = new_receipt (&fixture->clinic, envelope);
  g_autofree char *id = submit (fixture, envelope);
  gsize size;
  const guint8 *data_of_genuine = g_bytes_get_data (tambo_envelope_get_bytes (genuine), &size);
  const gsize flipped[] = { 6, 8, 28, 60, 64, size - 100, size - 1 };

  assert_handed_over (fixture, TAMBO_TEST_PEER, by_stranger, "envelope.signature");
  for (guint i = 0; i < G_N_ELEMENTS (flipped); i++)
    {
      g_autofree guint8 *forged = g_memdup2 (data_of_genuine, size);
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *word = NULL;

      forged[flipped[i]] ^= 1;
      bytes = g_bytes_new (forged, size);
      word = hand_over_bytes (fixture, TAMBO_TEST_PEER, bytes, 0, START_MS);
      g_assert_cmpstr (word, !=, "ok");
    }

  assert_carriage (fixture, envelope, TAMBO_CARRIAGE_WAITING);
}

/* A clinic that is trusted speaks for itself only. */
static void
test_receipt_of_other_clinic (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) envelope = new_request (fixture, CLASS);
  const char *ids[] = { tambo_envelope_get_id (envelope) };
  g_autoptr (TamboEnvelope) receipt = tambo_receipt_new (ids,
                                                         1,
                                                         tambo_test_deployment,
                                                         fixture->other_key_id,
                                                         fixture->stranger.identity_secret,
                                                         TAMBO_TEST_DAY);

  tambo_test_clinics_add (fixture->clinics, &fixture->stranger);
  assert_handed_over (fixture, TAMBO_TEST_PEER, envelope, "ok");
  assert_handed_over (fixture, TAMBO_TEST_PEER, receipt, "ok");
  assert_carriage (fixture, envelope, TAMBO_CARRIAGE_CARRIED);
}

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboEnvelope) large = new_request (fixture, LARGE);
  g_autoptr (TamboEnvelope) small = new_request (fixture, CLASS);
  g_autoptr (TamboEnvelope) urgent =
      tambo_test_envelope_new (TAMBO_ENVELOPE_URGENT, 65536, fixture->key_id, 77);
  g_autoptr (TamboEnvelope) reply =
      tambo_test_envelope_new (TAMBO_ENVELOPE_REPLY, CLASS, fixture->key_id, 78);
  g_autoptr (TamboEnvelope) receipt = new_receipt (&fixture->clinic, reply);
  g_autoptr (GBytes) recipient = g_bytes_new (fixture->key_id, sizeof fixture->key_id);
  g_autoptr (GPtrArray) taken = NULL;
  g_autoptr (GPtrArray) replies = NULL;
  g_autoptr (GError) error = NULL;

  assert_handed_over (fixture, TAMBO_TEST_PEER, large, "ok");
  assert_handed_over (fixture, TAMBO_TEST_PEER, small, "ok");
  assert_handed_over (fixture, TAMBO_TEST_PEER, urgent, "ok");
  assert_handed_over (fixture, TAMBO_TEST_PEER, reply, "ok");

  taken = tambo_courier_list_for (fixture->courier, recipient, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taken->len, ==, 3);
  g_assert_true (g_bytes_equal (taken->pdata[0], tambo_envelope_get_bytes (urgent)));
  g_assert_true (g_bytes_equal (taken->pdata[1], tambo_envelope_get_bytes (small)));
  g_assert_true (g_bytes_equal (taken->pdata[2], tambo_envelope_get_bytes (large)));

  replies = tambo_courier_find_replies (fixture->courier, recipient, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (replies->len, ==, 1);
  g_assert_true (g_bytes_equal (replies->pdata[0], tambo_envelope_get_bytes (reply)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/mesh/courier/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("submit/waits-and-ages", test_submitted);
  add_test ("submit/nobody-knows-before-release", test_not_released);
  add_test ("take-in/once", test_handed_over);
  add_test ("take-in/cut-at-each-byte", test_damaged);
  add_test ("take-in/mixed-batch", test_mixed_batch);
  add_test ("age/grows-and-the-younger-counts", test_age_grows);
  add_test ("expiry/by-age", test_expires_by_age);
  add_test ("expiry/by-floor", test_expires_by_floor);
  add_test ("expiry/never-early-with-wrong-clocks", test_wrong_clocks);
  add_test ("quota/bytes", test_quota);
  add_test ("quota/count", test_count_quota);
  add_test ("quota/ceiling", test_ceiling);
  add_test ("receipt/purges", test_receipt);
  add_test ("receipt/before-its-envelope", test_receipt_first);
  add_test ("receipt/forged", test_forged_receipts);
  add_test ("receipt/of-another-clinic", test_receipt_of_other_clinic);
  add_test ("list/urgent-then-small", test_lists);
#undef add_test

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "tests/support/client.h"

#include <string.h>

static void
test_hello (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, pin, &pin);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboHello) theirs = tambo_test_client_say_hello (client, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (tambo_hello_get_boot (theirs), ==, "test-backend");
    }

  g_assert_cmpstr (tambo_test_backend_get_last_boot (link->backend), ==, "our boot");
  g_assert_cmpuint (tambo_listener_get_n_connections (link->listener), ==, 1);
  tambo_test_client_finish (client);
}

static void
test_candidate (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, NULL, &pin);
  g_autoptr (TamboHello) theirs = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_peer_client_get_pin (client));
  theirs = tambo_test_client_say_hello (client, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tambo_peer_client_get_pin (client), ==, pin);
  tambo_test_client_finish (client);
}

static void
test_wrong_pin (TamboTestLink *link, gconstpointer data)
{
  const char *expected = tambo_device_key_get_pin (link->stranger);
  const char *there = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, expected, &expected);

  tambo_test_client_assert_not_admitted (client);
  tambo_test_client_finish (client);

  /* Not even if the key that is there is admitted as somebody else. */
  client = tambo_test_client_new (link, expected, &there);
  tambo_test_client_assert_not_admitted (client);
  tambo_test_client_finish (client);
  g_assert_cmpuint (tambo_test_backend_get_n_hellos (link->backend), ==, 0);
}

static void
test_revoked (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  const char *admitted = pin;
  TamboPeerClient *client = tambo_test_client_new (link, pin, &admitted);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboHello) theirs = tambo_test_client_say_hello (client, &error);

  g_assert_no_error (error);
  admitted = "nobody";
  tambo_test_client_assert_not_admitted (client);
  g_assert_cmpuint (tambo_test_backend_get_n_hellos (link->backend), ==, 1);

  admitted = pin;
  tambo_test_backend_revoke (link->backend, tambo_device_key_get_pin (link->peer));
  tambo_test_client_assert_not_admitted (client);
  tambo_test_client_finish (client);
}

static void
test_range (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, pin, &pin);
  g_autoptr (GByteArray) collected = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  tambo_test_client_get_range (client, collected, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (collected->len, ==, TAMBO_TEST_RANGE_LENGTH);
  for (guint i = 0; i < collected->len; i++)
    g_assert_cmpint (collected->data[i], ==, 'a' + (TAMBO_LEAF_SIZE + i) % 26);
  tambo_test_client_finish (client);
}

static void
test_range_not_held (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, pin, &pin);
  g_autoptr (GBytes) first_two = g_bytes_new_static ("\x03", 1);
  g_autoptr (GByteArray) collected = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 1, first_two);
  tambo_test_client_get_range (client, collected, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (collected->len, ==, 0);
  tambo_test_client_finish (client);
}

static gboolean
refuse_leaf (guint64 offset, GBytes *bytes, gpointer user_data, GError **error)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_BAD_LEAF, "Not what was promised");

  return FALSE;
}

static void
test_leaf_refused (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, pin, &pin);
  const TamboPull pull = {
    .kind = TAMBO_PULL_RUN,
    .name = TAMBO_TEST_NAME,
    .reference = TAMBO_TEST_BLOB,
    .size = TAMBO_TEST_BLOB_SIZE,
    .length = TAMBO_TEST_BLOB_SIZE,
    .leaf_func = refuse_leaf,
  };
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_test_pull (TAMBO_PULL_SOURCE (client), &pull, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_BAD_LEAF);
  tambo_test_client_finish (client);
}

static void
test_small_things (TamboTestLink *link, gconstpointer data)
{
  static const TamboPull pulls[] = {
    { .kind = TAMBO_PULL_MANIFEST, .name = TAMBO_TEST_NAME, .reference = "1" },
    { .kind = TAMBO_PULL_MANIFEST, .name = TAMBO_TEST_NAME, .reference = "2" },
    { .kind = TAMBO_PULL_BLOB,
      .name = TAMBO_TEST_NAME,
      .reference = TAMBO_TEST_BLOB,
      .size = TAMBO_TEST_BLOB_SIZE },
  };
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, pin, &pin);
  TamboPullSource *source = TAMBO_PULL_SOURCE (client);
  g_autoptr (GBytes) manifest = NULL;
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_backend_add_manifest (link->backend, TAMBO_TEST_NAME, "1", "{}");

  manifest = tambo_test_pull (source, &pulls[0], &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (manifest, NULL), g_bytes_get_size (manifest), "{}", 2);
  blob = tambo_test_pull (source, &pulls[2], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (blob), ==, TAMBO_TEST_BLOB_SIZE);
  g_assert_null (tambo_test_pull (source, &pulls[1], &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  tambo_test_client_finish (client);
}

static void
test_envelopes (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, pin, &pin);
  static const guint8 header[28] = "TAM1";
  g_autoptr (GBytes) bytes = g_bytes_new_static (header, sizeof header);
  g_autoptr (TamboEnvelopeBatch) batch = tambo_envelope_batch_new ();
  g_autoptr (TamboEnvelopeBatch) back = NULL;
  g_autoptr (GAsyncResult) put_result = NULL;
  g_autoptr (GAsyncResult) get_result = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;

  tambo_envelope_batch_add (batch, bytes, 11);
  tambo_envelope_batch_add (batch, bytes, 12);
  tambo_peer_client_put_envelopes_async (client, batch, NULL, tambo_test_store_result, &put_result);
  words = tambo_peer_client_put_envelopes_finish (client,
                                                  tambo_test_wait_for_result (&put_result),
                                                  &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (words, ((const char *const[]){ "ok", "duplicate", NULL }));
  g_assert_cmpuint (tambo_envelope_batch_get_age (tambo_test_backend_get_last_batch (link->backend),
                                                  1),
                    ==,
                    12);

  tambo_peer_client_get_envelope_async (client,
                                        "000102030405060708090a0b0c0d0e0f",
                                        NULL,
                                        tambo_test_store_result,
                                        &get_result);
  back = tambo_peer_client_get_envelope_finish (client,
                                                tambo_test_wait_for_result (&get_result),
                                                &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_envelope_batch_get_age (back, 0), ==, 16);
  g_assert_true (g_bytes_equal (tambo_envelope_batch_get_envelope (back, 0), bytes));
  tambo_test_client_finish (client);
}

static void
test_summary (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, pin, &pin);
  const guint8 salt[TAMBO_SUMMARY_SALT_SIZE] = { 9 };
  g_autoptr (TamboSummaryQuery) query = tambo_summary_query_new (salt);
  g_autoptr (TamboSummaryAnswer) answer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tambo_summary_query_add (query, "0a", 4);
  tambo_peer_client_summarise_async (client, query, NULL, tambo_test_store_result, &result);
  answer = tambo_peer_client_summarise_finish (client,
                                               tambo_test_wait_for_result (&result),
                                               &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tambo_summary_answer_get_branch (answer, 0)->prefix, ==, "0a");
  tambo_test_client_finish (client);
}

/* Many wait for news, and a hello still finds a connection; when there is news, all hear it. */
static void
test_polls_leave_room (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, pin, &pin);
  g_autoptr (GBytes) none = g_bytes_new_static ("\x00", 1);
  g_autoptr (GBytes) one = g_bytes_new_static ("\x01", 1);
  GAsyncResult *results[12] = { NULL };
  g_autoptr (TamboHello) theirs = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 1, none);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    tambo_peer_client_have_async (client,
                                  TAMBO_TEST_BLOB,
                                  1,
                                  NULL,
                                  tambo_test_store_result,
                                  &results[i]);

  theirs = tambo_test_client_say_hello (client, &error);
  g_assert_no_error (error);

  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 2, one);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GAsyncResult) result = tambo_test_wait_for_result (&results[i]);
      g_autoptr (TamboHave) have = tambo_peer_client_have_finish (client, result, &error);

      g_assert_no_error (error);
      g_assert_true (tambo_have_has_leaf (have, 0));
    }
  tambo_test_client_finish (client);
}

static void
test_cancelled (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = tambo_test_client_new (link, pin, &pin);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) none = g_bytes_new_static ("\x00", 1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 1, none);
  tambo_peer_client_have_async (client,
                                TAMBO_TEST_BLOB,
                                1,
                                cancellable,
                                tambo_test_store_result,
                                &result);
  tambo_test_link_wait_for_n_connections (link, 1);
  g_cancellable_cancel (cancellable);
  tambo_peer_client_have_finish (client, tambo_test_wait_for_result (&result), &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  tambo_test_client_finish (client);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func)             \
  g_test_add ("/mesh/peer-client/" path, \
              TamboTestLink,             \
              NULL,                      \
              tambo_test_link_set_up,    \
              func,                      \
              tambo_test_link_tear_down)
  add_test ("hello", test_hello);
  add_test ("pin/found-out", test_candidate);
  add_test ("pin/wrong", test_wrong_pin);
  add_test ("pin/revoked", test_revoked);
  add_test ("range", test_range);
  add_test ("range/not-held", test_range_not_held);
  add_test ("range/leaf-refused", test_leaf_refused);
  add_test ("manifest-and-small-blob", test_small_things);
  add_test ("envelopes", test_envelopes);
  add_test ("summary", test_summary);
  add_test ("have/leaves-room", test_polls_leave_room);
  add_test ("have/cancelled", test_cancelled);
#undef add_test

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/pack/leaf-list.h"
#include "mesh/transfer/peer-client.h"
#include "tests/support/link.h"
#include "tests/support/rogue-peer.h"

#include <string.h>
#include <unistd.h>

#define NAME "tambo/packs/org.tambo.cough"
#define LENGTH (TAMBO_TEST_BLOB_SIZE - TAMBO_LEAF_SIZE)

static const TamboClientLimits patient = {
  .connections = 6,
  .answer_ms = 600000,
  .have_ms = 600000,
  .silence_ms = 600000,
  .slow_ms = 600000,
  .slow_rate = 1,
};

static gboolean
admit (const char *pin, gpointer user_data)
{
  return g_strcmp0 (pin, *(const char **) user_data) == 0;
}

/* Admits the pin that @admitted points at. */
static TamboPeerClient *
new_client (TamboTestLink *link, const char *expected_pin, const char **admitted)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, link->port);

  return tambo_peer_client_new (tambo_device_key_get_certificate (link->peer),
                                G_INET_SOCKET_ADDRESS (address),
                                expected_pin,
                                &patient,
                                admit,
                                admitted,
                                NULL);
}

static void
finish_client (TamboPeerClient *client)
{
  tambo_peer_client_close (client);
  g_object_unref (client);
}

static TamboHello *
say_hello (TamboPeerClient *client, GError **error)
{
  g_autoptr (TamboHello) ours = tambo_hello_new ("our boot", 7);
  g_autoptr (GAsyncResult) result = NULL;

  tambo_peer_client_hello_async (client, ours, NULL, tambo_test_store_result, &result);

  return tambo_peer_client_hello_finish (client, tambo_test_wait_for_result (&result), error);
}

static gboolean
collect_leaf (guint64 offset, GBytes *bytes, gpointer user_data, GError **error)
{
  GByteArray *collected = user_data;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  g_assert_cmpuint (offset, ==, TAMBO_LEAF_SIZE + collected->len);
  g_assert_cmpuint (size, <=, TAMBO_LEAF_SIZE);
  g_byte_array_append (collected, data, (guint) size);

  return TRUE;
}

static gboolean
get_range (TamboPeerClient *client, GByteArray *collected, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tambo_peer_client_get_blob_range_async (client,
                                          NAME,
                                          TAMBO_TEST_BLOB,
                                          TAMBO_LEAF_SIZE,
                                          LENGTH,
                                          collect_leaf,
                                          collected,
                                          NULL,
                                          tambo_test_store_result,
                                          &result);

  return tambo_peer_client_get_blob_range_finish (client,
                                                  tambo_test_wait_for_result (&result),
                                                  error);
}

static void
test_hello (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = new_client (link, pin, &pin);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboHello) theirs = say_hello (client, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (tambo_hello_get_boot (theirs), ==, "test-backend");
    }

  g_assert_cmpstr (tambo_test_backend_get_last_boot (link->backend), ==, "our boot");
  g_assert_cmpuint (tambo_listener_get_n_connections (link->listener), ==, 1);
  finish_client (client);
}

static void
test_candidate (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = new_client (link, NULL, &pin);
  g_autoptr (TamboHello) theirs = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_peer_client_get_pin (client));
  theirs = say_hello (client, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tambo_peer_client_get_pin (client), ==, pin);
  finish_client (client);
}

static void
assert_not_admitted (TamboPeerClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboHello) theirs = say_hello (client, &error);

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_NOT_ADMITTED);
  g_assert_null (theirs);
}

static void
test_wrong_pin (TamboTestLink *link, gconstpointer data)
{
  const char *expected = tambo_device_key_get_pin (link->stranger);
  const char *there = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = new_client (link, expected, &expected);

  assert_not_admitted (client);
  finish_client (client);

  /* Not even if the key that is there is admitted as somebody else. */
  client = new_client (link, expected, &there);
  assert_not_admitted (client);
  finish_client (client);
  g_assert_cmpuint (tambo_test_backend_get_n_hellos (link->backend), ==, 0);
}

static void
test_revoked (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  const char *admitted = pin;
  TamboPeerClient *client = new_client (link, pin, &admitted);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboHello) theirs = say_hello (client, &error);

  g_assert_no_error (error);
  admitted = "nobody";
  assert_not_admitted (client);
  g_assert_cmpuint (tambo_test_backend_get_n_hellos (link->backend), ==, 1);

  admitted = pin;
  tambo_test_backend_revoke (link->backend, tambo_device_key_get_pin (link->peer));
  assert_not_admitted (client);
  finish_client (client);
}

static void
test_range (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = new_client (link, pin, &pin);
  g_autoptr (GByteArray) collected = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  get_range (client, collected, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (collected->len, ==, LENGTH);
  for (guint i = 0; i < collected->len; i++)
    g_assert_cmpint (collected->data[i], ==, 'a' + (TAMBO_LEAF_SIZE + i) % 26);
  finish_client (client);
}

static void
test_range_not_held (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = new_client (link, pin, &pin);
  g_autoptr (GBytes) first_two = g_bytes_new_static ("\x03", 1);
  g_autoptr (GByteArray) collected = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 1, first_two);
  get_range (client, collected, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpuint (collected->len, ==, 0);
  finish_client (client);
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
  TamboPeerClient *client = new_client (link, pin, &pin);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  tambo_peer_client_get_blob_range_async (client,
                                          NAME,
                                          TAMBO_TEST_BLOB,
                                          0,
                                          TAMBO_TEST_BLOB_SIZE,
                                          refuse_leaf,
                                          NULL,
                                          NULL,
                                          tambo_test_store_result,
                                          &result);
  tambo_peer_client_get_blob_range_finish (client, tambo_test_wait_for_result (&result), &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_BAD_LEAF);
  finish_client (client);
}

static void
test_small_things (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = new_client (link, pin, &pin);
  g_autoptr (GAsyncResult) manifest_result = NULL;
  g_autoptr (GAsyncResult) missing_result = NULL;
  g_autoptr (GAsyncResult) blob_result = NULL;
  g_autoptr (GBytes) manifest = NULL;
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_backend_add_manifest (link->backend, NAME, "1", "{}");
  tambo_peer_client_get_manifest_async (client,
                                        NAME,
                                        "1",
                                        NULL,
                                        tambo_test_store_result,
                                        &manifest_result);
  tambo_peer_client_get_manifest_async (client,
                                        NAME,
                                        "2",
                                        NULL,
                                        tambo_test_store_result,
                                        &missing_result);
  tambo_peer_client_get_blob_async (client,
                                    NAME,
                                    TAMBO_TEST_BLOB,
                                    TAMBO_TEST_BLOB_SIZE,
                                    NULL,
                                    tambo_test_store_result,
                                    &blob_result);

  manifest = tambo_peer_client_get_manifest_finish (client,
                                                    tambo_test_wait_for_result (&manifest_result),
                                                    &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (manifest, NULL), g_bytes_get_size (manifest), "{}", 2);
  blob = tambo_peer_client_get_blob_finish (client,
                                            tambo_test_wait_for_result (&blob_result),
                                            &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (blob), ==, TAMBO_TEST_BLOB_SIZE);
  g_assert_null (
      tambo_peer_client_get_manifest_finish (client,
                                             tambo_test_wait_for_result (&missing_result),
                                             &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  finish_client (client);
}

static void
test_envelopes (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = new_client (link, pin, &pin);
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
  finish_client (client);
}

static void
test_summary (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = new_client (link, pin, &pin);
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
  finish_client (client);
}

/* Many wait for news, and a hello still finds a connection; when there is news, all hear it. */
static void
test_polls_leave_room (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = new_client (link, pin, &pin);
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

  theirs = say_hello (client, &error);
  g_assert_no_error (error);

  tambo_test_backend_set_have (link->backend, TAMBO_TEST_BLOB, 2, one);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GAsyncResult) result = tambo_test_wait_for_result (&results[i]);
      g_autoptr (TamboHave) have = tambo_peer_client_have_finish (client, result, &error);

      g_assert_no_error (error);
      g_assert_true (tambo_have_has_leaf (have, 0));
    }
  finish_client (client);
}

static void
test_cancelled (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboPeerClient *client = new_client (link, pin, &pin);
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
  finish_client (client);
}

typedef struct
{
  const char *name;
  const char *answer;
  gboolean closes;
  TamboError code;
} RogueCase;

#define PARTIAL "HTTP/1.1 206 Partial Content\r\nContent-Length: 352256\r\n"
#define RIGHT_RANGE "Content-Range: bytes 262144-614399/614400\r\n"

static const RogueCase rogues[] = {
  { "range-ignored",
    "HTTP/1.1 200 OK\r\nContent-Length: 614400\r\n\r\nabc",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "other-range",
    PARTIAL "Content-Range: bytes 0-352255/614400\r\n\r\nabc",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "no-range", PARTIAL "\r\nabc", FALSE, TAMBO_ERROR_PEER_PROTOCOL },
  { "longer-than-asked",
    "HTTP/1.1 206 Partial Content\r\nContent-Length: 352257\r\n" RIGHT_RANGE "\r\nabc",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "shorter-than-asked",
    "HTTP/1.1 206 Partial Content\r\nContent-Length: 2\r\n" RIGHT_RANGE "\r\nab",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "without-length",
    "HTTP/1.1 206 Partial Content\r\n" RIGHT_RANGE "\r\nabc",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "chunked-without-end",
    "HTTP/1.1 206 Partial Content\r\nTransfer-Encoding: chunked\r\n" RIGHT_RANGE "\r\n3\r\nabc\r\n",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "cut-off", PARTIAL RIGHT_RANGE "\r\nabc", TRUE, TAMBO_ERROR_PEER_PROTOCOL },
  { "redirect",
    "HTTP/1.1 302 Found\r\nLocation: https://elsewhere/\r\nContent-Length: 0\r\n\r\n",
    FALSE,
    TAMBO_ERROR_PEER_PROTOCOL },
  { "not-http", "SSH-2.0-OpenSSH_9.2\r\n\r\n", TRUE, TAMBO_ERROR_PEER_PROTOCOL },
};

static TamboPeerClient *
new_client_of_rogue (TamboTestLink *link,
                     TamboTestRoguePeer *rogue,
                     const TamboClientLimits *limits,
                     const char **pin)
{
  return tambo_peer_client_new (tambo_device_key_get_certificate (link->peer),
                                tambo_test_rogue_peer_get_address (rogue),
                                *pin,
                                limits,
                                admit,
                                pin,
                                NULL);
}

static void
finish_rogue (TamboTestRoguePeer *rogue)
{
  tambo_test_rogue_peer_close (rogue);
  tambo_test_wait_for_finalize (G_OBJECT (rogue));
}

static void
test_rogues (TamboTestLink *link, gconstpointer data)
{
  GTlsCertificate *certificate = tambo_device_key_get_certificate (link->own);
  const char *pin = tambo_device_key_get_pin (link->own);

  for (guint i = 0; i < G_N_ELEMENTS (rogues); i++)
    {
      TamboTestRoguePeer *rogue = tambo_test_rogue_peer_new (certificate,
                                                             rogues[i].answer,
                                                             rogues[i].closes);
      TamboPeerClient *client = new_client_of_rogue (link, rogue, &patient, &pin);
      g_autoptr (GByteArray) collected = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rogues[i].name);
      g_assert_false (get_range (client, collected, &error));
      g_assert_error (error, TAMBO_ERROR, (int) rogues[i].code);
      g_assert_cmpuint (collected->len, ==, 0);
      finish_client (client);
      finish_rogue (rogue);
    }
}

static void
test_oversized_hello (TamboTestLink *link, gconstpointer data)
{
  GTlsCertificate *certificate = tambo_device_key_get_certificate (link->own);
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboTestRoguePeer *rogue =
      tambo_test_rogue_peer_new (certificate,
                                 "HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n{",
                                 FALSE);
  TamboPeerClient *client = new_client_of_rogue (link, rogue, &patient, &pin);
  g_autoptr (GError) error = NULL;

  g_assert_null (say_hello (client, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL);
  finish_client (client);
  finish_rogue (rogue);
}

/* Not one byte of a request for somebody who is not the one. */
static void
test_nothing_for_strangers (TamboTestLink *link, gconstpointer data)
{
  const char *pin = tambo_device_key_get_pin (link->own);
  TamboTestRoguePeer *rogue =
      tambo_test_rogue_peer_new (tambo_device_key_get_certificate (link->stranger), "", FALSE);
  TamboPeerClient *client = new_client_of_rogue (link, rogue, &patient, &pin);

  assert_not_admitted (client);
  g_assert_cmpuint (tambo_test_rogue_peer_get_n_received (rogue), ==, 0);
  finish_client (client);
  finish_rogue (rogue);
}

typedef struct
{
  const char *name;
  const char *answer;
  TamboClientLimits limits;
} StallCase;

static const StallCase stalls[] = {
  { "no-answer",
    "",
    { .connections = 1, .answer_ms = 50, .have_ms = 50, .silence_ms = 600000, .slow_ms = 600000 } },
  { "silence-in-the-middle",
    PARTIAL RIGHT_RANGE "\r\nabc",
    { .connections = 1, .answer_ms = 600000, .silence_ms = 20, .slow_ms = 600000 } },
  { "too-slow",
    PARTIAL RIGHT_RANGE "\r\nabc",
    { .connections = 1,
      .answer_ms = 600000,
      .silence_ms = 600000,
      .slow_ms = 20,
      .slow_rate = 8192 } },
};

static void
test_stalls (TamboTestLink *link, gconstpointer data)
{
  GTlsCertificate *certificate = tambo_device_key_get_certificate (link->own);
  const char *pin = tambo_device_key_get_pin (link->own);

  for (guint i = 0; i < G_N_ELEMENTS (stalls); i++)
    {
      TamboTestRoguePeer *rogue = tambo_test_rogue_peer_new (certificate, stalls[i].answer, FALSE);
      TamboPeerClient *client = new_client_of_rogue (link, rogue, &stalls[i].limits, &pin);
      g_autoptr (GByteArray) collected = g_byte_array_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", stalls[i].name);
      g_assert_false (get_range (client, collected, &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_STALLED);
      finish_client (client);
      finish_rogue (rogue);
    }
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
  add_test ("pin/nothing-for-strangers", test_nothing_for_strangers);
  add_test ("range", test_range);
  add_test ("range/not-held", test_range_not_held);
  add_test ("range/leaf-refused", test_leaf_refused);
  add_test ("manifest-and-small-blob", test_small_things);
  add_test ("envelopes", test_envelopes);
  add_test ("summary", test_summary);
  add_test ("have/leaves-room", test_polls_leave_room);
  add_test ("have/cancelled", test_cancelled);
  add_test ("rogue/answers", test_rogues);
  add_test ("rogue/oversized-hello", test_oversized_hello);
  add_test ("rogue/stalls", test_stalls);
#undef add_test

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/client.h"

#include "content/base/error.h"
#include "content/pack/leaf-list.h"

const TamboClientLimits tambo_test_client_patient = {
  .connections = 6,
  .answer_ms = 600000,
  .have_ms = 600000,
  .silence_ms = 600000,
  .slow_ms = 600000,
  .slow_rate = 1,
};

gboolean
tambo_test_client_admit (const char *pin, gpointer user_data)
{
  return g_strcmp0 (pin, *(const char **) user_data) == 0;
}

/* Admits the pin that @admitted points at. */
TamboPeerClient *
tambo_test_client_new (TamboTestLink *link, const char *expected_pin, const char **admitted)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, link->port);

  return tambo_peer_client_new (tambo_device_key_get_certificate (link->peer),
                                G_INET_SOCKET_ADDRESS (address),
                                expected_pin,
                                &tambo_test_client_patient,
                                tambo_test_client_admit,
                                admitted,
                                NULL);
}

void
tambo_test_client_finish (TamboPeerClient *client)
{
  tambo_peer_client_close (client);
  g_object_unref (client);
}

TamboHello *
tambo_test_client_say_hello (TamboPeerClient *client, GError **error)
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

GBytes *
tambo_test_pull (TamboPullSource *source, const TamboPull *pull, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  tambo_pull_source_pull_async (source, pull, NULL, tambo_test_store_result, &result);

  return tambo_pull_source_pull_finish (source, tambo_test_wait_for_result (&result), error);
}

gboolean
tambo_test_client_get_range (TamboPeerClient *client, GByteArray *collected, GError **error)
{
  const TamboPull pull = {
    .kind = TAMBO_PULL_RUN,
    .name = TAMBO_TEST_NAME,
    .reference = TAMBO_TEST_BLOB,
    .size = TAMBO_TEST_BLOB_SIZE,
    .offset = TAMBO_LEAF_SIZE,
    .length = TAMBO_TEST_RANGE_LENGTH,
    .leaf_func = collect_leaf,
    .leaf_data = collected,
  };
  g_autoptr (GBytes) empty = tambo_test_pull (TAMBO_PULL_SOURCE (client), &pull, error);

  return empty != NULL;
}

void
tambo_test_client_assert_not_admitted (TamboPeerClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboHello) theirs = tambo_test_client_say_hello (client, &error);

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_NOT_ADMITTED);
  g_assert_null (theirs);
}

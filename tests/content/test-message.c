/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/consult/message.h"

#include "tests/support/consult.h"

#include <string.h>

static TamboMessage *
make (TamboMessageKind kind, const char *body)
{
  g_autoptr (TamboMailbox) mailbox = tambo_test_mailbox_new (TAMBO_TEST_CODE);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  TamboMessage *message = tambo_message_new (kind, tambo_test_deployment, mailbox);

  tambo_message_set_body (message, bytes);

  return message;
}

static void
test_layout (void)
{
  g_autoptr (TamboMessage) message = make (TAMBO_MESSAGE_REQUEST, "{}");
  g_autoptr (TamboMailbox) mailbox = tambo_test_mailbox_new (TAMBO_TEST_CODE);
  g_autoptr (GBytes) bytes = tambo_message_to_bytes (message);
  const guint8 *data = g_bytes_get_data (bytes, NULL);

  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 102);
  g_assert_cmpuint (data[0], ==, 1);
  g_assert_cmpuint (data[1], ==, TAMBO_MESSAGE_REQUEST);
  g_assert_cmpmem (data + 2, 16, tambo_test_deployment, 16);
  g_assert_cmpmem (data + 18, 16, tambo_message_get_thread (message), 16);
  g_assert_cmpmem (data + 34, 16, tambo_message_get_id (message), 16);
  g_assert_cmpuint (data[50], ==, 0);
  g_assert_cmpuint (data[51], ==, 1);
  g_assert_cmpmem (data + 52, 16, tambo_mailbox_get_tag (mailbox), 16);
  g_assert_cmpmem (data + 68, 32, tambo_mailbox_get_public_key (mailbox), 32);
  g_assert_cmpmem (data + 100, 2, "{}", 2);
}

static void
test_there_and_back (void)
{
  g_autoptr (TamboMessage) message = make (TAMBO_MESSAGE_VOICE_PART, "OggS");
  g_autoptr (TamboMessage) again = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hex = NULL;
  g_autofree char *hex_again = NULL;

  tambo_message_set_part (message, 2, 3);
  tambo_message_set_thread (message, (const guint8 *) "0123456789abcdef");
  bytes = tambo_message_to_bytes (message);
  again = tambo_message_new_from_bytes (bytes, &error);
  g_assert_no_error (error);

  hex = tambo_message_get_id_hex (message);
  hex_again = tambo_message_get_id_hex (again);
  g_assert_cmpstr (hex, ==, hex_again);
  g_assert_cmpint (tambo_message_get_kind (again), ==, TAMBO_MESSAGE_VOICE_PART);
  g_assert_cmpmem (tambo_message_get_thread (again), 16, "0123456789abcdef", 16);
  g_assert_cmpuint (tambo_message_get_part (again), ==, 2);
  g_assert_cmpuint (tambo_message_get_n_parts (again), ==, 3);
  g_assert_true (g_bytes_equal (tambo_message_get_body (again), tambo_message_get_body (message)));
}

static void
test_reply_keeps_thread (void)
{
  g_autoptr (TamboMessage) request = make (TAMBO_MESSAGE_REQUEST, "{}");
  g_autoptr (TamboMessage) reply = tambo_message_new_reply (request, TAMBO_MESSAGE_RECEIVED);

  g_assert_cmpmem (tambo_message_get_thread (reply), 16, tambo_message_get_id (request), 16);
  g_assert_cmpmem (tambo_message_get_tag (reply), 16, tambo_message_get_tag (request), 16);
  g_assert_cmpint (memcmp (tambo_message_get_id (reply), tambo_message_get_id (request), 16),
                   !=,
                   0);
  g_assert_cmpuint (g_bytes_get_size (tambo_message_get_body (reply)), ==, 0);
}

static void
assert_refuses (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboMessage) message = tambo_message_new_from_bytes (bytes, &error);

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CONSULT_FORMAT);
  g_assert_null (message);
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *name;
    guint offset;
    guint8 value;
  } vectors[] = {
    { "version 2", 0, 2 },
    { "kind 0", 1, 0 },
    { "kind 7", 1, 7 },
    { "a note with a body", 1, TAMBO_MESSAGE_RECEIVED },
    { "part 1 of 1", 50, 1 },
    { "no parts", 51, 0 },
    { "a request in two parts", 51, 2 },
  };
  g_autoptr (TamboMessage) message = make (TAMBO_MESSAGE_REQUEST, "{}");
  g_autoptr (GBytes) good = tambo_message_to_bytes (message);

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      guint8 *data = g_memdup2 (g_bytes_get_data (good, NULL), g_bytes_get_size (good));
      g_autoptr (GBytes) bad = g_bytes_new_take (data, g_bytes_get_size (good));

      g_test_message ("%s", vectors[i].name);
      data[vectors[i].offset] = vectors[i].value;
      assert_refuses (bad);
    }
}

static void
test_cut (void)
{
  g_autoptr (TamboMessage) message = make (TAMBO_MESSAGE_REQUEST, "{}");
  g_autoptr (GBytes) good = tambo_message_to_bytes (message);

  for (gsize size = 0; size <= 100; size++)
    {
      g_autoptr (GBytes) bad = g_bytes_new_from_bytes (good, 0, size);

      assert_refuses (bad);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/message/layout", test_layout);
  g_test_add_func ("/content/message/there-and-back", test_there_and_back);
  g_test_add_func ("/content/message/reply-keeps-thread", test_reply_keeps_thread);
  g_test_add_func ("/content/message/parse/refuses", test_refuses);
  g_test_add_func ("/content/message/parse/cut", test_cut);

  return g_test_run ();
}

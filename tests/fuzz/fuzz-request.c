/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/answer.h"
#include "content/consult/request.h"

#include "tests/support/consult.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
take (GBytes *bytes)
{
  g_autoptr (GError) request_error = NULL;
  g_autoptr (GError) answer_error = NULL;
  g_autoptr (TamboRequest) request = tambo_request_new_from_bytes (bytes, &request_error);
  g_autoptr (TamboAnswer) answer = tambo_answer_new_from_bytes (bytes, &answer_error);

  g_assert ((request == NULL) == (request_error != NULL));
  g_assert ((answer == NULL) == (answer_error != NULL));
}

/* Written once: sealing and writing would take nearly all of the time. */
static GBytes *
get_good (void)
{
  static GBytes *good; /* (owned) */

  if (good == NULL)
    {
      g_autoptr (TamboMessage) message = tambo_test_message_new (TAMBO_MESSAGE_REQUEST, 7);
      g_autoptr (TamboRequest) request = tambo_test_request_new ();

      good = tambo_request_to_bytes (request, message, TAMBO_TEST_DAY, NULL);
    }

  return good;
}

/* Puts the input, but for two bytes that say where, into a good document. */
static void
take_patched (const guint8 *data, gsize size)
{
  GBytes *good = get_good ();
  g_autoptr (GByteArray) patched = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *text = g_bytes_get_data (good, NULL);
  gsize at = (data[0] << 8 | data[1]) % g_bytes_get_size (good);
  gsize after = MIN (at + size - 2, g_bytes_get_size (good));

  g_byte_array_append (patched, text, (guint) at);
  g_byte_array_append (patched, data + 2, (guint) size - 2);
  g_byte_array_append (patched, text + after, (guint) (g_bytes_get_size (good) - after));
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&patched));
  take (bytes);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  take (bytes);
  if (size > 2)
    take_patched (data, size);

  return 0;
}

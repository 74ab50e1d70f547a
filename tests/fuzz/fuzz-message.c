/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/message.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboMessage) message = tambo_message_new_from_bytes (bytes, &error);
  g_autoptr (GBytes) again = NULL;

  g_assert ((message == NULL) == (error != NULL));
  if (message == NULL)
    return 0;

  again = tambo_message_to_bytes (message);
  g_assert (g_bytes_equal (again, bytes));

  return 0;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/have.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
take (GBytes *bytes)
{
  g_autoptr (TamboHave) have = tambo_have_new_from_bytes (bytes, NULL);
  g_autoptr (TamboHave) again = NULL;
  g_autoptr (GBytes) written = NULL;

  if (have == NULL)
    return;

  tambo_have_has_leaf (have, tambo_have_get_gen (have));
  written = tambo_have_to_bytes (have);
  again = tambo_have_new_from_bytes (written, NULL);
  g_assert_nonnull (again);
  g_assert_true (g_bytes_equal (tambo_have_get_bits (have), tambo_have_get_bits (again)));
  g_assert_cmpuint (tambo_have_get_gen (have), ==, tambo_have_get_gen (again));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  GString *text = g_string_new ("{\"gen\":5,\"bits\":\"");
  g_autoptr (GBytes) within = NULL;

  g_string_append_len (text, (const char *) data, (gssize) size);
  g_string_append (text, "\"}");
  within = g_string_free_to_bytes (text);
  take (bytes);
  take (within);

  return 0;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/hello.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What is taken is written and taken again, and is the same. */
static void
take (GBytes *bytes)
{
  g_autoptr (TamboHello) hello = tambo_hello_new_from_bytes (bytes, NULL);
  g_autoptr (TamboHello) again = NULL;
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GBytes) rewritten = NULL;

  if (hello == NULL)
    return;

  written = tambo_hello_to_bytes (hello);
  again = tambo_hello_new_from_bytes (written, NULL);
  g_assert_nonnull (again);
  rewritten = tambo_hello_to_bytes (again);
  g_assert_true (g_bytes_equal (written, rewritten));
}

/* In a hello that is good otherwise, so that the fuzzer need not find all the names. */
static void
take_within (const char *before, const guint8 *data, gsize size, const char *after)
{
  GString *text = g_string_new (before);
  g_autoptr (GBytes) bytes = NULL;

  g_string_append_len (text, (const char *) data, (gssize) size);
  g_string_append (text, after);
  bytes = g_string_free_to_bytes (text);
  take (bytes);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  take (bytes);
  take_within ("{\"proto\":1,\"boot\":\"b\",\"trust\":1,\"packs\":[",
               data,
               size,
               "],\"addresses\":[],\"age-of-clinic-contact\":-1,\"gateway-hops\":1}");
  take_within ("{\"proto\":1,\"boot\":\"b\",\"trust\":1,\"packs\":[],\"addresses\":[\"",
               data,
               size,
               "\"],\"age-of-clinic-contact\":-1,\"gateway-hops\":1}");

  return 0;
}

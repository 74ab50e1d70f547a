/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/envelope-batch.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
take (GBytes *body, const char *ages)
{
  g_autoptr (TamboEnvelopeBatch) batch = tambo_envelope_batch_new_from_body (body, ages, NULL);
  g_autoptr (GBytes) written = NULL;

  if (batch == NULL)
    return;

  written = tambo_envelope_batch_to_body (batch);
  g_assert_true (g_bytes_equal (written, body));
}

static void
take_results (GBytes *bytes)
{
  g_auto (GStrv) words = tambo_envelope_results_parse (bytes, 1, NULL);

  g_assert_true (words == NULL || g_strv_length (words) == 1);
}

/* The first line is the header, the rest the body; or all of it is what a peer answered. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const guint8 *end = memchr (data, '\n', size);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *ages = NULL;
  g_autoptr (GBytes) body = NULL;

  take_results (bytes);
  if (end == NULL)
    return 0;

  ages = g_strndup ((const char *) data, (gsize) (end - data));
  body = g_bytes_new (end + 1, size - (gsize) (end + 1 - data));
  take (body, ages);
  take (body, "0");
  take (body, "0,1");

  return 0;
}

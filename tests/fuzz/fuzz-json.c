/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/json.h"
#include "content/base/limits.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What passes the gate once passes it again as canonical JSON, and comes out the same. */
static void
check_canonical (TamboJson *json)
{
  g_autoptr (GBytes) once = tambo_json_write_canonical (tambo_json_get_root (json), NULL);
  g_autoptr (GBytes) twice = NULL;
  g_autoptr (TamboJson) again = NULL;

  /* It has no fractions, and does not escape control characters: such output is not JSON. */
  again = once != NULL ? tambo_json_parse (once, G_MAXSIZE, NULL) : NULL;
  if (again == NULL)
    return;

  twice = tambo_json_write_canonical (tambo_json_get_root (again), NULL);
  g_assert_nonnull (twice);
  g_assert_true (g_bytes_equal (once, twice));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TamboJson) json = NULL;
  g_autoptr (GError) error = NULL;

  json = tambo_json_parse (bytes, TAMBO_MIB, &error);
  g_assert ((json == NULL) == (error != NULL));
  if (json != NULL)
    check_canonical (json);

  return 0;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/urlencoded.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) fields = tambo_urlencoded_parse (bytes, &error);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_assert ((fields == NULL) == (error != NULL));
  if (fields == NULL)
    return 0;

  g_hash_table_iter_init (&iter, fields);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_assert (g_utf8_validate (name, -1, NULL) && g_utf8_validate (value, -1, NULL));

  return 0;
}

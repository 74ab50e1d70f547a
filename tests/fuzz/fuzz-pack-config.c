/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/pack-config.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TamboPackConfig) parsed = NULL;
  g_autoptr (GError) error = NULL;

  parsed = tambo_pack_config_new_from_bytes (bytes, &error);
  g_assert ((parsed == NULL) == (error != NULL));

  return 0;
}

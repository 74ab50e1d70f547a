/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/manifest.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TamboManifest) parsed = NULL;
  g_autoptr (GError) error = NULL;

  parsed = tambo_manifest_new_from_bytes (bytes, &error);
  g_assert ((parsed == NULL) == (error != NULL));

  return 0;
}

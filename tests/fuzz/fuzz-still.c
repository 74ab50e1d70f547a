/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/limits.h"
#include "content/pack/still.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  guint width = 0;
  guint height = 0;

  if (tambo_still_check (bytes, &width, &height, &error))
    g_assert (width > 0 && height > 0 && width <= TAMBO_LIMIT_STILL_SIDE);
  else
    g_assert (error != NULL);

  return 0;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/base64.h"

#include "content/base/error.h"

#include <sodium.h>
#include <string.h>

char *
tambo_base64_encode (const guint8 *data, gsize size)
{
  gsize length = sodium_base64_encoded_len (size, sodium_base64_VARIANT_ORIGINAL);
  char *text = g_malloc (length);

  return sodium_bin2base64 (text, length, data, size, sodium_base64_VARIANT_ORIGINAL);
}

/**
 * tambo_base64_decode:
 * @text: with padding, without blanks
 * @max_size: of what is decoded
 * @error: return location for a #GError
 *
 * Strict, so that there is one way to write each value.
 *
 * Returns: (transfer full): the bytes, or %NULL with %TAMBO_ERROR_PEER_PROTOCOL set
 */
GBytes *
tambo_base64_decode (const char *text, gsize max_size, GError **error)
{
  g_autofree guint8 *data = g_malloc (max_size + 1);
  gsize size;

  if (sodium_base642bin (data,
                         max_size,
                         text,
                         strlen (text),
                         NULL,
                         &size,
                         NULL,
                         sodium_base64_VARIANT_ORIGINAL) != 0)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_PROTOCOL, "Not base64, or too much of it");
      return NULL;
    }

  return g_bytes_new_take (g_steal_pointer (&data), size);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/digest.h"

#include <gnutls/crypto.h>
#include <string.h>

#define PREFIX "sha256:"

struct _TamboHasher
{
  gnutls_hash_hd_t hash;
};

/* Hashing fails only without memory or with a broken library: nothing could go on then. */
TamboHasher *
tambo_hasher_new (void)
{
  TamboHasher *self = g_new0 (TamboHasher, 1);
  int result = gnutls_hash_init (&self->hash, GNUTLS_DIG_SHA256);

  if (result != GNUTLS_E_SUCCESS)
    g_error ("SHA-256 is missing: %s", gnutls_strerror (result));

  return self;
}

void
tambo_hasher_free (TamboHasher *self)
{
  gnutls_hash_deinit (self->hash, NULL);
  g_free (self);
}

void
tambo_hasher_update (TamboHasher *self, const void *data, gsize size)
{
  g_return_if_fail (self != NULL);

  if (size > 0 && gnutls_hash (self->hash, data, size) != GNUTLS_E_SUCCESS)
    g_error ("SHA-256 failed");
}

/* The digest of all since the start or the last call. */
char *
tambo_hasher_finish (TamboHasher *self)
{
  guint8 raw[TAMBO_DIGEST_SIZE];

  g_return_val_if_fail (self != NULL, NULL);

  gnutls_hash_output (self->hash, raw);

  return tambo_digest_from_raw (raw);
}

void
tambo_digest_for_data (const void *data, gsize size, guint8 out_raw[TAMBO_DIGEST_SIZE])
{
  if (gnutls_hash_fast (GNUTLS_DIG_SHA256, size > 0 ? data : "", size, out_raw) != GNUTLS_E_SUCCESS)
    g_error ("SHA-256 failed");
}

char *
tambo_digest_for_bytes (GBytes *bytes)
{
  guint8 raw[TAMBO_DIGEST_SIZE];
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  tambo_digest_for_data (data, size, raw);

  return tambo_digest_from_raw (raw);
}

/* %NULL is not one. */
gboolean
tambo_digest_is_valid (const char *digest)
{
  const char *hex;

  if (digest == NULL || !g_str_has_prefix (digest, PREFIX))
    return FALSE;

  hex = digest + strlen (PREFIX);

  return strlen (hex) == 2 * TAMBO_DIGEST_SIZE &&
         strspn (hex, "0123456789abcdef") == 2 * TAMBO_DIGEST_SIZE;
}

/* The 64 digits: the name of the blob in a folder. */
const char *
tambo_digest_get_hex (const char *digest)
{
  g_return_val_if_fail (tambo_digest_is_valid (digest), NULL);

  return digest + strlen (PREFIX);
}

char *
tambo_digest_from_raw (const guint8 raw[TAMBO_DIGEST_SIZE])
{
  g_autofree char *hex = tambo_hex_encode (raw, TAMBO_DIGEST_SIZE);

  return g_strconcat (PREFIX, hex, NULL);
}

void
tambo_digest_to_raw (const char *digest, guint8 out_raw[TAMBO_DIGEST_SIZE])
{
  g_return_if_fail (tambo_digest_is_valid (digest));

  tambo_hex_decode (tambo_digest_get_hex (digest), out_raw, TAMBO_DIGEST_SIZE);
}

char *
tambo_hex_encode (const guint8 *data, gsize size)
{
  static const char digits[] = "0123456789abcdef";
  char *hex = g_malloc (2 * size + 1);

  for (gsize i = 0; i < size; i++)
    {
      hex[2 * i] = digits[data[i] >> 4];
      hex[2 * i + 1] = digits[data[i] & 15];
    }
  hex[2 * size] = '\0';

  return hex;
}

/* %FALSE unless @hex is exactly @size bytes in hexadecimal, of either case. */
gboolean
tambo_hex_decode (const char *hex, guint8 *out_data, gsize size)
{
  if (strlen (hex) != 2 * size)
    return FALSE;

  for (gsize i = 0; i < 2 * size; i++)
    if (!g_ascii_isxdigit (hex[i]))
      return FALSE;

  for (gsize i = 0; i < size; i++)
    out_data[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 |
                            g_ascii_xdigit_value (hex[2 * i + 1]));

  return TRUE;
}

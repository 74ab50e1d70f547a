/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/staff/pin.h"

#include "content/base/error.h"

#include <sodium.h>
#include <string.h>

/* The staff's PIN keeps visitors out of pages that are not for them; no key hangs on it. What is
 * on the disk is an argon2id string that carries its own salt and parameters. */

gboolean
tambo_pin_is_set (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/**
 * tambo_pin_set:
 * @path: the file of the PIN's hash; replaced
 * @digits: the new PIN, six to eight ASCII digits
 * @error: return location for a #GError
 *
 * Takes a moment and 64 MiB.
 *
 * Returns: %FALSE with %TAMBO_ERROR_CODE_FORMAT or a #GFileError set
 */
gboolean
tambo_pin_set (const char *path, const char *digits, GError **error)
{
  char hash[crypto_pwhash_STRBYTES] = { 0 };
  gsize length = strlen (digits);

  if (length < TAMBO_PIN_MIN_DIGITS || length > TAMBO_PIN_MAX_DIGITS ||
      strspn (digits, "0123456789") != length)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_CODE_FORMAT,
                   "A PIN is %d to %d digits and nothing else",
                   TAMBO_PIN_MIN_DIGITS,
                   TAMBO_PIN_MAX_DIGITS);
      return FALSE;
    }

  if (crypto_pwhash_str (hash,
                         digits,
                         length,
                         crypto_pwhash_OPSLIMIT_INTERACTIVE,
                         crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "Not enough memory to keep a PIN");
      return FALSE;
    }

  return g_file_set_contents_full (path,
                                   hash,
                                   -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600,
                                   error);
}

/* Takes a moment. A file that cannot be read is no PIN that fits. */
gboolean
tambo_pin_check (const char *path, const char *digits)
{
  g_autofree char *hash = NULL;
  gsize length;

  if (!g_file_get_contents (path, &hash, &length, NULL) || length >= crypto_pwhash_STRBYTES)
    return FALSE;

  return crypto_pwhash_str_verify (hash, digits, strlen (digits)) == 0;
}

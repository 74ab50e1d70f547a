/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/signing.h"

#include "content/base/file.h"

#include <sodium.h>
#include <string.h>

/**
 * tambo_signing_read_passphrase:
 * @path: (nullable): a file whose first line is the passphrase
 * @out_passphrase: (out) (nullable): %NULL if there is no @path; to be wiped
 */
gboolean
tambo_signing_read_passphrase (const char *path, char **out_passphrase, GError **error)
{
  char *passphrase = path != NULL ? tambo_file_read_first_line (path, error) : NULL;

  if (path != NULL && passphrase == NULL)
    return FALSE;

  *out_passphrase = passphrase;

  return TRUE;
}

TamboSigner *
tambo_signing_open (const char *folder, const char *passphrase_path, GError **error)
{
  g_autofree char *passphrase = NULL;
  TamboSigner *signer = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  if (!tambo_signing_read_passphrase (passphrase_path, &passphrase, error))
    return NULL;
  signer = tambo_signer_open (folder, passphrase, error);
  if (passphrase != NULL)
    sodium_memzero (passphrase, strlen (passphrase));

  return signer;
}

/* Seconds since 1970. A publisher's clock is taken as right: it is the one that kiosks learn
 * the time from. */
gint64
tambo_signing_get_time (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

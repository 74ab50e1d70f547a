/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/signing.h"
#include "content/author/source-file.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define ROOT "root.json"

static char *passphrase_path = NULL;

static const GOptionEntry options[] = {
  { "passphrase-file",
    0,
    0,
    G_OPTION_ARG_FILENAME,
    &passphrase_path,
    "Seal the keys with the first line of FILE",
    "FILE" },
  { NULL },
};

static TamboSigner *
found (const char *folder, GError **error)
{
  g_autofree char *passphrase = NULL;
  TamboSigner *signer = NULL;

  if (!tambo_signing_read_passphrase (passphrase_path, &passphrase, error))
    return NULL;
  signer = tambo_signer_found (folder, passphrase, tambo_signing_get_time (), error);
  if (passphrase != NULL)
    sodium_memzero (passphrase, strlen (passphrase));

  return signer;
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (TamboSigner) signer = found (arguments[0], error);

  if (signer == NULL || !tambo_signer_publish (signer, tambo_signing_get_time (), error))
    return FALSE;
  if (!tambo_source_write (folder, ROOT, tambo_signer_get_first_root (signer), error))
    return FALSE;

  printf ("Keys and metadata are in %s. Give every kiosk and clinic %s/" ROOT ".\n",
          arguments[0],
          arguments[0]);
  if (passphrase_path == NULL)
    printf ("The keys are not sealed: whoever reads the folder can sign. For real use, found it "
            "again with --passphrase-file.\n");

  return TRUE;
}

const TamboCommand tambo_command_found = {
  .name = "found",
  .parameters = "DEPLOYMENT",
  .summary = "Found a deployment of one person: keys and the first trusted root",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};

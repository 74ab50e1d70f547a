/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/signing.h"
#include "content/author/source-file.h"

#include <stdio.h>

#define ROOT "root.json"

static const GOptionEntry options[] = {
  TAMBO_PASSPHRASE_OPTIONS,
  { NULL },
};

static TamboSigner *
found (const char *folder, gboolean *out_sealed, GError **error)
{
  TamboSigner *signer = NULL;
  char *passphrase = NULL;

  if (!tambo_signing_choose_passphrase (&passphrase, error))
    return NULL;
  signer = tambo_signer_found (folder, passphrase, tambo_signing_get_time (), error);
  *out_sealed = passphrase != NULL;
  tambo_signing_wipe (passphrase);

  return signer;
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (arguments[0]);
  gboolean sealed = FALSE;
  g_autoptr (TamboSigner) signer = found (arguments[0], &sealed, error);

  if (signer == NULL ||
      !tambo_source_write (folder, ROOT, tambo_signer_get_first_root (signer), error))
    return FALSE;

  printf ("Keys and metadata are in %s. Give every kiosk and clinic %s/" ROOT ".\n",
          arguments[0],
          arguments[0]);
  if (!sealed)
    printf ("The keys are not sealed: whoever reads the folder can sign. For real use, found it "
            "again with a passphrase.\n");

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

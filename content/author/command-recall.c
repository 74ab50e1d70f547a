/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/signing.h"

#include <stdio.h>

#define MAX_REASON 200

static char *reason = NULL;

static const GOptionEntry options[] = {
  { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, "Why, in one sentence for staff", "TEXT" },
  TAMBO_PASSPHRASE_OPTIONS,
  { NULL },
};

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (TamboSigner) signer = NULL;
  guint64 version;

  if (!g_ascii_string_to_unsigned (arguments[2], 10, 1, G_MAXUINT32, &version, NULL))
    return tambo_signing_misused (error, "“%s” is not the version of a pack", arguments[2]);
  if (reason == NULL || *reason == '\0' || g_utf8_strlen (reason, -1) > MAX_REASON)
    return tambo_signing_misused (error,
                                  "say with --reason why, in at most %d characters: staff read it",
                                  MAX_REASON);

  signer = tambo_signing_open (arguments[0], error);
  if (signer == NULL ||
      !tambo_signer_recall_pack (signer, arguments[1], (guint) version, reason, error) ||
      !tambo_signing_publish (signer, error))
    return FALSE;

  printf ("Recalled %s version %s. Kiosks learn it from the next folder that “tambo-pack sign” "
          "writes.\n",
          arguments[1],
          arguments[2]);

  return TRUE;
}

const TamboCommand tambo_command_recall = {
  .name = "recall",
  .parameters = "DEPLOYMENT ID VERSION --reason TEXT",
  .summary = "Take a pack back: kiosks stop showing it",
  .options = options,
  .min_arguments = 3,
  .max_arguments = 3,
  .run = run,
};

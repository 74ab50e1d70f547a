/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/pack-reader.h"
#include "content/author/signing.h"
#include "content/store/layout-writer.h"

#include <stdio.h>

static char *out_path = NULL;
static char **from = NULL;
static gboolean urgent = FALSE;

static const GOptionEntry options[] = {
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out_path, "The folder to write, or add to", "DIR" },
  { "urgent", 0, 0, G_OPTION_ARG_NONE, &urgent, "Kiosks fetch these packs first", NULL },
  { "from",
    0,
    0,
    G_OPTION_ARG_FILENAME_ARRAY,
    &from,
    "Take up first what this folder brings: the deployment, others' signatures (again for more)",
    "DIR" },
  TAMBO_PASSPHRASE_OPTIONS,
  { NULL },
};

static gboolean
sign_layout (TamboSigner *signer, TamboLayoutWriter *writer, const char *path, GError **error)
{
  g_autoptr (TamboPackReader) reader = tambo_pack_reader_open (path, error);

  if (reader == NULL)
    return FALSE;
  for (guint i = 0; i < tambo_pack_reader_get_n_packs (reader); i++)
    {
      TamboPack *pack = tambo_pack_reader_get_pack (reader, i);
      const char *other = tambo_signer_find_other_voucher (signer, pack);

      if (!tambo_pack_reader_copy (reader, i, writer, error) ||
          (other == NULL && !tambo_signer_set_pack (signer, pack, urgent, error)))
        return FALSE;
      printf ("%s version %u: signed%s%s\n",
              tambo_pack_config_get_id (tambo_pack_get_config (pack)),
              tambo_manifest_get_version (tambo_pack_get_manifest (pack)),
              other != NULL ? " by " : "",
              other != NULL ? other : "");
    }

  return TRUE;
}

/* With no output named, the first layout becomes the folder for kiosks itself. */
static gboolean
run (const char *const *arguments, GError **error)
{
  const char *out = out_path != NULL ? out_path : arguments[1];
  g_autoptr (TamboSigner) signer = NULL;
  g_autoptr (TamboLayoutWriter) writer = NULL;
  g_autoptr (GHashTable) files = NULL;

  if (out == NULL)
    {
      g_set_error_literal (error,
                           G_OPTION_ERROR,
                           G_OPTION_ERROR_BAD_VALUE,
                           "name a layout, or say with -o DIR where the metadata goes");
      return FALSE;
    }
  signer = tambo_signing_open_with (arguments[0], (const char *const *) from, arguments + 1, error);
  if (signer == NULL)
    return FALSE;
  writer = tambo_layout_writer_new (out, error);
  if (writer == NULL)
    return FALSE;
  for (guint i = 1; arguments[i] != NULL; i++)
    {
      if (!sign_layout (signer, writer, arguments[i], error))
        return FALSE;
    }
  if (!tambo_signing_publish (signer, error))
    return FALSE;

  files = tambo_signer_get_files (signer);
  if (!tambo_layout_writer_add_trust (writer, files, error) ||
      !tambo_layout_writer_finish (writer, error))
    return FALSE;
  printf ("%s is ready: “tamboctl install %s” on a kiosk, or copy it to a stick.\n", out, out);

  return TRUE;
}

const TamboCommand tambo_command_sign = {
  .name = "sign",
  .parameters = "DEPLOYMENT [LAYOUT…]",
  .summary = "Sign packs, renew what is signed, and write all of it into one folder",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 100,
  .run = run,
};

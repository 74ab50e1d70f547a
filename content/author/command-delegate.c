/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/signing.h"
#include "content/author/source-file.h"
#include "content/pack/pack-config.h"
#include "content/store/layout-writer.h"

#include <stdio.h>
#include <string.h>

static char *role = NULL;
static char **packs = NULL;
static gboolean rosters = FALSE;
static gboolean clinics = FALSE;
static char **key_paths = NULL;
static gboolean take_back = FALSE;
static char *out_path = NULL;

static const GOptionEntry options[] = {
  { "role", 0, 0, G_OPTION_ARG_STRING, &role, "A word for what is delegated", "ROLE" },
  { "packs",
    0,
    0,
    G_OPTION_ARG_STRING_ARRAY,
    &packs,
    "Packs of this id, or “*” for all (again for more)",
    "ID" },
  { "roster", 0, 0, G_OPTION_ARG_NONE, &rosters, "Which kiosks belong to which site", NULL },
  { "clinics", 0, 0, G_OPTION_ARG_NONE, &clinics, "Clinics and their keys", NULL },
  { "key",
    0,
    0,
    G_OPTION_ARG_FILENAME_ARRAY,
    &key_paths,
    "Who signs: what “tambo-pack key make” wrote (again: either of them)",
    "FILE" },
  { "remove", 0, 0, G_OPTION_ARG_NONE, &take_back, "Delegate this to nobody any more", NULL },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out_path, "A folder to give to them", "DIR" },
  TAMBO_PASSPHRASE_OPTIONS,
  { NULL },
};

static gboolean
add_packs (GStrvBuilder *patterns, GError **error)
{
  for (guint i = 0; packs != NULL && packs[i] != NULL; i++)
    {
      g_autofree char *pattern = NULL;

      if (strcmp (packs[i], "*") != 0 && !tambo_pack_id_is_valid (packs[i]))
        return tambo_signing_misused (error, "“%s” is not the id of a pack", packs[i]);
      pattern = strcmp (packs[i], "*") == 0 ? g_strdup ("packs/*/*")
                                            : g_strdup_printf ("packs/%s/*", packs[i]);
      g_strv_builder_add (patterns, pattern);
    }

  return TRUE;
}

static GStrv
list_patterns (GError **error)
{
  g_autoptr (GStrvBuilder) patterns = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (!add_packs (patterns, error))
    return NULL;
  if (rosters)
    g_strv_builder_add (patterns, "roster/*");
  if (clinics)
    g_strv_builder_add (patterns, "clinics/*");
  list = g_strv_builder_end (patterns);
  if (list[0] != NULL)
    return g_steal_pointer (&list);

  tambo_signing_misused (error, "say what: --packs ID, --roster or --clinics");

  return NULL;
}

static gboolean
give (TamboSigner *signer, GError **error)
{
  g_auto (GStrv) patterns = list_patterns (error);
  g_autoptr (GPtrArray) keys = NULL;

  if (patterns == NULL)
    return FALSE;
  if (key_paths == NULL)
    return tambo_signing_misused (error, "say with --key who signs");
  keys = tambo_signing_read_keys (key_paths, error);

  return keys != NULL &&
         tambo_signer_delegate (signer, role, (const char *const *) patterns, keys, 1, error);
}

/* What they need: the metadata, and the root that they join by. */
static gboolean
write_folder (TamboSigner *signer, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (out_path);
  g_autoptr (TamboLayoutWriter) writer = tambo_layout_writer_new (out_path, error);
  g_autoptr (GHashTable) files = tambo_signer_get_files (signer);

  if (writer == NULL || !tambo_layout_writer_add_trust (writer, files, error) ||
      !tambo_layout_writer_finish (writer, error) ||
      !tambo_source_write (folder, "root.json", tambo_signer_get_first_root (signer), error))
    return FALSE;
  printf ("Give them %s: they sign with “tambo-pack sign FOLDER LAYOUT --from %s”.\n",
          out_path,
          out_path);

  return TRUE;
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (TamboSigner) signer = NULL;

  if (role == NULL || !tambo_key_name_is_valid (role))
    return tambo_signing_misused (
        error,
        "say with --role what to call it: small letters, digits, hyphens");
  signer = tambo_signing_open (arguments[0], error);
  if (signer == NULL ||
      !(take_back ? tambo_signer_undelegate (signer, role, error) : give (signer, error)) ||
      !tambo_signing_publish (signer, error))
    return FALSE;

  if (take_back)
    printf ("What “%s” signed is not heard any more, as soon as kiosks learn it.\n", role);
  else
    printf ("“%s” is delegated. What others signed for it before is not heard any more.\n", role);

  return out_path == NULL || write_folder (signer, error);
}

const TamboCommand tambo_command_delegate = {
  .name = "delegate",
  .parameters = "DEPLOYMENT --role ROLE",
  .summary = "Let somebody else sign for some packs, for rosters or for clinics",
  .options = options,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = run,
};

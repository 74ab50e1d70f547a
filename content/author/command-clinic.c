/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/signing.h"
#include "content/author/source-file.h"
#include "content/author/text-rules.h"
#include "content/base/error.h"
#include "content/trust/clinic-record.h"

#include <stdio.h>
#include <string.h>

static gboolean take_away = FALSE;

static const GOptionEntry options[] = {
  { "remove", 0, 0, G_OPTION_ARG_NONE, &take_away, "Vouch for this clinic no longer", NULL },
  TAMBO_PASSPHRASE_OPTIONS,
  { NULL },
};

/* The file's name is the clinic's id: city-clinic.json. */
static char *
find_id (GFile *file, GError **error)
{
  g_autofree char *name = g_file_get_basename (file);

  if (g_str_has_suffix (name, ".json"))
    name[strlen (name) - strlen (".json")] = '\0';
  if (tambo_text_is_word (name))
    return g_steal_pointer (&name);

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_FORMAT,
               "“%s” must be named for the clinic's id, as city-clinic.json",
               g_file_peek_path (file));

  return NULL;
}

static gboolean
vouch (TamboSigner *signer, GFile *file, const char *id, const char *path, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GBytes) bytes = tambo_source_read (folder, name, error);
  g_autoptr (TamboClinicRecord) record = NULL;

  if (bytes == NULL)
    return FALSE;
  record = tambo_clinic_record_new_from_bytes (id, bytes, error);
  if (record == NULL)
    {
      g_prefix_error (error, "%s is not what “tambo-clinic init” prints: ", name);
      return FALSE;
    }

  return tambo_signer_set_file (signer, path, bytes, error);
}

static gboolean
run (const char *const *arguments, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (arguments[1]);
  g_autoptr (TamboSigner) signer = NULL;
  g_autofree char *id = find_id (file, error);
  g_autofree char *path = NULL;

  if (id == NULL)
    return FALSE;
  path = g_strdup_printf ("clinics/%s.json", id);
  signer = tambo_signing_open (arguments[0], error);
  if (signer == NULL)
    return FALSE;
  if (take_away ? !tambo_signer_remove (signer, path, error)
                : !vouch (signer, file, id, path, error))
    return FALSE;
  if (!tambo_signing_publish (signer, error))
    return FALSE;

  printf ("%s %s. Kiosks learn it from the next folder that “tambo-pack sign” writes.\n",
          take_away ? "Removed" : "Signed",
          path);

  return TRUE;
}

const TamboCommand tambo_command_clinic = {
  .name = "clinic",
  .parameters = "DEPLOYMENT CLINIC.json",
  .summary = "Vouch for a clinic and the keys that consults are sealed to",
  .options = options,
  .min_arguments = 2,
  .max_arguments = 2,
  .run = run,
};

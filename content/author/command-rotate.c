/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/signing.h"
#include "content/author/source-file.h"
#include "content/base/error.h"
#include "content/trust/rotation.h"

#include <stdio.h>
#include <string.h>

#define DAYS 730

static char *role = NULL;
static char **added = NULL;
static char **removed = NULL;
static char **replaced = NULL;
static int threshold = 0;
static char *out_path = NULL;
static char **from = NULL;

static const GOptionEntry options[] = {
  { "role",
    0,
    0,
    G_OPTION_ARG_STRING,
    &role,
    "root, timestamp, snapshot or targets: root",
    "ROLE" },
  { "add",
    0,
    0,
    G_OPTION_ARG_FILENAME_ARRAY,
    &added,
    "A key that signs for ROLE from now on (again for more)",
    "FILE" },
  { "remove",
    0,
    0,
    G_OPTION_ARG_STRING_ARRAY,
    &removed,
    "A key that does so no longer: its name, or how its number begins",
    "KEY" },
  { "threshold", 0, 0, G_OPTION_ARG_INT, &threshold, "How many keys of ROLE must sign", "N" },
  { "replace",
    0,
    0,
    G_OPTION_ARG_STRING_ARRAY,
    &replaced,
    "Make a new key here for this role, in place of the one that lies here (again for more)",
    "ROLE" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out_path, "The file that travels", "FILE" },
  { "from",
    0,
    0,
    G_OPTION_ARG_FILENAME_ARRAY,
    &from,
    "Take up first what this folder brings (again for more)",
    "DIR" },
  TAMBO_PASSPHRASE_OPTIONS,
  { NULL },
};

static gboolean
replace (TamboRotation *rotation, TamboKeyRing *ring, const char *which, GError **error)
{
  GPtrArray *keys = tambo_key_ring_get_keys (ring);
  TamboSigningKey *key = NULL;
  guint n_keys = keys->len;

  for (guint i = 0; i < n_keys; i++)
    {
      const char *id = tambo_signing_key_get_id (keys->pdata[i]);

      if (!tambo_rotation_has_key (rotation, which, id))
        continue;

      key = tambo_key_ring_create (ring,
                                   which,
                                   tambo_signing_key_get_public (keys->pdata[i])->name,
                                   error);
      return key != NULL && tambo_rotation_remove_key (rotation, which, id, error) &&
             tambo_rotation_add_key (rotation, which, tambo_signing_key_get_public (key), error);
    }

  return tambo_signing_misused (error, "no key for “%s” lies here", which);
}

static gboolean
change (TamboRotation *rotation, TamboKeyRing *ring, GError **error)
{
  const char *which = role != NULL ? role : "root";
  g_autoptr (GPtrArray) keys = NULL;

  /* The other roles sign at every publication, in one go and at one laptop. */
  if (threshold > 1 && strcmp (which, "root") != 0)
    return tambo_signing_misused (error, "only the root can need more than one signature");
  keys = tambo_signing_read_keys (added, error);
  if (keys == NULL)
    return FALSE;
  for (guint i = 0; removed != NULL && removed[i] != NULL; i++)
    if (!tambo_rotation_remove_key (rotation, which, removed[i], error))
      return FALSE;
  for (guint i = 0; i < keys->len; i++)
    if (!tambo_rotation_add_key (rotation, which, keys->pdata[i], error))
      return FALSE;
  for (guint i = 0; replaced != NULL && replaced[i] != NULL; i++)
    if (!replace (rotation, ring, replaced[i], error))
      return FALSE;
  if (threshold > 0 && !tambo_rotation_set_threshold (rotation, which, (guint) threshold, error))
    return FALSE;

  return tambo_rotation_check (rotation, error);
}

static void
describe (TamboRotation *rotation)
{
  g_autofree char *text = tambo_rotation_describe (rotation);

  fputs (text, stdout);
}

static gboolean
publish (TamboSigner *signer, TamboRotation *rotation, GError **error)
{
  g_autoptr (GBytes) root = tambo_rotation_write_root (rotation);

  tambo_signer_take_root (signer, root);
  if (!tambo_signing_publish (signer, error))
    return FALSE;
  printf ("Done. Kiosks learn it from the next folder that “tambo-pack sign” writes.\n");

  return TRUE;
}

static gboolean
write_travelling (TamboRotation *rotation, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = tambo_rotation_write (rotation);

  return g_file_set_contents_full (path,
                                   g_bytes_get_data (bytes, NULL),
                                   (gssize) g_bytes_get_size (bytes),
                                   G_FILE_SET_CONTENTS_CONSISTENT,
                                   0644,
                                   error);
}

static gboolean
start (const char *folder, GError **error)
{
  g_autoptr (TamboSigner) signer = NULL;
  g_autoptr (TamboRotation) rotation = NULL;
  g_autofree char *path = NULL;

  signer = tambo_signing_open_with (folder, (const char *const *) from, NULL, error);
  if (signer == NULL)
    return FALSE;
  rotation =
      tambo_rotation_new (tambo_signer_get_root (signer), tambo_signing_get_time (), DAYS, error);
  if (rotation == NULL || !change (rotation, tambo_signer_get_ring (signer), error))
    return FALSE;

  tambo_rotation_sign (rotation, tambo_signer_get_ring (signer));
  describe (rotation);
  if (tambo_rotation_is_complete (rotation))
    return publish (signer, rotation, error);

  path = out_path != NULL ? g_strdup (out_path)
                          : g_strdup_printf ("%s/root-%" G_GUINT64_FORMAT ".waiting.json",
                                             folder,
                                             tambo_rotation_get_version (rotation));
  if (!write_travelling (rotation, path, error))
    return FALSE;
  printf ("Send %s to who is missing; they run “tambo-pack rotate sign %s FOLDER”.\n", path, path);

  return TRUE;
}

static TamboRotation *
read_travelling (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = tambo_signing_read_file (path, error);
  TamboRotation *rotation = bytes != NULL ? tambo_rotation_new_from_bytes (bytes, error) : NULL;

  if (bytes != NULL && rotation == NULL)
    g_prefix_error (error, "%s is not what “tambo-pack rotate start” writes: ", path);

  return rotation;
}

static gboolean
show (const char *path, GError **error)
{
  g_autoptr (TamboRotation) rotation = read_travelling (path, error);

  if (rotation == NULL)
    return FALSE;
  describe (rotation);

  return TRUE;
}

static gboolean
sign (const char *path, const char *folder, GError **error)
{
  g_autoptr (TamboRotation) rotation = read_travelling (path, error);
  g_autoptr (TamboKeyRing) ring = NULL;
  guint n_new;

  if (rotation == NULL)
    return FALSE;
  ring = tambo_signing_open_ring (folder, error);
  if (ring == NULL)
    return FALSE;

  n_new = tambo_rotation_sign (rotation, ring);
  describe (rotation);
  if (n_new == 0)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_SIGNATURE,
                   "“%s” holds no key that this root waits for",
                   folder);
      return FALSE;
    }
  if (!write_travelling (rotation, path, error))
    return FALSE;
  printf (tambo_rotation_is_complete (rotation)
              ? "Send %s back: “tambo-pack rotate finish DEPLOYMENT %s”.\n"
              : "Send %s on to who is missing, then “tambo-pack rotate finish DEPLOYMENT %s”.\n",
          path,
          path);

  return TRUE;
}

static gboolean
finish (const char *folder, const char *path, GError **error)
{
  g_autoptr (TamboRotation) rotation = read_travelling (path, error);
  g_autoptr (TamboSigner) signer = NULL;

  if (rotation == NULL)
    return FALSE;
  signer = tambo_signing_open_with (folder, (const char *const *) from, NULL, error);
  if (signer == NULL)
    return FALSE;

  tambo_rotation_sign (rotation, tambo_signer_get_ring (signer));
  describe (rotation);
  if (tambo_rotation_is_complete (rotation))
    return publish (signer, rotation, error);

  g_set_error_literal (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_SIGNATURE,
                       "Signatures are missing yet; nothing was changed");

  return FALSE;
}

static gboolean
run (const char *const *arguments, GError **error)
{
  const char *verb = arguments[0];
  guint n_arguments = g_strv_length ((GStrv) arguments);

  if (strcmp (verb, "start") == 0 && n_arguments == 2)
    return start (arguments[1], error);
  if (strcmp (verb, "show") == 0 && n_arguments == 2)
    return show (arguments[1], error);
  if (strcmp (verb, "sign") == 0 && n_arguments == 3)
    return sign (arguments[1], arguments[2], error);
  if (strcmp (verb, "finish") == 0 && n_arguments == 3)
    return finish (arguments[1], arguments[2], error);

  return tambo_signing_misused (error,
                                "say start DEPLOYMENT, show FILE, sign FILE FOLDER, or finish "
                                "DEPLOYMENT FILE");
}

const TamboCommand tambo_command_rotate = {
  .name = "rotate",
  .parameters = "start DEPLOYMENT | show FILE | sign FILE FOLDER | finish DEPLOYMENT FILE",
  .summary = "Change who signs: other keys, and how many of them must",
  .options = options,
  .min_arguments = 2,
  .max_arguments = 3,
  .run = run,
};

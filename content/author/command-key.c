/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/command.h"
#include "content/author/signing.h"
#include "content/author/source-file.h"
#include "content/trust/trust-state.h"

#include <stdio.h>
#include <string.h>

static char *name = NULL;
static gboolean as_json = FALSE;

static const GOptionEntry options[] = {
  { "name", 0, 0, G_OPTION_ARG_STRING, &name, "A word for the key; all can read it", "NAME" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  TAMBO_PASSPHRASE_OPTIONS,
  { NULL },
};

static void
show_key (const TamboPublicKey *key)
{
  printf ("%-16s %s\n", key->name, key->id);
}

static TamboKeyRing *
new_ring (const char *folder, GError **error)
{
  TamboKeyRing *ring = NULL;
  char *passphrase = NULL;

  if (!tambo_signing_choose_passphrase (&passphrase, error))
    return NULL;
  ring = tambo_key_ring_new (folder, passphrase, error);
  if (ring != NULL && passphrase == NULL)
    printf ("The key is not sealed: whoever reads the folder can sign.\n");
  tambo_signing_wipe (passphrase);

  return ring;
}

static gboolean
make (const char *path, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (path);
  g_autoptr (TamboKeyRing) ring = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autofree char *file_name = NULL;
  TamboSigningKey *key;

  if (name == NULL || !tambo_key_name_is_valid (name))
    return tambo_signing_misused (error,
                                  "say with --name what to call the key: small letters, digits, "
                                  "hyphens; not a person's name, all can read it");

  ring = new_ring (path, error);
  key = ring != NULL ? tambo_key_ring_create (ring, name, name, error) : NULL;
  if (key == NULL)
    return FALSE;

  file_name = g_strconcat (name, ".key.json", NULL);
  file = tambo_public_key_write_file (tambo_signing_key_get_public (key));
  if (!tambo_source_write (folder, file_name, file, error))
    return FALSE;
  show_key (tambo_signing_key_get_public (key));
  printf ("Give %s/%s to whoever delegates to it, and compare the number above by voice. Keep the "
          "rest of %s to yourself.\n",
          path,
          file_name,
          path);

  return TRUE;
}

static gboolean
show (const char *path, GError **error)
{
  g_autoptr (TamboKeyRing) ring = NULL;
  g_autoptr (TamboPublicKey) public_key = NULL;
  GPtrArray *keys;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      public_key = tambo_signing_read_key (path, error);
      if (public_key == NULL)
        return FALSE;
      show_key (public_key);
      return TRUE;
    }

  ring = tambo_signing_open_ring (path, error);
  if (ring == NULL)
    return FALSE;
  keys = tambo_key_ring_get_keys (ring);
  for (guint i = 0; i < keys->len; i++)
    show_key (tambo_signing_key_get_public (keys->pdata[i]));

  return TRUE;
}

static JsonObject *
role_to_json (const char *role, const char *paths, TamboRoleKeys *keys, JsonObject *names)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  g_autoptr (GPtrArray) ids = tambo_role_keys_list_ids (keys);

  json_object_set_string_member (object, "role", role);
  if (paths != NULL)
    json_object_set_string_member (object, "paths", paths);
  json_object_set_int_member (object, "threshold", tambo_role_keys_get_threshold (keys));
  for (guint i = 0; i < ids->len; i++)
    {
      JsonObject *key = json_object_new ();

      json_object_set_string_member (key, "id", ids->pdata[i]);
      json_object_set_string_member (
          key,
          "name",
          names != NULL ? json_object_get_string_member_with_default (names, ids->pdata[i], "?")
                        : "?");
      json_array_add_object_element (array, key);
    }
  json_object_set_array_member (object, "keys", array);

  return object;
}

static JsonObject *
find_names (TamboMetadata *metadata)
{
  JsonObject *object = tambo_metadata_get_signed (metadata);

  return json_object_has_member (object, TAMBO_METADATA_NAMES)
             ? json_object_get_object_member (object, TAMBO_METADATA_NAMES)
             : NULL;
}

static JsonArray *
list_roles (TamboTrustState *state)
{
  static const char *const top[] = { "root", "timestamp", "snapshot", "targets" };
  JsonArray *roles = json_array_new ();
  TamboTargets *targets = tambo_role_tree_find (state->roles, "targets");
  GPtrArray *delegations = targets != NULL ? tambo_targets_get_delegations (targets) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (top); i++)
    {
      g_autoptr (TamboRoleKeys) keys = tambo_metadata_get_role_keys (state->root, top[i], NULL);

      json_array_add_object_element (roles,
                                     role_to_json (top[i], NULL, keys, find_names (state->root)));
    }
  for (guint i = 0; delegations != NULL && i < delegations->len; i++)
    {
      const TamboDelegation *delegation = delegations->pdata[i];
      g_autofree char *paths = g_strjoinv (" ", delegation->patterns);

      json_array_add_object_element (roles,
                                     role_to_json (delegation->role,
                                                   paths,
                                                   delegation->keys,
                                                   find_names (
                                                       tambo_targets_get_metadata (targets))));
    }

  return roles;
}

static void
print_role (JsonObject *role)
{
  JsonArray *keys = json_object_get_array_member (role, "keys");

  printf ("%-12s %" G_GINT64_FORMAT " of",
          json_object_get_string_member (role, "role"),
          json_object_get_int_member (role, "threshold"));
  for (guint i = 0; i < json_array_get_length (keys); i++)
    {
      JsonObject *key = json_array_get_object_element (keys, i);

      printf (" %s %.8s",
              json_object_get_string_member (key, "name"),
              json_object_get_string_member (key, "id"));
    }
  printf ("%s%s\n",
          json_object_has_member (role, "paths") ? ": " : "",
          json_object_get_string_member_with_default (role, "paths", ""));
}

/* Who signs what in a deployment. */
static gboolean
list (const char *path, GError **error)
{
  g_autoptr (TamboSigner) signer = tambo_signing_open (path, error);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  JsonArray *roles;

  if (signer == NULL)
    return FALSE;

  roles = list_roles (tambo_trust_get_state (tambo_signer_get_trust (signer)));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, roles);
  if (as_json)
    {
      text = json_to_string (node, TRUE);
      puts (text);
      return TRUE;
    }
  for (guint i = 0; i < json_array_get_length (roles); i++)
    print_role (json_array_get_object_element (roles, i));

  return TRUE;
}

static gboolean
run (const char *const *arguments, GError **error)
{
  if (strcmp (arguments[0], "make") == 0)
    return make (arguments[1], error);
  if (strcmp (arguments[0], "show") == 0)
    return show (arguments[1], error);
  if (strcmp (arguments[0], "list") == 0)
    return list (arguments[1], error);

  return tambo_signing_misused (error, "say make, show or list");
}

const TamboCommand tambo_command_key = {
  .name = "key",
  .parameters = "make FOLDER --name NAME | show FOLDER|FILE | list DEPLOYMENT",
  .summary = "Make a signing key of your own, show it, or list who signs what",
  .options = options,
  .min_arguments = 2,
  .max_arguments = 2,
  .run = run,
};

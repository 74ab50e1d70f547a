/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/target-set.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/trust/metadata-writer.h"
#include "content/trust/targets.h"

#include <string.h>

typedef struct
{
  JsonNode *info; /* (owned): length, hashes, custom */
  GBytes *bytes;  /* (owned) (nullable): of a small target */
} Entry;

struct _TamboTargetSet
{
  GHashTable *entries;   /* (owned): path → Entry */
  JsonNode *delegations; /* (owned): `keys` and `roles`, as they stand in metadata */
  JsonNode *names;       /* (owned): key id → name */
};

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->info, json_node_unref);
  g_clear_pointer (&entry->bytes, g_bytes_unref);
  g_free (entry);
}

TamboTargetSet *
tambo_target_set_new (void)
{
  TamboTargetSet *self = g_new0 (TamboTargetSet, 1);

  self->delegations = json_from_string ("{\"keys\":{},\"roles\":[]}", NULL);
  self->names = json_from_string ("{}", NULL);
  self->entries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) entry_free);

  return self;
}

void
tambo_target_set_free (TamboTargetSet *self)
{
  g_clear_pointer (&self->names, json_node_unref);
  g_clear_pointer (&self->delegations, json_node_unref);
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_free (self);
}

static void
replace_node (JsonNode **node, JsonNode *with)
{
  g_clear_pointer (node, json_node_unref);
  *node = tambo_json_copy (with);
}

gboolean
tambo_target_set_read (TamboTargetSet *self, GBytes *metadata, GHashTable *files, GError **error)
{
  g_autoptr (TamboJson) json = tambo_json_parse (metadata, TAMBO_LIMIT_TARGETS, error);
  g_autoptr (GList) paths = NULL;
  JsonObject *root = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  JsonObject *object;
  JsonObject *targets;
  JsonObject *delegations = NULL;
  JsonObject *names = NULL;

  if (root == NULL || !tambo_json_object_get_object (root, "signed", &object, error) ||
      !tambo_json_object_get_object (object, "targets", &targets, error) ||
      !tambo_json_object_find_object (object, "delegations", &delegations, error) ||
      !tambo_json_object_find_object (object, TAMBO_METADATA_NAMES, &names, error))
    return FALSE;

  if (delegations != NULL)
    replace_node (&self->delegations, json_object_get_member (object, "delegations"));
  if (names != NULL)
    replace_node (&self->names, json_object_get_member (object, TAMBO_METADATA_NAMES));

  paths = json_object_get_members (targets);
  for (GList *l = paths; l != NULL; l = l->next)
    {
      Entry *entry = g_new0 (Entry, 1);
      GBytes *bytes = g_hash_table_lookup (files, l->data);

      entry->info = tambo_json_copy (json_object_get_member (targets, l->data));
      entry->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
      g_hash_table_insert (self->entries, g_strdup (l->data), entry);
    }

  return TRUE;
}

void
tambo_target_set_add_files (TamboTargetSet *self, GHashTable *files)
{
  GHashTableIter iter;
  gpointer path;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &path, &value))
    {
      Entry *entry = value;

      if (entry->bytes != NULL)
        g_hash_table_insert (files, g_strdup (path), g_bytes_ref (entry->bytes));
    }
}

static JsonArray *
get_roles (TamboTargetSet *self)
{
  return json_object_get_array_member (json_node_get_object (self->delegations), "roles");
}

/* Sets the members of what will be signed. */
void
tambo_target_set_fill (TamboTargetSet *self, JsonObject *object)
{
  JsonObject *targets = json_object_new ();
  GHashTableIter iter;
  gpointer path;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &path, &value))
    json_object_set_member (targets, path, tambo_json_copy (((Entry *) value)->info));
  json_object_set_object_member (object, "targets", targets);

  if (json_array_get_length (get_roles (self)) > 0)
    {
      json_object_set_member (object, "delegations", tambo_json_copy (self->delegations));
      json_object_set_member (object, TAMBO_METADATA_NAMES, tambo_json_copy (self->names));
    }
}

/* @info: (transfer full) */
static gboolean
add_entry (TamboTargetSet *self, const char *path, JsonObject *info, GBytes *bytes, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  Entry *entry;

  json_node_take_object (node, info);
  if (!tambo_target_path_is_valid (path))
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_FORMAT,
                           "The path of a target is invalid");
      return FALSE;
    }

  entry = g_new0 (Entry, 1);
  entry->info = g_steal_pointer (&node);
  entry->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  g_hash_table_insert (self->entries, g_strdup (path), entry);

  return TRUE;
}

gboolean
tambo_target_set_add_file (TamboTargetSet *self, const char *path, GBytes *bytes, GError **error)
{
  return add_entry (self, path, tambo_metadata_write_info (bytes, 0), bytes, error);
}

/* (transfer none) (nullable) */
GBytes *
tambo_target_set_find_file (TamboTargetSet *self, const char *path)
{
  Entry *entry = g_hash_table_lookup (self->entries, path);

  return entry != NULL ? entry->bytes : NULL;
}

/* What each language costs: files and their leaf lists. */
static JsonObject *
write_sizes (TamboManifest *manifest)
{
  JsonObject *sizes = json_object_new ();

  json_object_set_int_member (sizes, "*", (gint64) tambo_manifest_get_config_size (manifest));
  for (guint i = 0; i < tambo_manifest_get_n_layers (manifest); i++)
    {
      const TamboLayer *layer = tambo_manifest_get_layer (manifest, i);
      const char *language = layer->language != NULL ? layer->language : "*";
      gint64 size = json_object_get_int_member_with_default (sizes, language, 0);

      json_object_set_int_member (sizes, language, size + (gint64) layer->size);
    }

  return sizes;
}

static JsonObject *
write_custom (TamboPack *pack, gboolean urgent)
{
  TamboPackConfig *config = tambo_pack_get_config (pack);
  const char *const *languages = tambo_pack_config_get_languages (config);
  const char *min_app = tambo_pack_config_get_min_app (config);
  JsonObject *custom = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; languages[i] != NULL; i++)
    json_array_add_string_element (array, languages[i]);
  json_object_set_array_member (custom, "languages", array);
  json_object_set_object_member (custom, "bytes", write_sizes (tambo_pack_get_manifest (pack)));
  json_object_set_boolean_member (custom, "urgent", urgent);
  json_object_set_boolean_member (custom, "recalled", FALSE);
  if (min_app != NULL)
    json_object_set_string_member (custom, "min-app", min_app);

  return custom;
}

char *
tambo_pack_target_path (const char *id, guint version)
{
  return g_strdup_printf ("packs/%s/%u", id, version);
}

gboolean
tambo_target_set_add_pack (TamboTargetSet *self, TamboPack *pack, gboolean urgent, GError **error)
{
  TamboPackConfig *config = tambo_pack_get_config (pack);
  TamboManifest *manifest = tambo_pack_get_manifest (pack);
  g_autofree char *path = NULL;
  JsonObject *info;

  path = tambo_pack_target_path (tambo_pack_config_get_id (config),
                                 tambo_pack_config_get_version (config));
  info = tambo_metadata_write_info (tambo_manifest_get_bytes (manifest), 0);
  json_object_set_object_member (info, "custom", write_custom (pack, urgent));

  return add_entry (self, path, info, NULL, error);
}

static Entry *
find_entry (TamboTargetSet *self, const char *path, GError **error)
{
  Entry *entry = g_hash_table_lookup (self->entries, path);

  if (entry == NULL)
    g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_UNKNOWN, "There is no target “%s”", path);

  return entry;
}

/* What another role vouches for, so that it can be recalled here. */
void
tambo_target_set_copy (TamboTargetSet *self, const TamboTarget *target)
{
  g_autoptr (JsonNode) custom = NULL;
  Entry *entry = g_new0 (Entry, 1);
  JsonObject *info = json_object_new ();
  JsonObject *hashes = json_object_new ();

  json_object_set_int_member (info, "length", (gint64) target->size);
  json_object_set_string_member (hashes, "sha256", tambo_digest_get_hex (target->digest));
  json_object_set_object_member (info, "hashes", hashes);
  if (target->custom != NULL)
    {
      custom = json_node_new (JSON_NODE_OBJECT);
      json_node_set_object (custom, target->custom);
      json_object_set_member (info, "custom", tambo_json_copy (custom));
    }
  entry->info = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (entry->info, info);
  g_hash_table_insert (self->entries, g_strdup (target->path), entry);
}

gboolean
tambo_target_set_recall_pack (TamboTargetSet *self,
                              const char *id,
                              guint version,
                              const char *reason,
                              GError **error)
{
  g_autofree char *path = tambo_pack_target_path (id, version);
  Entry *entry = find_entry (self, path, error);
  JsonObject *custom;

  if (entry == NULL ||
      !tambo_json_object_get_object (json_node_get_object (entry->info), "custom", &custom, error))
    return FALSE;

  json_object_set_boolean_member (custom, "recalled", TRUE);
  json_object_set_string_member (custom, "reason", reason);

  return TRUE;
}

gboolean
tambo_target_set_remove (TamboTargetSet *self, const char *path, GError **error)
{
  if (find_entry (self, path, error) == NULL)
    return FALSE;

  g_hash_table_remove (self->entries, path);

  return TRUE;
}

static int
find_role (TamboTargetSet *self, const char *role)
{
  JsonArray *roles = get_roles (self);

  for (guint i = 0; i < json_array_get_length (roles); i++)
    if (g_strcmp0 (json_object_get_string_member_with_default (json_array_get_object_element (roles,
                                                                                              i),
                                                               "name",
                                                               NULL),
                   role) == 0)
      return (int) i;

  return -1;
}

static gboolean
is_used (TamboTargetSet *self, const char *id)
{
  JsonArray *roles = get_roles (self);

  for (guint i = 0; i < json_array_get_length (roles); i++)
    {
      JsonArray *ids = json_object_get_array_member (json_array_get_object_element (roles, i),
                                                     "keyids");

      for (guint j = 0; j < json_array_get_length (ids); j++)
        if (strcmp (json_array_get_string_element (ids, j), id) == 0)
          return TRUE;
    }

  return FALSE;
}

static void
forget_unused_keys (TamboTargetSet *self)
{
  JsonObject *keys = json_object_get_object_member (json_node_get_object (self->delegations),
                                                    "keys");
  g_autoptr (GList) ids = json_object_get_members (keys);

  for (GList *l = ids; l != NULL; l = l->next)
    if (!is_used (self, l->data))
      {
        json_object_remove_member (json_node_get_object (self->names), l->data);
        json_object_remove_member (keys, l->data);
      }
}

static JsonArray *
write_strings (const char *const *strings)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);

  return array;
}

/* Who has all packs shares them with other publishers; anything narrower is one role's alone. */
static gboolean
is_shared (const char *const *patterns)
{
  return g_strv_contains (patterns, "packs/*/*");
}

static void
write_delegation (TamboTargetSet *self,
                  JsonObject *role,
                  const char *const *patterns,
                  GPtrArray *keys,
                  guint threshold)
{
  JsonObject *all = json_object_get_object_member (json_node_get_object (self->delegations),
                                                   "keys");
  JsonArray *ids = json_array_new ();

  for (guint i = 0; i < keys->len; i++)
    {
      const TamboPublicKey *key = keys->pdata[i];

      json_array_add_string_element (ids, key->id);
      json_object_set_object_member (all, key->id, tambo_public_key_write (key));
      json_object_set_string_member (json_node_get_object (self->names), key->id, key->name);
    }
  json_object_set_array_member (role, "keyids", ids);
  json_object_set_int_member (role, "threshold", threshold);
  json_object_set_array_member (role, "paths", write_strings (patterns));
  json_object_set_boolean_member (role, "terminating", !is_shared (patterns));
}

/* Narrow roles are asked before wide ones. */
static void
add_role (TamboTargetSet *self, JsonObject *role, gboolean first)
{
  JsonArray *before = get_roles (self);
  JsonArray *after = json_array_new ();

  if (first)
    json_array_add_object_element (after, json_object_ref (role));
  for (guint i = 0; i < json_array_get_length (before); i++)
    json_array_add_object_element (after,
                                   json_object_ref (json_array_get_object_element (before, i)));
  if (!first)
    json_array_add_object_element (after, json_object_ref (role));
  json_object_set_array_member (json_node_get_object (self->delegations), "roles", after);
}

gboolean
tambo_target_set_delegate (TamboTargetSet *self,
                           const char *role,
                           const char *const *patterns,
                           GPtrArray *keys,
                           guint threshold,
                           GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  int index = find_role (self, role);

  if (!tambo_role_name_is_valid (role) || patterns[0] == NULL || threshold < 1 ||
      keys->len < threshold)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_FORMAT,
                   "“%s” needs a name of letters, digits and hyphens, a path, and as many keys as "
                   "signatures",
                   role);
      return FALSE;
    }

  json_object_set_string_member (object, "name", role);
  write_delegation (self, object, patterns, keys, threshold);
  if (index >= 0)
    json_array_remove_element (get_roles (self), (guint) index);
  add_role (self, object, !is_shared (patterns));
  forget_unused_keys (self);

  return TRUE;
}

gboolean
tambo_target_set_undelegate (TamboTargetSet *self, const char *role, GError **error)
{
  int index = find_role (self, role);

  if (index < 0)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_UNKNOWN,
                   "Nothing is delegated to “%s”",
                   role);
      return FALSE;
    }

  json_array_remove_element (get_roles (self), (guint) index);
  forget_unused_keys (self);

  return TRUE;
}

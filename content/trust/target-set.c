/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/target-set.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/trust/metadata-writer.h"
#include "content/trust/targets.h"

typedef struct
{
  JsonNode *info; /* (owned): length, hashes, custom */
  GBytes *bytes;  /* (owned) (nullable): of a small target */
} Entry;

struct _TamboTargetSet
{
  GHashTable *entries; /* (owned): path → Entry */
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

  self->entries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) entry_free);

  return self;
}

void
tambo_target_set_free (TamboTargetSet *self)
{
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_free (self);
}

/* json-glib has no deep copy, and what passed the gate is sealed. */
static JsonNode *
copy_node (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return json_from_string (text, NULL);
}

gboolean
tambo_target_set_read (TamboTargetSet *self, GBytes *metadata, GHashTable *files, GError **error)
{
  g_autoptr (TamboJson) json = tambo_json_parse (metadata, TAMBO_LIMIT_TARGETS, error);
  g_autoptr (GList) paths = NULL;
  JsonObject *root = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  JsonObject *object;
  JsonObject *targets;

  if (root == NULL || !tambo_json_object_get_object (root, "signed", &object, error) ||
      !tambo_json_object_get_object (object, "targets", &targets, error))
    return FALSE;

  paths = json_object_get_members (targets);
  for (GList *l = paths; l != NULL; l = l->next)
    {
      Entry *entry = g_new0 (Entry, 1);
      GBytes *bytes = g_hash_table_lookup (files, l->data);

      entry->info = copy_node (json_object_get_member (targets, l->data));
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

JsonObject *
tambo_target_set_write (TamboTargetSet *self)
{
  JsonObject *targets = json_object_new ();
  GHashTableIter iter;
  gpointer path;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &path, &value))
    json_object_set_member (targets, path, copy_node (((Entry *) value)->info));

  return targets;
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

static char *
pack_path (const char *id, guint version)
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

  path = pack_path (tambo_pack_config_get_id (config), tambo_pack_config_get_version (config));
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

gboolean
tambo_target_set_recall_pack (TamboTargetSet *self, const char *id, guint version, GError **error)
{
  g_autofree char *path = pack_path (id, version);
  Entry *entry = find_entry (self, path, error);
  JsonObject *custom;

  if (entry == NULL ||
      !tambo_json_object_get_object (json_node_get_object (entry->info), "custom", &custom, error))
    return FALSE;

  json_object_set_boolean_member (custom, "recalled", TRUE);

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

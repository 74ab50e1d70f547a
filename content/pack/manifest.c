/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/manifest.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/base/texts.h"
#include "content/pack/leaf-list.h"

#include <string.h>

#define TITLE "org.opencontainers.image.title"
#define VERSION "org.opencontainers.image.version"
#define LANGUAGE "org.tambo.language"
#define ITEM "org.tambo.item"
#define LEAVES_OF "org.tambo.leaves-of"

#define MAX_MEDIA_TYPE 100

/**
 * TamboManifest:
 *
 * An OCI image manifest: which blobs make up a pack, or the trust metadata. Immutable, so any
 * thread may read it.
 */
struct _TamboManifest
{
  GObject parent_instance;

  GBytes *bytes;      /* (owned) */
  char *digest;       /* (owned) */
  TamboLayer *config; /* (owned) */
  guint version;
  GPtrArray *layers;     /* (owned) (element-type TamboLayer) */
  GHashTable *by_title;  /* (owned): title → TamboLayer of layers */
  GHashTable *by_file;   /* (owned): digest → TamboLayer of layers that is a file */
  GHashTable *leaves_of; /* (owned): digest of a file → TamboLayer of layers */
};

G_DEFINE_FINAL_TYPE (TamboManifest, tambo_manifest, G_TYPE_OBJECT)

static void
layer_free (TamboLayer *layer)
{
  g_free (layer->media_type);
  g_free (layer->digest);
  g_free (layer->title);
  g_free (layer->language);
  g_free (layer->item);
  g_free (layer->leaves_of);
  g_free (layer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboLayer, layer_free)

static TamboLayer *
layer_copy (const TamboLayer *layer)
{
  TamboLayer *copy = g_new0 (TamboLayer, 1);

  copy->media_type = g_strdup (layer->media_type);
  copy->digest = g_strdup (layer->digest);
  copy->size = layer->size;
  copy->title = g_strdup (layer->title);
  copy->language = g_strdup (layer->language);
  copy->item = g_strdup (layer->item);
  copy->leaves_of = g_strdup (layer->leaves_of);

  return copy;
}

static void
tambo_manifest_finalize (GObject *object)
{
  TamboManifest *self = TAMBO_MANIFEST (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->digest, g_free);
  g_clear_pointer (&self->config, layer_free);
  g_clear_pointer (&self->by_title, g_hash_table_unref);
  g_clear_pointer (&self->by_file, g_hash_table_unref);
  g_clear_pointer (&self->leaves_of, g_hash_table_unref);
  g_clear_pointer (&self->layers, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_manifest_parent_class)->finalize (object);
}

static void
tambo_manifest_class_init (TamboManifestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_manifest_finalize;
}

static void
tambo_manifest_init (TamboManifest *self)
{
  self->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) layer_free);
  self->by_title = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_file = g_hash_table_new (g_str_hash, g_str_equal);
  self->leaves_of = g_hash_table_new (g_str_hash, g_str_equal);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "Not a manifest of ours: %s", why);

  return FALSE;
}

static gboolean
is_media_type (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;

  return length > 0 && length <= MAX_MEDIA_TYPE;
}

/* Titles are shown to staff, and nothing else. */
static gboolean
is_title (const char *text)
{
  if (*text == '\0' || strlen (text) > TAMBO_LIMIT_PATH)
    return FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isprint (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

/* Media type, digest and size. */
static TamboLayer *
read_descriptor (JsonObject *object, guint64 max_size, GError **error)
{
  g_autoptr (TamboLayer) layer = g_new0 (TamboLayer, 1);
  const char *media_type;
  const char *digest;
  gint64 size;

  if (!tambo_json_object_get_string (object, "mediaType", &media_type, error) ||
      !tambo_json_object_get_string (object, "digest", &digest, error) ||
      !tambo_json_object_get_int (object, "size", 0, G_MAXINT64, &size, error))
    return NULL;

  if (!is_media_type (media_type) || !tambo_digest_is_valid (digest))
    {
      refuse (error, "A blob lacks its type or digest");
      return NULL;
    }

  if ((guint64) size > max_size)
    {
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE, "A blob is too large");
      return NULL;
    }

  layer->media_type = g_strdup (media_type);
  layer->digest = g_strdup (digest);
  layer->size = (guint64) size;

  return g_steal_pointer (&layer);
}

static gboolean
read_annotations (TamboLayer *layer, JsonObject *object, GError **error)
{
  JsonObject *annotations = NULL;
  const char *title = NULL;
  const char *language = NULL;
  const char *item = NULL;
  const char *leaves_of = NULL;

  if (!tambo_json_object_get_object (object, "annotations", &annotations, error) ||
      !tambo_json_object_find_string (annotations, TITLE, &title, error) ||
      !tambo_json_object_find_string (annotations, LANGUAGE, &language, error) ||
      !tambo_json_object_find_string (annotations, ITEM, &item, error) ||
      !tambo_json_object_find_string (annotations, LEAVES_OF, &leaves_of, error))
    return FALSE;

  if ((title != NULL && !is_title (title)) || (item != NULL && !is_title (item)) ||
      (language != NULL && !tambo_language_is_valid (language)) ||
      (leaves_of != NULL && !tambo_digest_is_valid (leaves_of)))
    return refuse (error, "An annotation is invalid");

  layer->title = g_strdup (title);
  layer->language = g_strdup (language);
  layer->item = g_strdup (item);
  layer->leaves_of = g_strdup (leaves_of);

  return TRUE;
}

/* A layer is a file, which has a title, or the leaf list of one. */
static gboolean
add_layer (TamboManifest *self, JsonObject *object, GError **error)
{
  g_autoptr (TamboLayer) layer = read_descriptor (object, TAMBO_LIMIT_FILE, error);
  gboolean is_leaves;

  if (layer == NULL || !read_annotations (layer, object, error))
    return FALSE;

  is_leaves = strcmp (layer->media_type, TAMBO_MEDIA_TYPE_LEAVES) == 0;
  if (is_leaves != (layer->leaves_of != NULL) || is_leaves != (layer->title == NULL))
    return refuse (error, "A layer is neither a file nor a leaf list");

  if (layer->size == 0)
    return refuse (error, "A layer is empty");

  if (is_leaves)
    g_hash_table_insert (self->leaves_of, layer->leaves_of, layer);
  else if (!g_hash_table_insert (self->by_title, layer->title, layer))
    return refuse (error, "Two files have one title");
  else
    g_hash_table_insert (self->by_file, layer->digest, layer);

  g_ptr_array_add (self->layers, g_steal_pointer (&layer));

  return TRUE;
}

static gboolean
read_layers (TamboManifest *self, JsonObject *root, GError **error)
{
  JsonArray *layers;

  if (!tambo_json_object_get_array (root, "layers", &layers, error))
    return FALSE;

  if (json_array_get_length (layers) > TAMBO_LIMIT_LAYERS)
    {
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE, "Too many layers");
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (layers); i++)
    {
      JsonObject *layer = tambo_json_array_get_object (layers, i, error);

      if (layer == NULL || !add_layer (self, layer, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_head (TamboManifest *self, JsonObject *root, GError **error)
{
  JsonObject *config;
  const char *media_type = TAMBO_MEDIA_TYPE_MANIFEST;
  gint64 schema;

  if (!tambo_json_object_get_int (root, "schemaVersion", 2, 2, &schema, error) ||
      !tambo_json_object_find_string (root, "mediaType", &media_type, error) ||
      !tambo_json_object_get_object (root, "config", &config, error))
    return FALSE;

  if (strcmp (media_type, TAMBO_MEDIA_TYPE_MANIFEST) != 0)
    return refuse (error, "It is of another media type");

  self->config = read_descriptor (config, TAMBO_LIMIT_PACK_CONFIG, error);

  return self->config != NULL;
}

static gboolean
read_version (TamboManifest *self, JsonObject *root, GError **error)
{
  JsonObject *annotations;
  const char *text;
  guint64 version;

  if (!tambo_json_object_get_object (root, "annotations", &annotations, error) ||
      !tambo_json_object_get_string (annotations, VERSION, &text, error))
    return FALSE;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT32, &version, NULL))
    return refuse (error, "Its version is not a number");

  self->version = (guint) version;

  return TRUE;
}

/* What only packs have: a version, and a leaf list of the right length for every file. */
static gboolean
check_pack (TamboManifest *self, JsonObject *root, GError **error)
{
  if (!read_version (self, root, error))
    return FALSE;

  for (guint i = 0; i < self->layers->len; i++)
    {
      const TamboLayer *layer = self->layers->pdata[i];
      const TamboLayer *leaves;
      const TamboLayer *twin;
      guint64 n_leaves;

      if (layer->leaves_of != NULL)
        {
          if (!g_hash_table_contains (self->by_file, layer->leaves_of))
            return refuse (error, "A leaf list belongs to no file");
          continue;
        }

      twin = g_hash_table_lookup (self->by_file, layer->digest);
      leaves = g_hash_table_lookup (self->leaves_of, layer->digest);
      n_leaves = (layer->size + TAMBO_LEAF_SIZE - 1) / TAMBO_LEAF_SIZE;
      if (twin->size != layer->size || leaves == NULL ||
          leaves->size != n_leaves * TAMBO_DIGEST_SIZE)
        return refuse (error, "A file lacks a leaf list of its length");
    }

  return TRUE;
}

/**
 * tambo_manifest_new_from_bytes:
 * @bytes: not trusted
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the manifest, or %NULL with %TAMBO_ERROR_PACK_FORMAT,
 *   %TAMBO_ERROR_PACK_TOO_LARGE or one of the `json.…` errors set
 */
TamboManifest *
tambo_manifest_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboManifest) self = g_object_new (TAMBO_TYPE_MANIFEST, NULL);
  g_autoptr (TamboJson) json = NULL;
  JsonObject *root;
  const char *type;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  json = tambo_json_parse (bytes, TAMBO_LIMIT_MANIFEST, error);
  root = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  if (root == NULL || !read_head (self, root, error) || !read_layers (self, root, error))
    return NULL;

  type = self->config->media_type;
  if (strcmp (type, TAMBO_MEDIA_TYPE_PACK_CONFIG) == 0)
    {
      if (!check_pack (self, root, error))
        return NULL;
    }
  else if (strcmp (type, TAMBO_MEDIA_TYPE_TRUST_CONFIG) != 0 &&
           strcmp (type, TAMBO_MEDIA_TYPE_LETTERS_CONFIG) != 0)
    {
      refuse (error, "It is neither a pack nor trust metadata");
      return NULL;
    }

  self->bytes = g_bytes_ref (bytes);
  self->digest = tambo_digest_for_bytes (bytes);

  return g_steal_pointer (&self);
}

GBytes *
tambo_manifest_get_bytes (TamboManifest *self)
{
  g_return_val_if_fail (TAMBO_IS_MANIFEST (self), NULL);

  return self->bytes;
}

const char *
tambo_manifest_get_digest (TamboManifest *self)
{
  g_return_val_if_fail (TAMBO_IS_MANIFEST (self), NULL);

  return self->digest;
}

/* %TAMBO_MEDIA_TYPE_PACK_CONFIG, %TAMBO_MEDIA_TYPE_TRUST_CONFIG or
 * %TAMBO_MEDIA_TYPE_LETTERS_CONFIG. */
const char *
tambo_manifest_get_config_type (TamboManifest *self)
{
  g_return_val_if_fail (TAMBO_IS_MANIFEST (self), NULL);

  return self->config->media_type;
}

const char *
tambo_manifest_get_config_digest (TamboManifest *self)
{
  g_return_val_if_fail (TAMBO_IS_MANIFEST (self), NULL);

  return self->config->digest;
}

guint64
tambo_manifest_get_config_size (TamboManifest *self)
{
  g_return_val_if_fail (TAMBO_IS_MANIFEST (self), 0);

  return self->config->size;
}

/* Of a pack; 0 for trust metadata. */
guint
tambo_manifest_get_version (TamboManifest *self)
{
  g_return_val_if_fail (TAMBO_IS_MANIFEST (self), 0);

  return self->version;
}

guint
tambo_manifest_get_n_layers (TamboManifest *self)
{
  g_return_val_if_fail (TAMBO_IS_MANIFEST (self), 0);

  return self->layers->len;
}

const TamboLayer *
tambo_manifest_get_layer (TamboManifest *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_MANIFEST (self), NULL);
  g_return_val_if_fail (index < self->layers->len, NULL);

  return self->layers->pdata[index];
}

/* Returns: (nullable): the file with that title. */
const TamboLayer *
tambo_manifest_find_title (TamboManifest *self, const char *title)
{
  g_return_val_if_fail (TAMBO_IS_MANIFEST (self), NULL);

  return g_hash_table_lookup (self->by_title, title);
}

/* Returns: (nullable): the leaf list of the file with that digest. */
const TamboLayer *
tambo_manifest_find_leaves (TamboManifest *self, const char *file_digest)
{
  g_return_val_if_fail (TAMBO_IS_MANIFEST (self), NULL);

  return g_hash_table_lookup (self->leaves_of, file_digest);
}

struct _TamboManifestBuilder
{
  TamboLayer *config; /* (owned) */
  guint version;
  GPtrArray *layers; /* (owned) (element-type TamboLayer) */
};

/* @version is 0 for trust metadata. */
TamboManifestBuilder *
tambo_manifest_builder_new (const char *config_type, GBytes *config, guint version)
{
  TamboManifestBuilder *self = g_new0 (TamboManifestBuilder, 1);

  self->config = g_new0 (TamboLayer, 1);
  self->config->media_type = g_strdup (config_type);
  self->config->digest = tambo_digest_for_bytes (config);
  self->config->size = g_bytes_get_size (config);
  self->version = version;
  self->layers = g_ptr_array_new_with_free_func ((GDestroyNotify) layer_free);

  return self;
}

void
tambo_manifest_builder_free (TamboManifestBuilder *self)
{
  g_clear_pointer (&self->config, layer_free);
  g_clear_pointer (&self->layers, g_ptr_array_unref);
  g_free (self);
}

/* Copies @layer. */
void
tambo_manifest_builder_add (TamboManifestBuilder *self, const TamboLayer *layer)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (tambo_digest_is_valid (layer->digest));

  g_ptr_array_add (self->layers, layer_copy (layer));
}

static JsonObject *
write_descriptor (const TamboLayer *layer)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "mediaType", layer->media_type);
  json_object_set_string_member (object, "digest", layer->digest);
  json_object_set_int_member (object, "size", (gint64) layer->size);

  return object;
}

static void
set_if_any (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

static JsonObject *
write_layer (const TamboLayer *layer)
{
  JsonObject *object = write_descriptor (layer);
  JsonObject *annotations = json_object_new ();

  set_if_any (annotations, TITLE, layer->title);
  set_if_any (annotations, LANGUAGE, layer->language);
  set_if_any (annotations, ITEM, layer->item);
  set_if_any (annotations, LEAVES_OF, layer->leaves_of);
  json_object_set_object_member (object, "annotations", annotations);

  return object;
}

GBytes *
tambo_manifest_builder_write (TamboManifestBuilder *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *root = json_object_new ();
  JsonObject *annotations = json_object_new ();
  JsonArray *layers = json_array_new ();
  g_autofree char *version = g_strdup_printf ("%u", self->version);

  json_node_take_object (node, root);
  json_object_set_int_member (root, "schemaVersion", 2);
  json_object_set_string_member (root, "mediaType", TAMBO_MEDIA_TYPE_MANIFEST);
  json_object_set_object_member (root, "config", write_descriptor (self->config));
  json_object_set_array_member (root, "layers", layers);
  json_object_set_object_member (root, "annotations", annotations);
  if (self->version > 0)
    json_object_set_string_member (annotations, VERSION, version);

  for (guint i = 0; i < self->layers->len; i++)
    json_array_add_object_element (layers, write_layer (self->layers->pdata[i]));

  return tambo_json_write_canonical (node, NULL);
}

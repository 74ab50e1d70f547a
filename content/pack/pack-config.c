/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/pack-config.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/pack/app-version.h"

#include <string.h>

#define MAX_WORD 40

/**
 * TamboPackConfig:
 *
 * What a pack says about itself. Immutable, so any thread may read it.
 */
struct _TamboPackConfig
{
  GObject parent_instance;

  char *id; /* (owned) */
  guint version;
  TamboTexts *title;    /* (owned) */
  TamboTexts *summary;  /* (owned) */
  GStrv languages;      /* (owned) */
  char *min_app;        /* (owned) (nullable) */
  char *licence;        /* (owned) (nullable) */
  GStrv sources;        /* (owned) */
  GPtrArray *reviews;   /* (owned) (element-type TamboPackReview) */
  GPtrArray *items;     /* (owned) (element-type TamboPackItem) */
  GPtrArray *files;     /* (owned) (element-type TamboPackFile): by title */
  GHashTable *by_title; /* (owned): title → TamboPackFile of files */
};

G_DEFINE_FINAL_TYPE (TamboPackConfig, tambo_pack_config, G_TYPE_OBJECT)

static const char *const kind_words[] = {
  [TAMBO_ITEM_VIDEO] = "video",
  [TAMBO_ITEM_LEAFLET] = "leaflet",
  [TAMBO_ITEM_QUESTIONNAIRE] = "questionnaire",
  [TAMBO_ITEM_VALUESET] = "valueset",
  [TAMBO_ITEM_PLACES] = "places",
  [TAMBO_ITEM_VOICES] = "voices",
};

const char *
tambo_item_kind_to_word (TamboItemKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kind_words), NULL);

  return kind_words[kind];
}

gboolean
tambo_item_kind_from_word (const char *word, TamboItemKind *out_kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_words); i++)
    if (strcmp (word, kind_words[i]) == 0)
      {
        *out_kind = i;
        return TRUE;
      }

  return FALSE;
}

static void
item_free (TamboPackItem *item)
{
  g_free (item->id);
  g_clear_pointer (&item->title, tambo_texts_unref);
  g_free (item);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboPackItem, item_free)

static void
review_free (TamboPackReview *review)
{
  g_free (review->what);
  g_free (review->language);
  g_free (review->who);
  g_free (review->when);
  g_free (review);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboPackReview, review_free)

static void
file_free (TamboPackFile *file)
{
  g_free (file->title);
  g_free (file->leaves);
  g_free (file->item);
  g_free (file->role);
  g_free (file->codec);
  g_free (file);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboPackFile, file_free)

static void
tambo_pack_config_finalize (GObject *object)
{
  TamboPackConfig *self = TAMBO_PACK_CONFIG (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, tambo_texts_unref);
  g_clear_pointer (&self->summary, tambo_texts_unref);
  g_clear_pointer (&self->languages, g_strfreev);
  g_clear_pointer (&self->min_app, g_free);
  g_clear_pointer (&self->licence, g_free);
  g_clear_pointer (&self->sources, g_strfreev);
  g_clear_pointer (&self->reviews, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->by_title, g_hash_table_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_pack_config_parent_class)->finalize (object);
}

static void
tambo_pack_config_class_init (TamboPackConfigClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_pack_config_finalize;
}

static void
tambo_pack_config_init (TamboPackConfig *self)
{
  self->reviews = g_ptr_array_new_with_free_func ((GDestroyNotify) review_free);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  self->by_title = g_hash_table_new (g_str_hash, g_str_equal);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "Not a pack of ours: %s", why);

  return FALSE;
}

/* Lower-case letters and digits in words; @joints join them, and there are at least @min. */
static gboolean
is_words (const char *text, const char *joints, guint min, gsize max_length)
{
  gboolean in_word = FALSE;
  guint n_joints = 0;

  if (strlen (text) > max_length)
    return FALSE;

  for (; *text != '\0'; text++)
    {
      gboolean is_joint = strchr (joints, *text) != NULL;

      if (!is_joint && !g_ascii_islower (*text) && !g_ascii_isdigit (*text))
        return FALSE;
      if (is_joint && !in_word)
        return FALSE;
      in_word = !is_joint;
      n_joints += is_joint;
    }

  return in_word && n_joints >= min;
}

/* `^[a-z0-9]+([.-][a-z0-9]+)+$`, at most 80. */
gboolean
tambo_pack_id_is_valid (const char *id)
{
  return id != NULL && is_words (id, ".-", 1, TAMBO_LIMIT_PACK_ID);
}

static gboolean
find_text (JsonObject *object, const char *name, gsize max, char **out_text, GError **error)
{
  const char *text = NULL;

  if (!tambo_json_object_find_string (object, name, &text, error))
    return FALSE;

  if (text != NULL && strlen (text) > max)
    return refuse (error, "A text is too long");

  *out_text = g_strdup (text);

  return TRUE;
}

static gboolean
get_texts (JsonObject *object, const char *name, TamboTexts **out_texts, GError **error)
{
  JsonObject *member;

  if (!tambo_json_object_get_object (object, name, &member, error))
    return FALSE;

  *out_texts = tambo_texts_new_from_json (member, error);

  return *out_texts != NULL;
}

static gboolean
read_head (TamboPackConfig *self, JsonObject *root, GError **error)
{
  const char *id;
  gint64 version;

  if (!tambo_json_object_get_string (root, "id", &id, error) ||
      !tambo_json_object_get_int (root, "version", 1, G_MAXUINT32, &version, error) ||
      !get_texts (root, "title", &self->title, error) ||
      !get_texts (root, "summary", &self->summary, error) ||
      !tambo_json_object_get_strings (root,
                                      "languages",
                                      TAMBO_LIMIT_LANGUAGES,
                                      &self->languages,
                                      error) ||
      !tambo_json_object_get_strings (root, "sources", TAMBO_LIMIT_ITEMS, &self->sources, error) ||
      !find_text (root, "licence", TAMBO_LIMIT_TEXT, &self->licence, error) ||
      !find_text (root, "min-app", MAX_WORD, &self->min_app, error))
    return FALSE;

  if (!tambo_pack_id_is_valid (id))
    return refuse (error, "Its id is invalid");
  if (self->min_app != NULL && !tambo_app_version_is_valid (self->min_app))
    return refuse (error, "The program version it needs is invalid");
  for (guint i = 0; self->languages[i] != NULL; i++)
    if (!tambo_language_is_valid (self->languages[i]))
      return refuse (error, "A language tag is invalid");

  self->id = g_strdup (id);
  self->version = (guint) version;

  return TRUE;
}

static gboolean
add_item (TamboPackConfig *self, JsonObject *object, GError **error)
{
  g_autoptr (TamboPackItem) item = g_new0 (TamboPackItem, 1);
  const char *id;
  const char *kind;

  if (!tambo_json_object_get_string (object, "id", &id, error) ||
      !tambo_json_object_get_string (object, "kind", &kind, error) ||
      !get_texts (object, "title", &item->title, error))
    return FALSE;

  if (!is_words (id, "-", 0, MAX_WORD) || tambo_pack_config_find_item (self, id) != NULL)
    return refuse (error, "The id of an item is invalid or stands twice");
  if (!tambo_item_kind_from_word (kind, &item->kind))
    return refuse (error, "An item is of an unknown kind");

  item->id = g_strdup (id);
  g_ptr_array_add (self->items, g_steal_pointer (&item));

  return TRUE;
}

/* `who` is null as long as nobody has. */
static gboolean
add_review (TamboPackConfig *self, JsonObject *object, GError **error)
{
  g_autoptr (TamboPackReview) review = g_new0 (TamboPackReview, 1);
  JsonNode *who = json_object_get_member (object, "who");

  if (!find_text (object, "what", MAX_WORD, &review->what, error) ||
      !find_text (object, "language", TAMBO_LIMIT_LANGUAGE_TAG, &review->language, error) ||
      !find_text (object, "when", MAX_WORD, &review->when, error))
    return FALSE;

  if (review->what == NULL || who == NULL)
    return refuse (error, "A review lacks what was reviewed, or by whom");
  if (!JSON_NODE_HOLDS_NULL (who) &&
      !find_text (object, "who", TAMBO_LIMIT_TEXT, &review->who, error))
    return FALSE;

  g_ptr_array_add (self->reviews, g_steal_pointer (&review));

  return TRUE;
}

static gboolean
read_media (TamboPackFile *file, JsonObject *object, GError **error)
{
  JsonObject *media = NULL;
  gint64 width = 0;
  gint64 height = 0;
  gint64 duration = 0;
  gint64 tracks = 0;

  if (!tambo_json_object_find_object (object, "media", &media, error))
    return FALSE;
  if (media == NULL)
    return TRUE;

  if (!find_text (media, "codec", MAX_WORD, &file->codec, error) ||
      !tambo_json_object_find_int (media, "width", 0, G_MAXUINT16, &width, error) ||
      !tambo_json_object_find_int (media, "height", 0, G_MAXUINT16, &height, error) ||
      !tambo_json_object_find_int (media, "duration-ms", 0, G_MAXUINT32, &duration, error) ||
      !tambo_json_object_find_int (media, "tracks", 0, G_MAXUINT8, &tracks, error))
    return FALSE;

  file->width = (guint) width;
  file->height = (guint) height;
  file->duration_ms = (guint64) duration;
  file->tracks = (guint) tracks;

  return TRUE;
}

static gboolean
add_file (TamboPackConfig *self, const char *title, JsonObject *object, GError **error)
{
  g_autoptr (TamboPackFile) file = g_new0 (TamboPackFile, 1);
  const char *leaves;
  gint64 size;
  gint64 page = 0;

  if (!tambo_json_object_get_int (object, "size", 1, TAMBO_LIMIT_FILE, &size, error) ||
      !tambo_json_object_get_string (object, "leaves", &leaves, error) ||
      !find_text (object, "item", MAX_WORD, &file->item, error) ||
      !find_text (object, "role", MAX_WORD, &file->role, error) ||
      !tambo_json_object_find_int (object, "page", 0, G_MAXUINT16, &page, error) ||
      !tambo_json_object_find_boolean (object, "stand-in", &file->stand_in, error) ||
      !read_media (file, object, error))
    return FALSE;

  if (!tambo_digest_is_valid (leaves))
    return refuse (error, "A file lacks its leaf list");
  if (file->item != NULL && tambo_pack_config_find_item (self, file->item) == NULL)
    return refuse (error, "A file belongs to an item that is not there");

  file->title = g_strdup (title);
  file->size = (guint64) size;
  file->leaves = g_strdup (leaves);
  file->page = (guint) page;

  g_hash_table_insert (self->by_title, file->title, file);
  g_ptr_array_add (self->files, g_steal_pointer (&file));

  return TRUE;
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const TamboPackFile *file_a = *(const TamboPackFile *const *) a;
  const TamboPackFile *file_b = *(const TamboPackFile *const *) b;

  return strcmp (file_a->title, file_b->title);
}

static gboolean
read_files (TamboPackConfig *self, JsonObject *root, GError **error)
{
  g_autoptr (GList) titles = NULL;
  JsonObject *files;

  if (!tambo_json_object_get_object (root, "files", &files, error))
    return FALSE;

  titles = json_object_get_members (files);
  for (GList *l = titles; l != NULL; l = l->next)
    {
      JsonObject *file;

      if (!tambo_json_object_get_object (files, l->data, &file, error) ||
          !add_file (self, l->data, file, error))
        return FALSE;
    }

  g_ptr_array_sort (self->files, compare_files);

  return TRUE;
}

typedef gboolean (*AddFunc) (TamboPackConfig *self, JsonObject *object, GError **error);

static gboolean
read_array (TamboPackConfig *self, JsonObject *root, const char *name, AddFunc add, GError **error)
{
  JsonArray *array;

  if (!tambo_json_object_get_array (root, name, &array, error))
    return FALSE;

  if (json_array_get_length (array) > TAMBO_LIMIT_ITEMS)
    return refuse (error, "It has too many items or reviews");

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = tambo_json_array_get_object (array, i, error);

      if (object == NULL || !add (self, object, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tambo_pack_config_new_from_bytes:
 * @bytes: not trusted
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the config, or %NULL with %TAMBO_ERROR_PACK_FORMAT or one of the
 *   `json.…` errors set
 */
TamboPackConfig *
tambo_pack_config_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboPackConfig) self = g_object_new (TAMBO_TYPE_PACK_CONFIG, NULL);
  g_autoptr (TamboJson) json = NULL;
  JsonObject *root;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  json = tambo_json_parse (bytes, TAMBO_LIMIT_PACK_CONFIG, error);
  root = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  if (root == NULL || !read_head (self, root, error) ||
      !read_array (self, root, "items", add_item, error) ||
      !read_array (self, root, "reviews", add_review, error) || !read_files (self, root, error))
    return NULL;

  return g_steal_pointer (&self);
}

const char *
tambo_pack_config_get_id (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);

  return self->id;
}

guint
tambo_pack_config_get_version (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), 0);

  return self->version;
}

TamboTexts *
tambo_pack_config_get_title (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);

  return self->title;
}

TamboTexts *
tambo_pack_config_get_summary (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);

  return self->summary;
}

const char *const *
tambo_pack_config_get_languages (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);

  return (const char *const *) self->languages;
}

/* Returns: (nullable): the program version that the pack needs. */
const char *
tambo_pack_config_get_min_app (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);

  return self->min_app;
}

/* Returns: (nullable): SPDX expression. */
const char *
tambo_pack_config_get_licence (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);

  return self->licence;
}

const char *const *
tambo_pack_config_get_sources (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);

  return (const char *const *) self->sources;
}

guint
tambo_pack_config_get_n_reviews (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), 0);

  return self->reviews->len;
}

const TamboPackReview *
tambo_pack_config_get_review (TamboPackConfig *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);
  g_return_val_if_fail (index < self->reviews->len, NULL);

  return self->reviews->pdata[index];
}

guint
tambo_pack_config_get_n_items (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), 0);

  return self->items->len;
}

const TamboPackItem *
tambo_pack_config_get_item (TamboPackConfig *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);
  g_return_val_if_fail (index < self->items->len, NULL);

  return self->items->pdata[index];
}

/* Returns: (nullable): the item with that id. */
const TamboPackItem *
tambo_pack_config_find_item (TamboPackConfig *self, const char *id)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const TamboPackItem *item = self->items->pdata[i];

      if (strcmp (item->id, id) == 0)
        return item;
    }

  return NULL;
}

guint
tambo_pack_config_get_n_files (TamboPackConfig *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), 0);

  return self->files->len;
}

const TamboPackFile *
tambo_pack_config_get_file (TamboPackConfig *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);
  g_return_val_if_fail (index < self->files->len, NULL);

  return self->files->pdata[index];
}

/* Returns: (nullable): the file with that title. */
const TamboPackFile *
tambo_pack_config_find_file (TamboPackConfig *self, const char *title)
{
  g_return_val_if_fail (TAMBO_IS_PACK_CONFIG (self), NULL);

  return g_hash_table_lookup (self->by_title, title);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/pack-source.h"

#include "content/author/source-file.h"
#include "content/author/text-rules.h"
#include "content/base/error.h"

#include <string.h>

#define NAME "pack.ini"
#define GROUP_PACK "Pack"
#define MAX_TITLE 80
#define MAX_SUMMARY 300
#define MAX_ITEMS 40
#define NOBODY "nobody"

/**
 * TamboPackSource:
 *
 * An author's pack.ini: who, what, in which languages, of which items, from which sources,
 * reviewed by whom. Immutable once loaded.
 */
struct _TamboPackSource
{
  GObject parent_instance;

  GFile *folder;  /* (owned) */
  GKeyFile *file; /* (owned) */
  char *id;       /* (owned) */
  guint version;
  GStrv languages;     /* (owned) */
  TamboTexts *title;   /* (owned) */
  TamboTexts *summary; /* (owned) */
  char *licence;       /* (owned) */
  char *min_app;       /* (owned) */
  GStrv sources;       /* (owned) */
  GPtrArray *reviews;  /* (owned) (element-type TamboPackReview) */
  GPtrArray *items;    /* (owned) (element-type TamboSourceItem) */
};

G_DEFINE_FINAL_TYPE (TamboPackSource, tambo_pack_source, G_TYPE_OBJECT)

static void
review_free (TamboPackReview *review)
{
  g_free (review->what);
  g_free (review->language);
  g_free (review->who);
  g_free (review->when);
  g_free (review);
}

static void
item_free (TamboSourceItem *item)
{
  g_free (item->item.id);
  g_clear_pointer (&item->item.title, tambo_texts_unref);
  g_free (item->path);
  g_free (item->poster);
  g_free (item);
}

static void
tambo_pack_source_finalize (GObject *object)
{
  TamboPackSource *self = TAMBO_PACK_SOURCE (object);

  g_clear_object (&self->folder);
  g_clear_pointer (&self->file, g_key_file_unref);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->languages, g_strfreev);
  g_clear_pointer (&self->title, tambo_texts_unref);
  g_clear_pointer (&self->summary, tambo_texts_unref);
  g_clear_pointer (&self->licence, g_free);
  g_clear_pointer (&self->min_app, g_free);
  g_clear_pointer (&self->sources, g_strfreev);
  g_clear_pointer (&self->reviews, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_pack_source_parent_class)->finalize (object);
}

static void
tambo_pack_source_class_init (TamboPackSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_pack_source_finalize;
}

static void
tambo_pack_source_init (TamboPackSource *self)
{
  self->file = g_key_file_new ();
  self->reviews = g_ptr_array_new_with_free_func ((GDestroyNotify) review_free);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
}

static gboolean G_GNUC_PRINTF (3, 4)
    refuse (const char *group, GError **error, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list args;

  va_start (args, format);
  why = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, NAME ", [%s]: %s", group, why);

  return FALSE;
}

/**
 * tambo_source_read_texts:
 * @languages: those that the pack offers; a key without a language speaks the first
 * @max_characters: the longest any of them may be
 *
 * Reads a translated key as desktop files have it: Title=, Title[ar]=.
 *
 * Returns: (transfer full): the text in every language of the pack, or %NULL with
 *   %TAMBO_ERROR_PACK_INCOMPLETE if one is missing
 */
TamboTexts *
tambo_source_read_texts (GKeyFile *file,
                         const char *group,
                         const char *key,
                         const char *const *languages,
                         guint max_characters,
                         const char *where,
                         GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *translated = g_strdup_printf ("%s[%s]", key, languages[i]);
      g_autofree char *place = g_strdup_printf ("%s, [%s], %s", where, group, translated);
      char *text = g_key_file_get_string (file, group, translated, NULL);

      if (text == NULL && i == 0)
        text = g_key_file_get_string (file, group, key, NULL);
      if (text == NULL || *g_strstrip (text) == '\0')
        {
          g_free (text);
          g_set_error (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_INCOMPLETE,
                       "%s is missing; write it, or take “%s” out of Languages=",
                       place,
                       languages[i]);
          return NULL;
        }
      g_ptr_array_add (texts, text);
      if (!tambo_text_check (text, -1, max_characters, place, error))
        return NULL;
    }
  g_ptr_array_add (texts, NULL);

  return tambo_texts_new (languages, (const char *const *) texts->pdata);
}

static TamboTexts *
read_texts (TamboPackSource *self, const char *group, const char *key, guint max, GError **error)
{
  return tambo_source_read_texts (self->file,
                                  group,
                                  key,
                                  (const char *const *) self->languages,
                                  max,
                                  NAME,
                                  error);
}

static gboolean
read_languages (TamboPackSource *self, GError **error)
{
  self->languages = g_key_file_get_string_list (self->file, GROUP_PACK, "Languages", NULL, NULL);
  if (self->languages == NULL || self->languages[0] == NULL)
    return refuse (GROUP_PACK, error, "Languages= must list what the pack speaks, as en;fr;ar");

  for (guint i = 0; self->languages[i] != NULL; i++)
    {
      if (!tambo_language_is_valid (self->languages[i]))
        return refuse (GROUP_PACK,
                       error,
                       "“%s” is not a language tag; write en, ar, pt-BR",
                       self->languages[i]);
      for (guint j = 0; j < i; j++)
        {
          if (g_str_equal (self->languages[i], self->languages[j]))
            return refuse (GROUP_PACK, error, "“%s” is listed twice", self->languages[i]);
        }
    }

  return TRUE;
}

static gboolean
read_head (TamboPackSource *self, GError **error)
{
  const gint64 version = g_key_file_get_int64 (self->file, GROUP_PACK, "Version", NULL);

  self->id = g_key_file_get_string (self->file, GROUP_PACK, "Id", NULL);
  if (self->id == NULL || !tambo_pack_id_is_valid (self->id))
    return refuse (GROUP_PACK, error, "Id= must be like org.example.cough, in small letters");
  if (version < 1 || version > G_MAXINT32)
    return refuse (GROUP_PACK, error, "Version= must be a whole number from 1, and grow");
  self->version = (guint) version;
  if (!read_languages (self, error))
    return FALSE;
  self->title = read_texts (self, GROUP_PACK, "Title", MAX_TITLE, error);
  if (self->title == NULL)
    return FALSE;
  self->summary = read_texts (self, GROUP_PACK, "Summary", MAX_SUMMARY, error);
  if (self->summary == NULL)
    return FALSE;
  self->licence = g_key_file_get_string (self->file, GROUP_PACK, "Licence", NULL);
  if (self->licence == NULL || *self->licence == '\0')
    return refuse (GROUP_PACK, error, "Licence= is missing; an SPDX name, as CC-BY-SA-4.0");
  self->min_app = g_key_file_get_string (self->file, GROUP_PACK, "MinApp", NULL);

  return TRUE;
}

/* A path stays in the author's folder. */
static gboolean
is_inside (const char *path)
{
  return *path != '\0' && *path != '/' && strstr (path, "..") == NULL;
}

static gboolean
read_item (TamboPackSource *self, const char *id, GError **error)
{
  g_autofree char *group = g_strconcat ("Item ", id, NULL);
  g_autofree char *kind = g_key_file_get_string (self->file, group, "Kind", NULL);
  TamboSourceItem *item = NULL;

  if (!tambo_text_is_word (id) || !g_key_file_has_group (self->file, group))
    return refuse (GROUP_PACK, error, "item “%s” has no group [Item %s]", id, id);

  item = g_new0 (TamboSourceItem, 1);
  g_ptr_array_add (self->items, item);
  item->item.id = g_strdup (id);
  if (kind == NULL || !tambo_item_kind_from_word (kind, &item->item.kind))
    return refuse (group, error, "Kind= is one of video, leaflet, questionnaire, places");
  item->path = g_key_file_get_string (self->file, group, "Path", NULL);
  item->poster = g_key_file_get_string (self->file, group, "Poster", NULL);
  if (item->path == NULL || !is_inside (item->path))
    return refuse (group, error, "Path= must name a file or folder in this folder");
  if (item->poster != NULL && !is_inside (item->poster))
    return refuse (group, error, "Poster= must name a drawing in this folder");
  item->item.title = read_texts (self, group, "Title", MAX_TITLE, error);

  return item->item.title != NULL;
}

static gboolean
read_items (TamboPackSource *self, GError **error)
{
  g_auto (GStrv) ids = g_key_file_get_string_list (self->file, GROUP_PACK, "Items", NULL, NULL);

  if (ids == NULL || ids[0] == NULL || g_strv_length (ids) > MAX_ITEMS)
    return refuse (GROUP_PACK, error, "Items= must list 1 to 40 items, in order of use");
  for (guint i = 0; ids[i] != NULL; i++)
    {
      for (guint j = 0; j < i; j++)
        {
          if (g_str_equal (ids[i], ids[j]))
            return refuse (GROUP_PACK, error, "item “%s” is listed twice", ids[i]);
        }
      if (!read_item (self, ids[i], error))
        return FALSE;
    }

  return TRUE;
}

/* [Source 1] Title, Address, Claims: kept as one readable line each. */
static gboolean
read_source (TamboPackSource *self, const char *group, GPtrArray *sources, GError **error)
{
  g_autofree char *title = g_key_file_get_string (self->file, group, "Title", NULL);
  g_autofree char *address = g_key_file_get_string (self->file, group, "Address", NULL);
  g_autofree char *claims = g_key_file_get_string (self->file, group, "Claims", NULL);

  if (title == NULL || claims == NULL)
    return refuse (group, error, "Title= and Claims= say where which fact comes from");
  g_ptr_array_add (sources,
                   g_strdup_printf ("%s%s%s%s: %s",
                                    title,
                                    address != NULL ? " (" : "",
                                    address != NULL ? address : "",
                                    address != NULL ? ")" : "",
                                    claims));

  return tambo_text_check (sources->pdata[sources->len - 1], -1, 1000, group, error);
}

/* [Review clinical], [Review linguistic fr]: By=nobody until somebody did. */
static gboolean
read_review (TamboPackSource *self, const char *group, GError **error)
{
  g_auto (GStrv) words = g_strsplit (group, " ", -1);
  const guint n_words = g_strv_length (words);
  g_autofree char *by = g_key_file_get_string (self->file, group, "By", NULL);
  TamboPackReview *review = NULL;

  if (n_words < 2 || n_words > 3 || by == NULL || *by == '\0')
    return refuse (group, error, "write [Review clinical] or [Review linguistic fr], and By=");

  review = g_new0 (TamboPackReview, 1);
  g_ptr_array_add (self->reviews, review);
  review->what = g_strdup (words[1]);
  review->language = g_strdup (words[2]);
  review->when = g_key_file_get_string (self->file, group, "Date", NULL);
  if (!g_str_equal (by, NOBODY))
    review->who = g_steal_pointer (&by);

  return TRUE;
}

static gboolean
read_evidence (TamboPackSource *self, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (self->file, NULL);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (g_str_has_prefix (groups[i], "Source ") && !read_source (self, groups[i], sources, error))
        return FALSE;
      if (g_str_has_prefix (groups[i], "Review ") && !read_review (self, groups[i], error))
        return FALSE;
    }
  if (sources->len == 0)
    return refuse (GROUP_PACK, error, "there is no [Source 1]; say where the facts come from");
  if (self->reviews->len == 0)
    return refuse (GROUP_PACK, error, "there is no [Review clinical]; By=nobody is an answer");
  g_ptr_array_add (sources, NULL);
  self->sources = (GStrv) g_ptr_array_free (g_steal_pointer (&sources), FALSE);

  return TRUE;
}

/**
 * tambo_pack_source_load:
 * @folder: an author's folder, with a pack.ini in it
 *
 * Returns: (transfer full): what it says, or %NULL with an error that says what to do
 */
TamboPackSource *
tambo_pack_source_load (GFile *folder, GError **error)
{
  g_autoptr (TamboPackSource) self = g_object_new (TAMBO_TYPE_PACK_SOURCE, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  self->folder = g_object_ref (folder);
  bytes = tambo_source_read (folder, NAME, error);
  if (bytes == NULL)
    return NULL;
  if (!g_key_file_load_from_bytes (self->file, bytes, G_KEY_FILE_KEEP_TRANSLATIONS, &local_error))
    {
      refuse (GROUP_PACK, error, "%s", local_error->message);
      return NULL;
    }
  if (!read_head (self, error) || !read_items (self, error) || !read_evidence (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

GFile *
tambo_pack_source_get_folder (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), NULL);

  return self->folder;
}

const char *
tambo_pack_source_get_id (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), NULL);

  return self->id;
}

guint
tambo_pack_source_get_version (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), 0);

  return self->version;
}

const char *const *
tambo_pack_source_get_languages (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), NULL);

  return (const char *const *) self->languages;
}

TamboTexts *
tambo_pack_source_get_title (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), NULL);

  return self->title;
}

TamboTexts *
tambo_pack_source_get_summary (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), NULL);

  return self->summary;
}

const char *
tambo_pack_source_get_licence (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), NULL);

  return self->licence;
}

const char *
tambo_pack_source_get_min_app (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), NULL);

  return self->min_app;
}

const char *const *
tambo_pack_source_get_sources (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), NULL);

  return (const char *const *) self->sources;
}

guint
tambo_pack_source_get_n_reviews (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), 0);

  return self->reviews->len;
}

const TamboPackReview *
tambo_pack_source_get_review (TamboPackSource *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), NULL);
  g_return_val_if_fail (index < self->reviews->len, NULL);

  return self->reviews->pdata[index];
}

guint
tambo_pack_source_get_n_items (TamboPackSource *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), 0);

  return self->items->len;
}

const TamboSourceItem *
tambo_pack_source_get_item (TamboPackSource *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (self), NULL);
  g_return_val_if_fail (index < self->items->len, NULL);

  return self->items->pdata[index];
}

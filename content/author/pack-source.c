/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/pack-source.h"

#include "content/author/ini-file.h"
#include "content/author/language-rules.h"
#include "content/author/source-file.h"
#include "content/author/text-rules.h"
#include "content/base/error.h"

#include <string.h>

#define NAME "pack.ini"
#define GROUP_PACK "Pack"
#define MAX_TITLE 80
#define MAX_SUMMARY 300
#define MAX_SOURCE 1000
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

  GFile *folder;      /* (owned) */
  TamboIniFile *file; /* (owned) */
  char *id;           /* (owned) */
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
  g_strfreev (item->stand_in);
  g_free (item);
}

static void
tambo_pack_source_finalize (GObject *object)
{
  TamboPackSource *self = TAMBO_PACK_SOURCE (object);

  g_clear_object (&self->folder);
  g_clear_object (&self->file);
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
  self->reviews = g_ptr_array_new_with_free_func ((GDestroyNotify) review_free);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
}

static GKeyFile *
get_keys (TamboPackSource *self)
{
  return tambo_ini_file_get_keys (self->file);
}

static TamboTexts *
read_texts (TamboPackSource *self,
            const char *group,
            const char *key,
            guint max,
            TamboFindings *findings)
{
  return tambo_ini_file_read_texts (self->file,
                                    group,
                                    key,
                                    (const char *const *) self->languages,
                                    max,
                                    findings);
}

static gboolean
check_language (TamboPackSource *self, guint i, TamboFindings *findings)
{
  const char *language = self->languages[i];
  const char *meant = tambo_language_rules_find_mistake (language);

  for (guint j = 0; j < i; j++)
    {
      if (g_str_equal (language, self->languages[j]))
        return tambo_ini_file_refuse (self->file,
                                      findings,
                                      GROUP_PACK,
                                      "Languages",
                                      "take one away",
                                      "“%s” is listed twice",
                                      language);
    }
  if (tambo_language_is_valid (language) && meant == NULL)
    return TRUE;

  return tambo_ini_file_refuse (self->file,
                                findings,
                                GROUP_PACK,
                                "Languages",
                                meant != NULL ? meant : "write en, ar, pt-BR",
                                "“%s” is not a language tag",
                                language);
}

static gboolean
read_languages (TamboPackSource *self, TamboFindings *findings)
{
  gboolean valid = TRUE;

  self->languages =
      g_key_file_get_string_list (get_keys (self), GROUP_PACK, "Languages", NULL, NULL);
  if (self->languages == NULL || self->languages[0] == NULL)
    return tambo_ini_file_refuse (self->file,
                                  findings,
                                  GROUP_PACK,
                                  "Languages",
                                  "list what the pack speaks, as en;fr;ar",
                                  "it is missing");

  for (guint i = 0; self->languages[i] != NULL; i++)
    valid = check_language (self, i, findings) && valid;

  return valid;
}

static void
read_head (TamboPackSource *self, TamboFindings *findings)
{
  const gint64 version = g_key_file_get_int64 (get_keys (self), GROUP_PACK, "Version", NULL);

  self->id = g_key_file_get_string (get_keys (self), GROUP_PACK, "Id", NULL);
  if (self->id == NULL || !tambo_pack_id_is_valid (self->id))
    tambo_ini_file_refuse (self->file,
                           findings,
                           GROUP_PACK,
                           "Id",
                           "write it like org.example.cough, in small letters",
                           "it must name the pack");
  if (version < 1 || version > G_MAXINT32)
    tambo_ini_file_refuse (self->file,
                           findings,
                           GROUP_PACK,
                           "Version",
                           "begin with 1, and add 1 at each publication",
                           "it must be a whole number");
  self->version = (guint) CLAMP (version, 0, G_MAXINT32);
  self->title = read_texts (self, GROUP_PACK, "Title", MAX_TITLE, findings);
  self->summary = read_texts (self, GROUP_PACK, "Summary", MAX_SUMMARY, findings);
  self->licence = g_key_file_get_string (get_keys (self), GROUP_PACK, "Licence", NULL);
  if (self->licence == NULL || *self->licence == '\0')
    tambo_ini_file_refuse (self->file,
                           findings,
                           GROUP_PACK,
                           "Licence",
                           "write an SPDX name, as CC-BY-SA-4.0",
                           "it is missing");
  self->min_app = g_key_file_get_string (get_keys (self), GROUP_PACK, "MinApp", NULL);
}

/* A path stays in the author's folder. */
static gboolean
is_inside (const char *path)
{
  return *path != '\0' && *path != '/' && strstr (path, "..") == NULL;
}

static char *
read_path (TamboPackSource *self,
           const char *group,
           const char *key,
           gboolean needed,
           TamboFindings *findings)
{
  g_autofree char *path = g_key_file_get_string (get_keys (self), group, key, NULL);

  if ((path == NULL && !needed) || (path != NULL && is_inside (path)))
    return g_steal_pointer (&path);

  tambo_ini_file_refuse (self->file,
                         findings,
                         group,
                         key,
                         "write where it is, seen from pack.ini: film, forms/cough.json",
                         "it must name something in this folder");

  return NULL;
}

static gboolean
read_kind (TamboPackSource *self,
           const char *group,
           TamboItemKind *out_kind,
           TamboFindings *findings)
{
  g_autofree char *kind = g_key_file_get_string (get_keys (self), group, "Kind", NULL);

  if (kind != NULL && tambo_item_kind_from_word (kind, out_kind))
    return TRUE;

  return tambo_ini_file_refuse (self->file,
                                findings,
                                group,
                                "Kind",
                                "write one of video, leaflet, questionnaire, places",
                                "“%s” is no kind of item",
                                kind != NULL ? kind : "");
}

/* An item that is not whole is not there; what is wrong with it is written down. */
static void
read_item (TamboPackSource *self, const char *id, TamboFindings *findings)
{
  g_autofree char *group = g_strconcat ("Item ", id, NULL);
  TamboSourceItem *item = NULL;
  gboolean known;

  if (!tambo_text_is_word (id) || !g_key_file_has_group (get_keys (self), group))
    {
      tambo_ini_file_refuse (self->file,
                             findings,
                             GROUP_PACK,
                             "Items",
                             "write the group, or take the item out of Items=",
                             "item “%s” has no group [Item %s]",
                             id,
                             id);
      return;
    }

  item = g_new0 (TamboSourceItem, 1);
  item->item.id = g_strdup (id);
  known = read_kind (self, group, &item->item.kind, findings);
  item->path = read_path (self, group, "Path", TRUE, findings);
  item->poster = read_path (self, group, "Poster", FALSE, findings);
  item->stand_in = g_key_file_get_string_list (get_keys (self), group, "StandIn", NULL, NULL);
  item->item.title = read_texts (self, group, "Title", MAX_TITLE, findings);
  if (known && item->path != NULL)
    g_ptr_array_add (self->items, item);
  else
    item_free (item);
}

static void
read_items (TamboPackSource *self, TamboFindings *findings)
{
  g_auto (GStrv) ids =
      g_key_file_get_string_list (get_keys (self), GROUP_PACK, "Items", NULL, NULL);

  if (ids == NULL || ids[0] == NULL || g_strv_length (ids) > MAX_ITEMS)
    {
      tambo_ini_file_refuse (self->file,
                             findings,
                             GROUP_PACK,
                             "Items",
                             "list the items in order of use, as film;leaflet",
                             "there must be 1 to %d",
                             MAX_ITEMS);
      return;
    }
  for (guint i = 0; ids[i] != NULL; i++)
    {
      gboolean twice = FALSE;

      for (guint j = 0; j < i; j++)
        twice = twice || g_str_equal (ids[i], ids[j]);
      if (twice)
        tambo_ini_file_refuse (self->file,
                               findings,
                               GROUP_PACK,
                               "Items",
                               "take one away",
                               "item “%s” is listed twice",
                               ids[i]);
      else
        read_item (self, ids[i], findings);
    }
}

/* [Source 1] Title, Address, Claims: kept as one readable line each. */
static void
read_source (TamboPackSource *self, const char *group, GPtrArray *sources, TamboFindings *findings)
{
  GKeyFile *keys = get_keys (self);
  g_autofree char *title = g_key_file_get_string (keys, group, "Title", NULL);
  g_autofree char *address = g_key_file_get_string (keys, group, "Address", NULL);
  g_autofree char *claims = g_key_file_get_string (keys, group, "Claims", NULL);
  g_autofree char *place = tambo_ini_file_describe_place (self->file, group, NULL);
  char *line = NULL;

  if (title == NULL || claims == NULL)
    {
      tambo_ini_file_refuse (self->file,
                             findings,
                             group,
                             title == NULL ? "Title" : "Claims",
                             "say where which fact comes from",
                             "it is missing");
      return;
    }
  line = g_strdup_printf ("%s%s%s%s: %s",
                          title,
                          address != NULL ? " (" : "",
                          address != NULL ? address : "",
                          address != NULL ? ")" : "",
                          claims);
  g_ptr_array_add (sources, line);
  tambo_findings_check_text (findings, line, MAX_SOURCE, NAME, place);
}

/* [Review clinical], [Review linguistic fr]: By=nobody until somebody did. */
static void
read_review (TamboPackSource *self, const char *group, TamboFindings *findings)
{
  g_auto (GStrv) words = g_strsplit (group, " ", -1);
  const guint n_words = g_strv_length (words);
  g_autofree char *by = g_key_file_get_string (get_keys (self), group, "By", NULL);
  TamboPackReview *review = NULL;

  if (n_words < 2 || n_words > 3 || by == NULL || *by == '\0')
    {
      tambo_ini_file_refuse (self->file,
                             findings,
                             group,
                             "By",
                             "write [Review clinical] or [Review linguistic fr], and By=",
                             "it does not say who has reviewed what");
      return;
    }
  review = g_new0 (TamboPackReview, 1);
  g_ptr_array_add (self->reviews, review);
  review->what = g_strdup (words[1]);
  review->language = g_strdup (words[2]);
  review->when = g_key_file_get_string (get_keys (self), group, "Date", NULL);
  if (!g_str_equal (by, NOBODY))
    review->who = g_steal_pointer (&by);
}

/* Each language, and what is said in all of them, has been looked at by somebody or by nobody. */
static void
check_reviewed (TamboPackSource *self,
                const char *what,
                const char *language,
                TamboFindings *findings)
{
  g_autofree char *group = NULL;

  for (guint i = 0; i < self->reviews->len; i++)
    {
      const TamboPackReview *review = self->reviews->pdata[i];

      if (g_str_equal (review->what, what) && g_strcmp0 (review->language, language) == 0)
        return;
    }
  group = g_strdup_printf ("[Review %s%s%s]",
                           what,
                           language != NULL ? " " : "",
                           language != NULL ? language : "");
  tambo_findings_refuse (findings,
                         TAMBO_ERROR_PACK_FORMAT,
                         NAME,
                         group,
                         "write the group; By=nobody is an answer",
                         "it is missing");
}

static void
read_evidence (TamboPackSource *self, TamboFindings *findings)
{
  g_auto (GStrv) groups = g_key_file_get_groups (get_keys (self), NULL);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (g_str_has_prefix (groups[i], "Source "))
        read_source (self, groups[i], sources, findings);
      if (g_str_has_prefix (groups[i], "Review "))
        read_review (self, groups[i], findings);
    }
  if (sources->len == 0)
    tambo_findings_refuse (findings,
                           TAMBO_ERROR_PACK_FORMAT,
                           NAME,
                           "[Source 1]",
                           "say where the facts come from: Title=, Address=, Claims=",
                           "it is missing");
  check_reviewed (self, "clinical", NULL, findings);
  for (guint i = 0; self->languages[i] != NULL; i++)
    check_reviewed (self, "linguistic", self->languages[i], findings);
  g_ptr_array_add (sources, NULL);
  self->sources = (GStrv) g_ptr_array_free (g_steal_pointer (&sources), FALSE);
}

/**
 * tambo_pack_source_read:
 * @folder: an author's folder, with a pack.ini in it
 *
 * Reads as much as can be read, and writes down what is wrong.
 *
 * Returns: (transfer full) (nullable): what it says; fit to be built only if there is no refusal
 */
TamboPackSource *
tambo_pack_source_read (GFile *folder, TamboFindings *findings)
{
  g_autoptr (TamboPackSource) self = g_object_new (TAMBO_TYPE_PACK_SOURCE, NULL);
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  self->folder = g_object_ref (folder);
  bytes = tambo_source_find (folder, NAME, findings);
  if (bytes == NULL)
    return NULL;
  self->file = tambo_ini_file_new_from_bytes (bytes, NAME, findings);
  if (self->file == NULL || !read_languages (self, findings))
    return NULL;
  read_head (self, findings);
  read_items (self, findings);
  read_evidence (self, findings);

  return g_steal_pointer (&self);
}

/**
 * tambo_pack_source_load:
 *
 * Returns: (transfer full): what a folder's pack.ini says, or %NULL with an error that says what to
 *   do
 */
TamboPackSource *
tambo_pack_source_load (GFile *folder, GError **error)
{
  g_autoptr (TamboFindings) findings = tambo_findings_new ();
  g_autoptr (TamboPackSource) self = tambo_pack_source_read (folder, findings);

  if (!tambo_findings_to_error (findings, error))
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

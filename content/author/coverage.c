/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/coverage.h"

#include "content/author/film.h"
#include "content/author/form-check.h"
#include "content/author/leaflet-source.h"
#include "content/author/places-source.h"
#include "content/author/source-file.h"
#include "content/author/translated-form.h"
#include "content/forms/questionnaire.h"

/**
 * TamboCoverage:
 *
 * What of a pack is there in each language, and what is wrong with it: all of it at once, so that
 * an author does not meet one error after the other.
 */
struct _TamboCoverage
{
  GObject parent_instance;

  TamboPackSource *source; /* (owned) */
  GHashTable *counts;      /* (owned): language → TamboCount[TAMBO_N_COVERAGE_KINDS] */
  GHashTable *unvoiced;    /* (owned): a set of languages */
  GPtrArray *problems;     /* (owned) (element-type utf8): ends with NULL; no sentence twice */
};

G_DEFINE_FINAL_TYPE (TamboCoverage, tambo_coverage, G_TYPE_OBJECT)

static void
tambo_coverage_finalize (GObject *object)
{
  TamboCoverage *self = TAMBO_COVERAGE (object);

  g_clear_object (&self->source);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_clear_pointer (&self->unvoiced, g_hash_table_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_coverage_parent_class)->finalize (object);
}

static void
tambo_coverage_class_init (TamboCoverageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_coverage_finalize;
}

static void
tambo_coverage_init (TamboCoverage *self)
{
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->unvoiced = g_hash_table_new (g_str_hash, g_str_equal);
  self->problems = g_ptr_array_new_with_free_func (g_free);
}

static void
add (TamboCoverage *self, const char *language, TamboCoverageKind kind, guint n_there, guint n_all)
{
  TamboCount *counts = g_hash_table_lookup (self->counts, language);

  counts[kind].n_there += n_there;
  counts[kind].n_all += n_all;
}

static void
add_problem (TamboCoverage *self, const GError *error)
{
  for (guint i = 0; i < self->problems->len; i++)
    {
      if (g_str_equal (self->problems->pdata[i], error->message))
        return;
    }
  g_ptr_array_add (self->problems, g_strdup (error->message));
}

static GFile *
find_path (TamboCoverage *self, const char *path)
{
  return g_file_resolve_relative_path (tambo_pack_source_get_folder (self->source), path);
}

static gboolean
has_recording (GFile *folder, const char *language, const char *scene)
{
  g_autofree char *name = g_strdup_printf ("voice.%s.%s.wav", language, scene);
  g_autoptr (GFile) file = g_file_get_child (folder, name);

  return g_file_query_exists (file, NULL);
}

/* Drawings are the same for all languages, and are tried once. */
static gboolean *
try_drawings (TamboCoverage *self, TamboFilm *film)
{
  const guint n_scenes = tambo_film_get_n_scenes (film);
  gboolean *is_drawn = g_new0 (gboolean, n_scenes);

  for (guint scene = 0; scene < n_scenes; scene++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) png = tambo_film_render_frame (film, scene, 0.5, &error);

      is_drawn[scene] = png != NULL;
      if (png == NULL)
        add_problem (self, error);
    }

  return is_drawn;
}

static void
count_scene (TamboCoverage *self,
             TamboFilm *film,
             GFile *folder,
             const char *language,
             guint scene,
             gboolean is_drawn)
{
  const guint n_lines = tambo_film_count_lines (film, scene);

  add (self, language, TAMBO_COVERAGE_TEXT, n_lines, n_lines);
  add (self, language, TAMBO_COVERAGE_SUBTITLES, n_lines, n_lines);
  add (self, language, TAMBO_COVERAGE_PICTURES, is_drawn ? 1 : 0, 1);
  add (self,
       language,
       TAMBO_COVERAGE_VOICE,
       has_recording (folder, language, tambo_film_get_scene (film, scene)) ? 1 : 0,
       1);
}

static void
check_video (TamboCoverage *self, const TamboSourceItem *item)
{
  const char *const *languages = tambo_pack_source_get_languages (self->source);
  g_autoptr (GFile) folder = find_path (self, item->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboFilm) all = tambo_film_new (folder, languages, &error);
  g_autofree gboolean *is_drawn = NULL;

  if (all == NULL)
    add_problem (self, error);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      const char *const one[] = { languages[i], NULL };
      g_autoptr (GError) local_error = NULL;
      g_autoptr (TamboFilm) film = tambo_film_new (folder, one, &local_error);

      if (film == NULL)
        {
          add_problem (self, local_error);
          add (self, languages[i], TAMBO_COVERAGE_SUBTITLES, 0, 1);
          continue;
        }
      if (is_drawn == NULL)
        is_drawn = try_drawings (self, film);
      if (tambo_film_is_unvoiced (film, languages[i]))
        g_hash_table_add (self->unvoiced, (gpointer) languages[i]);
      for (guint scene = 0; scene < tambo_film_get_n_scenes (film); scene++)
        count_scene (self, film, folder, languages[i], scene, is_drawn[scene]);
    }
}

static void
count_page (TamboCoverage *self, GFile *folder, const char *language, guint page)
{
  g_autofree char *scene = g_strdup_printf ("page-%u", page);
  g_autofree char *drawing = g_strdup_printf ("page-%u.svg", page);
  g_autoptr (GFile) file = g_file_get_child (folder, drawing);

  add (self, language, TAMBO_COVERAGE_TEXT, 1, 1);
  add (self, language, TAMBO_COVERAGE_PICTURES, g_file_query_exists (file, NULL) ? 1 : 0, 1);
  add (self, language, TAMBO_COVERAGE_VOICE, has_recording (folder, language, scene) ? 1 : 0, 1);
}

static void
check_leaflet (TamboCoverage *self, const TamboSourceItem *item)
{
  const char *const *languages = tambo_pack_source_get_languages (self->source);
  g_autoptr (GFile) folder = find_path (self, item->path);
  g_autoptr (TamboScript) first = NULL;

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboScript) script = tambo_leaflet_source_load (folder, languages[i], &error);

      if (script == NULL ||
          (first != NULL && !tambo_script_check_same_shape (script, first, &error)))
        {
          add_problem (self, error);
          add (self, languages[i], TAMBO_COVERAGE_TEXT, 0, 1);
          continue;
        }
      for (guint page = 0; page < tambo_script_get_n_scenes (script); page++)
        count_page (self, folder, languages[i], page + 1);
      if (first == NULL)
        first = g_steal_pointer (&script);
    }
}

static void
check_form (TamboCoverage *self, const TamboSourceItem *item)
{
  const char *const *languages = tambo_pack_source_get_languages (self->source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboQuestionnaire) form = NULL;

  bytes = tambo_translated_form_read (tambo_pack_source_get_folder (self->source),
                                      item->path,
                                      languages,
                                      &error);
  if (bytes == NULL || !tambo_form_check (bytes, item->path, languages, &error))
    add_problem (self, error);
  if (bytes == NULL)
    return;

  form = tambo_questionnaire_new_from_bytes (bytes, NULL);
  for (guint i = 0; form != NULL && languages[i] != NULL; i++)
    {
      guint n_present = 0;
      const guint n_all = tambo_questionnaire_count_texts (form, languages[i], &n_present);

      add (self, languages[i], TAMBO_COVERAGE_TEXT, n_present, n_all);
    }
}

static void
check_places (TamboCoverage *self, const TamboSourceItem *item)
{
  const char *const *languages = tambo_pack_source_get_languages (self->source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  bytes = tambo_source_read (tambo_pack_source_get_folder (self->source), item->path, &error);
  if (bytes == NULL)
    {
      add_problem (self, error);
      return;
    }
  for (guint i = 0; languages[i] != NULL; i++)
    {
      const char *const two[] = { languages[0], i > 0 ? languages[i] : NULL, NULL };
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GBytes) json = NULL;

      json = tambo_places_source_convert (bytes, item->path, two, &local_error);
      if (json == NULL)
        add_problem (self, local_error);
      add (self, languages[i], TAMBO_COVERAGE_TEXT, json != NULL ? 1 : 0, 1);
    }
}

static void
check_item (TamboCoverage *self, const TamboSourceItem *item)
{
  switch (item->item.kind)
    {
    case TAMBO_ITEM_VIDEO:
      check_video (self, item);
      break;

    case TAMBO_ITEM_LEAFLET:
      check_leaflet (self, item);
      break;

    case TAMBO_ITEM_QUESTIONNAIRE:
      check_form (self, item);
      break;

    case TAMBO_ITEM_PLACES:
      check_places (self, item);
      break;

    case TAMBO_ITEM_VALUESET:
    case TAMBO_ITEM_VOICES:
    default:
      break;
    }
}

TamboCoverage *
tambo_coverage_new (TamboPackSource *source)
{
  TamboCoverage *self = g_object_new (TAMBO_TYPE_COVERAGE, NULL);
  const char *const *languages = tambo_pack_source_get_languages (source);

  self->source = g_object_ref (source);
  for (guint i = 0; languages[i] != NULL; i++)
    g_hash_table_insert (self->counts,
                         (gpointer) languages[i],
                         g_new0 (TamboCount, TAMBO_N_COVERAGE_KINDS));
  for (guint i = 0; i < tambo_pack_source_get_n_items (source); i++)
    check_item (self, tambo_pack_source_get_item (source, i));
  g_ptr_array_add (self->problems, NULL);

  return self;
}

TamboCount
tambo_coverage_count (TamboCoverage *self, const char *language, TamboCoverageKind kind)
{
  const TamboCount none = { 0, 0 };
  const TamboCount *counts = NULL;

  g_return_val_if_fail (TAMBO_IS_COVERAGE (self), none);

  counts = g_hash_table_lookup (self->counts, language);

  return counts != NULL ? counts[kind] : none;
}

/* Whether no machine can read what nobody has recorded in @language. */
gboolean
tambo_coverage_is_unvoiced (TamboCoverage *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_COVERAGE (self), FALSE);

  return g_hash_table_contains (self->unvoiced, language);
}

/**
 * tambo_coverage_get_problems:
 *
 * Returns: (transfer none) (array zero-terminated=1): sentences for the author: where, what, and
 *   what to do; empty if the pack can be built
 */
const char *const *
tambo_coverage_get_problems (TamboCoverage *self)
{
  g_return_val_if_fail (TAMBO_IS_COVERAGE (self), NULL);

  return (const char *const *) self->problems->pdata;
}

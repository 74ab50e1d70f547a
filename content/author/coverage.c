/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/coverage.h"

#include "content/author/film.h"
#include "content/author/form-check.h"
#include "content/author/leaflet-source.h"
#include "content/author/media-facts.h"
#include "content/author/places-source.h"
#include "content/author/ready-film.h"
#include "content/author/recording.h"
#include "content/author/source-file.h"
#include "content/author/translated-form.h"
#include "content/author/used-files.h"
#include "content/base/error.h"
#include "content/forms/questionnaire.h"
#include "content/pack/media-types.h"

/**
 * TamboCoverage:
 *
 * What of a pack is there in each language; what is wrong with it goes into the findings.
 */
struct _TamboCoverage
{
  GObject parent_instance;

  TamboPackSource *source; /* (owned) */
  TamboFindings *findings; /* (owned) */
  TamboUsedFiles *used;    /* (owned) */
  GHashTable *counts;      /* (owned): language → TamboCount[TAMBO_N_COVERAGE_KINDS] */
  GHashTable *unvoiced;    /* (owned): a set of languages */
};

G_DEFINE_FINAL_TYPE (TamboCoverage, tambo_coverage, G_TYPE_OBJECT)

static void
tambo_coverage_finalize (GObject *object)
{
  TamboCoverage *self = TAMBO_COVERAGE (object);

  g_clear_object (&self->source);
  g_clear_object (&self->findings);
  g_clear_object (&self->used);
  g_clear_pointer (&self->counts, g_hash_table_unref);
  g_clear_pointer (&self->unvoiced, g_hash_table_unref);

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
}

static void
add (TamboCoverage *self, const char *language, TamboCoverageKind kind, guint n_there, guint n_all)
{
  TamboCount *counts = g_hash_table_lookup (self->counts, language);

  counts[kind].n_there += n_there;
  counts[kind].n_all += n_all;
}

static GFile *
get_root (TamboCoverage *self)
{
  return tambo_pack_source_get_folder (self->source);
}

/* Whether somebody recorded it, in a file that has sound in it. */
static gboolean
has_recording (TamboCoverage *self, const char *path, const char *stem)
{
  g_autoptr (GFile) folder = g_file_resolve_relative_path (get_root (self), path);
  g_autoptr (GFile) file = tambo_recording_find (folder, stem);
  g_autofree char *name = NULL;
  g_autoptr (TamboMediaFacts) facts = NULL;
  g_autoptr (GError) error = NULL;

  if (file == NULL)
    return FALSE;
  tambo_used_files_add_file (self->used, file);
  name = g_file_get_relative_path (get_root (self), file);
  facts = tambo_media_facts_new_from_file (file, &error);
  if (facts == NULL)
    tambo_findings_take_error (self->findings, name, error);
  else if (tambo_media_facts_find (facts, TAMBO_STREAM_SOUND) == NULL)
    tambo_findings_refuse (self->findings,
                           TAMBO_ERROR_PACK_CODEC,
                           name,
                           NULL,
                           "record it again",
                           "there is no sound in it");

  return facts != NULL;
}

static gboolean
is_recorded (TamboCoverage *self, const char *path, const char *language, const char *part)
{
  g_autofree char *stem = g_strdup_printf ("voice.%s.%s", language, part);

  return has_recording (self, path, stem);
}

/* Drawings are the same for all languages, and are tried once. */
static gboolean *
try_drawings (TamboCoverage *self, TamboFilm *film, const char *path)
{
  const guint n_scenes = tambo_film_get_n_scenes (film);
  gboolean *is_drawn = g_new0 (gboolean, n_scenes);

  for (guint scene = 0; scene < n_scenes; scene++)
    {
      g_autofree char *name = tambo_source_name (path, "%s", tambo_film_get_drawing (film, scene));
      g_autoptr (GBytes) drawing = tambo_source_find (get_root (self), name, self->findings);
      g_autoptr (GBytes) png = NULL;
      g_autoptr (GError) error = NULL;

      tambo_used_files_add (self->used, "%s", name);
      if (drawing == NULL)
        continue;
      png = tambo_film_render_frame (film, scene, 0.5, &error);
      is_drawn[scene] = png != NULL;
      if (png == NULL)
        tambo_findings_take_error (self->findings, name, error);
    }

  return is_drawn;
}

static void
count_film (TamboCoverage *self,
            TamboFilm *film,
            const char *path,
            const char *language,
            const gboolean *is_drawn)
{
  g_autofree char *stem = g_strdup_printf ("voice.%s", language);
  const gboolean in_one_go = has_recording (self, path, stem);

  if (tambo_film_is_unvoiced (film, language))
    g_hash_table_add (self->unvoiced, (gpointer) language);
  for (guint scene = 0; scene < tambo_film_get_n_scenes (film); scene++)
    {
      const guint n_lines = tambo_film_count_lines (film, scene);
      const char *name = tambo_film_get_scene (film, scene);
      const gboolean recorded = is_recorded (self, path, language, name) || in_one_go;

      add (self, language, TAMBO_COVERAGE_TEXT, n_lines, n_lines);
      add (self, language, TAMBO_COVERAGE_SUBTITLES, n_lines, n_lines);
      add (self, language, TAMBO_COVERAGE_PICTURES, is_drawn[scene] ? 1 : 0, 1);
      add (self, language, TAMBO_COVERAGE_VOICE, recorded ? 1 : 0, 1);
    }
}

static void
check_film (TamboCoverage *self, const TamboSourceItem *item)
{
  const char *const *languages = tambo_pack_source_get_languages (self->source);
  g_autoptr (TamboFilm) film = NULL;
  g_autofree gboolean *is_drawn = NULL;

  tambo_used_files_add (self->used, "%s/film.ini", item->path);
  film = tambo_film_read (get_root (self), item->path, languages, self->findings);
  if (film != NULL)
    is_drawn = try_drawings (self, film, item->path);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      tambo_used_files_add (self->used, "%s/script.%s.txt", item->path, languages[i]);
      if (film != NULL && tambo_film_has_language (film, languages[i]))
        count_film (self, film, item->path, languages[i], is_drawn);
      else
        add (self, languages[i], TAMBO_COVERAGE_SUBTITLES, 0, 1);
    }
}

static void
check_ready_film (TamboCoverage *self, const TamboSourceItem *item)
{
  const char *const *languages = tambo_pack_source_get_languages (self->source);

  tambo_ready_film_check (get_root (self), item, languages, self->findings);
  tambo_used_files_add (self->used, "%s/" TAMBO_READY_PICTURE, item->path);
  tambo_used_files_add (self->used, "%s/" TAMBO_POSTER_NAME, item->path);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *voice = tambo_ready_film_name_voice (languages[i]);
      g_autofree char *subtitles = tambo_ready_film_name_subtitles (languages[i]);
      const gboolean has_voice = tambo_ready_film_has (get_root (self), item, voice);
      const gboolean has_words = tambo_ready_film_has (get_root (self), item, subtitles);

      tambo_used_files_add (self->used, "%s/%s", item->path, voice);
      tambo_used_files_add (self->used, "%s/%s", item->path, subtitles);
      add (self, languages[i], TAMBO_COVERAGE_TEXT, has_words ? 1 : 0, 1);
      add (self, languages[i], TAMBO_COVERAGE_SUBTITLES, has_words ? 1 : 0, 1);
      add (self, languages[i], TAMBO_COVERAGE_PICTURES, 1, 1);
      add (self,
           languages[i],
           TAMBO_COVERAGE_VOICE,
           has_voice && !tambo_ready_film_is_stand_in (item, languages[i]) ? 1 : 0,
           1);
      if (!has_voice)
        g_hash_table_add (self->unvoiced, (gpointer) languages[i]);
    }
}

static void
count_page (TamboCoverage *self, const char *path, const char *language, guint page)
{
  g_autofree char *part = g_strdup_printf ("page-%u", page);
  g_autofree char *drawing = g_strdup_printf ("%s/%s.svg", path, part);
  g_autoptr (GFile) file = g_file_resolve_relative_path (get_root (self), drawing);

  tambo_used_files_add (self->used, "%s", drawing);
  add (self, language, TAMBO_COVERAGE_TEXT, 1, 1);
  add (self, language, TAMBO_COVERAGE_PICTURES, g_file_query_exists (file, NULL) ? 1 : 0, 1);
  add (self, language, TAMBO_COVERAGE_VOICE, is_recorded (self, path, language, part) ? 1 : 0, 1);
}

static void
check_leaflet (TamboCoverage *self, const TamboSourceItem *item)
{
  const char *const *languages = tambo_pack_source_get_languages (self->source);
  g_autoptr (TamboScript) first = NULL;

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autoptr (TamboScript) script = NULL;

      tambo_used_files_add (self->used, "%s/leaflet.%s.txt", item->path, languages[i]);
      script =
          tambo_leaflet_source_read (get_root (self), item->path, languages[i], self->findings);
      if (script == NULL ||
          (first != NULL && !tambo_script_compare_shape (script, first, self->findings)))
        {
          add (self, languages[i], TAMBO_COVERAGE_TEXT, 0, 1);
          continue;
        }
      tambo_script_check_language (script, languages[i], self->findings);
      for (guint page = 0; page < tambo_script_get_n_scenes (script); page++)
        count_page (self, item->path, languages[i], page + 1);
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

  tambo_used_files_add (self->used, "%s", item->path);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *words = tambo_translated_form_name_words (item->path, languages[i]);

      tambo_used_files_add (self->used, "%s", words);
    }
  bytes = tambo_translated_form_read (get_root (self), item->path, languages, &error);
  if (bytes == NULL)
    {
      tambo_findings_take_error (self->findings, item->path, error);
      return;
    }
  tambo_form_check (bytes, item->path, languages, self->findings);
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
  g_autoptr (GBytes) bytes = tambo_source_find (get_root (self), item->path, self->findings);

  tambo_used_files_add (self->used, "%s", item->path);
  for (guint i = 0; bytes != NULL && languages[i] != NULL; i++)
    {
      const char *const two[] = { languages[0], i > 0 ? languages[i] : NULL, NULL };
      const guint n_before = tambo_findings_count_refusals (self->findings);
      g_autoptr (GBytes) json = NULL;

      json = tambo_places_source_read (bytes, item->path, two, self->findings);
      add (self,
           languages[i],
           TAMBO_COVERAGE_TEXT,
           tambo_findings_count_refusals (self->findings) == n_before ? 1 : 0,
           1);
    }
}

static void
check_poster (TamboCoverage *self, const TamboSourceItem *item)
{
  g_autoptr (GBytes) bytes = NULL;

  if (item->poster == NULL)
    return;
  tambo_used_files_add (self->used, "%s", item->poster);
  bytes = tambo_source_find (get_root (self), item->poster, self->findings);
}

static void
check_item (TamboCoverage *self, const TamboSourceItem *item)
{
  check_poster (self, item);
  switch (item->item.kind)
    {
    case TAMBO_ITEM_VIDEO:
      if (tambo_ready_film_is_at (get_root (self), item))
        check_ready_film (self, item);
      else
        check_film (self, item);
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
      tambo_findings_refuse (self->findings,
                             TAMBO_ERROR_PACK_FORMAT,
                             "pack.ini",
                             item->item.id,
                             "take it out",
                             "items of kind %s cannot be built yet",
                             tambo_item_kind_to_word (item->item.kind));
      break;
    }
}

/**
 * tambo_coverage_new:
 * @findings: what is wrong is added to it
 *
 * Looks at everything that a pack is made of.
 */
TamboCoverage *
tambo_coverage_new (TamboPackSource *source, TamboFindings *findings)
{
  TamboCoverage *self = g_object_new (TAMBO_TYPE_COVERAGE, NULL);
  const char *const *languages = tambo_pack_source_get_languages (source);

  self->source = g_object_ref (source);
  self->findings = g_object_ref (findings);
  self->used = tambo_used_files_new (get_root (self));
  tambo_used_files_add (self->used, "pack.ini");
  for (guint i = 0; languages[i] != NULL; i++)
    g_hash_table_insert (self->counts,
                         (gpointer) languages[i],
                         g_new0 (TamboCount, TAMBO_N_COVERAGE_KINDS));
  for (guint i = 0; i < tambo_pack_source_get_n_items (source); i++)
    check_item (self, tambo_pack_source_get_item (source, i));
  tambo_used_files_report (self->used, languages, findings);

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

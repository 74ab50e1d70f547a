/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/pack-builder.h"

#include "content/author/drawing.h"
#include "content/author/film-facts.h"
#include "content/author/leaflet-source.h"
#include "content/author/media-writer.h"
#include "content/author/pack-writer.h"
#include "content/author/places-source.h"
#include "content/author/ready-film.h"
#include "content/author/recording.h"
#include "content/author/rendering.h"
#include "content/author/source-file.h"
#include "content/author/stage.h"
#include "content/author/timeline.h"
#include "content/author/translated-form.h"
#include "content/base/error.h"
#include "content/pack/media-types.h"

/* What every step of one build needs. */
typedef struct
{
  TamboPackSource *source;
  GFile *rendered;
  TamboPackWriter *writer;
  TamboProgressFunc progress;
  gpointer user_data;
  GCancellable *cancellable;
} Build;

static gboolean
add_picture (Build *build,
             GBytes *png,
             const char *item,
             const char *role,
             guint page,
             int width,
             int height,
             GError **error)
{
  g_autofree char *title = NULL;
  TamboPackFile facts = { .item = (char *) item,
                          .role = (char *) role,
                          .page = page,
                          .codec = (char *) "png",
                          .width = (guint) width,
                          .height = (guint) height };

  if (page > 0)
    title = g_strdup_printf ("%s/page-%u.png", item, page);
  else
    title = g_strdup_printf ("%s/" TAMBO_POSTER_NAME, item);
  facts.title = title;

  return tambo_pack_writer_add_bytes (build->writer,
                                      png,
                                      TAMBO_MEDIA_TYPE_PNG,
                                      NULL,
                                      &facts,
                                      error);
}

static gboolean
add_poster_drawing (Build *build, const char *item, const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (TamboDrawing) drawing = NULL;
  g_autoptr (GBytes) png = NULL;

  file = g_file_resolve_relative_path (tambo_pack_source_get_folder (build->source), path);
  drawing = tambo_drawing_new_from_file (file, error);
  if (drawing == NULL)
    return FALSE;
  png = tambo_drawing_render_png (drawing, TAMBO_POSTER_WIDTH, TAMBO_POSTER_HEIGHT, error);

  return png != NULL && add_picture (build,
                                     png,
                                     item,
                                     TAMBO_ROLE_POSTER,
                                     0,
                                     TAMBO_POSTER_WIDTH,
                                     TAMBO_POSTER_HEIGHT,
                                     error);
}

static gboolean
add_picture_track (Build *build, const char *item, GFile *file, TamboPackFile facts, GError **error)
{
  g_autofree char *title = g_strdup_printf ("%s/picture.webm", item);

  facts.title = title;
  facts.item = (char *) item;
  facts.role = (char *) TAMBO_ROLE_PICTURE;
  facts.tracks = 1;

  return tambo_pack_writer_add_file (build->writer,
                                     file,
                                     TAMBO_MEDIA_TYPE_PICTURE_TRACK,
                                     NULL,
                                     &facts,
                                     error);
}

static gboolean
add_voice_track (Build *build,
                 const char *item,
                 const char *language,
                 GFile *file,
                 TamboPackFile facts,
                 GError **error)
{
  g_autofree char *title = g_strdup_printf ("%s/%s/voice.ogg", item, language);

  facts.title = title;
  facts.item = (char *) item;
  facts.role = (char *) TAMBO_ROLE_VOICE;
  facts.tracks = 1;

  return tambo_pack_writer_add_file (build->writer,
                                     file,
                                     TAMBO_MEDIA_TYPE_VOICE,
                                     language,
                                     &facts,
                                     error);
}

static gboolean
add_subtitles (Build *build, const char *item, const char *language, GFile *file, GError **error)
{
  g_autofree char *title = g_strdup_printf ("%s/%s/subtitles.vtt", item, language);
  const TamboPackFile facts = { .title = title,
                                .item = (char *) item,
                                .role = (char *) TAMBO_ROLE_SUBTITLES };

  return tambo_pack_writer_add_file (build->writer,
                                     file,
                                     TAMBO_MEDIA_TYPE_SUBTITLES,
                                     language,
                                     &facts,
                                     error);
}

/* The frame that stands for a film, unless its author named a drawing for that. */
static gboolean
add_film_poster (Build *build, const TamboSourceItem *item, GFile *folder, GError **error)
{
  g_autoptr (GBytes) poster = NULL;

  if (item->poster != NULL)
    return TRUE;
  poster = tambo_source_read (folder, TAMBO_POSTER_NAME, error);

  return poster != NULL && add_picture (build,
                                        poster,
                                        item->item.id,
                                        TAMBO_ROLE_POSTER,
                                        0,
                                        TAMBO_POSTER_WIDTH,
                                        TAMBO_POSTER_HEIGHT,
                                        error);
}

/* Subtitles, and a voice if there is one. */
static gboolean
add_language (Build *build,
              GFile *out,
              const char *item,
              const char *language,
              guint64 duration_ms,
              GError **error)
{
  g_autoptr (GFile) folder = g_file_get_child (out, language);
  g_autoptr (GFile) voice = g_file_get_child (folder, "voice.ogg");
  g_autoptr (GFile) subtitles = g_file_get_child (folder, "subtitles.vtt");
  const TamboPackFile facts = { .codec = (char *) "opus",
                                .duration_ms = duration_ms,
                                .stand_in = tambo_film_is_stand_in (out, language) };

  return (!tambo_film_is_heard (out, language) ||
          add_voice_track (build, item, language, voice, facts, error)) &&
         add_subtitles (build, item, language, subtitles, error);
}

static gboolean
add_film (Build *build, const TamboSourceItem *source_item, GError **error)
{
  const char *item = source_item->item.id;
  const char *const *languages = tambo_pack_source_get_languages (build->source);
  g_autoptr (GFile) out = g_file_get_child (build->rendered, item);
  g_autoptr (GFile) picture = g_file_get_child (out, "picture.webm");
  TamboPackFile facts = { .codec = (char *) "vp9",
                          .width = TAMBO_FILM_WIDTH,
                          .height = TAMBO_FILM_HEIGHT };

  if (!tambo_rendering_update (build->source,
                               source_item,
                               build->rendered,
                               FALSE,
                               build->progress,
                               build->user_data,
                               build->cancellable,
                               error))
    return FALSE;
  facts.duration_ms = tambo_film_read_duration_ms (out, error);
  if (facts.duration_ms == 0 || !add_film_poster (build, source_item, out, error) ||
      !add_picture_track (build, item, picture, facts, error))
    return FALSE;
  for (guint i = 0; languages[i] != NULL; i++)
    {
      if (!add_language (build, out, item, languages[i], facts.duration_ms, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_ready_language (Build *build,
                    const TamboSourceItem *source_item,
                    GFile *folder,
                    const char *language,
                    guint64 duration_ms,
                    GError **error)
{
  const char *item = source_item->item.id;
  g_autofree char *voice_name = tambo_ready_film_name_voice (language);
  g_autofree char *subtitles_name = tambo_ready_film_name_subtitles (language);
  g_autoptr (GFile) voice = g_file_get_child (folder, voice_name);
  g_autoptr (GFile) subtitles = g_file_get_child (folder, subtitles_name);
  g_autoptr (TamboMediaFacts) media = NULL;
  TamboPackFile facts = { .duration_ms = duration_ms,
                          .stand_in = tambo_ready_film_is_stand_in (source_item, language) };

  if (g_file_query_exists (voice, NULL))
    {
      media = tambo_media_facts_new_from_file (voice, error);
      if (media == NULL)
        return FALSE;
      facts.codec = tambo_media_facts_find (media, TAMBO_STREAM_SOUND)->codec;
      if (!add_voice_track (build, item, language, voice, facts, error))
        return FALSE;
    }

  return add_subtitles (build, item, language, subtitles, error);
}

/* What it is made of has been checked. */
static gboolean
add_ready_film (Build *build, const TamboSourceItem *source_item, GError **error)
{
  const char *const *languages = tambo_pack_source_get_languages (build->source);
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) picture = NULL;
  g_autoptr (TamboMediaFacts) media = NULL;
  const TamboStream *stream = NULL;
  TamboPackFile facts = { NULL };

  folder = g_file_resolve_relative_path (tambo_pack_source_get_folder (build->source),
                                         source_item->path);
  picture = g_file_get_child (folder, TAMBO_READY_PICTURE);
  media = tambo_media_facts_new_from_file (picture, error);
  if (media == NULL)
    return FALSE;
  stream = tambo_media_facts_find (media, TAMBO_STREAM_PICTURE);
  facts.codec = stream->codec;
  facts.width = stream->width;
  facts.height = stream->height;
  facts.duration_ms = tambo_media_facts_get_duration_ms (media);
  if (!add_film_poster (build, source_item, folder, error) ||
      !add_picture_track (build, source_item->item.id, picture, facts, error))
    return FALSE;
  for (guint i = 0; languages[i] != NULL; i++)
    {
      if (!add_ready_language (build, source_item, folder, languages[i], facts.duration_ms, error))
        return FALSE;
    }

  return TRUE;
}

/* A page somebody recorded: leaflet/voice.LL.page-N of any kind. */
static gboolean
add_page_voice (Build *build,
                GFile *folder,
                const char *item,
                const char *language,
                guint page,
                gboolean *out_added,
                GError **error)
{
  g_autofree char *name = g_strdup_printf ("voice.%s.page-%u", language, page);
  g_autofree char *title = g_strdup_printf ("%s/%s/page-%u.ogg", item, language, page);
  g_autoptr (GFile) recording = tambo_recording_find (folder, name);
  g_autoptr (GFile) out = g_file_resolve_relative_path (build->rendered, title);
  g_autoptr (GFile) out_folder = g_file_get_parent (out);
  g_autoptr (GBytes) samples = NULL;
  g_autoptr (TamboMediaWriter) writer = NULL;
  TamboPackFile facts = { .title = title,
                          .item = (char *) item,
                          .role = (char *) TAMBO_ROLE_VOICE,
                          .page = page,
                          .codec = (char *) "opus",
                          .tracks = 1 };

  *out_added = recording != NULL;
  if (!*out_added)
    return TRUE;

  samples = tambo_recording_read (recording, error);
  if (samples == NULL || !tambo_source_make_folder (out_folder, error))
    return FALSE;
  facts.duration_ms = g_bytes_get_size (samples) / sizeof (gint16) /
                      (TAMBO_FILM_SAMPLE_RATE / 1000);
  writer = tambo_media_writer_new_voice (out, NULL, error);

  return writer != NULL && tambo_media_writer_push_samples (writer, samples, error) &&
         tambo_media_writer_finish (writer, error) &&
         tambo_pack_writer_add_file (build->writer,
                                     out,
                                     TAMBO_MEDIA_TYPE_VOICE,
                                     language,
                                     &facts,
                                     error);
}

static gboolean
add_leaflet_language (Build *build,
                      GFile *folder,
                      const char *item,
                      const char *language,
                      TamboScript *script,
                      const gboolean *has_picture,
                      GError **error)
{
  const guint n_pages = tambo_script_get_n_scenes (script);
  g_autofree gboolean *has_voice = g_new0 (gboolean, n_pages);
  g_autofree char *title = g_strdup_printf ("%s/%s/leaflet.json", item, language);
  g_autoptr (GBytes) json = NULL;
  const TamboPackFile facts = { .title = title,
                                .item = (char *) item,
                                .role = (char *) TAMBO_ROLE_TEXT };

  for (guint i = 0; i < n_pages; i++)
    {
      if (!add_page_voice (build, folder, item, language, i + 1, &has_voice[i], error))
        return FALSE;
    }
  json = tambo_leaflet_source_write (script, item, language, has_picture, has_voice);

  return tambo_pack_writer_add_bytes (build->writer,
                                      json,
                                      TAMBO_MEDIA_TYPE_LEAFLET,
                                      language,
                                      &facts,
                                      error);
}

static gboolean
add_page_picture (Build *build,
                  GFile *folder,
                  const char *item,
                  guint page,
                  gboolean *out_added,
                  GError **error)
{
  g_autofree char *name = g_strdup_printf ("page-%u.svg", page);
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  g_autoptr (TamboDrawing) drawing = NULL;
  g_autoptr (GBytes) png = NULL;

  *out_added = g_file_query_exists (file, NULL);
  if (!*out_added)
    return TRUE;

  drawing = tambo_drawing_new_from_file (file, error);
  if (drawing == NULL)
    return FALSE;
  png = tambo_drawing_render_png (drawing, TAMBO_LEAFLET_WIDTH, TAMBO_LEAFLET_HEIGHT, error);

  return png != NULL && add_picture (build,
                                     png,
                                     item,
                                     TAMBO_ROLE_PICTURE,
                                     page,
                                     TAMBO_LEAFLET_WIDTH,
                                     TAMBO_LEAFLET_HEIGHT,
                                     error);
}

static gboolean
add_leaflet (Build *build, const TamboSourceItem *source_item, GError **error)
{
  const char *item = source_item->item.id;
  const char *const *languages = tambo_pack_source_get_languages (build->source);
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GPtrArray) scripts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree gboolean *has_picture = NULL;
  guint n_pages = 0;

  folder = g_file_resolve_relative_path (tambo_pack_source_get_folder (build->source),
                                         source_item->path);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autoptr (TamboFindings) findings = tambo_findings_new ();
      TamboScript *script = tambo_leaflet_source_read (tambo_pack_source_get_folder (build->source),
                                                       source_item->path,
                                                       languages[i],
                                                       findings);

      if (!tambo_findings_to_error (findings, error))
        return FALSE;
      g_ptr_array_add (scripts, script);
      if (!tambo_script_check_same_shape (script, scripts->pdata[0], error))
        return FALSE;
    }

  n_pages = tambo_script_get_n_scenes (scripts->pdata[0]);
  has_picture = g_new0 (gboolean, n_pages);
  for (guint i = 0; i < n_pages; i++)
    {
      if (!add_page_picture (build, folder, item, i + 1, &has_picture[i], error))
        return FALSE;
    }
  for (guint i = 0; languages[i] != NULL; i++)
    {
      if (!add_leaflet_language (build,
                                 folder,
                                 item,
                                 languages[i],
                                 scripts->pdata[i],
                                 has_picture,
                                 error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_form (Build *build, const TamboSourceItem *source_item, GError **error)
{
  const char *item = source_item->item.id;
  g_autofree char *title = g_strdup_printf ("%s/questionnaire.json", item);
  g_autoptr (GBytes) bytes = NULL;
  const TamboPackFile facts = { .title = title,
                                .item = (char *) item,
                                .role = (char *) TAMBO_ROLE_FORM };

  bytes = tambo_translated_form_read (tambo_pack_source_get_folder (build->source),
                                      source_item->path,
                                      tambo_pack_source_get_languages (build->source),
                                      error);

  return bytes != NULL && tambo_pack_writer_add_bytes (build->writer,
                                                       bytes,
                                                       TAMBO_MEDIA_TYPE_QUESTIONNAIRE,
                                                       NULL,
                                                       &facts,
                                                       error);
}

static gboolean
add_places (Build *build, const TamboSourceItem *source_item, GError **error)
{
  const char *item = source_item->item.id;
  g_autofree char *title = g_strdup_printf ("%s/places.json", item);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) json = NULL;
  const TamboPackFile facts = { .title = title,
                                .item = (char *) item,
                                .role = (char *) TAMBO_ROLE_PLACES };

  bytes = tambo_source_read (tambo_pack_source_get_folder (build->source),
                             source_item->path,
                             error);
  if (bytes == NULL)
    return FALSE;
  json = tambo_places_source_convert (bytes,
                                      source_item->path,
                                      tambo_pack_source_get_languages (build->source),
                                      error);

  return json != NULL && tambo_pack_writer_add_bytes (build->writer,
                                                      json,
                                                      TAMBO_MEDIA_TYPE_PLACES,
                                                      NULL,
                                                      &facts,
                                                      error);
}

static gboolean
add_item (Build *build, const TamboSourceItem *item, GError **error)
{
  if (item->poster != NULL && !add_poster_drawing (build, item->item.id, item->poster, error))
    return FALSE;

  switch (item->item.kind)
    {
    case TAMBO_ITEM_VIDEO:
      return tambo_ready_film_is_at (tambo_pack_source_get_folder (build->source), item)
                 ? add_ready_film (build, item, error)
                 : add_film (build, item, error);

    case TAMBO_ITEM_LEAFLET:
      return add_leaflet (build, item, error);

    case TAMBO_ITEM_QUESTIONNAIRE:
      return add_form (build, item, error);

    case TAMBO_ITEM_PLACES:
      return add_places (build, item, error);

    case TAMBO_ITEM_VALUESET:
    case TAMBO_ITEM_VOICES:
    default:
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_FORMAT,
                   "pack.ini, [Item %s]: items of kind %s cannot be built yet",
                   item->item.id,
                   tambo_item_kind_to_word (item->item.kind));
      return FALSE;
    }
}

/**
 * tambo_pack_build:
 * @rendered: where films are kept; rendered again only if they changed
 * @layout: the folder of an OCI image layout, made or added to
 *
 * Builds a pack of a folder that was checked. The same source gives the same manifest.
 *
 * Returns: (transfer full): the digest of its manifest
 */
char *
tambo_pack_build (TamboPackSource *source,
                  GFile *rendered,
                  GFile *layout,
                  TamboProgressFunc progress,
                  gpointer user_data,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (TamboPackWriter) writer = NULL;
  Build build = { source, rendered, NULL, progress, user_data, cancellable };

  g_return_val_if_fail (TAMBO_IS_PACK_SOURCE (source), NULL);

  writer = tambo_pack_writer_new (source, layout, error);
  if (writer == NULL)
    return NULL;
  build.writer = writer;
  for (guint i = 0; i < tambo_pack_source_get_n_items (source); i++)
    {
      if (!add_item (&build, tambo_pack_source_get_item (source, i), error))
        return NULL;
    }

  return tambo_pack_writer_finish (writer, error);
}

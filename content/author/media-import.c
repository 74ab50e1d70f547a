/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/media-import.h"

#include "content/author/media-transcode.h"
#include "content/author/ready-film.h"
#include "content/author/source-file.h"
#include "content/base/error.h"
#include "content/base/texts.h"
#include "content/pack/media-types.h"

#include <errno.h>
#include <glib/gstdio.h>

#define NO_LANGUAGE "-"
#define UNFINISHED ".part"

/**
 * TamboMediaImport:
 *
 * A ready film, of any kind that GStreamer reads, on its way into one that kiosks play: a picture,
 * and a voice and subtitles for each language. The folder is there only once it is whole.
 */
struct _TamboMediaImport
{
  GObject parent_instance;

  GFile *file;            /* (owned) */
  TamboMediaFacts *facts; /* (owned) */
  GPtrArray *languages;   /* (owned) (element-type utf8): of each stream, or NULL */
  GPtrArray *others;      /* (owned) (element-type TamboMediaFacts): of files beside the film */
  GPtrArray *tracks;      /* (owned) (element-type TamboImportTrack): of files beside it first */
  guint64 duration_ms;
};

G_DEFINE_FINAL_TYPE (TamboMediaImport, tambo_media_import, G_TYPE_OBJECT)

static void
track_free (TamboImportTrack *track)
{
  g_free (track->language);
  g_object_unref (track->file);
  g_free (track);
}

static void
tambo_media_import_finalize (GObject *object)
{
  TamboMediaImport *self = TAMBO_MEDIA_IMPORT (object);

  g_clear_object (&self->file);
  g_clear_object (&self->facts);
  g_clear_pointer (&self->languages, g_ptr_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->tracks, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_media_import_parent_class)->finalize (object);
}

static void
tambo_media_import_class_init (TamboMediaImportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_media_import_finalize;
}

static void
tambo_media_import_init (TamboMediaImport *self)
{
  self->languages = g_ptr_array_new_with_free_func (g_free);
  self->others = g_ptr_array_new_with_free_func (g_object_unref);
  self->tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) track_free);
}

TamboMediaImport *
tambo_media_import_new (GFile *file, GError **error)
{
  g_autoptr (TamboMediaImport) self = g_object_new (TAMBO_TYPE_MEDIA_IMPORT, NULL);

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self->file = g_object_ref (file);
  self->facts = tambo_media_facts_new_from_file (file, error);
  if (self->facts == NULL)
    return NULL;
  for (guint i = 0; i < tambo_media_facts_get_n_streams (self->facts); i++)
    g_ptr_array_add (self->languages,
                     g_strdup (tambo_media_facts_get_stream (self->facts, i)->language));

  return g_steal_pointer (&self);
}

TamboMediaFacts *
tambo_media_import_get_facts (TamboMediaImport *self)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_IMPORT (self), NULL);

  return self->facts;
}

static gboolean
check_language (const char *language, GError **error)
{
  if (tambo_language_is_valid (language))
    return TRUE;

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_FORMAT,
               "“%s” is not a language tag; write en, ar, pt-BR",
               language);

  return FALSE;
}

/**
 * tambo_media_import_set_language:
 * @stream: from 1, in the file's order
 * @language: what it is, whatever the file says; "-" leaves the stream out
 */
gboolean
tambo_media_import_set_language (TamboMediaImport *self,
                                 guint stream,
                                 const char *language,
                                 GError **error)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_IMPORT (self), FALSE);

  if (stream < 1 || stream > self->languages->len)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_FORMAT,
                   "there is no stream %u in %s, which has %u",
                   stream,
                   g_file_peek_path (self->file),
                   self->languages->len);
      return FALSE;
    }
  if (!g_str_equal (language, NO_LANGUAGE) && !check_language (language, error))
    return FALSE;

  g_free (self->languages->pdata[stream - 1]);
  self->languages->pdata[stream - 1] = g_strdup (language);

  return TRUE;
}

static gboolean
has_track (TamboMediaImport *self, TamboStreamKind kind, const char *language)
{
  for (guint i = 0; i < self->tracks->len; i++)
    {
      const TamboImportTrack *track = self->tracks->pdata[i];

      if (track->kind == kind && g_str_equal (track->language, language))
        return TRUE;
    }

  return FALSE;
}

static void
add_track (TamboMediaImport *self, GFile *file, const TamboStream *stream, const char *language)
{
  TamboImportTrack *track = g_new0 (TamboImportTrack, 1);

  track->kind = stream->kind;
  track->language = g_strdup (language);
  track->file = g_object_ref (file);
  track->stream = stream;
  g_ptr_array_add (self->tracks, track);
}

/* A voice or subtitles from a file of their own; they go before those in the film. */
gboolean
tambo_media_import_add_file (TamboMediaImport *self,
                             TamboStreamKind kind,
                             const char *language,
                             GFile *file,
                             GError **error)
{
  g_autoptr (TamboMediaFacts) facts = NULL;
  const TamboStream *stream = NULL;

  g_return_val_if_fail (TAMBO_IS_MEDIA_IMPORT (self), FALSE);

  if (!check_language (language, error))
    return FALSE;
  facts = tambo_media_facts_new_from_file (file, error);
  if (facts == NULL)
    return FALSE;
  stream = tambo_media_facts_find (facts, kind);
  if (stream == NULL)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_CODEC,
                   "%s: there is no %s in it",
                   g_file_peek_path (file),
                   tambo_stream_kind_to_word (kind));
      return FALSE;
    }
  add_track (self, file, stream, language);
  g_ptr_array_add (self->others, g_steal_pointer (&facts));

  return TRUE;
}

/* Subtitles that are pictures of words cannot become words. */
static gboolean
is_wanted (const TamboStream *stream)
{
  return stream->kind == TAMBO_STREAM_SOUND || (stream->kind == TAMBO_STREAM_SUBTITLES &&
                                                !g_str_has_prefix (stream->codec, "subpicture/"));
}

static gboolean
plan_stream (TamboMediaImport *self, guint i, GError **error)
{
  const TamboStream *stream = tambo_media_facts_get_stream (self->facts, i);
  const char *language = self->languages->pdata[i];

  if (!is_wanted (stream) || g_strcmp0 (language, NO_LANGUAGE) == 0)
    return TRUE;
  if (language == NULL)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_FORMAT,
                   "%s: nobody says which language stream %u (%s) is; say it with --language "
                   "%u=fr, or leave it out with --language %u=-",
                   g_file_peek_path (self->file),
                   i + 1,
                   tambo_stream_kind_to_word (stream->kind),
                   i + 1,
                   i + 1);
      return FALSE;
    }
  if (!has_track (self, stream->kind, language))
    add_track (self, self->file, stream, language);

  return TRUE;
}

static const TamboStream *
plan (TamboMediaImport *self, GError **error)
{
  const TamboStream *picture = tambo_media_facts_find (self->facts, TAMBO_STREAM_PICTURE);

  if (picture == NULL)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_CODEC,
                   "%s: there is no moving picture in it; a recording goes into a film's folder as "
                   "voice.LL.SCENE, or beside a film with --voice",
                   g_file_peek_path (self->file));
      return NULL;
    }
  for (guint i = 0; i < self->languages->len; i++)
    {
      if (!plan_stream (self, i, error))
        return NULL;
    }

  return picture;
}

static gboolean
convert_picture (TamboMediaImport *self, TamboTranscode *job, GFile *folder, GError **error)
{
  g_autoptr (GFile) picture = g_file_get_child (folder, TAMBO_READY_PICTURE);
  g_autoptr (GBytes) poster = NULL;

  if (!tambo_transcode_picture (job, picture, &self->duration_ms, error))
    return FALSE;
  poster = tambo_transcode_poster (job, error);

  return poster != NULL && tambo_source_write (folder, TAMBO_POSTER_NAME, poster, error);
}

static gboolean
convert_track (TamboTranscode *job, TamboImportTrack *track, GFile *folder, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr (GFile) out = NULL;
  g_autoptr (GBytes) subtitles = NULL;

  job->file = track->file;
  job->stream = track->stream;
  if (track->kind == TAMBO_STREAM_SOUND)
    {
      name = tambo_ready_film_name_voice (track->language);
      out = g_file_get_child (folder, name);
      return tambo_transcode_voice (job, out, &track->lost_ms, error);
    }

  name = tambo_ready_film_name_subtitles (track->language);
  subtitles = tambo_transcode_subtitles (job, error);

  return subtitles != NULL && tambo_source_write (folder, name, subtitles, error);
}

static gboolean
convert (TamboMediaImport *self, TamboTranscode *job, GFile *folder, GError **error)
{
  job->stream = plan (self, error);
  if (job->stream == NULL || !convert_picture (self, job, folder, error))
    return FALSE;
  job->duration_ms = self->duration_ms;
  for (guint i = 0; i < self->tracks->len; i++)
    {
      if (!convert_track (job, self->tracks->pdata[i], folder, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tambo_media_import_run:
 * @out: a folder that is not there yet
 */
gboolean
tambo_media_import_run (TamboMediaImport *self,
                        GFile *out,
                        TamboProgressFunc progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error)
{
  TamboTranscode job = { .progress = progress, .user_data = user_data, .cancellable = cancellable };
  g_autofree char *path = NULL;
  g_autoptr (GFile) unfinished = NULL;

  g_return_val_if_fail (TAMBO_IS_MEDIA_IMPORT (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (out), FALSE);

  if (g_file_query_exists (out, NULL))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_FORMAT,
                   "%s is there already; name a folder that is not",
                   g_file_peek_path (out));
      return FALSE;
    }
  path = g_strconcat (g_file_peek_path (out), UNFINISHED, NULL);
  unfinished = g_file_new_for_path (path);
  job.file = self->file;
  job.duration_ms = tambo_media_facts_get_duration_ms (self->facts);
  if (!tambo_source_make_folder (unfinished, error))
    return FALSE;
  if (!convert (self, &job, unfinished, error))
    {
      tambo_source_remove_folder (unfinished);
      return FALSE;
    }
  if (g_rename (path, g_file_peek_path (out)) == 0)
    return TRUE;

  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (errno),
               "%s: %s",
               g_file_peek_path (out),
               g_strerror (errno));
  tambo_source_remove_folder (unfinished);

  return FALSE;
}

/* Of the picture, once it is converted. */
guint64
tambo_media_import_get_duration_ms (TamboMediaImport *self)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_IMPORT (self), 0);

  return self->duration_ms;
}

guint
tambo_media_import_get_n_tracks (TamboMediaImport *self)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_IMPORT (self), 0);

  return self->tracks->len;
}

const TamboImportTrack *
tambo_media_import_get_track (TamboMediaImport *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_IMPORT (self), NULL);
  g_return_val_if_fail (index < self->tracks->len, NULL);

  return self->tracks->pdata[index];
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/media-facts.h"

#include "content/author/media-error.h"
#include "content/base/error.h"
#include "content/base/texts.h"

#include <gst/pbutils/pbutils.h>
#include <gst/tag/tag.h>

#define PATIENCE (30 * GST_SECOND)

/* What GStreamer calls a format, and what a pack's config does. */
static const struct
{
  const char *caps;
  const char *word;
} words[] = {
  { "video/x-vp8", "vp8" },       { "video/x-vp9", "vp9" },     { "audio/x-opus", "opus" },
  { "audio/x-vorbis", "vorbis" }, { "video/webm", "webm" },     { "audio/webm", "webm" },
  { "audio/ogg", "ogg" },         { "application/ogg", "ogg" },
};

/**
 * TamboMediaFacts:
 *
 * What is in a medium on the author's own computer: its container, its streams, how long it is.
 * Immutable.
 */
struct _TamboMediaFacts
{
  GObject parent_instance;

  char *container; /* (owned) */
  guint64 duration_ms;
  gboolean seekable;
  GPtrArray *streams; /* (owned) (element-type TamboStream): in the file's order */
};

G_DEFINE_FINAL_TYPE (TamboMediaFacts, tambo_media_facts, G_TYPE_OBJECT)

static void
stream_free (TamboStream *stream)
{
  g_free (stream->id);
  g_free (stream->codec);
  g_free (stream->language);
  g_free (stream);
}

static void
tambo_media_facts_finalize (GObject *object)
{
  TamboMediaFacts *self = TAMBO_MEDIA_FACTS (object);

  g_clear_pointer (&self->container, g_free);
  g_clear_pointer (&self->streams, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_media_facts_parent_class)->finalize (object);
}

static void
tambo_media_facts_class_init (TamboMediaFactsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_media_facts_finalize;
}

static void
tambo_media_facts_init (TamboMediaFacts *self)
{
  self->streams = g_ptr_array_new_with_free_func ((GDestroyNotify) stream_free);
}

static char *
name_caps (GstDiscovererStreamInfo *info)
{
  g_autoptr (GstCaps) caps = gst_discoverer_stream_info_get_caps (info);
  const char *name = NULL;

  if (caps == NULL || gst_caps_get_size (caps) == 0)
    return g_strdup ("unknown");
  name = gst_structure_get_name (gst_caps_get_structure (caps, 0));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_str_equal (words[i].caps, name))
        return g_strdup (words[i].word);
    }

  return g_strdup (name);
}

/* "fra" and "fr" are one language; "und" is none. */
static char *
find_language (GstDiscovererStreamInfo *info)
{
  const GstTagList *tags = gst_discoverer_stream_info_get_tags (info);
  g_autofree char *code = NULL;
  const char *shortest = NULL;

  if (tags == NULL || !gst_tag_list_get_string (tags, GST_TAG_LANGUAGE_CODE, &code))
    return NULL;
  shortest = gst_tag_get_language_code_iso_639_1 (code);
  if (shortest != NULL)
    return g_strdup (shortest);

  return tambo_language_is_valid (code) && !g_str_equal (code, "und") ? g_steal_pointer (&code)
                                                                      : NULL;
}

static void
read_picture (TamboStream *stream, GstDiscovererVideoInfo *info)
{
  stream->kind = gst_discoverer_video_info_is_image (info) ? TAMBO_STREAM_OTHER
                                                           : TAMBO_STREAM_PICTURE;
  stream->width = gst_discoverer_video_info_get_width (info);
  stream->height = gst_discoverer_video_info_get_height (info);
  stream->rate_n = gst_discoverer_video_info_get_framerate_num (info);
  stream->rate_d = gst_discoverer_video_info_get_framerate_denom (info);
}

static void
add_stream (TamboMediaFacts *self, GstDiscovererStreamInfo *info)
{
  TamboStream *stream = NULL;

  stream = g_new0 (TamboStream, 1);
  stream->kind = TAMBO_STREAM_OTHER;
  stream->id = g_strdup (gst_discoverer_stream_info_get_stream_id (info));
  stream->codec = name_caps (info);
  stream->language = find_language (info);
  if (GST_IS_DISCOVERER_VIDEO_INFO (info))
    read_picture (stream, GST_DISCOVERER_VIDEO_INFO (info));
  if (GST_IS_DISCOVERER_AUDIO_INFO (info))
    {
      stream->kind = TAMBO_STREAM_SOUND;
      stream->channels = gst_discoverer_audio_info_get_channels (GST_DISCOVERER_AUDIO_INFO (info));
    }
  if (GST_IS_DISCOVERER_SUBTITLE_INFO (info))
    stream->kind = TAMBO_STREAM_SUBTITLES;
  g_ptr_array_add (self->streams, stream);
}

static void
read_info (TamboMediaFacts *self, GstDiscovererInfo *info)
{
  g_autolist (GstDiscovererStreamInfo) streams = gst_discoverer_info_get_stream_list (info);
  g_autoptr (GstDiscovererStreamInfo) top = gst_discoverer_info_get_stream_info (info);

  for (GList *l = streams; l != NULL; l = l->next)
    {
      if (!GST_IS_DISCOVERER_CONTAINER_INFO (l->data))
        add_stream (self, l->data);
    }
  self->container = top != NULL ? name_caps (top) : g_strdup ("none");
  self->duration_ms = gst_discoverer_info_get_duration (info) / GST_MSECOND;
  self->seekable = gst_discoverer_info_get_seekable (info);
}

/* What is missing for chapters or a camera's notes is not missed. */
static gboolean
check_missing (GstDiscovererInfo *info, const char *path, GError **error)
{
  const char **details = gst_discoverer_info_get_missing_elements_installer_details (info);

  for (guint i = 0; details != NULL && details[i] != NULL; i++)
    {
      if (strstr (details[i], "|decoder-video/") == NULL &&
          strstr (details[i], "|decoder-audio/") == NULL &&
          strstr (details[i], "|decoder-application/x-c") == NULL)
        continue;
      tambo_media_set_missing_error (path, details[i], error);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_result (GstDiscovererInfo *info, const char *path, const GError *cause, GError **error)
{
  if (gst_discoverer_info_get_result (info) == GST_DISCOVERER_OK)
    return TRUE;
  if (gst_discoverer_info_get_result (info) == GST_DISCOVERER_MISSING_PLUGINS)
    return check_missing (info, path, error);

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_CODEC,
               "%s cannot be read as film, sound or subtitles%s%s; is it whole, and does it play "
               "elsewhere?",
               path,
               cause != NULL ? ": " : "",
               cause != NULL ? cause->message : "");

  return FALSE;
}

TamboMediaFacts *
tambo_media_facts_new_from_file (GFile *file, GError **error)
{
  g_autoptr (TamboMediaFacts) self = g_object_new (TAMBO_TYPE_MEDIA_FACTS, NULL);
  g_autoptr (GstDiscoverer) discoverer = NULL;
  g_autoptr (GstDiscovererInfo) info = NULL;
  g_autoptr (GFileInfo) there = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *uri = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  there = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, NULL, error);
  if (there == NULL)
    return NULL;
  discoverer = gst_discoverer_new (PATIENCE, error);
  if (discoverer == NULL)
    return NULL;
  uri = g_file_get_uri (file);
  info = gst_discoverer_discover_uri (discoverer, uri, &cause);
  if (info == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  if (!check_result (info, g_file_peek_path (file), cause, error))
    return NULL;
  read_info (self, info);

  return g_steal_pointer (&self);
}

/* "webm", "ogg", or what GStreamer calls it. */
const char *
tambo_media_facts_get_container (TamboMediaFacts *self)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_FACTS (self), NULL);

  return self->container;
}

guint64
tambo_media_facts_get_duration_ms (TamboMediaFacts *self)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_FACTS (self), 0);

  return self->duration_ms;
}

gboolean
tambo_media_facts_is_seekable (TamboMediaFacts *self)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_FACTS (self), FALSE);

  return self->seekable;
}

guint
tambo_media_facts_get_n_streams (TamboMediaFacts *self)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_FACTS (self), 0);

  return self->streams->len;
}

const TamboStream *
tambo_media_facts_get_stream (TamboMediaFacts *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_FACTS (self), NULL);
  g_return_val_if_fail (index < self->streams->len, NULL);

  return self->streams->pdata[index];
}

guint
tambo_media_facts_count (TamboMediaFacts *self, TamboStreamKind kind)
{
  guint n = 0;

  g_return_val_if_fail (TAMBO_IS_MEDIA_FACTS (self), 0);

  for (guint i = 0; i < self->streams->len; i++)
    n += tambo_media_facts_get_stream (self, i)->kind == kind ? 1 : 0;

  return n;
}

/**
 * tambo_media_facts_find:
 *
 * Returns: (transfer none) (nullable): the first stream of a kind
 */
const TamboStream *
tambo_media_facts_find (TamboMediaFacts *self, TamboStreamKind kind)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_FACTS (self), NULL);

  for (guint i = 0; i < self->streams->len; i++)
    {
      if (tambo_media_facts_get_stream (self, i)->kind == kind)
        return tambo_media_facts_get_stream (self, i);
    }

  return NULL;
}

const char *
tambo_stream_kind_to_word (TamboStreamKind kind)
{
  static const char *const kinds[] = { "picture", "sound", "subtitles", "other" };

  return kinds[kind];
}

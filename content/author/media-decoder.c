/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/media-decoder.h"

#include "content/author/media-error.h"

#include <gst/app/gstappsink.h>

#define SOURCE "filesrc name=file decodebin name=decoder expose-all-streams=false "
#define TICK (100 * GST_MSECOND)
#define SINK " ! appsink name=sink sync=false max-buffers=8 "

/**
 * TamboMediaDecoder:
 *
 * One stream of a file, decoded piece by piece as it is asked for. The file's other streams are
 * read past, and not decoded.
 */
struct _TamboMediaDecoder
{
  GObject parent_instance;

  char *path; /* (owned): for messages */
  char *id;   /* (owned) (nullable): of the stream; %NULL: the first that fits */
  TamboStreamKind kind;
  GstElement *pipeline; /* (owned) */
  GstElement *sink;     /* (owned) */
  GstPad *entry;        /* (owned): where the stream goes in */
};

G_DEFINE_FINAL_TYPE (TamboMediaDecoder, tambo_media_decoder, G_TYPE_OBJECT)

static void
tambo_media_decoder_finalize (GObject *object)
{
  TamboMediaDecoder *self = TAMBO_MEDIA_DECODER (object);

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_clear_object (&self->entry);
  g_clear_object (&self->sink);
  g_clear_object (&self->pipeline);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (tambo_media_decoder_parent_class)->finalize (object);
}

static void
tambo_media_decoder_class_init (TamboMediaDecoderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_media_decoder_finalize;
}

static void
tambo_media_decoder_init (TamboMediaDecoder *self)
{
}

static const char *
get_caps (TamboStreamKind kind)
{
  if (kind == TAMBO_STREAM_PICTURE)
    return "video/x-raw";

  return kind == TAMBO_STREAM_SOUND ? "audio/x-raw" : "text/x-raw";
}

static gboolean
is_ours (TamboMediaDecoder *self, GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  g_autofree char *id = gst_pad_get_stream_id (pad);
  const char *name = NULL;

  if (caps == NULL)
    caps = gst_pad_query_caps (pad, NULL);
  name = gst_structure_get_name (gst_caps_get_structure (caps, 0));

  return g_str_equal (name, get_caps (self->kind)) &&
         (self->id == NULL || g_strcmp0 (id, self->id) == 0) && !gst_pad_is_linked (self->entry);
}

static void
on_decoder_pad_added (GstElement *decoder, GstPad *pad, TamboMediaDecoder *self)
{
  g_autoptr (GstPad) drain_pad = NULL;
  GstElement *drain = NULL;

  if (is_ours (self, pad))
    {
      gst_pad_link (pad, self->entry);
      return;
    }
  drain = gst_element_factory_make ("fakesink", NULL);
  g_object_set (drain, "sync", FALSE, "async", FALSE, NULL);
  gst_bin_add (GST_BIN (self->pipeline), drain);
  gst_element_sync_state_with_parent (drain);
  drain_pad = gst_element_get_static_pad (drain, "sink");
  gst_pad_link (pad, drain_pad);
}

static gboolean
build (TamboMediaDecoder *self, const char *description, GError **error)
{
  g_autofree char *text = g_strconcat (SOURCE, "queue name=entry ! ", description, SINK, NULL);
  g_autoptr (GstElement) file = NULL;
  g_autoptr (GstElement) decoder = NULL;
  g_autoptr (GstElement) entry = NULL;
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple (get_caps (self->kind));
  g_autoptr (GError) local_error = NULL;

  self->pipeline = gst_parse_launch (text, &local_error);
  if (local_error != NULL)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_SUPPORTED,
                   "%s (is gstreamer1.0-plugins-good installed?)",
                   local_error->message);
      return FALSE;
    }
  file = gst_bin_get_by_name (GST_BIN (self->pipeline), "file");
  decoder = gst_bin_get_by_name (GST_BIN (self->pipeline), "decoder");
  entry = gst_bin_get_by_name (GST_BIN (self->pipeline), "entry");
  self->sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  self->entry = gst_element_get_static_pad (entry, "sink");
  g_object_set (file, "location", self->path, NULL);
  g_object_set (decoder, "caps", caps, NULL);
  gst_element_link (file, decoder);
  g_signal_connect (decoder, "pad-added", G_CALLBACK (on_decoder_pad_added), self);

  return TRUE;
}

/**
 * tambo_media_decoder_new:
 * @stream: which of the streams of @file
 * @description: what is done with it, as gst-launch has it
 */
TamboMediaDecoder *
tambo_media_decoder_new (GFile *file,
                         const TamboStream *stream,
                         const char *description,
                         GError **error)
{
  g_autoptr (TamboMediaDecoder) self = g_object_new (TAMBO_TYPE_MEDIA_DECODER, NULL);

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (stream != NULL, NULL);

  self->path = g_file_get_path (file);
  self->id = g_strdup (stream->id);
  self->kind = stream->kind;
  if (!build (self, description, error))
    return NULL;
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);

  return g_steal_pointer (&self);
}

/**
 * tambo_media_decoder_pull:
 * @out_sample: (out) (transfer full) (nullable): the next piece; %NULL at the end
 */
gboolean
tambo_media_decoder_pull (TamboMediaDecoder *self,
                          GCancellable *cancellable,
                          GstSample **out_sample,
                          GError **error)
{
  GstAppSink *sink = NULL;

  g_return_val_if_fail (TAMBO_IS_MEDIA_DECODER (self), FALSE);

  sink = GST_APP_SINK (self->sink);
  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_autoptr (GstSample) sample = gst_app_sink_try_pull_sample (sink, TICK);

      if (sample == NULL && !tambo_media_check (self->pipeline, self->path, error))
        return FALSE;
      if (sample == NULL && !gst_app_sink_is_eos (sink))
        continue;
      *out_sample = g_steal_pointer (&sample);
      return TRUE;
    }

  return FALSE;
}

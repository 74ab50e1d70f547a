/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/media-writer.h"

#include "content/author/stage.h"
#include "content/author/timeline.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#define SAMPLES_CAPS "audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=1"

/* Constant quality: flat drawings cost little, and a scene that moves gets what it needs. */
#define PICTURE                                                                           \
  "appsrc name=source format=time block=true max-bytes=16000000 ! videoconvert "          \
  "! video/x-raw,format=I420,colorimetry=bt709 ! vp9enc deadline=1 cpu-used=5 threads=2 " \
  "row-mt=false tile-columns=2 end-usage=cq cq-level=40 target-bitrate=1500000 "          \
  "keyframe-max-dist=125 lag-in-frames=0 ! webmmux name=mux ! filesink name=sink"
#define VOICE                                                                                   \
  "appsrc name=source format=time block=true caps=" SAMPLES_CAPS " ! opusenc name=encoder "     \
  "bitrate=20000 bitrate-type=vbr audio-type=voice frame-size=20 ! oggmux max-delay=500000000 " \
  "! filesink name=sink"
#define RECORDING                                                                 \
  "filesrc name=source ! wavparse ! audioconvert ! audioresample ! " SAMPLES_CAPS \
  " ! appsink name=sink sync=false"

/**
 * TamboMediaWriter:
 *
 * Encodes one track into a file. The same frames or samples give the same bytes: numbers that
 * muxers draw at random are drawn from a fixed seed, and no file says when it was made.
 */
struct _TamboMediaWriter
{
  GObject parent_instance;

  GstElement *pipeline; /* (owned) */
  GstElement *source;   /* (owned) */
  char *path;           /* (owned): for messages */
  guint64 written;      /* frames or samples */
};

G_DEFINE_FINAL_TYPE (TamboMediaWriter, tambo_media_writer, G_TYPE_OBJECT)

static void
tambo_media_writer_finalize (GObject *object)
{
  TamboMediaWriter *self = TAMBO_MEDIA_WRITER (object);

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_clear_object (&self->source);
  g_clear_object (&self->pipeline);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (tambo_media_writer_parent_class)->finalize (object);
}

static void
tambo_media_writer_class_init (TamboMediaWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_media_writer_finalize;
}

static void
tambo_media_writer_init (TamboMediaWriter *self)
{
}

/* Sets @error to what the pipeline says; waits until it says something. */
static gboolean
wait_for_end (GstElement *pipeline, const char *path, GError **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) local_error = NULL;

  message = gst_bus_timed_pop_filtered (bus,
                                        GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    return TRUE;

  gst_message_parse_error (message, &local_error, NULL);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, local_error->message);

  return FALSE;
}

static TamboMediaWriter *
new_writer (const char *description, GFile *file, GError **error)
{
  g_autoptr (TamboMediaWriter) self = g_object_new (TAMBO_TYPE_MEDIA_WRITER, NULL);
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GError) local_error = NULL;

  g_random_set_seed (1);
  self->path = g_file_get_path (file);
  self->pipeline = gst_parse_launch (description, &local_error);
  if (local_error != NULL)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_SUPPORTED,
                   "%s (is gstreamer1.0-plugins-good installed?)",
                   local_error->message);
      return NULL;
    }
  self->source = gst_bin_get_by_name (GST_BIN (self->pipeline), "source");
  sink = gst_bin_get_by_name (GST_BIN (self->pipeline), "sink");
  g_object_set (sink, "location", self->path, NULL);

  return g_steal_pointer (&self);
}

/* Frames are %CAIRO_FORMAT_RGB24 of the film's size. */
TamboMediaWriter *
tambo_media_writer_new_picture (GFile *file, GError **error)
{
  g_autoptr (TamboMediaWriter) self = NULL;
  g_autoptr (GstElement) mux = NULL;
  g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (1577836800);
  g_autoptr (GstCaps) caps = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = new_writer (PICTURE, file, error);
  if (self == NULL)
    return NULL;
  mux = gst_bin_get_by_name (GST_BIN (self->pipeline), "mux");
  g_object_set (mux, "creation-time", epoch, NULL);
  caps = gst_caps_new_simple ("video/x-raw",
                              "format",
                              G_TYPE_STRING,
                              G_BYTE_ORDER == G_LITTLE_ENDIAN ? "BGRx" : "xRGB",
                              "width",
                              G_TYPE_INT,
                              TAMBO_FILM_WIDTH,
                              "height",
                              G_TYPE_INT,
                              TAMBO_FILM_HEIGHT,
                              "framerate",
                              GST_TYPE_FRACTION,
                              TAMBO_FILM_RATE,
                              1,
                              NULL);
  g_object_set (self->source, "caps", caps, NULL);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);

  return g_steal_pointer (&self);
}

/* @comment: (nullable): kept in the file's tags: that a machine speaks, for one. */
TamboMediaWriter *
tambo_media_writer_new_voice (GFile *file, const char *comment, GError **error)
{
  g_autoptr (TamboMediaWriter) self = NULL;
  g_autoptr (GstElement) encoder = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = new_writer (VOICE, file, error);
  if (self == NULL)
    return NULL;
  encoder = gst_bin_get_by_name (GST_BIN (self->pipeline), "encoder");
  if (comment != NULL)
    gst_tag_setter_add_tags (GST_TAG_SETTER (encoder),
                             GST_TAG_MERGE_REPLACE,
                             GST_TAG_COMMENT,
                             comment,
                             NULL);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);

  return g_steal_pointer (&self);
}

static gboolean
push (TamboMediaWriter *self, GBytes *bytes, guint64 units, guint64 rate, GError **error)
{
  GstBuffer *buffer = gst_buffer_new_wrapped_bytes (bytes);

  GST_BUFFER_PTS (buffer) = gst_util_uint64_scale (self->written, GST_SECOND, rate);
  self->written += units;
  GST_BUFFER_DURATION (buffer) = gst_util_uint64_scale (self->written, GST_SECOND, rate) -
                                 GST_BUFFER_PTS (buffer);
  if (gst_app_src_push_buffer (GST_APP_SRC (self->source), buffer) == GST_FLOW_OK)
    return TRUE;

  gst_app_src_end_of_stream (GST_APP_SRC (self->source));
  if (wait_for_end (self->pipeline, self->path, error))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: the encoder stopped", self->path);

  return FALSE;
}

gboolean
tambo_media_writer_push_frame (TamboMediaWriter *self, GBytes *pixels, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_WRITER (self), FALSE);

  return push (self, pixels, 1, TAMBO_FILM_RATE, error);
}

/* 16 bits, mono, 48 kHz. */
gboolean
tambo_media_writer_push_samples (TamboMediaWriter *self, GBytes *samples, GError **error)
{
  const gsize n_samples = g_bytes_get_size (samples) / sizeof (gint16);

  g_return_val_if_fail (TAMBO_IS_MEDIA_WRITER (self), FALSE);

  return push (self, samples, n_samples, TAMBO_FILM_SAMPLE_RATE, error);
}

gboolean
tambo_media_writer_finish (TamboMediaWriter *self, GError **error)
{
  gboolean done;

  g_return_val_if_fail (TAMBO_IS_MEDIA_WRITER (self), FALSE);

  gst_app_src_end_of_stream (GST_APP_SRC (self->source));
  done = wait_for_end (self->pipeline, self->path, error);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);

  return done;
}

/**
 * tambo_media_read_recording:
 * @file: a WAV file of any rate and number of channels
 *
 * Returns: (transfer full): its samples: 16 bits, mono, 48 kHz
 */
GBytes *
tambo_media_read_recording (GFile *file, GError **error)
{
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) source = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GByteArray) samples = g_byte_array_new ();
  g_autofree char *path = NULL;
  gboolean done;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  pipeline = gst_parse_launch (RECORDING, error);
  if (pipeline == NULL)
    return NULL;
  path = g_file_get_path (file);
  source = gst_bin_get_by_name (GST_BIN (pipeline), "source");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_object_set (source, "location", path, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while (TRUE)
    {
      g_autoptr (GstSample) sample = gst_app_sink_pull_sample (GST_APP_SINK (sink));
      GstMapInfo map;

      if (sample == NULL)
        break;
      if (gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
        {
          g_byte_array_append (samples, map.data, (guint) map.size);
          gst_buffer_unmap (gst_sample_get_buffer (sample), &map);
        }
    }
  done = wait_for_end (pipeline, path, error);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return done ? g_byte_array_free_to_bytes (g_steal_pointer (&samples)) : NULL;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/media-writer.h"

#include "content/author/media-error.h"
#include "content/author/timeline.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <gst/app/gstappsrc.h>
#include <gst/gst.h>

#define SAMPLES_CAPS "audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=1"

/* What is not finished has this after its name, and goes when it is given up. */
#define UNFINISHED ".part"

/* The quality is constant up to the rate that is given: flat drawings cost little, and a scene
 * that moves gets what it needs. */
#define PICTURE                                                                               \
  "appsrc name=source format=time block=true max-bytes=16000000 ! videoconvert "              \
  "! video/x-raw,format=I420,colorimetry=bt709 ! vp9enc name=encoder deadline=1 cpu-used=5 "  \
  "threads=2 row-mt=false tile-columns=2 end-usage=cq keyframe-max-dist=125 lag-in-frames=0 " \
  "! webmmux name=mux ! filesink name=sink"
#define VOICE                                                                                   \
  "appsrc name=source format=time block=true caps=" SAMPLES_CAPS " ! opusenc name=encoder "     \
  "bitrate=20000 bitrate-type=vbr audio-type=voice frame-size=20 ! oggmux max-delay=500000000 " \
  "! filesink name=sink"

/**
 * TamboMediaWriter:
 *
 * Encodes one track into a file, which is there only once it is whole. The same frames or samples
 * give the same bytes: numbers that muxers draw at random are drawn from a fixed seed, and no file
 * says when it was made.
 */
struct _TamboMediaWriter
{
  GObject parent_instance;

  GstElement *pipeline; /* (owned) */
  GstElement *source;   /* (owned) */
  char *path;           /* (owned) */
  char *unfinished;     /* (owned) (nullable): what is written until then */
  int rate_n, rate_d;   /* frames or samples a second */
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
  if (self->unfinished != NULL)
    g_unlink (self->unfinished);
  g_clear_pointer (&self->unfinished, g_free);
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
  self->unfinished = g_strconcat (self->path, UNFINISHED, NULL);
  g_object_set (sink, "location", self->unfinished, NULL);

  return g_steal_pointer (&self);
}

static GstCaps *
make_caps (const TamboPictureFormat *format)
{
  return gst_caps_new_simple ("video/x-raw",
                              "format",
                              G_TYPE_STRING,
                              format->pixels,
                              "width",
                              G_TYPE_INT,
                              format->width,
                              "height",
                              G_TYPE_INT,
                              format->height,
                              "framerate",
                              GST_TYPE_FRACTION,
                              format->rate_n,
                              format->rate_d,
                              NULL);
}

TamboMediaWriter *
tambo_media_writer_new_picture (GFile *file, const TamboPictureFormat *format, GError **error)
{
  g_autoptr (TamboMediaWriter) self = NULL;
  g_autoptr (GstElement) mux = NULL;
  g_autoptr (GstElement) encoder = NULL;
  g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (1577836800);
  g_autoptr (GstCaps) caps = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  self = new_writer (PICTURE, file, error);
  if (self == NULL)
    return NULL;
  self->rate_n = format->rate_n;
  self->rate_d = format->rate_d;
  encoder = gst_bin_get_by_name (GST_BIN (self->pipeline), "encoder");
  g_object_set (encoder,
                "cq-level",
                format->cq_level,
                "target-bitrate",
                format->max_bits_per_second,
                NULL);
  mux = gst_bin_get_by_name (GST_BIN (self->pipeline), "mux");
  g_object_set (mux, "creation-time", epoch, NULL);
  caps = make_caps (format);
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
  self->rate_n = TAMBO_FILM_SAMPLE_RATE;
  self->rate_d = 1;
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

static GstClockTime
find_time (TamboMediaWriter *self)
{
  return gst_util_uint64_scale (self->written, GST_SECOND * self->rate_d, self->rate_n);
}

static gboolean
push (TamboMediaWriter *self, GBytes *bytes, guint64 units, GError **error)
{
  GstBuffer *buffer = gst_buffer_new_wrapped_bytes (bytes);

  GST_BUFFER_PTS (buffer) = find_time (self);
  self->written += units;
  GST_BUFFER_DURATION (buffer) = find_time (self) - GST_BUFFER_PTS (buffer);
  if (gst_app_src_push_buffer (GST_APP_SRC (self->source), buffer) == GST_FLOW_OK)
    return TRUE;

  gst_app_src_end_of_stream (GST_APP_SRC (self->source));
  if (tambo_media_wait_for_end (self->pipeline, self->path, error))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: the encoder stopped", self->path);

  return FALSE;
}

gboolean
tambo_media_writer_push_frame (TamboMediaWriter *self, GBytes *pixels, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_WRITER (self), FALSE);

  return push (self, pixels, 1, error);
}

/* 16 bits, mono, 48 kHz. */
gboolean
tambo_media_writer_push_samples (TamboMediaWriter *self, GBytes *samples, GError **error)
{
  const gsize n_samples = g_bytes_get_size (samples) / sizeof (gint16);

  g_return_val_if_fail (TAMBO_IS_MEDIA_WRITER (self), FALSE);

  return push (self, samples, n_samples, error);
}

/* Of what was pushed. */
guint64
tambo_media_writer_get_duration_ms (TamboMediaWriter *self)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_WRITER (self), 0);

  return find_time (self) / GST_MSECOND;
}

gboolean
tambo_media_writer_finish (TamboMediaWriter *self, GError **error)
{
  gboolean done;

  g_return_val_if_fail (TAMBO_IS_MEDIA_WRITER (self), FALSE);

  gst_app_src_end_of_stream (GST_APP_SRC (self->source));
  done = tambo_media_wait_for_end (self->pipeline, self->path, error);
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  if (!done)
    return FALSE;
  if (g_rename (self->unfinished, self->path) != 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   g_io_error_from_errno (errno),
                   "%s: %s",
                   self->path,
                   g_strerror (errno));
      return FALSE;
    }
  g_clear_pointer (&self->unfinished, g_free);

  return TRUE;
}

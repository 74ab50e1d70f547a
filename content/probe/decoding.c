/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "content/probe/decoding.h"

#include "content/probe/medium-source.h"

#include <string.h>
#include <unistd.h>

struct _TamboDecoding
{
  GObject parent_instance;

  TamboMediumKind kind;
  int fd;               /* (unowned) */
  GstElement *pipeline; /* (owned) */
  GstElement *sink;     /* (unowned), by @pipeline */

  /* Set in streaming threads. */
  int n_tracks;
  int codec;   /* a TamboCodec */
  int verdict; /* a TamboVerdict */
};

G_DEFINE_FINAL_TYPE (TamboDecoding, tambo_decoding, G_TYPE_OBJECT)

/* What a track must be, and who decodes it. */
static const struct
{
  const char *caps_name;
  const char *element;
  const char *plugin;
  TamboCodec codec;
} codecs[] = {
  { "video/x-vp8", "vp8dec", "vpx", TAMBO_CODEC_VP8 },
  { "video/x-vp9", "vp9dec", "vpx", TAMBO_CODEC_VP9 },
  { "audio/x-opus", "opusdec", "opus", TAMBO_CODEC_OPUS },
  { "audio/x-vorbis", "vorbisdec", "vorbis", TAMBO_CODEC_VORBIS },
  { "image/png", "pngdec", "png", TAMBO_CODEC_PNG },
  { "image/jpeg", "jpegdec", "jpeg", TAMBO_CODEC_JPEG },
};

/* Who takes a kind of file apart, and what its first bytes are. */
static const struct
{
  const char *demuxer; /* (nullable) */
  const char *plugin;
  const char *start;
  gsize start_size;
} kinds[] = {
  [TAMBO_MEDIUM_WEBM] = { "matroskademux", "matroska", "\x1A\x45\xDF\xA3", 4 },
  [TAMBO_MEDIUM_OGG] = { "oggdemux", "ogg", "OggS", 4 },
  [TAMBO_MEDIUM_PNG] = { NULL, NULL, "\x89PNG\r\n\x1A\n", 8 },
  [TAMBO_MEDIUM_JPEG] = { NULL, NULL, "\xFF\xD8\xFF", 3 },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == TAMBO_N_MEDIUM_KINDS);

static gboolean
load (const char *plugin_name)
{
  g_autofree char *path = g_strdup_printf ("%s/libgst%s.so", TAMBO_PLUGIN_DIR, plugin_name);
  g_autoptr (GstPlugin) plugin = gst_plugin_load_file (path, NULL);

  return plugin != NULL;
}

gboolean
tambo_decoding_prepare (TamboMediumKind kind)
{
  if (!load ("coreelements") || !load ("videoconvertscale") ||
      (kinds[kind].plugin != NULL && !load (kinds[kind].plugin)))
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++)
    {
      if (tambo_medium_kind_has_codec (kind, codecs[i].codec) && !load (codecs[i].plugin))
        return FALSE;
    }

  return TRUE;
}

static int
find_codec (TamboDecoding *self, GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  for (gsize i = 0; caps != NULL && !gst_caps_is_empty (caps) && i < G_N_ELEMENTS (codecs); i++)
    {
      if (tambo_medium_kind_has_codec (self->kind, codecs[i].codec) &&
          gst_structure_has_name (gst_caps_get_structure (caps, 0), codecs[i].caps_name))
        return (int) i;
    }

  return -1;
}

/* The decoder of row @index, before the sink. */
static GstElement *
add_decoder (TamboDecoding *self, gsize index)
{
  GstElement *decoder = gst_element_factory_make (codecs[index].element, NULL);

  g_assert (decoder != NULL);

  /* Else decoders leave out what is broken, and say nothing. */
  g_object_set (decoder, "max-errors", 0, NULL);
  gst_bin_add (GST_BIN (self->pipeline), decoder);
  gst_element_link (decoder, self->sink);
  g_atomic_int_set (&self->codec, (int) codecs[index].codec);

  return decoder;
}

/* Runs in the demuxer's thread, before any data of the track. */
static void
on_demuxer_pad_added (GstElement *demuxer, GstPad *pad, gpointer user_data)
{
  TamboDecoding *self = user_data;
  int index = find_codec (self, pad);
  g_autoptr (GstPad) inlet = NULL;
  GstElement *decoder;

  if (g_atomic_int_add (&self->n_tracks, 1) > 0)
    {
      tambo_decoding_refuse (self, TAMBO_VERDICT_TRACKS);
      return;
    }
  if (index < 0)
    {
      tambo_decoding_refuse (self, TAMBO_VERDICT_CODEC);
      return;
    }

  decoder = add_decoder (self, (gsize) index);
  inlet = gst_element_get_static_pad (decoder, "sink");
  gst_element_sync_state_with_parent (decoder);
  gst_pad_link (pad, inlet);
}

static void
on_demuxer_no_more_pads (GstElement *demuxer, gpointer user_data)
{
  TamboDecoding *self = user_data;

  /* The demuxer complains at the same time, in its own thread: it is the same finding. */
  if (g_atomic_int_get (&self->n_tracks) == 0)
    tambo_decoding_refuse (self, TAMBO_VERDICT_FORMAT);
}

static void
add_still_decoder (TamboDecoding *self, GstElement *source)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++)
    {
      if (tambo_medium_kind_has_codec (self->kind, codecs[i].codec))
        gst_element_link (source, add_decoder (self, i));
    }
}

static void
tambo_decoding_dispose (GObject *object)
{
  TamboDecoding *self = TAMBO_DECODING (object);

  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_clear_pointer (&self->pipeline, gst_object_unref);

  G_OBJECT_CLASS (tambo_decoding_parent_class)->dispose (object);
}

static void
tambo_decoding_class_init (TamboDecodingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tambo_decoding_dispose;
}

static void
tambo_decoding_init (TamboDecoding *self)
{
}

/**
 * tambo_decoding_new:
 * @fd: stays the caller's
 * @sink: (transfer floating): takes what is decoded
 */
TamboDecoding *
tambo_decoding_new (const TamboWireRequest *request, int fd, GstElement *sink)
{
  TamboDecoding *self = g_object_new (TAMBO_TYPE_DECODING, NULL);
  GstElement *source = tambo_medium_source_new (fd, request->size);
  GstElement *demuxer;

  self->kind = request->kind;
  self->fd = fd;
  self->pipeline = gst_pipeline_new (NULL);
  self->sink = sink;
  gst_bin_add_many (GST_BIN (self->pipeline), source, sink, NULL);
  if (kinds[self->kind].demuxer == NULL)
    {
      add_still_decoder (self, source);
      return self;
    }

  demuxer = gst_element_factory_make (kinds[self->kind].demuxer, NULL);
  g_assert (demuxer != NULL);
  gst_bin_add (GST_BIN (self->pipeline), demuxer);
  gst_element_link (source, demuxer);
  g_signal_connect (demuxer, "pad-added", G_CALLBACK (on_demuxer_pad_added), self);
  g_signal_connect (demuxer, "no-more-pads", G_CALLBACK (on_demuxer_no_more_pads), self);

  return self;
}

GstElement *
tambo_decoding_get_pipeline (TamboDecoding *self)
{
  g_return_val_if_fail (TAMBO_IS_DECODING (self), NULL);

  return self->pipeline;
}

TamboCodec
tambo_decoding_get_codec (TamboDecoding *self)
{
  g_return_val_if_fail (TAMBO_IS_DECODING (self), TAMBO_CODEC_NONE);

  return (TamboCodec) g_atomic_int_get (&self->codec);
}

TamboVerdict
tambo_decoding_get_verdict (TamboDecoding *self)
{
  g_return_val_if_fail (TAMBO_IS_DECODING (self), TAMBO_VERDICT_DAMAGED);

  return (TamboVerdict) g_atomic_int_get (&self->verdict);
}

/* From any thread; ends tambo_decoding_run(). */
void
tambo_decoding_refuse (TamboDecoding *self, TamboVerdict verdict)
{
  g_return_if_fail (TAMBO_IS_DECODING (self));

  g_atomic_int_compare_and_exchange (&self->verdict, TAMBO_VERDICT_GOOD, (int) verdict);
  gst_element_post_message (self->pipeline,
                            gst_message_new_application (GST_OBJECT (self->pipeline),
                                                         gst_structure_new_empty ("refused")));
}

/* Matroska that is not WebM has other codecs, fonts and compression. The name of the type may end
 * in zeros. */
static gboolean
is_webm (const char *start, gsize size)
{
  const char *type = memmem (start, size, "\x42\x82", 2);
  gsize left = type != NULL ? size - (gsize) (type - start) : 0;
  gsize length = left > 3 ? (guint8) type[2] & 0x7F : 0;

  if (length < 4 || length + 3 > left || memcmp (type + 3, "webm", 4) != 0)
    return FALSE;

  for (gsize i = 4; i < length; i++)
    {
      if (type[3 + i] != '\0')
        return FALSE;
    }

  return TRUE;
}

/* Whether the first bytes are those of the kind. */
gboolean
tambo_decoding_check_start (TamboDecoding *self)
{
  char start[64] = { 0 };
  gssize n = pread (self->fd, start, sizeof start, 0);

  g_return_val_if_fail (TAMBO_IS_DECODING (self), FALSE);

  if (n < (gssize) kinds[self->kind].start_size ||
      memcmp (start, kinds[self->kind].start, kinds[self->kind].start_size) != 0 ||
      (self->kind == TAMBO_MEDIUM_WEBM && !is_webm (start, (gsize) n)))
    tambo_decoding_refuse (self, TAMBO_VERDICT_FORMAT);

  return tambo_decoding_get_verdict (self) == TAMBO_VERDICT_GOOD;
}

/* Until a message of a kind in @until; %FALSE once the medium is refused. */
static gboolean
wait (TamboDecoding *self, GstMessageType until)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pipeline);

  while (tambo_decoding_get_verdict (self) == TAMBO_VERDICT_GOOD)
    {
      g_autoptr (GstMessage) message = NULL;

      message = gst_bus_timed_pop_filtered (bus,
                                            GST_CLOCK_TIME_NONE,
                                            until | GST_MESSAGE_ERROR | GST_MESSAGE_WARNING |
                                                GST_MESSAGE_APPLICATION);
      /* Decoders warn of what they leave out. */
      if ((GST_MESSAGE_TYPE (message) & (GST_MESSAGE_ERROR | GST_MESSAGE_WARNING)) != 0)
        tambo_decoding_refuse (self,
                               tambo_decoding_get_codec (self) == TAMBO_CODEC_NONE
                                   ? TAMBO_VERDICT_FORMAT
                                   : TAMBO_VERDICT_DAMAGED);
      if ((GST_MESSAGE_TYPE (message) & until) != 0)
        break;
    }

  return tambo_decoding_get_verdict (self) == TAMBO_VERDICT_GOOD;
}

gboolean
tambo_decoding_run (TamboDecoding *self, GstState state, GstMessageType until)
{
  g_return_val_if_fail (TAMBO_IS_DECODING (self), FALSE);

  if (gst_element_set_state (self->pipeline, state) == GST_STATE_CHANGE_FAILURE)
    tambo_decoding_refuse (self, TAMBO_VERDICT_DAMAGED);

  return wait (self, until);
}

/* To @position (nanoseconds), and until what is there has been decoded. */
gboolean
tambo_decoding_move (TamboDecoding *self, guint64 position)
{
  g_return_val_if_fail (TAMBO_IS_DECODING (self), FALSE);

  if (!gst_element_seek_simple (self->pipeline,
                                GST_FORMAT_TIME,
                                GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                                (gint64) position))
    tambo_decoding_refuse (self, TAMBO_VERDICT_SEEK);

  return wait (self, GST_MESSAGE_ASYNC_DONE);
}

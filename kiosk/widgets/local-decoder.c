/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/local-decoder.h"

/**
 * TamboLocalDecoder:
 *
 * Decodes in this process. Each kind of file has one demuxer, and each demuxer the few decoders
 * of packs.md: nothing is plugged by what a file says about itself.
 */
struct _TamboLocalDecoder
{
  GObject parent_instance;
};

/* What a track must be, and who decodes it. */
typedef struct
{
  const char *media_type;
  const char *element;
} Codec;

static const Codec picture_codecs[] = {
  { "video/x-vp9", "vp9dec" },
  { "video/x-vp8", "vp8dec" },
  { NULL },
};

static const Codec voice_codecs[] = {
  { "audio/x-opus", "opusdec" },
  { "audio/x-vorbis", "vorbisdec" },
  { NULL },
};

static void tambo_local_decoder_decoder_init (TamboDecoderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboLocalDecoder,
                               tambo_local_decoder,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TAMBO_TYPE_DECODER,
                                                      tambo_local_decoder_decoder_init))

static const char *
find_decoder (const Codec *codecs, GstPad *pad)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  if (caps == NULL || gst_caps_is_empty (caps))
    return NULL;

  for (; codecs->media_type != NULL; codecs++)
    {
      if (gst_structure_has_name (gst_caps_get_structure (caps, 0), codecs->media_type))
        return codecs->element;
    }

  return NULL;
}

/* The first track of a codec that we know is the one; others stay without a decoder. Runs in
 * the demuxer's thread, before any data of the track. */
static void
on_demuxer_pad_added (GstElement *demuxer, GstPad *pad, gpointer user_data)
{
  const Codec *codecs = user_data;
  g_autoptr (GstElement) bin = GST_ELEMENT (gst_element_get_parent (demuxer));
  g_autoptr (GstPad) outlet = gst_element_get_static_pad (bin, "src");
  g_autoptr (GstPad) target = gst_ghost_pad_get_target (GST_GHOST_PAD (outlet));
  g_autoptr (GstPad) inlet = NULL;
  const char *name = find_decoder (codecs, pad);
  GstElement *decoder;

  if (name == NULL || target != NULL)
    return;

  decoder = gst_element_factory_make (name, NULL);
  if (decoder == NULL)
    return;

  gst_bin_add (GST_BIN (bin), decoder);
  inlet = gst_element_get_static_pad (decoder, "sink");
  target = gst_element_get_static_pad (decoder, "src");
  gst_ghost_pad_set_target (GST_GHOST_PAD (outlet), target);
  gst_element_sync_state_with_parent (decoder);
  gst_pad_link (pad, inlet);
}

/* A file without such a track would leave the player waiting for ever. */
static void
on_demuxer_no_more_pads (GstElement *demuxer, gpointer user_data)
{
  g_autoptr (GstElement) bin = GST_ELEMENT (gst_element_get_parent (demuxer));
  g_autoptr (GstPad) outlet = gst_element_get_static_pad (bin, "src");
  g_autoptr (GstPad) target = gst_ghost_pad_get_target (GST_GHOST_PAD (outlet));

  if (target == NULL)
    GST_ELEMENT_ERROR (demuxer, STREAM, CODEC_NOT_FOUND, (NULL), ("no track of a known codec"));
}

static GstElement *
make_bin (GInputStream *stream, const char *demuxer_name, const Codec *codecs)
{
  GstElement *bin = gst_bin_new (NULL);
  GstElement *source = gst_element_factory_make ("giostreamsrc", NULL);
  GstElement *demuxer = gst_element_factory_make (demuxer_name, NULL);

  g_assert (source != NULL && demuxer != NULL);

  g_object_set (source, "stream", stream, NULL);
  gst_bin_add_many (GST_BIN (bin), source, demuxer, NULL);
  gst_element_link (source, demuxer);
  gst_element_add_pad (bin, gst_ghost_pad_new_no_target ("src", GST_PAD_SRC));
  g_signal_connect (demuxer, "pad-added", G_CALLBACK (on_demuxer_pad_added), (gpointer) codecs);
  g_signal_connect (demuxer, "no-more-pads", G_CALLBACK (on_demuxer_no_more_pads), NULL);

  return bin;
}

static GstElement *
tambo_local_decoder_decode_picture (TamboDecoder *decoder, GInputStream *stream)
{
  return make_bin (stream, "matroskademux", picture_codecs);
}

static GstElement *
tambo_local_decoder_decode_voice (TamboDecoder *decoder, GInputStream *stream)
{
  return make_bin (stream, "oggdemux", voice_codecs);
}

static void
tambo_local_decoder_decoder_init (TamboDecoderInterface *iface)
{
  iface->decode_picture = tambo_local_decoder_decode_picture;
  iface->decode_voice = tambo_local_decoder_decode_voice;
}

static void
tambo_local_decoder_class_init (TamboLocalDecoderClass *klass)
{
  gst_init (NULL, NULL);
}

static void
tambo_local_decoder_init (TamboLocalDecoder *self)
{
}

TamboDecoder *
tambo_local_decoder_new (void)
{
  return g_object_new (TAMBO_TYPE_LOCAL_DECODER, NULL);
}

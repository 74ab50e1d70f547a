/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/render-chain.h"

#include "kiosk/widgets/sound-sink.h"

/* Frames that may be decoded ahead: enough for a key frame that takes long, few enough to stay
 * small (1.4 MB each at 1280 × 720). */
#define FRAMES_AHEAD 5

#define VOLUME_NAME "volume"

static GstElement *
make (const char *factory)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  g_assert (element != NULL);

  return element;
}

/**
 * tambo_render_chain_new_picture:
 * @decoded: (transfer floating): see #TamboDecoderInterface
 *
 * Returns: (transfer floating): all of the picture's track
 */
GstElement *
tambo_render_chain_new_picture (GstElement *decoded, TamboFrames *frames)
{
  GstElement *chain = gst_bin_new (NULL);
  GstElement *queue = make ("queue");
  GstElement *convert = make ("videoconvert");
  GstElement *sink = tambo_frames_make_sink (frames);

  g_object_set (queue,
                "max-size-buffers",
                FRAMES_AHEAD,
                "max-size-bytes",
                0,
                "max-size-time",
                (guint64) 0,
                NULL);
  gst_bin_add_many (GST_BIN (chain), decoded, queue, convert, sink, NULL);
  gst_element_link_many (decoded, queue, convert, sink, NULL);

  return chain;
}

/**
 * tambo_render_chain_new_voice:
 * @decoded: (transfer floating): see #TamboDecoderInterface
 * @sound_sink: (nullable): as for tambo_sound_sink_new()
 *
 * Returns: (transfer floating): all of the voice's track; its pitch stays at any rate
 */
GstElement *
tambo_render_chain_new_voice (GstElement *decoded, const char *sound_sink)
{
  GstElement *chain = gst_bin_new (NULL);
  GstElement *convert = make ("audioconvert");
  GstElement *tempo = make ("scaletempo");
  GstElement *resample = make ("audioresample");
  GstElement *volume = gst_element_factory_make ("volume", VOLUME_NAME);
  GstElement *sink = tambo_sound_sink_new (sound_sink);

  g_assert (volume != NULL);

  gst_bin_add_many (GST_BIN (chain), decoded, convert, tempo, resample, volume, sink, NULL);
  gst_element_link_many (decoded, convert, tempo, resample, volume, sink, NULL);

  return chain;
}

/* @volume: 0 to 1, as the ear has it. */
void
tambo_render_chain_set_volume (GstElement *voice_chain, double volume)
{
  g_autoptr (GstElement) element = gst_bin_get_by_name (GST_BIN (voice_chain), VOLUME_NAME);

  g_return_if_fail (element != NULL);

  g_object_set (element, "volume", volume * volume * volume, NULL);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/film.h"

#include <gst/gst.h>

/* What a pipeline of gst-launch gives out. */
GBytes *
tambo_test_make_medium (const char *description)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autofree char *text = g_strdup_printf ("%s ! giostreamsink name=sink", description);
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = gst_parse_launch (text, &error);
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstBus) bus = NULL;
  g_autoptr (GstMessage) message = NULL;

  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_object_set (sink, "stream", stream, NULL);
  bus = gst_element_get_bus (pipeline);

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus,
                                        GST_CLOCK_TIME_NONE,
                                        GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  gst_element_set_state (pipeline, GST_STATE_NULL);

  g_assert_true (g_output_stream_close (stream, NULL, NULL));

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

/* A small picture track: 160 × 120, 30 frames a second, a key frame twice a second. */
GBytes *
tambo_test_make_picture (guint seconds)
{
  g_autofree char *description = g_strdup_printf (
      "videotestsrc num-buffers=%u pattern=ball ! video/x-raw,format=I420,width=160,height=120,"
      "framerate=30/1 ! vp9enc deadline=1 cpu-used=8 keyframe-max-dist=15 ! webmmux",
      seconds * 30);

  return tambo_test_make_medium (description);
}

/* A voice that holds one note. */
GBytes *
tambo_test_make_voice (guint seconds, guint hertz)
{
  g_autofree char *description =
      g_strdup_printf ("audiotestsrc num-buffers=%u samplesperbuffer=4800 freq=%u ! "
                       "audio/x-raw,rate=48000,channels=1 ! opusenc bitrate=16000 ! oggmux",
                       seconds * 10,
                       hertz);

  return tambo_test_make_medium (description);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/sound-sink.h"

/**
 * tambo_sound_sink_new:
 * @name: (nullable): an element of GStreamer; %NULL or empty to look for a device
 *
 * Where there is nothing that sounds, time passes all the same: films play without sound.
 *
 * Returns: (transfer floating): a sink for sound
 */
GstElement *
tambo_sound_sink_new (const char *name)
{
  const gboolean is_named = name != NULL && *name != '\0';
  GstElement *sink = gst_element_factory_make (is_named ? name : "autoaudiosink", NULL);

  if (sink == NULL)
    sink = gst_element_factory_make ("fakesink", NULL);

  g_assert (sink != NULL);
  g_object_set (sink, "sync", TRUE, NULL);

  return sink;
}

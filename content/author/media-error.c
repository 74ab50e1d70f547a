/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/media-error.h"

#include "content/base/error.h"

#include <gst/pbutils/pbutils.h>
#include <string.h>

/* What Debian packs each decoder in. The first that is found in the description counts. */
static const struct
{
  const char *caps;
  const char *package;
} packages[] = {
  { "audio/x-midi", "gstreamer1.0-plugins-bad" },
  { "video/x-av1", "gstreamer1.0-plugins-bad" },
  { "audio/x-aac", "gstreamer1.0-plugins-bad" },
  { "video/x-dvd", "gstreamer1.0-plugins-ugly" },
  { "application/x-id3", "gstreamer1.0-plugins-good" },
  { "video/x-vp", "gstreamer1.0-plugins-good" },
  { "audio/x-opus", "gstreamer1.0-plugins-base" },
  { "audio/x-vorbis", "gstreamer1.0-plugins-base" },
};

static void
set_locked_error (const char *path, GError **error)
{
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_CODEC,
               "%s is locked against copying (DRM); ask who made it for a copy that is not",
               path);
}

/**
 * tambo_media_find_package:
 * @detail: what a missing-plugin message says is missing
 *
 * Returns: (transfer none): the Debian package that has it, as far as that is known
 */
const char *
tambo_media_find_package (const char *detail)
{
  g_return_val_if_fail (detail != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (packages); i++)
    {
      if (strstr (detail, packages[i].caps) != NULL)
        return packages[i].package;
    }

  return "gstreamer1.0-libav";
}

/**
 * tambo_media_set_missing_error:
 * @detail: what GStreamer says is missing: gstreamer|1.0|tambo-pack|MPEG-4 AAC decoder|decoder-…
 *
 * Says it in words, and what to install; or that the file is locked, for which there is nothing.
 */
void
tambo_media_set_missing_error (const char *path, const char *detail, GError **error)
{
  g_auto (GStrv) words = g_strsplit (detail, "|", -1);

  if (strstr (detail, "x-cenc") != NULL || strstr (detail, "x-cbcs") != NULL ||
      strstr (detail, "webm-enc") != NULL)
    {
      set_locked_error (path, error);
      return;
    }
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_CODEC,
               "%s: this computer has no %s; install it with “apt install %s”",
               path,
               g_strv_length (words) > 3 ? words[3] : "decoder for it",
               tambo_media_find_package (detail));
}

static void
set_stream_error (GstMessage *message, const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;

  gst_message_parse_error (message, &cause, NULL);
  if (g_error_matches (cause, GST_STREAM_ERROR, GST_STREAM_ERROR_DECRYPT) ||
      g_error_matches (cause, GST_STREAM_ERROR, GST_STREAM_ERROR_DECRYPT_NOKEY))
    set_locked_error (path, error);
  else if (cause->domain == GST_STREAM_ERROR)
    g_set_error (error,
                 TAMBO_ERROR,
                 TAMBO_ERROR_PACK_CODEC,
                 "%s cannot be read: %s Is it whole, and does it play elsewhere?",
                 path,
                 cause->message);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, cause->message);
}

/* A decoder that is not there is told before the complaints that follow from it. */
static gboolean
take_error (GstMessage *message, const char *path, GError **error)
{
  if (gst_is_missing_plugin_message (message))
    {
      g_autofree char *detail = gst_missing_plugin_message_get_installer_detail (message);

      tambo_media_set_missing_error (path, detail != NULL ? detail : "", error);
      return TRUE;
    }
  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return FALSE;
  set_stream_error (message, path, error);

  return TRUE;
}

/* %FALSE with an error if @pipeline has one already. */
gboolean
tambo_media_check (GstElement *pipeline, const char *path, GError **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  while (TRUE)
    {
      g_autoptr (GstMessage) message = gst_bus_pop_filtered (bus,
                                                             GST_MESSAGE_ERROR |
                                                                 GST_MESSAGE_ELEMENT);

      if (message == NULL)
        return TRUE;
      if (take_error (message, path, error))
        return FALSE;
    }
}

/* Waits until @pipeline has come to its end, or says why it cannot. */
gboolean
tambo_media_wait_for_end (GstElement *pipeline, const char *path, GError **error)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  while (TRUE)
    {
      g_autoptr (GstMessage) message = NULL;

      message = gst_bus_timed_pop_filtered (bus,
                                            GST_CLOCK_TIME_NONE,
                                            GST_MESSAGE_EOS | GST_MESSAGE_ERROR |
                                                GST_MESSAGE_ELEMENT);
      if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
        return TRUE;
      if (take_error (message, path, error))
        return FALSE;
    }
}

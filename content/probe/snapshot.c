/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "content/probe/snapshot.h"

#include "content/probe/decoding.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static gboolean
write_all (int fd, const guint8 *data, gsize size)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = write (fd, data + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      done += (gsize) n;
    }

  return TRUE;
}

static int
seal (const guint8 *pixels, gsize size)
{
  int fd = memfd_create ("picture", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd < 0)
    return -1;
  if (write_all (fd, pixels, size) && fcntl (fd, F_ADD_SEALS, TAMBO_WIRE_SEALS) == 0)
    return fd;

  close (fd);

  return -1;
}

/* Pictures of four bytes a pixel have no gaps between their rows. */
static int
keep (TamboDecoding *decoding, GstSample *sample, TamboWireReply *reply)
{
  GstStructure *caps = gst_caps_get_structure (gst_sample_get_caps (sample), 0);
  int width = 0;
  int height = 0;
  int fd = -1;
  GstMapInfo map;

  gst_structure_get_int (caps, "width", &width);
  gst_structure_get_int (caps, "height", &height);
  if (width <= 0 || height <= 0 ||
      !gst_buffer_map (gst_sample_get_buffer (sample), &map, GST_MAP_READ))
    return -1;

  if (map.size == (gsize) width * (gsize) height * 4)
    fd = seal (map.data, map.size);
  gst_buffer_unmap (gst_sample_get_buffer (sample), &map);

  reply->width = (guint32) width;
  reply->height = (guint32) height;
  reply->frames = 1;

  return fd;
}

static GstElement *
make_sink (GstElement **out_end)
{
  GstElement *bin = gst_bin_new (NULL);
  GstElement *convert = gst_element_factory_make ("videoconvert", NULL);
  GstElement *filter = gst_element_factory_make ("capsfilter", NULL);
  GstElement *end = gst_element_factory_make ("fakesink", NULL);
  g_autoptr (GstCaps) caps =
      gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, "RGBA", NULL);
  g_autoptr (GstPad) inlet = NULL;

  g_object_set (filter, "caps", caps, NULL);
  g_object_set (end, "sync", FALSE, NULL);
  gst_bin_add_many (GST_BIN (bin), convert, filter, end, NULL);
  gst_element_link_many (convert, filter, end, NULL);
  inlet = gst_element_get_static_pad (convert, "sink");
  gst_element_add_pad (bin, gst_ghost_pad_new ("sink", inlet));
  *out_end = end;

  return bin;
}

int
tambo_snapshot_run (const TamboWireRequest *request, int fd, TamboWireReply *reply)
{
  GstElement *end = NULL;
  GstElement *sink = make_sink (&end);
  TamboDecoding *decoding = tambo_decoding_new (request, fd, sink);
  g_autoptr (GstSample) sample = NULL;
  int picture = -1;

  if (tambo_decoding_check_start (decoding) &&
      tambo_decoding_run (decoding, GST_STATE_PAUSED, GST_MESSAGE_ASYNC_DONE) && request->at_ms > 0)
    tambo_decoding_move (decoding, request->at_ms * GST_MSECOND);

  if (tambo_decoding_get_verdict (decoding) == TAMBO_VERDICT_GOOD)
    g_object_get (end, "last-sample", &sample, NULL);
  if (sample != NULL)
    picture = keep (decoding, sample, reply);
  if (picture < 0)
    tambo_decoding_refuse (decoding, TAMBO_VERDICT_DAMAGED);

  reply->verdict = tambo_decoding_get_verdict (decoding);
  reply->codec = tambo_decoding_get_codec (decoding);

  return picture;
}

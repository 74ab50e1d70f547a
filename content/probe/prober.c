/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/probe/prober.h"

#include "content/base/limits.h"
#include "content/probe/decoding.h"

#include <time.h>

/* How far what a file says of its length may be from what is in it. */
#define TOLERANCE GST_SECOND
#define LATE_START (GST_SECOND / 4)

/* What was seen of the medium so far, in the streaming thread until all has been decoded. */
typedef struct
{
  const TamboWireRequest *request;
  TamboDecoding *decoding; /* (owned) */
  gint64 started_ms;
  guint width;
  guint height;
  guint frames;
  guint64 start; /* of the first frame, in nanoseconds */
  guint64 end;   /* of the last */
} Probe;

static gint64
read_cpu_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void
take_caps (Probe *probe, GstCaps *caps)
{
  GstStructure *structure = gst_caps_get_structure (caps, 0);
  int width = 0;
  int height = 0;
  int channels = 0;
  int rate = 0;

  gst_structure_get_int (structure, "width", &width);
  gst_structure_get_int (structure, "height", &height);
  gst_structure_get_int (structure, "channels", &channels);
  gst_structure_get_int (structure, "rate", &rate);

  if (!tambo_medium_kind_allows_size (probe->request->kind, (guint) width, (guint) height) ||
      channels > TAMBO_LIMIT_VOICE_CHANNELS || rate > TAMBO_LIMIT_VOICE_RATE ||
      (probe->frames > 0 && (probe->width != (guint) width || probe->height != (guint) height)))
    tambo_decoding_refuse (probe->decoding, TAMBO_VERDICT_SIZE);

  probe->width = (guint) width;
  probe->height = (guint) height;
}

static void
take_frame (Probe *probe, GstBuffer *buffer)
{
  gboolean is_still = tambo_medium_kind_is_still (probe->request->kind);
  guint64 end;

  probe->frames++;
  if (read_cpu_ms () - probe->started_ms > (gint64) probe->request->cpu_seconds * 1000)
    tambo_decoding_refuse (probe->decoding, TAMBO_VERDICT_SLOW);
  if (is_still)
    return;

  end = GST_BUFFER_PTS (buffer);
  if (GST_BUFFER_DURATION_IS_VALID (buffer))
    end += MIN (GST_BUFFER_DURATION (buffer), G_MAXUINT32 * GST_MSECOND);
  if (!GST_BUFFER_PTS_IS_VALID (buffer) || end > TAMBO_LIMIT_MEDIUM_DURATION_MS * GST_MSECOND)
    {
      tambo_decoding_refuse (probe->decoding, TAMBO_VERDICT_DURATION);
      return;
    }

  if (probe->frames == 1)
    probe->start = GST_BUFFER_PTS (buffer);
  probe->end = MAX (probe->end, end);
  if (probe->request->kind == TAMBO_MEDIUM_WEBM &&
      probe->frames > (probe->end / GST_SECOND + 2) * TAMBO_LIMIT_FILM_RATE)
    tambo_decoding_refuse (probe->decoding, TAMBO_VERDICT_RATE);
}

/* A refused medium gets no further: what comes next may be what it was refused for. Nothing ends
 * this but the end of the process. */
static void
hold (void)
{
  GMutex mutex;
  GCond never;

  g_mutex_init (&mutex);
  g_cond_init (&never);
  g_mutex_lock (&mutex);
  while (TRUE)
    g_cond_wait (&never, &mutex);
}

static GstPadProbeReturn
on_sink_data (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Probe *probe = user_data;
  GstCaps *caps = NULL;

  if ((info->type & GST_PAD_PROBE_TYPE_BUFFER) != 0)
    {
      take_frame (probe, gst_pad_probe_info_get_buffer (info));
    }
  else if (GST_EVENT_TYPE (gst_pad_probe_info_get_event (info)) == GST_EVENT_CAPS)
    {
      gst_event_parse_caps (gst_pad_probe_info_get_event (info), &caps);
      take_caps (probe, caps);
    }
  if (tambo_decoding_get_verdict (probe->decoding) != TAMBO_VERDICT_GOOD)
    hold ();

  return GST_PAD_PROBE_OK;
}

static gulong
watch (Probe *probe, GstElement *sink)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");

  return gst_pad_add_probe (pad,
                            GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
                            on_sink_data,
                            probe,
                            NULL);
}

static void
unwatch (GstElement *sink, gulong id)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (sink, "sink");

  gst_pad_remove_probe (pad, id);
}

/* A file that is cut off, or claims hours, plays to another end than the bar under it shows. One
 * that starts late has pictures before that nobody understands. */
static void
check_duration (Probe *probe)
{
  gint64 claimed = 0;

  if (probe->start > LATE_START || probe->end < GST_MSECOND ||
      !gst_element_query_duration (tambo_decoding_get_pipeline (probe->decoding),
                                   GST_FORMAT_TIME,
                                   &claimed) ||
      claimed <= 0 || ABS (GST_CLOCK_DIFF (probe->end, claimed)) > (gint64) TOLERANCE)
    tambo_decoding_refuse (probe->decoding, TAMBO_VERDICT_DURATION);
}

static void
decode (Probe *probe, GstElement *sink)
{
  gulong watch_id;

  if (!tambo_decoding_check_start (probe->decoding))
    return;

  watch_id = watch (probe, sink);
  if (!tambo_decoding_run (probe->decoding, GST_STATE_PLAYING, GST_MESSAGE_EOS))
    return;
  if (probe->frames == 0)
    tambo_decoding_refuse (probe->decoding, TAMBO_VERDICT_DAMAGED);
  if (tambo_medium_kind_is_still (probe->request->kind))
    return;

  unwatch (sink, watch_id);
  check_duration (probe);
  if (tambo_decoding_get_verdict (probe->decoding) == TAMBO_VERDICT_GOOD)
    tambo_decoding_move (probe->decoding, probe->end / 2);
}

void
tambo_prober_run (const TamboWireRequest *request, int fd, TamboWireReply *reply)
{
  GstElement *sink = gst_element_factory_make ("fakesink", NULL);
  Probe probe = { .request = request, .started_ms = read_cpu_ms () };

  g_object_set (sink, "sync", FALSE, "enable-last-sample", FALSE, NULL);
  probe.decoding = tambo_decoding_new (request, fd, sink);
  decode (&probe, sink);

  reply->verdict = tambo_decoding_get_verdict (probe.decoding);
  reply->codec = tambo_decoding_get_codec (probe.decoding);
  reply->width = probe.width;
  reply->height = probe.height;
  reply->frames = probe.frames;
  reply->duration_ms = probe.end / GST_MSECOND;
  reply->cpu_ms = (guint64) (read_cpu_ms () - probe.started_ms);
}

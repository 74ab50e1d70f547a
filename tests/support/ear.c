/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/ear.h"

#include <gst/base/gstbasesink.h>

/* Sound is listened to in pieces of this many samples, 10 ms. */
#define PIECE 480
#define RATE 48000
#define LOUD 0.02f

/**
 * TamboTestEar:
 *
 * A sound sink that hears how high the notes are that it gives out, and when.
 */
typedef struct
{
  GstBaseSink parent_instance;

  gboolean has_started;
} TamboTestEar;

typedef struct
{
  GstBaseSinkClass parent_class;
} TamboTestEarClass;

static GType tambo_test_ear_get_type (void);

G_DEFINE_TYPE (TamboTestEar, tambo_test_ear, GST_TYPE_BASE_SINK)

/* What all ears have heard: the sinks are made behind the player's back. */
static GMutex mutex;
static GArray *notes;  /* (owned) (element-type TamboTestNote) every loud piece */
static GArray *onsets; /* (owned) (element-type TamboTestNote) loud after quiet */
static gboolean was_loud;
static gint64 last_start; /* when an ear was last given something for the first time */

static void
hear_piece (const float *samples, gint64 time)
{
  TamboTestNote note = { time, 0 };
  float loudest = 0;

  for (guint i = 0; i < PIECE; i++)
    {
      loudest = MAX (loudest, ABS (samples[i]));
      if (i > 0 && samples[i - 1] < 0 && samples[i] >= 0)
        note.hertz += (double) RATE / PIECE;
    }

  g_mutex_lock (&mutex);
  if (loudest >= LOUD)
    g_array_append_val (notes, note);
  if (loudest >= LOUD && !was_loud)
    g_array_append_val (onsets, note);
  was_loud = loudest >= LOUD;
  g_mutex_unlock (&mutex);
}

/* Called when the buffer is due. */
static GstFlowReturn
tambo_test_ear_render (GstBaseSink *sink, GstBuffer *buffer)
{
  g_autoptr (GstClock) clock = gst_system_clock_obtain ();
  const gint64 now = (gint64) gst_clock_get_time (clock);
  GstMapInfo map;

  if (!((TamboTestEar *) sink)->has_started)
    {
      ((TamboTestEar *) sink)->has_started = TRUE;
      g_mutex_lock (&mutex);
      last_start = now;
      g_mutex_unlock (&mutex);
    }

  if (!gst_buffer_map (buffer, &map, GST_MAP_READ))
    return GST_FLOW_ERROR;

  for (gsize i = 0; i + PIECE <= map.size / sizeof (float); i += PIECE)
    hear_piece ((const float *) (gconstpointer) map.data + i,
                now + (gint64) (i * GST_SECOND / RATE));
  gst_buffer_unmap (buffer, &map);

  return GST_FLOW_OK;
}

static void
tambo_test_ear_class_init (TamboTestEarClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  g_autoptr (GstCaps) caps = gst_caps_from_string (
      "audio/x-raw, format=F32LE, layout=interleaved, rate=48000, channels=1");

  gst_element_class_set_static_metadata (element_class, "Ear", "Sink/Audio", "Hears", "Tambo");
  gst_element_class_add_pad_template (element_class,
                                      gst_pad_template_new ("sink",
                                                            GST_PAD_SINK,
                                                            GST_PAD_ALWAYS,
                                                            caps));
  GST_BASE_SINK_CLASS (klass)->render = tambo_test_ear_render;
}

static void
tambo_test_ear_init (TamboTestEar *self)
{
}

/* Once, after gst_init(). */
void
tambo_test_ear_register (void)
{
  notes = g_array_new (FALSE, FALSE, sizeof (TamboTestNote));
  onsets = g_array_new (FALSE, FALSE, sizeof (TamboTestNote));
  gst_element_register (NULL, TAMBO_TEST_EAR, GST_RANK_NONE, tambo_test_ear_get_type ());
}

void
tambo_test_ear_forget (void)
{
  g_mutex_lock (&mutex);
  g_array_set_size (notes, 0);
  g_array_set_size (onsets, 0);
  was_loud = FALSE;
  g_mutex_unlock (&mutex);
}

/* Returns: whether anything was heard. */
gboolean
tambo_test_ear_get_last (TamboTestNote *out_note)
{
  gboolean has_heard;

  g_mutex_lock (&mutex);
  has_heard = notes->len > 0;
  if (has_heard)
    *out_note = g_array_index (notes, TamboTestNote, notes->len - 1);
  g_mutex_unlock (&mutex);

  return has_heard;
}

/* When the newest of the ears began to give out sound, silence included. */
gint64
tambo_test_ear_get_last_start (void)
{
  gint64 start;

  g_mutex_lock (&mutex);
  start = last_start;
  g_mutex_unlock (&mutex);

  return start;
}

/* Returns: (transfer full) (element-type TamboTestNote): where sound began after quiet. */
GArray *
tambo_test_ear_list_onsets (void)
{
  GArray *copy;

  g_mutex_lock (&mutex);
  copy = g_array_copy (onsets);
  g_mutex_unlock (&mutex);

  return copy;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/track.h"

/**
 * TamboTrack:
 *
 * One track of a film, picture or voice, in a pipeline of its own. Tracks that are given the
 * same clock, and base times from one timeline, play together; one that breaks or is taken away
 * does not touch the others. Running time 0 is always the position it was last moved to.
 */
struct _TamboTrack
{
  GObject parent_instance;

  GstElement *pipeline; /* (owned) */
  GstElement *chain;    /* (unowned), by @pipeline */
  guint watch;
  int phase; /* a Phase */

  gint64 start; /* where it is, or is on its way to */
  double rate;
  gboolean is_moved; /* whether @start and @rate still have to be sought */
};

/* A track is ready to be run only when SETTLED. */
typedef enum
{
  PHASE_OPENING,
  PHASE_MOVING,
  PHASE_SETTLED,
  PHASE_BROKEN,
} Phase;

G_DEFINE_FINAL_TYPE (TamboTrack, tambo_track, G_TYPE_OBJECT)

typedef enum
{
  SIGNAL_SETTLED,
  SIGNAL_ENDED,
  SIGNAL_BROKEN,
} TamboTrackSignal;

static guint signals[SIGNAL_BROKEN + 1];

static void
fail (TamboTrack *self, const char *why)
{
  if (self->phase == PHASE_BROKEN)
    return;

  self->phase = PHASE_BROKEN;
  gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_signal_emit (self, signals[SIGNAL_BROKEN], 0, why);
}

static void
seek (TamboTrack *self)
{
  self->is_moved = FALSE;
  self->phase = PHASE_MOVING;

  if (!gst_element_seek (self->pipeline,
                         self->rate,
                         GST_FORMAT_TIME,
                         GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE,
                         GST_SEEK_TYPE_SET,
                         self->start,
                         GST_SEEK_TYPE_NONE,
                         -1))
    fail (self, "cannot be sought in");
}

/* One message may be late: of a preroll that a seek has undone. So the state is asked. */
static void
on_prerolled (TamboTrack *self)
{
  GstState state;

  if (self->phase != PHASE_OPENING && self->phase != PHASE_MOVING)
    return;

  if (gst_element_get_state (self->pipeline, &state, NULL, 0) == GST_STATE_CHANGE_ASYNC)
    return;

  if (self->is_moved)
    {
      seek (self);
      return;
    }

  self->phase = PHASE_SETTLED;
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  g_autoptr (TamboTrack) self = g_object_ref (user_data);
  g_autoptr (GError) error = NULL;

  switch ((int) GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_ASYNC_DONE:
      on_prerolled (self);
      break;

    case GST_MESSAGE_EOS:
      g_signal_emit (self, signals[SIGNAL_ENDED], 0);
      break;

    case GST_MESSAGE_ERROR:
      gst_message_parse_error (message, &error, NULL);
      fail (self, error->message);
      break;

    default:
      break;
    }

  return G_SOURCE_CONTINUE;
}

static void
tambo_track_dispose (GObject *object)
{
  TamboTrack *self = TAMBO_TRACK (object);

  tambo_track_close (self);
  g_clear_pointer (&self->pipeline, gst_object_unref);

  G_OBJECT_CLASS (tambo_track_parent_class)->dispose (object);
}

static void
tambo_track_class_init (TamboTrackClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tambo_track_dispose;

  /**
   * TamboTrack::settled:
   *
   * What is at the position that the track was opened or moved to is there, and waits.
   */
  signals[SIGNAL_SETTLED] = g_signal_new ("settled",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  signals[SIGNAL_ENDED] = g_signal_new ("ended",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);
  /**
   * TamboTrack::broken:
   * @why: for the log
   *
   * Comes once; nothing comes after it.
   */
  signals[SIGNAL_BROKEN] = g_signal_new ("broken",
                                         G_TYPE_FROM_CLASS (klass),
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);
}

static void
tambo_track_init (TamboTrack *self)
{
  self->rate = 1;
}

/**
 * tambo_track_new:
 * @chain: (transfer floating): everything from the file to the sink
 * @clock: what all tracks of a film go by
 *
 * Opens the track: it settles at its start unless it is moved before.
 *
 * Returns: (transfer full): a new track
 */
TamboTrack *
tambo_track_new (GstElement *chain, GstClock *clock)
{
  TamboTrack *self;
  g_autoptr (GstBus) bus = NULL;

  g_return_val_if_fail (GST_IS_ELEMENT (chain), NULL);
  g_return_val_if_fail (GST_IS_CLOCK (clock), NULL);

  self = g_object_new (TAMBO_TYPE_TRACK, NULL);
  self->pipeline = gst_pipeline_new (NULL);
  self->chain = chain;
  gst_bin_add (GST_BIN (self->pipeline), chain);
  gst_pipeline_use_clock (GST_PIPELINE (self->pipeline), clock);
  /* Base times are ours: the pipeline would choose its own each time it starts to play. */
  gst_element_set_start_time (self->pipeline, GST_CLOCK_TIME_NONE);

  bus = gst_element_get_bus (self->pipeline);
  self->watch = gst_bus_add_watch (bus, on_bus_message, self);
  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);

  return self;
}

/* Nothing more is heard of the track, and it can only be released. */
void
tambo_track_close (TamboTrack *self)
{
  g_return_if_fail (TAMBO_IS_TRACK (self));

  g_clear_handle_id (&self->watch, g_source_remove);
  self->phase = PHASE_BROKEN;
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
}

/* Goes to @position (nanoseconds) and waits there; says so by TamboTrack::settled. */
void
tambo_track_move (TamboTrack *self, gint64 position, double rate)
{
  g_return_if_fail (TAMBO_IS_TRACK (self));
  g_return_if_fail (position >= 0 && rate > 0);

  self->start = position;
  self->rate = rate;
  self->is_moved = TRUE;
  if (self->phase != PHASE_SETTLED)
    return;

  gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
  seek (self);
}

/**
 * tambo_track_run:
 * @base_time: when, by the clock, the position last moved to is or was to be played
 */
void
tambo_track_run (TamboTrack *self, gint64 base_time)
{
  g_return_if_fail (TAMBO_IS_TRACK (self));
  g_return_if_fail (self->phase == PHASE_SETTLED);

  gst_element_set_base_time (self->pipeline, (GstClockTime) MAX (base_time, 0));
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

/* Stops where it is, to be run again. */
void
tambo_track_rest (TamboTrack *self)
{
  g_return_if_fail (TAMBO_IS_TRACK (self));

  if (self->phase == PHASE_SETTLED)
    gst_element_set_state (self->pipeline, GST_STATE_PAUSED);
}

gboolean
tambo_track_is_settled (TamboTrack *self)
{
  g_return_val_if_fail (TAMBO_IS_TRACK (self), FALSE);

  return self->phase == PHASE_SETTLED;
}

/* The position that it was last moved to, in nanoseconds. */
gint64
tambo_track_get_start (TamboTrack *self)
{
  g_return_val_if_fail (TAMBO_IS_TRACK (self), 0);

  return self->start;
}

/* In nanoseconds; 0 when the file does not say. */
gint64
tambo_track_query_duration (TamboTrack *self)
{
  gint64 duration;

  g_return_val_if_fail (TAMBO_IS_TRACK (self), 0);

  if (!gst_element_query_duration (self->pipeline, GST_FORMAT_TIME, &duration))
    return 0;

  return MAX (duration, 0);
}

/* Returns: (transfer none) */
GstElement *
tambo_track_get_chain (TamboTrack *self)
{
  g_return_val_if_fail (TAMBO_IS_TRACK (self), NULL);

  return self->chain;
}

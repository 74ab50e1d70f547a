/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/voices.h"

#include "kiosk/widgets/render-chain.h"
#include "kiosk/widgets/track.h"

/* A new voice is aimed this far ahead of the picture, in nanoseconds, so as to be there in time. */
#define JOIN_LEAD (120 * GST_MSECOND)

/* A voice that has not settled by then never will. */
#define SETTLE_MS 5000

/**
 * TamboVoices:
 *
 * The voice of a film, and its change. A new voice is brought to the moment at which it will join
 * while the one before it still sounds, then takes its place. It follows the timeline of the
 * picture and never holds it up: a voice that comes late leaves out what is over.
 */
struct _TamboVoices
{
  GObject parent_instance;

  TamboDecoder *decoder; /* (owned) */
  char *sound_sink;      /* (owned) (nullable) */
  GstClock *clock;       /* (owned) */

  TamboVoiceState state;
  TamboTrack *voice;      /* (owned) (nullable) sounds, or would if the film played */
  TamboTrack *next_voice; /* (owned) (nullable) is to take the place of @voice */
  gboolean is_aimed;      /* whether @next_voice is on its way to where it will join */
  gboolean is_running;    /* whether @timeline runs, else it stands at its position */
  TamboTimeline timeline;
  double volume;
  guint timeout;
};

G_DEFINE_FINAL_TYPE (TamboVoices, tambo_voices, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
} TamboVoicesProperty;

static GParamSpec *properties[PROP_STATE + 1];

static void
set_state (TamboVoices *self, TamboVoiceState state)
{
  if (state != TAMBO_VOICE_STATE_JOINING)
    g_clear_handle_id (&self->timeout, g_source_remove);

  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Disconnected first: a track may live on in the signal that it is emitting. */
static void
drop (TamboVoices *self, TamboTrack **track)
{
  if (*track == NULL)
    return;

  g_signal_handlers_disconnect_by_data (*track, self);
  tambo_track_close (*track);
  g_clear_object (track);
}

static void
run (TamboVoices *self)
{
  const gint64 start = tambo_track_get_start (self->voice);

  if (self->is_running)
    tambo_track_run (self->voice, tambo_timeline_get_time (&self->timeline, start));
}

static void
on_voice_settled (TamboTrack *track, TamboVoices *self)
{
  run (self);
}

static void
on_track_broken (TamboTrack *track, const char *why, TamboVoices *self)
{
  const gboolean is_next = track == self->next_voice;

  g_info ("Voice: %s", why);
  drop (self, &self->voice);
  if (is_next || self->next_voice == NULL)
    {
      drop (self, &self->next_voice);
      set_state (self, TAMBO_VOICE_STATE_DAMAGED);
    }
}

static gboolean
on_timeout (gpointer user_data)
{
  TamboVoices *self = user_data;

  self->timeout = 0;
  on_track_broken (self->next_voice, "did not settle", self);

  return G_SOURCE_REMOVE;
}

static void
aim (TamboVoices *self)
{
  const gint64 now = (gint64) gst_clock_get_time (self->clock) + (gint64) JOIN_LEAD;
  gint64 position = self->timeline.position;

  if (self->is_running)
    position = MAX (tambo_timeline_get_position (&self->timeline, now), 0);

  self->is_aimed = TRUE;
  tambo_track_move (self->next_voice, position, self->timeline.rate);
}

static void
on_next_voice_settled (TamboTrack *track, TamboVoices *self)
{
  if (!self->is_aimed)
    {
      aim (self);
      return;
    }

  drop (self, &self->voice);
  self->voice = g_steal_pointer (&self->next_voice);
  g_signal_handlers_disconnect_by_func (self->voice, on_next_voice_settled, self);
  g_signal_connect (self->voice, "settled", G_CALLBACK (on_voice_settled), self);
  run (self);
  set_state (self, TAMBO_VOICE_STATE_READY);
}

static void
tambo_voices_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboVoices *self = TAMBO_VOICES (object);

  switch ((TamboVoicesProperty) property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_voices_dispose (GObject *object)
{
  TamboVoices *self = TAMBO_VOICES (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  drop (self, &self->voice);
  drop (self, &self->next_voice);
  g_clear_object (&self->decoder);
  g_clear_pointer (&self->clock, gst_object_unref);

  G_OBJECT_CLASS (tambo_voices_parent_class)->dispose (object);
}

static void
tambo_voices_finalize (GObject *object)
{
  TamboVoices *self = TAMBO_VOICES (object);

  g_clear_pointer (&self->sound_sink, g_free);

  G_OBJECT_CLASS (tambo_voices_parent_class)->finalize (object);
}

static void
tambo_voices_class_init (TamboVoicesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tambo_voices_get_property;
  object_class->dispose = tambo_voices_dispose;
  object_class->finalize = tambo_voices_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state",
                                              NULL,
                                              NULL,
                                              TAMBO_TYPE_VOICE_STATE,
                                              TAMBO_VOICE_STATE_NONE,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_voices_init (TamboVoices *self)
{
  self->timeline.rate = 1;
  self->volume = 1;
}

/**
 * tambo_voices_new:
 * @sound_sink: (nullable): as for tambo_sound_sink_new()
 * @clock: that of the picture
 *
 * Returns: (transfer full): no voice yet
 */
TamboVoices *
tambo_voices_new (TamboDecoder *decoder, const char *sound_sink, GstClock *clock)
{
  TamboVoices *self;

  g_return_val_if_fail (TAMBO_IS_DECODER (decoder), NULL);
  g_return_val_if_fail (GST_IS_CLOCK (clock), NULL);

  self = g_object_new (TAMBO_TYPE_VOICES, NULL);
  self->decoder = g_object_ref (decoder);
  self->sound_sink = g_strdup (sound_sink);
  self->clock = gst_object_ref (clock);

  return self;
}

/**
 * tambo_voices_choose:
 * @voice: (nullable): the voice track; seekable, not shared. %NULL for none
 */
void
tambo_voices_choose (TamboVoices *self, GInputStream *voice)
{
  GstElement *chain;

  g_return_if_fail (TAMBO_IS_VOICES (self));
  g_return_if_fail (voice == NULL || G_IS_INPUT_STREAM (voice));

  g_clear_handle_id (&self->timeout, g_source_remove);
  drop (self, &self->next_voice);
  if (voice == NULL)
    {
      drop (self, &self->voice);
      set_state (self, TAMBO_VOICE_STATE_NONE);
      return;
    }

  chain = tambo_render_chain_new_voice (tambo_decoder_decode_voice (self->decoder, voice),
                                        self->sound_sink);
  tambo_render_chain_set_volume (chain, self->volume);
  self->is_aimed = FALSE;
  self->next_voice = tambo_track_new (chain, self->clock);
  g_signal_connect (self->next_voice, "settled", G_CALLBACK (on_next_voice_settled), self);
  g_signal_connect (self->next_voice, "broken", G_CALLBACK (on_track_broken), self);
  self->timeout = g_timeout_add (SETTLE_MS, on_timeout, self);
  set_state (self, TAMBO_VOICE_STATE_JOINING);
}

/* The film goes to @position, in nanoseconds, and rests there until tambo_voices_run(). */
void
tambo_voices_move (TamboVoices *self, gint64 position, double rate)
{
  g_return_if_fail (TAMBO_IS_VOICES (self));

  self->is_running = FALSE;
  self->timeline.position = position;
  self->timeline.rate = rate;
  if (self->voice != NULL)
    tambo_track_move (self->voice, position, rate);
  if (self->next_voice != NULL)
    aim (self);
}

/* The film plays by @timeline, and the voice with it as soon as it can. */
void
tambo_voices_run (TamboVoices *self, const TamboTimeline *timeline)
{
  g_return_if_fail (TAMBO_IS_VOICES (self));

  self->is_running = TRUE;
  self->timeline = *timeline;
  if (self->voice != NULL && tambo_track_is_settled (self->voice))
    run (self);
}

void
tambo_voices_rest (TamboVoices *self, gint64 position)
{
  g_return_if_fail (TAMBO_IS_VOICES (self));

  self->is_running = FALSE;
  self->timeline.position = position;
  if (self->voice != NULL)
    tambo_track_rest (self->voice);
}

/* @volume: 0 to 1. */
void
tambo_voices_set_volume (TamboVoices *self, double volume)
{
  g_return_if_fail (TAMBO_IS_VOICES (self));

  self->volume = volume;
  if (self->voice != NULL)
    tambo_render_chain_set_volume (tambo_track_get_chain (self->voice), volume);
  if (self->next_voice != NULL)
    tambo_render_chain_set_volume (tambo_track_get_chain (self->next_voice), volume);
}

TamboVoiceState
tambo_voices_get_state (TamboVoices *self)
{
  g_return_val_if_fail (TAMBO_IS_VOICES (self), TAMBO_VOICE_STATE_NONE);

  return self->state;
}

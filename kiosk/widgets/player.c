/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/player.h"

#include "kiosk/widgets/frames.h"
#include "kiosk/widgets/render-chain.h"
#include "kiosk/widgets/track.h"
#include "kiosk/widgets/voices.h"

/* How often the position is told. */
#define TICK_MS 100

/* Between "go" and the first moment: both tracks hear of it before it is there. */
#define START_LEAD (20 * G_TIME_SPAN_MILLISECOND * 1000)

/* What has not settled by then never will. */
#define SETTLE_MS 10000

/* The last moment to go to: there still is a frame to be seen. */
#define BEFORE_END (250 * G_TIME_SPAN_MILLISECOND * 1000)

/* A picture that ends this long before its time has been cut off. */
#define CUT_OFF (1500 * G_TIME_SPAN_MILLISECOND * 1000)

#define NSEC_PER_USEC 1000

/**
 * TamboPlayer:
 *
 * Plays one picture with one voice at a time. Both are tracks of their own on one timeline, so
 * the picture never waits for a voice. Where a film comes from, and in which language, is decided
 * outside.
 */
struct _TamboPlayer
{
  GObject parent_instance;

  TamboDecoder *decoder; /* (owned) */
  GstClock *clock;       /* (owned) */
  TamboFrames *frames;   /* (owned) */
  TamboVoices *voices;   /* (owned) */

  TamboPlayerState state;
  TamboTrack *picture; /* (owned) (nullable) */
  TamboTimeline timeline;
  gint64 duration; /* nanoseconds; 0 until the picture has settled once */
  double volume;

  guint tick;
  gint64 settle_by; /* monotonic, microseconds */
};

G_DEFINE_FINAL_TYPE (TamboPlayer, tambo_player, G_TYPE_OBJECT)

typedef enum
{
  PROP_STATE = 1,
  PROP_PLAYING,
  PROP_VOICE_STATE,
  PROP_POSITION,
  PROP_DURATION,
  PROP_RATE,
  PROP_VOLUME,
  PROP_PAINTABLE,
} TamboPlayerProperty;

static GParamSpec *properties[PROP_PAINTABLE + 1];

static gint64
get_time (TamboPlayer *self)
{
  return (gint64) gst_clock_get_time (self->clock);
}

/* Nanoseconds. */
static gint64
get_position (TamboPlayer *self)
{
  gint64 position = self->timeline.position;

  if (self->state == TAMBO_PLAYER_STATE_PLAYING)
    position = tambo_timeline_get_position (&self->timeline, get_time (self));

  return CLAMP (position, 0, self->duration > 0 ? self->duration : G_MAXINT64);
}

static gboolean
handle (TamboPlayer *self, TamboPlayerEvent event)
{
  const gboolean was_playing = tambo_player_state_is_playing (self->state);
  TamboPlayerState state;

  if (!tambo_player_state_next (self->state, event, &state))
    return FALSE;

  if (self->state == state)
    return TRUE;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  if (tambo_player_state_is_playing (state) != was_playing)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);

  return TRUE;
}

static void
start_clock (TamboPlayer *self)
{
  const gint64 start = tambo_track_get_start (self->picture);

  self->timeline.time = get_time (self) + START_LEAD;
  tambo_track_run (self->picture, tambo_timeline_get_time (&self->timeline, start));
  tambo_voices_run (self->voices, &self->timeline);
}

/* Disconnected first: the track may live on in the signal that it is emitting. */
static void
drop_picture (TamboPlayer *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->picture == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->picture, self);
  tambo_track_close (self->picture);
  g_clear_object (&self->picture);
}

static void
fail (TamboPlayer *self, const char *why)
{
  g_info ("Picture: %s", why);
  self->timeline.position = get_position (self);
  drop_picture (self);
  tambo_voices_choose (self->voices, NULL);
  handle (self, TAMBO_PLAYER_EVENT_BREAK);
}

static void
on_picture_broken (TamboTrack *track, const char *why, TamboPlayer *self)
{
  fail (self, why);
}

static void
on_picture_settled (TamboTrack *track, TamboPlayer *self)
{
  const gint64 duration = tambo_track_query_duration (track);

  if (duration != self->duration)
    {
      self->duration = duration;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DURATION]);
    }

  if (!handle (self, TAMBO_PLAYER_EVENT_SETTLED))
    return;

  if (self->state == TAMBO_PLAYER_STATE_PLAYING)
    start_clock (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);
}

static void
on_picture_ended (TamboTrack *track, TamboPlayer *self)
{
  const gint64 position = get_position (self);

  if (self->duration > 0 && position + CUT_OFF < self->duration)
    {
      fail (self, "ends before its time");
      return;
    }

  self->timeline.position = self->duration > 0 ? self->duration : position;
  tambo_voices_rest (self->voices, self->timeline.position);
  handle (self, TAMBO_PLAYER_EVENT_END);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);
}

static gboolean
on_tick (gpointer user_data)
{
  TamboPlayer *self = user_data;
  const gboolean is_late = g_get_monotonic_time () > self->settle_by;

  if (is_late &&
      (self->state == TAMBO_PLAYER_STATE_SETTLING || self->state == TAMBO_PLAYER_STATE_STARTING))
    {
      self->tick = 0;
      fail (self, "did not settle");
      return G_SOURCE_REMOVE;
    }

  if (self->state == TAMBO_PLAYER_STATE_PLAYING)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);

  return G_SOURCE_CONTINUE;
}

static void
on_voices_state (TamboPlayer *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VOICE_STATE]);
}

static void
expect_settling (TamboPlayer *self)
{
  self->settle_by = g_get_monotonic_time () + SETTLE_MS * G_TIME_SPAN_MILLISECOND;
}

/* @position: nanoseconds. */
static void
move (TamboPlayer *self, gint64 position)
{
  const gint64 last = self->duration > BEFORE_END ? self->duration - BEFORE_END : G_MAXINT64;

  if (!handle (self, TAMBO_PLAYER_EVENT_MOVE))
    return;

  expect_settling (self);
  self->timeline.position = CLAMP (position, 0, last);
  tambo_track_move (self->picture, self->timeline.position, self->timeline.rate);
  tambo_voices_move (self->voices, self->timeline.position, self->timeline.rate);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);
}

static void
tambo_player_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboPlayer *self = TAMBO_PLAYER (object);

  switch ((TamboPlayerProperty) property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    case PROP_PLAYING:
      g_value_set_boolean (value, tambo_player_state_is_playing (self->state));
      break;

    case PROP_VOICE_STATE:
      g_value_set_enum (value, (int) tambo_player_get_voice_state (self));
      break;

    case PROP_POSITION:
      g_value_set_int64 (value, tambo_player_get_position (self));
      break;

    case PROP_DURATION:
      g_value_set_int64 (value, tambo_player_get_duration (self));
      break;

    case PROP_RATE:
      g_value_set_double (value, self->timeline.rate);
      break;

    case PROP_VOLUME:
      g_value_set_double (value, self->volume);
      break;

    case PROP_PAINTABLE:
      g_value_set_object (value, self->frames);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_player_set_property (GObject *object,
                           guint property_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  TamboPlayer *self = TAMBO_PLAYER (object);

  switch ((TamboPlayerProperty) property_id)
    {
    case PROP_RATE:
      tambo_player_set_rate (self, g_value_get_double (value));
      break;

    case PROP_VOLUME:
      tambo_player_set_volume (self, g_value_get_double (value));
      break;

    case PROP_STATE:
    case PROP_PLAYING:
    case PROP_VOICE_STATE:
    case PROP_POSITION:
    case PROP_DURATION:
    case PROP_PAINTABLE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_player_dispose (GObject *object)
{
  TamboPlayer *self = TAMBO_PLAYER (object);

  drop_picture (self);
  if (self->voices != NULL)
    g_signal_handlers_disconnect_by_data (self->voices, self);
  g_clear_object (&self->voices);
  g_clear_object (&self->decoder);
  g_clear_object (&self->frames);
  g_clear_pointer (&self->clock, gst_object_unref);

  G_OBJECT_CLASS (tambo_player_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags shown = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags set = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_STATE] = g_param_spec_enum ("state",
                                              NULL,
                                              NULL,
                                              TAMBO_TYPE_PLAYER_STATE,
                                              TAMBO_PLAYER_STATE_EMPTY,
                                              shown);
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, shown);
  properties[PROP_VOICE_STATE] = g_param_spec_enum ("voice-state",
                                                    NULL,
                                                    NULL,
                                                    TAMBO_TYPE_VOICE_STATE,
                                                    TAMBO_VOICE_STATE_NONE,
                                                    shown);
  properties[PROP_POSITION] = g_param_spec_int64 ("position", NULL, NULL, 0, G_MAXINT64, 0, shown);
  properties[PROP_DURATION] = g_param_spec_int64 ("duration", NULL, NULL, 0, G_MAXINT64, 0, shown);
  properties[PROP_RATE] = g_param_spec_double ("rate",
                                               NULL,
                                               NULL,
                                               TAMBO_PLAYER_MIN_RATE,
                                               TAMBO_PLAYER_MAX_RATE,
                                               1,
                                               set);
  properties[PROP_VOLUME] = g_param_spec_double ("volume", NULL, NULL, 0, 1, 1, set);
  properties[PROP_PAINTABLE] =
      g_param_spec_object ("paintable", NULL, NULL, GDK_TYPE_PAINTABLE, shown);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_player_class_init (TamboPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tambo_player_get_property;
  object_class->set_property = tambo_player_set_property;
  object_class->dispose = tambo_player_dispose;

  install_properties (object_class);
}

static void
tambo_player_init (TamboPlayer *self)
{
  self->clock = gst_system_clock_obtain ();
  self->frames = tambo_frames_new ();
  self->timeline.rate = 1;
  self->volume = 1;
}

/**
 * tambo_player_new:
 * @decoder: the seam behind which films are decoded
 * @sound_sink: (nullable): as for tambo_sound_sink_new()
 *
 * Returns: (transfer full): a player without a film
 */
TamboPlayer *
tambo_player_new (TamboDecoder *decoder, const char *sound_sink)
{
  TamboPlayer *self;

  g_return_val_if_fail (TAMBO_IS_DECODER (decoder), NULL);

  self = g_object_new (TAMBO_TYPE_PLAYER, NULL);
  self->decoder = g_object_ref (decoder);
  self->voices = tambo_voices_new (decoder, sound_sink, self->clock);
  g_signal_connect_swapped (self->voices, "notify::state", G_CALLBACK (on_voices_state), self);

  return self;
}

/**
 * tambo_player_open:
 * @picture: the picture track; seekable, not shared
 *
 * Opens a film at its start, at rest and without a voice.
 */
void
tambo_player_open (TamboPlayer *self, GInputStream *picture)
{
  GstElement *decoded;

  g_return_if_fail (TAMBO_IS_PLAYER (self));
  g_return_if_fail (G_IS_INPUT_STREAM (picture));

  tambo_player_close (self);

  decoded = tambo_decoder_decode_picture (self->decoder, picture);
  self->picture = tambo_track_new (tambo_render_chain_new_picture (decoded, self->frames),
                                   self->clock);
  g_signal_connect (self->picture, "settled", G_CALLBACK (on_picture_settled), self);
  g_signal_connect (self->picture, "ended", G_CALLBACK (on_picture_ended), self);
  g_signal_connect (self->picture, "broken", G_CALLBACK (on_picture_broken), self);
  if (self->timeline.rate != 1)
    tambo_track_move (self->picture, 0, self->timeline.rate);

  expect_settling (self);
  self->tick = g_timeout_add (TICK_MS, on_tick, self);
  handle (self, TAMBO_PLAYER_EVENT_OPEN);
}

/**
 * tambo_player_set_voice:
 * @voice: (nullable): the voice track; seekable, not shared. %NULL for none
 *
 * Changes the voice at once, at any time; what plays, plays on.
 */
void
tambo_player_set_voice (TamboPlayer *self, GInputStream *voice)
{
  g_return_if_fail (TAMBO_IS_PLAYER (self));

  if (self->picture != NULL)
    tambo_voices_choose (self->voices, voice);
}

void
tambo_player_close (TamboPlayer *self)
{
  g_return_if_fail (TAMBO_IS_PLAYER (self));

  drop_picture (self);
  tambo_voices_choose (self->voices, NULL);
  tambo_voices_move (self->voices, 0, self->timeline.rate);
  tambo_frames_clear (self->frames);
  self->timeline.position = 0;
  self->duration = 0;
  handle (self, TAMBO_PLAYER_EVENT_CLOSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DURATION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);
}

/* Also once it has ended: from the start. */
void
tambo_player_play (TamboPlayer *self)
{
  g_return_if_fail (TAMBO_IS_PLAYER (self));

  if (self->state == TAMBO_PLAYER_STATE_ENDED)
    move (self, 0);
  else if (handle (self, TAMBO_PLAYER_EVENT_PLAY) && self->state == TAMBO_PLAYER_STATE_PLAYING)
    start_clock (self);
}

void
tambo_player_pause (TamboPlayer *self)
{
  gint64 position;

  g_return_if_fail (TAMBO_IS_PLAYER (self));

  position = get_position (self);
  if (!handle (self, TAMBO_PLAYER_EVENT_PAUSE))
    return;

  self->timeline.position = position;
  tambo_track_rest (self->picture);
  tambo_voices_rest (self->voices, position);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_POSITION]);
}

/* Goes as near to @position as the film allows, and plays on if it played. */
void
tambo_player_seek (TamboPlayer *self, gint64 position)
{
  g_return_if_fail (TAMBO_IS_PLAYER (self));

  move (self, CLAMP (position, 0, G_MAXINT64 / NSEC_PER_USEC) * NSEC_PER_USEC);
}

TamboPlayerState
tambo_player_get_state (TamboPlayer *self)
{
  g_return_val_if_fail (TAMBO_IS_PLAYER (self), TAMBO_PLAYER_STATE_EMPTY);

  return self->state;
}

TamboVoiceState
tambo_player_get_voice_state (TamboPlayer *self)
{
  g_return_val_if_fail (TAMBO_IS_PLAYER (self), TAMBO_VOICE_STATE_NONE);

  return tambo_voices_get_state (self->voices);
}

gint64
tambo_player_get_position (TamboPlayer *self)
{
  g_return_val_if_fail (TAMBO_IS_PLAYER (self), 0);

  return get_position (self) / NSEC_PER_USEC;
}

/* 0 until it is known. */
gint64
tambo_player_get_duration (TamboPlayer *self)
{
  g_return_val_if_fail (TAMBO_IS_PLAYER (self), 0);

  return self->duration / NSEC_PER_USEC;
}

double
tambo_player_get_rate (TamboPlayer *self)
{
  g_return_val_if_fail (TAMBO_IS_PLAYER (self), 1);

  return self->timeline.rate;
}

void
tambo_player_set_rate (TamboPlayer *self, double rate)
{
  gint64 position;

  g_return_if_fail (TAMBO_IS_PLAYER (self));

  rate = CLAMP (rate, TAMBO_PLAYER_MIN_RATE, TAMBO_PLAYER_MAX_RATE);
  if (self->timeline.rate == rate)
    return;

  position = get_position (self);
  self->timeline.rate = rate;
  self->timeline.position = position;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE]);
  if (self->state != TAMBO_PLAYER_STATE_ENDED)
    move (self, position);
}

double
tambo_player_get_volume (TamboPlayer *self)
{
  g_return_val_if_fail (TAMBO_IS_PLAYER (self), 0);

  return self->volume;
}

void
tambo_player_set_volume (TamboPlayer *self, double volume)
{
  g_return_if_fail (TAMBO_IS_PLAYER (self));

  volume = CLAMP (volume, 0, 1);
  if (self->volume == volume)
    return;

  self->volume = volume;
  tambo_voices_set_volume (self->voices, volume);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VOLUME]);
}

/* Returns: (transfer none) */
GdkPaintable *
tambo_player_get_paintable (TamboPlayer *self)
{
  g_return_val_if_fail (TAMBO_IS_PLAYER (self), NULL);

  return GDK_PAINTABLE (self->frames);
}

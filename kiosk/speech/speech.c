/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/speech/speech.h"

#include "kiosk/widgets/sound-sink.h"

#include <string.h>

/* The style class of what is being said. */
#define LIT_CLASS "lit"

/**
 * TamboSpeech:
 *
 * Reads aloud, one segment after the other, and lights up the widget of the one that is being
 * said. A recorded voice comes first, espeak-ng second; without either the state is SILENT.
 */
struct _TamboSpeech
{
  GObject parent_instance;

  TamboDecoder *decoder; /* (owned) */
  char *sound_sink;      /* (owned) (nullable) */
  GHashTable *voices;    /* (owned) (nullable) languages of espeak-ng; asked for once */

  TamboSpeechState state;
  GPtrArray *segments; /* (owned) (element-type TamboSegment) (nullable) */
  guint n_begun;       /* of @segments */
  gboolean has_spoken; /* any of @segments */
  char *language;      /* (owned) (nullable) of the session */
  GtkWidget *lit;      /* (unowned) (nullable), weak */

  GstElement *pipeline; /* (owned) (nullable) */
  guint watch;
};

G_DEFINE_FINAL_TYPE (TamboSpeech, tambo_speech, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (TamboSpeechState,
                    tambo_speech_state,
                    G_DEFINE_ENUM_VALUE (TAMBO_SPEECH_STATE_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (TAMBO_SPEECH_STATE_SPEAKING, "speaking"),
                    G_DEFINE_ENUM_VALUE (TAMBO_SPEECH_STATE_SILENT, "silent"))

typedef enum
{
  PROP_STATE = 1,
} TamboSpeechProperty;

static GParamSpec *properties[PROP_STATE + 1];

static void speak_next (TamboSpeech *self);

/* Languages that are written like one that espeak-ng speaks, and understood in its voice. */
static const struct
{
  const char *language;
  const char *voice;
} neighbours[] = {
  { "kmr", "ku" },
  { "prs", "fa" },
};

/* The voice of @language, a BCP 47 tag, by its first part. */
static char *
get_voice (const char *language)
{
  g_autofree char *voice = g_ascii_strdown (language, (gssize) strcspn (language, "-_"));

  for (gsize i = 0; i < G_N_ELEMENTS (neighbours); i++)
    {
      if (strcmp (voice, neighbours[i].language) == 0)
        return g_strdup (neighbours[i].voice);
    }

  return g_steal_pointer (&voice);
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS
/* The element lists its voices as (name, language, dialect), in the arrays of older days. */
static GHashTable *
list_voices (void)
{
  g_autoptr (GstElement) espeak = gst_element_factory_make ("espeak", NULL);
  GHashTable *voices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GValueArray *list = NULL;

  if (espeak == NULL)
    return voices;

  gst_object_ref_sink (espeak);
  g_object_get (espeak, "voices", &list, NULL);
  for (guint i = 0; list != NULL && i < list->n_values; i++)
    {
      const GValueArray *voice = g_value_get_boxed (g_value_array_get_nth (list, i));

      if (voice->n_values > 1 && G_VALUE_HOLDS_STRING (&voice->values[1]))
        g_hash_table_add (voices, g_value_dup_string (&voice->values[1]));
    }
  g_clear_pointer (&list, g_value_array_free);

  return voices;
}
G_GNUC_END_IGNORE_DEPRECATIONS

static void
set_state (TamboSpeech *self, TamboSpeechState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
light (TamboSpeech *self, GtkWidget *widget)
{
  if (self->lit != NULL)
    gtk_widget_remove_css_class (self->lit, LIT_CLASS);
  g_set_weak_pointer (&self->lit, widget);
  if (self->lit != NULL)
    gtk_widget_add_css_class (self->lit, LIT_CLASS);
}

static void
hush (TamboSpeech *self)
{
  g_clear_handle_id (&self->watch, g_source_remove);
  if (self->pipeline != NULL)
    gst_element_set_state (self->pipeline, GST_STATE_NULL);
  g_clear_pointer (&self->pipeline, gst_object_unref);
  light (self, NULL);
}

static gboolean
on_bus_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  TamboSpeech *self = user_data;
  g_autoptr (GError) error = NULL;

  switch ((int) GST_MESSAGE_TYPE (message))
    {
    case GST_MESSAGE_EOS:
      break;

    case GST_MESSAGE_ERROR:
      gst_message_parse_error (message, &error, NULL);
      g_info ("Cannot speak: %s", error->message);
      break;

    default:
      return G_SOURCE_CONTINUE;
    }

  self->watch = 0;
  speak_next (self);
  return G_SOURCE_REMOVE;
}

/* Marks of direction are for the eye; the voice would name them. */
static char *
get_sounds (const char *text)
{
  g_autoptr (GString) sounds = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);
      const gboolean is_mark = c == 0x061C || c == 0x200E || c == 0x200F ||
                               (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);

      if (!is_mark)
        g_string_append_unichar (sounds, c);
    }

  return g_string_free (g_steal_pointer (&sounds), FALSE);
}

/* Returns: (transfer floating) (nullable): what sounds like @segment. */
static GstElement *
make_source (TamboSpeech *self, TamboSegment *segment)
{
  GBytes *recording = tambo_segment_get_recording (segment);
  const char *language = tambo_segment_get_language (segment);
  g_autofree char *voice = NULL;
  g_autofree char *sounds = NULL;
  GstElement *source;

  if (recording != NULL)
    {
      g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (recording);

      return tambo_decoder_decode_voice (self->decoder, stream);
    }

  if (language == NULL)
    language = self->language;

  if (!tambo_speech_has_voice (self, language))
    return NULL;

  voice = get_voice (language);
  sounds = get_sounds (tambo_segment_get_text (segment));
  source = gst_element_factory_make ("espeak", NULL);
  g_object_set (source, "voice", voice, "text", sounds, NULL);

  return source;
}

/* @source: (transfer floating) */
static void
play (TamboSpeech *self, GstElement *source)
{
  GstElement *convert = gst_element_factory_make ("audioconvert", NULL);
  GstElement *resample = gst_element_factory_make ("audioresample", NULL);
  GstElement *sink = tambo_sound_sink_new (self->sound_sink);
  g_autoptr (GstBus) bus = NULL;

  g_assert (convert != NULL && resample != NULL);

  self->pipeline = gst_pipeline_new (NULL);
  gst_bin_add_many (GST_BIN (self->pipeline), source, convert, resample, sink, NULL);
  gst_element_link_many (source, convert, resample, sink, NULL);

  bus = gst_element_get_bus (self->pipeline);
  self->watch = gst_bus_add_watch (bus, on_bus_message, self);
  gst_element_set_state (self->pipeline, GST_STATE_PLAYING);
}

static void
speak_next (TamboSpeech *self)
{
  hush (self);

  while (self->n_begun < self->segments->len)
    {
      TamboSegment *segment = g_ptr_array_index (self->segments, self->n_begun++);
      GstElement *source = make_source (self, segment);

      if (source == NULL)
        continue;

      self->has_spoken = TRUE;
      light (self, tambo_segment_get_widget (segment));
      play (self, source);
      set_state (self, TAMBO_SPEECH_STATE_SPEAKING);
      return;
    }

  set_state (self, self->has_spoken ? TAMBO_SPEECH_STATE_IDLE : TAMBO_SPEECH_STATE_SILENT);
}

static void
tambo_speech_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  TamboSpeech *self = TAMBO_SPEECH (object);

  switch ((TamboSpeechProperty) property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
tambo_speech_dispose (GObject *object)
{
  TamboSpeech *self = TAMBO_SPEECH (object);

  hush (self);
  g_clear_object (&self->decoder);

  G_OBJECT_CLASS (tambo_speech_parent_class)->dispose (object);
}

static void
tambo_speech_finalize (GObject *object)
{
  TamboSpeech *self = TAMBO_SPEECH (object);

  g_clear_pointer (&self->sound_sink, g_free);
  g_clear_pointer (&self->voices, g_hash_table_unref);
  g_clear_pointer (&self->segments, g_ptr_array_unref);
  g_clear_pointer (&self->language, g_free);

  G_OBJECT_CLASS (tambo_speech_parent_class)->finalize (object);
}

static void
tambo_speech_class_init (TamboSpeechClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tambo_speech_get_property;
  object_class->dispose = tambo_speech_dispose;
  object_class->finalize = tambo_speech_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state",
                                              NULL,
                                              NULL,
                                              TAMBO_TYPE_SPEECH_STATE,
                                              TAMBO_SPEECH_STATE_IDLE,
                                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
tambo_speech_init (TamboSpeech *self)
{
}

/**
 * tambo_speech_new:
 * @decoder: for recorded voices
 * @sound_sink: (nullable): as for tambo_sound_sink_new()
 *
 * Returns: (transfer full): a voice that says nothing yet
 */
TamboSpeech *
tambo_speech_new (TamboDecoder *decoder, const char *sound_sink)
{
  TamboSpeech *self;

  g_return_val_if_fail (TAMBO_IS_DECODER (decoder), NULL);

  self = g_object_new (TAMBO_TYPE_SPEECH, NULL);
  self->decoder = g_object_ref (decoder);
  self->sound_sink = g_strdup (sound_sink);

  return self;
}

/**
 * tambo_speech_say:
 * @segments: (element-type TamboSegment): what to say, in order
 * @language: of the session, BCP 47
 *
 * Says it, from the start, instead of what is being said.
 */
void
tambo_speech_say (TamboSpeech *self, GPtrArray *segments, const char *language)
{
  g_return_if_fail (TAMBO_IS_SPEECH (self));
  g_return_if_fail (segments != NULL);
  g_return_if_fail (language != NULL);

  g_ptr_array_ref (segments);
  g_clear_pointer (&self->segments, g_ptr_array_unref);
  self->segments = segments;
  g_free (self->language);
  self->language = g_strdup (language);
  self->n_begun = 0;
  self->has_spoken = FALSE;

  speak_next (self);
}

void
tambo_speech_stop (TamboSpeech *self)
{
  g_return_if_fail (TAMBO_IS_SPEECH (self));

  hush (self);
  g_clear_pointer (&self->segments, g_ptr_array_unref);
  set_state (self, TAMBO_SPEECH_STATE_IDLE);
}

TamboSpeechState
tambo_speech_get_state (TamboSpeech *self)
{
  g_return_val_if_fail (TAMBO_IS_SPEECH (self), TAMBO_SPEECH_STATE_IDLE);

  return self->state;
}

/* Whether text in this language can be said without a recording. */
gboolean
tambo_speech_has_voice (TamboSpeech *self, const char *language)
{
  g_autofree char *voice = NULL;

  g_return_val_if_fail (TAMBO_IS_SPEECH (self), FALSE);
  g_return_val_if_fail (language != NULL, FALSE);

  if (self->voices == NULL)
    self->voices = list_voices ();

  voice = get_voice (language);
  return g_hash_table_contains (self->voices, voice);
}

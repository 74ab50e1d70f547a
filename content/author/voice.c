/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/voice.h"

#include "content/author/media-writer.h"
#include "content/author/recording.h"
#include "content/author/speech.h"
#include "content/author/subtitles.h"

#include <string.h>

typedef struct
{
  GPtrArray *lines;  /* (owned) (element-type GBytes): samples of each line; empty if recorded */
  GBytes *recording; /* (owned) (nullable): samples of the whole scene, by a person */
} Scene;

/* How long a subtitle stays for somebody who reads it slowly. */
#define CHARACTERS_PER_SECOND 15

/**
 * TamboVoice:
 *
 * What is heard in one language. A scene is one recording (voice.LL.SCENE), or a piece of one of
 * the whole film (voice.LL), or, where there is neither, each line spoken by espeak-ng as a
 * stand-in; in a language that it cannot speak, the time to read each line.
 */
struct _TamboVoice
{
  GObject parent_instance;

  char *language;      /* (owned) */
  TamboScript *script; /* (owned) */
  GArray *scenes;      /* (owned) (element-type Scene): those that are loaded */
  GPtrArray *pieces;   /* (owned) (nullable) (element-type GBytes): of the film in one go */
  gboolean is_unvoiced;
  gboolean is_recorded; /* some of it */
  gboolean is_stand_in;
};

G_DEFINE_FINAL_TYPE (TamboVoice, tambo_voice, G_TYPE_OBJECT)

static void
scene_clear (gpointer data)
{
  Scene *scene = data;

  g_clear_pointer (&scene->lines, g_ptr_array_unref);
  g_clear_pointer (&scene->recording, g_bytes_unref);
}

static void
tambo_voice_finalize (GObject *object)
{
  TamboVoice *self = TAMBO_VOICE (object);

  g_clear_pointer (&self->language, g_free);
  g_clear_object (&self->script);
  g_clear_pointer (&self->scenes, g_array_unref);
  g_clear_pointer (&self->pieces, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_voice_parent_class)->finalize (object);
}

static void
tambo_voice_class_init (TamboVoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_voice_finalize;
}

static void
tambo_voice_init (TamboVoice *self)
{
  self->scenes = g_array_new (FALSE, TRUE, sizeof (Scene));
  g_array_set_clear_func (self->scenes, scene_clear);
}

TamboVoice *
tambo_voice_new (const char *language, TamboScript *script, gboolean is_unvoiced)
{
  TamboVoice *self = g_object_new (TAMBO_TYPE_VOICE, NULL);

  self->language = g_strdup (language);
  self->script = g_object_ref (script);
  self->is_unvoiced = is_unvoiced;

  return self;
}

const char *
tambo_voice_get_language (TamboVoice *self)
{
  g_return_val_if_fail (TAMBO_IS_VOICE (self), NULL);

  return self->language;
}

TamboScript *
tambo_voice_get_script (TamboVoice *self)
{
  g_return_val_if_fail (TAMBO_IS_VOICE (self), NULL);

  return self->script;
}

/* Whether there is anything to hear, once all scenes are loaded. */
gboolean
tambo_voice_is_heard (TamboVoice *self)
{
  g_return_val_if_fail (TAMBO_IS_VOICE (self), FALSE);

  return self->is_recorded || self->is_stand_in;
}

/* Whether any scene is spoken by a machine. */
gboolean
tambo_voice_is_stand_in (TamboVoice *self)
{
  g_return_val_if_fail (TAMBO_IS_VOICE (self), FALSE);

  return self->is_stand_in;
}

static guint64
count_samples (GBytes *samples)
{
  return g_bytes_get_size (samples) / sizeof (gint16);
}

static GBytes *
make_silence (const char *line)
{
  const gsize n = (gsize) g_utf8_strlen (line, -1) * TAMBO_FILM_SAMPLE_RATE / CHARACTERS_PER_SECOND;

  return g_bytes_new_take (g_new0 (gint16, n), n * sizeof (gint16));
}

static GBytes *
say_line (TamboVoice *self, const char *line, GError **error)
{
  if (self->is_unvoiced)
    return make_silence (line);

  self->is_stand_in = TRUE;

  return tambo_speech_speak (self->language, line, error);
}

/* A recording of the whole film, before any scene is loaded. */
static gboolean
load_whole (TamboVoice *self, GFile *folder, GError **error)
{
  g_autofree char *stem = g_strdup_printf ("voice.%s", self->language);
  g_autoptr (GFile) file = tambo_recording_find (folder, stem);
  g_autoptr (GBytes) samples = NULL;
  g_autofree char *name = NULL;

  if (file == NULL)
    return TRUE;
  samples = tambo_recording_read (file, error);
  if (samples == NULL)
    return FALSE;
  name = g_file_get_basename (file);
  self->pieces =
      tambo_recording_split (samples, tambo_script_get_n_scenes (self->script), name, error);

  return self->pieces != NULL;
}

/* %NULL without an error: nobody recorded this scene. */
static GBytes *
load_recording (TamboVoice *self, GFile *folder, guint scene, GError **error)
{
  g_autofree char *stem = g_strdup_printf ("voice.%s.%s",
                                           self->language,
                                           tambo_script_get_scene (self->script, scene));
  g_autoptr (GFile) file = tambo_recording_find (folder, stem);

  if (file != NULL)
    return tambo_recording_read (file, error);

  return self->pieces != NULL ? g_bytes_ref (self->pieces->pdata[scene]) : NULL;
}

static gboolean
say_lines (TamboVoice *self, guint scene, GPtrArray *sounds, GError **error)
{
  const char *const *lines = tambo_script_get_lines (self->script, scene);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      GBytes *samples = say_line (self, lines[i], error);

      if (samples == NULL)
        return FALSE;
      g_ptr_array_add (sounds, samples);
    }

  return TRUE;
}

/* Scenes are loaded in order. */
gboolean
tambo_voice_load_scene (TamboVoice *self, GFile *folder, guint scene, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  Scene loaded = { NULL };

  g_return_val_if_fail (TAMBO_IS_VOICE (self), FALSE);
  g_return_val_if_fail (scene == self->scenes->len, FALSE);

  if (scene == 0 && !load_whole (self, folder, error))
    return FALSE;
  loaded.recording = load_recording (self, folder, scene, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (loaded.recording != NULL)
    self->is_recorded = TRUE;
  else if (!say_lines (self, scene, lines, error))
    return FALSE;
  loaded.lines = g_steal_pointer (&lines);
  g_array_append_val (self->scenes, loaded);

  return TRUE;
}

/* What a line needs; 0 where a person recorded the whole scene and took the time they took. */
guint64
tambo_voice_get_line_samples (TamboVoice *self, guint scene, guint line)
{
  GPtrArray *lines = NULL;

  g_return_val_if_fail (TAMBO_IS_VOICE (self), 0);
  g_return_val_if_fail (scene < self->scenes->len, 0);

  lines = g_array_index (self->scenes, Scene, scene).lines;

  return line < lines->len ? count_samples (lines->pdata[line]) : 0;
}

guint64
tambo_voice_get_recorded_samples (TamboVoice *self, guint scene)
{
  GBytes *recording = NULL;

  g_return_val_if_fail (TAMBO_IS_VOICE (self), 0);
  g_return_val_if_fail (scene < self->scenes->len, 0);

  recording = g_array_index (self->scenes, Scene, scene).recording;

  return recording != NULL ? count_samples (recording) : 0;
}

static guint
frames_of (guint64 samples)
{
  return (guint) (samples / TAMBO_FILM_SAMPLES_PER_FRAME);
}

/* In a recording of a whole scene nobody marked the lines: each has its share by its length. */
static void
add_recorded_spans (TamboVoice *self, TamboTimeline *timeline, guint scene, GArray *spans)
{
  const char *const *lines = tambo_script_get_lines (self->script, scene);
  const guint first = tambo_timeline_get_line_start (timeline, scene, 0);
  const guint n_frames = frames_of (tambo_voice_get_recorded_samples (self, scene));
  glong total = 0;
  glong before = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    total += g_utf8_strlen (lines[i], -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const glong length = g_utf8_strlen (lines[i], -1);
      const TamboSpan span = { first + (guint) (n_frames * before / total),
                               (guint) (n_frames * length / total) };

      g_array_append_val (spans, span);
      before += length;
    }
}

static void
add_spoken_spans (TamboVoice *self, TamboTimeline *timeline, guint scene, GArray *spans)
{
  for (guint i = 0; i < tambo_timeline_get_n_lines (timeline, scene); i++)
    {
      const guint start = tambo_timeline_get_line_start (timeline, scene, i);
      const guint n_frames = self->is_unvoiced
                                 ? tambo_timeline_get_line_frames (timeline, scene, i)
                                 : frames_of (tambo_voice_get_line_samples (self, scene, i));
      const TamboSpan span = { start, n_frames };

      g_array_append_val (spans, span);
    }
}

gboolean
tambo_voice_write_subtitles (TamboVoice *self, TamboTimeline *timeline, GFile *out, GError **error)
{
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (TamboSpan));
  g_autoptr (GFile) file = g_file_get_child (out, "subtitles.vtt");
  g_autofree char *text = NULL;

  g_return_val_if_fail (TAMBO_IS_VOICE (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_TIMELINE (timeline), FALSE);

  for (guint i = 0; i < self->scenes->len; i++)
    {
      if (tambo_voice_get_recorded_samples (self, i) > 0)
        add_recorded_spans (self, timeline, i, spans);
      else
        add_spoken_spans (self, timeline, i, spans);
    }
  text = tambo_subtitles_write (self->script,
                                (const TamboSpan *) (gconstpointer) spans->data,
                                spans->len,
                                tambo_timeline_get_n_frames (timeline));

  return g_file_replace_contents (file,
                                  text,
                                  strlen (text),
                                  NULL,
                                  FALSE,
                                  G_FILE_CREATE_NONE,
                                  NULL,
                                  NULL,
                                  error);
}

static void
copy_samples (gint16 *film, gsize n_film, guint frame, GBytes *samples)
{
  const gsize at = (gsize) frame * TAMBO_FILM_SAMPLES_PER_FRAME;
  const gsize n = MIN (count_samples (samples), n_film - MIN (at, n_film));

  memcpy (film + at, g_bytes_get_data (samples, NULL), n * sizeof (gint16));
}

/**
 * tambo_voice_mix:
 *
 * Returns: (transfer full): the whole film's sound, silence included: every voice is as long as the
 *   picture
 */
GBytes *
tambo_voice_mix (TamboVoice *self, TamboTimeline *timeline)
{
  const gsize n = (gsize) tambo_timeline_get_n_frames (timeline) * TAMBO_FILM_SAMPLES_PER_FRAME;
  gint16 *film = g_new0 (gint16, n);

  for (guint i = 0; i < self->scenes->len; i++)
    {
      const Scene *scene = &g_array_index (self->scenes, Scene, i);

      if (scene->recording != NULL)
        copy_samples (film, n, tambo_timeline_get_line_start (timeline, i, 0), scene->recording);
      for (guint line = 0; line < scene->lines->len; line++)
        copy_samples (film,
                      n,
                      tambo_timeline_get_line_start (timeline, i, line),
                      scene->lines->pdata[line]);
    }

  return g_bytes_new_take (film, n * sizeof (gint16));
}

/**
 * tambo_voice_write_sound:
 * @film: what tambo_voice_mix() made
 */
gboolean
tambo_voice_write_sound (TamboVoice *self,
                         GBytes *film,
                         GFile *out,
                         GCancellable *cancellable,
                         GError **error)
{
  const gsize second = TAMBO_FILM_SAMPLE_RATE * sizeof (gint16);
  g_autoptr (GFile) file = g_file_get_child (out, "voice.ogg");
  g_autoptr (TamboMediaWriter) writer = NULL;

  g_return_val_if_fail (TAMBO_IS_VOICE (self), FALSE);

  writer = tambo_media_writer_new_voice (
      file,
      self->is_stand_in ? "Spoken by a machine (espeak-ng), until a person records it" : NULL,
      error);
  if (writer == NULL)
    return FALSE;
  for (gsize at = 0; at < g_bytes_get_size (film); at += second)
    {
      g_autoptr (GBytes) piece =
          g_bytes_new_from_bytes (film, at, MIN (second, g_bytes_get_size (film) - at));

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !tambo_media_writer_push_samples (writer, piece, error))
        return FALSE;
    }

  return tambo_media_writer_finish (writer, error);
}

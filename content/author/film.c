/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/film.h"

#include "content/author/drawing.h"
#include "content/author/media-writer.h"
#include "content/author/source-file.h"
#include "content/author/stage.h"
#include "content/author/storyboard.h"
#include "content/author/voice.h"
#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/pack/media-types.h"

#include <string.h>

/* Part of the digest: raise it when the same drawings make another film. */
#define RENDERER "tambo film 2"
#define FADE_FRAMES 12
#define FACTS "facts.ini"
#define CQ_LEVEL 40
#define MAX_BITS_PER_SECOND 1500000
#define GROUP_HEARD "Heard"
#define GROUP_STAND_IN "StandIn"

/**
 * TamboFilm:
 *
 * A folder with drawings, a storyboard and a script for each language, and how to make one picture
 * track, and a voice and subtitles for each language, of them.
 */
struct _TamboFilm
{
  GObject parent_instance;

  GFile *folder;          /* (owned) */
  TamboStoryboard *board; /* (owned) */
  GPtrArray *voices;      /* (owned) (element-type TamboVoice): in the pack's order of languages */
  GStrv languages;        /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboFilm, tambo_film, G_TYPE_OBJECT)

static void
tambo_film_finalize (GObject *object)
{
  TamboFilm *self = TAMBO_FILM (object);

  g_clear_object (&self->folder);
  g_clear_object (&self->board);
  g_clear_pointer (&self->voices, g_ptr_array_unref);
  g_clear_pointer (&self->languages, g_strfreev);

  G_OBJECT_CLASS (tambo_film_parent_class)->finalize (object);
}

static void
tambo_film_class_init (TamboFilmClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_film_finalize;
}

static void
tambo_film_init (TamboFilm *self)
{
  self->voices = g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
load_script (TamboFilm *self, const char *language, GError **error)
{
  g_autofree char *name = g_strdup_printf ("script.%s.txt", language);
  g_autoptr (GBytes) bytes = tambo_source_read (self->folder, name, error);
  g_autoptr (TamboScript) script = NULL;

  if (bytes == NULL)
    return FALSE;
  script = tambo_script_new_from_bytes (bytes, name, TAMBO_SCRIPT_MAX_LINE, error);
  if (script == NULL || !tambo_storyboard_check_script (self->board, script, error))
    return FALSE;
  if (self->voices->len > 0 &&
      !tambo_script_check_same_shape (script,
                                      tambo_voice_get_script (self->voices->pdata[0]),
                                      error))
    return FALSE;

  g_ptr_array_add (self->voices,
                   tambo_voice_new (language,
                                    script,
                                    tambo_storyboard_is_unvoiced (self->board, language)));

  return TRUE;
}

TamboFilm *
tambo_film_new (GFile *folder, const char *const *languages, GError **error)
{
  g_autoptr (TamboFilm) self = g_object_new (TAMBO_TYPE_FILM, NULL);
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);
  g_return_val_if_fail (languages != NULL && languages[0] != NULL, NULL);

  self->folder = g_object_ref (folder);
  self->languages = g_strdupv ((char **) languages);
  bytes = tambo_source_read (folder, "film.ini", error);
  if (bytes == NULL)
    return NULL;
  self->board = tambo_storyboard_new_from_bytes (bytes, "film.ini", error);
  if (self->board == NULL)
    return NULL;
  for (guint i = 0; languages[i] != NULL; i++)
    {
      if (!load_script (self, languages[i], error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

guint
tambo_film_get_n_scenes (TamboFilm *self)
{
  g_return_val_if_fail (TAMBO_IS_FILM (self), 0);

  return tambo_storyboard_get_n_scenes (self->board);
}

const char *
tambo_film_get_scene (TamboFilm *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_FILM (self), NULL);

  return tambo_storyboard_get_scene (self->board, scene);
}

guint
tambo_film_count_lines (TamboFilm *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_FILM (self), 0);

  return g_strv_length (
      (char **) tambo_script_get_lines (tambo_voice_get_script (self->voices->pdata[0]), scene));
}

char *
tambo_film_compute_digest (TamboFilm *self, GError **error)
{
  g_autoptr (TamboHasher) hasher = tambo_hasher_new ();
  g_autofree char *languages = NULL;
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (TAMBO_IS_FILM (self), NULL);

  languages = g_strjoinv (" ", self->languages);
  tambo_hasher_update (hasher, RENDERER, strlen (RENDERER) + 1);
  tambo_hasher_update (hasher, languages, strlen (languages) + 1);
  names = tambo_source_list (self->folder, error);
  if (names == NULL)
    return NULL;
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GBytes) bytes = tambo_source_read (self->folder, names[i], error);
      guint64 size;

      if (bytes == NULL)
        return NULL;
      size = GUINT64_TO_LE ((guint64) g_bytes_get_size (bytes));
      tambo_hasher_update (hasher, names[i], strlen (names[i]) + 1);
      tambo_hasher_update (hasher, &size, sizeof size);
      tambo_hasher_update (hasher, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }

  return tambo_hasher_finish (hasher);
}

static gboolean
load_voices (TamboFilm *self, TamboFilmProgress progress, gpointer user_data, GError **error)
{
  const guint n_scenes = tambo_film_get_n_scenes (self);

  for (guint v = 0; v < self->voices->len; v++)
    {
      TamboVoice *voice = self->voices->pdata[v];

      for (guint i = 0; i < n_scenes; i++)
        {
          progress ("voices", v * n_scenes + i, self->voices->len * n_scenes, user_data);
          if (!tambo_voice_load_scene (voice, self->folder, i, error))
            return FALSE;
        }
    }

  return TRUE;
}

static TamboTimeline *
make_timeline (TamboFilm *self)
{
  TamboTimeline *timeline = tambo_timeline_new ();
  TamboScript *script = tambo_voice_get_script (self->voices->pdata[0]);

  for (guint scene = 0; scene < tambo_film_get_n_scenes (self); scene++)
    {
      const guint n_lines = g_strv_length ((char **) tambo_script_get_lines (script, scene));
      g_autofree guint64 *longest = g_new0 (guint64, n_lines);
      guint64 recorded = 0;

      for (guint v = 0; v < self->voices->len; v++)
        {
          TamboVoice *voice = self->voices->pdata[v];

          recorded = MAX (recorded, tambo_voice_get_recorded_samples (voice, scene));
          for (guint i = 0; i < n_lines; i++)
            longest[i] = MAX (longest[i], tambo_voice_get_line_samples (voice, scene, i));
        }
      tambo_timeline_add_scene (timeline, longest, n_lines, recorded);
    }

  return timeline;
}

static GBytes *
draw_frame (TamboStage *stage, TamboStage *last, TamboTimeline *timeline, guint frame)
{
  const gsize size = TAMBO_FILM_WIDTH * TAMBO_FILM_HEIGHT * 4;
  guint8 *pixels = g_malloc0 (size);
  const guint scene = tambo_timeline_find_scene (timeline, frame);
  const guint since = frame - tambo_timeline_get_scene_start (timeline, scene);
  cairo_surface_t *surface = NULL;
  cairo_t *cr = NULL;

  surface = cairo_image_surface_create_for_data (pixels,
                                                 CAIRO_FORMAT_RGB24,
                                                 TAMBO_FILM_WIDTH,
                                                 TAMBO_FILM_HEIGHT,
                                                 TAMBO_FILM_WIDTH * 4);
  cr = cairo_create (surface);
  if (last != NULL && since < FADE_FRAMES)
    tambo_stage_draw (last, cr, frame, 1);
  tambo_stage_draw (stage, cr, frame, last != NULL ? MIN ((since + 1.0) / FADE_FRAMES, 1) : 1);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  cairo_surface_destroy (surface);

  return g_bytes_new_take (pixels, size);
}

static gboolean
write_picture (TamboFilm *self,
               TamboTimeline *timeline,
               GFile *out,
               TamboFilmProgress progress,
               gpointer user_data,
               GError **error)
{
  const guint n_frames = tambo_timeline_get_n_frames (timeline);
  g_autoptr (GFile) file = g_file_get_child (out, "picture.webm");
  const TamboPictureFormat format = {
    TAMBO_PIXELS, TAMBO_FILM_WIDTH,   TAMBO_FILM_HEIGHT, TAMBO_FILM_RATE, 1,
    CQ_LEVEL,     MAX_BITS_PER_SECOND
  };
  g_autoptr (TamboMediaWriter) writer = tambo_media_writer_new_picture (file, &format, error);
  g_autoptr (TamboStage) stage = NULL;
  g_autoptr (TamboStage) last = NULL;

  if (writer == NULL)
    return FALSE;

  for (guint frame = 0; frame < n_frames; frame++)
    {
      const guint scene = tambo_timeline_find_scene (timeline, frame);
      g_autoptr (GBytes) pixels = NULL;

      if (frame == tambo_timeline_get_scene_start (timeline, scene))
        {
          g_clear_object (&last);
          last = g_steal_pointer (&stage);
          stage = tambo_stage_new (self->folder, self->board, timeline, scene, error);
          if (stage == NULL)
            return FALSE;
        }
      if (frame % TAMBO_FILM_RATE == 0)
        progress ("picture", frame, n_frames, user_data);
      pixels = draw_frame (stage, last, timeline, frame);
      if (!tambo_media_writer_push_frame (writer, pixels, error))
        return FALSE;
    }

  return tambo_media_writer_finish (writer, error);
}

/* A frame of one scene alone, @share of the way through it, as PNG of any size. */
static GBytes *
render_still (TamboFilm *self,
              TamboTimeline *timeline,
              guint scene,
              double share,
              int width,
              GError **error)
{
  const double scale = (double) width / TAMBO_FILM_WIDTH;
  g_autoptr (TamboStage) stage = NULL;
  cairo_surface_t *surface = NULL;
  cairo_t *cr = NULL;
  GBytes *png = NULL;

  stage = tambo_stage_new (self->folder, self->board, timeline, scene, error);
  if (stage == NULL)
    return NULL;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                        width,
                                        width * TAMBO_FILM_HEIGHT / TAMBO_FILM_WIDTH);
  cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  tambo_stage_draw (stage,
                    cr,
                    tambo_timeline_get_scene_start (timeline, scene) +
                        (guint) (share * tambo_timeline_get_scene_frames (timeline, scene)),
                    1);
  png = tambo_surface_to_png (surface);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return png;
}

static gboolean
write_poster (TamboFilm *self, TamboTimeline *timeline, GFile *out, GError **error)
{
  g_autoptr (GBytes) png = NULL;

  png = render_still (self,
                      timeline,
                      tambo_storyboard_get_poster_scene (self->board),
                      0.6,
                      TAMBO_POSTER_WIDTH,
                      error);

  return png != NULL && tambo_source_write (out, TAMBO_POSTER_NAME, png, error);
}

static gboolean
write_voices (TamboFilm *self, TamboTimeline *timeline, GFile *out, GError **error)
{
  for (guint i = 0; i < self->voices->len; i++)
    {
      TamboVoice *voice = self->voices->pdata[i];
      g_autoptr (GFile) folder = g_file_get_child (out, tambo_voice_get_language (voice));

      if (!tambo_source_make_folder (folder, error) ||
          !tambo_voice_write (voice, timeline, folder, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_facts (TamboFilm *self, TamboTimeline *timeline, GFile *out, GError **error)
{
  g_autoptr (GKeyFile) facts = g_key_file_new ();
  g_autoptr (GFile) file = g_file_get_child (out, FACTS);
  g_autofree char *digest = tambo_film_compute_digest (self, error);

  if (digest == NULL)
    return FALSE;

  g_key_file_set_string (facts, "Film", "Digest", digest);
  g_key_file_set_uint64 (facts,
                         "Film",
                         "DurationMs",
                         (guint64) tambo_timeline_get_n_frames (timeline) * 1000 / TAMBO_FILM_RATE);
  for (guint i = 0; i < self->voices->len; i++)
    {
      TamboVoice *voice = self->voices->pdata[i];
      const char *language = tambo_voice_get_language (voice);

      g_key_file_set_boolean (facts, GROUP_HEARD, language, tambo_voice_is_heard (voice));
      g_key_file_set_boolean (facts, GROUP_STAND_IN, language, tambo_voice_is_stand_in (voice));
    }

  return g_key_file_save_to_file (facts, g_file_peek_path (file), error);
}

/**
 * tambo_film_render:
 * @out: a folder for picture.webm, poster.png, LL/voice.ogg, LL/subtitles.vtt and facts.ini
 *
 * Renders everything. facts.ini is written last: a film that was interrupted is not current.
 */
gboolean
tambo_film_render (TamboFilm *self,
                   GFile *out,
                   TamboFilmProgress progress,
                   gpointer user_data,
                   GError **error)
{
  g_autoptr (TamboTimeline) timeline = NULL;
  g_autoptr (GFile) facts = NULL;

  g_return_val_if_fail (TAMBO_IS_FILM (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (out), FALSE);

  facts = g_file_get_child (out, FACTS);
  g_file_delete (facts, NULL, NULL);
  if (!tambo_source_make_folder (out, error) || !load_voices (self, progress, user_data, error))
    return FALSE;
  timeline = make_timeline (self);

  return write_voices (self, timeline, out, error) && write_poster (self, timeline, out, error) &&
         write_picture (self, timeline, out, progress, user_data, error) &&
         write_facts (self, timeline, out, error);
}

/* Whether @out holds what would be rendered now. %FALSE without an error: it does not. */
gboolean
tambo_film_is_current (TamboFilm *self, GFile *out, GError **error)
{
  g_autoptr (GKeyFile) facts = g_key_file_new ();
  g_autoptr (GFile) file = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *rendered = NULL;

  g_return_val_if_fail (TAMBO_IS_FILM (self), FALSE);

  file = g_file_get_child (out, FACTS);
  if (!g_key_file_load_from_file (facts, g_file_peek_path (file), G_KEY_FILE_NONE, NULL))
    return FALSE;
  digest = tambo_film_compute_digest (self, error);
  rendered = g_key_file_get_string (facts, "Film", "Digest", NULL);

  return digest != NULL && g_strcmp0 (digest, rendered) == 0;
}

/* Without voices: every line is taken to last three seconds. */
GBytes *
tambo_film_render_frame (TamboFilm *self, guint scene, double share, GError **error)
{
  g_autoptr (TamboTimeline) timeline = tambo_timeline_new ();
  TamboScript *script = NULL;

  g_return_val_if_fail (TAMBO_IS_FILM (self), NULL);
  g_return_val_if_fail (scene < tambo_film_get_n_scenes (self), NULL);

  script = tambo_voice_get_script (self->voices->pdata[0]);
  for (guint i = 0; i <= scene; i++)
    {
      const guint n_lines = g_strv_length ((char **) tambo_script_get_lines (script, i));
      g_autofree guint64 *samples = g_new (guint64, n_lines);

      for (guint line = 0; line < n_lines; line++)
        samples[line] = 3 * TAMBO_FILM_SAMPLE_RATE;
      tambo_timeline_add_scene (timeline, samples, n_lines, 0);
    }

  return render_still (self, timeline, scene, share, TAMBO_FILM_WIDTH, error);
}

guint64
tambo_film_read_duration_ms (GFile *out, GError **error)
{
  g_autoptr (GKeyFile) facts = g_key_file_new ();
  g_autoptr (GFile) file = g_file_get_child (out, FACTS);

  if (!g_key_file_load_from_file (facts, g_file_peek_path (file), G_KEY_FILE_NONE, error))
    return 0;

  return g_key_file_get_uint64 (facts, "Film", "DurationMs", error);
}

static gboolean
read_fact (GFile *out, const char *group, const char *language)
{
  g_autoptr (GKeyFile) facts = g_key_file_new ();
  g_autoptr (GFile) file = g_file_get_child (out, FACTS);

  return g_key_file_load_from_file (facts, g_file_peek_path (file), G_KEY_FILE_NONE, NULL) &&
         g_key_file_get_boolean (facts, group, language, NULL);
}

/* Whether there is a voice in @language, of a person or a machine. */
gboolean
tambo_film_is_heard (GFile *out, const char *language)
{
  return read_fact (out, GROUP_HEARD, language);
}

gboolean
tambo_film_is_stand_in (GFile *out, const char *language)
{
  return read_fact (out, GROUP_STAND_IN, language);
}

gboolean
tambo_film_is_unvoiced (TamboFilm *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_FILM (self), FALSE);

  return tambo_storyboard_is_unvoiced (self->board, language);
}

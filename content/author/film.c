/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/film.h"

#include "content/author/drawing.h"
#include "content/author/film-digest.h"
#include "content/author/film-facts.h"
#include "content/author/media-writer.h"
#include "content/author/source-file.h"
#include "content/author/stage.h"
#include "content/author/storyboard.h"
#include "content/author/voice.h"
#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/pack/media-types.h"

#include <string.h>

#define FADE_FRAMES 12
#define BOARD "film.ini"
#define PICTURE "picture.webm"
#define CQ_LEVEL 42
#define MAX_BITS_PER_SECOND 1500000

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

static void
read_script (TamboFilm *self,
             GFile *root,
             const char *path,
             const char *language,
             TamboFindings *findings)
{
  g_autofree char *name = tambo_source_name (path, "script.%s.txt", language);
  g_autoptr (GBytes) bytes = tambo_source_find (root, name, findings);
  const guint n_before = tambo_findings_count_refusals (findings);
  g_autoptr (TamboScript) script = NULL;

  if (bytes == NULL)
    return;
  script = tambo_script_read (bytes, name, TAMBO_SCRIPT_MAX_LINE, findings);
  if (script == NULL)
    return;
  if (self->voices->len > 0)
    tambo_script_compare_shape (script, tambo_voice_get_script (self->voices->pdata[0]), findings);
  if (tambo_findings_count_refusals (findings) == n_before)
    tambo_storyboard_compare_script (self->board, script, findings);
  tambo_script_check_language (script, language, findings);
  if (tambo_findings_count_refusals (findings) == n_before)
    g_ptr_array_add (self->voices,
                     tambo_voice_new (language,
                                      script,
                                      tambo_storyboard_is_unvoiced (self->board, language)));
}

/**
 * tambo_film_read:
 * @root: the author's folder
 * @path: of the film in it
 *
 * Reads as much as can be read, and writes down what is wrong.
 *
 * Returns: (transfer full) (nullable): the film in those of its languages that are whole; %NULL if
 *   there is none
 */
TamboFilm *
tambo_film_read (GFile *root,
                 const char *path,
                 const char *const *languages,
                 TamboFindings *findings)
{
  g_autoptr (TamboFilm) self = g_object_new (TAMBO_TYPE_FILM, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = tambo_source_name (path, BOARD);

  g_return_val_if_fail (G_IS_FILE (root), NULL);
  g_return_val_if_fail (languages != NULL && languages[0] != NULL, NULL);

  self->folder = g_file_resolve_relative_path (root, path);
  self->languages = g_strdupv ((char **) languages);
  bytes = tambo_source_find (root, name, findings);
  if (bytes == NULL)
    return NULL;
  self->board = tambo_storyboard_read (bytes, name, findings);
  if (self->board == NULL)
    return NULL;
  for (guint i = 0; languages[i] != NULL; i++)
    read_script (self, root, path, languages[i], findings);

  return self->voices->len > 0 ? g_steal_pointer (&self) : NULL;
}

/* A film that is whole. */
TamboFilm *
tambo_film_new (GFile *folder, const char *const *languages, GError **error)
{
  g_autoptr (TamboFindings) findings = tambo_findings_new ();
  g_autoptr (TamboFilm) self = tambo_film_read (folder, ".", languages, findings);

  if (!tambo_findings_to_error (findings, error))
    return NULL;

  return g_steal_pointer (&self);
}

gboolean
tambo_film_has_language (TamboFilm *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_FILM (self), FALSE);

  for (guint i = 0; i < self->voices->len; i++)
    {
      if (g_str_equal (tambo_voice_get_language (self->voices->pdata[i]), language))
        return TRUE;
    }

  return FALSE;
}

const char *
tambo_film_get_drawing (TamboFilm *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_FILM (self), NULL);

  return tambo_storyboard_get_drawing (self->board, scene);
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
  g_return_val_if_fail (TAMBO_IS_FILM (self), NULL);

  return tambo_film_digest_folder (self->folder, (const char *const *) self->languages, error);
}

static void
hash_number (TamboHasher *hasher, guint number)
{
  const guint32 little = GUINT32_TO_LE (number);

  tambo_hasher_update (hasher, &little, sizeof little);
}

/* Of the drawings, of what moves in them, and of when: not of who says what. */
static char *
compute_picture_digest (TamboFilm *self, TamboTimeline *timeline, GError **error)
{
  g_autoptr (TamboHasher) hasher = tambo_film_digest_new ();

  if (!tambo_film_digest_add_file (hasher, self->folder, BOARD, error))
    return NULL;
  for (guint scene = 0; scene < tambo_film_get_n_scenes (self); scene++)
    {
      if (!tambo_film_digest_add_file (hasher,
                                       self->folder,
                                       tambo_film_get_drawing (self, scene),
                                       error))
        return NULL;
      hash_number (hasher, tambo_timeline_get_scene_frames (timeline, scene));
      for (guint i = 0; i < tambo_timeline_get_n_lines (timeline, scene); i++)
        hash_number (hasher, tambo_timeline_get_line_start (timeline, scene, i));
    }

  return tambo_hasher_finish (hasher);
}

static gboolean
load_voices (TamboFilm *self,
             TamboProgressFunc progress,
             gpointer user_data,
             GCancellable *cancellable,
             GError **error)
{
  const guint n_scenes = tambo_film_get_n_scenes (self);

  for (guint v = 0; v < self->voices->len; v++)
    {
      TamboVoice *voice = self->voices->pdata[v];

      for (guint i = 0; i < n_scenes; i++)
        {
          progress ("voices", v * n_scenes + i, self->voices->len * n_scenes, user_data);
          if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
              !tambo_voice_load_scene (voice, self->folder, i, error))
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
               TamboProgressFunc progress,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  const guint n_frames = tambo_timeline_get_n_frames (timeline);
  g_autoptr (GFile) file = g_file_get_child (out, PICTURE);
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
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !tambo_media_writer_push_frame (writer, pixels, error))
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
is_there (GFile *folder, const char *name)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);

  return g_file_query_exists (file, NULL);
}

/* A sound is encoded only if it is another than the one that is there. */
static gboolean
update_sound (TamboVoice *voice,
              TamboTimeline *timeline,
              GFile *folder,
              GKeyFile *facts,
              GCancellable *cancellable,
              GError **error)
{
  const char *language = tambo_voice_get_language (voice);
  g_autoptr (GBytes) sound = tambo_voice_mix (voice, timeline);
  g_autofree char *digest = tambo_film_digest_sound (sound);

  if (tambo_film_facts_has (facts, language, digest) && is_there (folder, "voice.ogg"))
    return TRUE;
  tambo_film_facts_set (facts, language, NULL);
  if (!tambo_voice_write_sound (voice, sound, folder, cancellable, error))
    return FALSE;
  tambo_film_facts_set (facts, language, digest);

  return TRUE;
}

static gboolean
update_voices (TamboFilm *self,
               TamboTimeline *timeline,
               GFile *out,
               GKeyFile *facts,
               GCancellable *cancellable,
               GError **error)
{
  for (guint i = 0; i < self->voices->len; i++)
    {
      TamboVoice *voice = self->voices->pdata[i];
      g_autoptr (GFile) folder = g_file_get_child (out, tambo_voice_get_language (voice));

      if (!tambo_source_make_folder (folder, error) ||
          !tambo_voice_write_subtitles (voice, timeline, folder, error))
        return FALSE;
      if (tambo_voice_is_heard (voice) &&
          !update_sound (voice, timeline, folder, facts, cancellable, error))
        return FALSE;
      tambo_film_facts_set_voice (facts,
                                  tambo_voice_get_language (voice),
                                  tambo_voice_is_heard (voice),
                                  tambo_voice_is_stand_in (voice));
    }

  return tambo_film_facts_save (facts, out, error);
}

static gboolean
update_picture (TamboFilm *self,
                TamboTimeline *timeline,
                GFile *out,
                GKeyFile *facts,
                TamboProgressFunc progress,
                gpointer user_data,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *digest = compute_picture_digest (self, timeline, error);

  if (digest == NULL)
    return FALSE;
  if (tambo_film_facts_has (facts, TAMBO_FILM_PICTURE, digest) && is_there (out, PICTURE))
    return TRUE;
  tambo_film_facts_set (facts, TAMBO_FILM_PICTURE, NULL);
  if (!tambo_film_facts_save (facts, out, error) || !write_poster (self, timeline, out, error) ||
      !write_picture (self, timeline, out, progress, user_data, cancellable, error))
    return FALSE;
  tambo_film_facts_set (facts, TAMBO_FILM_PICTURE, digest);

  return TRUE;
}

/**
 * tambo_film_render:
 * @out: a folder for picture.webm, poster.png, LL/voice.ogg, LL/subtitles.vtt and facts.ini
 * @cancellable: (nullable)
 *
 * Renders what is not there, or was made of something else. A film that was interrupted is not
 * current, and what of it was done is not done again.
 */
gboolean
tambo_film_render (TamboFilm *self,
                   GFile *out,
                   TamboProgressFunc progress,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (TamboTimeline) timeline = NULL;
  g_autoptr (GKeyFile) facts = NULL;
  g_autofree char *digest = NULL;

  g_return_val_if_fail (TAMBO_IS_FILM (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (out), FALSE);

  facts = tambo_film_facts_load (out);
  tambo_film_facts_set (facts, TAMBO_FILM_WHOLE, NULL);
  digest = tambo_film_compute_digest (self, error);
  if (digest == NULL || !tambo_source_make_folder (out, error) ||
      !load_voices (self, progress, user_data, cancellable, error))
    return FALSE;
  timeline = make_timeline (self);
  tambo_film_facts_set_duration_ms (facts,
                                    (guint64) tambo_timeline_get_n_frames (timeline) * 1000 /
                                        TAMBO_FILM_RATE);
  if (!tambo_film_facts_save (facts, out, error) ||
      !update_voices (self, timeline, out, facts, cancellable, error) ||
      !update_picture (self, timeline, out, facts, progress, user_data, cancellable, error))
    return FALSE;
  tambo_film_facts_set (facts, TAMBO_FILM_WHOLE, digest);

  return tambo_film_facts_save (facts, out, error);
}

/* Whether @out holds what would be rendered now. %FALSE without an error: it does not. */
gboolean
tambo_film_is_current (TamboFilm *self, GFile *out, GError **error)
{
  g_autoptr (GKeyFile) facts = NULL;
  g_autofree char *digest = NULL;

  g_return_val_if_fail (TAMBO_IS_FILM (self), FALSE);

  facts = tambo_film_facts_load (out);
  digest = tambo_film_compute_digest (self, error);

  return digest != NULL && tambo_film_facts_has (facts, TAMBO_FILM_WHOLE, digest);
}

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

gboolean
tambo_film_is_unvoiced (TamboFilm *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_FILM (self), FALSE);

  return tambo_storyboard_is_unvoiced (self->board, language);
}

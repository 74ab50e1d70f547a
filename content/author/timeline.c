/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/timeline.h"

/* Silence, in frames: before a scene's first line, after each line, after the last one. */
#define LEAD_FRAMES 12
#define GAP_FRAMES 8
#define TAIL_FRAMES 20

typedef struct
{
  guint start;         /* frames from the film's start */
  guint n_frames;      /* of the whole scene */
  GArray *line_starts; /* (owned) (element-type guint): frames from the film's start */
} Scene;

/**
 * TamboTimeline:
 *
 * When each scene and each line starts, the same for all languages: a line has the time that the
 * slowest language needs for it. Everything starts on a frame, so that nothing drifts.
 */
struct _TamboTimeline
{
  GObject parent_instance;

  GArray *scenes; /* (owned) (element-type Scene) */
  guint n_frames;
};

G_DEFINE_FINAL_TYPE (TamboTimeline, tambo_timeline, G_TYPE_OBJECT)

static void
scene_clear (gpointer data)
{
  Scene *scene = data;

  g_clear_pointer (&scene->line_starts, g_array_unref);
}

static void
tambo_timeline_finalize (GObject *object)
{
  TamboTimeline *self = TAMBO_TIMELINE (object);

  g_clear_pointer (&self->scenes, g_array_unref);

  G_OBJECT_CLASS (tambo_timeline_parent_class)->finalize (object);
}

static void
tambo_timeline_class_init (TamboTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_timeline_finalize;
}

static void
tambo_timeline_init (TamboTimeline *self)
{
  self->scenes = g_array_new (FALSE, TRUE, sizeof (Scene));
  g_array_set_clear_func (self->scenes, scene_clear);
}

TamboTimeline *
tambo_timeline_new (void)
{
  return g_object_new (TAMBO_TYPE_TIMELINE, NULL);
}

static guint
frames_for (guint64 samples)
{
  return (guint) ((samples + TAMBO_FILM_SAMPLES_PER_FRAME - 1) / TAMBO_FILM_SAMPLES_PER_FRAME);
}

/**
 * tambo_timeline_add_scene:
 * @line_samples: (array length=n_lines): for each line, the samples it takes in the slowest
 * language
 * @at_least_samples: what the scene must have room for after its lead-in: the longest recording of
 *   the whole scene, or 0
 */
void
tambo_timeline_add_scene (TamboTimeline *self,
                          const guint64 *line_samples,
                          guint n_lines,
                          guint64 at_least_samples)
{
  Scene scene = { .start = self->n_frames };
  guint next = self->n_frames + LEAD_FRAMES;
  guint spoken_end = next;

  g_return_if_fail (TAMBO_IS_TIMELINE (self));
  g_return_if_fail (n_lines > 0);

  scene.line_starts = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < n_lines; i++)
    {
      g_array_append_val (scene.line_starts, next);
      spoken_end = next + frames_for (line_samples[i]);
      next = spoken_end + GAP_FRAMES;
    }
  spoken_end = MAX (spoken_end, scene.start + LEAD_FRAMES + frames_for (at_least_samples));

  scene.n_frames = spoken_end + TAIL_FRAMES - scene.start;
  self->n_frames += scene.n_frames;
  g_array_append_val (self->scenes, scene);
}

static Scene *
get_scene (TamboTimeline *self, guint scene)
{
  return &g_array_index (self->scenes, Scene, scene);
}

guint
tambo_timeline_get_n_scenes (TamboTimeline *self)
{
  g_return_val_if_fail (TAMBO_IS_TIMELINE (self), 0);

  return self->scenes->len;
}

guint
tambo_timeline_get_n_frames (TamboTimeline *self)
{
  g_return_val_if_fail (TAMBO_IS_TIMELINE (self), 0);

  return self->n_frames;
}

guint
tambo_timeline_get_scene_start (TamboTimeline *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_TIMELINE (self), 0);
  g_return_val_if_fail (scene < self->scenes->len, 0);

  return get_scene (self, scene)->start;
}

guint
tambo_timeline_get_scene_frames (TamboTimeline *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_TIMELINE (self), 0);
  g_return_val_if_fail (scene < self->scenes->len, 0);

  return get_scene (self, scene)->n_frames;
}

guint
tambo_timeline_get_n_lines (TamboTimeline *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_TIMELINE (self), 0);
  g_return_val_if_fail (scene < self->scenes->len, 0);

  return get_scene (self, scene)->line_starts->len;
}

/* In frames from the start of the film. */
guint
tambo_timeline_get_line_start (TamboTimeline *self, guint scene, guint line)
{
  g_return_val_if_fail (TAMBO_IS_TIMELINE (self), 0);
  g_return_val_if_fail (scene < self->scenes->len, 0);
  g_return_val_if_fail (line < get_scene (self, scene)->line_starts->len, 0);

  return g_array_index (get_scene (self, scene)->line_starts, guint, line);
}

/* The time that a line has, the silence after it aside: that of the slowest language. */
guint
tambo_timeline_get_line_frames (TamboTimeline *self, guint scene, guint line)
{
  const guint start = tambo_timeline_get_line_start (self, scene, line);

  g_return_val_if_fail (TAMBO_IS_TIMELINE (self), 0);

  if (line + 1 < tambo_timeline_get_n_lines (self, scene))
    return tambo_timeline_get_line_start (self, scene, line + 1) - start - GAP_FRAMES;

  return get_scene (self, scene)->start + get_scene (self, scene)->n_frames - start - TAIL_FRAMES;
}

/* The scene that is on at @frame; past the end, the last one. */
guint
tambo_timeline_find_scene (TamboTimeline *self, guint frame)
{
  g_return_val_if_fail (TAMBO_IS_TIMELINE (self), 0);
  g_return_val_if_fail (self->scenes->len > 0, 0);

  for (guint i = 0; i < self->scenes->len; i++)
    {
      if (frame < get_scene (self, i)->start + get_scene (self, i)->n_frames)
        return i;
    }

  return self->scenes->len - 1;
}

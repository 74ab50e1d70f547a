/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/stage.h"

#include "content/author/drawing.h"
#include "content/base/error.h"

#include <math.h>

/**
 * TamboStage:
 *
 * One scene, ready to be drawn at any frame. Each layer is rendered from its SVG once; a frame only
 * moves the pixels, which is what makes a film of thousands of frames a matter of seconds.
 */
struct _TamboStage
{
  GObject parent_instance;

  TamboStoryboard *board; /* (owned) */
  guint scene;
  guint start;         /* frames, from the film's start */
  guint n_frames;      /* of this scene */
  double *line_starts; /* (owned): seconds from the scene's start */
  double scale;        /* pixels of a sprite for each unit of the drawing */
  GArray *layers;      /* (owned) (element-type Layer): from back to front */
};

G_DEFINE_FINAL_TYPE (TamboStage, tambo_stage, G_TYPE_OBJECT)

typedef struct
{
  TamboSprite sprite; /* its surface is owned */
  GPtrArray *motions; /* (owned) (element-type TamboMotion): owned by the board */
} Layer;

static void
layer_clear (gpointer data)
{
  Layer *layer = data;

  g_clear_pointer (&layer->sprite.surface, cairo_surface_destroy);
  g_clear_pointer (&layer->motions, g_ptr_array_unref);
}

static GPtrArray *
find_motions (TamboStage *self, const char *id)
{
  GPtrArray *all = tambo_storyboard_get_motions (self->board, self->scene);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      if (g_str_equal (tambo_motion_get_layer (all->pdata[i]), id))
        g_ptr_array_add (found, all->pdata[i]);
    }

  return found;
}

static gboolean
check_motions (TamboStage *self, TamboDrawing *drawing, GError **error)
{
  GPtrArray *motions = tambo_storyboard_get_motions (self->board, self->scene);

  for (guint i = 0; i < motions->len; i++)
    {
      const char *layer = tambo_motion_get_layer (motions->pdata[i]);

      if (!g_strv_contains (tambo_drawing_get_layers (drawing), layer))
        {
          g_set_error (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_FORMAT,
                       "film.ini, [%s]: %s has no layer “%s”",
                       tambo_storyboard_get_scene (self->board, self->scene),
                       tambo_storyboard_get_drawing (self->board, self->scene),
                       layer);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
load_layers (TamboStage *self, GFile *folder, GError **error)
{
  const char *name = tambo_storyboard_get_drawing (self->board, self->scene);
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  g_autoptr (TamboDrawing) drawing = tambo_drawing_new_from_file (file, error);
  const char *const *ids = NULL;

  if (drawing == NULL || !check_motions (self, drawing, error))
    return FALSE;
  if (fabs (tambo_drawing_get_width (drawing) - TAMBO_FILM_WIDTH) > 0.5 ||
      fabs (tambo_drawing_get_height (drawing) - TAMBO_FILM_HEIGHT) > 0.5)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_FORMAT,
                   "film/%s: a scene is drawn on a sheet of %d × %d",
                   name,
                   TAMBO_FILM_WIDTH,
                   TAMBO_FILM_HEIGHT);
      return FALSE;
    }

  ids = tambo_drawing_get_layers (drawing);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      Layer layer = { { NULL } };

      if (!tambo_drawing_render_layer (drawing, ids[i], self->scale, &layer.sprite, error))
        return FALSE;
      layer.motions = find_motions (self, ids[i]);
      g_array_append_val (self->layers, layer);
    }

  return TRUE;
}

static void
tambo_stage_finalize (GObject *object)
{
  TamboStage *self = TAMBO_STAGE (object);

  g_clear_object (&self->board);
  g_clear_pointer (&self->line_starts, g_free);
  g_clear_pointer (&self->layers, g_array_unref);

  G_OBJECT_CLASS (tambo_stage_parent_class)->finalize (object);
}

static void
tambo_stage_class_init (TamboStageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_stage_finalize;
}

static void
tambo_stage_init (TamboStage *self)
{
  self->layers = g_array_new (FALSE, TRUE, sizeof (Layer));
  g_array_set_clear_func (self->layers, layer_clear);
}

TamboStage *
tambo_stage_new (GFile *folder,
                 TamboStoryboard *board,
                 TamboTimeline *timeline,
                 guint scene,
                 GError **error)
{
  g_autoptr (TamboStage) self = g_object_new (TAMBO_TYPE_STAGE, NULL);
  guint n_lines = 0;
  double narrowest = 0;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);
  g_return_val_if_fail (TAMBO_IS_STORYBOARD (board), NULL);
  g_return_val_if_fail (TAMBO_IS_TIMELINE (timeline), NULL);

  self->board = g_object_ref (board);
  self->scene = scene;
  self->start = tambo_timeline_get_scene_start (timeline, scene);
  self->n_frames = tambo_timeline_get_scene_frames (timeline, scene);
  n_lines = tambo_timeline_get_n_lines (timeline, scene);
  self->line_starts = g_new0 (double, n_lines);
  for (guint i = 0; i < n_lines; i++)
    self->line_starts[i] = (double) (tambo_timeline_get_line_start (timeline, scene, i) -
                                     self->start) /
                           TAMBO_FILM_RATE;
  narrowest = MIN (tambo_storyboard_get_camera (board, scene, 0).width,
                   tambo_storyboard_get_camera (board, scene, 1).width);
  self->scale = CLAMP (TAMBO_FILM_WIDTH / narrowest, 1, 3);
  if (!load_layers (self, folder, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
draw_layer (TamboStage *self, const Layer *layer, cairo_t *cr, double seconds)
{
  const TamboSprite *sprite = &layer->sprite;
  TamboPose pose = { .alpha = 1 };

  cairo_matrix_init_identity (&pose.matrix);
  for (guint i = 0; i < layer->motions->len; i++)
    tambo_motion_apply (layer->motions->pdata[i],
                        seconds,
                        self->line_starts,
                        sprite->x + sprite->width / 2,
                        sprite->y + sprite->height / 2,
                        &pose);
  if (pose.alpha < 0.004)
    return;

  cairo_save (cr);
  cairo_transform (cr, &pose.matrix);
  cairo_translate (cr, sprite->x, sprite->y);
  cairo_scale (cr, 1 / self->scale, 1 / self->scale);
  cairo_set_source_surface (cr, sprite->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  if (pose.alpha < 1)
    cairo_paint_with_alpha (cr, pose.alpha);
  else
    cairo_paint (cr);
  cairo_restore (cr);
}

/**
 * tambo_stage_draw:
 * @cr: a context whose unit is a pixel of the film
 * @frame: from the start of the film; a scene may be drawn past its end, while the next fades in
 * @alpha: how much of it is seen
 */
void
tambo_stage_draw (TamboStage *self, cairo_t *cr, guint frame, double alpha)
{
  const double seconds = (double) (frame - self->start) / TAMBO_FILM_RATE;
  const double share = MIN ((double) (frame - self->start) / self->n_frames, 1);
  TamboCamera camera;

  g_return_if_fail (TAMBO_IS_STAGE (self));
  g_return_if_fail (frame >= self->start);

  camera = tambo_storyboard_get_camera (self->board, self->scene, share);
  cairo_save (cr);
  if (alpha < 1)
    cairo_push_group (cr);
  cairo_scale (cr, TAMBO_FILM_WIDTH / camera.width, TAMBO_FILM_WIDTH / camera.width);
  cairo_translate (cr, -camera.x, -camera.y);
  for (guint i = 0; i < self->layers->len; i++)
    draw_layer (self, &g_array_index (self->layers, Layer, i), cr, seconds);
  if (alpha < 1)
    {
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, alpha);
    }
  cairo_restore (cr);
}

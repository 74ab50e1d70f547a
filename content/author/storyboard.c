/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/storyboard.h"

#include "content/author/text-rules.h"
#include "content/base/error.h"
#include "content/base/texts.h"

#include <stdio.h>

#define GROUP_FILM "Film"
#define DRAWING_WIDTH 1280

typedef struct
{
  char *id;           /* (owned) */
  char *drawing;      /* (owned): a file name beside film.ini */
  GPtrArray *motions; /* (owned) (element-type TamboMotion) */
  TamboCamera from, to;
} Scene;

/**
 * TamboStoryboard:
 *
 * film.ini: which drawing each scene shows, what moves in it, and where the camera looks.
 * Immutable once built.
 */
struct _TamboStoryboard
{
  GObject parent_instance;

  char *name;        /* (owned): for messages */
  GPtrArray *scenes; /* (owned) (element-type Scene) */
  guint poster_scene;
  GStrv unvoiced; /* (owned): languages that no machine speaks */
};

G_DEFINE_FINAL_TYPE (TamboStoryboard, tambo_storyboard, G_TYPE_OBJECT)

static void
scene_free (Scene *scene)
{
  g_free (scene->id);
  g_free (scene->drawing);
  g_ptr_array_unref (scene->motions);
  g_free (scene);
}

static gboolean G_GNUC_PRINTF (4, 5)
    refuse (TamboStoryboard *self, const char *group, GError **error, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list args;

  va_start (args, format);
  why = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "%s, [%s]: %s", self->name, group, why);

  return FALSE;
}

/* "X Y WIDTH", or "X Y WIDTH > X Y WIDTH" for a camera that moves. */
static gboolean
read_camera (TamboStoryboard *self, GKeyFile *file, Scene *scene, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, scene->id, "Camera", NULL);
  g_auto (GStrv) halves = NULL;
  guint n_halves = 0;

  scene->from = scene->to = (TamboCamera){ 0, 0, DRAWING_WIDTH };
  if (text == NULL)
    return TRUE;

  halves = g_strsplit (text, ">", 3);
  n_halves = g_strv_length (halves);
  for (guint i = 0; i < n_halves; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (halves[i]), " ", -1);
      TamboCamera camera;

      if (g_strv_length (words) != 3 || n_halves > 2)
        return refuse (self, scene->id, error, "Camera is “X Y WIDTH” or “X Y WIDTH > X Y WIDTH”");
      camera.x = g_ascii_strtod (words[0], NULL);
      camera.y = g_ascii_strtod (words[1], NULL);
      camera.width = g_ascii_strtod (words[2], NULL);
      if (!(camera.width >= 200 && camera.width <= 4000))
        return refuse (self, scene->id, error, "Camera's width must lie between 200 and 4000");
      scene->to = camera;
      if (i == 0)
        scene->from = camera;
    }

  return TRUE;
}

static gboolean
read_motions (TamboStoryboard *self, GKeyFile *file, Scene *scene, GError **error)
{
  g_auto (GStrv) texts = g_key_file_get_string_list (file, scene->id, "Motions", NULL, NULL);
  g_autofree char *where = g_strdup_printf ("%s, [%s]", self->name, scene->id);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      TamboMotion *motion = NULL;

      if (*g_strstrip (texts[i]) == '\0')
        continue;
      motion = tambo_motion_new_from_text (texts[i], where, error);
      if (motion == NULL)
        return FALSE;
      g_ptr_array_add (scene->motions, motion);
    }

  return TRUE;
}

static gboolean
read_scene (TamboStoryboard *self, GKeyFile *file, const char *id, GError **error)
{
  Scene *scene = NULL;

  if (!tambo_text_is_word (id) || !g_key_file_has_group (file, id))
    return refuse (self, GROUP_FILM, error, "scene “%s” has no group [%s] in this file", id, id);

  scene = g_new0 (Scene, 1);
  scene->id = g_strdup (id);
  scene->motions = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->scenes, scene);
  scene->drawing = g_key_file_get_string (file, id, "Drawing", NULL);
  if (scene->drawing == NULL || !g_str_has_suffix (scene->drawing, ".svg") ||
      strchr (scene->drawing, '/') != NULL)
    return refuse (self, id, error, "Drawing= must name an SVG file in the same folder");

  return read_camera (self, file, scene, error) && read_motions (self, file, scene, error);
}

static gboolean
read_poster (TamboStoryboard *self, GKeyFile *file, GError **error)
{
  g_autofree char *poster = g_key_file_get_string (file, GROUP_FILM, "Poster", NULL);

  for (guint i = 0; poster != NULL && i < self->scenes->len; i++)
    {
      if (g_str_equal (tambo_storyboard_get_scene (self, i), poster))
        {
          self->poster_scene = i;
          return TRUE;
        }
    }

  return poster == NULL || refuse (self, GROUP_FILM, error, "Poster= must name one of the scenes");
}

static gboolean
read_unvoiced (TamboStoryboard *self, GKeyFile *file, GError **error)
{
  self->unvoiced = g_key_file_get_string_list (file, GROUP_FILM, "Unvoiced", NULL, NULL);
  if (self->unvoiced == NULL)
    self->unvoiced = g_new0 (char *, 1);
  for (guint i = 0; self->unvoiced[i] != NULL; i++)
    {
      if (!tambo_language_is_valid (self->unvoiced[i]))
        return refuse (self,
                       GROUP_FILM,
                       error,
                       "Unvoiced=: “%s” is not a language tag",
                       self->unvoiced[i]);
    }

  return TRUE;
}

static gboolean
read_film (TamboStoryboard *self, GBytes *bytes, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  g_auto (GStrv) ids = NULL;

  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &local_error))
    return refuse (self, GROUP_FILM, error, "%s", local_error->message);
  ids = g_key_file_get_string_list (file, GROUP_FILM, "Scenes", NULL, NULL);
  if (ids == NULL || ids[0] == NULL)
    return refuse (self, GROUP_FILM, error, "Scenes= must list the scenes, in order");
  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (!read_scene (self, file, ids[i], error))
        return FALSE;
    }

  return read_poster (self, file, error) && read_unvoiced (self, file, error);
}

static void
tambo_storyboard_finalize (GObject *object)
{
  TamboStoryboard *self = TAMBO_STORYBOARD (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->scenes, g_ptr_array_unref);
  g_clear_pointer (&self->unvoiced, g_strfreev);

  G_OBJECT_CLASS (tambo_storyboard_parent_class)->finalize (object);
}

static void
tambo_storyboard_class_init (TamboStoryboardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_storyboard_finalize;
}

static void
tambo_storyboard_init (TamboStoryboard *self)
{
  self->scenes = g_ptr_array_new_with_free_func ((GDestroyNotify) scene_free);
}

TamboStoryboard *
tambo_storyboard_new_from_bytes (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (TamboStoryboard) self = g_object_new (TAMBO_TYPE_STORYBOARD, NULL);

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self->name = g_strdup (name);
  if (!read_film (self, bytes, error))
    return NULL;

  return g_steal_pointer (&self);
}

static Scene *
get_scene (TamboStoryboard *self, guint scene)
{
  return g_ptr_array_index (self->scenes, scene);
}

guint
tambo_storyboard_get_n_scenes (TamboStoryboard *self)
{
  g_return_val_if_fail (TAMBO_IS_STORYBOARD (self), 0);

  return self->scenes->len;
}

const char *
tambo_storyboard_get_scene (TamboStoryboard *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_STORYBOARD (self), NULL);
  g_return_val_if_fail (scene < self->scenes->len, NULL);

  return get_scene (self, scene)->id;
}

const char *
tambo_storyboard_get_drawing (TamboStoryboard *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_STORYBOARD (self), NULL);
  g_return_val_if_fail (scene < self->scenes->len, NULL);

  return get_scene (self, scene)->drawing;
}

/**
 * tambo_storyboard_get_motions:
 *
 * Returns: (transfer none) (element-type TamboMotion): the motions, in the order they apply
 */
GPtrArray *
tambo_storyboard_get_motions (TamboStoryboard *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_STORYBOARD (self), NULL);
  g_return_val_if_fail (scene < self->scenes->len, NULL);

  return get_scene (self, scene)->motions;
}

/* @share is how much of the scene is over, 0 to 1. The camera starts and stops softly. */
TamboCamera
tambo_storyboard_get_camera (TamboStoryboard *self, guint scene, double share)
{
  TamboCamera camera = { 0, 0, DRAWING_WIDTH };
  Scene *found = NULL;

  g_return_val_if_fail (TAMBO_IS_STORYBOARD (self), camera);
  g_return_val_if_fail (scene < self->scenes->len, camera);

  found = get_scene (self, scene);
  share = share * share * (3 - 2 * share);
  camera.x = found->from.x + (found->to.x - found->from.x) * share;
  camera.y = found->from.y + (found->to.y - found->from.y) * share;
  camera.width = found->from.width + (found->to.width - found->from.width) * share;

  return camera;
}

guint
tambo_storyboard_get_poster_scene (TamboStoryboard *self)
{
  g_return_val_if_fail (TAMBO_IS_STORYBOARD (self), 0);

  return self->poster_scene;
}

/* Whether pictures and words carry the film in @language until a person records it. */
gboolean
tambo_storyboard_is_unvoiced (TamboStoryboard *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_STORYBOARD (self), FALSE);

  return g_strv_contains ((const char *const *) self->unvoiced, language);
}

static gboolean
check_scene (TamboStoryboard *self, TamboScript *script, guint scene, GError **error)
{
  GPtrArray *motions = get_scene (self, scene)->motions;
  const char *id = get_scene (self, scene)->id;
  const guint n_lines = g_strv_length ((char **) tambo_script_get_lines (script, scene));

  if (!g_str_equal (tambo_script_get_scene (script, scene), id))
    return refuse (self,
                   GROUP_FILM,
                   error,
                   "scene %u is [%s] here, but [%s] in the script",
                   scene + 1,
                   id,
                   tambo_script_get_scene (script, scene));

  for (guint i = 0; i < motions->len; i++)
    {
      const guint line = tambo_motion_get_last_line (motions->pdata[i]);

      if (line > n_lines)
        return refuse (self,
                       id,
                       error,
                       "a motion waits for line %u, but the script has %u in this scene",
                       line,
                       n_lines);
    }

  return TRUE;
}

/* That the script has the scenes of the storyboard, and the lines that motions wait for. */
gboolean
tambo_storyboard_check_script (TamboStoryboard *self, TamboScript *script, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_STORYBOARD (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_SCRIPT (script), FALSE);

  if (self->scenes->len != tambo_script_get_n_scenes (script))
    return refuse (self,
                   GROUP_FILM,
                   error,
                   "%u scenes here, but %u in the script",
                   self->scenes->len,
                   tambo_script_get_n_scenes (script));
  for (guint i = 0; i < self->scenes->len; i++)
    {
      if (!check_scene (self, script, i, error))
        return FALSE;
    }

  return TRUE;
}

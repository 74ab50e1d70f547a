/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/storyboard.h"

#include "content/author/ini-file.h"
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

/* "X Y WIDTH", or "X Y WIDTH > X Y WIDTH" for a camera that moves. */
static gboolean
read_camera (Scene *scene, const char *text)
{
  g_auto (GStrv) halves = g_strsplit (text, ">", 3);
  const guint n_halves = g_strv_length (halves);

  for (guint i = 0; i < n_halves; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (halves[i]), " ", -1);
      TamboCamera camera;

      if (g_strv_length (words) != 3 || n_halves > 2)
        return FALSE;
      camera.x = g_ascii_strtod (words[0], NULL);
      camera.y = g_ascii_strtod (words[1], NULL);
      camera.width = g_ascii_strtod (words[2], NULL);
      if (!(camera.width >= 200 && camera.width <= 4000))
        return FALSE;
      scene->to = camera;
      if (i == 0)
        scene->from = camera;
    }

  return TRUE;
}

static void
read_motions (TamboIniFile *file, Scene *scene, TamboFindings *findings)
{
  g_auto (GStrv) texts =
      g_key_file_get_string_list (tambo_ini_file_get_keys (file), scene->id, "Motions", NULL, NULL);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      TamboMotion *motion = NULL;
      g_autofree char *verbs = NULL;

      if (*g_strstrip (texts[i]) == '\0')
        continue;
      motion = tambo_motion_new_from_text (texts[i]);
      if (motion != NULL)
        {
          g_ptr_array_add (scene->motions, motion);
          continue;
        }
      verbs = tambo_motion_describe_verbs ();
      tambo_ini_file_refuse (file,
                             findings,
                             scene->id,
                             "Motions",
                             verbs,
                             "“%s” is not a motion",
                             texts[i]);
    }
}

static void
read_scene (TamboStoryboard *self, TamboIniFile *file, const char *id, TamboFindings *findings)
{
  GKeyFile *keys = tambo_ini_file_get_keys (file);
  g_autofree char *camera = NULL;
  Scene *scene = NULL;

  if (!tambo_text_is_word (id) || !g_key_file_has_group (keys, id))
    {
      tambo_ini_file_refuse (file,
                             findings,
                             GROUP_FILM,
                             "Scenes",
                             "write the group, or take the scene out of Scenes=",
                             "scene “%s” has no group [%s] in this file",
                             id,
                             id);
      return;
    }

  scene = g_new0 (Scene, 1);
  scene->id = g_strdup (id);
  scene->motions = g_ptr_array_new_with_free_func (g_object_unref);
  scene->from = scene->to = (TamboCamera){ 0, 0, DRAWING_WIDTH };
  g_ptr_array_add (self->scenes, scene);
  scene->drawing = g_key_file_get_string (keys, id, "Drawing", NULL);
  if (scene->drawing == NULL || !g_str_has_suffix (scene->drawing, ".svg") ||
      strchr (scene->drawing, '/') != NULL)
    tambo_ini_file_refuse (file,
                           findings,
                           id,
                           "Drawing",
                           "write its name, as glass.svg",
                           "it must name an SVG file in the same folder");
  camera = g_key_file_get_string (keys, id, "Camera", NULL);
  if (camera != NULL && !read_camera (scene, camera))
    tambo_ini_file_refuse (file,
                           findings,
                           id,
                           "Camera",
                           "write “X Y WIDTH” or “X Y WIDTH > X Y WIDTH”, WIDTH from 200 to 4000",
                           "“%s” is not where a camera could look",
                           camera);
  read_motions (file, scene, findings);
}

static void
read_poster (TamboStoryboard *self, TamboIniFile *file, TamboFindings *findings)
{
  g_autofree char *poster =
      g_key_file_get_string (tambo_ini_file_get_keys (file), GROUP_FILM, "Poster", NULL);

  for (guint i = 0; poster != NULL && i < self->scenes->len; i++)
    {
      if (g_str_equal (tambo_storyboard_get_scene (self, i), poster))
        {
          self->poster_scene = i;
          return;
        }
    }
  if (poster != NULL)
    tambo_ini_file_refuse (file,
                           findings,
                           GROUP_FILM,
                           "Poster",
                           "name one of the scenes",
                           "there is no scene “%s”",
                           poster);
}

static void
read_unvoiced (TamboStoryboard *self, TamboIniFile *file, TamboFindings *findings)
{
  self->unvoiced = g_key_file_get_string_list (tambo_ini_file_get_keys (file),
                                               GROUP_FILM,
                                               "Unvoiced",
                                               NULL,
                                               NULL);
  if (self->unvoiced == NULL)
    self->unvoiced = g_new0 (char *, 1);
  for (guint i = 0; self->unvoiced[i] != NULL; i++)
    {
      if (!tambo_language_is_valid (self->unvoiced[i]))
        tambo_ini_file_refuse (file,
                               findings,
                               GROUP_FILM,
                               "Unvoiced",
                               "write them as so;ti",
                               "“%s” is not a language tag",
                               self->unvoiced[i]);
    }
}

static void
read_film (TamboStoryboard *self, TamboIniFile *file, TamboFindings *findings)
{
  g_auto (GStrv) ids =
      g_key_file_get_string_list (tambo_ini_file_get_keys (file), GROUP_FILM, "Scenes", NULL, NULL);

  if (ids == NULL || ids[0] == NULL)
    {
      tambo_ini_file_refuse (file,
                             findings,
                             GROUP_FILM,
                             "Scenes",
                             "list the scenes, in order",
                             "it is missing");
      return;
    }
  for (guint i = 0; ids[i] != NULL; i++)
    read_scene (self, file, ids[i], findings);
  read_poster (self, file, findings);
  read_unvoiced (self, file, findings);
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

/* Returns: (transfer full) (nullable): the storyboard, or %NULL with at least one refusal */
TamboStoryboard *
tambo_storyboard_read (GBytes *bytes, const char *name, TamboFindings *findings)
{
  g_autoptr (TamboStoryboard) self = g_object_new (TAMBO_TYPE_STORYBOARD, NULL);
  g_autoptr (TamboIniFile) file = NULL;
  guint n_before;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self->name = g_strdup (name);
  n_before = tambo_findings_count_refusals (findings);
  file = tambo_ini_file_new_from_bytes (bytes, name, findings);
  if (file == NULL)
    return NULL;
  read_film (self, file, findings);

  return tambo_findings_count_refusals (findings) == n_before ? g_steal_pointer (&self) : NULL;
}

TamboStoryboard *
tambo_storyboard_new_from_bytes (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (TamboFindings) findings = tambo_findings_new ();
  g_autoptr (TamboStoryboard) self = tambo_storyboard_read (bytes, name, findings);

  if (!tambo_findings_to_error (findings, error))
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

static void
compare_scene (TamboStoryboard *self, TamboScript *script, guint scene, TamboFindings *findings)
{
  GPtrArray *motions = get_scene (self, scene)->motions;
  const char *id = get_scene (self, scene)->id;
  const guint n_lines = g_strv_length ((char **) tambo_script_get_lines (script, scene));
  g_autofree char *place = g_strdup_printf ("[%s]", id);

  if (!g_str_equal (tambo_script_get_scene (script, scene), id))
    {
      tambo_findings_refuse (findings,
                             TAMBO_ERROR_PACK_FORMAT,
                             self->name,
                             place,
                             "put both in the same order",
                             "scene %u is [%s] here, but [%s] in %s",
                             scene + 1,
                             id,
                             tambo_script_get_scene (script, scene),
                             tambo_script_get_name (script));
      return;
    }
  for (guint i = 0; i < motions->len; i++)
    {
      const guint line = tambo_motion_get_last_line (motions->pdata[i]);

      if (line > n_lines)
        tambo_findings_refuse (findings,
                               TAMBO_ERROR_PACK_FORMAT,
                               self->name,
                               place,
                               "let it wait for another, or write the line",
                               "a motion waits for line %u, but %s has %u in this scene",
                               line,
                               tambo_script_get_name (script),
                               n_lines);
    }
}

/* That the script has the scenes of the storyboard, and the lines that motions wait for. */
void
tambo_storyboard_compare_script (TamboStoryboard *self,
                                 TamboScript *script,
                                 TamboFindings *findings)
{
  g_return_if_fail (TAMBO_IS_STORYBOARD (self));
  g_return_if_fail (TAMBO_IS_SCRIPT (script));

  if (self->scenes->len != tambo_script_get_n_scenes (script))
    {
      tambo_findings_refuse (findings,
                             TAMBO_ERROR_PACK_FORMAT,
                             self->name,
                             "[" GROUP_FILM "] Scenes",
                             "give each scene its lines",
                             "%u scenes here, but %u in %s",
                             self->scenes->len,
                             tambo_script_get_n_scenes (script),
                             tambo_script_get_name (script));
      return;
    }
  for (guint i = 0; i < self->scenes->len; i++)
    compare_scene (self, script, i, findings);
}

gboolean
tambo_storyboard_check_script (TamboStoryboard *self, TamboScript *script, GError **error)
{
  g_autoptr (TamboFindings) findings = tambo_findings_new ();

  tambo_storyboard_compare_script (self, script, findings);

  return tambo_findings_to_error (findings, error);
}

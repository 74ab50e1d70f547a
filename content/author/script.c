/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/script.h"

#include "content/author/text-rules.h"
#include "content/base/error.h"

#include <string.h>

#define MAX_SCENES 60
#define MAX_LINES 12

typedef struct
{
  char *id;         /* (owned) */
  GPtrArray *lines; /* (owned) (element-type utf8): ends with NULL once the script is read */
} Scene;

/**
 * TamboScript:
 *
 * What is said in a film in one language: scenes, and in each scene the lines. A line is a
 * breath: one sentence, one subtitle. A leaflet is written alike: pages, and on each page its
 * title and its paragraphs. Immutable once built.
 */
struct _TamboScript
{
  GObject parent_instance;

  char *name;        /* (owned): for messages */
  GPtrArray *scenes; /* (owned) (element-type Scene) */
  guint max_line;    /* characters */
};

G_DEFINE_FINAL_TYPE (TamboScript, tambo_script, G_TYPE_OBJECT)

static void
scene_free (Scene *scene)
{
  g_free (scene->id);
  g_ptr_array_unref (scene->lines);
  g_free (scene);
}

static gboolean
refuse (TamboScript *self, guint line_number, GError **error, const char *why)
{
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_FORMAT,
               "%s, line %u: %s",
               self->name,
               line_number,
               why);
  return FALSE;
}

static gboolean
add_scene (TamboScript *self, char *id, guint line_number, GError **error)
{
  Scene *scene = NULL;

  if (!tambo_text_is_word (id))
    return refuse (self, line_number, error, "a scene's name is small letters, digits and hyphens");
  if (self->scenes->len == MAX_SCENES)
    return refuse (self, line_number, error, "a film has at most 60 scenes");
  for (guint i = 0; i < self->scenes->len; i++)
    {
      if (g_str_equal (((Scene *) self->scenes->pdata[i])->id, id))
        return refuse (self, line_number, error, "this scene stands here twice; rename one");
    }

  scene = g_new0 (Scene, 1);
  scene->id = g_strdup (id);
  scene->lines = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->scenes, scene);

  return TRUE;
}

static gboolean
add_line (TamboScript *self, const char *text, guint line_number, GError **error)
{
  g_autofree char *where = g_strdup_printf ("%s, line %u", self->name, line_number);
  Scene *scene = NULL;

  if (self->scenes->len == 0)
    return refuse (self, line_number, error, "a [scene] must come before the first line");
  scene = g_ptr_array_index (self->scenes, self->scenes->len - 1);
  if (scene->lines->len == MAX_LINES)
    return refuse (self, line_number, error, "a scene has at most 12 lines; start a new one");
  if (!tambo_text_check (text, -1, self->max_line, where, error))
    return FALSE;

  g_ptr_array_add (scene->lines, g_strdup (text));

  return TRUE;
}

static gboolean
read_line (TamboScript *self, char *line, guint line_number, GError **error)
{
  g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return TRUE;
  if (*line == '[' && g_str_has_suffix (line, "]"))
    {
      line[strlen (line) - 1] = '\0';
      return add_scene (self, line + 1, line_number, error);
    }

  return add_line (self, line, line_number, error);
}

static gboolean
finish (TamboScript *self, GError **error)
{
  if (self->scenes->len == 0)
    return refuse (self, 1, error, "there is no [scene] in this file");

  for (guint i = 0; i < self->scenes->len; i++)
    {
      Scene *scene = g_ptr_array_index (self->scenes, i);

      if (scene->lines->len == 0)
        {
          g_set_error (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_FORMAT,
                       "%s: nothing is said in scene [%s]",
                       self->name,
                       scene->id);
          return FALSE;
        }
      g_ptr_array_add (scene->lines, NULL);
    }

  return TRUE;
}

static void
tambo_script_finalize (GObject *object)
{
  TamboScript *self = TAMBO_SCRIPT (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->scenes, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_script_parent_class)->finalize (object);
}

static void
tambo_script_class_init (TamboScriptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_script_finalize;
}

static void
tambo_script_init (TamboScript *self)
{
  self->scenes = g_ptr_array_new_with_free_func ((GDestroyNotify) scene_free);
}

/**
 * tambo_script_new_from_bytes:
 * @bytes: a script as an author writes it: `[scene]`, then one line of text for each sentence;
 *   `#` starts a comment
 * @name: what to call the file in messages
 * @max_line: the longest a line may be, in characters
 *
 * Returns: (transfer full): the script, or %NULL with %TAMBO_ERROR_PACK_FORMAT
 */
TamboScript *
tambo_script_new_from_bytes (GBytes *bytes, const char *name, guint max_line, GError **error)
{
  g_autoptr (TamboScript) self = g_object_new (TAMBO_TYPE_SCRIPT, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize size = 0;
  const char *data = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self->name = g_strdup (name);
  self->max_line = max_line;
  data = g_bytes_get_data (bytes, &size);
  if (size > 0 && !g_utf8_validate (data, (gssize) size, NULL))
    {
      refuse (self, 1, error, "this is not UTF-8 text; save the file as UTF-8");
      return NULL;
    }
  text = g_strndup (data != NULL ? data : "", size);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!read_line (self, lines[i], i + 1, error))
        return NULL;
    }
  if (!finish (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

guint
tambo_script_get_n_scenes (TamboScript *self)
{
  g_return_val_if_fail (TAMBO_IS_SCRIPT (self), 0);

  return self->scenes->len;
}

const char *
tambo_script_get_scene (TamboScript *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_SCRIPT (self), NULL);
  g_return_val_if_fail (scene < self->scenes->len, NULL);

  return ((Scene *) self->scenes->pdata[scene])->id;
}

/**
 * tambo_script_get_lines:
 *
 * Returns: (transfer none) (array zero-terminated=1): the lines of a scene, at least one
 */
const char *const *
tambo_script_get_lines (TamboScript *self, guint scene)
{
  g_return_val_if_fail (TAMBO_IS_SCRIPT (self), NULL);
  g_return_val_if_fail (scene < self->scenes->len, NULL);

  return (const char *const *) ((Scene *) self->scenes->pdata[scene])->lines->pdata;
}

/* One picture serves all voices, so every language says the same number of lines in the same
 * scenes. */
gboolean
tambo_script_check_same_shape (TamboScript *self, TamboScript *other, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_SCRIPT (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_SCRIPT (other), FALSE);

  for (guint i = 0; i < MAX (self->scenes->len, other->scenes->len); i++)
    {
      Scene *ours = i < self->scenes->len ? self->scenes->pdata[i] : NULL;
      Scene *theirs = i < other->scenes->len ? other->scenes->pdata[i] : NULL;

      if (ours == NULL || theirs == NULL || !g_str_equal (ours->id, theirs->id))
        {
          g_set_error (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_FORMAT,
                       "%s: scene %u is [%s], but [%s] in %s; scenes must be the same in every "
                       "language",
                       self->name,
                       i + 1,
                       ours != NULL ? ours->id : "",
                       theirs != NULL ? theirs->id : "",
                       other->name);
          return FALSE;
        }
      if (ours->lines->len != theirs->lines->len)
        {
          g_set_error (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_FORMAT,
                       "%s: scene [%s] has %u lines, but %u in %s; lines must match one by one",
                       self->name,
                       ours->id,
                       ours->lines->len - 1,
                       theirs->lines->len - 1,
                       other->name);
          return FALSE;
        }
    }

  return TRUE;
}

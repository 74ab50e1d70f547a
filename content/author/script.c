/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/script.h"

#include "content/author/language-rules.h"
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

static void
refuse (TamboScript *self,
        guint line_number,
        const char *cure,
        const char *reason,
        TamboFindings *findings)
{
  g_autofree char *place = g_strdup_printf ("line %u", line_number);

  tambo_findings_refuse (findings, TAMBO_ERROR_PACK_FORMAT, self->name, place, cure, "%s", reason);
}

static void
add_scene (TamboScript *self, char *id, guint line_number, TamboFindings *findings)
{
  Scene *scene = NULL;

  if (!tambo_text_is_word (id))
    refuse (self,
            line_number,
            "use small letters, digits and hyphens",
            "this is no name for a scene",
            findings);
  if (self->scenes->len == MAX_SCENES)
    refuse (self, line_number, "join some", "a film has at most 60 scenes", findings);
  for (guint i = 0; i < self->scenes->len; i++)
    {
      if (g_str_equal (((Scene *) self->scenes->pdata[i])->id, id))
        refuse (self, line_number, "rename one", "this scene stands here twice", findings);
    }

  scene = g_new0 (Scene, 1);
  scene->id = g_strdup (id);
  scene->lines = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->scenes, scene);
}

static void
add_line (TamboScript *self, const char *text, guint line_number, TamboFindings *findings)
{
  g_autofree char *place = g_strdup_printf ("line %u", line_number);
  Scene *scene = NULL;

  if (self->scenes->len == 0)
    {
      refuse (self,
              line_number,
              "write one before the first line",
              "there is no [scene] yet",
              findings);
      return;
    }
  scene = g_ptr_array_index (self->scenes, self->scenes->len - 1);
  if (scene->lines->len == MAX_LINES)
    refuse (self, line_number, "start a new one", "a scene has at most 12 lines", findings);
  tambo_findings_check_text (findings, text, self->max_line, self->name, place);
  g_ptr_array_add (scene->lines, g_strdup (text));
}

static void
read_line (TamboScript *self, char *line, guint line_number, TamboFindings *findings)
{
  g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return;
  if (*line == '[' && g_str_has_suffix (line, "]"))
    {
      line[strlen (line) - 1] = '\0';
      add_scene (self, line + 1, line_number, findings);
    }
  else
    add_line (self, line, line_number, findings);
}

static void
finish (TamboScript *self, TamboFindings *findings)
{
  if (self->scenes->len == 0)
    refuse (self, 1, "write [name] before what is said", "there is no [scene]", findings);

  for (guint i = 0; i < self->scenes->len; i++)
    {
      Scene *scene = g_ptr_array_index (self->scenes, i);
      g_autofree char *place = g_strdup_printf ("[%s]", scene->id);

      if (scene->lines->len == 0)
        tambo_findings_refuse (findings,
                               TAMBO_ERROR_PACK_FORMAT,
                               self->name,
                               place,
                               "write a line, or take the scene out",
                               "nothing is said in it");
      g_ptr_array_add (scene->lines, NULL);
    }
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
 * tambo_script_read:
 * @bytes: a script as an author writes it: `[scene]`, then one line of text for each sentence;
 *   `#` starts a comment
 * @name: what to call the file in messages
 * @max_line: the longest a line may be, in characters
 *
 * Returns: (transfer full) (nullable): the script, or %NULL with at least one refusal
 */
TamboScript *
tambo_script_read (GBytes *bytes, const char *name, guint max_line, TamboFindings *findings)
{
  g_autoptr (TamboScript) self = g_object_new (TAMBO_TYPE_SCRIPT, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize size = 0;
  const char *data = NULL;
  guint n_before;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self->name = g_strdup (name);
  self->max_line = max_line;
  n_before = tambo_findings_count_refusals (findings);
  data = g_bytes_get_data (bytes, &size);
  if (size > 0 && !g_utf8_validate (data, (gssize) size, NULL))
    {
      refuse (self, 1, "save the file as UTF-8", "this is not UTF-8 text", findings);
      return NULL;
    }
  text = g_strndup (data != NULL ? data : "", size);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    read_line (self, lines[i], i + 1, findings);
  finish (self, findings);

  return tambo_findings_count_refusals (findings) == n_before ? g_steal_pointer (&self) : NULL;
}

TamboScript *
tambo_script_new_from_bytes (GBytes *bytes, const char *name, guint max_line, GError **error)
{
  g_autoptr (TamboFindings) findings = tambo_findings_new ();
  g_autoptr (TamboScript) self = tambo_script_read (bytes, name, max_line, findings);

  if (!tambo_findings_to_error (findings, error))
    return NULL;

  return g_steal_pointer (&self);
}

const char *
tambo_script_get_name (TamboScript *self)
{
  g_return_val_if_fail (TAMBO_IS_SCRIPT (self), NULL);

  return self->name;
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
tambo_script_compare_shape (TamboScript *self, TamboScript *other, TamboFindings *findings)
{
  gboolean same = TRUE;

  g_return_val_if_fail (TAMBO_IS_SCRIPT (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_SCRIPT (other), FALSE);

  for (guint i = 0; i < MAX (self->scenes->len, other->scenes->len); i++)
    {
      Scene *ours = i < self->scenes->len ? self->scenes->pdata[i] : NULL;
      Scene *theirs = i < other->scenes->len ? other->scenes->pdata[i] : NULL;
      g_autofree char *place = NULL;

      if (ours == NULL || theirs == NULL || !g_str_equal (ours->id, theirs->id))
        {
          place = g_strdup_printf ("scene %u", i + 1);
          tambo_findings_refuse (findings,
                                 TAMBO_ERROR_PACK_FORMAT,
                                 self->name,
                                 place,
                                 "scenes must be the same in every language",
                                 "it is [%s] here, but [%s] in %s",
                                 ours != NULL ? ours->id : "",
                                 theirs != NULL ? theirs->id : "",
                                 other->name);
          return FALSE;
        }
      if (ours->lines->len == theirs->lines->len)
        continue;
      place = g_strdup_printf ("[%s]", ours->id);
      tambo_findings_refuse (findings,
                             TAMBO_ERROR_PACK_FORMAT,
                             self->name,
                             place,
                             "lines must match one by one",
                             "it has %u lines, but %u in %s",
                             ours->lines->len - 1,
                             theirs->lines->len - 1,
                             other->name);
      same = FALSE;
    }

  return same;
}

/* That it is written in the letters of its language: a file that was named for another is not. */
void
tambo_script_check_language (TamboScript *self, const char *language, TamboFindings *findings)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *letters = NULL;

  g_return_if_fail (TAMBO_IS_SCRIPT (self));

  for (guint i = 0; i < self->scenes->len; i++)
    {
      const char *const *lines = tambo_script_get_lines (self, i);

      for (guint line = 0; lines[line] != NULL; line++)
        g_string_append (text, lines[line]);
    }
  letters = tambo_language_rules_find_script_fault (language, text->str);
  if (letters != NULL)
    tambo_findings_refuse (findings,
                           TAMBO_ERROR_PACK_FORMAT,
                           self->name,
                           NULL,
                           "correct the name of the file",
                           "“%s” is written in %s letters, and this is not",
                           language,
                           letters);
}

gboolean
tambo_script_check_same_shape (TamboScript *self, TamboScript *other, GError **error)
{
  g_autoptr (TamboFindings) findings = tambo_findings_new ();

  tambo_script_compare_shape (self, other, findings);

  return tambo_findings_to_error (findings, error);
}

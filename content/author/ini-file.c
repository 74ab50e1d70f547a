/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/ini-file.h"

#include "content/base/error.h"

#include <string.h>

/**
 * TamboIniFile:
 *
 * A key file as authors write it, that knows on which line each group and key stands. Immutable.
 */
struct _TamboIniFile
{
  GObject parent_instance;

  char *name;        /* (owned): for messages */
  GKeyFile *keys;    /* (owned) */
  GHashTable *lines; /* (owned): "group" or "group\nkey" → its line */
};

G_DEFINE_FINAL_TYPE (TamboIniFile, tambo_ini_file, G_TYPE_OBJECT)

static void
tambo_ini_file_finalize (GObject *object)
{
  TamboIniFile *self = TAMBO_INI_FILE (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->keys, g_key_file_unref);
  g_clear_pointer (&self->lines, g_hash_table_unref);

  G_OBJECT_CLASS (tambo_ini_file_parent_class)->finalize (object);
}

static void
tambo_ini_file_class_init (TamboIniFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_ini_file_finalize;
}

static void
tambo_ini_file_init (TamboIniFile *self)
{
  self->keys = g_key_file_new ();
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
find_lines (TamboIniFile *self, GBytes *bytes)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = g_strndup (data != NULL ? data : "", size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *group = g_strdup ("");

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);
      char *sign = strchr (line, '=');

      if (*line == '[' && g_str_has_suffix (line, "]"))
        {
          line[strlen (line) - 1] = '\0';
          g_free (group);
          group = g_strdup (line + 1);
          g_hash_table_insert (self->lines, g_strdup (group), GUINT_TO_POINTER (i + 1));
        }
      else if (*line != '#' && sign != NULL)
        {
          *sign = '\0';
          g_hash_table_insert (self->lines,
                               g_strdup_printf ("%s\n%s", group, g_strchomp (line)),
                               GUINT_TO_POINTER (i + 1));
        }
    }
}

/* Returns: (transfer full) (nullable): the file, or %NULL with a finding */
TamboIniFile *
tambo_ini_file_new_from_bytes (GBytes *bytes, const char *name, TamboFindings *findings)
{
  g_autoptr (TamboIniFile) self = g_object_new (TAMBO_TYPE_INI_FILE, NULL);
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  self->name = g_strdup (name);
  if (!g_key_file_load_from_bytes (self->keys, bytes, G_KEY_FILE_KEEP_TRANSLATIONS, &error))
    {
      tambo_findings_refuse (findings,
                             TAMBO_ERROR_PACK_FORMAT,
                             name,
                             NULL,
                             "a line is a [group], Key=value, or starts with #",
                             "%s",
                             error->message);
      return NULL;
    }
  find_lines (self, bytes);

  return g_steal_pointer (&self);
}

GKeyFile *
tambo_ini_file_get_keys (TamboIniFile *self)
{
  g_return_val_if_fail (TAMBO_IS_INI_FILE (self), NULL);

  return self->keys;
}

const char *
tambo_ini_file_get_name (TamboIniFile *self)
{
  g_return_val_if_fail (TAMBO_IS_INI_FILE (self), NULL);

  return self->name;
}

/**
 * tambo_ini_file_describe_place:
 * @key: (nullable)
 *
 * Returns: (transfer full): "line 7, [Pack] Title[fr]"; for a key that is missing, the group's line
 */
char *
tambo_ini_file_describe_place (TamboIniFile *self, const char *group, const char *key)
{
  g_autofree char *both = g_strdup_printf ("%s\n%s", group, key != NULL ? key : "");
  guint line = GPOINTER_TO_UINT (g_hash_table_lookup (self->lines, both));

  if (line == 0)
    line = GPOINTER_TO_UINT (g_hash_table_lookup (self->lines, group));
  if (line == 0)
    return g_strdup_printf ("[%s]%s%s", group, key != NULL ? " " : "", key != NULL ? key : "");

  return g_strdup_printf ("line %u, [%s]%s%s",
                          line,
                          group,
                          key != NULL ? " " : "",
                          key != NULL ? key : "");
}

/* Returns: %FALSE, for those who end with it */
gboolean
tambo_ini_file_refuse (TamboIniFile *self,
                       TamboFindings *findings,
                       const char *group,
                       const char *key,
                       const char *cure,
                       const char *format,
                       ...)
{
  g_autofree char *place = tambo_ini_file_describe_place (self, group, key);
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  tambo_findings_refuse (findings, TAMBO_ERROR_PACK_FORMAT, self->name, place, cure, "%s", reason);

  return FALSE;
}

static char *
read_text (TamboIniFile *self, const char *group, const char *key, const char *plain_key)
{
  g_autofree char *text = g_key_file_get_string (self->keys, group, key, NULL);

  if (text == NULL && plain_key != NULL)
    text = g_key_file_get_string (self->keys, group, plain_key, NULL);
  if (text == NULL || *g_strstrip (text) == '\0')
    return NULL;

  return g_steal_pointer (&text);
}

/**
 * tambo_ini_file_read_texts:
 * @languages: those that the pack offers; a key without a language speaks the first
 * @max_characters: the longest any of them may be
 *
 * Reads a translated key as desktop files have it: Title=, Title[ar]=.
 *
 * Returns: (transfer full) (nullable): the text in every language of the pack, or %NULL with a
 *   finding for each that is missing
 */
TamboTexts *
tambo_ini_file_read_texts (TamboIniFile *self,
                           const char *group,
                           const char *key,
                           const char *const *languages,
                           guint max_characters,
                           TamboFindings *findings)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  gboolean whole = TRUE;

  g_return_val_if_fail (TAMBO_IS_INI_FILE (self), NULL);

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autofree char *translated = g_strdup_printf ("%s[%s]", key, languages[i]);
      g_autofree char *place = tambo_ini_file_describe_place (self, group, translated);
      g_autofree char *cure = NULL;
      g_autofree char *text = read_text (self, group, translated, i == 0 ? key : NULL);

      if (text == NULL)
        {
          cure = g_strdup_printf ("write it, or take “%s” out of Languages=", languages[i]);
          tambo_findings_refuse (findings,
                                 TAMBO_ERROR_PACK_INCOMPLETE,
                                 self->name,
                                 place,
                                 cure,
                                 "it is missing");
        }
      else
        tambo_findings_check_text (findings, text, max_characters, self->name, place);
      whole = whole && text != NULL;
      g_ptr_array_add (texts, g_steal_pointer (&text));
    }
  g_ptr_array_add (texts, NULL);

  return whole ? tambo_texts_new (languages, (const char *const *) texts->pdata) : NULL;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/depfile.h"

static void
append_path (GString *rule, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, " ", -1);
  g_autofree char *escaped = g_strjoinv ("\\ ", parts);

  g_string_append (rule, escaped);
}

/* A folder is named as well as what is in it: a file that comes or goes changes it. */
static gboolean
append_folder (GString *rule, GFile *folder, GError **error)
{
  g_autoptr (GFileEnumerator) files = NULL;
  GFileInfo *info = NULL;
  GFile *file = NULL;

  g_string_append_c (rule, ' ');
  append_path (rule, g_file_peek_path (folder));
  files = g_file_enumerate_children (folder,
                                     G_FILE_ATTRIBUTE_STANDARD_NAME
                                     "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                     G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                     NULL,
                                     error);
  if (files == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!g_file_enumerator_iterate (files, &info, &file, NULL, error))
        return FALSE;
      if (info == NULL)
        return TRUE;
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
        {
          g_string_append_c (rule, ' ');
          append_path (rule, g_file_peek_path (file));
        }
      else if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY &&
               !append_folder (rule, file, error))
        return FALSE;
    }
}

/**
 * tambo_depfile_write:
 * @source: an author's folder
 * @output: what is made of it, as make or ninja call it
 * @path: where to say so
 *
 * Writes a rule as make and ninja read it: @output depends on everything in @source.
 */
gboolean
tambo_depfile_write (GFile *source, const char *output, const char *path, GError **error)
{
  g_autoptr (GString) rule = g_string_new (NULL);

  g_return_val_if_fail (G_IS_FILE (source), FALSE);
  g_return_val_if_fail (output != NULL && path != NULL, FALSE);

  append_path (rule, output);
  g_string_append_c (rule, ':');
  if (!append_folder (rule, source, error))
    return FALSE;
  g_string_append_c (rule, '\n');

  return g_file_set_contents (path, rule->str, -1, error);
}

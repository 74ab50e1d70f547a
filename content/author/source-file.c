/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/source-file.h"

#include "content/base/error.h"

#include <string.h>

/* A file that an author forgot is a refusal with advice; any other failure is I/O. */
GBytes *
tambo_source_read (GFile *folder, const char *name, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  g_autoptr (GError) local_error = NULL;
  GBytes *bytes = g_file_load_bytes (file, NULL, NULL, &local_error);

  if (bytes != NULL)
    return bytes;

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error,
                 TAMBO_ERROR,
                 TAMBO_ERROR_PACK_INCOMPLETE,
                 "%s is missing; write it, or correct the name",
                 g_file_peek_path (file));
  else
    g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

/**
 * tambo_source_name:
 * @path: of a folder, seen from the author's; "." is that folder itself
 *
 * Returns: (transfer full): what an author calls a file in it
 */
char *
tambo_source_name (const char *path, const char *format, ...)
{
  g_autofree char *name = NULL;
  va_list args;

  va_start (args, format);
  name = g_strdup_vprintf (format, args);
  va_end (args);
  if (g_str_equal (path, "."))
    return g_steal_pointer (&name);

  return g_build_filename (path, name, NULL);
}

/* The same for those who write down what is missing, and go on. */
GBytes *
tambo_source_find (GFile *folder, const char *path, TamboFindings *findings)
{
  g_autoptr (GFile) file = g_file_resolve_relative_path (folder, path);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_file_load_bytes (file, NULL, NULL, &error);

  if (bytes != NULL)
    return bytes;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    tambo_findings_refuse (findings,
                           TAMBO_ERROR_PACK_INCOMPLETE,
                           path,
                           NULL,
                           "write it, or correct the name",
                           "it is missing");
  else
    tambo_findings_take_error (findings, path, error);

  return NULL;
}

gboolean
tambo_source_write (GFile *folder, const char *name, GBytes *bytes, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);

  return g_file_replace_contents (file,
                                  g_bytes_get_data (bytes, NULL),
                                  g_bytes_get_size (bytes),
                                  NULL,
                                  FALSE,
                                  G_FILE_CREATE_NONE,
                                  NULL,
                                  NULL,
                                  error);
}

gboolean
tambo_source_make_folder (GFile *folder, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (g_file_make_directory_with_parents (folder, NULL, &local_error) ||
      g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_EXISTS))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The regular files in a folder, hidden ones aside, sorted by their bytes. */
GStrv
tambo_source_list (GFile *folder, GError **error)
{
  g_autoptr (GFileEnumerator) files = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GFileInfo *info = NULL;

  files = g_file_enumerate_children (folder,
                                     G_FILE_ATTRIBUTE_STANDARD_NAME
                                     "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                     G_FILE_QUERY_INFO_NONE,
                                     NULL,
                                     error);
  if (files == NULL)
    return NULL;
  while (TRUE)
    {
      if (!g_file_enumerator_iterate (files, &info, NULL, NULL, error))
        return NULL;
      if (info == NULL)
        break;
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR &&
          *g_file_info_get_name (info) != '.')
        g_ptr_array_add (names, g_strdup (g_file_info_get_name (info)));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* With all that is in it; for what was made for the moment. */
void
tambo_source_remove_folder (GFile *folder)
{
  g_autoptr (GFileEnumerator) files = NULL;
  GFileInfo *info = NULL;
  GFile *file = NULL;

  files = g_file_enumerate_children (folder,
                                     G_FILE_ATTRIBUTE_STANDARD_NAME
                                     "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                     G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                     NULL,
                                     NULL);
  while (files != NULL && g_file_enumerator_iterate (files, &info, &file, NULL, NULL) &&
         info != NULL)
    {
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        tambo_source_remove_folder (file);
      else
        g_file_delete (file, NULL, NULL);
    }
  g_file_delete (folder, NULL, NULL);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "tests/support/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>

/* Returns: (transfer full): a new folder that is empty. */
char *
tambo_test_make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("tambo-test-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

static int
remove_one (const char *path, const struct stat *info, int type, struct FTW *state)
{
  return remove (path);
}

/* With all that is in it; links are not followed. */
void
tambo_test_remove_folder (const char *path)
{
  g_assert_no_errno (nftw (path, remove_one, 16, FTW_DEPTH | FTW_PHYS));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_into (const char *path, GString *list)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name = NULL;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *child = g_build_filename (path, g_ptr_array_index (names, i), NULL);
      g_autofree char *bytes = NULL;
      g_autofree char *digest = NULL;
      gsize size = 0;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        {
          list_into (child, list);
          continue;
        }
      if (g_file_get_contents (child, &bytes, &size, NULL))
        digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, size);
      g_string_append_printf (list, "%s %s\n", child, digest);
    }
}

/* Returns: (transfer full): every file and the digest of what it holds, to be compared. */
char *
tambo_test_list_folder (const char *path)
{
  GString *list = g_string_new (NULL);

  list_into (path, list);

  return g_string_free (list, FALSE);
}

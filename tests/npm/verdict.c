/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/trust/trust.h"

#include <stdio.h>

/* Usage: verdict ROOT NOW FOLDER…
 *
 * Plays a kiosk that was given ROOT and is shown each FOLDER in turn, and prints what it makes of
 * it, a line each: the version and the packs that it trusts then, or the word for the refusal. */

static void
read_folder (GHashTable *files, const char *folder, const char *prefix)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *title = g_strconcat (prefix, name, NULL);
      g_autofree char *inside = g_strconcat (title, "/", NULL);
      char *text;
      gsize size;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        read_folder (files, path, inside);
      else if (g_file_get_contents (path, &text, &size, NULL))
        g_hash_table_insert (files, g_steal_pointer (&title), g_bytes_new_take (text, size));
    }
}

static void
print_trusted (TamboTrust *trust)
{
  g_autoptr (GPtrArray) packs = tambo_trust_list_packs (trust);

  printf ("%" G_GUINT64_FORMAT, tambo_trust_get_version (trust));
  for (guint i = 0; i < packs->len; i++)
    {
      const TamboPackTarget *pack = packs->pdata[i];

      printf (" %s/%u%s", pack->id, pack->version, pack->recalled ? " (recalled)" : "");
    }
  printf ("\n");
}

static void
show (TamboTrust *trust, const char *folder, gint64 now)
{
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;

  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  read_folder (files, folder, "");
  if (tambo_trust_update (trust, files, now, &error))
    print_trusted (trust);
  else
    printf ("%s\n", tambo_error_get_word (error));
}

int
main (int argc, char *argv[])
{
  g_autoptr (TamboTrust) trust = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autoptr (GError) error = NULL;
  char *text;
  gsize size;

  if (argc < 4 || !g_file_get_contents (argv[1], &text, &size, &error))
    return 2;

  root = g_bytes_new_take (text, size);
  trust = tambo_trust_new (root, &error);
  if (trust == NULL)
    {
      printf ("%s\n", tambo_error_get_word (error));
      return 0;
    }
  for (int i = 3; i < argc; i++)
    show (trust, argv[i], g_ascii_strtoll (argv[2], NULL, 10));

  return 0;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/film-digest.h"

#include "content/author/source-file.h"

#include <string.h>

/* Part of the digest: raise it when the same drawings make another film. */
#define RENDERER "tambo film 3"

TamboHasher *
tambo_film_digest_new (void)
{
  TamboHasher *hasher = tambo_hasher_new ();

  tambo_hasher_update (hasher, RENDERER, strlen (RENDERER) + 1);

  return hasher;
}

gboolean
tambo_film_digest_add_file (TamboHasher *hasher, GFile *folder, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = tambo_source_read (folder, name, error);
  guint64 size;

  if (bytes == NULL)
    return FALSE;
  size = GUINT64_TO_LE ((guint64) g_bytes_get_size (bytes));
  tambo_hasher_update (hasher, name, strlen (name) + 1);
  tambo_hasher_update (hasher, &size, sizeof size);
  tambo_hasher_update (hasher, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return TRUE;
}

/* Of everything in a film's folder, without looking at what it means. */
char *
tambo_film_digest_folder (GFile *folder, const char *const *languages, GError **error)
{
  g_autoptr (TamboHasher) hasher = tambo_film_digest_new ();
  g_autofree char *joined = g_strjoinv (" ", (char **) languages);
  g_auto (GStrv) names = tambo_source_list (folder, error);

  if (names == NULL)
    return NULL;
  tambo_hasher_update (hasher, joined, strlen (joined) + 1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (!tambo_film_digest_add_file (hasher, folder, names[i], error))
        return NULL;
    }

  return tambo_hasher_finish (hasher);
}

char *
tambo_film_digest_sound (GBytes *sound)
{
  g_autoptr (TamboHasher) hasher = tambo_film_digest_new ();

  tambo_hasher_update (hasher, g_bytes_get_data (sound, NULL), g_bytes_get_size (sound));

  return tambo_hasher_finish (hasher);
}

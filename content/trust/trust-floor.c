/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/trust-floor.h"

#include "content/base/error.h"

#define GROUP "Floor"

static guint64
get_number (GKeyFile *file, const char *key, GError **error)
{
  /* Only the first error counts, and GLib wants none set before. */
  return *error == NULL ? g_key_file_get_uint64 (file, GROUP, key, error) : 0;
}

/**
 * tambo_trust_floor_load:
 * @floor: (out): all zero if there is no file yet
 * @path: (type filename): where tambo_trust_floor_save() wrote
 * @error: return location for a #GError
 *
 * Returns: %TRUE, or %FALSE with %TAMBO_ERROR_CONFIG set if the file is damaged, or a file error
 */
gboolean
tambo_trust_floor_load (TamboTrustFloor *floor, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local_error = NULL;
  TamboTrustFloor found = { 0 };

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        {
          *floor = found;
          return TRUE;
        }
      if (local_error->domain != G_KEY_FILE_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }

  found.root = get_number (file, "Root", &local_error);
  found.timestamp = get_number (file, "Timestamp", &local_error);
  found.time = (gint64) get_number (file, "Time", &local_error);
  if (local_error != NULL)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_CONFIG,
                   "The trust floor is damaged: %s",
                   local_error->message);
      return FALSE;
    }

  *floor = found;

  return TRUE;
}

/* Durable when it returns. */
gboolean
tambo_trust_floor_save (const TamboTrustFloor *floor, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  gsize size;

  g_key_file_set_uint64 (file, GROUP, "Root", floor->root);
  g_key_file_set_uint64 (file, GROUP, "Timestamp", floor->timestamp);
  g_key_file_set_uint64 (file, GROUP, "Time", (guint64) floor->time);
  text = g_key_file_to_data (file, &size, NULL);

  return g_file_set_contents_full (path,
                                   text,
                                   (gssize) size,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600,
                                   error);
}

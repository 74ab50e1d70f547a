/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/app/config.h"

#include "content/base/error.h"

/* Reads a whole number of at least @minimum; leaves @out as it was if there is none. */
static gboolean
read_number (GKeyFile *file,
             const char *group,
             const char *key,
             int minimum,
             int maximum,
             guint *out,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  int value;

  if (!g_key_file_has_key (file, group, key, NULL))
    return TRUE;

  value = g_key_file_get_integer (file, group, key, &local_error);
  if (local_error == NULL && value >= minimum && value <= maximum)
    {
      *out = value;
      return TRUE;
    }

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_CONFIG,
               "kiosk.conf: [%s] %s is not a number from %d to %d",
               group,
               key,
               minimum,
               maximum);
  return FALSE;
}

static gboolean
read_all (TamboConfig *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) languages = g_key_file_get_string_list (file, "kiosk", "languages", NULL, NULL);
  guint width = 0;

  if (!read_number (file, "screen", "width-mm", 0, 2000, &width, error) ||
      !read_number (file, "times", "idle-seconds", 5, 3600, &self->quiet_seconds, error) ||
      !read_number (file, "times", "ring-seconds", 5, 600, &self->ring_seconds, error))
    return FALSE;

  self->width_mm = width;
  self->stick_folder = g_key_file_get_string (file, "stick", "folder", NULL);
  self->sound_sink = g_key_file_get_string (file, "sound", "sink", NULL);
  if (languages != NULL && languages[0] != NULL)
    {
      g_strfreev (self->languages);
      self->languages = g_steal_pointer (&languages);
    }

  return TRUE;
}

/**
 * tambo_config_load:
 * @path: kiosk.conf; without that file every key has its default
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the configuration
 */
TamboConfig *
tambo_config_load (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (TamboConfig) self = g_new0 (TamboConfig, 1);
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self->languages = g_strsplit ("en;fr;ar", ";", -1);
  self->quiet_seconds = 60;
  self->ring_seconds = 20;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_steal_pointer (&self);

      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_CONFIG, "kiosk.conf: %s", local_error->message);
      return NULL;
    }

  if (!read_all (self, file, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tambo_config_free (TamboConfig *self)
{
  if (self == NULL)
    return;

  g_strfreev (self->languages);
  g_free (self->stick_folder);
  g_free (self->sound_sink);
  g_free (self);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/clinic-config.h"

#include "content/base/error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/stat.h>

#define DEFAULT_PORT 7480
#define GROUP "inbox"

static char *
find_place (const char *given, const char *variable, const char *usual)
{
  const char *place = given != NULL ? given : g_getenv (variable);

  return g_strdup (place != NULL && *place != '\0' ? place : usual);
}

static gboolean
read_file (TamboClinicConfig *self, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) read_error = NULL;
  int port;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &read_error))
    {
      if (g_error_matches (read_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&read_error));
      return FALSE;
    }

  if (!g_key_file_has_key (file, GROUP, "port", NULL))
    return TRUE;

  port = g_key_file_get_integer (file, GROUP, "port", &read_error);
  if (read_error != NULL || port < 0 || port > G_MAXUINT16)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_CONFIG,
                   "%s: [%s] port is a number from 0 to 65535",
                   path,
                   GROUP);
      return FALSE;
    }

  self->port = (guint) port;

  return TRUE;
}

/**
 * tambo_clinic_config_load:
 * @config_dir: (type filename) (nullable): else $TAMBO_CONFIG_DIR, else /etc/tambo
 * @state_dir: (type filename) (nullable): else $TAMBO_STATE_DIR, else /var/lib/tambo
 * @error: return location for a #GError
 *
 * A missing file is all defaults.
 */
TamboClinicConfig *
tambo_clinic_config_load (const char *config_dir, const char *state_dir, GError **error)
{
  g_autoptr (TamboClinicConfig) self = g_new0 (TamboClinicConfig, 1);
  g_autofree char *config = find_place (config_dir, "TAMBO_CONFIG_DIR", "/etc/tambo");
  g_autofree char *state = find_place (state_dir, "TAMBO_STATE_DIR", "/var/lib/tambo");
  g_autofree char *path = g_build_filename (config, "clinic.conf", NULL);

  self->port = DEFAULT_PORT;
  self->state_dir = g_build_filename (state, "clinic", NULL);
  self->locale_dir = find_place (NULL, "TAMBO_LOCALE_DIR", TAMBO_LOCALE_DIR);
  if (!read_file (self, path, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tambo_clinic_config_free (TamboClinicConfig *self)
{
  g_free (self->state_dir);
  g_free (self->locale_dir);
  g_free (self);
}

/* Only this user may look: even what is sealed says how many people asked, and when. */
TamboClinicStore *
tambo_clinic_config_open_store (const TamboClinicConfig *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->state_dir, "clinic.db", NULL);

  umask (0077);
  if (g_mkdir_with_parents (self->state_dir, 0700) != 0)
    {
      int error_number = errno;

      g_set_error (error,
                   G_IO_ERROR,
                   (int) g_io_error_from_errno (error_number),
                   "%s: %s",
                   self->state_dir,
                   g_strerror (error_number));
      return NULL;
    }

  return tambo_clinic_store_open (path, error);
}

/* Prints what went wrong. Returns: the exit code for it */
int
tambo_clinic_report (const GError *error)
{
  fprintf (stderr, "tambo-clinic: %s\n", error->message);

  if (error->domain == G_OPTION_ERROR)
    return TAMBO_EXIT_USAGE;

  return error->domain == TAMBO_ERROR ? TAMBO_EXIT_REFUSED : TAMBO_EXIT_COULD_NOT;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/ctl/job.h"

#include "mesh/ctl/json-output.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

static gboolean
is_running (TamboDBusMesh1Job *job)
{
  return g_strcmp0 (tambo_dbus_mesh1_job_get_state (job), "running") == 0;
}

/* One line that is written over, on a terminal; nothing elsewhere. */
static void
show_progress (TamboDBusMesh1Job *job)
{
  g_autofree char *done = g_format_size (tambo_dbus_mesh1_job_get_done (job));
  g_autofree char *total = g_format_size (tambo_dbus_mesh1_job_get_total (job));

  if (isatty (STDERR_FILENO))
    g_printerr ("\r%s / %s   ", done, total);
}

/* `org.tambo.Error.Pack.Digest The message`, as an error again. */
static GError *
parse_job_error (const char *text)
{
  const char *blank = strchr (text, ' ');
  g_autofree char *name = NULL;

  if (blank == NULL)
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, text);

  name = g_strndup (text, blank - text);

  return g_dbus_error_new_for_dbus_error (name, blank + 1);
}

/* (transfer full): why there is nothing to wait for any more. */
static GError *
wait_for_end (TamboDBusMesh1Job *job)
{
  const char *text;

  while (is_running (job))
    {
      g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (job));

      if (owner == NULL)
        return g_error_new_literal (G_IO_ERROR,
                                    G_IO_ERROR_CLOSED,
                                    _ ("The mesh daemon ended meanwhile"));
      show_progress (job);
      g_main_context_iteration (NULL, TRUE);
    }

  if (isatty (STDERR_FILENO))
    g_printerr ("\r");
  if (g_strcmp0 (tambo_dbus_mesh1_job_get_state (job), "done") == 0)
    return NULL;
  text = tambo_dbus_mesh1_job_get_error (job);

  return parse_job_error (text != NULL ? text : _ ("It was given up"));
}

TamboDBusMesh1Job *
tambo_ctl_follow (const TamboCtl *self, const char *path, int *out_code)
{
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  GError *error = NULL;

  job = tambo_dbus_mesh1_job_proxy_new_sync (g_dbus_proxy_get_connection (
                                                 G_DBUS_PROXY (self->mesh)),
                                             G_DBUS_PROXY_FLAGS_NONE,
                                             g_dbus_proxy_get_name (G_DBUS_PROXY (self->mesh)),
                                             path,
                                             NULL,
                                             &error);
  if (job != NULL)
    error = wait_for_end (job);
  if (error != NULL)
    {
      *out_code = tambo_ctl_fail (self, error);
      return NULL;
    }

  return g_steal_pointer (&job);
}

void
tambo_ctl_print_job (TamboDBusMesh1Job *job)
{
  static const char *const names[] = { "Kind",  "State", "Done",    "Total",
                                       "Files", "Error", "Damaged", NULL };

  tambo_json_output_print_properties (G_DBUS_PROXY (job), names);
}

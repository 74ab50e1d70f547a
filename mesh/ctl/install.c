/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/ctl/commands.h"

#include "content/base/error.h"
#include "mesh/ctl/json-output.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

/* Opens the folder here, with the rights of whoever asks; the daemon gets the descriptor. */
static int
open_folder (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    g_set_error (error,
                 G_IO_ERROR,
                 g_io_error_from_errno (errno),
                 _ ("The folder “%s” cannot be opened: %s"),
                 path,
                 g_strerror (errno));

  return fd;
}

static TamboDBusMesh1Job *
start_job (const TamboCtl *self, const char *folder, const char *const *packs, GError **error)
{
  static const char *const none[] = { NULL };
  g_autoptr (GUnixFDList) fds = NULL;
  g_autofree char *path = NULL;
  int fd = open_folder (folder, error);

  if (fd < 0)
    return NULL;
  fds = g_unix_fd_list_new_from_array (&fd, 1);
  if (!tambo_dbus_mesh1_call_install_from_sync (self->mesh,
                                                g_variant_new_handle (0),
                                                packs,
                                                self->languages != NULL ? self->languages : none,
                                                fds,
                                                &path,
                                                NULL,
                                                NULL,
                                                error))
    return NULL;

  return tambo_dbus_mesh1_job_proxy_new_sync (g_dbus_proxy_get_connection (
                                                  G_DBUS_PROXY (self->mesh)),
                                              G_DBUS_PROXY_FLAGS_NONE,
                                              g_dbus_proxy_get_name (G_DBUS_PROXY (self->mesh)),
                                              path,
                                              NULL,
                                              error);
}

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

static int
end_job (const TamboCtl *self, TamboDBusMesh1Job *job)
{
  const char *state = tambo_dbus_mesh1_job_get_state (job);
  static const char *const names[] = { "Kind", "State", "Done", "Total", "Files", "Error", NULL };
  const char *text = tambo_dbus_mesh1_job_get_error (job);
  guint files = 0;

  if (isatty (STDERR_FILENO))
    g_printerr ("\r");
  if (g_strcmp0 (state, "done") != 0)
    return tambo_ctl_fail (self, parse_job_error (text != NULL ? text : _ ("It was given up")));

  if (self->json)
    {
      tambo_json_output_print_properties (G_DBUS_PROXY (job), names);
      return TAMBO_CTL_DONE;
    }
  g_variant_get (tambo_dbus_mesh1_job_get_files (job), "(uu)", &files, NULL);
  if (files > 0)
    {
      g_autofree char *size = g_format_size (tambo_dbus_mesh1_job_get_done (job));

      g_print (ngettext ("Done: %u file, %s. You may take the stick out now.\n",
                         "Done: %u files, %s. You may take the stick out now.\n",
                         files),
               files,
               size);
    }
  else
    g_print (_ ("Done. You may take the stick out now.\n"));

  return TAMBO_CTL_DONE;
}

static int
run_job (const TamboCtl *self, const char *folder, const char *const *packs)
{
  GError *error = NULL;
  g_autoptr (TamboDBusMesh1Job) job = start_job (self, folder, packs, &error);

  if (job == NULL)
    return tambo_ctl_fail (self, error);

  while (is_running (job))
    {
      g_autofree char *owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (job));

      if (owner == NULL)
        return tambo_ctl_fail (self,
                               g_error_new_literal (G_IO_ERROR,
                                                    G_IO_ERROR_CLOSED,
                                                    _ ("The mesh daemon ended meanwhile")));
      show_progress (job);
      g_main_context_iteration (NULL, TRUE);
    }

  return end_job (self, job);
}

int
tambo_ctl_install (const TamboCtl *self, const char *const *words)
{
  static const char *const all[] = { "*", NULL };

  return run_job (self, words[0], words[1] != NULL ? words + 1 : all);
}

int
tambo_ctl_trust (const TamboCtl *self, const char *const *words)
{
  static const char *const none[] = { NULL };

  return run_job (self, words[0], none);
}

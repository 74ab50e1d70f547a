/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/ctl/job.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
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

/* (transfer full) (nullable): the path of the job. */
static char *
start_job (const TamboCtl *self, const char *folder, const char *const *packs, GError **error)
{
  static const char *const none[] = { NULL };
  g_autoptr (GUnixFDList) fds = NULL;
  char *path = NULL;
  int fd = open_folder (folder, error);

  if (fd < 0)
    return NULL;
  fds = g_unix_fd_list_new_from_array (&fd, 1);
  tambo_dbus_mesh1_call_install_from_sync (self->mesh,
                                           g_variant_new_handle (0),
                                           packs,
                                           self->languages != NULL ? self->languages : none,
                                           fds,
                                           &path,
                                           NULL,
                                           NULL,
                                           error);

  return path;
}

static void
say_done (TamboDBusMesh1Job *job)
{
  g_autofree char *size = g_format_size (tambo_dbus_mesh1_job_get_done (job));
  guint files = 0;

  g_variant_get (tambo_dbus_mesh1_job_get_files (job), "(uu)", &files, NULL);
  if (files > 0)
    g_print (ngettext ("Done: %u file, %s. You may take the stick out now.\n",
                       "Done: %u files, %s. You may take the stick out now.\n",
                       files),
             files,
             size);
  else
    g_print (_ ("Done. You may take the stick out now.\n"));
}

static int
run_job (const TamboCtl *self, const char *folder, const char *const *packs)
{
  GError *error = NULL;
  g_autofree char *path = start_job (self, folder, packs, &error);
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  int code = TAMBO_CTL_DONE;

  if (path == NULL)
    return tambo_ctl_fail (self, error);
  job = tambo_ctl_follow (self, path, &code);
  if (job == NULL)
    return code;

  if (self->json)
    tambo_ctl_print_job (job);
  else
    say_done (job);

  return TAMBO_CTL_DONE;
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

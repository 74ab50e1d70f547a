/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/ctl/job.h"

#include <glib/gi18n.h>

static void
say_checked (TamboDBusMesh1Job *job)
{
  g_autofree char *size = g_format_size (tambo_dbus_mesh1_job_get_done (job));
  guint n_damaged = tambo_dbus_mesh1_job_get_damaged (job);
  guint n_files = 0;

  g_variant_get (tambo_dbus_mesh1_job_get_files (job), "(uu)", &n_files, NULL);
  g_print (ngettext ("%u file checked, %s.\n", "%u files checked, %s.\n", n_files), n_files, size);
  if (n_damaged == 0)
    g_print (_ ("All is as it should be.\n"));
  else
    g_print (ngettext ("%u was damaged and thrown away. It will be fetched from another kiosk, or "
                       "comes back with a stick.\n",
                       "%u were damaged and thrown away. They will be fetched from another kiosk, "
                       "or come back with a stick.\n",
                       n_damaged),
             n_damaged);
}

/* That something was damaged is a reason to be told apart by who calls us from a script. */
int
tambo_ctl_check (const TamboCtl *self, const char *const *words)
{
  GError *error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  int code = TAMBO_CTL_DONE;

  if (!tambo_dbus_mesh1_call_check_sync (self->mesh, &path, NULL, &error))
    return tambo_ctl_fail (self, error);
  job = tambo_ctl_follow (self, path, &code);
  if (job == NULL)
    return code;

  if (self->json)
    tambo_ctl_print_job (job);
  else
    say_checked (job);

  return tambo_dbus_mesh1_job_get_damaged (job) == 0 ? TAMBO_CTL_DONE : TAMBO_CTL_REFUSED;
}

int
tambo_ctl_rollback (const TamboCtl *self, const char *const *words)
{
  GError *error = NULL;

  if (!tambo_dbus_mesh1_call_rollback_sync (self->mesh, words[0], NULL, &error))
    return tambo_ctl_fail (self, error);

  if (!self->json)
    g_print (_ ("The version before is shown again, until a later one comes.\n"));

  return TAMBO_CTL_DONE;
}

int
tambo_ctl_remove (const TamboCtl *self, const char *const *words)
{
  GError *error = NULL;

  if (!tambo_dbus_mesh1_call_remove_sync (self->mesh, words[0], NULL, &error))
    return tambo_ctl_fail (self, error);

  if (!self->json)
    g_print (_ ("It is gone, and stays away until you install it again.\n"));

  return TAMBO_CTL_DONE;
}

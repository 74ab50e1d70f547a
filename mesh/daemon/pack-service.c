/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/pack-service.h"

#include "mesh/daemon/check-job.h"
#include "mesh/daemon/export-job.h"
#include "mesh/daemon/install-job.h"
#include "mesh/daemon/jobs.h"
#include "mesh/daemon/preview.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

struct _TamboPackService
{
  GObject parent_instance;

  TamboDBusMesh1 *object;    /* (owned) */
  TamboShelf *shelf;         /* (owned) */
  TamboMail *mail;           /* (owned) */
  TamboJobs *jobs;           /* (owned) */
  GCancellable *cancellable; /* (owned): of previews */
};

G_DEFINE_FINAL_TYPE (TamboPackService, tambo_pack_service, G_TYPE_OBJECT)

enum
{
  SIGNAL_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
refuse_argument (GDBusMethodInvocation *invocation, const char *message)
{
  g_dbus_method_invocation_return_error_literal (invocation,
                                                 G_DBUS_ERROR,
                                                 G_DBUS_ERROR_INVALID_ARGS,
                                                 message);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* A descriptor of our own, or -1. */
static int
take_fd (GUnixFDList *fds, GVariant *handle)
{
  if (fds == NULL)
    return -1;

  return g_unix_fd_list_get (fds, g_variant_get_handle (handle), NULL);
}

/* (nullable): the path of the job, or %NULL and the call is answered. */
static char *
start (TamboPackService *self, GDBusMethodInvocation *invocation, TamboJob *job, GError *error)
{
  g_autoptr (GError) problem = error;
  char *path = NULL;

  if (job != NULL)
    path = tambo_jobs_start (self->jobs,
                             g_dbus_method_invocation_get_connection (invocation),
                             job,
                             &problem);
  if (path == NULL)
    g_dbus_method_invocation_return_gerror (invocation, problem);

  return path;
}

static gboolean
on_install_from (TamboPackService *self,
                 GDBusMethodInvocation *invocation,
                 GUnixFDList *fds,
                 GVariant *folder,
                 const char *const *packs,
                 const char *const *languages)
{
  int fd = take_fd (fds, folder);
  g_autoptr (TamboJob) job = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;

  if (fd < 0)
    return refuse_argument (invocation, "No folder");
  job = tambo_install_job_new (self->shelf, self->mail, fd, packs, languages, &error);
  close (fd);
  path = start (self, invocation, job, error);
  if (path != NULL)
    tambo_dbus_mesh1_complete_install_from (self->object, invocation, NULL, path);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_export_to (TamboPackService *self,
              GDBusMethodInvocation *invocation,
              GUnixFDList *fds,
              GVariant *folder,
              const char *const *packs)
{
  int fd = take_fd (fds, folder);
  g_autoptr (TamboJob) job = NULL;
  g_autofree char *path = NULL;
  GError *error = NULL;

  if (fd < 0)
    return refuse_argument (invocation, "No folder");
  job = tambo_export_job_new (self->shelf, self->mail, fd, packs, &error);
  close (fd);
  path = start (self, invocation, job, error);
  if (path != NULL)
    tambo_dbus_mesh1_complete_export_to (self->object, invocation, NULL, path);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* A call that is answered later. */
typedef struct
{
  TamboPackService *service;         /* (owned) */
  GDBusMethodInvocation *invocation; /* (owned) */
} Call;

static void
on_preview_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *call = user_data;
  g_autoptr (TamboPackService) self = call->service;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) found = tambo_preview_finish (result, &error);

  if (found != NULL)
    tambo_dbus_mesh1_complete_preview (self->object, call->invocation, NULL, found);
  else
    g_dbus_method_invocation_return_gerror (call->invocation, error);
}

static gboolean
on_preview (TamboPackService *self,
            GDBusMethodInvocation *invocation,
            GUnixFDList *fds,
            GVariant *folder,
            const char *const *languages)
{
  int fd = take_fd (fds, folder);
  Call *call;

  if (fd < 0)
    return refuse_argument (invocation, "No folder");

  call = g_new0 (Call, 1);
  call->service = g_object_ref (self);
  call->invocation = invocation;
  tambo_preview_async (self->shelf, fd, languages, self->cancellable, on_preview_ready, call);
  close (fd);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_cancel (TamboPackService *self, GDBusMethodInvocation *invocation, const char *path)
{
  if (!tambo_jobs_cancel (self->jobs, path))
    return refuse_argument (invocation, "There is no such job");

  tambo_dbus_mesh1_complete_cancel (self->object, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_check (TamboPackService *self, GDBusMethodInvocation *invocation)
{
  g_autoptr (TamboJob) job = tambo_check_job_new (self->shelf);
  g_autofree char *path = start (self, invocation, job, NULL);

  if (path != NULL)
    tambo_dbus_mesh1_complete_check (self->object, invocation, path);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_rollback (TamboPackService *self, GDBusMethodInvocation *invocation, const char *pack)
{
  GError *error = NULL;

  if (!tambo_shelf_roll_back (self->shelf, pack, &error))
    {
      g_dbus_method_invocation_take_error (invocation, error);
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
  tambo_dbus_mesh1_complete_rollback (self->object, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_remove (TamboPackService *self, GDBusMethodInvocation *invocation, const char *pack)
{
  GError *error = NULL;

  if (!tambo_shelf_remove (self->shelf, pack, &error))
    {
      g_dbus_method_invocation_take_error (invocation, error);
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
  tambo_dbus_mesh1_complete_remove (self->object, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
on_jobs_ended (TamboPackService *self)
{
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

static void
tambo_pack_service_finalize (GObject *object)
{
  TamboPackService *self = TAMBO_PACK_SERVICE (object);

  g_clear_object (&self->object);
  g_clear_object (&self->shelf);
  g_clear_object (&self->mail);
  g_clear_object (&self->jobs);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tambo_pack_service_parent_class)->finalize (object);
}

static void
tambo_pack_service_class_init (TamboPackServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_pack_service_finalize;

  signals[SIGNAL_ENDED] = g_signal_new ("ended",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);
}

static void
tambo_pack_service_init (TamboPackService *self)
{
  self->jobs = tambo_jobs_new ();
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->jobs,
                           "ended",
                           G_CALLBACK (on_jobs_ended),
                           self,
                           G_CONNECT_SWAPPED);
}

TamboPackService *
tambo_pack_service_new (TamboDBusMesh1 *object, TamboShelf *shelf, TamboMail *mail)
{
  TamboPackService *self = g_object_new (TAMBO_TYPE_PACK_SERVICE, NULL);
  const struct
  {
    const char *signal;
    GCallback handler;
  } methods[] = {
    { "handle-install-from", G_CALLBACK (on_install_from) },
    { "handle-preview", G_CALLBACK (on_preview) },
    { "handle-export-to", G_CALLBACK (on_export_to) },
    { "handle-cancel", G_CALLBACK (on_cancel) },
    { "handle-check", G_CALLBACK (on_check) },
    { "handle-rollback", G_CALLBACK (on_rollback) },
    { "handle-remove", G_CALLBACK (on_remove) },
  };

  self->object = g_object_ref (object);
  self->shelf = g_object_ref (shelf);
  self->mail = g_object_ref (mail);
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    g_signal_connect_object (object,
                             methods[i].signal,
                             methods[i].handler,
                             self,
                             G_CONNECT_SWAPPED);

  return self;
}

/* Jobs that run end as cancelled. */
void
tambo_pack_service_stop (TamboPackService *self)
{
  g_return_if_fail (TAMBO_IS_PACK_SERVICE (self));

  tambo_jobs_stop (self->jobs);
  g_cancellable_cancel (self->cancellable);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/jobs.h"

#define PATH_PREFIX "/org/tambo/Mesh1/jobs/"
#define STAYS_SECONDS 60
#define MAX_JOBS 16

struct _TamboJobs
{
  GObject parent_instance;

  GHashTable *jobs; /* (owned) (element-type utf8 TamboJob) by path */
  guint last_number;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (TamboJobs, tambo_jobs, G_TYPE_OBJECT)

enum
{
  SIGNAL_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A job that ended, and is to be forgotten. */
typedef struct
{
  TamboJobs *jobs; /* (owned) */
  char *path;      /* (owned) */
} Farewell;

static void
farewell_free (gpointer pointer)
{
  Farewell *farewell = pointer;

  g_object_unref (farewell->jobs);
  g_free (farewell->path);
  g_free (farewell);
}

static gboolean
on_farewell (gpointer user_data)
{
  Farewell *farewell = user_data;
  TamboJob *job = g_hash_table_lookup (farewell->jobs->jobs, farewell->path);

  if (job != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (tambo_job_get_object (job)));
  g_hash_table_remove (farewell->jobs->jobs, farewell->path);

  return G_SOURCE_REMOVE;
}

static void
on_job_ended (TamboJob *job, TamboJobs *self)
{
  GDBusInterfaceSkeleton *object = G_DBUS_INTERFACE_SKELETON (tambo_job_get_object (job));
  Farewell *farewell;

  if (self->stopped)
    return;

  farewell = g_new0 (Farewell, 1);
  farewell->jobs = g_object_ref (self);
  farewell->path = g_strdup (g_dbus_interface_skeleton_get_object_path (object));
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT,
                              STAYS_SECONDS,
                              on_farewell,
                              farewell,
                              farewell_free);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

static void
tambo_jobs_finalize (GObject *object)
{
  TamboJobs *self = TAMBO_JOBS (object);

  g_hash_table_unref (self->jobs);

  G_OBJECT_CLASS (tambo_jobs_parent_class)->finalize (object);
}

static void
tambo_jobs_class_init (TamboJobsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_jobs_finalize;

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
tambo_jobs_init (TamboJobs *self)
{
  self->jobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

TamboJobs *
tambo_jobs_new (void)
{
  return g_object_new (TAMBO_TYPE_JOBS, NULL);
}

/**
 * tambo_jobs_start:
 * @job: kept until a while after its end
 *
 * Returns: (transfer full): the path of the job, which has begun
 */
char *
tambo_jobs_start (TamboJobs *self, GDBusConnection *connection, TamboJob *job, GError **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (TAMBO_IS_JOBS (self), NULL);
  g_return_val_if_fail (TAMBO_IS_JOB (job), NULL);

  if (g_hash_table_size (self->jobs) >= MAX_JOBS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "Too many jobs at once");
      return NULL;
    }
  path = g_strdup_printf (PATH_PREFIX "%u", ++self->last_number);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (tambo_job_get_object (job)),
                                         connection,
                                         path,
                                         error))
    return NULL;

  g_signal_connect_object (job, "ended", G_CALLBACK (on_job_ended), self, 0);
  tambo_job_start (job);
  g_hash_table_replace (self->jobs, g_strdup (path), g_object_ref (job));

  return g_steal_pointer (&path);
}

gboolean
tambo_jobs_cancel (TamboJobs *self, const char *path)
{
  TamboJob *job;

  g_return_val_if_fail (TAMBO_IS_JOBS (self), FALSE);

  job = g_hash_table_lookup (self->jobs, path);
  if (job == NULL)
    return FALSE;

  tambo_job_cancel (job);

  return TRUE;
}

/* Those that run end as cancelled. */
void
tambo_jobs_stop (TamboJobs *self)
{
  GHashTableIter iter;
  gpointer job;

  g_return_if_fail (TAMBO_IS_JOBS (self));

  self->stopped = TRUE;
  g_hash_table_iter_init (&iter, self->jobs);
  while (g_hash_table_iter_next (&iter, NULL, &job))
    tambo_job_cancel (job);
}

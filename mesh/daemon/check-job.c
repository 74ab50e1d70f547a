/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/check-job.h"

#include "content/base/error.h"

#include <unistd.h>

struct _TamboCheckJob
{
  TamboJob parent_instance;

  TamboShelf *shelf;         /* (owned) */
  GPtrArray *damaged;        /* (owned) (element-type utf8): digests; of the thread while it runs */
  TamboJobProgress progress; /* likewise */
  gint64 piece_began_us;     /* likewise */
};

G_DEFINE_FINAL_TYPE (TamboCheckJob, tambo_check_job, TAMBO_TYPE_JOB)

/* As long as the piece took, nothing is done. */
static void
on_step (gsize bytes, gpointer user_data)
{
  TamboCheckJob *self = user_data;

  self->progress.done += bytes;
  tambo_job_report (TAMBO_JOB (self), &self->progress);
  g_usleep ((gulong) (g_get_monotonic_time () - self->piece_began_us));
  self->piece_began_us = g_get_monotonic_time ();
}

static guint64
get_size (TamboStore *store, const char *digest)
{
  guint64 size = 0;
  int fd = tambo_store_open_blob (store, digest, &size, NULL);

  if (fd >= 0)
    close (fd);

  return size;
}

/* What went meanwhile is no fault. */
static gboolean
check_blob (TamboCheckJob *self, const char *digest, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  self->piece_began_us = g_get_monotonic_time ();
  if (!tambo_store_check (tambo_shelf_get_store (self->shelf),
                          digest,
                          on_step,
                          self,
                          cancellable,
                          &local_error))
    {
      if (g_error_matches (local_error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST))
        g_ptr_array_add (self->damaged, g_strdup (digest));
      else if (!g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  self->progress.files_done++;

  return TRUE;
}

static void
check_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TamboCheckJob *self = source;
  TamboStore *store = tambo_shelf_get_store (self->shelf);
  GError *error = NULL;
  g_auto (GStrv) digests = tambo_store_list (store, &error);

  for (gsize i = 0; digests != NULL && digests[i] != NULL; i++)
    {
      self->progress.total += get_size (store, digests[i]);
      self->progress.files_total++;
    }
  for (gsize i = 0; error == NULL && digests[i] != NULL; i++)
    check_blob (self, digests[i], cancellable, &error);

  tambo_job_report (TAMBO_JOB (self), &self->progress);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* What was found is dealt with, even if the check was given up. */
static void
on_check_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboCheckJob *self = TAMBO_CHECK_JOB (object);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  for (guint i = 0; i < self->damaged->len; i++)
    tambo_shelf_lose (self->shelf, g_ptr_array_index (self->damaged, i));
  tambo_dbus_mesh1_job_set_damaged (tambo_job_get_object (TAMBO_JOB (self)), self->damaged->len);
  g_info ("check.ended blobs=%u damaged=%u", self->progress.files_done, self->damaged->len);
  tambo_job_end (TAMBO_JOB (self), error);
}

static void
start (TamboJob *job)
{
  g_autoptr (GTask) task = g_task_new (job, tambo_job_get_cancellable (job), on_check_ready, NULL);

  g_task_set_source_tag (task, start);
  g_task_run_in_thread (task, check_in_thread);
}

static void
tambo_check_job_finalize (GObject *object)
{
  TamboCheckJob *self = TAMBO_CHECK_JOB (object);

  g_clear_object (&self->shelf);
  g_ptr_array_unref (self->damaged);

  G_OBJECT_CLASS (tambo_check_job_parent_class)->finalize (object);
}

static void
tambo_check_job_class_init (TamboCheckJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_check_job_finalize;
  TAMBO_JOB_CLASS (klass)->kind = "check";
  TAMBO_JOB_CLASS (klass)->start = start;
}

static void
tambo_check_job_init (TamboCheckJob *self)
{
  self->damaged = g_ptr_array_new_with_free_func (g_free);
}

TamboJob *
tambo_check_job_new (TamboShelf *shelf)
{
  TamboCheckJob *self = g_object_new (TAMBO_TYPE_CHECK_JOB, NULL);

  self->shelf = g_object_ref (shelf);

  return TAMBO_JOB (self);
}

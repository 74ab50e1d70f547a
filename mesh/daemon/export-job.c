/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/export-job.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/pack/trust-artifact.h"
#include "content/store/stick-writer.h"
#include "mesh/wire/letters.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define TRUST_REF "trust:metadata"

struct _TamboExportJob
{
  TamboJob parent_instance;

  TamboShelf *shelf;        /* (owned) */
  TamboMail *mail;          /* (owned) */
  TamboStickWriter *writer; /* (owned) (nullable) */
  int folder_fd;            /* (owned) */
  GStrv packs;              /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboExportJob, tambo_export_job, TAMBO_TYPE_JOB)

static int
open_blob (const char *digest, guint64 *out_size, gpointer user_data, GError **error)
{
  return tambo_store_open_blob (user_data, digest, out_size, error);
}

static void
on_progress (const TamboStickProgress *progress, gpointer user_data)
{
  const TamboJobProgress sum = {
    .done = progress->done,
    .total = progress->total,
    .files_done = progress->files_done,
    .files_total = progress->files_total,
  };

  tambo_job_report (user_data, &sum);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TamboExportJob *self = source;
  GError *error = NULL;

  if (tambo_stick_writer_run (self->writer,
                              open_blob,
                              tambo_shelf_get_store (self->shelf),
                              on_progress,
                              self,
                              cancellable,
                              &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_write_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboExportJob *self = TAMBO_EXPORT_JOB (object);
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  g_clear_object (&self->writer);
  tambo_job_end (TAMBO_JOB (self), error);
}

static gboolean
is_chosen (TamboExportJob *self, const char *id)
{
  return g_strv_contains ((const char *const *) self->packs, "*") ||
         g_strv_contains ((const char *const *) self->packs, id);
}

/* What was recalled is not handed on. */
static gboolean
add_pack (TamboExportJob *self, TamboInstalledPack *pack, GError **error)
{
  const char *id = tambo_installed_pack_get_id (pack);
  const TamboPackTarget *target = tambo_trust_find_pack (tambo_shelf_get_trust (self->shelf),
                                                         id,
                                                         tambo_installed_pack_get_version (pack));
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboManifest) manifest = NULL;

  if (!is_chosen (self, id) || target == NULL || target->recalled)
    return TRUE;

  bytes = tambo_store_read (tambo_shelf_get_store (self->shelf),
                            tambo_installed_pack_get_manifest (pack),
                            TAMBO_LIMIT_MANIFEST,
                            error);
  manifest = bytes != NULL ? tambo_manifest_new_from_bytes (bytes, error) : NULL;
  if (manifest == NULL)
    return FALSE;
  tambo_stick_writer_add_pack (self->writer,
                               id,
                               manifest,
                               tambo_installed_pack_get_languages (pack));

  return TRUE;
}

static gboolean
add_packs (TamboExportJob *self, GError **error)
{
  GListModel *packs = G_LIST_MODEL (tambo_shelf_get_catalog (self->shelf));

  for (guint i = 0; i < g_list_model_get_n_items (packs); i++)
    {
      g_autoptr (TamboInstalledPack) pack = g_list_model_get_item (packs, i);

      if (!add_pack (self, pack, error))
        return FALSE;
    }

  return TRUE;
}

static void
add_trust (TamboExportJob *self)
{
  TamboTrust *trust = tambo_shelf_get_trust (self->shelf);
  g_autoptr (GHashTable) blobs = NULL;
  g_autoptr (GBytes) manifest = NULL;

  if (tambo_trust_get_version (trust) == 0)
    return;

  manifest = tambo_trust_artifact_write (tambo_trust_get_files (trust), &blobs);
  tambo_stick_writer_add_artifact (self->writer, TRUST_REF, manifest, blobs);
}

/* Also when there are none: those that the stick had were carried before. */
static gboolean
add_letters (TamboExportJob *self, GError **error)
{
  g_autoptr (GPtrArray) batches = tambo_mail_list_batches (self->mail, error);
  g_autoptr (GHashTable) blobs = NULL;
  g_autoptr (GBytes) manifest = NULL;

  if (batches == NULL)
    return FALSE;

  manifest = tambo_letters_write (batches, &blobs);
  tambo_stick_writer_add_artifact (self->writer, TAMBO_LETTERS_REF, manifest, blobs);

  return TRUE;
}

static void
start (TamboJob *job)
{
  TamboExportJob *self = TAMBO_EXPORT_JOB (job);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  self->writer = tambo_stick_writer_new (self->folder_fd, &error);
  if (self->writer == NULL || !add_packs (self, &error) || !add_letters (self, &error))
    {
      tambo_job_end (job, error);
      return;
    }

  add_trust (self);
  task = g_task_new (self, tambo_job_get_cancellable (job), on_write_ready, NULL);
  g_task_set_source_tag (task, start);
  g_task_run_in_thread (task, write_in_thread);
}

static void
tambo_export_job_finalize (GObject *object)
{
  TamboExportJob *self = TAMBO_EXPORT_JOB (object);

  if (self->folder_fd >= 0)
    close (self->folder_fd);
  g_clear_object (&self->writer);
  g_clear_object (&self->shelf);
  g_clear_object (&self->mail);
  g_strfreev (self->packs);

  G_OBJECT_CLASS (tambo_export_job_parent_class)->finalize (object);
}

static void
tambo_export_job_class_init (TamboExportJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_export_job_finalize;
  TAMBO_JOB_CLASS (klass)->kind = "export";
  TAMBO_JOB_CLASS (klass)->start = start;
}

static void
tambo_export_job_init (TamboExportJob *self)
{
  self->folder_fd = -1;
}

/**
 * tambo_export_job_new:
 * @folder_fd: stays the caller's
 * @packs: ids, or `*`
 */
TamboJob *
tambo_export_job_new (TamboShelf *shelf,
                      TamboMail *mail,
                      int folder_fd,
                      const char *const *packs,
                      GError **error)
{
  g_autoptr (TamboExportJob) self = g_object_new (TAMBO_TYPE_EXPORT_JOB, NULL);

  self->folder_fd = fcntl (folder_fd, F_DUPFD_CLOEXEC, 3);
  if (self->folder_fd < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The folder cannot be opened");
      return NULL;
    }
  self->shelf = g_object_ref (shelf);
  self->mail = g_object_ref (mail);
  self->packs = g_strdupv ((char **) packs);

  return TAMBO_JOB (g_steal_pointer (&self));
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/install-job.h"

#include "content/base/error.h"
#include "content/catalog/install.h"
#include "content/store/layout.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PUBLISH_MS 250
#define PACK_REF_PREFIX "packs/"

/* What a copy tells from its thread. */
typedef struct
{
  GMutex lock;
  guint64 done;
  guint64 total;
  guint files_done;
  guint files_total;
} Progress;

struct _TamboInstallJob
{
  GObject parent_instance;

  TamboShelf *shelf;         /* (owned) */
  TamboDBusMesh1Job *object; /* (owned) */
  int folder_fd;             /* (owned) */
  TamboLayout *layout;       /* (owned) (nullable) */
  GStrv packs;               /* (owned) */
  GStrv languages;           /* (owned) */
  GPtrArray *targets;        /* (owned) (element-type TamboPackTarget): still to install */
  TamboInstall *install;     /* (owned) (nullable): under way */
  GCancellable *cancellable; /* (owned) */
  Progress progress;         /* of the pack under way */
  guint64 done;              /* of the packs before */
  guint files;               /* likewise */
  guint publish_source;
  gboolean running;
};

G_DEFINE_FINAL_TYPE (TamboInstallJob, tambo_install_job, G_TYPE_OBJECT)

enum
{
  SIGNAL_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void install_next (TamboInstallJob *self);

static void
publish (TamboInstallJob *self)
{
  guint64 done;
  guint files_done;
  guint files_total;

  g_mutex_lock (&self->progress.lock);
  done = self->done + self->progress.done;
  files_done = self->files + self->progress.files_done;
  files_total = self->files + self->progress.files_total;
  g_mutex_unlock (&self->progress.lock);

  tambo_dbus_mesh1_job_set_done (self->object, done);
  tambo_dbus_mesh1_job_set_total (self->object,
                                  MAX (done, tambo_dbus_mesh1_job_get_total (self->object)));
  tambo_dbus_mesh1_job_set_files (self->object, g_variant_new ("(uu)", files_done, files_total));
}

static gboolean
on_publish (gpointer user_data)
{
  publish (user_data);

  return G_SOURCE_CONTINUE;
}

static void
end (TamboInstallJob *self, const GError *error)
{
  const char *state = "done";

  g_clear_handle_id (&self->publish_source, g_source_remove);
  publish (self);
  if (error != NULL)
    {
      g_autofree char *name = g_dbus_error_encode_gerror (error);
      g_autofree char *text = g_strdup_printf ("%s %s", name, error->message);
      gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

      state = cancelled ? "cancelled" : "failed";
      tambo_dbus_mesh1_job_set_error (self->object, text);
      if (!cancelled)
        g_warning ("install.failed %s", tambo_error_get_word (error));
    }
  else
    tambo_dbus_mesh1_job_set_total (self->object, tambo_dbus_mesh1_job_get_done (self->object));

  g_clear_object (&self->install);
  self->running = FALSE;
  tambo_dbus_mesh1_job_set_state (self->object, state);
  g_dbus_interface_skeleton_flush (G_DBUS_INTERFACE_SKELETON (self->object));
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
}

static void
settle_progress (TamboInstallJob *self)
{
  g_mutex_lock (&self->progress.lock);
  self->done += self->progress.total;
  self->files += self->progress.files_total;
  self->progress.done = self->progress.total = 0;
  self->progress.files_done = self->progress.files_total = 0;
  g_mutex_unlock (&self->progress.lock);
}

static void
on_copy_progress (TamboInstall *install, gpointer user_data)
{
  TamboInstallJob *self = user_data;
  Progress *progress = &self->progress;

  g_mutex_lock (&progress->lock);
  tambo_install_get_progress (install,
                              &progress->done,
                              &progress->total,
                              &progress->files_done,
                              &progress->files_total);
  g_mutex_unlock (&progress->lock);
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TamboInstallJob *self = source;
  GError *error = NULL;

  if (tambo_install_copy (self->install, self->layout, on_copy_progress, self, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_copy_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboInstallJob *self = TAMBO_INSTALL_JOB (object);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) ||
      !tambo_install_finish (self->install, tambo_shelf_get_catalog (self->shelf), &error))
    {
      end (self, error);
      return;
    }

  on_copy_progress (self->install, self);
  settle_progress (self);
  g_clear_object (&self->install);
  tambo_shelf_installed (self->shelf);
  install_next (self);
}

static void
install_next (TamboInstallJob *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (TamboPackTarget) target = NULL;

  if (self->targets->len == 0)
    {
      end (self, NULL);
      return;
    }

  target = g_ptr_array_steal_index (self->targets, 0);
  self->install = tambo_install_new (tambo_shelf_get_store (self->shelf),
                                     target,
                                     (const char *const *) self->languages,
                                     &error);
  if (self->install == NULL)
    {
      end (self, error);
      return;
    }

  task = g_task_new (self, self->cancellable, on_copy_ready, NULL);
  g_task_set_source_tag (task, install_next);
  g_task_run_in_thread (task, copy_in_thread);
}

/* The newest version of a pack in the layout that the metadata vouches for. */
static const TamboPackTarget *
find_in_layout (TamboInstallJob *self, const char *id)
{
  g_autoptr (GPtrArray) known = tambo_trust_list_packs (tambo_shelf_get_trust (self->shelf));

  for (guint i = 0; i < known->len; i++)
    {
      const TamboPackTarget *target = g_ptr_array_index (known, i);
      g_autofree char *ref = g_strdup_printf (PACK_REF_PREFIX "%s:%u", target->id, target->version);

      if (strcmp (target->id, id) == 0 && !target->recalled &&
          g_strcmp0 (tambo_layout_find_ref (self->layout, ref), target->digest) == 0)
        return target;
    }

  return NULL;
}

static void
add_target (TamboInstallJob *self, const TamboPackTarget *target)
{
  TamboCatalog *catalog = tambo_shelf_get_catalog (self->shelf);
  TamboInstalledPack *pack = tambo_catalog_find (catalog, target->id);
  guint64 bytes = tambo_pack_target_get_bytes (target, (const char *const *) self->languages);

  /* Other languages of it may have been asked for; an older version is never put back. */
  if (pack != NULL && tambo_installed_pack_get_version (pack) > target->version)
    return;

  g_ptr_array_add (self->targets, tambo_pack_target_copy (target));
  tambo_dbus_mesh1_job_set_total (self->object,
                                  tambo_dbus_mesh1_job_get_total (self->object) + bytes);
}

/* All packs of the layout that are trusted. Those that are not stay on the stick. */
static void
choose_all (TamboInstallJob *self)
{
  const char *const *refs = tambo_layout_get_refs (self->layout);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; refs[i] != NULL; i++)
    {
      const char *colon = strrchr (refs[i], ':');
      const TamboPackTarget *target;
      char *id;

      if (!g_str_has_prefix (refs[i], PACK_REF_PREFIX) || colon == NULL)
        continue;
      id = g_strndup (refs[i] + strlen (PACK_REF_PREFIX),
                      colon - refs[i] - strlen (PACK_REF_PREFIX));
      target = g_hash_table_contains (seen, id) ? NULL : find_in_layout (self, id);
      g_hash_table_add (seen, id);
      if (target != NULL)
        add_target (self, target);
    }
}

static gboolean
choose (TamboInstallJob *self, GError **error)
{
  for (gsize i = 0; self->packs[i] != NULL; i++)
    {
      const TamboPackTarget *target;

      if (strcmp (self->packs[i], "*") == 0)
        {
          choose_all (self);
          continue;
        }
      target = find_in_layout (self, self->packs[i]);
      if (target == NULL)
        {
          g_set_error_literal (error,
                               TAMBO_ERROR,
                               TAMBO_ERROR_PACK_UNKNOWN,
                               "The folder has no such pack that is trusted here");
          return FALSE;
        }
      add_target (self, target);
    }

  return TRUE;
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TamboInstallJob *self = source;
  GError *error = NULL;
  GHashTable *files;

  self->layout = tambo_layout_new_for_fd (self->folder_fd, &error);
  if (self->layout == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  files = tambo_layout_read_trust (self->layout, &error);
  if (files == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, files, (GDestroyNotify) g_hash_table_unref);
}

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboInstallJob *self = TAMBO_INSTALL_JOB (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) files = g_task_propagate_pointer (G_TASK (result), &error);

  if (files == NULL)
    {
      end (self, error);
      return;
    }

  /* An older stick is still good for its packs, as far as they are trusted today. */
  if (!tambo_shelf_update_trust (self->shelf, files, &error))
    {
      if (!g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_PACK_ROLLBACK) ||
          tambo_trust_get_version (tambo_shelf_get_trust (self->shelf)) == 0 ||
          self->packs[0] == NULL)
        {
          end (self, error);
          return;
        }
      g_info ("install.older-metadata");
      g_clear_error (&error);
    }
  if (!choose (self, &error))
    {
      end (self, error);
      return;
    }

  install_next (self);
}

static void
tambo_install_job_finalize (GObject *object)
{
  TamboInstallJob *self = TAMBO_INSTALL_JOB (object);

  g_clear_handle_id (&self->publish_source, g_source_remove);
  if (self->folder_fd >= 0)
    close (self->folder_fd);
  g_clear_object (&self->shelf);
  g_clear_object (&self->object);
  g_clear_object (&self->layout);
  g_clear_object (&self->install);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->targets);
  g_strfreev (self->packs);
  g_strfreev (self->languages);
  g_mutex_clear (&self->progress.lock);

  G_OBJECT_CLASS (tambo_install_job_parent_class)->finalize (object);
}

static void
tambo_install_job_class_init (TamboInstallJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_install_job_finalize;

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
tambo_install_job_init (TamboInstallJob *self)
{
  self->folder_fd = -1;
  self->object = tambo_dbus_mesh1_job_skeleton_new ();
  self->targets = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_pack_target_free);
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->progress.lock);
}

/**
 * tambo_install_job_new:
 * @folder_fd: stays the caller's
 * @packs: ids, or `*`; none for the metadata alone
 * @languages: none for those of the shelter
 */
TamboInstallJob *
tambo_install_job_new (TamboShelf *shelf,
                       int folder_fd,
                       const char *const *packs,
                       const char *const *languages,
                       GError **error)
{
  g_autoptr (TamboInstallJob) self = g_object_new (TAMBO_TYPE_INSTALL_JOB, NULL);

  self->folder_fd = fcntl (folder_fd, F_DUPFD_CLOEXEC, 3);
  if (self->folder_fd < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The folder cannot be opened");
      return NULL;
    }

  self->shelf = g_object_ref (shelf);
  self->packs = g_strdupv ((char **) packs);
  self->languages = languages[0] != NULL ? g_strdupv ((char **) languages)
                                         : tambo_shelf_get_languages (shelf);
  tambo_dbus_mesh1_job_set_kind (self->object, "install");
  tambo_dbus_mesh1_job_set_state (self->object, "running");
  tambo_dbus_mesh1_job_set_error (self->object, "");
  tambo_dbus_mesh1_job_set_files (self->object, g_variant_new ("(uu)", 0, 0));

  return g_steal_pointer (&self);
}

void
tambo_install_job_start (TamboInstallJob *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TAMBO_IS_INSTALL_JOB (self) && !self->running);

  self->running = TRUE;
  self->publish_source = g_timeout_add (PUBLISH_MS, on_publish, self);
  task = g_task_new (self, self->cancellable, on_read_ready, NULL);
  g_task_set_source_tag (task, tambo_install_job_start);
  g_task_run_in_thread (task, read_in_thread);
}

void
tambo_install_job_cancel (TamboInstallJob *self)
{
  g_return_if_fail (TAMBO_IS_INSTALL_JOB (self));

  g_cancellable_cancel (self->cancellable);
}

gboolean
tambo_install_job_is_running (TamboInstallJob *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALL_JOB (self), FALSE);

  return self->running;
}

TamboDBusMesh1Job *
tambo_install_job_get_object (TamboInstallJob *self)
{
  g_return_val_if_fail (TAMBO_IS_INSTALL_JOB (self), NULL);

  return self->object;
}

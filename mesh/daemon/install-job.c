/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/install-job.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/catalog/install.h"
#include "content/catalog/offer.h"
#include "mesh/daemon/stick-mail.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Who hands over the letters of a stick, in the courier's books. */
#define STICK_PEER "stick"

/* One pack that was chosen. */
typedef struct
{
  TamboOffer *offer;     /* (owned) */
  TamboInstall *install; /* (owned) (nullable): once it was begun */
  GStrv languages;       /* (owned): those that are taken */
  guint64 needed;        /* bytes to copy */
} Part;

struct _TamboInstallJob
{
  TamboJob parent_instance;

  TamboShelf *shelf;       /* (owned) */
  TamboMail *mail;         /* (owned) */
  int folder_fd;           /* (owned) */
  TamboLayout *layout;     /* (owned) (nullable) */
  GHashTable *files;       /* (owned) (nullable): newer metadata, to be trusted in the end */
  GStrv packs;             /* (owned) */
  GStrv languages;         /* (owned) */
  GPtrArray *targets;      /* (owned) (element-type TamboPackTarget): what was chosen */
  GPtrArray *wanted;       /* (owned) (element-type GStrv): for each the languages to take */
  GPtrArray *parts;        /* (owned) (element-type Part): likewise, once it was looked at */
  guint current;           /* of @parts: under way */
  TamboJobProgress before; /* of the parts before that */
  guint media_done;        /* of the part under way */
  guint media_total;       /* likewise */
};

G_DEFINE_FINAL_TYPE (TamboInstallJob, tambo_install_job, TAMBO_TYPE_JOB)

static void copy_next (TamboInstallJob *self);

static void
part_free (gpointer pointer)
{
  Part *part = pointer;

  g_clear_pointer (&part->offer, tambo_offer_free);
  g_clear_object (&part->install);
  g_strfreev (part->languages);
  g_free (part);
}

/* What an install that failed has brought stays for the next try; of one that was cancelled,
 * nothing does. */
static void
end (TamboInstallJob *self, const GError *error)
{
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tambo_shelf_forget_unfinished (self->shelf);
  g_ptr_array_set_size (self->parts, 0);
  tambo_job_end (TAMBO_JOB (self), error);
}

static void
run_in_thread (TamboInstallJob *self, GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = NULL;

  task = g_task_new (self, tambo_job_get_cancellable (TAMBO_JOB (self)), callback, NULL);
  g_task_set_source_tag (task, func);
  g_task_run_in_thread (task, func);
}

/* A stick counts as one neighbour: what is over its measure waits for another day. */
static gboolean
take_letters (TamboInstallJob *self, GPtrArray *batches, GError **error)
{
  guint n_over = 0;

  for (guint i = 0; i < batches->len; i++)
    {
      g_auto (GStrv) words =
          tambo_mail_take_in (self->mail, STICK_PEER, g_ptr_array_index (batches, i), error);

      if (words == NULL)
        return FALSE;
      for (gsize j = 0; words[j] != NULL; j++)
        n_over += strcmp (words[j], "envelope.quota") == 0;
    }
  g_info ("install.letters n=%u over=%u", tambo_stick_mail_count (batches), n_over);
  if (n_over == 0)
    return TRUE;

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_ENVELOPE_QUOTA,
               "%u letters are more than may come in a day",
               n_over);

  return FALSE;
}

static void
on_letters_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboInstallJob *self = TAMBO_INSTALL_JOB (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) batches = g_task_propagate_pointer (G_TASK (result), &error);

  if (batches != NULL)
    take_letters (self, batches, &error);
  end (self, error);
}

static void
read_letters_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TamboInstallJob *self = source;
  GError *error = NULL;
  GPtrArray *batches = tambo_stick_mail_read (self->layout, &error);

  if (batches == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, batches, (GDestroyNotify) g_ptr_array_unref);
}

/* All is here: from this moment on it counts, and is not cancelled any more. */
static void
settle (TamboInstallJob *self)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  gboolean ok = self->files == NULL || tambo_shelf_update_trust (self->shelf, self->files, &error);

  for (guint i = 0; ok && i < self->parts->len; i++)
    {
      Part *part = g_ptr_array_index (self->parts, i);

      ok = tambo_shelf_finish (self->shelf, part->install, &error);
    }
  if (!ok)
    {
      end (self, error);
      return;
    }

  tambo_shelf_forget_unfinished (self->shelf);
  task = g_task_new (self, NULL, on_letters_ready, NULL);
  g_task_set_source_tag (task, settle);
  g_task_run_in_thread (task, read_letters_in_thread);
}

/* Counts what is copied, not what was here before. */
static void
add_up (TamboInstallJob *self, TamboJobProgress *out_sum)
{
  const Part *part = g_ptr_array_index (self->parts, self->current);
  guint64 done;
  guint64 total;
  guint64 missing;

  tambo_install_get_progress (part->install,
                              &done,
                              &total,
                              &out_sum->files_done,
                              &out_sum->files_total);
  missing = MIN (total - done, part->needed);
  out_sum->done = self->before.done + (part->needed - missing);
  out_sum->total = self->before.total;
  out_sum->files_done += self->before.files_done;
  out_sum->files_total = MAX (out_sum->files_done, self->before.files_total);
  out_sum->media_done = self->before.media_done + self->media_done;
  out_sum->media_total = self->before.media_total + self->media_total;
}

static void
on_copy_progress (TamboInstall *install, gpointer user_data)
{
  TamboInstallJob *self = user_data;
  TamboJobProgress sum;

  add_up (self, &sum);
  tambo_job_report (TAMBO_JOB (self), &sum);
}

/* In the thread that copies. */
static void
on_media_progress (guint n_done, guint n_total, gpointer user_data)
{
  TamboInstallJob *self = user_data;
  Part *part = g_ptr_array_index (self->parts, self->current);

  self->media_done = n_done;
  self->media_total = n_total;
  on_copy_progress (part->install, self);
}

static gboolean
check_media (TamboStore *store,
             TamboPack *pack,
             const char *const *languages,
             gpointer user_data,
             GError **error)
{
  TamboInstallJob *self = user_data;

  return tambo_media_check_run (tambo_shelf_get_media_check (self->shelf),
                                store,
                                pack,
                                languages,
                                on_media_progress,
                                self,
                                tambo_job_get_cancellable (TAMBO_JOB (self)),
                                error);
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TamboInstallJob *self = source;
  Part *part = g_ptr_array_index (self->parts, self->current);
  GError *error = NULL;

  if (tambo_install_copy (part->install, self->layout, on_copy_progress, self, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Which file it is, for staff: messages name digests. */
static void
name_file (const Part *part, GError **error)
{
  for (guint i = 0; i < tambo_manifest_get_n_layers (part->offer->manifest); i++)
    {
      const TamboLayer *layer = tambo_manifest_get_layer (part->offer->manifest, i);

      if (layer->title != NULL &&
          strstr ((*error)->message, tambo_digest_get_hex (layer->digest)) != NULL)
        {
          g_prefix_error (error, "%s, %s: ", part->offer->target->id, layer->title);
          return;
        }
    }
}

static void
on_copy_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboInstallJob *self = TAMBO_INSTALL_JOB (object);
  TamboJobProgress sum;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      name_file (g_ptr_array_index (self->parts, self->current), &error);
      end (self, error);
      return;
    }

  add_up (self, &sum);
  tambo_job_report (TAMBO_JOB (self), &sum);
  self->before = sum;
  self->media_done = self->media_total = 0;
  self->current++;
  copy_next (self);
}

static void
copy_next (TamboInstallJob *self)
{
  g_autoptr (GError) error = NULL;
  Part *part;

  if (self->current == self->parts->len)
    {
      settle (self);
      return;
    }

  part = g_ptr_array_index (self->parts, self->current);
  part->install = tambo_shelf_begin (self->shelf,
                                     part->offer->target,
                                     (const char *const *) part->languages,
                                     &error);
  if (part->install == NULL)
    {
      end (self, error);
      return;
    }

  tambo_install_set_check (part->install, check_media, self);
  run_in_thread (self, copy_in_thread, on_copy_ready);
}

static guint
count_files (const Part *part)
{
  g_autoptr (GPtrArray) wants = tambo_manifest_plan (part->offer->manifest,
                                                     (const char *const *) part->languages);
  guint n = 0;

  for (guint i = 0; i < wants->len; i++)
    n += ((TamboWant *) wants->pdata[i])->leaves != NULL;

  return n;
}

static void
on_look_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboInstallJob *self = TAMBO_INSTALL_JOB (object);
  g_autoptr (GHashTable) digests = NULL;
  g_autoptr (GError) error = NULL;

  digests = g_task_propagate_pointer (G_TASK (result), &error);
  if (digests == NULL ||
      !tambo_store_check_space (tambo_shelf_get_store (self->shelf), self->before.total, &error) ||
      !tambo_shelf_keep_unfinished (self->shelf, digests, &error))
    {
      end (self, error);
      return;
    }

  tambo_job_report (TAMBO_JOB (self), &self->before);
  copy_next (self);
}

/* Languages that the stick does not have are left to others. */
static Part *
part_new (TamboInstallJob *self, TamboOffer *offer, const char *const *wanted)
{
  Part *part = g_new0 (Part, 1);

  part->offer = offer;
  part->languages = tambo_offer_choose_languages (offer, wanted);
  part->needed = tambo_offer_get_bytes (offer, (const char *const *) part->languages);
  self->before.total += part->needed;
  self->before.files_total += count_files (part);

  return part;
}

static void
look_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TamboInstallJob *self = source;
  TamboStore *store = tambo_shelf_get_store (self->shelf);
  g_autoptr (GHashTable) counted = NULL;
  GError *error = NULL;

  counted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->targets->len; i++)
    {
      TamboOffer *offer = tambo_offer_new (self->layout,
                                           store,
                                           g_ptr_array_index (self->targets, i),
                                           counted,
                                           &error);

      if (offer == NULL)
        {
          g_task_return_error (task, error);
          return;
        }
      g_ptr_array_add (self->parts, part_new (self, offer, g_ptr_array_index (self->wanted, i)));
    }
  g_task_return_pointer (task, g_steal_pointer (&counted), (GDestroyNotify) g_hash_table_unref);
}

/* Other languages of it may have been asked for; an older version is never put back. */
static gboolean
is_older (TamboInstallJob *self, const TamboPackTarget *target)
{
  TamboInstalledPack *pack = tambo_catalog_find (tambo_shelf_get_catalog (self->shelf), target->id);

  return pack != NULL && tambo_installed_pack_get_version (pack) > target->version;
}

static const TamboPackTarget *
find (GPtrArray *targets, const char *id, GError **error)
{
  for (guint i = 0; i < targets->len; i++)
    {
      const TamboPackTarget *target = g_ptr_array_index (targets, i);

      if (strcmp (target->id, id) != 0)
        continue;
      if (!target->recalled)
        return target;
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_RECALLED, "%s was recalled", id);
      return NULL;
    }

  g_set_error_literal (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_UNKNOWN,
                       "The folder has no such pack that is trusted here");

  return NULL;
}

/* In the languages that were asked for and those that are here already. */
static void
add_target (TamboInstallJob *self, const TamboPackTarget *target)
{
  if (is_older (self, target))
    return;

  g_ptr_array_add (self->targets, tambo_pack_target_copy (target));
  g_ptr_array_add (self->wanted,
                   tambo_shelf_list_languages (self->shelf,
                                               target->id,
                                               (const char *const *) self->languages));
}

/* What is not trusted stays on the stick. */
static void
choose_all (TamboInstallJob *self, GPtrArray *there)
{
  for (guint i = 0; i < there->len; i++)
    {
      const TamboPackTarget *target = g_ptr_array_index (there, i);

      if (!target->recalled)
        add_target (self, target);
    }
}

static gboolean
choose (TamboInstallJob *self, TamboTrust *trust, GError **error)
{
  g_autoptr (GPtrArray) there = tambo_offer_list_targets (self->layout, trust, NULL);

  for (gsize i = 0; self->packs[i] != NULL; i++)
    {
      const TamboPackTarget *target;

      if (strcmp (self->packs[i], "*") == 0)
        {
          choose_all (self, there);
          continue;
        }
      target = find (there, self->packs[i], error);
      if (target == NULL)
        return FALSE;
      add_target (self, target);
    }

  return TRUE;
}

static void
on_read_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboInstallJob *self = TAMBO_INSTALL_JOB (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboTrust) trust = NULL;
  gboolean older = FALSE;

  self->files = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->files != NULL)
    trust = tambo_shelf_try_trust (self->shelf, self->files, &older, &error);
  if (trust != NULL && older && self->packs[0] == NULL)
    g_set_error_literal (&error,
                         TAMBO_ERROR,
                         TAMBO_ERROR_PACK_ROLLBACK,
                         "The metadata is older than what is trusted here");
  if (error != NULL || !choose (self, trust, &error))
    {
      end (self, error);
      return;
    }

  if (older)
    {
      g_info ("install.older-metadata");
      g_clear_pointer (&self->files, g_hash_table_unref);
    }
  run_in_thread (self, look_in_thread, on_look_ready);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TamboInstallJob *self = source;
  GHashTable *files = NULL;
  GError *error = NULL;

  self->layout = tambo_layout_new_for_fd (self->folder_fd, &error);
  if (self->layout != NULL)
    files = tambo_layout_read_trust (self->layout, &error);
  if (files == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, files, (GDestroyNotify) g_hash_table_unref);
}

static void
start (TamboJob *job)
{
  run_in_thread (TAMBO_INSTALL_JOB (job), read_in_thread, on_read_ready);
}

static void
tambo_install_job_finalize (GObject *object)
{
  TamboInstallJob *self = TAMBO_INSTALL_JOB (object);

  if (self->folder_fd >= 0)
    close (self->folder_fd);
  g_clear_object (&self->shelf);
  g_clear_object (&self->mail);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_ptr_array_unref (self->targets);
  g_ptr_array_unref (self->wanted);
  g_ptr_array_unref (self->parts);
  g_strfreev (self->packs);
  g_strfreev (self->languages);

  G_OBJECT_CLASS (tambo_install_job_parent_class)->finalize (object);
}

static void
tambo_install_job_class_init (TamboInstallJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_install_job_finalize;
  TAMBO_JOB_CLASS (klass)->kind = "install";
  TAMBO_JOB_CLASS (klass)->start = start;
}

static void
tambo_install_job_init (TamboInstallJob *self)
{
  self->folder_fd = -1;
  self->targets = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_pack_target_free);
  self->wanted = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->parts = g_ptr_array_new_with_free_func (part_free);
}

/**
 * tambo_install_job_new:
 * @folder_fd: stays the caller's
 * @packs: ids, or `*`; none for the metadata alone
 * @languages: none for those of the shelter
 */
TamboJob *
tambo_install_job_new (TamboShelf *shelf,
                       TamboMail *mail,
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
  self->mail = g_object_ref (mail);
  self->packs = g_strdupv ((char **) packs);
  self->languages = languages[0] != NULL ? g_strdupv ((char **) languages)
                                         : tambo_shelf_get_languages (shelf);

  return TAMBO_JOB (g_steal_pointer (&self));
}

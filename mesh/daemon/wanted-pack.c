/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/wanted-pack.h"

#include "content/base/error.h"

#include <string.h>

/* %NULL if it is not for us: recalled, or for a later program; or there is no room for it. */
TamboWantedPack *
tambo_wanted_pack_new (TamboShelf *shelf, const TamboPackTarget *target)
{
  g_auto (GStrv) languages = tambo_shelf_list_languages (shelf, target->id, NULL);
  g_autoptr (GError) error = NULL;
  TamboInstall *install =
      tambo_shelf_begin (shelf, target, (const char *const *) languages, &error);
  TamboWantedPack *self;

  if (install == NULL)
    {
      g_info ("pack.refused %s %.19s", tambo_error_get_word (error), target->digest);
      return NULL;
    }

  self = g_new0 (TamboWantedPack, 1);
  self->install = install;
  self->target = tambo_pack_target_copy (target);
  self->repository = tambo_shelf_name_repository (target->id);

  return self;
}

void
tambo_wanted_pack_free (gpointer pointer)
{
  TamboWantedPack *self = pointer;

  g_object_unref (self->install);
  tambo_pack_target_free (self->target);
  g_free (self->repository);
  g_free (self);
}

static void
advance_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (tambo_install_advance (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * tambo_wanted_pack_advance:
 * @source: of the result, a #GTask with a boolean
 *
 * Commits what is complete and finds what is missing next, in a thread; one at a time. Who calls
 * back clears @advancing, and comes again if @again was set.
 */
void
tambo_wanted_pack_advance (TamboWantedPack *self,
                           gpointer source,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = NULL;

  if (self->failed)
    return;
  if (self->advancing)
    {
      self->again = TRUE;
      return;
    }

  self->advancing = TRUE;
  self->again = FALSE;
  task = g_task_new (source, cancellable, callback, NULL);
  g_task_set_source_tag (task, tambo_wanted_pack_advance);
  g_task_set_task_data (task, g_object_ref (self->install), g_object_unref);
  g_task_run_in_thread (task, advance_in_thread);
}

/* (transfer none): which install it was; the pack may be gone meanwhile. */
TamboInstall *
tambo_wanted_pack_get_advanced (GAsyncResult *result)
{
  return g_task_get_task_data (G_TASK (result));
}

gboolean
tambo_wanted_pack_is_manifest (TamboWantedPack *self, TamboStaging *staging)
{
  return strcmp (tambo_staging_get_digest (staging), self->target->digest) == 0;
}

/* Whether it is still what is wanted. */
gboolean
tambo_wanted_pack_is_current (TamboWantedPack *self,
                              TamboShelf *shelf,
                              const TamboPackTarget *target)
{
  g_auto (GStrv) languages = tambo_shelf_list_languages (shelf, target->id, NULL);

  return strcmp (self->target->digest, target->digest) == 0 &&
         g_strv_equal (tambo_install_get_languages (self->install),
                       (const char *const *) languages);
}

/* While a thread is at work it is what it was before. */
void
tambo_wanted_pack_get_progress (TamboWantedPack *self, guint64 *out_done, guint64 *out_total)
{
  guint files_done;
  guint files_total;

  if (!self->advancing)
    tambo_install_get_progress (self->install,
                                &self->done,
                                &self->total,
                                &files_done,
                                &files_total);
  *out_done = self->done;
  *out_total = self->total;
}

/* Once it is complete. */
gboolean
tambo_wanted_pack_finish (TamboWantedPack *self, TamboShelf *shelf)
{
  g_autoptr (GError) error = NULL;

  if (!tambo_shelf_finish (shelf, self->install, &error))
    {
      tambo_wanted_pack_fail (self, error);
      return FALSE;
    }

  g_info ("pack.installed %.19s", self->target->digest);

  return TRUE;
}

/* It is logged once and left alone; if there was no room for it, until there may be some. */
void
tambo_wanted_pack_fail (TamboWantedPack *self, const GError *error)
{
  g_warning ("pack.refused %s %.19s", tambo_error_get_word (error), self->target->digest);
  self->failed = TRUE;
  self->lacks_room = g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SPACE);
  tambo_install_give_up (self->install);
}

/* (transfer container) (element-type TamboWantedPack): the values of a table. */
GPtrArray *
tambo_wanted_pack_list (GHashTable *packs)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer pack;

  g_hash_table_iter_init (&iter, packs);
  while (g_hash_table_iter_next (&iter, NULL, &pack))
    g_ptr_array_add (list, pack);

  return list;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/run-fetch.h"

#include "content/base/error.h"
#include "content/pack/leaf-list.h"

#include <string.h>

struct _TamboRunFetch
{
  GObject parent_instance;

  guint64 id;
  guint first;
  guint n_leaves;
  gboolean is_manifest;
  char *repository;          /* (owned) */
  char *pin;                 /* (owned) */
  TamboPullSource *source;   /* (owned) */
  TamboStaging *staging;     /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GTask *task;               /* (owned) (nullable): while it runs */
  GError *error;             /* (owned) (nullable): the first that went wrong */
  guint n_writing;
  gboolean arrived; /* nothing more comes from the peer */
};

G_DEFINE_FINAL_TYPE (TamboRunFetch, tambo_run_fetch, G_TYPE_OBJECT)

enum
{
  SIGNAL_LEAF,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* A leaf on its way to the disk. */
typedef struct
{
  guint index;
  GBytes *bytes; /* (owned) */
} Leaf;

static void
leaf_free (gpointer pointer)
{
  Leaf *leaf = pointer;

  g_bytes_unref (leaf->bytes);
  g_free (leaf);
}

static void
keep_error (TamboRunFetch *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
}

/* Ends once the peer said all and everything is written. */
static void
maybe_end (TamboRunFetch *self)
{
  g_autoptr (GTask) task = NULL;

  if (!self->arrived || self->n_writing > 0 || self->task == NULL)
    return;

  task = g_steal_pointer (&self->task);
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
write_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  TamboRunFetch *self = source;
  Leaf *leaf = task_data;
  GError *error = NULL;

  if (tambo_staging_write_leaf (self->staging, leaf->index, leaf->bytes, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_write_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboRunFetch *self = TAMBO_RUN_FETCH (object);
  Leaf *leaf = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gboolean ok = g_task_propagate_boolean (G_TASK (result), &error);

  self->n_writing--;
  if (ok)
    g_signal_emit (self, signals[SIGNAL_LEAF], 0, leaf->index, TRUE);
  else
    {
      gboolean is_bad = g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);

      keep_error (self, error);
      if (is_bad)
        g_signal_emit (self, signals[SIGNAL_LEAF], 0, leaf->index, FALSE);
      g_cancellable_cancel (self->cancellable);
    }
  maybe_end (self);
}

static void
write_leaf (TamboRunFetch *self, guint index, GBytes *bytes)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_write_ready, NULL);
  Leaf *leaf = g_new0 (Leaf, 1);

  leaf->index = index;
  leaf->bytes = g_bytes_ref (bytes);
  g_task_set_source_tag (task, write_leaf);
  g_task_set_task_data (task, leaf, leaf_free);
  self->n_writing++;
  g_task_run_in_thread (task, write_in_thread);
}

static gboolean
take_leaf (guint64 offset, GBytes *bytes, gpointer user_data, GError **error)
{
  TamboRunFetch *self = user_data;

  write_leaf (self, (guint) (offset / TAMBO_LEAF_SIZE), bytes);

  return TRUE;
}

/* What comes as a whole is one leaf. */
static void
on_pull_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboRunFetch) self = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = tambo_pull_source_pull_finish (TAMBO_PULL_SOURCE (object),
                                                            result,
                                                            &error);

  self->arrived = TRUE;
  if (bytes == NULL)
    keep_error (self, error);
  else if (g_bytes_get_size (bytes) > 0)
    write_leaf (self, 0, bytes);
  maybe_end (self);
}

static void
tambo_run_fetch_finalize (GObject *object)
{
  TamboRunFetch *self = TAMBO_RUN_FETCH (object);

  g_free (self->repository);
  g_free (self->pin);
  g_clear_object (&self->source);
  g_clear_object (&self->staging);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->task);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tambo_run_fetch_parent_class)->finalize (object);
}

static void
tambo_run_fetch_class_init (TamboRunFetchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_run_fetch_finalize;

  signals[SIGNAL_LEAF] = g_signal_new ("leaf",
                                       G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       2,
                                       G_TYPE_UINT,
                                       G_TYPE_BOOLEAN);
}

static void
tambo_run_fetch_init (TamboRunFetch *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * tambo_run_fetch_new:
 * @repository: that the blob belongs to
 * @is_manifest: it is fetched as one, not as a blob
 */
TamboRunFetch *
tambo_run_fetch_new (const TamboSyncRequest *request,
                     TamboPullSource *source,
                     TamboStaging *staging,
                     const char *repository,
                     gboolean is_manifest)
{
  TamboRunFetch *self = g_object_new (TAMBO_TYPE_RUN_FETCH, NULL);

  self->id = request->id;
  self->first = request->first;
  self->n_leaves = request->n_leaves;
  self->pin = g_strdup (request->peer);
  self->source = g_object_ref (source);
  self->staging = g_object_ref (staging);
  self->repository = g_strdup (repository);
  self->is_manifest = is_manifest;

  return self;
}

static TamboPull
describe (TamboRunFetch *self)
{
  TamboPull pull = {
    .kind = TAMBO_PULL_RUN,
    .name = self->repository,
    .reference = tambo_staging_get_digest (self->staging),
    .size = tambo_staging_get_size (self->staging),
    .offset = (guint64) self->first * TAMBO_LEAF_SIZE,
    .leaf_func = take_leaf,
    .leaf_data = self,
  };

  if (self->is_manifest)
    pull.kind = TAMBO_PULL_MANIFEST;
  else if (tambo_staging_get_n_leaves (self->staging) == 1)
    pull.kind = TAMBO_PULL_BLOB;
  for (guint i = 0; i < self->n_leaves; i++)
    pull.length += tambo_staging_get_leaf_size (self->staging, self->first + i);

  return pull;
}

void
tambo_run_fetch_start (TamboRunFetch *self, GAsyncReadyCallback callback, gpointer user_data)
{
  TamboPull pull;

  g_return_if_fail (TAMBO_IS_RUN_FETCH (self));

  pull = describe (self);
  self->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->task, tambo_run_fetch_start);
  tambo_pull_source_pull_async (self->source,
                                &pull,
                                self->cancellable,
                                on_pull_ready,
                                g_object_ref (self));
}

gboolean
tambo_run_fetch_finish (TamboRunFetch *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
tambo_run_fetch_cancel (TamboRunFetch *self)
{
  g_return_if_fail (TAMBO_IS_RUN_FETCH (self));

  g_cancellable_cancel (self->cancellable);
}

guint64
tambo_run_fetch_get_id (TamboRunFetch *self)
{
  g_return_val_if_fail (TAMBO_IS_RUN_FETCH (self), 0);

  return self->id;
}

const char *
tambo_run_fetch_get_pin (TamboRunFetch *self)
{
  g_return_val_if_fail (TAMBO_IS_RUN_FETCH (self), NULL);

  return self->pin;
}

TamboStaging *
tambo_run_fetch_get_staging (TamboRunFetch *self)
{
  g_return_val_if_fail (TAMBO_IS_RUN_FETCH (self), NULL);

  return self->staging;
}

/**
 * tambo_run_fetch_cancel_all:
 * @fetches: (element-type TamboRunFetch)
 * @pin: (nullable): only those from there
 */
void
tambo_run_fetch_cancel_all (GPtrArray *fetches, const char *pin)
{
  for (guint i = 0; i < fetches->len; i++)
    {
      TamboRunFetch *fetch = g_ptr_array_index (fetches, i);

      if (pin == NULL || strcmp (fetch->pin, pin) == 0)
        tambo_run_fetch_cancel (fetch);
    }
}

/* Ends those whose leaves came from elsewhere meanwhile. */
void
tambo_run_fetch_cancel_needless (GPtrArray *fetches, TamboScheduler *scheduler)
{
  g_autoptr (GArray) needless = tambo_scheduler_list_needless (scheduler);

  for (guint i = 0; i < needless->len; i++)
    {
      for (guint j = 0; j < fetches->len; j++)
        {
          TamboRunFetch *fetch = g_ptr_array_index (fetches, j);

          if (fetch->id == g_array_index (needless, guint64, i))
            tambo_run_fetch_cancel (fetch);
        }
    }
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/run-fetch.h"

#include "content/base/error.h"
#include "content/pack/leaf-list.h"

struct _TamboRunFetch
{
  GObject parent_instance;

  guint64 id;
  guint first;
  guint n_leaves;
  gboolean is_manifest;
  char *repository;          /* (owned) */
  TamboPeer *peer;           /* (owned) */
  TamboPeerClient *client;   /* (owned): of the peer when it began */
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

static void
on_range_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboRunFetch) self = user_data;
  GError *error = NULL;

  self->arrived = TRUE;
  if (!tambo_peer_client_get_blob_range_finish (TAMBO_PEER_CLIENT (object), result, &error))
    keep_error (self, error);
  maybe_end (self);
}

static void
take_whole (TamboRunFetch *self, GBytes *bytes, GError *error)
{
  self->arrived = TRUE;
  if (bytes != NULL)
    write_leaf (self, 0, bytes);
  else
    keep_error (self, error);
  maybe_end (self);
}

static void
on_blob_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboRunFetch) self = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = tambo_peer_client_get_blob_finish (TAMBO_PEER_CLIENT (object),
                                                                result,
                                                                &error);

  take_whole (self, bytes, error);
}

static void
on_manifest_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TamboRunFetch) self = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = tambo_peer_client_get_manifest_finish (TAMBO_PEER_CLIENT (object),
                                                                    result,
                                                                    &error);

  take_whole (self, bytes, error);
}

static void
tambo_run_fetch_finalize (GObject *object)
{
  TamboRunFetch *self = TAMBO_RUN_FETCH (object);

  g_free (self->repository);
  g_clear_object (&self->peer);
  g_clear_object (&self->client);
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
                     TamboPeer *peer,
                     TamboStaging *staging,
                     const char *repository,
                     gboolean is_manifest)
{
  TamboRunFetch *self = g_object_new (TAMBO_TYPE_RUN_FETCH, NULL);

  self->id = request->id;
  self->first = request->first;
  self->n_leaves = request->n_leaves;
  self->peer = g_object_ref (peer);
  self->client = g_object_ref (tambo_peer_get_client (peer));
  self->staging = g_object_ref (staging);
  self->repository = g_strdup (repository);
  self->is_manifest = is_manifest;

  return self;
}

static void
fetch_range (TamboRunFetch *self)
{
  guint64 offset = (guint64) self->first * TAMBO_LEAF_SIZE;
  guint64 length = 0;

  for (guint i = 0; i < self->n_leaves; i++)
    length += tambo_staging_get_leaf_size (self->staging, self->first + i);

  tambo_peer_client_get_blob_range_async (self->client,
                                          self->repository,
                                          tambo_staging_get_digest (self->staging),
                                          offset,
                                          length,
                                          take_leaf,
                                          self,
                                          self->cancellable,
                                          on_range_ready,
                                          g_object_ref (self));
}

void
tambo_run_fetch_start (TamboRunFetch *self, GAsyncReadyCallback callback, gpointer user_data)
{
  const char *digest;

  g_return_if_fail (TAMBO_IS_RUN_FETCH (self));

  digest = tambo_staging_get_digest (self->staging);
  self->task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->task, tambo_run_fetch_start);

  if (self->is_manifest)
    tambo_peer_client_get_manifest_async (self->client,
                                          self->repository,
                                          digest,
                                          self->cancellable,
                                          on_manifest_ready,
                                          g_object_ref (self));
  else if (tambo_staging_get_n_leaves (self->staging) == 1)
    tambo_peer_client_get_blob_async (self->client,
                                      self->repository,
                                      digest,
                                      tambo_staging_get_size (self->staging),
                                      self->cancellable,
                                      on_blob_ready,
                                      g_object_ref (self));
  else
    fetch_range (self);
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

TamboPeer *
tambo_run_fetch_get_peer (TamboRunFetch *self)
{
  g_return_val_if_fail (TAMBO_IS_RUN_FETCH (self), NULL);

  return self->peer;
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
 * @peer: (nullable): only those from there
 */
void
tambo_run_fetch_cancel_all (GPtrArray *fetches, TamboPeer *peer)
{
  for (guint i = 0; i < fetches->len; i++)
    {
      TamboRunFetch *fetch = g_ptr_array_index (fetches, i);

      if (peer == NULL || fetch->peer == peer)
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

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/trust-fetcher.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/pack/trust-artifact.h"
#include "mesh/daemon/clock.h"

#include <string.h>

/* How long a version is left alone that turned out to be no good. */
#define RETRY_MS 60000

struct _TamboTrustFetcher
{
  GObject parent_instance;

  TamboShelf *shelf;         /* (owned) */
  GCancellable *cancellable; /* (owned) */
  gboolean busy;
  guint64 refused_version;
  gint64 refused_at;
};

G_DEFINE_FINAL_TYPE (TamboTrustFetcher, tambo_trust_fetcher, G_TYPE_OBJECT)

/* One fetch of all that is new in an artifact. */
typedef struct
{
  TamboPullSource *source; /* (owned) */
  TamboManifest *manifest; /* (owned) (nullable) */
  GHashTable *files;       /* (owned) (element-type utf8 GBytes) */
  const TamboLayer *layer; /* (unowned) (nullable): under way */
  guint next;
} Fetch;

static void
fetch_free (gpointer pointer)
{
  Fetch *fetch = pointer;

  g_object_unref (fetch->source);
  g_clear_object (&fetch->manifest);
  g_hash_table_unref (fetch->files);
  g_free (fetch);
}

static void fetch_next (GTask *task);

/* Takes the task. */
static void
end (GTask *task, GError *error)
{
  TamboTrustFetcher *self = g_task_get_source_object (task);

  self->busy = FALSE;
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static gboolean
is_right (GBytes *bytes, const char *promised, GError **error)
{
  g_autofree char *digest = tambo_digest_for_bytes (bytes);

  if (strcmp (digest, promised) == 0)
    return TRUE;

  g_set_error_literal (error,
                       TAMBO_ERROR,
                       TAMBO_ERROR_PACK_DIGEST,
                       "A file of the metadata is not what was promised");

  return FALSE;
}

/* What we hold already under that very name and digest needs no fetching. */
static GBytes *
find_held (TamboTrustFetcher *self, const TamboLayer *layer)
{
  GHashTable *held = tambo_trust_get_files (tambo_shelf_get_trust (self->shelf));
  GBytes *bytes = g_hash_table_lookup (held, layer->title);

  return bytes != NULL && is_right (bytes, layer->digest, NULL) ? bytes : NULL;
}

static void
on_blob_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = tambo_pull_source_pull_finish (TAMBO_PULL_SOURCE (object),
                                                            result,
                                                            &error);

  if (bytes == NULL || !is_right (bytes, fetch->layer->digest, &error))
    {
      end (task, error);
      return;
    }

  g_hash_table_replace (fetch->files, g_strdup (fetch->layer->title), g_steal_pointer (&bytes));
  fetch_next (task);
}

static void
pull (GTask *task, const TamboPull *what, GAsyncReadyCallback callback)
{
  Fetch *fetch = g_task_get_task_data (task);

  tambo_pull_source_pull_async (fetch->source, what, g_task_get_cancellable (task), callback, task);
}

/* Takes the task. */
static void
fetch_next (GTask *task)
{
  TamboTrustFetcher *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  while (fetch->next < tambo_manifest_get_n_layers (fetch->manifest))
    {
      const TamboLayer *layer = tambo_manifest_get_layer (fetch->manifest, fetch->next++);
      const TamboPull blob = {
        .kind = TAMBO_PULL_BLOB,
        .name = TAMBO_TRUST_REPOSITORY,
        .reference = layer->digest,
        .size = layer->size,
      };
      GBytes *held;

      if (layer->title == NULL)
        continue;
      held = find_held (self, layer);
      if (held != NULL)
        {
          g_hash_table_replace (fetch->files, g_strdup (layer->title), g_bytes_ref (held));
          continue;
        }

      fetch->layer = layer;
      pull (task, &blob, on_blob_ready);
      return;
    }

  if (!g_cancellable_set_error_if_cancelled (self->cancellable, &error))
    tambo_shelf_update_trust (self->shelf, fetch->files, &error);
  end (task, error);
}

static void
on_manifest_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = tambo_pull_source_pull_finish (TAMBO_PULL_SOURCE (object),
                                                            result,
                                                            &error);

  if (bytes != NULL)
    fetch->manifest = tambo_manifest_new_from_bytes (bytes, &error);
  if (fetch->manifest == NULL || !tambo_trust_artifact_check (fetch->manifest, &error))
    end (task, error);
  else
    fetch_next (task);
}

/**
 * tambo_trust_fetcher_fetch_async:
 * @source: that may have newer metadata
 * @callback: called once
 * @user_data: data for @callback
 *
 * One at a time: while another is under way it is %G_IO_ERROR_BUSY. Metadata that is older than
 * ours is %TAMBO_ERROR_PACK_ROLLBACK, the same is none.
 */
void
tambo_trust_fetcher_fetch_async (TamboTrustFetcher *self,
                                 TamboPullSource *source,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  static const TamboPull manifest = {
    .kind = TAMBO_PULL_MANIFEST,
    .name = TAMBO_TRUST_REPOSITORY,
    .reference = TAMBO_TRUST_TAG,
  };
  g_autoptr (GTask) task = NULL;
  Fetch *fetch;

  g_return_if_fail (TAMBO_IS_TRUST_FETCHER (self));

  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_source_tag (task, tambo_trust_fetcher_fetch_async);
  if (self->busy)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY, "Another fetch is under way");
      return;
    }

  self->busy = TRUE;
  fetch = g_new0 (Fetch, 1);
  fetch->source = g_object_ref (source);
  fetch->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_task_set_task_data (task, fetch, fetch_free);
  pull (g_steal_pointer (&task), &manifest, on_manifest_ready);
}

gboolean
tambo_trust_fetcher_fetch_finish (TamboTrustFetcher *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Not a way that was lost, but what came: it is no better a moment later. */
static gboolean
is_about_content (const GError *error)
{
  return error->domain == TAMBO_ERROR && error->code < TAMBO_ERROR_PEER_NOT_ADMITTED;
}

static void
on_fetched (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboTrustFetcher *self = TAMBO_TRUST_FETCHER (object);
  g_autofree guint64 *version = user_data;
  g_autoptr (GError) error = NULL;

  if (tambo_trust_fetcher_fetch_finish (self, result, &error))
    return;
  if (!is_about_content (error))
    {
      g_debug ("trust.fetch %s", tambo_error_get_word (error));
      return;
    }

  g_warning ("trust.refused %s version=%" G_GUINT64_FORMAT, tambo_error_get_word (error), *version);
  self->refused_version = *version;
  self->refused_at = tambo_clock_boottime_ms ();
}

static void
on_peer_greeted (TamboTrustFetcher *self, TamboPeer *peer)
{
  guint64 theirs = tambo_hello_get_trust (tambo_peer_get_hello (peer));
  guint64 ours = tambo_trust_get_version (tambo_shelf_get_trust (self->shelf));
  gboolean was_refused = theirs == self->refused_version &&
                         tambo_clock_boottime_ms () - self->refused_at < RETRY_MS;

  if (theirs <= ours || self->busy || was_refused || tambo_peer_get_client (peer) == NULL ||
      g_cancellable_is_cancelled (self->cancellable))
    return;

  tambo_trust_fetcher_fetch_async (self,
                                   TAMBO_PULL_SOURCE (tambo_peer_get_client (peer)),
                                   on_fetched,
                                   g_memdup2 (&theirs, sizeof theirs));
}

static void
tambo_trust_fetcher_finalize (GObject *object)
{
  TamboTrustFetcher *self = TAMBO_TRUST_FETCHER (object);

  g_clear_object (&self->shelf);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tambo_trust_fetcher_parent_class)->finalize (object);
}

static void
tambo_trust_fetcher_class_init (TamboTrustFetcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_trust_fetcher_finalize;
}

static void
tambo_trust_fetcher_init (TamboTrustFetcher *self)
{
  self->cancellable = g_cancellable_new ();
}

TamboTrustFetcher *
tambo_trust_fetcher_new (TamboShelf *shelf, TamboNeighbourhood *neighbourhood)
{
  TamboTrustFetcher *self = g_object_new (TAMBO_TYPE_TRUST_FETCHER, NULL);

  self->shelf = g_object_ref (shelf);
  g_signal_connect_object (neighbourhood,
                           "peer-greeted",
                           G_CALLBACK (on_peer_greeted),
                           self,
                           G_CONNECT_SWAPPED);

  return self;
}

void
tambo_trust_fetcher_stop (TamboTrustFetcher *self)
{
  g_return_if_fail (TAMBO_IS_TRUST_FETCHER (self));

  g_cancellable_cancel (self->cancellable);
}

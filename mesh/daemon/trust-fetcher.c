/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/trust-fetcher.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/pack/trust-artifact.h"
#include "mesh/daemon/clock.h"

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
  TamboPeerClient *client; /* (owned) */
  TamboManifest *manifest; /* (owned) (nullable) */
  GHashTable *files;       /* (owned) (element-type utf8 GBytes) */
  const TamboLayer *layer; /* (unowned) (nullable): under way */
  guint64 version;
  guint next;
} Fetch;

static void
fetch_free (gpointer pointer)
{
  Fetch *fetch = pointer;

  g_object_unref (fetch->client);
  g_clear_object (&fetch->manifest);
  g_hash_table_unref (fetch->files);
  g_free (fetch);
}

static void fetch_next (GTask *task);

/* What we hold already under that very name and digest needs no fetching. */
static GBytes *
find_held (TamboTrustFetcher *self, const TamboLayer *layer)
{
  GHashTable *held = tambo_trust_get_files (tambo_shelf_get_trust (self->shelf));
  GBytes *bytes = g_hash_table_lookup (held, layer->title);
  g_autofree char *digest = bytes != NULL ? tambo_digest_for_bytes (bytes) : NULL;

  return g_strcmp0 (digest, layer->digest) == 0 ? bytes : NULL;
}

static void
on_blob_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *bytes = tambo_peer_client_get_blob_finish (TAMBO_PEER_CLIENT (object), result, &error);

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_hash_table_replace (fetch->files, g_strdup (fetch->layer->title), bytes);
  fetch_next (g_steal_pointer (&task));
}

/* Takes the task. */
static void
fetch_next (GTask *task)
{
  TamboTrustFetcher *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);

  while (fetch->next < tambo_manifest_get_n_layers (fetch->manifest))
    {
      const TamboLayer *layer = tambo_manifest_get_layer (fetch->manifest, fetch->next++);
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
      tambo_peer_client_get_blob_async (fetch->client,
                                        TAMBO_TRUST_REPOSITORY,
                                        layer->digest,
                                        layer->size,
                                        g_task_get_cancellable (task),
                                        on_blob_ready,
                                        task);
      return;
    }

  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
on_manifest_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = tambo_peer_client_get_manifest_finish (TAMBO_PEER_CLIENT (object),
                                                                    result,
                                                                    &error);

  if (bytes != NULL)
    fetch->manifest = tambo_manifest_new_from_bytes (bytes, &error);
  if (fetch->manifest == NULL || !tambo_trust_artifact_check (fetch->manifest, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  fetch_next (g_steal_pointer (&task));
}

static void
on_fetched (GObject *object, GAsyncResult *result, gpointer user_data)
{
  TamboTrustFetcher *self = TAMBO_TRUST_FETCHER (object);
  Fetch *fetch = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->busy = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_debug ("trust.fetch %s", tambo_error_get_word (error));
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (!tambo_shelf_update_trust (self->shelf, fetch->files, &error))
    {
      g_warning ("trust.refused %s version=%" G_GUINT64_FORMAT,
                 tambo_error_get_word (error),
                 fetch->version);
      self->refused_version = fetch->version;
      self->refused_at = tambo_clock_boottime_ms ();
    }
}

static void
on_peer_greeted (TamboTrustFetcher *self, TamboPeer *peer)
{
  guint64 theirs = tambo_hello_get_trust (tambo_peer_get_hello (peer));
  guint64 ours = tambo_trust_get_version (tambo_shelf_get_trust (self->shelf));
  gboolean was_refused = theirs == self->refused_version &&
                         tambo_clock_boottime_ms () - self->refused_at < RETRY_MS;
  Fetch *fetch;
  GTask *task;

  if (theirs <= ours || self->busy || was_refused || tambo_peer_get_client (peer) == NULL ||
      g_cancellable_is_cancelled (self->cancellable))
    return;

  self->busy = TRUE;
  fetch = g_new0 (Fetch, 1);
  fetch->client = g_object_ref (tambo_peer_get_client (peer));
  fetch->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  fetch->version = theirs;
  task = g_task_new (self, self->cancellable, on_fetched, NULL);
  g_task_set_source_tag (task, on_peer_greeted);
  g_task_set_task_data (task, fetch, fetch_free);
  tambo_peer_client_get_manifest_async (fetch->client,
                                        TAMBO_TRUST_REPOSITORY,
                                        TAMBO_TRUST_TAG,
                                        self->cancellable,
                                        on_manifest_ready,
                                        task);
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

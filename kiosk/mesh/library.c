/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/mesh/library.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "kiosk/mesh/blob-read.h"
#include "kiosk/mesh/blob-stream.h"
#include "kiosk/widgets/blob-source.h"

/**
 * TamboLibrary:
 *
 * What can be opened on this kiosk now: the items of every pack that the daemon holds and that the
 * kiosk has verified, from the signed target to the manifest to the config. It grows by itself
 * while packs arrive. Files are given out as streams that check every leaf.
 */
struct _TamboLibrary
{
  GObject parent_instance;

  TamboMeshClient *client;   /* (owned) */
  TamboKioskTrust *trust;    /* (owned) */
  TamboPictures *pictures;   /* (owned) */
  GCancellable *cancellable; /* (owned) of what is under way */
  GListStore *packs;         /* (owned) of TamboPack */
  GPtrArray *items;          /* (owned) of TamboLibraryItem */
  GHashTable *refused;       /* (owned) digests of manifests that are not asked for again */
};

static void tambo_library_list_model_init (GListModelInterface *iface);
static void tambo_library_blob_source_init (TamboBlobSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboLibrary,
                               tambo_library,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tambo_library_list_model_init)
                                   G_IMPLEMENT_INTERFACE (TAMBO_TYPE_BLOB_SOURCE,
                                                          tambo_library_blob_source_init))

/* A pack on its way into the list. */
typedef struct
{
  TamboLibrary *library;   /* (owned) */
  char *digest;            /* (owned) of the manifest */
  TamboManifest *manifest; /* (owned) (nullable) */
} Load;

static void
load_free (Load *load)
{
  g_clear_object (&load->library);
  g_clear_object (&load->manifest);
  g_free (load->digest);
  g_free (load);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

static void
refuse (Load *load, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* What came from a daemon that restarts may be asked for again; what is wrong stays wrong. */
  if (error->domain == TAMBO_ERROR)
    g_hash_table_add (load->library->refused, g_strdup (load->digest));
  g_warning ("A pack is not shown: %s (%s)",
             error->domain == TAMBO_ERROR ? tambo_error_get_word (error) : error->message,
             load->digest);
}

static void
add_items (TamboLibrary *self, TamboPack *pack)
{
  TamboPackConfig *config = tambo_pack_get_config (pack);

  for (guint i = 0; i < tambo_pack_config_get_n_items (config); i++)
    g_ptr_array_add (self->items,
                     tambo_library_item_new (pack, tambo_pack_config_get_item (config, i)->id));
}

/* The items follow the packs, all at once: packs are few and change rarely. */
static void
rebuild_items (TamboLibrary *self)
{
  guint n_before = self->items->len;

  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->packs)); i++)
    {
      g_autoptr (TamboPack) pack = g_list_model_get_item (G_LIST_MODEL (self->packs), i);

      add_items (self, pack);
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->items->len);
}

static gboolean
find_pack (TamboLibrary *self, const char *id, guint *out_position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->packs)); i++)
    {
      g_autoptr (TamboPack) pack = g_list_model_get_item (G_LIST_MODEL (self->packs), i);

      if (g_str_equal (tambo_pack_config_get_id (tambo_pack_get_config (pack)), id))
        {
          *out_position = i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
has_manifest (TamboLibrary *self, const char *digest)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->packs)); i++)
    {
      g_autoptr (TamboPack) pack = g_list_model_get_item (G_LIST_MODEL (self->packs), i);

      if (g_str_equal (tambo_manifest_get_digest (tambo_pack_get_manifest (pack)), digest))
        return TRUE;
    }

  return FALSE;
}

/* A signed target names this very manifest, and the pack says the same of itself. */
static gboolean
is_vouched_for (TamboLibrary *self, TamboPack *pack)
{
  const TamboPackTarget *target =
      tambo_trust_find_manifest (tambo_kiosk_trust_get_trust (self->trust),
                                 tambo_manifest_get_digest (tambo_pack_get_manifest (pack)));
  TamboPackConfig *config = tambo_pack_get_config (pack);

  return target != NULL && !target->recalled &&
         g_str_equal (target->id, tambo_pack_config_get_id (config)) &&
         target->version == tambo_pack_config_get_version (config);
}

static void
on_config_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Load) load = user_data;
  TamboLibrary *self = load->library;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tambo_blob_read_finish (TAMBO_MESH_CLIENT (object), result, &error);
  g_autoptr (TamboPackConfig) config = NULL;
  g_autoptr (TamboPack) pack = NULL;
  guint position;

  if (bytes != NULL)
    config = tambo_pack_config_new_from_bytes (bytes, &error);
  if (config != NULL)
    pack = tambo_pack_new (load->manifest, config, &error);
  if (pack != NULL && !is_vouched_for (self, pack))
    error = g_error_new_literal (TAMBO_ERROR, TAMBO_ERROR_PACK_UNKNOWN, "No target names it");
  if (error != NULL)
    {
      refuse (load, error);
      return;
    }

  if (find_pack (self, tambo_pack_config_get_id (config), &position))
    g_list_store_splice (self->packs, position, 1, (gpointer *) &pack, 1);
  else
    g_list_store_append (self->packs, pack);
  rebuild_items (self);
}

static void
on_manifest_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Load) load = user_data;
  TamboLibrary *self = load->library;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tambo_blob_read_finish (TAMBO_MESH_CLIENT (object), result, &error);

  if (bytes != NULL)
    load->manifest = tambo_manifest_new_from_bytes (bytes, &error);
  if (load->manifest == NULL)
    {
      refuse (load, error);
      return;
    }

  tambo_blob_read_async (self->client,
                         tambo_manifest_get_config_digest (load->manifest),
                         TAMBO_LIMIT_PACK_CONFIG,
                         self->cancellable,
                         on_config_ready,
                         load);
  g_steal_pointer (&load);
}

static void
load_pack (TamboLibrary *self, const char *manifest)
{
  const TamboPackTarget *target =
      tambo_trust_find_manifest (tambo_kiosk_trust_get_trust (self->trust), manifest);
  Load *load = NULL;

  if (target == NULL || target->recalled || has_manifest (self, manifest) ||
      g_hash_table_contains (self->refused, manifest))
    return;

  load = g_new0 (Load, 1);
  load->library = g_object_ref (self);
  load->digest = g_strdup (manifest);
  tambo_blob_read_async (self->client,
                         manifest,
                         TAMBO_LIMIT_MANIFEST,
                         self->cancellable,
                         on_manifest_ready,
                         load);
}

/* What the daemon no longer holds, or the publisher has called back, is shown no more. */
static void
drop_gone (TamboLibrary *self, GHashTable *held)
{
  gboolean dropped = FALSE;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->packs)); i > 0; i--)
    {
      g_autoptr (TamboPack) pack = g_list_model_get_item (G_LIST_MODEL (self->packs), i - 1);
      const char *digest = tambo_manifest_get_digest (tambo_pack_get_manifest (pack));

      if (g_hash_table_contains (held, digest) && is_vouched_for (self, pack))
        continue;

      g_list_store_remove (self->packs, i - 1);
      dropped = TRUE;
    }

  if (dropped)
    rebuild_items (self);
}

static void
update (TamboLibrary *self)
{
  g_autoptr (GVariant) packs = tambo_mesh_client_dup_packs (self->client);
  g_autoptr (GHashTable) held = NULL;

  /* A daemon that is gone for a moment takes nothing away from who is reading. */
  if (packs == NULL || !tambo_mesh_client_is_present (self->client) ||
      tambo_trust_get_version (tambo_kiosk_trust_get_trust (self->trust)) == 0)
    return;

  held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (gsize i = 0; i < g_variant_n_children (packs); i++)
    {
      g_autoptr (GVariant) pack = g_variant_get_child_value (packs, i);
      gboolean installed = FALSE;
      const char *manifest = NULL;

      g_variant_lookup (pack, "installed", "b", &installed);
      if (!installed || !g_variant_lookup (pack, "manifest", "&s", &manifest))
        continue;

      g_hash_table_add (held, g_strdup (manifest));
      load_pack (self, manifest);
    }
  drop_gone (self, held);
}

static GType
tambo_library_get_item_type (GListModel *model)
{
  return TAMBO_TYPE_LIBRARY_ITEM;
}

static guint
tambo_library_get_n_items (GListModel *model)
{
  return TAMBO_LIBRARY (model)->items->len;
}

static gpointer
tambo_library_get_item (GListModel *model, guint position)
{
  TamboLibrary *self = TAMBO_LIBRARY (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
tambo_library_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tambo_library_get_item_type;
  iface->get_n_items = tambo_library_get_n_items;
  iface->get_item = tambo_library_get_item;
}

/* A file on its way to a reader. */
typedef struct
{
  char *digest; /* (owned) */
  guint64 size;
  TamboLeafList *leaves; /* (owned) (nullable) */
} Open;

static void
open_free (Open *op)
{
  g_free (op->digest);
  g_clear_pointer (&op->leaves, tambo_leaf_list_unref);
  g_free (op);
}

static void
on_open_blob_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Open *op = g_task_get_task_data (task);
  int fd = tambo_mesh_client_open_blob_finish (TAMBO_MESH_CLIENT (object), result, &error);

  if (fd < 0)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, tambo_blob_stream_new (fd, op->leaves), g_object_unref);
}

static void
on_open_leaves_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TamboLibrary *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tambo_blob_read_finish (TAMBO_MESH_CLIENT (object), result, &error);
  Open *op = g_task_get_task_data (task);

  if (bytes != NULL)
    op->leaves = tambo_leaf_list_new_from_bytes (bytes, op->size, &error);
  if (op->leaves == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  tambo_mesh_client_open_blob_async (self->client,
                                     op->digest,
                                     g_task_get_cancellable (task),
                                     on_open_blob_ready,
                                     g_object_ref (task));
}

/* The file and its leaf list, in whichever pack that has it. */
static const TamboLayer *
find_layer (TamboLibrary *self, const char *digest, const TamboLayer **out_leaves)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->packs)); i++)
    {
      g_autoptr (TamboPack) pack = g_list_model_get_item (G_LIST_MODEL (self->packs), i);

      for (guint j = 0; j < tambo_pack_get_n_entries (pack); j++)
        {
          const TamboLayer *layer = tambo_pack_get_entry (pack, j)->layer;

          if (!g_str_equal (layer->digest, digest))
            continue;

          *out_leaves = tambo_manifest_find_leaves (tambo_pack_get_manifest (pack), digest);
          if (*out_leaves != NULL)
            return layer;
        }
    }

  return NULL;
}

static void
tambo_library_open_async (TamboBlobSource *source,
                          const char *digest,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  TamboLibrary *self = TAMBO_LIBRARY (source);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const TamboLayer *leaves = NULL;
  const TamboLayer *layer = find_layer (self, digest, &leaves);
  Open *op = NULL;

  g_task_set_source_tag (task, tambo_library_open_async);
  if (layer == NULL)
    {
      g_task_return_new_error (task,
                               TAMBO_ERROR,
                               TAMBO_ERROR_PACK_UNKNOWN,
                               "No pack here has a file %s",
                               digest);
      return;
    }

  op = g_new0 (Open, 1);
  op->digest = g_strdup (digest);
  op->size = layer->size;
  g_task_set_task_data (task, op, (GDestroyNotify) open_free);
  tambo_blob_read_async (self->client,
                         leaves->digest,
                         (gsize) leaves->size,
                         cancellable,
                         on_open_leaves_ready,
                         g_steal_pointer (&task));
}

static GInputStream *
tambo_library_open_finish (TamboBlobSource *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static TamboPictures *
tambo_library_get_pictures (TamboBlobSource *source)
{
  return TAMBO_LIBRARY (source)->pictures;
}

static void
tambo_library_blob_source_init (TamboBlobSourceInterface *iface)
{
  iface->open_async = tambo_library_open_async;
  iface->open_finish = tambo_library_open_finish;
  iface->get_pictures = tambo_library_get_pictures;
}

static void
tambo_library_dispose (GObject *object)
{
  TamboLibrary *self = TAMBO_LIBRARY (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  if (self->trust != NULL)
    g_signal_handlers_disconnect_by_data (self->trust, self);
  g_clear_object (&self->client);
  g_clear_object (&self->trust);
  g_clear_object (&self->pictures);

  G_OBJECT_CLASS (tambo_library_parent_class)->dispose (object);
}

static void
tambo_library_finalize (GObject *object)
{
  TamboLibrary *self = TAMBO_LIBRARY (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->packs);
  g_ptr_array_unref (self->items);
  g_hash_table_unref (self->refused);

  G_OBJECT_CLASS (tambo_library_parent_class)->finalize (object);
}

static void
tambo_library_class_init (TamboLibraryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tambo_library_dispose;
  G_OBJECT_CLASS (klass)->finalize = tambo_library_finalize;
}

static void
tambo_library_init (TamboLibrary *self)
{
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new ();

  self->pictures = tambo_pictures_new (sandbox);
  self->cancellable = g_cancellable_new ();
  self->packs = g_list_store_new (TAMBO_TYPE_PACK);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * tambo_library_new:
 * @client: the daemon, which holds the bytes
 * @trust: which packs to believe
 *
 * Returns: (transfer full): a library that fills by itself
 */
TamboLibrary *
tambo_library_new (TamboMeshClient *client, TamboKioskTrust *trust)
{
  TamboLibrary *self = NULL;

  g_return_val_if_fail (TAMBO_IS_MESH_CLIENT (client), NULL);
  g_return_val_if_fail (TAMBO_IS_KIOSK_TRUST (trust), NULL);

  self = g_object_new (TAMBO_TYPE_LIBRARY, NULL);
  self->client = g_object_ref (client);
  self->trust = g_object_ref (trust);
  g_signal_connect_swapped (client, "status-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (trust, "changed", G_CALLBACK (update), self);
  update (self);

  return self;
}

/**
 * tambo_library_get_packs:
 * @self: a library
 *
 * Returns: (transfer none): a list of #TamboPack, verified
 */
GListModel *
tambo_library_get_packs (TamboLibrary *self)
{
  g_return_val_if_fail (TAMBO_IS_LIBRARY (self), NULL);

  return G_LIST_MODEL (self->packs);
}

/* (transfer none): what vouches for its packs. */
TamboKioskTrust *
tambo_library_get_trust (TamboLibrary *self)
{
  g_return_val_if_fail (TAMBO_IS_LIBRARY (self), NULL);

  return self->trust;
}

/**
 * tambo_library_find_item:
 * @self: a library
 * @name: pack/item
 *
 * Returns: (transfer none) (nullable): the item, if it is here
 */
TamboLibraryItem *
tambo_library_find_item (TamboLibrary *self, const char *name)
{
  g_return_val_if_fail (TAMBO_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    if (g_str_equal (tambo_library_item_get_name (g_ptr_array_index (self->items, i)), name))
      return g_ptr_array_index (self->items, i);

  return NULL;
}

gboolean
tambo_library_has_kind (TamboLibrary *self, TamboItemKind kind)
{
  g_return_val_if_fail (TAMBO_IS_LIBRARY (self), FALSE);

  for (guint i = 0; i < self->items->len; i++)
    if (tambo_library_item_get_kind (g_ptr_array_index (self->items, i)) == kind)
      return TRUE;

  return FALSE;
}

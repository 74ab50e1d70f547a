/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/trust-artifact.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/limits.h"

#include <string.h>

/* The config has nothing to say: what counts is signed. */
#define CONFIG "{}"

/* Metadata is JSON, and so are all small targets. */
static const char *
media_type_for (const char *title)
{
  return strchr (title, '/') == NULL ? TAMBO_MEDIA_TYPE_TUF : "application/json";
}

static void
add_blob (GHashTable *blobs, GBytes *bytes)
{
  g_hash_table_insert (blobs, tambo_digest_for_bytes (bytes), g_bytes_ref (bytes));
}

/**
 * tambo_trust_artifact_write:
 * @files: (element-type utf8 GBytes): metadata and small targets by title
 * @out_blobs: (out) (transfer full) (element-type utf8 GBytes): config and layers by digest
 *
 * Returns: (transfer full): the manifest; the same files give the same bytes
 */
GBytes *
tambo_trust_artifact_write (GHashTable *files, GHashTable **out_blobs)
{
  g_autoptr (GHashTable) blobs = NULL;
  g_autoptr (GList) titles = g_list_sort (g_hash_table_get_keys (files), (GCompareFunc) strcmp);
  g_autoptr (GBytes) config = g_bytes_new_static (CONFIG, strlen (CONFIG));
  g_autoptr (TamboManifestBuilder) builder = NULL;

  blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  builder = tambo_manifest_builder_new (TAMBO_MEDIA_TYPE_TRUST_CONFIG, config, 0);
  add_blob (blobs, config);

  for (GList *l = titles; l != NULL; l = l->next)
    {
      GBytes *bytes = g_hash_table_lookup (files, l->data);
      g_autofree char *digest = tambo_digest_for_bytes (bytes);
      TamboLayer layer = {
        .media_type = (char *) media_type_for (l->data),
        .digest = digest,
        .size = g_bytes_get_size (bytes),
        .title = l->data,
      };

      tambo_manifest_builder_add (builder, &layer);
      add_blob (blobs, bytes);
    }

  *out_blobs = g_steal_pointer (&blobs);

  return tambo_manifest_builder_write (builder);
}

/**
 * tambo_trust_artifact_check:
 * @manifest: what claims to be trust metadata
 * @error: return location for a #GError
 *
 * Bounds what will be fetched, before anything is known to be trusted.
 *
 * Returns: %TRUE, or %FALSE with %TAMBO_ERROR_PACK_FORMAT or %TAMBO_ERROR_PACK_TOO_LARGE set
 */
gboolean
tambo_trust_artifact_check (TamboManifest *manifest, GError **error)
{
  guint n_layers = tambo_manifest_get_n_layers (manifest);

  if (strcmp (tambo_manifest_get_config_type (manifest), TAMBO_MEDIA_TYPE_TRUST_CONFIG) != 0)
    {
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "Not trust metadata");
      return FALSE;
    }

  for (guint i = 0; i < n_layers; i++)
    {
      const TamboLayer *layer = tambo_manifest_get_layer (manifest, i);

      if (n_layers > TAMBO_LIMIT_TRUST_FILES || layer->size > TAMBO_LIMIT_TARGETS)
        {
          g_set_error_literal (error,
                               TAMBO_ERROR,
                               TAMBO_ERROR_PACK_TOO_LARGE,
                               "Trust metadata is too large");
          return FALSE;
        }

      if (layer->title == NULL)
        {
          g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "A file lacks a title");
          return FALSE;
        }
    }

  return TRUE;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/wire/letters.h"

#include "content/base/digest.h"
#include "content/base/error.h"

#include <string.h>

#define LAYER_TYPE "application/vnd.tambo.envelopes.v1"
#define CONFIG "{}"

static void
add_blob (GHashTable *blobs, const char *digest, GBytes *bytes)
{
  g_hash_table_insert (blobs, g_strdup (digest), g_bytes_ref (bytes));
}

static GBytes *
write_layer (TamboEnvelopeBatch *batch)
{
  g_autofree char *ages = tambo_envelope_batch_format_ages (batch);
  g_autoptr (GBytes) body = tambo_envelope_batch_to_body (batch);
  GByteArray *layer = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (body, &size);

  g_byte_array_append (layer, (const guint8 *) ages, (guint) strlen (ages));
  g_byte_array_append (layer, (const guint8 *) "\n", 1);
  g_byte_array_append (layer, data, (guint) size);

  return g_byte_array_free_to_bytes (layer);
}

GBytes *
tambo_letters_write (GPtrArray *batches, GHashTable **out_blobs)
{
  g_autoptr (GHashTable) blobs = NULL;
  g_autoptr (GBytes) config = g_bytes_new_static (CONFIG, strlen (CONFIG));
  g_autofree char *config_digest = tambo_digest_for_bytes (config);
  g_autoptr (TamboManifestBuilder) builder =
      tambo_manifest_builder_new (TAMBO_MEDIA_TYPE_LETTERS_CONFIG, config, 0);

  blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  add_blob (blobs, config_digest, config);
  for (guint i = 0; i < batches->len; i++)
    {
      g_autoptr (GBytes) bytes = write_layer (g_ptr_array_index (batches, i));
      g_autofree char *digest = tambo_digest_for_bytes (bytes);
      g_autofree char *title = g_strdup_printf ("%u", i + 1);
      const TamboLayer layer = {
        .media_type = (char *) LAYER_TYPE,
        .digest = digest,
        .size = g_bytes_get_size (bytes),
        .title = title,
      };

      tambo_manifest_builder_add (builder, &layer);
      add_blob (blobs, digest, bytes);
    }
  *out_blobs = g_steal_pointer (&blobs);

  return tambo_manifest_builder_write (builder);
}

gboolean
tambo_letters_check (TamboManifest *manifest, GError **error)
{
  guint64 sum = 0;

  if (strcmp (tambo_manifest_get_config_type (manifest), TAMBO_MEDIA_TYPE_LETTERS_CONFIG) != 0)
    {
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_FORMAT, "These are no letters");
      return FALSE;
    }

  for (guint i = 0; i < tambo_manifest_get_n_layers (manifest); i++)
    {
      const TamboLayer *layer = tambo_manifest_get_layer (manifest, i);

      sum += MIN (layer->size, TAMBO_LIMIT_LETTERS_BYTES);
      if (layer->size > TAMBO_LIMIT_LETTERS_LAYER || sum > TAMBO_LIMIT_LETTERS_BYTES)
        {
          g_set_error_literal (error,
                               TAMBO_ERROR,
                               TAMBO_ERROR_ENVELOPE_QUOTA,
                               "There are more letters than one stick may bring");
          return FALSE;
        }
    }

  return TRUE;
}

TamboEnvelopeBatch *
tambo_letters_parse (GBytes *layer, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (layer, &size);
  const char *end = size > 0 ? memchr (data, '\n', size) : NULL;
  g_autofree char *ages = NULL;
  g_autoptr (GBytes) body = NULL;

  if (end == NULL)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_ENVELOPE_FORMAT,
                           "Letters without a line that says how old they are");
      return NULL;
    }

  ages = g_strndup (data, (gsize) (end - data));
  body = g_bytes_new_from_bytes (layer, (gsize) (end + 1 - data), size - (gsize) (end + 1 - data));

  return tambo_envelope_batch_new_from_body (body, ages, error);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/stick-mail.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "mesh/wire/letters.h"

/* Whatever is wrong with the artifact, to staff it is the letters that are damaged. */
static void
tell (GError **error, GError *problem)
{
  if (g_error_matches (problem, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_QUOTA))
    {
      g_propagate_error (error, problem);
      return;
    }

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_ENVELOPE_FORMAT,
               "The letters cannot be read: %s",
               problem->message);
  g_error_free (problem);
}

static gboolean
read_layers (TamboLayout *layout, TamboManifest *manifest, GPtrArray *batches, GError **error)
{
  for (guint i = 0; i < tambo_manifest_get_n_layers (manifest); i++)
    {
      const TamboLayer *layer = tambo_manifest_get_layer (manifest, i);
      g_autoptr (GBytes) bytes = NULL;
      TamboEnvelopeBatch *batch;

      bytes = tambo_layout_read_blob (layout, layer->digest, TAMBO_LIMIT_LETTERS_LAYER, error);
      batch = bytes != NULL ? tambo_letters_parse (bytes, error) : NULL;
      if (batch == NULL)
        return FALSE;
      g_ptr_array_add (batches, batch);
    }

  return TRUE;
}

GPtrArray *
tambo_stick_mail_read (TamboLayout *layout, GError **error)
{
  const char *digest = tambo_layout_find_ref (layout, TAMBO_LETTERS_REF);
  g_autoptr (GPtrArray) batches = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboManifest) manifest = NULL;
  GError *problem = NULL;

  if (digest == NULL)
    return g_steal_pointer (&batches);

  bytes = tambo_layout_read_blob (layout, digest, TAMBO_LIMIT_MANIFEST, &problem);
  if (bytes != NULL)
    manifest = tambo_manifest_new_from_bytes (bytes, &problem);
  if (manifest == NULL || !tambo_letters_check (manifest, &problem) ||
      !read_layers (layout, manifest, batches, &problem))
    {
      tell (error, problem);
      return NULL;
    }

  return g_steal_pointer (&batches);
}

guint
tambo_stick_mail_count (GPtrArray *batches)
{
  guint n = 0;

  for (guint i = 0; i < batches->len; i++)
    n += tambo_envelope_batch_get_n_items (g_ptr_array_index (batches, i));

  return n;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/pack-reader.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/store/layout.h"

#include <string.h>

#define REF_PREFIX "packs/"
#define REF_TRUST "trust:metadata"

/**
 * TamboPackReader:
 *
 * The packs in a layout on the author's own disk, to look at, and to copy into another.
 */
struct _TamboPackReader
{
  GObject parent_instance;

  char *path;          /* (owned) */
  TamboLayout *layout; /* (owned) */
  GPtrArray *packs;    /* (owned) (element-type TamboPack) */
};

G_DEFINE_FINAL_TYPE (TamboPackReader, tambo_pack_reader, G_TYPE_OBJECT)

static void
tambo_pack_reader_finalize (GObject *object)
{
  TamboPackReader *self = TAMBO_PACK_READER (object);

  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->packs, g_ptr_array_unref);

  G_OBJECT_CLASS (tambo_pack_reader_parent_class)->finalize (object);
}

static void
tambo_pack_reader_class_init (TamboPackReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_pack_reader_finalize;
}

static void
tambo_pack_reader_init (TamboPackReader *self)
{
  self->packs = g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
read_pack (TamboPackReader *self, const char *ref, GError **error)
{
  g_autoptr (GBytes) manifest_bytes = NULL;
  g_autoptr (GBytes) config_bytes = NULL;
  g_autoptr (TamboManifest) manifest = NULL;
  g_autoptr (TamboPackConfig) config = NULL;
  TamboPack *pack = NULL;

  manifest_bytes = tambo_layout_read_blob (self->layout,
                                           tambo_layout_find_ref (self->layout, ref),
                                           TAMBO_LIMIT_MANIFEST,
                                           error);
  if (manifest_bytes == NULL)
    return FALSE;
  manifest = tambo_manifest_new_from_bytes (manifest_bytes, error);
  if (manifest == NULL)
    return FALSE;
  config_bytes = tambo_layout_read_blob (self->layout,
                                         tambo_manifest_get_config_digest (manifest),
                                         TAMBO_LIMIT_PACK_CONFIG,
                                         error);
  if (config_bytes == NULL)
    return FALSE;
  config = tambo_pack_config_new_from_bytes (config_bytes, error);
  if (config == NULL)
    return FALSE;
  pack = tambo_pack_new (manifest, config, error);
  if (pack == NULL)
    return FALSE;
  g_ptr_array_add (self->packs, pack);

  return TRUE;
}

/**
 * tambo_pack_reader_open:
 * @path: the folder of an OCI image layout
 */
TamboPackReader *
tambo_pack_reader_open (const char *path, GError **error)
{
  g_autoptr (TamboPackReader) self = g_object_new (TAMBO_TYPE_PACK_READER, NULL);
  const char *const *refs = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self->path = g_strdup (path);
  self->layout = tambo_layout_open (path, error);
  if (self->layout == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  refs = tambo_layout_get_refs (self->layout);
  for (guint i = 0; refs[i] != NULL; i++)
    {
      if (g_str_has_prefix (refs[i], REF_PREFIX) && !read_pack (self, refs[i], error))
        {
          g_prefix_error (error, "%s, %s: ", path, refs[i]);
          return NULL;
        }
    }

  return g_steal_pointer (&self);
}

guint
tambo_pack_reader_get_n_packs (TamboPackReader *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_READER (self), 0);

  return self->packs->len;
}

TamboPack *
tambo_pack_reader_get_pack (TamboPackReader *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_PACK_READER (self), NULL);
  g_return_val_if_fail (index < self->packs->len, NULL);

  return self->packs->pdata[index];
}

/* Whether trust metadata is in the layout too: whether it was signed. */
gboolean
tambo_pack_reader_has_trust (TamboPackReader *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_READER (self), FALSE);

  return tambo_layout_find_ref (self->layout, REF_TRUST) != NULL;
}

GBytes *
tambo_pack_reader_read_blob (TamboPackReader *self,
                             const char *digest,
                             gsize max_size,
                             GError **error)
{
  g_return_val_if_fail (TAMBO_IS_PACK_READER (self), NULL);

  return tambo_layout_read_blob (self->layout, digest, max_size, error);
}

/* What was built is copied only if it still is what was built. */
static gboolean
copy_blob (TamboPackReader *self, TamboLayoutWriter *writer, const char *digest, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *copied = NULL;
  g_autoptr (TamboLeafList) leaves = NULL;

  path = g_build_filename (self->path, "blobs", "sha256", tambo_digest_get_hex (digest), NULL);
  copied = tambo_layout_writer_add_file (writer, path, &leaves, error);
  if (copied == NULL)
    return FALSE;
  if (!g_str_equal (copied, digest))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_DIGEST,
                   "%s is damaged; build the pack again",
                   path);
      return FALSE;
    }

  return TRUE;
}

/* Adds one pack, with all it is made of, to another layout. */
gboolean
tambo_pack_reader_copy (TamboPackReader *self,
                        guint index,
                        TamboLayoutWriter *writer,
                        GError **error)
{
  TamboManifest *manifest = NULL;
  TamboPackConfig *config = NULL;
  g_autofree char *ref = NULL;

  g_return_val_if_fail (TAMBO_IS_PACK_READER (self), FALSE);
  g_return_val_if_fail (index < self->packs->len, FALSE);

  manifest = tambo_pack_get_manifest (self->packs->pdata[index]);
  config = tambo_pack_get_config (self->packs->pdata[index]);
  if (!copy_blob (self, writer, tambo_manifest_get_config_digest (manifest), error))
    return FALSE;
  for (guint i = 0; i < tambo_manifest_get_n_layers (manifest); i++)
    {
      if (!copy_blob (self, writer, tambo_manifest_get_layer (manifest, i)->digest, error))
        return FALSE;
    }
  ref = g_strdup_printf (REF_PREFIX "%s:%u",
                         tambo_pack_config_get_id (config),
                         tambo_manifest_get_version (manifest));

  return tambo_layout_writer_add_manifest (writer, ref, tambo_manifest_get_bytes (manifest), error);
}

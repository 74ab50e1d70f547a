/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/store/layout-writer.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/pack/manifest.h"
#include "content/pack/trust-artifact.h"
#include "content/store/layout.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define REF_NAME "org.opencontainers.image.ref.name"
#define TRUST_REF "trust:metadata"
#define MARKER "{\"imageLayoutVersion\":\"1.0.0\"}"
#define COPY_SIZE TAMBO_LEAF_SIZE

/* A manifest that has a name. */
typedef struct
{
  char *digest; /* (owned) */
  gsize size;
} Named;

struct _TamboLayoutWriter
{
  GObject parent_instance;

  int folder_fd;
  int blobs_fd;
  GHashTable *manifests; /* (owned) (element-type utf8 Named): by ref */
};

G_DEFINE_FINAL_TYPE (TamboLayoutWriter, tambo_layout_writer, G_TYPE_OBJECT)

static void
named_free (Named *named)
{
  g_free (named->digest);
  g_free (named);
}

static void
tambo_layout_writer_finalize (GObject *object)
{
  TamboLayoutWriter *self = TAMBO_LAYOUT_WRITER (object);

  if (self->folder_fd >= 0)
    close (self->folder_fd);
  if (self->blobs_fd >= 0)
    close (self->blobs_fd);
  g_clear_pointer (&self->manifests, g_hash_table_unref);

  G_OBJECT_CLASS (tambo_layout_writer_parent_class)->finalize (object);
}

static void
tambo_layout_writer_class_init (TamboLayoutWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_layout_writer_finalize;
}

static void
tambo_layout_writer_init (TamboLayoutWriter *self)
{
  self->folder_fd = -1;
  self->blobs_fd = -1;
  self->manifests =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) named_free);
}

static void
name_manifest (TamboLayoutWriter *self, const char *ref, const char *digest, gsize size)
{
  Named *named = g_new0 (Named, 1);

  named->digest = g_strdup (digest);
  named->size = size;
  g_hash_table_replace (self->manifests, g_strdup (ref), named);
}

/* What the folder names already stays named. */
static gboolean
read_names (TamboLayoutWriter *self, GError **error)
{
  g_autoptr (TamboLayout) layout = NULL;
  const char *const *refs;

  if (faccessat (self->folder_fd, "index.json", F_OK, 0) != 0)
    return TRUE;

  layout = tambo_layout_new_for_fd (self->folder_fd, error);
  if (layout == NULL)
    return FALSE;

  refs = tambo_layout_get_refs (layout);
  for (gsize i = 0; refs[i] != NULL; i++)
    {
      const char *digest = tambo_layout_find_ref (layout, refs[i]);
      g_autoptr (GBytes) manifest = NULL;

      manifest = tambo_layout_read_blob (layout, digest, TAMBO_LIMIT_MANIFEST, error);
      if (manifest == NULL)
        return FALSE;
      name_manifest (self, refs[i], digest, g_bytes_get_size (manifest));
    }

  return TRUE;
}

/* A folder that is missing is made. */
TamboLayoutWriter *
tambo_layout_writer_new (const char *folder, GError **error)
{
  g_autoptr (TamboLayoutWriter) self = g_object_new (TAMBO_TYPE_LAYOUT_WRITER, NULL);
  g_autofree char *blobs = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  blobs = g_build_filename (folder, "blobs", "sha256", NULL);
  if (g_mkdir_with_parents (blobs, 0755) != 0)
    {
      tambo_file_set_error (error, errno, "Making a folder");
      return NULL;
    }

  self->blobs_fd = tambo_file_open_folder (blobs, FALSE, error);
  if (self->blobs_fd < 0)
    return NULL;

  self->folder_fd = tambo_file_open_folder (folder, FALSE, error);
  if (self->folder_fd < 0 || !read_names (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static int
open_child (int folder_fd, const char *name, GError **error)
{
  if (mkdirat (folder_fd, name, 0755) != 0 && errno != EEXIST)
    {
      tambo_file_set_error (error, errno, "Making a folder");
      return -1;
    }

  return tambo_file_open_inside (folder_fd, name, O_RDONLY | O_DIRECTORY, error);
}

TamboLayoutWriter *
tambo_layout_writer_new_for_fd (int folder_fd, GError **error)
{
  g_autoptr (TamboLayoutWriter) self = g_object_new (TAMBO_TYPE_LAYOUT_WRITER, NULL);
  int blobs;

  self->folder_fd = tambo_file_open_inside (folder_fd, ".", O_RDONLY | O_DIRECTORY, error);
  blobs = self->folder_fd >= 0 ? open_child (self->folder_fd, "blobs", error) : -1;
  if (blobs < 0)
    return NULL;
  self->blobs_fd = open_child (blobs, "sha256", error);
  close (blobs);
  if (self->blobs_fd < 0 || !read_names (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

int
tambo_layout_writer_get_blobs_fd (TamboLayoutWriter *self)
{
  g_return_val_if_fail (TAMBO_IS_LAYOUT_WRITER (self), -1);

  return self->blobs_fd;
}

char *
tambo_layout_writer_add_bytes (TamboLayoutWriter *self, GBytes *bytes, GError **error)
{
  g_autofree char *digest = NULL;

  g_return_val_if_fail (TAMBO_IS_LAYOUT_WRITER (self), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  digest = tambo_digest_for_bytes (bytes);
  if (!tambo_file_write_at (self->blobs_fd, tambo_digest_get_hex (digest), bytes, 0644, error))
    return NULL;

  return g_steal_pointer (&digest);
}

static char *
copy_fd (int from, int to, guint64 size, GError **error)
{
  g_autoptr (TamboHasher) hasher = tambo_hasher_new ();

  for (guint64 offset = 0; offset < size;)
    {
      gsize wanted = (gsize) MIN (size - offset, COPY_SIZE);
      g_autoptr (GBytes) piece = tambo_file_read_range (from, offset, wanted, error);
      const void *data;

      if (piece == NULL)
        return NULL;

      data = g_bytes_get_data (piece, NULL);
      tambo_hasher_update (hasher, data, wanted);
      if (!tambo_file_write_fd (to, offset, data, wanted, error))
        return NULL;
      offset += wanted;
    }

  return tambo_hasher_finish (hasher);
}

/* Under a name that no digest has until its own is known. */
static char *
copy_into_blobs (TamboLayoutWriter *self, int from, guint64 size, GError **error)
{
  const char *name = "incoming";
  g_autofree char *digest = NULL;
  int to = openat (self->blobs_fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  gboolean saved = FALSE;

  if (to < 0)
    {
      tambo_file_set_error (error, errno, "Creating a file");
      return NULL;
    }

  digest = copy_fd (from, to, size, error);
  if (digest != NULL)
    {
      saved = fsync (to) == 0 &&
              renameat (self->blobs_fd, name, self->blobs_fd, tambo_digest_get_hex (digest)) == 0;
      if (!saved)
        tambo_file_set_error (error, errno, "Saving a file");
    }
  close (to);

  return saved ? g_steal_pointer (&digest) : NULL;
}

char *
tambo_layout_writer_add_file (TamboLayoutWriter *self,
                              const char *path,
                              TamboLeafList **out_leaves,
                              GError **error)
{
  g_autoptr (TamboLeafList) leaves = NULL;
  g_autofree char *digest = NULL;
  struct stat info;
  int from;

  g_return_val_if_fail (TAMBO_IS_LAYOUT_WRITER (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  from = open (path, O_RDONLY | O_CLOEXEC);
  if (from < 0 || fstat (from, &info) != 0)
    {
      tambo_file_set_error (error, errno, path);
      if (from >= 0)
        close (from);
      return NULL;
    }

  digest = copy_into_blobs (self, from, (guint64) info.st_size, error);
  if (digest != NULL)
    leaves = tambo_leaf_list_new_for_fd (from, NULL, error);
  close (from);
  if (leaves == NULL)
    return NULL;

  if (out_leaves != NULL)
    *out_leaves = g_steal_pointer (&leaves);

  return g_steal_pointer (&digest);
}

gboolean
tambo_layout_writer_add_manifest (TamboLayoutWriter *self,
                                  const char *ref,
                                  GBytes *manifest,
                                  GError **error)
{
  g_autofree char *digest = NULL;

  g_return_val_if_fail (TAMBO_IS_LAYOUT_WRITER (self), FALSE);
  g_return_val_if_fail (ref != NULL, FALSE);

  digest = tambo_layout_writer_add_bytes (self, manifest, error);
  if (digest == NULL)
    return FALSE;

  name_manifest (self, ref, digest, g_bytes_get_size (manifest));

  return TRUE;
}

gboolean
tambo_layout_writer_add_trust (TamboLayoutWriter *self, GHashTable *files, GError **error)
{
  g_autoptr (GHashTable) blobs = NULL;
  g_autoptr (GBytes) manifest = NULL;
  GHashTableIter iter;
  gpointer bytes;

  g_return_val_if_fail (TAMBO_IS_LAYOUT_WRITER (self), FALSE);
  g_return_val_if_fail (files != NULL, FALSE);

  manifest = tambo_trust_artifact_write (files, &blobs);
  g_hash_table_iter_init (&iter, blobs);
  while (g_hash_table_iter_next (&iter, NULL, &bytes))
    {
      g_autofree char *digest = tambo_layout_writer_add_bytes (self, bytes, error);

      if (digest == NULL)
        return FALSE;
    }

  return tambo_layout_writer_add_manifest (self, TRUST_REF, manifest, error);
}

static void
add_descriptor (JsonArray *manifests, const char *ref, const Named *named)
{
  JsonObject *descriptor = json_object_new ();
  JsonObject *annotations = json_object_new ();

  json_object_set_string_member (annotations, REF_NAME, ref);
  json_object_set_string_member (descriptor, "mediaType", TAMBO_MEDIA_TYPE_MANIFEST);
  json_object_set_string_member (descriptor, "digest", named->digest);
  json_object_set_int_member (descriptor, "size", (gint64) named->size);
  json_object_set_object_member (descriptor, "annotations", annotations);
  json_array_add_object_element (manifests, descriptor);
}

static GBytes *
write_index (TamboLayoutWriter *self, GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) index = json_object_new ();
  JsonArray *manifests = json_array_new ();
  g_autoptr (GList) refs = g_hash_table_get_keys (self->manifests);

  refs = g_list_sort (refs, (GCompareFunc) g_strcmp0);
  for (GList *link = refs; link != NULL; link = link->next)
    add_descriptor (manifests, link->data, g_hash_table_lookup (self->manifests, link->data));

  json_object_set_int_member (index, "schemaVersion", 2);
  json_object_set_array_member (index, "manifests", manifests);
  json_node_set_object (root, index);

  return tambo_json_write_canonical (root, error);
}

gboolean
tambo_layout_writer_finish (TamboLayoutWriter *self, GError **error)
{
  g_autoptr (GBytes) marker = g_bytes_new_static (MARKER, sizeof MARKER - 1);
  g_autoptr (GBytes) index = NULL;

  g_return_val_if_fail (TAMBO_IS_LAYOUT_WRITER (self), FALSE);

  index = write_index (self, error);

  return index != NULL && tambo_file_sync_folder (self->blobs_fd, error) &&
         tambo_file_write_at (self->folder_fd, "oci-layout", marker, 0644, error) &&
         tambo_file_write_at (self->folder_fd, "index.json", index, 0644, error);
}

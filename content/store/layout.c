/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/store/layout.h"

#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/pack/trust-artifact.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REF_NAME "org.opencontainers.image.ref.name"
#define TRUST_REF "trust:metadata"

struct _TamboLayout
{
  GObject parent_instance;

  int folder_fd;
  GStrv refs;          /* (owned) */
  GHashTable *digests; /* (owned) (element-type utf8 utf8): by ref */
};

G_DEFINE_FINAL_TYPE (TamboLayout, tambo_layout, G_TYPE_OBJECT)

static void
tambo_layout_finalize (GObject *object)
{
  TamboLayout *self = TAMBO_LAYOUT (object);

  if (self->folder_fd >= 0)
    close (self->folder_fd);
  g_clear_pointer (&self->refs, g_strfreev);
  g_clear_pointer (&self->digests, g_hash_table_unref);

  G_OBJECT_CLASS (tambo_layout_parent_class)->finalize (object);
}

static void
tambo_layout_class_init (TamboLayoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_layout_finalize;
}

static void
tambo_layout_init (TamboLayout *self)
{
  self->folder_fd = -1;
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* What is no plain file, or larger than it may be, is a fault of whoever wrote the folder. */
static GBytes *
read_inside (TamboLayout *self, const char *path, gsize max_size, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;
  int fd = tambo_file_open_inside (self->folder_fd, path, O_RDONLY, error);

  if (fd < 0)
    return NULL;

  bytes = tambo_file_read_fd (fd, max_size, &local_error);
  close (fd);

  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE))
    g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "%s is not a plain file", path);
  else if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE, "%s is too large", path);
  else if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return g_steal_pointer (&bytes);
}

static gboolean
read_descriptor (TamboLayout *self, JsonObject *descriptor, GError **error)
{
  JsonObject *annotations = NULL;
  const char *digest = NULL;
  const char *ref = NULL;

  if (!tambo_json_object_get_string (descriptor, "digest", &digest, error) ||
      !tambo_json_object_find_object (descriptor, "annotations", &annotations, error))
    return FALSE;

  if (!tambo_digest_is_valid (digest))
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_FORMAT,
                           "index.json names something by no sha256 digest");
      return FALSE;
    }

  /* Without a name nobody can ask for it. */
  if (annotations == NULL)
    return TRUE;
  if (!tambo_json_object_find_string (annotations, REF_NAME, &ref, error))
    return FALSE;
  if (ref != NULL)
    g_hash_table_replace (self->digests, g_strdup (ref), g_strdup (digest));

  return TRUE;
}

static gboolean
read_index (TamboLayout *self, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboJson) json = NULL;
  JsonObject *index;
  JsonArray *manifests;

  bytes = read_inside (self, "index.json", TAMBO_LIMIT_LAYOUT_INDEX, error);
  if (bytes == NULL)
    return FALSE;

  json = tambo_json_parse (bytes, TAMBO_LIMIT_LAYOUT_INDEX, error);
  if (json == NULL)
    return FALSE;

  index = tambo_json_get_root_object (json, error);
  if (index == NULL || !tambo_json_object_get_array (index, "manifests", &manifests, error))
    return FALSE;

  if (json_array_get_length (manifests) > TAMBO_LIMIT_LAYOUT_REFS)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_TOO_LARGE,
                           "index.json names too much");
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (manifests); i++)
    {
      JsonObject *descriptor = tambo_json_array_get_object (manifests, i, error);

      if (descriptor == NULL || !read_descriptor (self, descriptor, error))
        return FALSE;
    }

  return TRUE;
}

static int
compare_refs (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
sort_refs (TamboLayout *self)
{
  guint n_refs;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (self->digests, &n_refs);

  self->refs = g_new0 (char *, n_refs + 1);
  for (guint i = 0; i < n_refs; i++)
    self->refs[i] = g_strdup (keys[i]);
  qsort (self->refs, n_refs, sizeof (char *), compare_refs);
}

static TamboLayout *
new_take_fd (int folder_fd, GError **error)
{
  g_autoptr (TamboLayout) self = g_object_new (TAMBO_TYPE_LAYOUT, NULL);
  g_autoptr (GBytes) marker = NULL;

  self->folder_fd = folder_fd;
  marker = read_inside (self, "oci-layout", TAMBO_KIB, error);
  if (marker == NULL || !read_index (self, error))
    {
      g_prefix_error (error, "This is no folder of packs: ");
      return NULL;
    }

  sort_refs (self);

  return g_steal_pointer (&self);
}

TamboLayout *
tambo_layout_open (const char *folder, GError **error)
{
  int fd;

  g_return_val_if_fail (folder != NULL, NULL);

  fd = tambo_file_open_folder (folder, FALSE, error);

  return fd >= 0 ? new_take_fd (fd, error) : NULL;
}

TamboLayout *
tambo_layout_new_for_fd (int folder_fd, GError **error)
{
  int fd = fcntl (folder_fd, F_DUPFD_CLOEXEC, 3);

  if (fd < 0)
    {
      tambo_file_set_error (error, errno, "Keeping a folder open");
      return NULL;
    }

  return new_take_fd (fd, error);
}

const char *const *
tambo_layout_get_refs (TamboLayout *self)
{
  g_return_val_if_fail (TAMBO_IS_LAYOUT (self), NULL);

  return (const char *const *) self->refs;
}

const char *
tambo_layout_find_ref (TamboLayout *self, const char *ref)
{
  g_return_val_if_fail (TAMBO_IS_LAYOUT (self), NULL);
  g_return_val_if_fail (ref != NULL, NULL);

  return g_hash_table_lookup (self->digests, ref);
}

static char *
blob_path (const char *digest)
{
  return g_strconcat ("blobs/sha256/", tambo_digest_get_hex (digest), NULL);
}

GBytes *
tambo_layout_read_blob (TamboLayout *self, const char *digest, gsize max_size, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *actual = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (TAMBO_IS_LAYOUT (self), NULL);
  g_return_val_if_fail (tambo_digest_is_valid (digest), NULL);

  path = blob_path (digest);
  bytes = read_inside (self, path, max_size, error);
  if (bytes == NULL)
    return NULL;

  actual = tambo_digest_for_bytes (bytes);
  if (!g_str_equal (actual, digest))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_DIGEST,
                   "%s is damaged or was changed",
                   digest);
      return NULL;
    }

  return g_steal_pointer (&bytes);
}

int
tambo_layout_open_blob (TamboLayout *self, const char *digest, guint64 size, GError **error)
{
  g_autofree char *path = NULL;
  struct stat info;
  int fd;

  g_return_val_if_fail (TAMBO_IS_LAYOUT (self), -1);
  g_return_val_if_fail (tambo_digest_is_valid (digest), -1);

  path = blob_path (digest);
  fd = tambo_file_open_inside (self->folder_fd, path, O_RDONLY, error);
  if (fd < 0)
    return -1;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode) || (guint64) info.st_size != size)
    {
      close (fd);
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_DIGEST,
                   "%s does not have the size that was promised",
                   digest);
      return -1;
    }

  return fd;
}

static gboolean
read_trust_layers (TamboLayout *self, TamboManifest *manifest, GHashTable *files, GError **error)
{
  for (guint i = 0; i < tambo_manifest_get_n_layers (manifest); i++)
    {
      const TamboLayer *layer = tambo_manifest_get_layer (manifest, i);
      GBytes *bytes = tambo_layout_read_blob (self, layer->digest, TAMBO_LIMIT_TARGETS, error);

      if (bytes == NULL)
        return FALSE;
      g_hash_table_replace (files, g_strdup (layer->title), bytes);
    }

  return TRUE;
}

GHashTable *
tambo_layout_read_trust (TamboLayout *self, GError **error)
{
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (TamboManifest) manifest = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *digest;

  g_return_val_if_fail (TAMBO_IS_LAYOUT (self), NULL);

  digest = tambo_layout_find_ref (self, TRUST_REF);
  if (digest == NULL)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_UNKNOWN,
                           "There is no trust metadata in this folder; “tambo-pack sign” adds it");
      return NULL;
    }

  bytes = tambo_layout_read_blob (self, digest, TAMBO_LIMIT_MANIFEST, error);
  if (bytes == NULL)
    return NULL;

  manifest = tambo_manifest_new_from_bytes (bytes, error);
  if (manifest == NULL || !tambo_trust_artifact_check (manifest, error))
    return NULL;

  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  if (!read_trust_layers (self, manifest, files, error))
    return NULL;

  return g_steal_pointer (&files);
}

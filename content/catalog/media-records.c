/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/media-records.h"

#include "content/base/digest.h"
#include "content/base/file.h"
#include "content/base/json-members.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>
#include <unistd.h>

#define MAX_SIZE 1024

struct _TamboMediaRecords
{
  GObject parent_instance;

  char *folder; /* (owned) */
  int folder_fd;
  GMutex lock; /* of the folder */
};

G_DEFINE_FINAL_TYPE (TamboMediaRecords, tambo_media_records, G_TYPE_OBJECT)

static void
tambo_media_records_finalize (GObject *object)
{
  TamboMediaRecords *self = TAMBO_MEDIA_RECORDS (object);

  if (self->folder_fd >= 0)
    close (self->folder_fd);
  g_free (self->folder);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (tambo_media_records_parent_class)->finalize (object);
}

static void
tambo_media_records_class_init (TamboMediaRecordsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_media_records_finalize;
}

static void
tambo_media_records_init (TamboMediaRecords *self)
{
  self->folder_fd = -1;
  g_mutex_init (&self->lock);
}

TamboMediaRecords *
tambo_media_records_open (const char *folder, GError **error)
{
  g_autoptr (TamboMediaRecords) self = g_object_new (TAMBO_TYPE_MEDIA_RECORDS, NULL);

  self->folder = g_strdup (folder);
  self->folder_fd = tambo_file_open_folder (folder, TRUE, error);
  if (self->folder_fd < 0)
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
read_record (GBytes *bytes, TamboMedium *medium, GError **error)
{
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, MAX_SIZE, error);
  JsonObject *root = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  gint64 codec;
  gint64 width;
  gint64 height;
  gint64 frames;
  gint64 duration;
  gint64 cpu;

  if (root == NULL ||
      !tambo_json_object_get_int (root, "codec", 1, TAMBO_N_CODECS - 1, &codec, error) ||
      !tambo_json_object_get_int (root, "width", 0, G_MAXUINT16, &width, error) ||
      !tambo_json_object_get_int (root, "height", 0, G_MAXUINT16, &height, error) ||
      !tambo_json_object_get_int (root, "frames", 1, G_MAXUINT32, &frames, error) ||
      !tambo_json_object_get_int (root,
                                  "duration-ms",
                                  0,
                                  TAMBO_LIMIT_MEDIUM_DURATION_MS,
                                  &duration,
                                  error) ||
      !tambo_json_object_get_int (root, "cpu-ms", 0, G_MAXINT64, &cpu, error))
    return FALSE;

  *medium = (TamboMedium){
    .verdict = TAMBO_VERDICT_GOOD,
    .codec = (TamboCodec) codec,
    .width = (guint) width,
    .height = (guint) height,
    .frames = (guint) frames,
    .duration_ms = (guint64) duration,
    .cpu_ms = (guint64) cpu,
  };

  return TRUE;
}

/* %FALSE if nothing is known, or what was kept is damaged: then it is found out again. */
gboolean
tambo_media_records_find (TamboMediaRecords *self, const char *digest, TamboMedium *out_medium)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *name = tambo_digest_get_hex (digest);

  g_return_val_if_fail (TAMBO_IS_MEDIA_RECORDS (self), FALSE);

  bytes = tambo_file_read_at (self->folder_fd, name, MAX_SIZE, NULL);

  return bytes != NULL && read_record (bytes, out_medium, NULL);
}

gboolean
tambo_media_records_add (TamboMediaRecords *self,
                         const char *digest,
                         const TamboMedium *medium,
                         GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean ok;

  g_return_val_if_fail (TAMBO_IS_MEDIA_RECORDS (self), FALSE);
  g_return_val_if_fail (medium->verdict == TAMBO_VERDICT_GOOD, FALSE);

  text = g_strdup_printf ("{\"codec\":%u,\"width\":%u,\"height\":%u,\"frames\":%u,"
                          "\"duration-ms\":%" G_GUINT64_FORMAT ",\"cpu-ms\":%" G_GUINT64_FORMAT
                          "}\n",
                          medium->codec,
                          medium->width,
                          medium->height,
                          medium->frames,
                          medium->duration_ms,
                          medium->cpu_ms);
  bytes = g_bytes_new (text, strlen (text));
  g_mutex_lock (&self->lock);
  ok = tambo_file_write_at (self->folder_fd, tambo_digest_get_hex (digest), bytes, 0600, error);
  g_mutex_unlock (&self->lock);

  return ok;
}

/**
 * tambo_media_records_collect:
 * @in_use: (element-type utf8): digests
 *
 * Forgets all others.
 */
void
tambo_media_records_collect (TamboMediaRecords *self, GHashTable *in_use)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_if_fail (TAMBO_IS_MEDIA_RECORDS (self));

  g_mutex_lock (&self->lock);
  dir = g_dir_open (self->folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *digest = g_strconcat ("sha256:", name, NULL);

      if (!g_hash_table_contains (in_use, digest))
        unlinkat (self->folder_fd, name, 0);
    }
  g_mutex_unlock (&self->lock);
}

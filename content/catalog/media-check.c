/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/media-check.h"

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/pack/media-types.h"

#include <unistd.h>

/* How far the length of a film or voice may be from what the pack says. */
#define DURATION_TOLERANCE_MS 1000

struct _TamboMediaCheck
{
  GObject parent_instance;

  TamboSandbox *sandbox;      /* (owned) */
  TamboMediaRecords *records; /* (owned) */
  GMutex lock;
  GHashTable *heavy; /* (owned) (element-type utf8 uint): by manifest, under @lock */
};

G_DEFINE_FINAL_TYPE (TamboMediaCheck, tambo_media_check, G_TYPE_OBJECT)

static void
tambo_media_check_finalize (GObject *object)
{
  TamboMediaCheck *self = TAMBO_MEDIA_CHECK (object);

  g_clear_object (&self->sandbox);
  g_clear_object (&self->records);
  g_hash_table_unref (self->heavy);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (tambo_media_check_parent_class)->finalize (object);
}

static void
tambo_media_check_class_init (TamboMediaCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_media_check_finalize;
}

static void
tambo_media_check_init (TamboMediaCheck *self)
{
  self->heavy = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->lock);
}

TamboMediaCheck *
tambo_media_check_new (TamboSandbox *sandbox, TamboMediaRecords *records)
{
  TamboMediaCheck *self = g_object_new (TAMBO_TYPE_MEDIA_CHECK, NULL);

  self->sandbox = g_object_ref (sandbox);
  self->records = g_object_ref (records);

  return self;
}

static TamboError
get_code (TamboVerdict verdict)
{
  switch (verdict)
    {
    case TAMBO_VERDICT_FORMAT:
    case TAMBO_VERDICT_CODEC:
    case TAMBO_VERDICT_TRACKS:
      return TAMBO_ERROR_PACK_CODEC;
    case TAMBO_VERDICT_SIZE:
    case TAMBO_VERDICT_RATE:
      return TAMBO_ERROR_PACK_TOO_LARGE;
    case TAMBO_VERDICT_GOOD:
    case TAMBO_VERDICT_DURATION:
    case TAMBO_VERDICT_DAMAGED:
    case TAMBO_VERDICT_SEEK:
    case TAMBO_VERDICT_SLOW:
    case TAMBO_VERDICT_FALLEN:
    default:
      return TAMBO_ERROR_PACK_MEDIUM;
    }
}

/* What the player goes by must be true. What the pack does not say is not held against it. */
static gboolean
compare (const TamboPackFile *file, const TamboMedium *medium, GError **error)
{
  const char *codec = tambo_codec_to_word (medium->codec);
  const char *what = NULL;

  if (file->codec != NULL && g_strcmp0 (file->codec, codec) != 0)
    what = "codec";
  else if ((file->width != 0 && file->width != medium->width) ||
           (file->height != 0 && file->height != medium->height))
    what = "size";
  else if (file->duration_ms != 0 &&
           ABS ((gint64) (file->duration_ms - medium->duration_ms)) > DURATION_TOLERANCE_MS)
    what = "length";
  else if (file->tracks > 1)
    what = "number of tracks";
  if (what == NULL)
    return TRUE;

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_MEDIUM,
               "“%s” is of another %s than the pack says",
               file->title,
               what);

  return FALSE;
}

static gboolean
probe (TamboMediaCheck *self,
       TamboStore *store,
       const TamboPackEntry *entry,
       TamboMediumKind kind,
       TamboMedium *medium,
       GCancellable *cancellable,
       GError **error)
{
  int fd = tambo_store_open_blob (store, entry->layer->digest, NULL, error);
  gboolean ok;

  if (fd < 0)
    return FALSE;
  ok = tambo_sandbox_probe (self->sandbox,
                            fd,
                            kind,
                            entry->file->duration_ms,
                            medium,
                            cancellable,
                            error);
  close (fd);
  if (!ok)
    return FALSE;
  if (medium->verdict == TAMBO_VERDICT_GOOD)
    return tambo_media_records_add (self->records, entry->layer->digest, medium, error);

  g_set_error (error,
               TAMBO_ERROR,
               get_code (medium->verdict),
               "“%s” cannot be shown safely: %s",
               entry->layer->title,
               tambo_verdict_to_word (medium->verdict));

  return FALSE;
}

static gboolean
check_entry (TamboMediaCheck *self,
             TamboStore *store,
             const TamboPackEntry *entry,
             GCancellable *cancellable,
             GError **error)
{
  TamboMedium medium = { 0 };
  TamboMediumKind kind;

  if (!tambo_medium_kind_from_type (entry->layer->media_type, &kind))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_CODEC,
                   "“%s” is of a kind that kiosks do not show",
                   entry->layer->title);
      return FALSE;
    }
  /* The same bytes may be called something else in another pack. */
  if ((!tambo_media_records_find (self->records, entry->layer->digest, &medium) ||
       !tambo_medium_kind_has_codec (kind, medium.codec)) &&
      !probe (self, store, entry, kind, &medium, cancellable, error))
    return FALSE;

  return compare (entry->file, &medium, error);
}

/* What a kiosk would decode, by its media type or by its part: a film does not get around this
 * under another name. */
static gboolean
is_medium (const TamboPackEntry *entry)
{
  TamboMediumKind kind;

  return tambo_medium_kind_from_type (entry->layer->media_type, &kind) ||
         g_strcmp0 (entry->file->role, TAMBO_ROLE_PICTURE) == 0 ||
         g_strcmp0 (entry->file->role, TAMBO_ROLE_VOICE) == 0 ||
         g_strcmp0 (entry->file->role, TAMBO_ROLE_POSTER) == 0;
}

/* (element-type TamboPackEntry) */
static GPtrArray *
list_media (TamboPack *pack, const char *const *languages)
{
  GPtrArray *media = g_ptr_array_new ();

  for (guint i = 0; i < tambo_pack_get_n_entries (pack); i++)
    {
      const TamboPackEntry *entry = tambo_pack_get_entry (pack, i);

      if (tambo_language_is_wanted (entry->layer->language, languages) && is_medium (entry))
        g_ptr_array_add (media, (gpointer) entry);
    }

  return media;
}

/**
 * tambo_media_check_run:
 * @languages: (nullable): those whose files are here
 * @progress: (nullable)
 *
 * Blocks. Returns: %FALSE with %TAMBO_ERROR_PACK_CODEC, %TAMBO_ERROR_PACK_TOO_LARGE or
 *   %TAMBO_ERROR_PACK_MEDIUM: nobody should see the pack; with %TAMBO_ERROR_DECODER_MISSING:
 *   nobody can say here
 */
gboolean
tambo_media_check_run (TamboMediaCheck *self,
                       TamboStore *store,
                       TamboPack *pack,
                       const char *const *languages,
                       TamboMediaCheckProgress progress,
                       gpointer user_data,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GPtrArray) media = NULL;

  g_return_val_if_fail (TAMBO_IS_MEDIA_CHECK (self), FALSE);

  media = list_media (pack, languages);
  for (guint i = 0; i < media->len; i++)
    {
      if (progress != NULL)
        progress (i, media->len, user_data);
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !check_entry (self, store, media->pdata[i], cancellable, error))
        return FALSE;
    }
  if (progress != NULL)
    progress (media->len, media->len, user_data);

  /* Another language of a pack may have come. */
  g_mutex_lock (&self->lock);
  g_hash_table_remove_all (self->heavy);
  g_mutex_unlock (&self->lock);

  return TRUE;
}

static TamboPack *
load_pack (TamboStore *store, const char *digest)
{
  g_autoptr (GBytes) manifest_bytes = NULL;
  g_autoptr (GBytes) config_bytes = NULL;
  g_autoptr (TamboManifest) manifest = NULL;
  g_autoptr (TamboPackConfig) config = NULL;

  manifest_bytes = tambo_store_read (store, digest, TAMBO_LIMIT_MANIFEST, NULL);
  manifest = manifest_bytes != NULL ? tambo_manifest_new_from_bytes (manifest_bytes, NULL) : NULL;
  if (manifest == NULL)
    return NULL;
  config_bytes = tambo_store_read (store,
                                   tambo_manifest_get_config_digest (manifest),
                                   TAMBO_LIMIT_PACK_CONFIG,
                                   NULL);
  config = config_bytes != NULL ? tambo_pack_config_new_from_bytes (config_bytes, NULL) : NULL;

  return config != NULL ? tambo_pack_new (manifest, config, NULL) : NULL;
}

static guint
count_heavy (TamboMediaCheck *self, TamboPack *pack)
{
  g_autoptr (GPtrArray) media = list_media (pack, NULL);
  guint n = 0;

  for (guint i = 0; i < media->len; i++)
    {
      const TamboPackEntry *entry = media->pdata[i];
      TamboMedium medium = { 0 };

      n += tambo_media_records_find (self->records, entry->layer->digest, &medium) &&
           tambo_medium_is_heavy (&medium);
    }

  return n;
}

/**
 * tambo_media_check_count_heavy:
 * @manifest: digest of an installed pack
 *
 * Returns: how many of its films take more of this machine than a kiosk can spare
 */
guint
tambo_media_check_count_heavy (TamboMediaCheck *self, TamboStore *store, const char *manifest)
{
  g_autoptr (TamboPack) pack = NULL;
  gpointer known = NULL;
  guint n;

  g_return_val_if_fail (TAMBO_IS_MEDIA_CHECK (self), 0);

  g_mutex_lock (&self->lock);
  if (g_hash_table_lookup_extended (self->heavy, manifest, NULL, &known))
    {
      g_mutex_unlock (&self->lock);
      return GPOINTER_TO_UINT (known);
    }
  g_mutex_unlock (&self->lock);

  pack = load_pack (store, manifest);
  n = pack != NULL ? count_heavy (self, pack) : 0;
  g_mutex_lock (&self->lock);
  g_hash_table_insert (self->heavy, g_strdup (manifest), GUINT_TO_POINTER (n));
  g_mutex_unlock (&self->lock);

  return n;
}

TamboMediaRecords *
tambo_media_check_get_records (TamboMediaCheck *self)
{
  g_return_val_if_fail (TAMBO_IS_MEDIA_CHECK (self), NULL);

  return self->records;
}

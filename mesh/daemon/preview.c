/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/preview.h"

#include "content/base/digest.h"
#include "content/catalog/offer.h"
#include "content/pack/app-version.h"
#include "mesh/daemon/stick-mail.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* As much of the stick is read to know how fast it is, for no longer than that. */
#define SAMPLE_BYTES (8 * 1024 * 1024)
#define SAMPLE_US (G_USEC_PER_SEC)

/* Task data. */
typedef struct
{
  TamboShelf *shelf;   /* (owned) */
  int folder_fd;       /* (owned) */
  TamboLayout *layout; /* (owned) (nullable) */
  GStrv languages;     /* (owned) */
  TamboTrust *trust;   /* (owned) (nullable): as it would be */
  GPtrArray *targets;  /* (owned) (element-type TamboPackTarget): still to look at */
  GPtrArray *offers;   /* (owned) (element-type TamboOffer) */
  guint n_unknown;
  guint n_letters;
  gboolean is_older;
  guint64 rate; /* bytes a second; 0 if there was nothing to read */
} Preview;

static void
preview_free (gpointer pointer)
{
  Preview *self = pointer;

  if (self->folder_fd >= 0)
    close (self->folder_fd);
  g_clear_object (&self->shelf);
  g_clear_object (&self->layout);
  g_clear_object (&self->trust);
  g_strfreev (self->languages);
  g_clear_pointer (&self->targets, g_ptr_array_unref);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_free (self);
}

static void
add (GVariantBuilder *dict, const char *name, GVariant *value)
{
  g_variant_builder_add (dict, "{sv}", name, value);
}

static GVariant *
list_titles (TamboTexts *title)
{
  g_auto (GStrv) languages = tambo_texts_list_languages (title);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  for (gsize i = 0; languages[i] != NULL; i++)
    g_variant_builder_add (&builder, "{ss}", languages[i], tambo_texts_get (title, languages[i]));

  return g_variant_builder_end (&builder);
}

static GVariant *
list_bytes (GHashTable *bytes)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer language;
  gpointer size;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{st}"));
  g_hash_table_iter_init (&iter, bytes);
  while (g_hash_table_iter_next (&iter, &language, &size))
    g_variant_builder_add (&builder, "{st}", language, *(guint64 *) size);

  return g_variant_builder_end (&builder);
}

/* Those of @languages that are not among @others. */
static GVariant *
subtract (const char *const *languages, const char *const *others)
{
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (gsize i = 0; languages != NULL && languages[i] != NULL; i++)
    if (others == NULL || !g_strv_contains (others, languages[i]))
      g_strv_builder_add (rest, languages[i]);
  list = g_strv_builder_end (rest);

  return g_variant_new_strv ((const char *const *) list, -1);
}

static const char *
name_change (const TamboOffer *offer, TamboInstalledPack *held, const char *const *chosen)
{
  const char *const *there = NULL;

  if (offer->target->recalled)
    return "recalled";
  if (!tambo_app_version_is_met (offer->target->min_app))
    return "too-new";
  if (!offer->is_whole)
    return "incomplete";
  if (held == NULL)
    return "new";
  if (tambo_installed_pack_get_version (held) > offer->target->version)
    return "older";
  if (tambo_installed_pack_get_version (held) < offer->target->version)
    return "newer";

  there = tambo_installed_pack_get_languages (held);
  for (gsize i = 0; chosen[i] != NULL; i++)
    if (!g_strv_contains (there, chosen[i]))
      return "languages";

  return "same";
}

/* What the version before the last, or what no language needs any more, takes up. */
static guint64
measure_leaving (const Preview *self, const TamboOffer *offer, const char *const *chosen)
{
  TamboStore *store = tambo_shelf_get_store (self->shelf);
  g_autoptr (GPtrArray) wants = tambo_manifest_plan (offer->manifest, chosen);
  g_autoptr (GHashTable) stays = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) leaving = NULL;
  guint64 sum = 0;

  leaving = tambo_catalog_list_leaving (tambo_shelf_get_catalog (self->shelf),
                                        offer->target->id,
                                        offer->target->version,
                                        NULL);
  for (guint i = 0; i < wants->len; i++)
    g_hash_table_add (stays, ((TamboWant *) wants->pdata[i])->digest);
  for (gsize i = 0; leaving != NULL && leaving[i] != NULL; i++)
    {
      guint64 size = 0;
      int fd = -1;

      if (!g_hash_table_contains (stays, leaving[i]))
        fd = tambo_store_open_blob (store, leaving[i], &size, NULL);
      if (fd >= 0)
        {
          close (fd);
          sum += size;
        }
    }

  return sum;
}

static GVariant *
describe_pack (const Preview *self, const TamboOffer *offer)
{
  const TamboPackTarget *target = offer->target;
  TamboInstalledPack *held = tambo_catalog_find (tambo_shelf_get_catalog (self->shelf), target->id);
  const char *const *before = held != NULL ? tambo_installed_pack_get_languages (held) : NULL;
  g_auto (GStrv) chosen = tambo_offer_choose_languages (offer,
                                                        (const char *const *) self->languages);
  const char *const *after = (const char *const *) chosen;
  GVariantBuilder dict;

  g_variant_builder_init (&dict, G_VARIANT_TYPE_VARDICT);
  add (&dict, "kind", g_variant_new_string ("pack"));
  add (&dict, "id", g_variant_new_string (target->id));
  add (&dict, "version", g_variant_new_uint32 (target->version));
  add (&dict,
       "installed",
       g_variant_new_uint32 (held != NULL ? tambo_installed_pack_get_version (held) : 0));
  add (&dict, "change", g_variant_new_string (name_change (offer, held, after)));
  add (&dict, "urgent", g_variant_new_boolean (target->urgent));
  add (&dict, "title", list_titles (tambo_pack_config_get_title (offer->config)));
  add (&dict, "languages", g_variant_new_strv ((const char *const *) offer->languages, -1));
  add (&dict,
       "held",
       held != NULL ? g_variant_new_strv (before, -1) : g_variant_new_strv (NULL, 0));
  add (&dict, "gained", subtract (after, before));
  add (&dict, "lost", subtract (before, after));
  add (&dict, "bytes", list_bytes (offer->bytes));
  add (&dict, "needed", g_variant_new_uint64 (tambo_offer_get_bytes (offer, after)));
  add (&dict, "leaving", g_variant_new_uint64 (measure_leaving (self, offer, after)));

  return g_variant_builder_end (&dict);
}

static GVariant *
describe_stick (const Preview *self)
{
  TamboTrust *now = tambo_shelf_get_trust (self->shelf);
  guint64 before = tambo_trust_get_version (now);
  guint64 after = tambo_trust_get_version (self->trust);
  const char *metadata = self->is_older ? "older" : after > before ? "newer" : "same";
  guint64 room = 0;
  GVariantBuilder dict;

  tambo_store_get_room (tambo_shelf_get_store (self->shelf), &room, NULL);
  g_variant_builder_init (&dict, G_VARIANT_TYPE_VARDICT);
  add (&dict, "kind", g_variant_new_string ("stick"));
  add (&dict, "metadata", g_variant_new_string (metadata));
  add (&dict, "unknown", g_variant_new_uint32 (self->n_unknown));
  add (&dict, "letters", g_variant_new_uint32 (self->n_letters));
  add (&dict, "room", g_variant_new_uint64 (room));
  add (&dict, "rate", g_variant_new_uint64 (self->rate));

  return g_variant_builder_end (&dict);
}

/* A pack that is here and that the stick's metadata takes back, whether or not it is on it. */
static GVariant *
describe_withdrawn (const TamboInstalledPack *pack)
{
  TamboInstalledPack *held = (TamboInstalledPack *) pack;
  GVariantBuilder dict;

  g_variant_builder_init (&dict, G_VARIANT_TYPE_VARDICT);
  add (&dict, "kind", g_variant_new_string ("pack"));
  add (&dict, "id", g_variant_new_string (tambo_installed_pack_get_id (held)));
  add (&dict, "version", g_variant_new_uint32 (tambo_installed_pack_get_version (held)));
  add (&dict, "installed", g_variant_new_uint32 (tambo_installed_pack_get_version (held)));
  add (&dict, "change", g_variant_new_string ("recalled"));
  add (&dict, "leaving", g_variant_new_uint64 (tambo_installed_pack_get_bytes (held)));

  return g_variant_builder_end (&dict);
}

static gboolean
is_on_stick (const Preview *self, const char *id)
{
  for (guint i = 0; i < self->offers->len; i++)
    {
      const TamboOffer *offer = g_ptr_array_index (self->offers, i);

      if (strcmp (offer->target->id, id) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
add_withdrawn (const Preview *self, GVariantBuilder *list)
{
  GListModel *held = G_LIST_MODEL (tambo_shelf_get_catalog (self->shelf));

  for (guint i = 0; i < g_list_model_get_n_items (held); i++)
    {
      g_autoptr (TamboInstalledPack) pack = g_list_model_get_item (held, i);
      const char *id = tambo_installed_pack_get_id (pack);
      const TamboPackTarget *target =
          tambo_trust_find_pack (self->trust, id, tambo_installed_pack_get_version (pack));

      if (target != NULL && target->recalled && !is_on_stick (self, id))
        g_variant_builder_add_value (list, describe_withdrawn (pack));
    }
}

static void
on_offers_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Preview *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GVariantBuilder list;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_builder_add_value (&list, describe_stick (self));
  for (guint i = 0; i < self->offers->len; i++)
    g_variant_builder_add_value (&list, describe_pack (self, g_ptr_array_index (self->offers, i)));
  add_withdrawn (self, &list);
  g_task_return_pointer (task,
                         g_variant_ref_sink (g_variant_builder_end (&list)),
                         (GDestroyNotify) g_variant_unref);
}

/* Reads and hashes part of a file that is to be copied, from the stick itself. */
static guint64
sample (int fd, guint64 size)
{
  g_autoptr (TamboHasher) hasher = tambo_hasher_new ();
  g_autofree guint8 *buffer = g_malloc (TAMBO_LEAF_SIZE);
  g_autofree char *digest = NULL;
  gint64 begin = g_get_monotonic_time ();
  gint64 passed = 0;
  guint64 done = 0;

  posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED);
  while (done < MIN (size, SAMPLE_BYTES) && passed < SAMPLE_US)
    {
      gssize n = pread (fd, buffer, TAMBO_LEAF_SIZE, (off_t) done);

      if (n <= 0)
        break;
      tambo_hasher_update (hasher, buffer, (gsize) n);
      done += (guint64) n;
      passed = g_get_monotonic_time () - begin;
    }
  digest = tambo_hasher_finish (hasher);

  return passed > 0 ? done * G_USEC_PER_SEC / (guint64) passed : 0;
}

/* The largest file tells most. */
static guint64
measure_rate (const Preview *self)
{
  const TamboLayer *largest = NULL;
  guint64 rate = 0;
  int fd = -1;

  for (guint i = 0; i < self->offers->len; i++)
    {
      const TamboOffer *offer = g_ptr_array_index (self->offers, i);

      for (guint j = 0; j < tambo_manifest_get_n_layers (offer->manifest); j++)
        {
          const TamboLayer *layer = tambo_manifest_get_layer (offer->manifest, j);

          if (largest == NULL || layer->size > largest->size)
            largest = layer;
        }
    }
  if (largest != NULL)
    fd = tambo_layout_open_blob (self->layout, largest->digest, largest->size, NULL);
  if (fd >= 0)
    {
      rate = sample (fd, largest->size);
      close (fd);
    }

  return rate;
}

static void
look_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Preview *self = task_data;
  TamboStore *store = tambo_shelf_get_store (self->shelf);
  g_autoptr (GHashTable) counted = NULL;
  g_autoptr (GPtrArray) letters = NULL;
  GError *error = NULL;

  counted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->targets->len; i++)
    {
      TamboOffer *offer = tambo_offer_new (self->layout,
                                           store,
                                           g_ptr_array_index (self->targets, i),
                                           counted,
                                           &error);

      if (offer == NULL || g_cancellable_set_error_if_cancelled (cancellable, &error))
        {
          g_clear_pointer (&offer, tambo_offer_free);
          g_task_return_error (task, error);
          return;
        }
      g_ptr_array_add (self->offers, offer);
    }
  letters = tambo_stick_mail_read (self->layout, NULL);
  self->n_letters = letters != NULL ? tambo_stick_mail_count (letters) : 0;
  self->rate = measure_rate (self);
  g_task_return_boolean (task, TRUE);
}

static void
on_trust_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Preview *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) files = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GTask) look = NULL;

  if (files != NULL)
    self->trust = tambo_shelf_try_trust (self->shelf, files, &self->is_older, &error);
  if (self->trust == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  self->targets = tambo_offer_list_targets (self->layout, self->trust, &self->n_unknown);
  look = g_task_new (NULL, g_task_get_cancellable (task), on_offers_ready, g_object_ref (task));
  g_task_set_source_tag (look, on_trust_ready);
  g_task_set_task_data (look, self, NULL);
  g_task_run_in_thread (look, look_in_thread);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Preview *self = task_data;
  GHashTable *files = NULL;
  GError *error = NULL;

  self->layout = tambo_layout_new_for_fd (self->folder_fd, &error);
  if (self->layout != NULL)
    files = tambo_layout_read_trust (self->layout, &error);
  if (files == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, files, (GDestroyNotify) g_hash_table_unref);
}

void
tambo_preview_async (TamboShelf *shelf,
                     int folder_fd,
                     const char *const *languages,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (shelf, cancellable, callback, user_data);
  g_autoptr (GTask) read = NULL;
  Preview *self = g_new0 (Preview, 1);

  g_task_set_source_tag (task, tambo_preview_async);
  g_task_set_task_data (task, self, preview_free);
  self->shelf = g_object_ref (shelf);
  self->folder_fd = fcntl (folder_fd, F_DUPFD_CLOEXEC, 3);
  self->languages = languages[0] != NULL ? g_strdupv ((GStrv) languages)
                                         : tambo_shelf_get_languages (shelf);
  self->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_offer_free);

  read = g_task_new (NULL, cancellable, on_trust_ready, g_object_ref (task));
  g_task_set_source_tag (read, read_in_thread);
  g_task_set_task_data (read, self, NULL);
  g_task_run_in_thread (read, read_in_thread);
}

GVariant *
tambo_preview_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/offer.h"

#include "content/base/error.h"
#include "content/base/limits.h"

#include <string.h>
#include <unistd.h>

#define PACK_REF_PREFIX "packs/"
#define EVERY_KIOSK "*"

void
tambo_offer_free (TamboOffer *self)
{
  g_clear_pointer (&self->target, tambo_pack_target_free);
  g_clear_object (&self->manifest);
  g_clear_object (&self->config);
  g_strfreev (self->languages);
  g_clear_pointer (&self->bytes, g_hash_table_unref);
  g_free (self);
}

static void
add_bytes (TamboOffer *self, const char *language, guint64 size)
{
  const char *key = language != NULL ? language : EVERY_KIOSK;
  guint64 *sum = g_hash_table_lookup (self->bytes, key);

  if (sum == NULL)
    {
      sum = g_new0 (guint64, 1);
      g_hash_table_replace (self->bytes, g_strdup (key), sum);
    }
  *sum += size;
}

/* What was begun before has part of its room already. */
static guint64
measure_missing (TamboStore *store, const char *digest, guint64 size)
{
  if (tambo_store_has (store, digest))
    return 0;

  return size - MIN (size, tambo_store_get_reserved (store, digest));
}

static gboolean
is_there (TamboLayout *layout, TamboStore *store, const char *digest, guint64 size)
{
  int fd;

  if (tambo_store_has (store, digest))
    return TRUE;

  fd = tambo_layout_open_blob (layout, digest, size, NULL);
  if (fd < 0)
    return FALSE;
  close (fd);

  return TRUE;
}

/* A blob that several packs share is copied once. */
static void
count (TamboOffer *self,
       TamboStore *store,
       GHashTable *counted,
       const char *language,
       const char *digest,
       guint64 size)
{
  if (g_hash_table_add (counted, g_strdup (digest)))
    add_bytes (self, language, measure_missing (store, digest, size));
}

static void
look_at_layers (TamboOffer *self, TamboLayout *layout, TamboStore *store, GHashTable *counted)
{
  const char *const *all = (const char *const *) self->target->languages;
  g_autoptr (GHashTable) broken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GStrvBuilder) whole = g_strv_builder_new ();

  for (guint i = 0; i < tambo_manifest_get_n_layers (self->manifest); i++)
    {
      const TamboLayer *layer = tambo_manifest_get_layer (self->manifest, i);
      const char *key = layer->language != NULL ? layer->language : EVERY_KIOSK;

      if (!g_hash_table_contains (broken, key) &&
          !is_there (layout, store, layer->digest, layer->size))
        g_hash_table_add (broken, (gpointer) key);
      count (self, store, counted, layer->language, layer->digest, layer->size);
    }

  self->is_whole = !g_hash_table_contains (broken, EVERY_KIOSK);
  for (guint i = 0; all[i] != NULL; i++)
    if (!g_hash_table_contains (broken, all[i]))
      g_strv_builder_add (whole, all[i]);
  self->languages = g_strv_builder_end (whole);
}

/**
 * tambo_offer_new:
 * @layout: the stick
 * @store: what is here
 * @target: from trusted metadata
 * @counted: (element-type utf8 utf8): digests that other offers have counted; more are added
 * @error: return location for a #GError
 *
 * Reads manifest and config, and looks which files are there. Blocks, and does not read those.
 *
 * Returns: (transfer full): %NULL with one of the `pack.…` errors or a %G_IO_ERROR set
 */
TamboOffer *
tambo_offer_new (TamboLayout *layout,
                 TamboStore *store,
                 const TamboPackTarget *target,
                 GHashTable *counted,
                 GError **error)
{
  g_autoptr (TamboOffer) self = g_new0 (TamboOffer, 1);
  g_autoptr (GBytes) manifest = NULL;
  g_autoptr (GBytes) config = NULL;
  const char *config_digest;

  g_return_val_if_fail (TAMBO_IS_LAYOUT (layout), NULL);
  g_return_val_if_fail (TAMBO_IS_STORE (store), NULL);
  g_return_val_if_fail (target != NULL && counted != NULL, NULL);

  self->target = tambo_pack_target_copy (target);
  self->bytes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  manifest = tambo_layout_read_blob (layout, target->digest, TAMBO_LIMIT_MANIFEST, error);
  self->manifest = manifest != NULL ? tambo_manifest_new_from_bytes (manifest, error) : NULL;
  if (self->manifest == NULL)
    return NULL;

  config_digest = tambo_manifest_get_config_digest (self->manifest);
  config = tambo_layout_read_blob (layout, config_digest, TAMBO_LIMIT_PACK_CONFIG, error);
  self->config = config != NULL ? tambo_pack_config_new_from_bytes (config, error) : NULL;
  if (self->config == NULL)
    return NULL;

  count (self, store, counted, NULL, target->digest, g_bytes_get_size (manifest));
  count (self, store, counted, NULL, config_digest, g_bytes_get_size (config));
  look_at_layers (self, layout, store, counted);

  return g_steal_pointer (&self);
}

/* What would be copied for these languages. */
guint64
tambo_offer_get_bytes (const TamboOffer *self, const char *const *languages)
{
  guint64 sum = 0;
  GHashTableIter iter;
  gpointer language;
  gpointer bytes;

  g_hash_table_iter_init (&iter, self->bytes);
  while (g_hash_table_iter_next (&iter, &language, &bytes))
    if (strcmp (language, EVERY_KIOSK) == 0 || tambo_language_is_wanted (language, languages))
      sum += *(guint64 *) bytes;

  return sum;
}

/* (transfer full): those that are wanted and can be had. */
GStrv
tambo_offer_choose_languages (const TamboOffer *self, const char *const *wanted)
{
  g_autoptr (GStrvBuilder) chosen = g_strv_builder_new ();

  for (guint i = 0; self->languages[i] != NULL; i++)
    if (tambo_language_is_wanted (self->languages[i], wanted))
      g_strv_builder_add (chosen, self->languages[i]);

  return g_strv_builder_end (chosen);
}

static char *
dup_id (const char *ref)
{
  const char *colon = strrchr (ref, ':');

  if (!g_str_has_prefix (ref, PACK_REF_PREFIX) || colon == NULL)
    return NULL;

  return g_strndup (ref + strlen (PACK_REF_PREFIX), colon - ref - strlen (PACK_REF_PREFIX));
}

/* Targets come newest first. */
static const TamboPackTarget *
find_target (TamboLayout *layout, GPtrArray *known, const char *id)
{
  const TamboPackTarget *recalled = NULL;

  for (guint i = 0; i < known->len; i++)
    {
      const TamboPackTarget *target = g_ptr_array_index (known, i);
      g_autofree char *ref = g_strdup_printf (PACK_REF_PREFIX "%s:%u", target->id, target->version);

      if (strcmp (target->id, id) != 0 ||
          g_strcmp0 (tambo_layout_find_ref (layout, ref), target->digest) != 0)
        continue;
      if (!target->recalled)
        return target;
      if (recalled == NULL)
        recalled = target;
    }

  return recalled;
}

GPtrArray *
tambo_offer_list_targets (TamboLayout *layout, TamboTrust *trust, guint *out_n_unknown)
{
  const char *const *refs = tambo_layout_get_refs (layout);
  g_autoptr (GPtrArray) known = tambo_trust_list_packs (trust);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *targets = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_pack_target_free);
  guint n_unknown = 0;

  for (gsize i = 0; refs[i] != NULL; i++)
    {
      char *id = dup_id (refs[i]);
      const TamboPackTarget *target;

      if (id == NULL || !g_hash_table_add (seen, id))
        continue;

      target = find_target (layout, known, id);
      if (target != NULL)
        g_ptr_array_add (targets, tambo_pack_target_copy (target));
      else
        n_unknown++;
    }

  if (out_n_unknown != NULL)
    *out_n_unknown = n_unknown;

  return targets;
}

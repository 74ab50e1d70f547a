/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/pack-diff.h"

/**
 * TamboPackDiff:
 *
 * What a shelter gets that has one version of a pack and takes another. Immutable.
 */
struct _TamboPackDiff
{
  GObject parent_instance;

  TamboPack *old_pack;  /* (owned) (nullable) */
  TamboPack *new_pack;  /* (owned) */
  GPtrArray *old_texts; /* (owned) (element-type TamboPackText) */
  GPtrArray *new_texts; /* (owned) (element-type TamboPackText) */
  GPtrArray *languages; /* (owned) (element-type TamboPackChange) */
  GPtrArray *items;     /* (owned) (element-type TamboPackChange) */
  GPtrArray *texts;     /* (owned) (element-type TamboTextChange) */
};

G_DEFINE_FINAL_TYPE (TamboPackDiff, tambo_pack_diff, G_TYPE_OBJECT)

static void
change_free (TamboPackChange *change)
{
  g_free (change->name);
  g_free (change);
}

static void
tambo_pack_diff_finalize (GObject *object)
{
  TamboPackDiff *self = TAMBO_PACK_DIFF (object);

  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->languages, g_ptr_array_unref);
  g_clear_pointer (&self->old_texts, g_ptr_array_unref);
  g_clear_pointer (&self->new_texts, g_ptr_array_unref);
  g_clear_object (&self->old_pack);
  g_clear_object (&self->new_pack);

  G_OBJECT_CLASS (tambo_pack_diff_parent_class)->finalize (object);
}

static void
tambo_pack_diff_class_init (TamboPackDiffClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_pack_diff_finalize;
}

static void
tambo_pack_diff_init (TamboPackDiff *self)
{
  self->languages = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
  self->texts = g_ptr_array_new_with_free_func (g_free);
}

static void
add_change (GPtrArray *changes, TamboChange change, const char *name)
{
  TamboPackChange *added = g_new0 (TamboPackChange, 1);

  added->change = change;
  added->name = g_strdup (name);
  g_ptr_array_add (changes, added);
}

static const char *const *
list_languages (TamboPack *pack)
{
  static const char *const none[] = { NULL };

  return pack != NULL ? tambo_pack_config_get_languages (tambo_pack_get_config (pack)) : none;
}

static void
compare_languages (TamboPackDiff *self)
{
  const char *const *before = list_languages (self->old_pack);
  const char *const *after = list_languages (self->new_pack);

  for (guint i = 0; after[i] != NULL; i++)
    {
      if (!g_strv_contains (before, after[i]))
        add_change (self->languages, TAMBO_CHANGE_ADDED, after[i]);
    }
  for (guint i = 0; before[i] != NULL; i++)
    {
      if (!g_strv_contains (after, before[i]))
        add_change (self->languages, TAMBO_CHANGE_REMOVED, before[i]);
    }
}

static const TamboPackItem *
find_item (TamboPack *pack, const char *id)
{
  return pack != NULL ? tambo_pack_config_find_item (tambo_pack_get_config (pack), id) : NULL;
}

static gboolean
has_blob (TamboPack *pack, const char *digest)
{
  for (guint i = 0; pack != NULL && i < tambo_pack_get_n_entries (pack); i++)
    {
      if (g_str_equal (tambo_pack_get_entry (pack, i)->layer->digest, digest))
        return TRUE;
    }

  return FALSE;
}

/* Whether @pack has a file of an item that @other has not. */
static gboolean
has_other_files (TamboPack *pack, TamboPack *other, const char *item)
{
  for (guint i = 0; i < tambo_pack_get_n_entries (pack); i++)
    {
      const TamboLayer *layer = tambo_pack_get_entry (pack, i)->layer;

      if (g_strcmp0 (layer->item, item) == 0 && !has_blob (other, layer->digest))
        return TRUE;
    }

  return FALSE;
}

static void
compare_items (TamboPackDiff *self)
{
  TamboPackConfig *after = tambo_pack_get_config (self->new_pack);

  for (guint i = 0; i < tambo_pack_config_get_n_items (after); i++)
    {
      const char *id = tambo_pack_config_get_item (after, i)->id;

      if (find_item (self->old_pack, id) == NULL)
        add_change (self->items, TAMBO_CHANGE_ADDED, id);
      else if (has_other_files (self->new_pack, self->old_pack, id) ||
               has_other_files (self->old_pack, self->new_pack, id))
        add_change (self->items, TAMBO_CHANGE_CHANGED, id);
    }
  for (guint i = 0; self->old_pack != NULL &&
                    i < tambo_pack_config_get_n_items (tambo_pack_get_config (self->old_pack));
       i++)
    {
      const char *id = tambo_pack_config_get_item (tambo_pack_get_config (self->old_pack), i)->id;

      if (find_item (self->new_pack, id) == NULL)
        add_change (self->items, TAMBO_CHANGE_REMOVED, id);
    }
}

static char *
make_key (const TamboPackText *text)
{
  return g_strdup_printf ("%s\n%s\n%s", text->item, text->language, text->place);
}

static void
add_text_change (TamboPackDiff *self, const TamboPackText *before, const TamboPackText *after)
{
  TamboTextChange *change = g_new0 (TamboTextChange, 1);

  change->before = before;
  change->after = after;
  g_ptr_array_add (self->texts, change);
}

/* A new item or language is told as such, and not text by text. */
static gboolean
is_in_both (TamboPackDiff *self, const TamboPackText *text)
{
  return find_item (self->old_pack, text->item) != NULL &&
         find_item (self->new_pack, text->item) != NULL &&
         g_strv_contains (list_languages (self->old_pack), text->language) &&
         g_strv_contains (list_languages (self->new_pack), text->language);
}

static void
compare_texts (TamboPackDiff *self)
{
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->old_texts->len; i++)
    g_hash_table_insert (before, make_key (self->old_texts->pdata[i]), self->old_texts->pdata[i]);
  for (guint i = 0; i < self->new_texts->len; i++)
    {
      const TamboPackText *text = self->new_texts->pdata[i];
      g_autofree char *key = make_key (text);
      const TamboPackText *old = g_hash_table_lookup (before, key);

      if (is_in_both (self, text) && (old == NULL || !g_str_equal (old->text, text->text)))
        add_text_change (self, old, text);
      g_hash_table_remove (before, key);
    }
  for (guint i = 0; i < self->old_texts->len; i++)
    {
      g_autofree char *key = make_key (self->old_texts->pdata[i]);

      if (g_hash_table_contains (before, key) && is_in_both (self, self->old_texts->pdata[i]))
        add_text_change (self, self->old_texts->pdata[i], NULL);
    }
}

/**
 * tambo_pack_diff_new:
 * @old_pack: (nullable): %NULL: all of @new_pack is new
 */
TamboPackDiff *
tambo_pack_diff_new (TamboPackReader *old_reader,
                     TamboPack *old_pack,
                     TamboPackReader *new_reader,
                     TamboPack *new_pack,
                     GError **error)
{
  g_autoptr (TamboPackDiff) self = g_object_new (TAMBO_TYPE_PACK_DIFF, NULL);

  g_return_val_if_fail (TAMBO_IS_PACK (new_pack), NULL);

  g_set_object (&self->old_pack, old_pack);
  self->new_pack = g_object_ref (new_pack);
  self->new_texts = tambo_pack_texts_read (new_reader, new_pack, error);
  if (self->new_texts == NULL)
    return NULL;
  self->old_texts = old_pack != NULL ? tambo_pack_texts_read (old_reader, old_pack, error)
                                     : g_ptr_array_new ();
  if (self->old_texts == NULL)
    return NULL;
  compare_languages (self);
  compare_items (self);
  compare_texts (self);

  return g_steal_pointer (&self);
}

GPtrArray *
tambo_pack_diff_get_languages (TamboPackDiff *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_DIFF (self), NULL);

  return self->languages;
}

GPtrArray *
tambo_pack_diff_get_items (TamboPackDiff *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_DIFF (self), NULL);

  return self->items;
}

GPtrArray *
tambo_pack_diff_get_texts (TamboPackDiff *self)
{
  g_return_val_if_fail (TAMBO_IS_PACK_DIFF (self), NULL);

  return self->texts;
}

/**
 * tambo_pack_diff_count_bytes:
 * @language: (nullable): %NULL counts what every kiosk needs
 *
 * Returns: what a kiosk fetches that has the old version in its languages
 */
guint64
tambo_pack_diff_count_bytes (TamboPackDiff *self, const char *language)
{
  guint64 bytes = 0;

  g_return_val_if_fail (TAMBO_IS_PACK_DIFF (self), 0);

  for (guint i = 0; i < tambo_pack_get_n_entries (self->new_pack); i++)
    {
      const TamboLayer *layer = tambo_pack_get_entry (self->new_pack, i)->layer;

      if (g_strcmp0 (layer->language, language) == 0 && !has_blob (self->old_pack, layer->digest))
        bytes += layer->size;
    }

  return bytes;
}

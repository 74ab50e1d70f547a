/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/mesh/library-item.h"

/**
 * TamboLibraryItem:
 *
 * A film, a leaflet, a check or a list of places that can be opened now. Immutable.
 */
struct _TamboLibraryItem
{
  GObject parent_instance;

  TamboPack *pack;           /* (owned) */
  const TamboPackItem *item; /* (unowned) by @pack */
  char *name;                /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboLibraryItem, tambo_library_item, G_TYPE_OBJECT)

static void
tambo_library_item_finalize (GObject *object)
{
  TamboLibraryItem *self = TAMBO_LIBRARY_ITEM (object);

  g_clear_object (&self->pack);
  g_free (self->name);

  G_OBJECT_CLASS (tambo_library_item_parent_class)->finalize (object);
}

static void
tambo_library_item_class_init (TamboLibraryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_library_item_finalize;
}

static void
tambo_library_item_init (TamboLibraryItem *self)
{
}

/**
 * tambo_library_item_new:
 * @pack: a pack
 * @item: the id of one of its items
 *
 * Returns: (transfer full): the item
 */
TamboLibraryItem *
tambo_library_item_new (TamboPack *pack, const char *item)
{
  g_autoptr (TamboLibraryItem) self = NULL;

  g_return_val_if_fail (TAMBO_IS_PACK (pack), NULL);
  g_return_val_if_fail (item != NULL, NULL);

  self = g_object_new (TAMBO_TYPE_LIBRARY_ITEM, NULL);
  self->pack = g_object_ref (pack);
  self->item = tambo_pack_config_find_item (tambo_pack_get_config (pack), item);
  g_return_val_if_fail (self->item != NULL, NULL);
  self->name = g_strdup_printf ("%s/%s",
                                tambo_pack_config_get_id (tambo_pack_get_config (pack)),
                                item);

  return g_steal_pointer (&self);
}

/**
 * tambo_library_item_get_name:
 * @self: an item
 *
 * Returns: pack/item, as the action kiosk.open-item takes it
 */
const char *
tambo_library_item_get_name (TamboLibraryItem *self)
{
  g_return_val_if_fail (TAMBO_IS_LIBRARY_ITEM (self), NULL);

  return self->name;
}

TamboPack *
tambo_library_item_get_pack (TamboLibraryItem *self)
{
  g_return_val_if_fail (TAMBO_IS_LIBRARY_ITEM (self), NULL);

  return self->pack;
}

const TamboPackItem *
tambo_library_item_get_item (TamboLibraryItem *self)
{
  g_return_val_if_fail (TAMBO_IS_LIBRARY_ITEM (self), NULL);

  return self->item;
}

TamboItemKind
tambo_library_item_get_kind (TamboLibraryItem *self)
{
  g_return_val_if_fail (TAMBO_IS_LIBRARY_ITEM (self), TAMBO_ITEM_VIDEO);

  return self->item->kind;
}

const char *
tambo_library_item_get_title (TamboLibraryItem *self, const char *language)
{
  g_return_val_if_fail (TAMBO_IS_LIBRARY_ITEM (self), NULL);

  return tambo_texts_choose (self->item->title, language);
}

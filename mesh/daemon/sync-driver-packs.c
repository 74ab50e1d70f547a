/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/sync-driver-private.h"

static gboolean
belongs_to (gpointer key, gpointer value, gpointer user_data)
{
  return ((TamboSyncBlob *) value)->pack == user_data;
}

void
tambo_sync_driver_drop_blobs (TamboSyncDriver *self, TamboWantedPack *pack)
{
  g_autoptr (GPtrArray) packs = NULL;
  GHashTableIter iter;
  gpointer digest;
  gpointer blob;

  g_hash_table_iter_init (&iter, self->blobs);
  while (g_hash_table_iter_next (&iter, &digest, &blob))
    {
      if (belongs_to (NULL, blob, pack))
        tambo_scheduler_unwant (self->scheduler, digest);
    }
  /* Others may wait for the same blob. */
  if (g_hash_table_foreach_remove (self->blobs, belongs_to, pack) == 0)
    return;
  packs = tambo_sync_driver_list_packs (self);
  for (guint i = 0; i < packs->len; i++)
    if (packs->pdata[i] != pack)
      tambo_sync_driver_advance (self, packs->pdata[i]);
}

/* As if it had never been wanted; what is here of it stays until it is collected. */
void
tambo_sync_driver_drop (TamboSyncDriver *self, TamboWantedPack *pack)
{
  g_autofree char *id = g_strdup (tambo_install_get_id (pack->install));

  tambo_sync_driver_drop_blobs (self, pack);
  g_hash_table_remove (self->packs, id);
}

/* Once every install knows what is here of its pack, and has claimed it. */
void
tambo_sync_driver_collect (TamboSyncDriver *self)
{
  g_autoptr (GPtrArray) packs = tambo_sync_driver_list_packs (self);

  self->collects = TRUE;
  for (guint i = 0; i < packs->len; i++)
    if (((TamboWantedPack *) g_ptr_array_index (packs, i))->advancing)
      return;

  self->collects = FALSE;
  tambo_shelf_collect (self->shelf);
}

static void
add_pack (TamboSyncDriver *self, const TamboPackTarget *target)
{
  TamboWantedPack *pack = tambo_wanted_pack_new (self->shelf, target);

  if (pack == NULL)
    return;

  g_hash_table_replace (self->packs, (char *) tambo_install_get_id (pack->install), pack);
  tambo_neighbourhood_tell (self->neighbourhood);
  tambo_sync_driver_advance (self, pack);
}

/* What is not to be here any more. */
static void
drop_unless (TamboSyncDriver *self, GHashTable *listed)
{
  g_autoptr (GPtrArray) packs = tambo_sync_driver_list_packs (self);

  for (guint i = 0; i < packs->len; i++)
    {
      TamboWantedPack *pack = g_ptr_array_index (packs, i);

      if (!g_hash_table_contains (listed, pack->target->id))
        tambo_sync_driver_drop (self, pack);
    }
}

static void
look_at (TamboSyncDriver *self, const TamboPackTarget *target)
{
  TamboWantedPack *pack = g_hash_table_lookup (self->packs, target->id);
  gboolean holds = tambo_shelf_holds (self->shelf, target);

  if (pack != NULL &&
      (holds || pack->lacks_room || !tambo_wanted_pack_is_current (pack, self->shelf, target)))
    {
      tambo_sync_driver_drop (self, pack);
      pack = NULL;
    }
  if (pack == NULL && !holds)
    add_pack (self, target);
}

/**
 * tambo_sync_driver_refresh:
 *
 * Looks anew at what should be here: after new metadata, other languages, an install from
 * elsewhere, or when something went.
 */
void
tambo_sync_driver_refresh (TamboSyncDriver *self)
{
  g_autoptr (GPtrArray) targets = NULL;
  g_autoptr (GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_if_fail (TAMBO_IS_SYNC_DRIVER (self));

  if (self->stopped)
    return;

  targets = tambo_shelf_list_targets (self->shelf);
  for (guint i = 0; i < targets->len; i++)
    {
      const TamboPackTarget *target = g_ptr_array_index (targets, i);

      if (tambo_shelf_holds_back (self->shelf, target))
        continue;
      g_hash_table_add (listed, target->id);
      look_at (self, target);
    }
  drop_unless (self, listed);
  tambo_sync_driver_collect (self);
  tambo_sync_driver_emit_changed (self);
}

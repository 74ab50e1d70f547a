/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/shelf.h"

G_BEGIN_DECLS

/**
 * TamboWantedPack:
 * @install: (owned): how far it is; a thread is at work on it while @advancing
 * @target: (owned): what the metadata says of it
 * @repository: (owned): where peers keep it
 * @done: bytes here, when no thread was at work
 * @total: likewise
 * @again: asked to advance while it did
 * @failed: what came was trusted, and is no good all the same; not tried again
 * @lacks_room: @failed for want of room; tried again once something was removed
 *
 * A pack on its way here.
 */
typedef struct
{
  TamboInstall *install;
  TamboPackTarget *target;
  char *repository;
  guint64 done;
  guint64 total;
  gboolean advancing;
  gboolean again;
  gboolean failed;
  gboolean lacks_room;
} TamboWantedPack;

TamboWantedPack *tambo_wanted_pack_new (TamboShelf *shelf, const TamboPackTarget *target);
void tambo_wanted_pack_free (gpointer pack);

void tambo_wanted_pack_advance (TamboWantedPack *self,
                                gpointer source,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback);
TamboInstall *tambo_wanted_pack_get_advanced (GAsyncResult *result);

gboolean tambo_wanted_pack_is_manifest (TamboWantedPack *self, TamboStaging *staging);
gboolean tambo_wanted_pack_is_current (TamboWantedPack *self,
                                       TamboShelf *shelf,
                                       const TamboPackTarget *target);
void tambo_wanted_pack_get_progress (TamboWantedPack *self, guint64 *out_done, guint64 *out_total);
gboolean tambo_wanted_pack_finish (TamboWantedPack *self, TamboShelf *shelf);
void tambo_wanted_pack_fail (TamboWantedPack *self, const GError *error);
GPtrArray *tambo_wanted_pack_list (GHashTable *packs);

G_END_DECLS

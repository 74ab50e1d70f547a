/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/store/staging.h"
#include "mesh/sync/scheduler.h"
#include "mesh/transfer/pull-source.h"

G_BEGIN_DECLS

/**
 * TamboRunFetch:
 *
 * One request of the scheduler: a run of leaves of one blob from one peer or the hub, each written
 * where it belongs as it comes, by a worker thread.
 */
#define TAMBO_TYPE_RUN_FETCH (tambo_run_fetch_get_type ())
G_DECLARE_FINAL_TYPE (TamboRunFetch, tambo_run_fetch, TAMBO, RUN_FETCH, GObject)

TamboRunFetch *tambo_run_fetch_new (const TamboSyncRequest *request,
                                    TamboPullSource *source,
                                    TamboStaging *staging,
                                    const char *repository,
                                    gboolean is_manifest);

/* Emits `leaf` with its index and whether it was right. */
void tambo_run_fetch_start (TamboRunFetch *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean tambo_run_fetch_finish (TamboRunFetch *self, GAsyncResult *result, GError **error);
void tambo_run_fetch_cancel (TamboRunFetch *self);
void tambo_run_fetch_cancel_all (GPtrArray *fetches, const char *pin);
void tambo_run_fetch_cancel_needless (GPtrArray *fetches, TamboScheduler *scheduler);

guint64 tambo_run_fetch_get_id (TamboRunFetch *self);
/* Who was asked, as the scheduler calls it. */
const char *tambo_run_fetch_get_pin (TamboRunFetch *self);
TamboStaging *tambo_run_fetch_get_staging (TamboRunFetch *self);

G_END_DECLS

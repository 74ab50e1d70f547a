/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/catalog/media-records.h"
#include "content/pack/pack.h"
#include "content/probe/sandbox.h"
#include "content/store/store.h"

G_BEGIN_DECLS

/**
 * TamboMediaCheck:
 *
 * Has every film, voice and picture of a pack decoded in a sandbox before anybody meets it, once,
 * and compares it with what the pack says. Any thread may use it.
 */
#define TAMBO_TYPE_MEDIA_CHECK (tambo_media_check_get_type ())
G_DECLARE_FINAL_TYPE (TamboMediaCheck, tambo_media_check, TAMBO, MEDIA_CHECK, GObject)

TamboMediaCheck *tambo_media_check_new (TamboSandbox *sandbox, TamboMediaRecords *records);

/* Called before each medium, in the thread of the check. */
typedef void (*TamboMediaCheckProgress) (guint n_done, guint n_total, gpointer user_data);

gboolean tambo_media_check_run (TamboMediaCheck *self,
                                TamboStore *store,
                                TamboPack *pack,
                                const char *const *languages,
                                TamboMediaCheckProgress progress,
                                gpointer user_data,
                                GCancellable *cancellable,
                                GError **error);

guint tambo_media_check_count_heavy (TamboMediaCheck *self,
                                     TamboStore *store,
                                     const char *manifest);
TamboMediaRecords *tambo_media_check_get_records (TamboMediaCheck *self);

G_END_DECLS

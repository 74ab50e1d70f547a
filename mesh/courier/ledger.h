/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/database.h"
#include "content/consult/envelope.h"

G_BEGIN_DECLS

/* What the courier remembers of envelopes that are not here any more, or never were: those that a
 * clinic received, how much each peer handed over; and its own clock. */
typedef struct
{
  gboolean was_here;
  gboolean was_own;
} TamboReceived;

gboolean tambo_ledger_load_clock (sqlite3 *db,
                                  char **out_boot_id,
                                  gint64 *out_boottime_ms,
                                  gint64 *out_clock_ms,
                                  GError **error);
gboolean tambo_ledger_save_clock (sqlite3 *db,
                                  const char *boot_id,
                                  gint64 boottime_ms,
                                  gint64 clock_ms,
                                  GError **error);

gboolean tambo_ledger_add_received (sqlite3 *db,
                                    const char *id,
                                    const guint8 *recipient,
                                    gint64 since_ms,
                                    TamboReceived received,
                                    GError **error);
/* @recipient is %NULL for any. */
gboolean tambo_ledger_find_received (sqlite3 *db,
                                     const char *id,
                                     const guint8 *recipient,
                                     gboolean *out_found,
                                     TamboReceived *out_received,
                                     GError **error);
gboolean tambo_ledger_count_own_received (sqlite3 *db, guint *out_received, GError **error);
gboolean tambo_ledger_forget (sqlite3 *db,
                              gint64 since_before_ms,
                              gint64 before_day,
                              GError **error);

gboolean tambo_ledger_get_handed_over (sqlite3 *db,
                                       const char *peer,
                                       gint64 day,
                                       guint *out_n_envelopes,
                                       guint64 *out_bytes,
                                       GError **error);
gboolean tambo_ledger_add_handed_over (sqlite3 *db,
                                       const char *peer,
                                       gint64 day,
                                       gsize size,
                                       GError **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/courier/ledger.h"

#include "content/base/digest.h"

/* All zero, and an empty boot id, before the first time. */
gboolean
tambo_ledger_load_clock (sqlite3 *db,
                         char **out_boot_id,
                         gint64 *out_boottime_ms,
                         gint64 *out_clock_ms,
                         GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (db, "SELECT boot_id, boottime_ms, clock_ms FROM clock", error);
  gboolean has_row;

  if (stmt == NULL || !tambo_statement_step (stmt, &has_row, error))
    return FALSE;

  *out_boot_id = g_strdup (has_row ? tambo_statement_get_text (stmt, 0) : "");
  *out_boottime_ms = has_row ? tambo_statement_get_int (stmt, 1) : 0;
  *out_clock_ms = has_row ? tambo_statement_get_int (stmt, 2) : 0;

  return TRUE;
}

gboolean
tambo_ledger_save_clock (sqlite3 *db,
                         const char *boot_id,
                         gint64 boottime_ms,
                         gint64 clock_ms,
                         GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (db,
                              "INSERT OR REPLACE INTO clock"
                              " VALUES (1, :boot_id, :boottime_ms, :clock_ms)",
                              error);

  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":boot_id", boot_id);
  tambo_statement_bind_int (stmt, ":boottime_ms", boottime_ms);
  tambo_statement_bind_int (stmt, ":clock_ms", clock_ms);

  return tambo_statement_run (stmt, error);
}

static void
bind_envelope (sqlite3_stmt *stmt, const char *id, const guint8 *recipient)
{
  guint8 raw[TAMBO_ENVELOPE_ID_SIZE];
  g_autoptr (GBytes) id_bytes = NULL;
  g_autoptr (GBytes) recipient_bytes = NULL;
  gboolean is_id = tambo_hex_decode (id, raw, sizeof raw);

  g_assert (is_id);
  id_bytes = g_bytes_new (raw, sizeof raw);
  recipient_bytes = recipient != NULL ? g_bytes_new (recipient, TAMBO_RECIPIENT_SIZE) : NULL;
  tambo_statement_bind_blob (stmt, ":id", id_bytes);
  tambo_statement_bind_blob (stmt, ":recipient", recipient_bytes);
}

/* What was known before stays known: that it was here, and was written here. */
gboolean
tambo_ledger_add_received (sqlite3 *db,
                           const char *id,
                           const guint8 *recipient,
                           gint64 since_ms,
                           TamboReceived received,
                           GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (db,
                              "INSERT INTO received"
                              " VALUES (:id, :recipient, :since_ms, :was_here, :was_own)"
                              " ON CONFLICT DO UPDATE SET was_here = was_here OR :was_here,"
                              " was_own = was_own OR :was_own",
                              error);

  if (stmt == NULL)
    return FALSE;

  bind_envelope (stmt, id, recipient);
  tambo_statement_bind_int (stmt, ":since_ms", since_ms);
  tambo_statement_bind_int (stmt, ":was_here", received.was_here);
  tambo_statement_bind_int (stmt, ":was_own", received.was_own);

  return tambo_statement_run (stmt, error);
}

gboolean
tambo_ledger_find_received (sqlite3 *db,
                            const char *id,
                            const guint8 *recipient,
                            gboolean *out_found,
                            TamboReceived *out_received,
                            GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (db,
                              "SELECT was_here, was_own FROM received"
                              " WHERE id = :id AND (:recipient IS NULL OR recipient = :recipient)"
                              " ORDER BY was_here DESC LIMIT 1",
                              error);

  if (stmt == NULL)
    return FALSE;

  bind_envelope (stmt, id, recipient);
  if (!tambo_statement_step (stmt, out_found, error))
    return FALSE;

  if (*out_found)
    {
      out_received->was_here = tambo_statement_get_int (stmt, 0) != 0;
      out_received->was_own = tambo_statement_get_int (stmt, 1) != 0;
    }

  return TRUE;
}

gboolean
tambo_ledger_forget (sqlite3 *db, gint64 since_before_ms, gint64 before_day, GError **error)
{
  g_autoptr (sqlite3_stmt) received =
      tambo_database_prepare (db, "DELETE FROM received WHERE since_ms < :since_before_ms", error);
  g_autoptr (sqlite3_stmt) handed_over = NULL;

  if (received == NULL)
    return FALSE;

  tambo_statement_bind_int (received, ":since_before_ms", since_before_ms);
  if (!tambo_statement_run (received, error))
    return FALSE;

  handed_over = tambo_database_prepare (db, "DELETE FROM handed_over WHERE day < :day", error);
  if (handed_over == NULL)
    return FALSE;

  tambo_statement_bind_int (handed_over, ":day", before_day);

  return tambo_statement_run (handed_over, error);
}

gboolean
tambo_ledger_count_own_received (sqlite3 *db, guint *out_received, GError **error)
{
  gboolean has_row;
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (db, "SELECT COUNT(*) FROM received WHERE was_own", error);

  if (stmt == NULL || !tambo_statement_step (stmt, &has_row, error))
    return FALSE;

  *out_received = (guint) tambo_statement_get_int (stmt, 0);

  return TRUE;
}

gboolean
tambo_ledger_get_handed_over (sqlite3 *db,
                              const char *peer,
                              gint64 day,
                              guint *out_n_envelopes,
                              guint64 *out_bytes,
                              GError **error)
{
  gboolean has_row;
  g_autoptr (sqlite3_stmt) stmt = tambo_database_prepare (db,
                                                          "SELECT envelopes, bytes FROM handed_over"
                                                          " WHERE peer = :peer AND day = :day",
                                                          error);

  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":peer", peer);
  tambo_statement_bind_int (stmt, ":day", day);
  if (!tambo_statement_step (stmt, &has_row, error))
    return FALSE;

  *out_n_envelopes = has_row ? (guint) tambo_statement_get_int (stmt, 0) : 0;
  *out_bytes = has_row ? (guint64) tambo_statement_get_int (stmt, 1) : 0;

  return TRUE;
}

gboolean
tambo_ledger_add_handed_over (sqlite3 *db, const char *peer, gint64 day, gsize size, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (db,
                              "INSERT INTO handed_over VALUES (:peer, :day, 1, :size)"
                              " ON CONFLICT DO UPDATE SET envelopes = envelopes + 1,"
                              " bytes = bytes + :size",
                              error);

  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":peer", peer);
  tambo_statement_bind_int (stmt, ":day", day);
  tambo_statement_bind_int (stmt, ":size", (gint64) size);

  return tambo_statement_run (stmt, error);
}

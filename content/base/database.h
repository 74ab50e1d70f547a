/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

sqlite3 *tambo_database_open (const char *path,
                              GResource *schema,
                              const char *schema_path,
                              GError **error);

gboolean tambo_database_exec (sqlite3 *db, const char *sql, GError **error);
sqlite3_stmt *tambo_database_prepare (sqlite3 *db, const char *sql, GError **error);

void tambo_statement_bind_text (sqlite3_stmt *stmt, const char *name, const char *value);
void tambo_statement_bind_int (sqlite3_stmt *stmt, const char *name, gint64 value);
void tambo_statement_bind_blob (sqlite3_stmt *stmt, const char *name, GBytes *value);
const char *tambo_statement_get_text (sqlite3_stmt *stmt, int column);
gint64 tambo_statement_get_int (sqlite3_stmt *stmt, int column);
GBytes *tambo_statement_get_blob (sqlite3_stmt *stmt, int column);
gboolean tambo_statement_step (sqlite3_stmt *stmt, gboolean *out_has_row, GError **error);
gboolean tambo_statement_run (sqlite3_stmt *stmt, GError **error);

G_END_DECLS

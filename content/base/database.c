/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/database.h"

#include "content/base/error.h"

#include <stdlib.h>
#include <string.h>

#define BUSY_TIMEOUT_MS 5000

static void
set_error_from_db (GError **error, sqlite3 *db, const char *doing)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_DATABASE, "%s: %s", doing, sqlite3_errmsg (db));
}

gboolean
tambo_database_exec (sqlite3 *db, const char *sql, GError **error)
{
  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (sql != NULL, FALSE);

  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    {
      set_error_from_db (error, db, "Running SQL");
      return FALSE;
    }

  return TRUE;
}

sqlite3_stmt *
tambo_database_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = NULL;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) != SQLITE_OK)
    {
      set_error_from_db (error, db, "Preparing SQL");
      return NULL;
    }

  return stmt;
}

/* A name that the statement lacks is a mistake in our own source, never in the data. */
static int
parameter_index (sqlite3_stmt *stmt, const char *name)
{
  int index = sqlite3_bind_parameter_index (stmt, name);

  g_assert (index > 0);

  return index;
}

void
tambo_statement_bind_text (sqlite3_stmt *stmt, const char *name, const char *value)
{
  int result = sqlite3_bind_text (stmt, parameter_index (stmt, name), value, -1, SQLITE_TRANSIENT);

  g_assert (result == SQLITE_OK);
}

void
tambo_statement_bind_int (sqlite3_stmt *stmt, const char *name, gint64 value)
{
  int result = sqlite3_bind_int64 (stmt, parameter_index (stmt, name), value);

  g_assert (result == SQLITE_OK);
}

/* A %NULL @value binds NULL. */
void
tambo_statement_bind_blob (sqlite3_stmt *stmt, const char *name, GBytes *value)
{
  gsize size = 0;
  const void *data = value != NULL ? g_bytes_get_data (value, &size) : NULL;
  int index = parameter_index (stmt, name);
  int result;

  /* An empty blob has no address, and SQLite takes one without for NULL. */
  if (value == NULL)
    result = sqlite3_bind_null (stmt, index);
  else if (size == 0)
    result = sqlite3_bind_zeroblob (stmt, index, 0);
  else
    result = sqlite3_bind_blob64 (stmt, index, data, size, SQLITE_TRANSIENT);

  g_assert (result == SQLITE_OK);
}

/* Valid until the next step. */
const char *
tambo_statement_get_text (sqlite3_stmt *stmt, int column)
{
  return (const char *) sqlite3_column_text (stmt, column);
}

gint64
tambo_statement_get_int (sqlite3_stmt *stmt, int column)
{
  return sqlite3_column_int64 (stmt, column);
}

/* A copy, so that it outlives the step; %NULL for NULL. */
GBytes *
tambo_statement_get_blob (sqlite3_stmt *stmt, int column)
{
  if (sqlite3_column_type (stmt, column) == SQLITE_NULL)
    return NULL;

  return g_bytes_new (sqlite3_column_blob (stmt, column),
                      (gsize) sqlite3_column_bytes (stmt, column));
}

/**
 * tambo_statement_step:
 * @stmt: a statement with all its parameters bound
 * @out_has_row: (out): whether there is a row to read; %FALSE once the rows are over
 * @error: return location for a #GError
 *
 * Returns: %TRUE unless SQLite failed
 */
gboolean
tambo_statement_step (sqlite3_stmt *stmt, gboolean *out_has_row, GError **error)
{
  int result = sqlite3_step (stmt);

  if (result != SQLITE_ROW && result != SQLITE_DONE)
    {
      set_error_from_db (error, sqlite3_db_handle (stmt), "Running statement");
      return FALSE;
    }

  *out_has_row = (result == SQLITE_ROW);

  return TRUE;
}

/* For a statement that returns no rows. */
gboolean
tambo_statement_run (sqlite3_stmt *stmt, GError **error)
{
  gboolean has_row;

  if (!tambo_statement_step (stmt, &has_row, error))
    return FALSE;

  g_assert (!has_row);

  return TRUE;
}

static gboolean
read_schema_version (sqlite3 *db, guint *out_version, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row;

  stmt = tambo_database_prepare (db, "PRAGMA user_version", error);
  if (stmt == NULL || !tambo_statement_step (stmt, &has_row, error))
    return FALSE;

  g_assert (has_row);
  *out_version = (guint) tambo_statement_get_int (stmt, 0);

  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* There is one script for each schema version: 001-….sql, 002-….sql and so on. */
static gboolean
run_missing_scripts (sqlite3 *db, GResource *schema, const char *schema_path, GError **error)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *set_version = NULL;
  guint n_scripts;
  guint version;

  names = g_resource_enumerate_children (schema, schema_path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (names == NULL || !read_schema_version (db, &version, error))
    return FALSE;

  n_scripts = g_strv_length (names);
  qsort (names, n_scripts, sizeof (char *), compare_names);

  if (version > n_scripts)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_DATABASE_TOO_NEW,
                   "The database has schema %u, but this Tambo knows only up to %u",
                   version,
                   n_scripts);
      return FALSE;
    }

  for (guint i = version; i < n_scripts; i++)
    {
      g_autofree char *path = g_build_path ("/", schema_path, names[i], NULL);
      g_autoptr (GBytes) script = NULL;

      g_debug ("Running %s", path);
      script = g_resource_lookup_data (schema, path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      if (script == NULL || !tambo_database_exec (db, g_bytes_get_data (script, NULL), error))
        return FALSE;
    }

  set_version = g_strdup_printf ("PRAGMA user_version = %u", n_scripts);

  return tambo_database_exec (db, set_version, error);
}

/* One transaction, so that a power cut leaves the old schema or the new one, and a second process
 * that opens the same file waits its turn. */
static gboolean
migrate (sqlite3 *db, GResource *schema, const char *schema_path, GError **error)
{
  if (!tambo_database_exec (db, "BEGIN IMMEDIATE", error))
    return FALSE;

  if (!run_missing_scripts (db, schema, schema_path, error))
    {
      sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }

  return tambo_database_exec (db, "COMMIT", error);
}

/**
 * tambo_database_open:
 * @path: (type filename): the database file, created if missing, or ":memory:"
 * @schema: the resources that hold the schema scripts
 * @schema_path: the folder of numbered scripts in @schema
 * @error: return location for a #GError
 *
 * Opens a database and brings its schema up to date. The handle belongs to the calling thread.
 *
 * Returns: (transfer full): the database, or %NULL with %TAMBO_ERROR_DATABASE or
 *   %TAMBO_ERROR_DATABASE_TOO_NEW set
 */
sqlite3 *
tambo_database_open (const char *path, GResource *schema, const char *schema_path, GError **error)
{
  g_autoptr (sqlite3) db = NULL;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (schema != NULL, NULL);
  g_return_val_if_fail (schema_path != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (sqlite3_open (path, &db) != SQLITE_OK)
    {
      set_error_from_db (error, db, "Opening database");
      return NULL;
    }

  sqlite3_busy_timeout (db, BUSY_TIMEOUT_MS);

  if (!tambo_database_exec (db,
                            "PRAGMA journal_mode = WAL;"
                            "PRAGMA synchronous = FULL;"
                            "PRAGMA secure_delete = ON;"
                            "PRAGMA trusted_schema = OFF;"
                            "PRAGMA cell_size_check = ON;"
                            "PRAGMA temp_store = MEMORY;"
                            "PRAGMA foreign_keys = ON;",
                            error) ||
      !migrate (db, schema, schema_path, error))
    return NULL;

  return g_steal_pointer (&db);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/database.h"
#include "content/base/error.h"
#include "test-database-resources.h"

#include <glib/gstdio.h>

#define OLD_SCHEMA "/org/tambo/tests/database/old"
#define NEW_SCHEMA "/org/tambo/tests/database/new"
#define BROKEN_SCHEMA "/org/tambo/tests/database/broken"

/* The path of a database file that does not exist yet. */
typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("tambo-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_no_errno (g_unlink (fixture->path));
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_clear_pointer (&fixture->path, g_free);
  g_clear_pointer (&fixture->folder, g_free);
}

static sqlite3 *
open_with (Fixture *fixture, const char *schema_path)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db;

  db = tambo_database_open (fixture->path, test_database_get_resource (), schema_path, &error);
  g_assert_no_error (error);

  return db;
}

static void
exec (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  tambo_database_exec (db, sql, &error);
  g_assert_no_error (error);
}

static gint64
query_int (sqlite3 *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) stmt = tambo_database_prepare (db, sql, &error);
  gboolean has_row;

  g_assert_no_error (error);
  tambo_statement_step (stmt, &has_row, &error);
  g_assert_no_error (error);
  g_assert_true (has_row);

  return tambo_statement_get_int (stmt, 0);
}

static void
test_open_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (sqlite3) db = open_with (fixture, NEW_SCHEMA);

  g_assert_cmpint (query_int (db, "PRAGMA user_version"), ==, 2);
}

static void
test_open_again (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (sqlite3) db = open_with (fixture, NEW_SCHEMA);

      g_assert_cmpint (query_int (db, "PRAGMA user_version"), ==, 2);
    }
}

static void
test_open_too_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (sqlite3) later = open_with (fixture, NEW_SCHEMA);
  g_autoptr (sqlite3) db = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&later, sqlite3_close);

  db = tambo_database_open (fixture->path, test_database_get_resource (), OLD_SCHEMA, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_DATABASE_TOO_NEW);
  g_assert_null (db);
}

static void
test_open_not_a_database (Fixture *fixture, gconstpointer data)
{
  g_autoptr (sqlite3) db = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, "Not a database, but long enough to look at.", -1, &error);
  g_assert_no_error (error);

  db = tambo_database_open (fixture->path, test_database_get_resource (), OLD_SCHEMA, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_DATABASE);
  g_assert_null (db);
}

/* A row as version 1 left it must survive. */
static void
test_migrate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (sqlite3) old = open_with (fixture, OLD_SCHEMA);
  g_autoptr (sqlite3) db = NULL;

  g_assert_cmpint (query_int (old, "PRAGMA user_version"), ==, 1);
  exec (old, "INSERT INTO wells VALUES ('North', NULL)");
  g_clear_pointer (&old, sqlite3_close);

  db = open_with (fixture, NEW_SCHEMA);
  g_assert_cmpint (query_int (db, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (query_int (db, "SELECT count(*) FROM wells WHERE depth IS NULL"), ==, 1);
}

/* A migration that fails in its second statement has undone its first one. */
static void
test_migrate_all_or_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (sqlite3) old = open_with (fixture, OLD_SCHEMA);
  g_autoptr (sqlite3) db = NULL;
  g_autoptr (GError) error = NULL;

  exec (old, "INSERT INTO wells VALUES ('North', NULL)");
  g_clear_pointer (&old, sqlite3_close);

  db = tambo_database_open (fixture->path, test_database_get_resource (), BROKEN_SCHEMA, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_DATABASE);
  g_assert_null (db);

  old = open_with (fixture, OLD_SCHEMA);
  g_assert_cmpint (query_int (old, "SELECT count(*) FROM wells"), ==, 1);
}

static void
insert (sqlite3 *db, const char *name, GBytes *water)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;

  stmt = tambo_database_prepare (db, "INSERT INTO wells VALUES (:name, :water)", &error);
  g_assert_no_error (error);
  tambo_statement_bind_text (stmt, ":name", name);
  tambo_statement_bind_blob (stmt, ":water", water);
  tambo_statement_run (stmt, &error);
  g_assert_no_error (error);
}

/* NULL, no bytes and some bytes are three different things. */
static void
test_blobs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (sqlite3) db = open_with (fixture, OLD_SCHEMA);
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) some = g_bytes_new_static ("a\0b", 3);
  GBytes *const expected[] = { NULL, empty, some };

  insert (db, "a", NULL);
  insert (db, "b", empty);
  insert (db, "'); DROP TABLE wells; --", some);

  stmt = tambo_database_prepare (db, "SELECT water FROM wells ORDER BY rowid", &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GBytes) water = NULL;
      gboolean has_row;

      tambo_statement_step (stmt, &has_row, &error);
      g_assert_no_error (error);
      g_assert_true (has_row);
      water = tambo_statement_get_blob (stmt, 0);
      g_assert_true (water == expected[i] || g_bytes_equal (water, expected[i]));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/content/database/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("open/new", test_open_new);
  add_test ("open/again", test_open_again);
  add_test ("open/too-new", test_open_too_new);
  add_test ("open/not-a-database", test_open_not_a_database);
  add_test ("migrate/keeps-rows", test_migrate);
  add_test ("migrate/all-or-nothing", test_migrate_all_or_nothing);
  add_test ("blobs", test_blobs);
#undef add_test

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "mesh/daemon/shelf.h"
#include "tests/support/folder.h"
#include "tests/support/log.h"
#include "tests/support/trust.h"

#include <glib/gstdio.h>
#include <string.h>

/* A daemon's shelf, and a publisher whose version 5 was there before its version 6. */
typedef struct
{
  TamboTestTrust publisher;
  TamboMeshConfig *config; /* (owned) */
  TamboShelf *shelf;       /* (owned) */
  GHashTable *older;       /* (owned) */
  GHashTable *newer;       /* (owned) */
} Fixture;

static void
start (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->shelf);
  fixture->shelf = tambo_shelf_open (fixture->config, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *root = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *text;

  tambo_test_trust_set_up (&fixture->publisher, NULL);
  fixture->older = tambo_test_tuf_publish (fixture->publisher.tuf);
  fixture->newer = tambo_test_trust_publish_next (&fixture->publisher);
  root = g_build_filename (fixture->publisher.folder, "root.json", NULL);
  text = g_bytes_get_data (fixture->publisher.root, &size);
  g_file_set_contents (root, text, (gssize) size, &error);
  g_assert_no_error (error);

  fixture->config = tambo_mesh_config_load (fixture->publisher.folder,
                                            fixture->publisher.folder,
                                            &error);
  g_assert_no_error (error);
  fixture->config->space_floor = 0;
  start (fixture);
  tambo_shelf_update_trust (fixture->shelf, fixture->newer, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->shelf));
  tambo_mesh_config_free (fixture->config);
  g_hash_table_unref (fixture->newer);
  g_hash_table_unref (fixture->older);
  tambo_test_trust_tear_down (&fixture->publisher, NULL);
}

static void
assert_no_way_back (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tambo_shelf_update_trust (fixture->shelf, fixture->older, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_ROLLBACK);
  g_clear_error (&error);

  tambo_shelf_update_trust (fixture->shelf, fixture->newer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_trust_get_version (tambo_shelf_get_trust (fixture->shelf)), ==, 6);
}

static void
test_floor_is_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = tambo_mesh_config_get_state_path (fixture->config, "trust-floor");

  g_assert_no_errno (g_unlink (path));
  start (fixture);
  assert_no_way_back (fixture);
}

static void
test_metadata_is_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = tambo_mesh_config_get_state_path (fixture->config, "trust");

  tambo_test_remove_folder (path);
  start (fixture);
  assert_no_way_back (fixture);
}

/* The daemon starts all the same, with nothing to trust yet, and takes it from the next peer. */
static void
test_metadata_is_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = tambo_mesh_config_get_state_path (fixture->config, "trust");
  g_autofree char *path = g_build_filename (folder, "6.targets.json", NULL);

  g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
  tambo_test_expect_warning ("trust.damaged pack.digest");
  start (fixture);
  tambo_test_assert_expected_warnings ();
  g_assert_cmpuint (tambo_trust_get_version (tambo_shelf_get_trust (fixture->shelf)), ==, 0);
  assert_no_way_back (fixture);
}

int
main (int argc, char *argv[])
{
  tambo_test_log_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/mesh/shelf/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("rollback/floor-was-lost", test_floor_is_lost);
  add_test ("rollback/metadata-was-lost", test_metadata_is_lost);
  add_test ("rollback/metadata-is-damaged", test_metadata_is_damaged);
#undef add_test

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/node.h"

#include "content/base/digest.h"
#include "content/base/error.h"

#include <string.h>
#include <unistd.h>

#define PACK "org.tambo.cough"

typedef struct
{
  TamboTestSite *site; /* (owned) */
  TamboTestNode *a;    /* (owned) */
  TamboTestNode *b;    /* (owned) */
  guint tick_source;
} Fixture;

/* Files change without a signal: whoever waits for one looks again. */
static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->tick_source = g_timeout_add (20, on_tick, NULL);
  fixture->site = tambo_test_site_new ();
  fixture->a = tambo_test_node_new (fixture->site);
  fixture->b = tambo_test_node_new (fixture->site);
  tambo_test_site_admit (fixture->site, fixture->a->pin, TAMBO_PART_KIOSK);
  tambo_test_site_admit (fixture->site, fixture->b->pin, TAMBO_PART_KIOSK);
  tambo_test_site_add_pack (fixture->site, PACK, 1);
  tambo_test_site_publish (fixture->site);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_source_remove (fixture->tick_source);
  tambo_test_node_free (fixture->a);
  tambo_test_node_free (fixture->b);
  tambo_test_site_free (fixture->site);
}

static void
install (Fixture *fixture, TamboTestNode *node, const char *pack)
{
  g_autofree char *problem = tambo_test_node_install (node, fixture->site, pack);

  g_assert_cmpstr (problem, ==, "");
}

static void
publish_version (Fixture *fixture, guint version)
{
  tambo_test_site_add_pack (fixture->site, PACK, version);
  tambo_test_site_publish (fixture->site);
}

static const char *
find_digest (Fixture *fixture, guint version, const char *title)
{
  return tambo_test_pack_get_digest (g_ptr_array_index (fixture->site->packs, version - 1), title);
}

static char *
get_blob_path (TamboTestNode *node, const char *digest)
{
  return g_build_filename (node->folder,
                           "mesh",
                           "store",
                           "blobs",
                           "sha256",
                           digest + strlen ("sha256:"),
                           NULL);
}

static gboolean
has_blob (TamboTestNode *node, const char *digest)
{
  g_autofree char *path = get_blob_path (node, digest);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What a bad disk does. */
static void
damage (TamboTestNode *node, const char *digest)
{
  g_autofree char *path = get_blob_path (node, digest);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  contents[size / 2] ^= 1;
  g_file_set_contents (path, contents, (gssize) size, &error);
  g_assert_no_error (error);
}

static gboolean
is_whole (TamboTestNode *node, const char *digest)
{
  g_autofree char *path = get_blob_path (node, digest);
  g_autofree char *contents = NULL;
  g_autofree char *actual = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  if (!g_file_get_contents (path, &contents, &size, NULL))
    return FALSE;

  bytes = g_bytes_new_take (g_steal_pointer (&contents), size);
  actual = tambo_digest_for_bytes (bytes);

  return strcmp (actual, digest) == 0;
}

/* Runs a check to its end; how much was damaged. */
static guint
check (TamboTestNode *node)
{
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  tambo_dbus_mesh1_call_check_sync (node->mesh, &path, NULL, &error);
  g_assert_no_error (error);
  job = tambo_dbus_mesh1_job_proxy_new_sync (node->connection,
                                             G_DBUS_PROXY_FLAGS_NONE,
                                             "org.tambo.Mesh1",
                                             path,
                                             NULL,
                                             &error);
  g_assert_no_error (error);
  while (strcmp (tambo_dbus_mesh1_job_get_state (job), "running") == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (tambo_dbus_mesh1_job_get_kind (job), ==, "check");
  g_assert_cmpstr (tambo_dbus_mesh1_job_get_error (job), ==, "");
  g_assert_cmpuint (tambo_dbus_mesh1_job_get_done (job), >, 0);

  return tambo_dbus_mesh1_job_get_damaged (job);
}

static void
test_check_finds_nothing (Fixture *fixture, gconstpointer data)
{
  tambo_test_node_start (fixture->a, fixture->site, NULL);
  install (fixture, fixture->a, "*");
  g_assert_cmpuint (check (fixture->a), ==, 0);
  tambo_test_node_wait_for_pack (fixture->a, PACK, 1);
}

static void
test_damaged_is_fetched_again (Fixture *fixture, gconstpointer data)
{
  const char *voice = find_digest (fixture, 1, "film/voice.fr.ogg");
  const char *picture = find_digest (fixture, 1, "film/picture.webm");

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
  install (fixture, fixture->a, "*");
  install (fixture, fixture->b, "*");
  tambo_test_node_wait_for_n_alive (fixture->b, 1);

  damage (fixture->b, voice);
  damage (fixture->b, picture);
  g_assert_cmpuint (check (fixture->b), ==, 2);
  while (!is_whole (fixture->b, voice) || !is_whole (fixture->b, picture))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (check (fixture->b), ==, 0);
  tambo_test_node_wait_for_pack (fixture->b, PACK, 1);
}

/* Nobody is near: what was thrown away comes back with the stick. */
static void
test_damaged_comes_with_a_stick (Fixture *fixture, gconstpointer data)
{
  const char *voice = find_digest (fixture, 1, "film/voice.fr.ogg");

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  install (fixture, fixture->a, "*");
  damage (fixture->a, voice);
  g_assert_cmpuint (check (fixture->a), ==, 1);
  g_assert_false (has_blob (fixture->a, voice));
  tambo_test_node_wait_for_pack (fixture->a, PACK, 1);

  install (fixture, fixture->a, "*");
  g_assert_true (is_whole (fixture->a, voice));
}

/* What went while the daemon was away is noticed when it starts. */
static void
test_loss_is_found_at_start (Fixture *fixture, gconstpointer data)
{
  const char *voice = find_digest (fixture, 1, "film/voice.fr.ogg");
  g_autofree char *path = get_blob_path (fixture->b, voice);

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
  install (fixture, fixture->a, "*");
  install (fixture, fixture->b, "*");
  tambo_test_node_kill (fixture->b);
  g_assert_cmpint (unlink (path), ==, 0);

  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
  while (!is_whole (fixture->b, voice))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_check_is_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  install (fixture, fixture->a, "*");
  tambo_dbus_mesh1_call_check_sync (fixture->a->mesh, &path, NULL, &error);
  g_assert_no_error (error);
  tambo_dbus_mesh1_call_cancel_sync (fixture->a->mesh, path, NULL, &error);
  g_assert_no_error (error);
  job = tambo_dbus_mesh1_job_proxy_new_sync (fixture->a->connection,
                                             G_DBUS_PROXY_FLAGS_NONE,
                                             "org.tambo.Mesh1",
                                             path,
                                             NULL,
                                             &error);
  g_assert_no_error (error);
  while (strcmp (tambo_dbus_mesh1_job_get_state (job), "running") == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (tambo_dbus_mesh1_job_get_state (job), ==, "cancelled");
}

static void
roll_back (TamboTestNode *node)
{
  g_autoptr (GError) error = NULL;

  tambo_dbus_mesh1_call_rollback_sync (node->mesh, PACK, NULL, &error);
  g_assert_no_error (error);
}

/* A neighbour has the later version, and still it does not come back; one later still does. */
static void
test_rollback_stays (Fixture *fixture, gconstpointer data)
{
  const char *second_voice = NULL;

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
  install (fixture, fixture->b, "*");
  publish_version (fixture, 2);
  second_voice = find_digest (fixture, 2, "film/voice.fr.ogg");
  install (fixture, fixture->a, "*");
  install (fixture, fixture->b, "*");
  tambo_test_node_wait_for_pack (fixture->b, PACK, 2);

  roll_back (fixture->b);
  tambo_test_node_wait_for_pack (fixture->b, PACK, 1);
  while (has_blob (fixture->b, second_voice))
    g_main_context_iteration (NULL, TRUE);
  tambo_test_node_kill (fixture->b);
  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
  tambo_test_node_wait_for_n_alive (fixture->b, 1);
  tambo_test_node_wait_for_pack (fixture->b, PACK, 1);

  publish_version (fixture, 3);
  install (fixture, fixture->a, "*");
  tambo_test_node_wait_for_pack (fixture->b, PACK, 3);
  g_assert_false (has_blob (fixture->b, second_voice));
}

static void
test_rollback_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  install (fixture, fixture->a, "*");
  g_assert_false (tambo_dbus_mesh1_call_rollback_sync (fixture->a->mesh, PACK, NULL, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_UNKNOWN);
  tambo_test_node_wait_for_pack (fixture->a, PACK, 1);
}

static void
test_remove_stays (Fixture *fixture, gconstpointer data)
{
  const char *picture = find_digest (fixture, 1, "film/picture.webm");
  g_autoptr (GError) error = NULL;

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
  install (fixture, fixture->a, "*");
  install (fixture, fixture->b, "*");
  tambo_test_node_wait_for_n_alive (fixture->b, 1);

  tambo_dbus_mesh1_call_remove_sync (fixture->b->mesh, PACK, NULL, &error);
  g_assert_no_error (error);
  while (tambo_test_node_holds (fixture->b, PACK, 1) || has_blob (fixture->b, picture))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (tambo_dbus_mesh1_call_remove_sync (fixture->b->mesh, PACK, NULL, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_UNKNOWN);

  /* Installed on purpose, it is back. */
  install (fixture, fixture->b, PACK);
  tambo_test_node_wait_for_pack (fixture->b, PACK, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* Errors that come over a bus are known from here on. */
  (void) tambo_error_quark ();

#define add_test(path, func) g_test_add ("/mesh/care/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("check/finds-nothing", test_check_finds_nothing);
  add_test ("check/damaged-is-fetched-again", test_damaged_is_fetched_again);
  add_test ("check/damaged-comes-with-a-stick", test_damaged_comes_with_a_stick);
  add_test ("check/is-cancelled", test_check_is_cancelled);
  add_test ("start/finds-what-is-lost", test_loss_is_found_at_start);
  add_test ("rollback/stays", test_rollback_stays);
  add_test ("rollback/needs-a-version-before", test_rollback_once);
  add_test ("remove/stays", test_remove_stays);
#undef add_test

  return g_test_run ();
}

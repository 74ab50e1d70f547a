/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/pack/media-types.h"
#include "kiosk/mesh/library.h"
#include "kiosk/widgets/blob-source.h"
#include "tests/support/async.h"
#include "tests/support/daemon.h"
#include "tests/support/log.h"

#include <string.h>

#define PACK "org.tambo.test"
#define FORM "{\"resourceType\":\"Questionnaire\"}"

/* A kiosk that trusts its daemon with nothing. */
typedef struct
{
  TamboTestPack *pack;     /* (owned) */
  TamboTestDaemon *daemon; /* (owned) */
  char *floor_path;        /* (owned) */
  TamboMeshClient *client; /* (owned) */
  TamboKioskTrust *trust;  /* (owned) */
  TamboLibrary *library;   /* (owned) */
  GBytes *form;            /* (owned) */
  char *manifest_digest;   /* (owned) */
  char *form_digest;       /* (owned) */
} Fixture;

static void
start_kiosk (Fixture *fixture)
{
  g_autoptr (GBytes) root = tambo_test_daemon_get_root (fixture->daemon);
  g_autoptr (GError) error = NULL;

  fixture->client = tambo_mesh_client_new (tambo_test_daemon_get_client (fixture->daemon));
  fixture->trust = tambo_kiosk_trust_new (fixture->client, root, fixture->floor_path, &error);
  g_assert_no_error (error);
  fixture->library = tambo_library_new (fixture->client, fixture->trust);
}

static void
stop_kiosk (Fixture *fixture)
{
  tambo_test_wait_for_finalize (G_OBJECT (g_steal_pointer (&fixture->library)));
  tambo_test_wait_for_finalize (G_OBJECT (g_steal_pointer (&fixture->trust)));
  tambo_test_wait_for_finalize (G_OBJECT (g_steal_pointer (&fixture->client)));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboPack) built = NULL;

  fixture->form = g_bytes_new_static (FORM, strlen (FORM));
  fixture->pack = tambo_test_pack_new (PACK);
  tambo_test_pack_add_item (fixture->pack,
                            TAMBO_ITEM_QUESTIONNAIRE,
                            "check",
                            (const char *const[]){ "Check", "Bilan", "فحص" });
  tambo_test_pack_add_file (fixture->pack,
                            "check",
                            TAMBO_ROLE_FORM,
                            0,
                            NULL,
                            "forms/check.json",
                            "application/fhir+json",
                            fixture->form);
  built = tambo_test_pack_build (fixture->pack);
  fixture->manifest_digest = g_strdup (tambo_manifest_get_digest (tambo_pack_get_manifest (built)));
  fixture->form_digest = tambo_digest_for_bytes (fixture->form);
  fixture->daemon = tambo_test_daemon_new ();
  fixture->floor_path = g_build_filename (tambo_test_daemon_get_folder (fixture->daemon),
                                          "floor",
                                          NULL);
  tambo_test_daemon_add_pack (fixture->daemon, fixture->pack);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  stop_kiosk (fixture);
  tambo_test_daemon_free (fixture->daemon);
  tambo_test_pack_free (fixture->pack);
  g_bytes_unref (fixture->form);
  g_free (fixture->manifest_digest);
  g_free (fixture->form_digest);
  g_free (fixture->floor_path);
}

static guint
count_items (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->library));
}

static void
wait_for_items (Fixture *fixture, guint n_items)
{
  while (count_items (fixture) != n_items)
    g_main_context_iteration (NULL, TRUE);
}

static GBytes *
read_form (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  TamboBlobSource *blobs = TAMBO_BLOB_SOURCE (fixture->library);

  tambo_blob_source_read_async (blobs,
                                fixture->form_digest,
                                4096,
                                NULL,
                                tambo_test_store_result,
                                &result);

  return tambo_blob_source_read_finish (blobs, tambo_test_wait_for_result (&result), error);
}

static void
test_shows_what_the_publisher_signed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) form = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_daemon_publish (fixture->daemon);
  start_kiosk (fixture);
  wait_for_items (fixture, 1);

  form = read_form (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (form, NULL), g_bytes_get_size (form), FORM, strlen (FORM));
}

static void
test_hides_a_pack_with_a_flipped_byte_and_says_so_once (Fixture *fixture, gconstpointer data)
{
  tambo_test_expect_warning ("A pack is not shown: pack.digest (sha256:*)");
  tambo_test_daemon_break_blob (fixture->daemon, fixture->manifest_digest);
  tambo_test_daemon_publish (fixture->daemon);
  start_kiosk (fixture);
  while (!tambo_test_have_warnings_come ())
    g_main_context_iteration (NULL, TRUE);

  /* Told again of the same pack, the kiosk neither asks nor complains again. */
  tambo_test_daemon_publish (fixture->daemon);
  while (tambo_trust_get_version (tambo_kiosk_trust_get_trust (fixture->trust)) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_items (fixture), ==, 0);
  tambo_test_assert_expected_warnings ();
}

static void
test_refuses_a_file_with_a_flipped_byte (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) form = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_daemon_break_blob (fixture->daemon, fixture->form_digest);
  tambo_test_daemon_publish (fixture->daemon);
  start_kiosk (fixture);
  wait_for_items (fixture, 1);

  form = read_form (fixture, &error);
  g_assert_null (form);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
}

static void
test_does_not_go_back_behind_its_floor (Fixture *fixture, gconstpointer data)
{
  TamboTrustFloor ahead = { 0 };
  g_autoptr (GError) error = NULL;

  tambo_test_daemon_publish (fixture->daemon);
  start_kiosk (fixture);
  wait_for_items (fixture, 1);

  /* As if it had seen far newer metadata before: what the daemon says now is a rollback. */
  tambo_trust_get_floor (tambo_kiosk_trust_get_trust (fixture->trust), &ahead);
  stop_kiosk (fixture);
  ahead.timestamp += 10;
  g_assert_true (tambo_trust_floor_save (&ahead, fixture->floor_path, &error));
  g_assert_no_error (error);

  tambo_test_expect_warning ("Trust metadata from the daemon is refused: pack.rollback");
  start_kiosk (fixture);
  while (!tambo_test_have_warnings_come ())
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_items (fixture), ==, 0);
  tambo_test_assert_expected_warnings ();
}

#define add(name, test) g_test_add ("/kiosk/library/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  tambo_test_log_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  add ("shows-what-the-publisher-signed", test_shows_what_the_publisher_signed);
  add ("hides-a-pack-with-a-flipped-byte-and-says-so-once",
       test_hides_a_pack_with_a_flipped_byte_and_says_so_once);
  add ("refuses-a-file-with-a-flipped-byte", test_refuses_a_file_with_a_flipped_byte);
  add ("does-not-go-back-behind-its-floor", test_does_not_go_back_behind_its_floor);

  return g_test_run ();
}

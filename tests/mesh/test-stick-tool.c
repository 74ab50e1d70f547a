/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/folder.h"
#include "tests/support/node.h"

#include <string.h>

#define PACK "org.tambo.cough"

/* A publisher's signed folder, and a stick that has something else on it. */
typedef struct
{
  TamboTestSite *site; /* (owned) */
  char *stick;         /* (owned) */
  char *tambo;         /* (owned): where packs stand on it */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *photo = NULL;

  fixture->site = tambo_test_site_new ();
  fixture->stick = tambo_test_make_folder ();
  fixture->tambo = g_build_filename (fixture->stick, "tambo", NULL);
  photo = g_build_filename (fixture->stick, "photo.jpg", NULL);
  g_assert_true (g_file_set_contents (photo, "a photo", -1, NULL));
  tambo_test_site_add_pack (fixture->site, PACK, 1);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_site_free (fixture->site);
  tambo_test_remove_folder (fixture->stick);
  g_free (fixture->stick);
  g_free (fixture->tambo);
}

/* Returns the exit status. */
static int
write_stick (Fixture *fixture, const char *languages, char **out_text)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE,
                              &error,
                              g_getenv ("TAMBO_PACK"),
                              "stick",
                              fixture->stick,
                              fixture->site->stick,
                              languages,
                              NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, out_text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

static void
test_installs (Fixture *fixture, gconstpointer data)
{
  static const char *const all[] = { "*", NULL };
  static const char *const none[] = { NULL };
  TamboTestNode *node = tambo_test_node_new (fixture->site);
  g_autofree char *text = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *list = NULL;
  g_autoptr (TamboDBusMesh1Job) job = NULL;

  tambo_test_site_admit (fixture->site, node->pin, TAMBO_PART_KIOSK);
  tambo_test_site_publish (fixture->site);
  g_assert_cmpint (write_stick (fixture, NULL, &text), ==, 0);
  g_assert_nonnull (strstr (text, "You may take the stick out now."));

  tambo_test_node_start (node, fixture->site, NULL);
  job = tambo_test_node_start_install (node, fixture->tambo, all, none);
  problem = tambo_test_node_wait_for_job (node, job);
  g_assert_cmpstr (problem, ==, "");
  tambo_test_node_wait_for_pack (node, PACK, 1);
  list = tambo_test_list_folder (fixture->stick);
  g_assert_nonnull (strstr (list, "photo.jpg"));
  tambo_test_node_free (node);
}

/* What is not asked for does not take room. */
static void
test_languages (Fixture *fixture, gconstpointer data)
{
  TamboTestPack *pack = g_ptr_array_index (fixture->site->packs, 0);
  const char *english = tambo_test_pack_get_digest (pack, "film/voice.en.ogg");
  const char *french = tambo_test_pack_get_digest (pack, "film/voice.fr.ogg");
  g_autofree char *text = NULL;
  g_autofree char *list = NULL;

  tambo_test_site_publish (fixture->site);
  g_assert_cmpint (write_stick (fixture, "--languages=en", &text), ==, 0);
  list = tambo_test_list_folder (fixture->tambo);
  g_assert_nonnull (strstr (list, english + strlen ("sha256:")));
  g_assert_null (strstr (list, french + strlen ("sha256:")));
}

/* A file of the signed folder is not what it was: no half pack stays on the stick. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  TamboTestPack *pack = g_ptr_array_index (fixture->site->packs, 0);
  const char *digest = tambo_test_pack_get_digest (pack, "film/voice.en.ogg");
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  g_autofree char *text = NULL;
  g_autofree char *list = NULL;
  gsize size;

  tambo_test_site_publish (fixture->site);
  path =
      g_build_filename (fixture->site->stick, "blobs", "sha256", digest + strlen ("sha256:"), NULL);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  bytes[size / 2] ^= 1;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));

  g_assert_cmpint (write_stick (fixture, NULL, &text), ==, 1);
  list = tambo_test_list_folder (fixture->tambo);
  g_assert_cmpstr (list, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add_test(path, func) \
  g_test_add ("/mesh/stick-tool/" path, Fixture, NULL, set_up, func, tear_down)

  add_test ("what-it-writes-installs", test_installs);
  add_test ("only-some-languages", test_languages);
  add_test ("damaged-leaves-nothing", test_damaged);

  return g_test_run ();
}

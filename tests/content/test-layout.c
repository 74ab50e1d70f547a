/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/store/layout-writer.h"
#include "content/store/layout.h"
#include "tests/support/folder.h"
#include "tests/support/packs.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* A layout with one named manifest, as a publisher writes it. */
typedef struct
{
  char *folder;     /* (owned) */
  char *digest;     /* (owned) of @manifest */
  GBytes *manifest; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboLayoutWriter) writer = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = tambo_test_make_folder ();
  fixture->manifest = g_bytes_new_static ("{\"schemaVersion\":2}", 19);
  fixture->digest = tambo_digest_for_bytes (fixture->manifest);

  writer = tambo_layout_writer_new (fixture->folder, &error);
  g_assert_no_error (error);
  tambo_layout_writer_add_manifest (writer, "packs/org.wells:1", fixture->manifest, &error);
  g_assert_no_error (error);
  tambo_layout_writer_finish (writer, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
  g_clear_pointer (&fixture->digest, g_free);
  g_clear_pointer (&fixture->manifest, g_bytes_unref);
}

static TamboLayout *
open_layout (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TamboLayout *layout = tambo_layout_open (fixture->folder, &error);

  g_assert_no_error (error);

  return layout;
}

static char *
path_of (Fixture *fixture, const char *digest)
{
  return g_build_filename (fixture->folder, "blobs", "sha256", tambo_digest_get_hex (digest), NULL);
}

static void
test_what_is_written_is_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboLayout) layout = open_layout (fixture);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (tambo_layout_get_refs (layout)[0], ==, "packs/org.wells:1");
  g_assert_null (tambo_layout_get_refs (layout)[1]);
  g_assert_cmpstr (tambo_layout_find_ref (layout, "packs/org.wells:1"), ==, fixture->digest);
  g_assert_null (tambo_layout_find_ref (layout, "packs/org.wells:2"));

  read = tambo_layout_read_blob (layout, fixture->digest, 100, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (read, fixture->manifest));
}

static void
test_adding_keeps_what_is_there (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboLayoutWriter) writer = NULL;
  g_autoptr (TamboLayout) layout = NULL;
  g_autoptr (GError) error = NULL;

  writer = tambo_layout_writer_new (fixture->folder, &error);
  g_assert_no_error (error);
  tambo_layout_writer_add_manifest (writer, "packs/org.wells:2", fixture->manifest, &error);
  g_assert_no_error (error);
  tambo_layout_writer_finish (writer, &error);
  g_assert_no_error (error);

  layout = open_layout (fixture);
  g_assert_cmpuint (g_strv_length ((char **) tambo_layout_get_refs (layout)), ==, 2);
}

static void
test_file_is_copied (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "film.webm", NULL);
  g_autoptr (GBytes) film = tambo_test_noise (TAMBO_LEAF_SIZE + 10, 3);
  g_autoptr (TamboLayoutWriter) writer = NULL;
  g_autoptr (TamboLeafList) leaves = NULL;
  g_autoptr (TamboLayout) layout = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *expected = tambo_digest_for_bytes (film);
  int fd;

  g_file_set_contents (path, g_bytes_get_data (film, NULL), TAMBO_LEAF_SIZE + 10, &error);
  g_assert_no_error (error);
  writer = tambo_layout_writer_new (fixture->folder, &error);
  g_assert_no_error (error);
  digest = tambo_layout_writer_add_file (writer, path, &leaves, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (digest, ==, expected);
  g_assert_cmpuint (tambo_leaf_list_get_n_leaves (leaves), ==, 2);

  layout = open_layout (fixture);
  fd = tambo_layout_open_blob (layout, digest, TAMBO_LEAF_SIZE + 10, &error);
  g_assert_no_error (error);
  close (fd);

  fd = tambo_layout_open_blob (layout, digest, TAMBO_LEAF_SIZE + 11, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
  g_assert_cmpint (fd, ==, -1);
}

static void
assert_refuses_blob (Fixture *fixture, gsize max_size, GQuark domain, int code)
{
  g_autoptr (TamboLayout) layout = open_layout (fixture);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GError) error = NULL;

  read = tambo_layout_read_blob (layout, fixture->digest, max_size, &error);
  g_assert_error (error, domain, code);
  g_assert_null (read);
}

static void
test_flipped_byte (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, fixture->digest);

  g_assert_true (g_file_set_contents (path, "{\"schemaVersion\":3}", 19, NULL));
  assert_refuses_blob (fixture, 100, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, fixture->digest);

  assert_refuses_blob (fixture, 18, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE);

  /* A gigabyte is not read to find that out. */
  g_assert_no_errno (truncate (path, 1 << 30));
  assert_refuses_blob (fixture, 4096, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE);
}

static void
test_missing_blob (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, fixture->digest);

  g_assert_no_errno (g_unlink (path));
  assert_refuses_blob (fixture, 100, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, fixture->digest);

  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (symlink ("/etc/passwd", path));
  assert_refuses_blob (fixture, 1 << 20, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

static void
test_linked_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *blobs = g_build_filename (fixture->folder, "blobs", NULL);
  g_autofree char *elsewhere = g_build_filename (fixture->folder, "elsewhere", NULL);

  g_assert_no_errno (g_rename (blobs, elsewhere));
  g_assert_no_errno (symlink ("elsewhere", blobs));
  assert_refuses_blob (fixture, 100, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

static void
test_pipe (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = path_of (fixture, fixture->digest);

  /* Opening one would wait for a writer. */
  g_assert_no_errno (g_unlink (path));
  g_assert_no_errno (mkfifo (path, 0600));
  assert_refuses_blob (fixture, 100, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

static void
assert_index_refused (Fixture *fixture, const char *text, int code)
{
  g_autofree char *path = g_build_filename (fixture->folder, "index.json", NULL);
  g_autoptr (TamboLayout) layout = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  layout = tambo_layout_open (fixture->folder, &error);
  g_assert_error (error, TAMBO_ERROR, code);
  g_assert_null (layout);
}

static void
test_bad_index (Fixture *fixture, gconstpointer data)
{
  g_autofree char *deep = g_strnfill (80000, '[');

  assert_index_refused (fixture, "", TAMBO_ERROR_JSON_SYNTAX);
  assert_index_refused (fixture, deep, TAMBO_ERROR_JSON_DEPTH);
  assert_index_refused (fixture,
                        "{\"manifests\":[{\"digest\":\"md5:0\"}]}",
                        TAMBO_ERROR_PACK_FORMAT);
  assert_index_refused (fixture,
                        "{\"manifests\":[{\"digest\":\"sha256:../../etc/passwd\"}]}",
                        TAMBO_ERROR_PACK_FORMAT);
}

static void
test_no_layout (Fixture *fixture, gconstpointer data)
{
  g_autofree char *marker = g_build_filename (fixture->folder, "oci-layout", NULL);
  g_autoptr (TamboLayout) layout = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_unlink (marker));
  layout = tambo_layout_open (fixture->folder, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (layout);
}

static void
test_no_trust (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboLayout) layout = open_layout (fixture);
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;

  files = tambo_layout_read_trust (layout, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_UNKNOWN);
  g_assert_null (files);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/content/layout/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("what-is-written-is-read", test_what_is_written_is_read);
  add_test ("adding-keeps-what-is-there", test_adding_keeps_what_is_there);
  add_test ("file-is-copied", test_file_is_copied);
  add_test ("refuses/flipped-byte", test_flipped_byte);
  add_test ("refuses/too-large", test_too_large);
  add_test ("refuses/missing-blob", test_missing_blob);
  add_test ("refuses/link", test_link);
  add_test ("refuses/linked-folder", test_linked_folder);
  add_test ("refuses/pipe", test_pipe);
  add_test ("refuses/bad-index", test_bad_index);
  add_test ("refuses/no-layout", test_no_layout);
  add_test ("refuses/no-trust", test_no_trust);
#undef add_test

  return g_test_run ();
}

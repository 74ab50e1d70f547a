/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/json.h"
#include "content/catalog/install.h"
#include "content/store/layout.h"
#include "content/trust/trust.h"
#include "tests/support/folder.h"
#include "tests/support/tool.h"

#include <stdlib.h>
#include <string.h>

#define PIN "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define ID "org.example.water"

/* An author's desk. */
typedef struct
{
  char *folder;         /* (owned) */
  char *source;         /* (owned) */
  char *layout;         /* (owned) */
  char *deployment;     /* (owned) */
  const char *rendered; /* (unowned): of all tests, so that a film is rendered once */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = tambo_test_make_folder ();
  fixture->source = g_build_filename (fixture->folder, "water", NULL);
  fixture->layout = g_build_filename (fixture->folder, "layout", NULL);
  fixture->deployment = g_build_filename (fixture->folder, "deployment", NULL);
  fixture->rendered = data;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->source);
  g_free (fixture->layout);
  g_free (fixture->deployment);
}

static void
build (Fixture *fixture)
{
  g_assert_cmpint (tambo_test_run_pack (NULL, "init", fixture->source, NULL), ==, 0);
  g_assert_cmpint (tambo_test_run_pack (NULL,
                                        "build",
                                        fixture->source,
                                        "-o",
                                        fixture->layout,
                                        "--rendered",
                                        fixture->rendered,
                                        NULL),
                   ==,
                   0);
}

static void
found (Fixture *fixture)
{
  g_assert_cmpint (tambo_test_run_pack (NULL, "found", fixture->deployment, NULL), ==, 0);
}

/* What init makes is whole: an author starts from something that works. */
static void
test_init_passes_check (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  g_assert_cmpint (tambo_test_run_pack (NULL, "init", fixture->source, NULL), ==, 0);
  g_assert_cmpint (tambo_test_run_pack (&text, "check", fixture->source, NULL), ==, 0);
  g_assert_nonnull (strstr (text, "a machine reads 2 parts"));
  g_assert_nonnull (strstr (text, "Nobody has done the clinical review"));
}

static void
test_init_keeps_what_is_there (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (tambo_test_run_pack (NULL, "init", fixture->source, NULL), ==, 0);
  g_assert_cmpint (tambo_test_run_pack (NULL, "init", fixture->source, NULL), ==, 1);
}

static void
test_check_says_all_that_is_wrong (Fixture *fixture, gconstpointer data)
{
  g_autofree char *script = g_build_filename (fixture->source, "film", "script.en.txt", NULL);
  g_autofree char *leaflet = g_build_filename (fixture->source, "leaflet", "leaflet.en.txt", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpint (tambo_test_run_pack (NULL, "init", fixture->source, NULL), ==, 0);
  g_assert_true (g_file_set_contents (script, "[glass]\n\xe2\x80\xaeWater.\n", -1, NULL));
  g_assert_true (g_file_set_contents (leaflet, "[page-1]\nOnly a title.\n", -1, NULL));

  g_assert_cmpint (tambo_test_run_pack (&text, "check", fixture->source, NULL), ==, 1);
  g_assert_nonnull (strstr (text, "U+202E"));
  g_assert_nonnull (strstr (text, "leaflet.en.txt"));
  g_assert_nonnull (strstr (text, "2 things to correct"));
}

/* For a program that shows an author what to correct: each finding in its parts. */
static void
test_check_as_json (Fixture *fixture, gconstpointer data)
{
  g_autofree char *script = g_build_filename (fixture->source, "film", "script.en.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboJson) json = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *root = NULL;
  JsonObject *finding = NULL;

  g_assert_cmpint (tambo_test_run_pack (NULL, "init", fixture->source, NULL), ==, 0);
  g_assert_true (g_file_set_contents (script, "[glass]\n\xe2\x80\xaeWater.\n", -1, NULL));
  g_assert_cmpint (tambo_test_run_pack (&text, "check", "--json", fixture->source, NULL), ==, 1);
  *strstr (text, "tambo-pack check:") = '\0';
  bytes = g_bytes_new (text, strlen (text));
  json = tambo_json_parse (bytes, G_MAXUINT16, &error);
  g_assert_no_error (error);

  root = tambo_json_get_root_object (json, NULL);
  finding = json_array_get_object_element (json_object_get_array_member (root, "findings"), 0);
  g_assert_cmpstr (json_object_get_string_member (finding, "file"), ==, "film/script.en.txt");
  g_assert_cmpstr (json_object_get_string_member (finding, "place"), ==, "line 2");
  g_assert_cmpstr (json_object_get_string_member (finding, "cure"), ==, "delete it");
  g_assert_cmpstr (json_object_get_string_member (finding, "word"), ==, "pack.format");
  g_assert_true (json_object_get_boolean_member (finding, "refused"));
  g_assert_true (json_object_has_member (json_object_get_object_member (root, "languages"), "en"));
}

/* What check refuses is not built. */
static void
test_build_refuses_what_check_does (Fixture *fixture, gconstpointer data)
{
  g_autofree char *script = g_build_filename (fixture->source, "film", "script.en.txt", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpint (tambo_test_run_pack (NULL, "init", fixture->source, NULL), ==, 0);
  g_assert_true (g_file_set_contents (script, "[glass]\n\xe2\x80\xaeWater.\n", -1, NULL));
  g_assert_cmpint (
      tambo_test_run_pack (&text, "build", fixture->source, "-o", fixture->layout, NULL),
      ==,
      1);
  g_assert_nonnull (strstr (text, "film/script.en.txt, line 2"));
  g_assert_false (g_file_test (fixture->layout, G_FILE_TEST_EXISTS));
}

static char *
find_digest (const char *text)
{
  const char *digest = strstr (text, "sha256:");

  g_assert_nonnull (digest);

  return g_strndup (digest, strlen ("sha256:") + 64);
}

static void
test_same_folder_same_pack (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *first_digest = NULL;
  g_autofree char *second_digest = NULL;
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);
  g_autofree char *again = g_build_filename (fixture->folder, "again", NULL);

  g_assert_cmpint (tambo_test_run_pack (NULL, "init", fixture->source, NULL), ==, 0);
  tambo_test_run_pack (&first,
                       "build",
                       fixture->source,
                       "-o",
                       fixture->layout,
                       "--rendered",
                       other,
                       NULL);
  tambo_test_run_pack (&second,
                       "build",
                       fixture->source,
                       "-o",
                       again,
                       "--rendered",
                       fixture->rendered,
                       NULL);
  first_digest = find_digest (first);
  second_digest = find_digest (second);

  g_assert_cmpstr (first_digest, ==, second_digest);
}

static void
test_show (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree char *json_text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboJson) json = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *packs = NULL;

  build (fixture);
  g_assert_cmpint (tambo_test_run_pack (&text, "show", fixture->layout, NULL), ==, 0);
  g_assert_nonnull (strstr (text, "clinical: nobody yet"));
  g_assert_nonnull (strstr (text, "until somebody records them: en"));
  g_assert_nonnull (strstr (text, "Not signed"));

  g_assert_cmpint (tambo_test_run_pack (&json_text, "show", "--json", fixture->layout, NULL),
                   ==,
                   0);
  bytes = g_bytes_new (json_text, strlen (json_text));
  json = tambo_json_parse (bytes, G_MAXUINT16, &error);
  g_assert_no_error (error);
  packs = json_object_get_array_member (tambo_json_get_root_object (json, NULL), "packs");
  g_assert_cmpuint (json_array_get_length (packs), ==, 1);
}

static TamboTrust *
load_root (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->deployment, "root.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autoptr (GError) error = NULL;
  TamboTrust *trust = NULL;
  gsize size = 0;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  root = g_bytes_new (text, size);
  trust = tambo_trust_new (root, &error);
  g_assert_no_error (error);

  return trust;
}

static TamboPack *
install (Fixture *fixture, TamboLayout *layout, const TamboPackTarget *target)
{
  const char *const languages[] = { "en", NULL };
  g_autofree char *path = g_build_filename (fixture->folder, "store", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboStore) store = tambo_store_open (path, &error);
  g_autoptr (TamboInstall) operation = NULL;

  g_assert_no_error (error);
  tambo_store_set_space_floor (store, 0);
  operation = tambo_install_new (store, target, languages, &error);
  g_assert_no_error (error);
  tambo_install_copy (operation, layout, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tambo_install_is_complete (operation));

  return g_object_ref (tambo_install_get_pack (operation));
}

/* From an author's folder to a kiosk's store, with nothing in between but one folder. */
static void
test_kiosk_takes_what_was_signed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTrust) trust = NULL;
  g_autoptr (TamboLayout) layout = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (TamboPack) pack = NULL;
  g_autoptr (GError) error = NULL;

  build (fixture);
  found (fixture);
  g_assert_cmpint (tambo_test_run_pack (NULL,
                                        "admit",
                                        fixture->deployment,
                                        "--site",
                                        "north",
                                        "--kiosk",
                                        PIN,
                                        NULL),
                   ==,
                   0);
  g_assert_cmpint (tambo_test_run_pack (NULL, "sign", fixture->deployment, fixture->layout, NULL),
                   ==,
                   0);

  trust = load_root (fixture);
  layout = tambo_layout_open (fixture->layout, &error);
  g_assert_no_error (error);
  files = tambo_layout_read_trust (layout, &error);
  g_assert_no_error (error);
  tambo_trust_update (trust, files, g_get_real_time () / G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tambo_trust_get_part (trust, PIN), ==, TAMBO_PART_KIOSK);

  pack = install (fixture, layout, tambo_trust_find_pack (trust, ID, 0));
  g_assert_nonnull (tambo_pack_find (pack, "film", "picture", 0, NULL));
  g_assert_nonnull (tambo_pack_find (pack, "film", "poster", 0, NULL));
  g_assert_nonnull (tambo_pack_find (pack, "film", "subtitles", 0, "en"));
  g_assert_true (tambo_pack_find (pack, "film", "voice", 0, "en")->file->stand_in);
  g_assert_nonnull (tambo_pack_find (pack, "leaflet", "text", 0, "en"));
  g_assert_nonnull (tambo_pack_find (pack, "leaflet", "picture", 1, NULL));
}

static void
test_sealed_keys (Fixture *fixture, gconstpointer data)
{
  g_autofree char *right = g_build_filename (fixture->folder, "right", NULL);
  g_autofree char *wrong = g_build_filename (fixture->folder, "wrong", NULL);
  g_autofree char *out = g_build_filename (fixture->folder, "stick", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (right, "four small words\n", -1, NULL));
  g_assert_true (g_file_set_contents (wrong, "four other words\n", -1, NULL));

  g_assert_cmpint (
      tambo_test_run_pack (NULL, "found", fixture->deployment, "--passphrase-file", right, NULL),
      ==,
      0);
  g_assert_cmpint (tambo_test_run_pack (NULL,
                                        "sign",
                                        fixture->deployment,
                                        "-o",
                                        out,
                                        "--passphrase-file",
                                        right,
                                        NULL),
                   ==,
                   0);
  g_assert_cmpint (tambo_test_run_pack (NULL,
                                        "sign",
                                        fixture->deployment,
                                        "-o",
                                        out,
                                        "--passphrase-file",
                                        wrong,
                                        NULL),
                   !=,
                   0);
  g_assert_cmpint (tambo_test_run_pack (&text, "sign", fixture->deployment, "-o", out, NULL),
                   !=,
                   0);
  g_assert_null (strstr (text, "four"));
}

/* 1: refused for a reason printed. 2: wrongly asked. 3: could not. */
static void
test_exit_codes (Fixture *fixture, gconstpointer data)
{
  build (fixture);
  found (fixture);

  g_assert_cmpint (tambo_test_run_pack (NULL, "--help", NULL), ==, 0);
  g_assert_cmpint (tambo_test_run_pack (NULL, "--version", NULL), ==, 0);
  g_assert_cmpint (tambo_test_run_pack (NULL, NULL), ==, 2);
  g_assert_cmpint (tambo_test_run_pack (NULL, "juggle", NULL), ==, 2);
  g_assert_cmpint (tambo_test_run_pack (NULL, "show", NULL), ==, 2);
  g_assert_cmpint (tambo_test_run_pack (NULL, "show", "--loudly", fixture->layout, NULL), ==, 2);
  g_assert_cmpint (tambo_test_run_pack (NULL, "build", fixture->source, NULL), ==, 2);
  g_assert_cmpint (tambo_test_run_pack (NULL, "admit", fixture->deployment, "--kiosk", PIN, NULL),
                   ==,
                   2);
  g_assert_cmpint (tambo_test_run_pack (NULL,
                                        "admit",
                                        fixture->deployment,
                                        "--site",
                                        "n",
                                        "--kiosk",
                                        "12",
                                        NULL),
                   ==,
                   2);
  g_assert_cmpint (tambo_test_run_pack (NULL, "check", fixture->folder, NULL), ==, 1);
  g_assert_cmpint (
      tambo_test_run_pack (NULL, "clinic", fixture->deployment, "City Clinic.json", NULL),
      ==,
      1);
  g_assert_cmpint (tambo_test_run_pack (NULL, "found", fixture->deployment, NULL), !=, 0);
  g_assert_cmpint (tambo_test_run_pack (NULL, "show", "/dev/null/nowhere", NULL), ==, 3);
}

int
main (int argc, char *argv[])
{
  g_autofree char *rendered = NULL;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  rendered = tambo_test_make_folder ();

#define add_test(path, func) \
  g_test_add ("/author/tool/" path, Fixture, rendered, set_up, func, tear_down)
  add_test ("init/passes-check", test_init_passes_check);
  add_test ("init/keeps-what-is-there", test_init_keeps_what_is_there);
  add_test ("check/says-all-that-is-wrong", test_check_says_all_that_is_wrong);
  add_test ("check/as-json", test_check_as_json);
  add_test ("build/refuses-what-check-does", test_build_refuses_what_check_does);
  add_test ("build/same-folder-same-pack", test_same_folder_same_pack);
  add_test ("show/for-people-and-programs", test_show);
  add_test ("sign/kiosk-takes-what-was-signed", test_kiosk_takes_what_was_signed);
  add_test ("sign/sealed-keys", test_sealed_keys);
  add_test ("exit-codes", test_exit_codes);

  status = g_test_run ();
  tambo_test_remove_folder (rendered);

  return status;
}

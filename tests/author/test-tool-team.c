/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/json.h"
#include "content/store/layout.h"
#include "content/trust/trust.h"
#include "tests/support/folder.h"
#include "tests/support/tool.h"

#include <string.h>

#define PIN "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* Three laptops, and a folder that travels between them. */
typedef struct
{
  char *folder;    /* (owned) */
  char *founder;   /* (owned) */
  char *amina;     /* (owned) */
  char *amina_key; /* (owned) */
  char *bo;        /* (owned) */
  char *bo_key;    /* (owned) */
  char *waiting;   /* (owned): a root that travels */
  char *stick;     /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = tambo_test_make_folder ();
  fixture->founder = g_build_filename (fixture->folder, "founder", NULL);
  fixture->amina = g_build_filename (fixture->folder, "amina", NULL);
  fixture->amina_key = g_build_filename (fixture->amina, "amina.key.json", NULL);
  fixture->bo = g_build_filename (fixture->folder, "bo", NULL);
  fixture->bo_key = g_build_filename (fixture->bo, "bo.key.json", NULL);
  fixture->waiting = g_build_filename (fixture->folder, "root-2.json", NULL);
  fixture->stick = g_build_filename (fixture->folder, "stick", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->founder);
  g_free (fixture->amina);
  g_free (fixture->amina_key);
  g_free (fixture->bo);
  g_free (fixture->bo_key);
  g_free (fixture->waiting);
  g_free (fixture->stick);
}

static void
make_all_keys (Fixture *fixture)
{
  g_assert_cmpint (tambo_test_run_pack (NULL, "found", fixture->founder, NULL), ==, 0);
  g_assert_cmpint (
      tambo_test_run_pack (NULL, "key", "make", fixture->amina, "--name", "amina", NULL),
      ==,
      0);
  g_assert_cmpint (tambo_test_run_pack (NULL, "key", "make", fixture->bo, "--name", "bo", NULL),
                   ==,
                   0);
}

static int
start_2_of_3 (Fixture *fixture, char **out_text)
{
  return tambo_test_run_pack (out_text,
                              "rotate",
                              "start",
                              fixture->founder,
                              "--add",
                              fixture->amina_key,
                              "--add",
                              fixture->bo_key,
                              "--threshold",
                              "2",
                              "-o",
                              fixture->waiting,
                              NULL);
}

/* What a kiosk that was given the first root makes of the stick. */
static TamboTrust *
read_stick (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->founder, "root.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autoptr (TamboTrust) trust = NULL;
  g_autoptr (TamboLayout) layout = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  root = g_bytes_new (text, size);
  trust = tambo_trust_new (root, &error);
  g_assert_no_error (error);
  layout = tambo_layout_open (fixture->stick, &error);
  g_assert_no_error (error);
  files = tambo_layout_read_trust (layout, &error);
  g_assert_no_error (error);
  tambo_trust_update (trust, files, g_get_real_time () / G_USEC_PER_SEC, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&trust);
}

/* One person, one command; and the passphrase is nowhere to be found in what was written. */
static void
test_one_person (Fixture *fixture, gconstpointer data)
{
  g_autofree char *phrase = g_build_filename (fixture->folder, "phrase", NULL);
  g_autofree char *key = g_build_filename (fixture->founder, "keys", "root.json", NULL);
  g_autofree char *text = NULL;
  g_autofree char *said = NULL;
  g_autoptr (TamboTrust) trust = NULL;

  g_assert_true (g_file_set_contents (phrase, "four small words\nsecond line\n", -1, NULL));
  g_assert_cmpint (
      tambo_test_run_pack (&said, "found", fixture->founder, "--passphrase-file", phrase, NULL),
      ==,
      0);
  g_assert_null (strstr (said, "not sealed"));
  g_assert_true (g_file_get_contents (key, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"sealed\""));
  g_assert_null (strstr (text, "\"seed\""));

  g_assert_cmpint (tambo_test_run_pack (NULL,
                                        "sign",
                                        fixture->founder,
                                        "-o",
                                        fixture->stick,
                                        "--passphrase-file",
                                        phrase,
                                        NULL),
                   ==,
                   0);
  trust = read_stick (fixture);
  g_assert_cmpuint (tambo_trust_get_version (trust), ==, 2);
}

static void
test_passphrase_by_descriptor (Fixture *fixture, gconstpointer data)
{
  g_autofree char *phrase = g_build_filename (fixture->folder, "phrase", NULL);
  g_autofree char *command = NULL;

  g_assert_true (g_file_set_contents (phrase, "four small words\n", -1, NULL));

  /* The shell gives it: GSubprocess passes on nothing but the three that all have. */
  command = g_strdup_printf ("exec \"$TAMBO_PACK\" found '%s' --passphrase-fd 7 7<'%s'",
                             fixture->founder,
                             phrase);
  {
    const char *argv[] = { "/bin/sh", "-c", command, NULL };
    int status;

    g_assert_true (g_spawn_sync (NULL,
                                 (char **) argv,
                                 NULL,
                                 G_SPAWN_STDOUT_TO_DEV_NULL,
                                 NULL,
                                 NULL,
                                 NULL,
                                 NULL,
                                 &status,
                                 NULL));
    g_assert_true (g_spawn_check_wait_status (status, NULL));
  }
  g_assert_cmpint (tambo_test_run_pack (NULL,
                                        "key",
                                        "show",
                                        fixture->founder,
                                        "--passphrase-file",
                                        phrase,
                                        NULL),
                   ==,
                   0);
  g_assert_cmpint (tambo_test_run_pack (NULL, "key", "show", fixture->founder, NULL), ==, 1);
}

/* Each at their own laptop, one after another; the file says who is missing. */
static void
test_2_of_3 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *started = NULL;
  g_autofree char *refused = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *listed = NULL;
  g_autoptr (TamboTrust) trust = NULL;

  make_all_keys (fixture);
  g_assert_cmpint (start_2_of_3 (fixture, &started), ==, 0);
  g_assert_nonnull (strstr (started, "still missing: 1 of amina bo"));
  g_assert_cmpint (
      tambo_test_run_pack (&refused, "rotate", "finish", fixture->founder, fixture->waiting, NULL),
      ==,
      1);
  g_assert_nonnull (strstr (refused, "nothing was changed"));

  g_assert_cmpint (
      tambo_test_run_pack (NULL, "rotate", "sign", fixture->waiting, fixture->bo, NULL),
      ==,
      0);
  g_assert_cmpint (tambo_test_run_pack (&shown, "rotate", "show", fixture->waiting, NULL), ==, 0);
  g_assert_nonnull (strstr (shown, "signed by all that are needed"));
  g_assert_cmpint (
      tambo_test_run_pack (NULL, "rotate", "finish", fixture->founder, fixture->waiting, NULL),
      ==,
      0);
  g_assert_cmpint (tambo_test_run_pack (&listed, "key", "list", fixture->founder, NULL), ==, 0);
  g_assert_nonnull (strstr (listed, "root         2 of"));

  g_assert_cmpint (tambo_test_run_pack (NULL, "sign", fixture->founder, "-o", fixture->stick, NULL),
                   ==,
                   0);
  trust = read_stick (fixture);
  g_assert_true (g_hash_table_contains (tambo_trust_get_files (trust), "2.root.json"));
}

/* A site coordinator admits kiosks from a laptop of her own. */
static void
test_coordinator (Fixture *fixture, gconstpointer data)
{
  g_autofree char *given = g_build_filename (fixture->folder, "for-amina", NULL);
  g_autofree char *hers = g_build_filename (fixture->folder, "from-amina", NULL);
  g_autofree char *said = NULL;
  g_autofree char *taken = NULL;
  g_autoptr (TamboTrust) trust = NULL;

  make_all_keys (fixture);
  g_assert_cmpint (tambo_test_run_pack (NULL,
                                        "delegate",
                                        fixture->founder,
                                        "--role",
                                        "roster",
                                        "--roster",
                                        "--key",
                                        fixture->amina_key,
                                        "-o",
                                        given,
                                        NULL),
                   ==,
                   0);
  g_assert_cmpint (
      tambo_test_run_pack (NULL, "sign", fixture->amina, "--from", given, "-o", hers, NULL),
      ==,
      0);
  g_assert_cmpint (
      tambo_test_run_pack (&said, "admit", fixture->amina, "--site", "north", "--kiosk", PIN, NULL),
      ==,
      0);
  g_assert_nonnull (strstr (said, "Signed as “roster”"));
  g_assert_cmpint (tambo_test_run_pack (NULL, "sign", fixture->amina, "-o", hers, NULL), ==, 0);

  g_assert_cmpint (tambo_test_run_pack (&taken,
                                        "sign",
                                        fixture->founder,
                                        "--from",
                                        hers,
                                        "-o",
                                        fixture->stick,
                                        NULL),
                   ==,
                   0);
  g_assert_nonnull (strstr (taken, "Took what “roster” signed"));
  trust = read_stick (fixture);
  g_assert_cmpint (tambo_trust_get_part (trust, PIN), ==, TAMBO_PART_KIOSK);
}

/* 1: refused for a reason printed. 2: wrongly asked. 3: could not. */
static void
test_exit_codes (Fixture *fixture, gconstpointer data)
{
  static const char *const commands[] = { "key", "delegate", "rotate", "recall" };
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere", NULL);

  make_all_keys (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_assert_cmpint (tambo_test_run_pack (NULL, commands[i], "--help", NULL), ==, 0);
      g_assert_cmpint (tambo_test_run_pack (NULL, commands[i], NULL), ==, 2);
    }

  g_assert_cmpint (tambo_test_run_pack (NULL, "key", "juggle", fixture->amina, NULL), ==, 2);
  g_assert_cmpint (
      tambo_test_run_pack (NULL, "key", "make", nowhere, "--name", "Amina Diallo", NULL),
      ==,
      2);
  g_assert_cmpint (
      tambo_test_run_pack (NULL, "key", "make", fixture->amina, "--name", "amina", NULL),
      ==,
      3);
  g_assert_cmpint (tambo_test_run_pack (NULL, "key", "show", nowhere, NULL), ==, 3);
  g_assert_cmpint (tambo_test_run_pack (NULL, "delegate", fixture->founder, "--role", "a", NULL),
                   ==,
                   2);
  g_assert_cmpint (
      tambo_test_run_pack (NULL, "delegate", fixture->founder, "--role", "a", "--remove", NULL),
      ==,
      1);
  g_assert_cmpint (tambo_test_run_pack (NULL, "sign", fixture->amina, "-o", fixture->stick, NULL),
                   ==,
                   3);
  g_assert_cmpint (
      tambo_test_run_pack (NULL, "recall", fixture->founder, "org.example.x", "1", NULL),
      ==,
      2);
  g_assert_cmpint (tambo_test_run_pack (NULL,
                                        "recall",
                                        fixture->founder,
                                        "org.example.x",
                                        "1",
                                        "--reason",
                                        "why",
                                        NULL),
                   ==,
                   1);
  g_assert_cmpint (
      tambo_test_run_pack (NULL, "rotate", "start", fixture->founder, "--threshold", "9", NULL),
      ==,
      1);
  g_assert_cmpint (
      tambo_test_run_pack (NULL, "rotate", "start", fixture->founder, "--remove", "bo", NULL),
      ==,
      1);
  g_assert_cmpint (tambo_test_run_pack (NULL, "rotate", "show", fixture->amina_key, NULL), ==, 1);
  g_assert_cmpint (tambo_test_run_pack (NULL, "rotate", "sign", nowhere, fixture->amina, NULL),
                   ==,
                   3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/author/tool-team/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("found/one-person-in-one-command", test_one_person);
  add_test ("found/passphrase-by-descriptor", test_passphrase_by_descriptor);
  add_test ("rotate/2-of-3", test_2_of_3);
  add_test ("delegate/coordinator", test_coordinator);
  add_test ("exit-codes", test_exit_codes);
#undef add_test

  return g_test_run ();
}

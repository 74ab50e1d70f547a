/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/pack/pack.h"
#include "content/store/claim.h"
#include "content/store/store.h"
#include "tests/support/count.h"
#include "tests/support/folder.h"
#include "tests/support/packs.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE (5 * TAMBO_LEAF_SIZE + 1000)

/* The store asks how much of the disk is free; here the answer is a test's. */
static guint64 free_bytes;

/* A store, and a file of six leaves that is to come into it. */
typedef struct
{
  char *folder;          /* (owned) */
  TamboStore *store;     /* (owned) */
  GBytes *file;          /* (owned) */
  TamboLeafList *leaves; /* (owned) of @file */
  char *digest;          /* (owned) of @file */
} Fixture;

static TamboStore *
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TamboStore *store = tambo_store_open (fixture->folder, &error);

  g_assert_no_error (error);
  tambo_store_set_space_floor (store, 0);

  return store;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  free_bytes = G_MAXINT64;
  fixture->folder = tambo_test_make_folder ();
  fixture->store = open_store (fixture);
  fixture->file = tambo_test_noise (SIZE, 7);
  fixture->leaves = tambo_leaf_list_new_for_bytes (fixture->file);
  fixture->digest = tambo_digest_for_bytes (fixture->file);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->store);
  tambo_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
  g_clear_pointer (&fixture->file, g_bytes_unref);
  g_clear_pointer (&fixture->leaves, tambo_leaf_list_unref);
  g_clear_pointer (&fixture->digest, g_free);
}

static TamboStaging *
stage (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TamboStaging *staging =
      tambo_store_stage (fixture->store, fixture->digest, SIZE, fixture->leaves, &error);

  g_assert_no_error (error);

  return staging;
}

static GBytes *
leaf_of (GBytes *file, guint index)
{
  gsize offset = (gsize) index * TAMBO_LEAF_SIZE;

  return g_bytes_new_from_bytes (file, offset, MIN (TAMBO_LEAF_SIZE, SIZE - offset));
}

static void
write_leaf (Fixture *fixture, TamboStaging *staging, guint index)
{
  g_autoptr (GBytes) leaf = leaf_of (fixture->file, index);
  g_autoptr (GError) error = NULL;

  tambo_staging_write_leaf (staging, index, leaf, &error);
  g_assert_no_error (error);
}

static void
reopen (Fixture *fixture)
{
  g_assert_finalize_object (fixture->store);
  fixture->store = open_store (fixture);
}

static void
test_leaves_in_any_order (Fixture *fixture, gconstpointer data)
{
  static const guint order[] = { 3, 5, 0, 4, 1, 2 };
  g_autoptr (TamboStaging) staging = stage (fixture);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_assert_false (tambo_staging_is_complete (staging));
      write_leaf (fixture, staging, order[i]);
    }

  g_assert_true (tambo_staging_is_complete (staging));
  g_assert_false (tambo_store_has (fixture->store, fixture->digest));
  tambo_staging_commit (staging, &error);
  g_assert_no_error (error);

  g_assert_true (tambo_store_has (fixture->store, fixture->digest));
  read = tambo_store_read (fixture->store, fixture->digest, SIZE, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (read, fixture->file));
  g_clear_object (&staging);
}

static void
test_wrong_leaf_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboStaging) staging = stage (fixture);
  g_autoptr (GBytes) right = leaf_of (fixture->file, 2);
  g_autoptr (GBytes) wrong = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (right, NULL), TAMBO_LEAF_SIZE);

  bytes[1234] ^= 1;
  wrong = g_bytes_new (bytes, TAMBO_LEAF_SIZE);

  g_assert_false (tambo_staging_write_leaf (staging, 2, wrong, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
  g_assert_false (tambo_staging_has_leaf (staging, 2));
  g_assert_cmpuint (tambo_staging_get_done (staging), ==, 0);
  g_clear_error (&error);

  /* The right bytes in the wrong place are wrong too. */
  g_assert_false (tambo_staging_write_leaf (staging, 1, right, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
  g_clear_object (&staging);
}

static void
test_incomplete_is_not_committed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboStaging) staging = stage (fixture);
  g_autoptr (GError) error = NULL;

  write_leaf (fixture, staging, 0);

  g_assert_false (tambo_staging_commit (staging, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_INCOMPLETE);
  g_assert_false (tambo_store_has (fixture->store, fixture->digest));
  g_clear_object (&staging);
}

static void
test_leaf_list_of_another_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) other = tambo_test_noise (SIZE, 8);
  g_autofree char *other_digest = tambo_digest_for_bytes (other);
  g_autoptr (TamboStaging) staging = NULL;
  g_autoptr (GError) error = NULL;

  staging = tambo_store_stage (fixture->store, other_digest, SIZE, fixture->leaves, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 6; i++)
    write_leaf (fixture, staging, i);

  g_assert_false (tambo_staging_commit (staging, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
  g_assert_false (tambo_store_has (fixture->store, other_digest));
  g_assert_cmpuint (tambo_staging_get_done (staging), ==, 0);
  g_clear_object (&staging);
}

static void
test_ranges_join (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboStaging) staging = stage (fixture);
  g_autoptr (GArray) ranges = NULL;

  write_leaf (fixture, staging, 1);
  write_leaf (fixture, staging, 2);
  write_leaf (fixture, staging, 5);

  ranges = tambo_staging_get_ranges (staging);
  g_assert_cmpuint (ranges->len, ==, 2);
  g_assert_cmpuint (g_array_index (ranges, TamboRange, 0).offset, ==, TAMBO_LEAF_SIZE);
  g_assert_cmpuint (g_array_index (ranges, TamboRange, 0).length, ==, 2 * TAMBO_LEAF_SIZE);
  g_assert_cmpuint (g_array_index (ranges, TamboRange, 1).offset, ==, 5 * TAMBO_LEAF_SIZE);
  g_assert_cmpuint (g_array_index (ranges, TamboRange, 1).length, ==, 1000);
  g_clear_object (&staging);
}

static void
test_goes_on_after_restart (Fixture *fixture, gconstpointer data)
{
  TamboStaging *staging = stage (fixture);

  write_leaf (fixture, staging, 0);
  write_leaf (fixture, staging, 4);
  g_assert_finalize_object (staging);
  reopen (fixture);

  staging = stage (fixture);
  g_assert_true (tambo_staging_has_leaf (staging, 0));
  g_assert_false (tambo_staging_has_leaf (staging, 1));
  g_assert_true (tambo_staging_has_leaf (staging, 4));
  g_assert_finalize_object (staging);
}

static void
test_same_staging_for_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboStaging) first = stage (fixture);
  g_autoptr (TamboStaging) second = stage (fixture);
  g_autoptr (TamboStaging) found = tambo_store_find_staging (fixture->store, fixture->digest);

  g_assert_true (first == second);
  g_assert_true (first == found);
  g_clear_object (&first);
  g_clear_object (&second);
  g_assert_finalize_object (g_steal_pointer (&found));
  g_assert_null (tambo_store_find_staging (fixture->store, fixture->digest));
}

static void
test_no_room (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboStaging) staging = NULL;
  g_autoptr (GError) error = NULL;

  free_bytes = SIZE - 1;
  staging = tambo_store_stage (fixture->store, fixture->digest, SIZE, fixture->leaves, &error);

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SPACE);
  g_assert_null (staging);
}

static void
test_without_leaves_there_is_a_limit (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboStaging) staging = NULL;
  g_autoptr (GError) error = NULL;

  staging = tambo_store_stage (fixture->store, fixture->digest, (guint64) 1 << 30, NULL, &error);

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE);
  g_assert_null (staging);
}

static void
test_damaged_at_rest (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) small = g_bytes_new_static ("wells", 5);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = tambo_store_put (fixture->store, small, &error);
  g_autofree char *path = NULL;

  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "blobs", "sha256", tambo_digest_get_hex (digest), NULL);
  g_file_set_contents (path, "walls", 5, &error);
  g_assert_no_error (error);

  read = tambo_store_read (fixture->store, digest, 100, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
  g_assert_null (read);
}

static void
test_collect (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) kept = g_bytes_new_static ("kept", 4);
  g_autoptr (GBytes) old = g_bytes_new_static ("old", 3);
  g_autoptr (GHashTable) in_use = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *kept_digest = tambo_store_put (fixture->store, kept, NULL);
  g_autofree char *old_digest = tambo_store_put (fixture->store, old, NULL);
  TamboStaging *held = stage (fixture);
  g_autoptr (GError) error = NULL;
  guint64 freed;

  write_leaf (fixture, held, 0);
  g_hash_table_add (in_use, kept_digest);
  tambo_store_collect (fixture->store, in_use, &freed, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (freed, >, 0);
  g_assert_true (tambo_store_has (fixture->store, kept_digest));
  g_assert_false (tambo_store_has (fixture->store, old_digest));
  g_assert_true (tambo_staging_has_leaf (held, 0));

  /* Let go, it is collected too. */
  g_assert_finalize_object (held);
  tambo_store_collect (fixture->store, in_use, NULL, NULL, &error);
  g_assert_no_error (error);
  held = stage (fixture);
  g_assert_false (tambo_staging_has_leaf (held, 0));
  g_assert_finalize_object (held);
}

/* What somebody has open stays until he closes it: a film that runs, a leaf on its way. */
static void
test_collect_passes_open_by (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) nothing = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = tambo_store_put (fixture->store, fixture->file, &error);
  int fd = tambo_store_open_blob (fixture->store, digest, NULL, &error);
  guint n_busy = 0;

  g_assert_no_error (error);
  tambo_store_collect (fixture->store, nothing, NULL, &n_busy, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_busy, ==, 1);
  g_assert_true (tambo_store_has (fixture->store, digest));

  close (fd);
  tambo_store_collect (fixture->store, nothing, NULL, &n_busy, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_busy, ==, 0);
  g_assert_false (tambo_store_has (fixture->store, digest));
}

static GPtrArray *
want_file (Fixture *fixture)
{
  GPtrArray *wants = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_want_free);
  TamboWant *want = g_new0 (TamboWant, 1);

  want->digest = g_strdup (fixture->digest);
  want->size = SIZE;
  g_ptr_array_add (wants, want);

  return wants;
}

static void
test_collect_passes_claims_by (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) nothing = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) wants = want_file (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *digest = tambo_store_put (fixture->store, fixture->file, &error);
  TamboClaim *first = tambo_claim_new (fixture->store, wants, &error);
  TamboClaim *second = tambo_claim_new (fixture->store, wants, &error);

  g_assert_no_error (error);
  tambo_claim_free (first);
  tambo_store_collect (fixture->store, nothing, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (tambo_store_has (fixture->store, digest));

  tambo_claim_free (second);
  tambo_store_collect (fixture->store, nothing, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (tambo_store_has (fixture->store, digest));
}

int
fstatvfs (int fd, struct statvfs *out_disk)
{
  *out_disk = (struct statvfs){ .f_bavail = free_bytes, .f_frsize = 1 };

  return 0;
}

static void
assert_claim (Fixture *fixture, guint64 bytes, gboolean fits)
{
  g_autoptr (GPtrArray) wants = want_file (fixture);
  g_autoptr (TamboClaim) claim = NULL;
  g_autoptr (GError) error = NULL;

  free_bytes = bytes;
  claim = tambo_claim_new (fixture->store, wants, &error);
  if (fits)
    g_assert_no_error (error);
  else
    g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SPACE);
  g_assert_true ((claim != NULL) == fits);
}

static void
test_floor (Fixture *fixture, gconstpointer data)
{
  tambo_store_set_space_floor (fixture->store, TAMBO_SPACE_FLOOR);
  assert_claim (fixture, TAMBO_SPACE_FLOOR + SIZE, TRUE);
  assert_claim (fixture, TAMBO_SPACE_FLOOR + SIZE - 1, FALSE);
  assert_claim (fixture, TAMBO_SPACE_FLOOR - 1, FALSE);
  assert_claim (fixture, 0, FALSE);
}

/* Room that one has claimed is not there for another, until it is given up. */
static void
test_claimed_room (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) wants = want_file (fixture);
  g_autoptr (TamboClaim) claim = NULL;
  g_autoptr (GError) error = NULL;

  free_bytes = SIZE + 10;
  claim = tambo_claim_new (fixture->store, wants, &error);
  g_assert_no_error (error);
  g_assert_true (tambo_store_check_space (fixture->store, 10, &error));
  g_assert_false (tambo_store_check_space (fixture->store, 11, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SPACE);
  g_clear_error (&error);

  g_clear_pointer (&claim, tambo_claim_free);
  g_assert_true (tambo_store_check_space (fixture->store, SIZE + 10, &error));
}

/* In a process of its own: takes in the file, and tells the number of each leaf that is in. */
static void
take_in_until_killed (Fixture *fixture, int report_fd)
{
  TamboStore *store = tambo_store_open (fixture->folder, NULL);
  TamboStaging *staging = NULL;

  tambo_store_set_space_floor (store, 0);
  staging = tambo_store_stage (store, fixture->digest, SIZE, fixture->leaves, NULL);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (GBytes) leaf = leaf_of (fixture->file, i);
      guint8 number = (guint8) i;

      if (staging == NULL || !tambo_staging_write_leaf (staging, i, leaf, NULL) ||
          write (report_fd, &number, 1) != 1)
        _exit (1);
    }
  tambo_staging_commit (staging, NULL);
  _exit (0);
}

/* Kills it after @n_leaves reports, while it goes on. */
static void
kill_after (Fixture *fixture, guint n_leaves)
{
  int reports[2];
  guint8 number;
  pid_t child;

  g_assert_no_errno (pipe (reports));
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    take_in_until_killed (fixture, reports[1]);

  close (reports[1]);
  for (guint i = 0; i < n_leaves; i++)
    g_assert_cmpint (read (reports[0], &number, 1), ==, 1);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  close (reports[0]);
}

static void
test_killed_at_any_moment (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (tambo_test_seed ());
  guint rounds = tambo_test_count (200);

  for (guint round = 0; round < rounds; round++)
    {
      guint n_leaves = (guint) g_rand_int_range (random, 0, 7);
      g_autoptr (GHashTable) nothing = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GBytes) read = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_finalize_object (fixture->store);
      kill_after (fixture, n_leaves);
      fixture->store = open_store (fixture);

      if (!tambo_store_has (fixture->store, fixture->digest))
        {
          g_autoptr (TamboStaging) staging = stage (fixture);

          /* What was reported is not fetched again. */
          for (guint i = 0; i < n_leaves; i++)
            g_assert_true (tambo_staging_has_leaf (staging, i));
          for (guint i = 0; i < 6; i++)
            write_leaf (fixture, staging, i);
          tambo_staging_commit (staging, &error);
          g_assert_no_error (error);
          g_clear_object (&staging);
        }

      read = tambo_store_read (fixture->store, fixture->digest, SIZE, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (read, fixture->file));
      tambo_store_collect (fixture->store, nothing, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/content/store/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("leaves-in-any-order", test_leaves_in_any_order);
  add_test ("wrong-leaf-is-refused", test_wrong_leaf_is_refused);
  add_test ("incomplete-is-not-committed", test_incomplete_is_not_committed);
  add_test ("leaf-list-of-another-file", test_leaf_list_of_another_file);
  add_test ("ranges-join", test_ranges_join);
  add_test ("goes-on-after-restart", test_goes_on_after_restart);
  add_test ("same-staging-for-all", test_same_staging_for_all);
  add_test ("no-room", test_no_room);
  add_test ("without-leaves-there-is-a-limit", test_without_leaves_there_is_a_limit);
  add_test ("damaged-at-rest", test_damaged_at_rest);
  add_test ("collect", test_collect);
  add_test ("collect/passes-by-what-is-open", test_collect_passes_open_by);
  add_test ("collect/passes-by-what-is-claimed", test_collect_passes_claims_by);
  add_test ("space/floor-is-kept-to-the-byte", test_floor);
  add_test ("space/claimed-room-is-taken", test_claimed_room);
  add_test ("killed-at-any-moment", test_killed_at_any_moment);
#undef add_test

  return g_test_run ();
}

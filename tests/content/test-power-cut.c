/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE

#include "content/base/error.h"
#include "tests/support/count.h"
#include "tests/support/folder.h"
#include "tests/support/power.h"
#include "tests/support/shelter.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a power cut may cost that came quickly: see staging.c. A kill costs one leaf at most. */
#define LEAVES_A_SYNC 16

static const char *const french[] = { "fr", NULL };
static const char *const cut_names[] = { "killed", "nothing kept", "torn" };

/* The kiosk's folder with the first version, and a stick with the second. */
typedef struct
{
  TamboTestShelter shelter;
  TamboTestPack *first;  /* (owned) */
  TamboTestPack *second; /* (owned) */
  char *pristine;        /* (owned): a copy of the kiosk's folder, to begin again from */
  char *kiosk;           /* (owned): it */
  guint64 *written;      /* (owned): by the process that is cut off, shared with it */
} Fixture;

static void
copy_folder (const char *from, const char *to)
{
  g_autofree char *from_all = g_strconcat (from, "/.", NULL);
  char *argv[] = { (char *) "cp", (char *) "-a", from_all, (char *) to, NULL };
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* The store and the catalogue are in a folder of their own. */
static void
open_kiosk (Fixture *fixture)
{
  TamboTestShelter *shelter = &fixture->shelter;
  char *folder = shelter->folder;

  shelter->folder = fixture->kiosk;
  tambo_test_shelter_start (shelter);
  shelter->folder = folder;
}

static void
close_kiosk (Fixture *fixture)
{
  g_clear_object (&fixture->shelter.store);
  g_clear_object (&fixture->shelter.catalog);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tambo_test_shelter_set_up (&fixture->shelter, data);
  fixture->kiosk = g_build_filename (fixture->shelter.folder, "kiosk", NULL);
  fixture->pristine = g_build_filename (fixture->shelter.folder, "pristine", NULL);
  g_assert_cmpint (g_mkdir_with_parents (fixture->kiosk, 0700), ==, 0);
  fixture->written = mmap (NULL,
                           sizeof *fixture->written,
                           PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS,
                           -1,
                           0);
  g_assert_true (fixture->written != MAP_FAILED);

  fixture->first = tambo_test_shelter_publish (&fixture->shelter, 1);
  open_kiosk (fixture);
  tambo_test_shelter_install (&fixture->shelter, 1, french, &error);
  g_assert_no_error (error);
  fixture->second = tambo_test_shelter_publish (&fixture->shelter, 2);
  g_object_unref (tambo_test_shelter_open_stick (&fixture->shelter));
  close_kiosk (fixture);
  copy_folder (fixture->kiosk, fixture->pristine);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  open_kiosk (fixture);
  munmap (fixture->written, sizeof *fixture->written);
  tambo_test_pack_free (fixture->first);
  tambo_test_pack_free (fixture->second);
  g_free (fixture->kiosk);
  g_free (fixture->pristine);
  tambo_test_shelter_tear_down (&fixture->shelter, data);
}

static void
begin_again (Fixture *fixture)
{
  g_autofree char *graves = g_strconcat (fixture->kiosk, ".graves", NULL);

  close_kiosk (fixture);
  tambo_test_remove_folder (fixture->kiosk);
  if (g_file_test (graves, G_FILE_TEST_EXISTS))
    tambo_test_remove_folder (graves);
  copy_folder (fixture->pristine, fixture->kiosk);
  *fixture->written = 0;
}

/* What a daemon does with a stick: opens what it has, installs, and frees what is not needed. */
static gboolean
install_second (Fixture *fixture, GError **error)
{
  g_autoptr (GHashTable) in_use = NULL;

  open_kiosk (fixture);
  if (!tambo_test_shelter_install (&fixture->shelter, 2, french, error))
    return FALSE;

  in_use = tambo_catalog_get_digests (fixture->shelter.catalog, error);

  return in_use != NULL && tambo_store_collect (fixture->shelter.store, in_use, NULL, NULL, error);
}

/* In a process of its own, that ends at change @at; its exit status, -1 if it was cut off. */
static int
install_in_child (Fixture *fixture, guint at, TamboTestCut cut, guint32 seed, int log_fd)
{
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      gboolean done;

      tambo_test_power_arm (fixture->kiosk, at, cut, seed, 0, log_fd, fixture->written);
      done = install_second (fixture, NULL);
      close_kiosk (fixture);
      _exit (done ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFSIGNALED (status))
    g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);

  return WIFSIGNALED (status) ? -1 : WEXITSTATUS (status);
}

/* (transfer full): one line for each change that an install makes. */
static GStrv
list_changes (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->shelter.folder, "changes", NULL);
  FILE *log = fopen (path, "w");
  g_autofree char *text = NULL;

  begin_again (fixture);
  g_assert_cmpint (install_in_child (fixture, 0, TAMBO_TEST_CUT_KILL, 0, fileno (log)), ==, 0);
  fclose (log);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return g_strsplit (g_strchomp (text), "\n", -1);
}

/* Everything that the catalogue counts on is there and right. */
static void
assert_version_before (Fixture *fixture)
{
  TamboCatalog *catalog = fixture->shelter.catalog;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) digests = tambo_catalog_get_digests (catalog, &error);
  GHashTableIter iter;
  gpointer digest;

  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, digests);
  while (g_hash_table_iter_next (&iter, &digest, NULL))
    {
      g_autoptr (GBytes) bytes = NULL;

      bytes = tambo_store_read (fixture->shelter.store, digest, 1 << 20, &error);
      g_assert_no_error (error);
    }
}

/* Bytes of the second version that would have to be read from the stick again. */
static guint64
count_lost (Fixture *fixture, guint64 shared)
{
  g_autoptr (TamboInstall) install = tambo_test_shelter_begin (&fixture->shelter, 2, french);
  g_autoptr (GError) error = NULL;
  guint64 done = 0;
  guint64 total = 0;
  guint files_done;
  guint files_total;

  tambo_install_advance (install, &error);
  g_assert_no_error (error);
  tambo_install_get_progress (install, &done, &total, &files_done, &files_total);
  /* Without the manifest nobody knows yet what is shared, and nothing else can have been written.
   */
  if (total == 0)
    done = shared;
  if (done >= shared + *fixture->written)
    return 0;

  return shared + *fixture->written - done;
}

static guint64
count_shared (Fixture *fixture)
{
  g_autoptr (GPtrArray) wants =
      tambo_manifest_plan (tambo_pack_get_manifest (fixture->second->pack), french);
  guint64 shared = 0;

  for (guint i = 0; i < wants->len; i++)
    {
      const TamboWant *want = wants->pdata[i];

      if (g_hash_table_contains (fixture->first->blobs, want->digest))
        shared += want->size;
    }

  return shared;
}

/* Old or new, never mixed; what had arrived is not fetched again; and it goes on from there. */
static void
check_after_cut (Fixture *fixture, TamboTestCut cut, gboolean was_done, guint64 shared)
{
  TamboTestShelter *shelter = &fixture->shelter;
  g_autoptr (GError) error = NULL;
  TamboInstalledPack *pack;
  guint version;

  open_kiosk (fixture);
  pack = tambo_catalog_find (shelter->catalog, TAMBO_TEST_SHELTER_ID);
  g_assert_nonnull (pack);
  version = tambo_installed_pack_get_version (pack);
  g_assert_true (version == 2 || (version == 1 && !was_done));
  tambo_test_shelter_assert_installed (shelter,
                                       version == 1 ? fixture->first : fixture->second,
                                       french);
  assert_version_before (fixture);
  if (version == 1)
    g_assert_cmpuint (count_lost (fixture, shared),
                      <=,
                      (cut == TAMBO_TEST_CUT_KILL ? 1 : LEAVES_A_SYNC) * TAMBO_LEAF_SIZE);

  close_kiosk (fixture);
  install_second (fixture, &error);
  g_assert_no_error (error);
  tambo_test_shelter_assert_installed (shelter, fixture->second, french);
  assert_version_before (fixture);
}

/* About a tenth of the cut points, evenly, and another tenth with another seed. */
static void
test_cut (Fixture *fixture, gconstpointer data)
{
  TamboTestCut cut = GPOINTER_TO_INT (data);
  g_auto (GStrv) changes = list_changes (fixture);
  guint n_changes = g_strv_length (changes);
  guint step = n_changes / tambo_test_count (n_changes);
  guint64 shared = count_shared (fixture);
  guint n_cuts = 0;

  g_test_message ("An install makes %u changes; %s before each:", n_changes, cut_names[cut]);
  for (guint i = 0; i < n_changes; i++)
    g_test_message ("%s", changes[i]);
  for (guint at = 1 + tambo_test_seed () % step; at <= n_changes; at += step)
    {
      int status;

      begin_again (fixture);
      status = install_in_child (fixture, at, cut, tambo_test_seed () + at, -1);
      g_assert_cmpint (status, <=, 0);
      check_after_cut (fixture, cut, status == 0, shared);
      n_cuts++;
    }
  g_test_message ("%u cuts", n_cuts);
}

/* A disk that is full, or goes read-only, at any change leaves the old version, or the new one. */
static void
test_fails (Fixture *fixture, gconstpointer data)
{
  int error_number = GPOINTER_TO_INT (data);
  g_auto (GStrv) changes = list_changes (fixture);
  guint n_changes = g_strv_length (changes);
  guint step = n_changes / tambo_test_count (n_changes);
  guint64 shared = count_shared (fixture);

  for (guint at = 1 + tambo_test_seed () % step; at <= n_changes; at += step)
    {
      int status;
      pid_t child;

      begin_again (fixture);
      child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        {
          /* Never a crash: an error that is told, or the work done. */
          g_autoptr (GError) error = NULL;
          gboolean done;

          open_kiosk (fixture);
          tambo_test_power_arm (fixture->kiosk,
                                at,
                                TAMBO_TEST_CUT_KILL,
                                0,
                                error_number,
                                -1,
                                fixture->written);
          done = tambo_test_shelter_install (&fixture->shelter, 2, french, &error);
          _exit (done ? 0 : error != NULL ? 1 : 2);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), <=, 1);
      check_after_cut (fixture, TAMBO_TEST_CUT_NOTHING_KEPT, WEXITSTATUS (status) == 0, shared);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, data, func) \
  g_test_add ("/content/power-cut/" path, Fixture, GINT_TO_POINTER (data), set_up, func, tear_down)
  add_test ("killed-at-every-change", TAMBO_TEST_CUT_KILL, test_cut);
  add_test ("nothing-kept-that-was-not-synced", TAMBO_TEST_CUT_NOTHING_KEPT, test_cut);
  add_test ("torn-pages-and-lost-names", TAMBO_TEST_CUT_TORN, test_cut);
  add_test ("disk-is-full-at-every-change", ENOSPC, test_fails);
  add_test ("disk-is-read-only-at-every-change", EROFS, test_fails);
#undef add_test

  return g_test_run ();
}

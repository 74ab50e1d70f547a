/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/count.h"
#include "tests/support/shelter.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* More than an install of the second version has leaves to report. */
#define MAX_REPORTS 6

typedef TamboTestShelter Fixture;

static const char *const french[] = { "fr", NULL };

static void
on_child_progress (TamboInstall *install, gpointer user_data)
{
  if (write (GPOINTER_TO_INT (user_data), "", 1) != 1)
    _exit (1);
}

/* In a child: installs and reports each leaf, until it is killed or done. */
static void
install_in_child (Fixture *fixture, int report_fd)
{
  g_autoptr (TamboLayout) layout = NULL;
  g_autoptr (TamboInstall) install = NULL;

  tambo_test_shelter_start (fixture);
  layout = tambo_test_shelter_open_stick (fixture);
  install = tambo_test_shelter_begin (fixture, 2, french);
  if (!tambo_install_copy (install,
                           layout,
                           on_child_progress,
                           GINT_TO_POINTER (report_fd),
                           NULL,
                           NULL))
    _exit (1);
  on_child_progress (install, GINT_TO_POINTER (report_fd));
  _exit (tambo_install_finish (install, fixture->catalog, NULL) ? 0 : 1);
}

/* Lets a child go on for so many reports, if it has so many to make, and then kills it. */
static void
install_and_kill (Fixture *fixture, guint n_reports)
{
  int fds[2];
  char report;
  pid_t child;

  g_assert_no_errno (pipe (fds));
  g_clear_object (&fixture->catalog);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    install_in_child (fixture, fds[1]);

  close (fds[1]);
  for (guint i = 0; i < n_reports && read (fds[0], &report, 1) == 1; i++)
    ;
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  close (fds[0]);
}

/* Nothing but the first version is here. */
static void
start_over (Fixture *fixture)
{
  g_autoptr (GHashTable) nothing = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;

  tambo_catalog_remove (fixture->catalog, TAMBO_TEST_SHELTER_ID, &error);
  g_assert_no_error (error);
  tambo_store_collect (fixture->store, nothing, NULL, NULL, &error);
  g_assert_no_error (error);
  tambo_test_shelter_install (fixture, 1, french, &error);
  g_assert_no_error (error);
}

/* The result of a power cut is the old version or the new one, whole. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (tambo_test_seed ());
  g_autoptr (TamboTestPack) first = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboTestPack) second = tambo_test_shelter_publish (fixture, 2);
  guint rounds = tambo_test_count (200);

  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (GError) error = NULL;
      TamboInstalledPack *pack;
      gboolean is_old;

      start_over (fixture);
      for (guint kills = 0; kills < 3; kills++)
        {
          install_and_kill (fixture, (guint) g_rand_int_range (random, 0, MAX_REPORTS));
          tambo_test_shelter_start (fixture);
          pack = tambo_catalog_find (fixture->catalog, TAMBO_TEST_SHELTER_ID);
          g_assert_nonnull (pack);
          is_old = tambo_installed_pack_get_version (pack) == 1;
          tambo_test_shelter_assert_installed (fixture, is_old ? first : second, french);
        }

      /* It goes on from there. */
      tambo_test_shelter_install (fixture, 2, french, &error);
      g_assert_no_error (error);
      tambo_test_shelter_assert_installed (fixture, second, french);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/content/install-killed/at-any-moment",
              Fixture,
              NULL,
              tambo_test_shelter_set_up,
              test_killed,
              tambo_test_shelter_tear_down);

  return g_test_run ();
}

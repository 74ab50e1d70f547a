/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/courier/courier.h"
#include "tests/support/count.h"
#include "tests/support/envelopes.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ID_LENGTH (2 * TAMBO_ENVELOPE_ID_SIZE)

static const guint8 recipient[TAMBO_RECIPIENT_SIZE] = { 3 };

static TamboCourier *
open_courier (const char *path)
{
  g_autoptr (TamboTestClinics) clinics = tambo_test_clinics_new ();
  g_autoptr (GError) error = NULL;
  TamboCourier *courier;

  courier = tambo_courier_open (path, TAMBO_CLINICS (clinics), "boot", 0, &error);
  g_assert_no_error (error);

  return courier;
}

static void
acknowledge (int fd, const char *id)
{
  if (write (fd, id, ID_LENGTH) != ID_LENGTH)
    _exit (1);
}

/* What the daemon does: says that it has an envelope once it has. Never returns. */
static void
accept_for_ever (const char *path, guint64 first, int fd)
{
  g_autoptr (TamboCourier) courier = open_courier (path);

  for (guint64 number = first;; number += 2)
    {
      g_autoptr (TamboEnvelope) own =
          tambo_test_envelope_new (TAMBO_ENVELOPE_REQUEST, 1024, recipient, number);
      g_autoptr (TamboEnvelope) handed_over =
          tambo_test_envelope_new (TAMBO_ENVELOPE_REPLY, 4096, recipient, number + 1);
      g_autoptr (TamboEnvelopeBatch) batch = tambo_envelope_batch_new ();
      g_autofree char *id = tambo_courier_submit (courier, tambo_envelope_get_bytes (own), 0, NULL);
      g_auto (GStrv) words = NULL;

      if (id == NULL)
        _exit (1);
      acknowledge (fd, id);

      tambo_envelope_batch_add (batch, tambo_envelope_get_bytes (handed_over), 0);
      words = tambo_courier_take_in (courier, TAMBO_TEST_PEER, batch, 0, NULL);
      if (words == NULL || !g_str_equal (words[0], "ok"))
        _exit (1);
      acknowledge (fd, tambo_envelope_get_id (handed_over));
    }
}

/* Lets a child accept until it has acknowledged @n_wanted, kills it, and gives all that it has
 * acknowledged. */
static GPtrArray *
run_and_kill (const char *path, guint64 first, guint n_wanted)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  char id[ID_LENGTH];
  int fds[2];
  int status;
  pid_t child;

  g_assert_cmpint (pipe (fds), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      close (fds[0]);
      accept_for_ever (path, first, fds[1]);
    }

  close (fds[1]);
  for (guint n_read = 0; read (fds[0], id, sizeof id) == ID_LENGTH; n_read++)
    {
      g_ptr_array_add (ids, g_strndup (id, sizeof id));
      if (n_read == n_wanted)
        g_assert_cmpint (kill (child, SIGKILL), ==, 0);
    }

  close (fds[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);

  return ids;
}

static void
assert_all_here (const char *path, GPtrArray *ids)
{
  g_autoptr (TamboCourier) courier = open_courier (path);
  g_autoptr (GError) error = NULL;

  tambo_courier_release (courier, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (TamboEnvelope) envelope = NULL;
      guint64 age_ms;

      bytes = tambo_courier_get (courier, g_ptr_array_index (ids, i), 0, &age_ms, &error);
      g_assert_no_error (error);
      envelope = tambo_envelope_parse (bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (tambo_envelope_get_id (envelope), ==, g_ptr_array_index (ids, i));
    }
}

static void
test_killed (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (tambo_test_seed ());
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_dir_make_tmp ("tambo-crash-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "courier.db", NULL);
  guint n_kills = tambo_test_count (250);

  for (guint i = 0; i < n_kills; i++)
    {
      GPtrArray *ids = run_and_kill (path,
                                     (guint64) i << 32,
                                     (guint) g_rand_int_range (random, 0, 30));

      g_ptr_array_extend_and_steal (all, ids);
      assert_all_here (path, all);
    }

  g_test_message ("%u kills, %u envelopes acknowledged, all here", n_kills, all->len);
  for (const char *const *suffix = (const char *const[]){ "", "-wal", "-shm", NULL };
       *suffix != NULL;
       suffix++)
    {
      g_autofree char *name = g_strconcat (path, *suffix, NULL);

      g_unlink (name);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/mesh/courier-crash/acknowledged-is-never-lost", test_killed);

  return g_test_run ();
}

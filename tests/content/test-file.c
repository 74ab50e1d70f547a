/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/file.h"
#include "tests/support/folder.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder; /* (owned) */
  int fd;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = tambo_test_make_folder ();
  fixture->fd = tambo_file_open_folder (fixture->folder, FALSE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  close (fixture->fd);
  tambo_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

static void
write_text (Fixture *fixture, const char *text, int mode)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  tambo_file_write_at (fixture->fd, "file", bytes, mode, &error);
  g_assert_no_error (error);
}

static void
assert_text (Fixture *fixture, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = tambo_file_read_at (fixture->fd, "file", 100, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   expected,
                   strlen (expected));
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  struct stat info;

  write_text (fixture, "a longer one", 0600);
  write_text (fixture, "short", 0600);
  assert_text (fixture, "short");
  g_assert_no_errno (fstatat (fixture->fd, "file", &info, 0));
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (faccessat (fixture->fd, "file.new", F_OK, 0), ==, -1);
}

/* A power cut came between writing and renaming. */
static void
test_left_over (Fixture *fixture, gconstpointer data)
{
  int fd = openat (fixture->fd, "file.new", O_WRONLY | O_CREAT, 0644);

  g_assert_cmpint (write (fd, "half", 4), ==, 4);
  close (fd);

  write_text (fixture, "whole", 0600);
  assert_text (fixture, "whole");
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  write_text (fixture, "", 0600);
  assert_text (fixture, "");
}

static void
test_size (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  write_text (fixture, "12345", 0600);
  bytes = tambo_file_read_at (fixture->fd, "file", 5, &error);
  g_assert_no_error (error);
  g_assert_null (tambo_file_read_at (fixture->fd, "file", 4, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_file_read_at (fixture->fd, "file", 5, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_link (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (symlinkat ("/etc/passwd", fixture->fd, "file"));
  g_assert_null (tambo_file_read_at (fixture->fd, "file", 100000, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_LINKS);
}

/* Nobody writes into it, and yet nobody waits. */
static void
test_pipe (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (mkfifoat (fixture->fd, "file", 0600));
  g_assert_null (tambo_file_read_at (fixture->fd, "file", 100, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/content/file/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("write/replace", test_replace);
  add_test ("write/left-over", test_left_over);
  add_test ("write/empty", test_empty);
  add_test ("read/size", test_size);
  add_test ("read/missing", test_missing);
  add_test ("read/link", test_link);
  add_test ("read/pipe", test_pipe);
#undef add_test

  return g_test_run ();
}

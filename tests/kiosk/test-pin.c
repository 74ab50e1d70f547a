/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "kiosk/staff/pin.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

/* The path of a PIN file that does not exist yet. */
typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("tambo-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "pin", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_clear_pointer (&fixture->path, g_free);
  g_clear_pointer (&fixture->folder, g_free);
}

static void
test_none_fits_nothing (Fixture *fixture, gconstpointer data)
{
  g_assert_false (tambo_pin_is_set (fixture->path));
  g_assert_false (tambo_pin_check (fixture->path, ""));
  g_assert_false (tambo_pin_check (fixture->path, "123456"));
}

static void
test_only_the_right_one_fits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tambo_pin_set (fixture->path, "314159", &error);
  g_assert_no_error (error);

  g_assert_true (tambo_pin_is_set (fixture->path));
  g_assert_true (tambo_pin_check (fixture->path, "314159"));
  g_assert_false (tambo_pin_check (fixture->path, "314158"));
  g_assert_false (tambo_pin_check (fixture->path, "3141590"));
  g_assert_false (tambo_pin_check (fixture->path, ""));
}

static void
test_digits_are_not_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  tambo_pin_set (fixture->path, "314159", &error);
  g_assert_no_error (error);

  g_file_get_contents (fixture->path, &kept, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (kept, "314159"));
  g_assert_no_errno (g_stat (fixture->path, &info));
  g_assert_cmpint (info.st_mode & 0077, ==, 0);
}

static void
test_damaged_file_fits_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *long_text = g_strnfill (4096, 'x');

  g_file_set_contents (fixture->path, long_text, -1, &error);
  g_assert_no_error (error);

  g_assert_true (tambo_pin_is_set (fixture->path));
  g_assert_false (tambo_pin_check (fixture->path, "314159"));
}

static void
test_refuses (gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tambo_pin_set ("/nowhere/pin", data, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CODE_FORMAT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

#define add_test(path, func) g_test_add ("/kiosk/pin/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("none-fits-nothing", test_none_fits_nothing);
  add_test ("only-the-right-one-fits", test_only_the_right_one_fits);
  add_test ("digits-are-not-kept", test_digits_are_not_kept);
  add_test ("damaged-file-fits-nothing", test_damaged_file_fits_nothing);
#undef add_test
  g_test_add_data_func ("/kiosk/pin/refuses/empty", "", test_refuses);
  g_test_add_data_func ("/kiosk/pin/refuses/five-digits", "12345", test_refuses);
  g_test_add_data_func ("/kiosk/pin/refuses/nine-digits", "123456789", test_refuses);
  g_test_add_data_func ("/kiosk/pin/refuses/letters", "12345a", test_refuses);

  return g_test_run ();
}

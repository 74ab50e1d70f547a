/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "mesh/admission/admission.h"
#include "mesh/admission/device-key.h"
#include "mesh/wire/pin.h"

#include <glib/gstdio.h>
#include <string.h>

#define OWN "00000000000000000000000000000000000000000000000000000000000000aa"
#define KIOSK "00000000000000000000000000000000000000000000000000000000000000bb"
#define GATEWAY "00000000000000000000000000000000000000000000000000000000000000cc"
#define STRANGER "00000000000000000000000000000000000000000000000000000000000000dd"

static TamboPart
look_up (const char *pin, gpointer user_data)
{
  gboolean *is_empty = user_data;

  if (*is_empty || g_str_equal (pin, STRANGER))
    return TAMBO_PART_NONE;

  return g_str_equal (pin, GATEWAY) ? TAMBO_PART_GATEWAY : TAMBO_PART_KIOSK;
}

static void
test_roster (void)
{
  gboolean is_empty = FALSE;
  g_autoptr (TamboAdmission) admission = tambo_admission_new (OWN, look_up, &is_empty, NULL);

  g_assert_true (tambo_admission_admits (admission, KIOSK));
  g_assert_true (tambo_admission_admits (admission, GATEWAY));
  g_assert_false (tambo_admission_admits (admission, STRANGER));
  g_assert_false (tambo_admission_admits (admission, OWN));
  g_assert_false (tambo_admission_admits (admission, NULL));
  g_assert_false (tambo_admission_admits (admission, ""));
  g_assert_false (tambo_admission_admits (admission, KIOSK "0"));
  g_assert_cmpint (tambo_admission_get_part (admission, OWN), ==, TAMBO_PART_KIOSK);
  g_assert_cmpint (tambo_admission_get_part (admission, GATEWAY), ==, TAMBO_PART_GATEWAY);

  is_empty = TRUE;
  g_assert_false (tambo_admission_admits (admission, KIOSK));
}

static void
test_pins (void)
{
  g_assert_true (tambo_pin_equal (KIOSK, KIOSK));
  g_assert_false (tambo_pin_equal (KIOSK, OWN));
  g_assert_false (tambo_pin_equal (NULL, NULL));
  g_assert_false (tambo_pin_equal ("", ""));
  g_assert_null (tambo_pin_for_certificate (NULL));
}

/* A folder for a key. */
typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("tambo-key-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "device.pem", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_key_is_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboDeviceKey) first = tambo_device_key_open (fixture->path, &error);
  g_autoptr (TamboDeviceKey) second = NULL;
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_true (tambo_pin_is_valid (tambo_device_key_get_pin (first)));
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  second = tambo_device_key_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tambo_device_key_get_pin (first), ==, tambo_device_key_get_pin (second));
}

static void
test_key_is_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboDeviceKey) first = tambo_device_key_open (fixture->path, NULL);
  g_autoptr (TamboDeviceKey) second = NULL;

  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  second = tambo_device_key_open (fixture->path, NULL);
  g_assert_cmpstr (tambo_device_key_get_pin (first), !=, tambo_device_key_get_pin (second));
}

static void
test_pin_is_of_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboDeviceKey) key = tambo_device_key_open (fixture->path, NULL);
  g_autofree char *pin = tambo_pin_for_certificate (tambo_device_key_get_certificate (key));

  g_assert_cmpstr (pin, ==, tambo_device_key_get_pin (key));
}

/* What is there is not replaced, since rosters name it. */
static void
test_damaged_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboDeviceKey) key = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;

  g_file_set_contents (fixture->path, "not a key", -1, &error);
  g_assert_no_error (error);
  key = tambo_device_key_open (fixture->path, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CONFIG);
  g_assert_null (key);
  g_assert_true (g_file_get_contents (fixture->path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "not a key");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/mesh/admission/roster", test_roster);
  g_test_add_func ("/mesh/admission/pins", test_pins);
#define add_test(path, func) \
  g_test_add ("/mesh/admission/key/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("is-kept", test_key_is_kept);
  add_test ("is-another-on-another-device", test_key_is_new);
  add_test ("pin-is-that-of-its-certificate", test_pin_is_of_key);
  add_test ("damaged-is-not-replaced", test_damaged_key);
#undef add_test

  return g_test_run ();
}

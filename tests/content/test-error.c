/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"

#include <string.h>

/* The code, the word in logs and the name on the bus are three spellings of one thing. */
static void
test_names_agree (void)
{
  for (int code = 0; code < TAMBO_N_ERRORS; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (TAMBO_ERROR, code, "");
      g_autofree char *bus_name = g_dbus_error_encode_gerror (error);
      g_autoptr (GString) word = g_string_new (NULL);

      g_assert_true (g_str_has_prefix (bus_name, "org.tambo.Error."));
      for (const char *c = bus_name + strlen ("org.tambo.Error."); *c != '\0'; c++)
        {
          if (g_ascii_isupper (*c) && word->len > 0 && word->str[word->len - 1] != '.')
            g_string_append_c (word, '-');
          g_string_append_c (word, g_ascii_tolower (*c));
        }

      g_assert_cmpstr (tambo_error_get_word (error), ==, word->str);
    }
}

static void
test_crosses_bus (void)
{
  g_autoptr (GError) sent = g_error_new_literal (TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST, "Wrong");
  g_autofree char *bus_name = g_dbus_error_encode_gerror (sent);
  g_autoptr (GError) received = g_dbus_error_new_for_dbus_error (bus_name, "Wrong");

  g_assert_error (received, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
}

static void
test_other_domain (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Disk gone");

  g_assert_cmpstr (tambo_error_get_word (error), ==, "io");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/error/names-agree", test_names_agree);
  g_test_add_func ("/content/error/crosses-bus", test_crosses_bus);
  g_test_add_func ("/content/error/other-domain", test_other_domain);

  return g_test_run ();
}

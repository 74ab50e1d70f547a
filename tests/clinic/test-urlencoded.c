/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/urlencoded.h"

#include <string.h>

static void
test_reads (void)
{
  static const char body[] = "text=%C3%A9t%C3%A9+%26+%3Ckoi%3E%0D%0A&empty=&flag&csrf=abc";
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) fields = tambo_urlencoded_parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (fields), ==, 4);
  g_assert_cmpstr (g_hash_table_lookup (fields, "text"), ==, "été & <koi>\r\n");
  g_assert_cmpstr (g_hash_table_lookup (fields, "empty"), ==, "");
  g_assert_cmpstr (g_hash_table_lookup (fields, "flag"), ==, "");
  g_assert_cmpstr (g_hash_table_lookup (fields, "csrf"), ==, "abc");
}

static void
test_empty (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new (NULL, 0);
  g_autoptr (GHashTable) fields = tambo_urlencoded_parse (bytes, NULL);

  g_assert_nonnull (fields);
  g_assert_cmpuint (g_hash_table_size (fields), ==, 0);
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *name;
    const char *body;
  } vectors[] = {
    { "a field twice", "a=1&a=2" },
    { "cut escape", "a=%4" },
    { "escape without digits", "a=%" },
    { "escape of letters", "a=%zz" },
    { "U+0000", "a=%00" },
    { "not UTF-8", "a=%ff" },
    { "half a character", "a=%C3" },
    { "name of 41 letters", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=1" },
    { "empty field twice", "&&" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (vectors[i].body, strlen (vectors[i].body));
      g_autoptr (GError) error = NULL;
      g_autoptr (GHashTable) fields = NULL;

      g_test_message ("%s", vectors[i].name);
      fields = tambo_urlencoded_parse (bytes, &error);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_null (fields);
    }
}

static void
test_too_many (void)
{
  for (guint n = 40; n <= 41; n++)
    {
      g_autoptr (GString) body = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GHashTable) fields = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (body, "%sf%u=1", i > 0 ? "&" : "", i);
      bytes = g_bytes_new (body->str, body->len);
      fields = tambo_urlencoded_parse (bytes, NULL);
      g_assert_true ((fields != NULL) == (n == 40));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/clinic/urlencoded/reads", test_reads);
  g_test_add_func ("/clinic/urlencoded/empty", test_empty);
  g_test_add_func ("/clinic/urlencoded/refuses", test_refuses);
  g_test_add_func ("/clinic/urlencoded/too-many", test_too_many);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/registry-address.h"

#include "content/base/error.h"

typedef struct
{
  const char *path;
  const char *text;
  const char *url; /* (nullable): it is refused */
} Vector;

static const Vector vectors[] = {
  { "whole", "https://hub.example:5000/clinics/north", "https://hub.example:5000/clinics/north" },
  { "without-scheme", "hub.example/clinics", "https://hub.example/clinics" },
  { "without-path", "https://hub.example", "https://hub.example/tambo" },
  { "with-an-empty-path", "https://hub.example/", "https://hub.example/tambo" },
  { "with-a-last-slash", "https://hub.example/clinics/", "https://hub.example/clinics" },
  { "ipv6", "https://[fd00::1]:5000/a", "https://[fd00::1]:5000/a" },
  { "this-machine", "http://127.0.0.1:5000", "http://127.0.0.1:5000/tambo" },
  { "this-machine-by-name", "http://localhost/a", "http://localhost/a" },
  { "this-machine-by-ipv6", "http://[::1]:5000/a", "http://[::1]:5000/a" },
  { "empty", "", NULL },
  { "no-host", "https:///tambo", NULL },
  { "in-the-open", "http://hub.example/tambo", NULL },
  { "in-the-open-on-site", "http://10.0.0.1/tambo", NULL },
  { "almost-this-machine", "http://localhost.example/tambo", NULL },
  { "other-scheme", "ftp://hub.example/tambo", NULL },
  { "file", "file:///etc/passwd", NULL },
  { "user", "https://somebody@hub.example/tambo", NULL },
  { "password", "https://a:b@hub.example/tambo", NULL },
  { "query", "https://hub.example/tambo?x=1", NULL },
  { "fragment", "https://hub.example/tambo#x", NULL },
  { "capitals-in-the-path", "https://hub.example/Tambo", NULL },
  { "up-a-folder-that-is-not-there", "https://hub.example/../x", "https://hub.example/x" },
  { "two-slashes", "https://hub.example/a//b", NULL },
  { "escape", "https://hub.example/a%2fb", NULL },
  { "blank", "https://hub.example/a b", NULL },
  { "host-that-is-an-option", "-e", NULL },
  { "host-with-a-bad-letter", "https://hub_example!/a", NULL },
  { "port-too-large", "https://hub.example:65536/a", NULL },
};

static void
test_parse (gconstpointer data)
{
  const Vector *vector = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboRegistryAddress) address = tambo_registry_address_parse (vector->text, &error);
  g_autofree char *url = NULL;

  if (vector->url == NULL)
    {
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CONFIG);
      g_assert_null (address);
      return;
    }

  g_assert_no_error (error);
  url = tambo_registry_address_to_string (address);
  g_assert_cmpstr (url, ==, vector->url);
  g_assert_cmpint (address->is_secure, ==, g_str_has_prefix (vector->url, "https"));
}

static void
test_length (void)
{
  g_autofree char *path = g_strnfill (200, 'a');
  g_autofree char *longest = g_strdup_printf ("https://h.example/%.182s", path);
  g_autofree char *too_long = g_strdup_printf ("https://h.example/%.183s", path);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboRegistryAddress) address = tambo_registry_address_parse (longest, &error);

  g_assert_no_error (error);
  g_assert_nonnull (address);
  g_assert_null (tambo_registry_address_parse (too_long, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CONFIG);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strdup_printf ("/content/registry-address/%s/%s",
                                               vectors[i].url != NULL ? "takes" : "refuses",
                                               vectors[i].path);

      g_test_add_data_func (path, &vectors[i], test_parse);
    }
  g_test_add_func ("/content/registry-address/refuses/too-long", test_length);

  return g_test_run ();
}

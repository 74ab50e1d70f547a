/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/leaflet.h"

#include "content/base/error.h"

#include <string.h>

static TamboLeaflet *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tambo_leaflet_new_from_bytes (bytes, error);
}

static void
test_pages (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboLeaflet) leaflet = parse ("{\"pages\": ["
                                            "{\"title\": \"A\", \"text\": \"B\\nC\","
                                            " \"picture\": \"l/page-1.png\", \"new\": 1},"
                                            "{\"title\": \"\", \"text\": \"\"}]}",
                                            &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tambo_leaflet_get_n_pages (leaflet), ==, 2);
  g_assert_cmpstr (tambo_leaflet_get_page (leaflet, 0)->text, ==, "B\nC");
  g_assert_cmpstr (tambo_leaflet_get_page (leaflet, 0)->picture, ==, "l/page-1.png");
  g_assert_null (tambo_leaflet_get_page (leaflet, 0)->audio);
  g_assert_null (tambo_leaflet_get_page (leaflet, 1)->picture);
}

static void
test_bad_input (void)
{
  static const struct
  {
    const char *name;
    const char *text;
    int code;
  } vectors[] = {
    { "nothing", "", TAMBO_ERROR_JSON_SYNTAX },
    { "an array", "[]", TAMBO_ERROR_JSON_MEMBER },
    { "no pages", "{}", TAMBO_ERROR_JSON_MEMBER },
    { "pages are a text", "{\"pages\": \"A\"}", TAMBO_ERROR_JSON_MEMBER },
    { "no page", "{\"pages\": []}", TAMBO_ERROR_PACK_FORMAT },
    { "a page is null", "{\"pages\": [null]}", TAMBO_ERROR_JSON_MEMBER },
    { "no title", "{\"pages\": [{\"text\": \"A\"}]}", TAMBO_ERROR_JSON_MEMBER },
    { "no text", "{\"pages\": [{\"title\": \"A\"}]}", TAMBO_ERROR_JSON_MEMBER },
    { "a number for a picture",
      "{\"pages\": [{\"title\": \"A\", \"text\": \"B\", \"picture\": 1}]}",
      TAMBO_ERROR_JSON_MEMBER },
    { "a key twice",
      "{\"pages\": [{\"title\": \"A\", \"title\": \"A\", \"text\": \"B\"}]}",
      TAMBO_ERROR_JSON_DUPLICATE_KEY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboLeaflet) leaflet = parse (vectors[i].text, &error);

      g_test_message ("%s", vectors[i].name);
      g_assert_null (leaflet);
      g_assert_error (error, TAMBO_ERROR, vectors[i].code);
    }
}

static void
test_page_limit (void)
{
  for (guint past = 0; past <= 1; past++)
    {
      g_autoptr (GString) text = g_string_new ("{\"pages\": [");
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboLeaflet) leaflet = NULL;

      for (guint i = 0; i < TAMBO_LEAFLET_MAX_PAGES + past; i++)
        g_string_append_printf (text, "%s{\"title\": \"A\", \"text\": \"B\"}", i > 0 ? "," : "");
      g_string_append (text, "]}");

      leaflet = parse (text->str, &error);
      if (past == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/leaflet/pages", test_pages);
  g_test_add_func ("/content/leaflet/bad-input", test_bad_input);
  g_test_add_func ("/content/leaflet/page-limit", test_page_limit);

  return g_test_run ();
}

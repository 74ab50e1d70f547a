/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/pack/places.h"

#include "content/base/error.h"

#include <string.h>

static TamboPlaces *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tambo_places_new_from_bytes (bytes, error);
}

static void
test_what_is_known (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboPlaces) places =
      parse ("{\"places\": ["
             "{\"id\": \"a\", \"kind\": \"clinic\", \"demo\": true, \"name\": {\"en\": \"A\"},"
             " \"phone\": \"+00 555 (0101)\", \"hours\": {\"en\": \"8-6\"},"
             " \"languages\": [\"fr\"]},"
             "{\"id\": \"b\", \"kind\": \"observatory\", \"name\": {\"en\": \"B\"}}]}",
             &error);
  const TamboPlace *place;

  g_assert_no_error (error);
  g_assert_cmpuint (tambo_places_get_n_places (places), ==, 2);
  place = tambo_places_get_place (places, 0);
  g_assert_cmpint (place->kind, ==, TAMBO_PLACE_CLINIC);
  g_assert_true (place->is_demo);
  g_assert_cmpstr (place->phone, ==, "+00 555 (0101)");
  g_assert_cmpstr (place->languages[0], ==, "fr");
  g_assert_null (place->address);

  place = tambo_places_get_place (places, 1);
  g_assert_cmpint (place->kind, ==, TAMBO_PLACE_OTHER);
  g_assert_false (place->is_demo);
  g_assert_null (place->phone);
}

static void
test_bad_input (void)
{
  static const struct
  {
    const char *name;
    const char *place;
  } vectors[] = {
    { "null", "null" },
    { "no id", "{\"kind\": \"clinic\", \"name\": {\"en\": \"A\"}}" },
    { "empty id", "{\"id\": \"\", \"kind\": \"clinic\", \"name\": {\"en\": \"A\"}}" },
    { "no kind", "{\"id\": \"a\", \"name\": {\"en\": \"A\"}}" },
    { "no name", "{\"id\": \"a\", \"kind\": \"clinic\"}" },
    { "name is no map", "{\"id\": \"a\", \"kind\": \"clinic\", \"name\": \"A\"}" },
    { "name in a number", "{\"id\": \"a\", \"kind\": \"clinic\", \"name\": {\"en\": 1}}" },
    { "phone with letters",
      "{\"id\": \"a\", \"kind\": \"clinic\", \"name\": {\"en\": \"A\"}, \"phone\": \"0a\"}" },
    { "phone that turns around",
      "{\"id\": \"a\", \"kind\": \"clinic\", \"name\": {\"en\": \"A\"},"
      " \"phone\": \"\342\200\25601\"}" },
    { "phone that never ends",
      "{\"id\": \"a\", \"kind\": \"clinic\", \"name\": {\"en\": \"A\"},"
      " \"phone\": \"00000000000000000000000000000000000000000\"}" },
    { "demo is a word",
      "{\"id\": \"a\", \"kind\": \"clinic\", \"name\": {\"en\": \"A\"}, \"demo\": \"no\"}" },
    { "languages are one",
      "{\"id\": \"a\", \"kind\": \"clinic\", \"name\": {\"en\": \"A\"}, \"languages\": \"fr\"}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"places\": [%s]}", vectors[i].place);
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboPlaces) places = parse (text, &error);

      g_test_message ("%s", vectors[i].name);
      g_assert_null (places);
      g_assert_cmpint (error->domain, ==, TAMBO_ERROR);
    }
}

static void
test_limit (void)
{
  for (guint past = 0; past <= 1; past++)
    {
      g_autoptr (GString) text = g_string_new ("{\"places\": [");
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboPlaces) places = NULL;

      for (guint i = 0; i < TAMBO_PLACES_MAX + past; i++)
        g_string_append_printf (text,
                                "%s{\"id\": \"a\", \"kind\": \"food\", \"name\": {\"en\": \"A\"}}",
                                i > 0 ? "," : "");
      g_string_append (text, "]}");

      places = parse (text->str, &error);
      if (past == 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/places/what-is-known", test_what_is_known);
  g_test_add_func ("/content/places/bad-input", test_bad_input);
  g_test_add_func ("/content/places/limit", test_limit);

  return g_test_run ();
}

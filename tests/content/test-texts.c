/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/base/texts.h"

#include <string.h>

static TamboTexts *
texts_from (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, 64 * TAMBO_KIB, error);

  g_assert_nonnull (json);

  return tambo_texts_new_from_json (tambo_json_get_root_object (json, error), error);
}

static void
test_choose (void)
{
  static const struct
  {
    const char *texts;
    const char *language;
    const char *chosen;
  } cases[] = {
    { "{\"en\":\"Cough\",\"fr\":\"Toux\"}", "fr", "Toux" },
    { "{\"en\":\"Cough\",\"fr\":\"Toux\"}", "fr-CA", "Toux" },
    { "{\"en\":\"Cough\",\"fr\":\"Toux\"}", "ar", "Cough" },
    { "{\"fr\":\"Toux\",\"ar\":\"سعال\"}", "en", "سعال" },
    { "{\"fr\":\"Toux\"}", "f", "Toux" },
    { "{}", "en", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboTexts) texts = texts_from (cases[i].texts, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (tambo_texts_choose (texts, cases[i].language), ==, cases[i].chosen);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboTexts) texts = texts_from ("{\"fr\":\"Toux\",\"ar\":\"سعال\"}", &error);
  g_autoptr (JsonNode) node = tambo_texts_to_json (texts);
  g_autoptr (TamboTexts) again = tambo_texts_new_from_json (json_node_get_object (node), &error);
  g_auto (GStrv) languages = tambo_texts_list_languages (again);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (languages), ==, 2);
  g_assert_cmpstr (languages[0], ==, "ar");
  g_assert_cmpstr (languages[1], ==, "fr");
  g_assert_cmpstr (tambo_texts_get (again, "fr"), ==, "Toux");
  g_assert_null (tambo_texts_get (again, "fr-CA"));
}

static void
test_invalid (void)
{
  g_autofree char *spaces = g_strnfill (TAMBO_LIMIT_TEXT + 1, ' ');
  g_autofree char *too_long = g_strdup_printf ("{\"en\":\"%s\"}", spaces);
  const char *const invalid[] = { "{\"../en\":\"a\"}", "{\"\":\"a\"}", "{\"en\":1}", too_long };

  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (texts_from (invalid[i], &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_MEMBER);
    }
}

static void
test_language_valid (void)
{
  static const char *const valid[] = { "en", "fr-CA", "zh-Hant-TW", "kmr", "sr-Latn" };
  static const char *const invalid[] = { "",
                                         "e",
                                         "-en",
                                         "en-",
                                         "en--x",
                                         "en_US",
                                         "../",
                                         "en/..",
                                         "abcdefghi",
                                         "en-123456789",
                                         "en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd" };

  g_assert_false (tambo_language_is_valid (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    g_assert_true (tambo_language_is_valid (valid[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    g_assert_false (tambo_language_is_valid (invalid[i]));
}

static void
test_language_wanted (void)
{
  const char *const wanted[] = { "pt", "fr-CA", NULL };
  const char *const none[] = { NULL };

  g_assert_true (tambo_language_is_wanted (NULL, none));
  g_assert_true (tambo_language_is_wanted ("ar", NULL));
  g_assert_false (tambo_language_is_wanted ("ar", none));
  g_assert_true (tambo_language_is_wanted ("pt", wanted));
  g_assert_true (tambo_language_is_wanted ("pt-BR", wanted));
  g_assert_true (tambo_language_is_wanted ("PT-br", wanted));
  g_assert_false (tambo_language_is_wanted ("ptx", wanted));
  g_assert_false (tambo_language_is_wanted ("fr", wanted));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/texts/choose", test_choose);
  g_test_add_func ("/content/texts/round-trip", test_round_trip);
  g_test_add_func ("/content/texts/invalid", test_invalid);
  g_test_add_func ("/content/texts/language/valid", test_language_valid);
  g_test_add_func ("/content/texts/language/wanted", test_language_wanted);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

#define MAX_SIZE (1024 * 1024)

static TamboJson *
parse_text (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return tambo_json_parse (bytes, MAX_SIZE, error);
}

/* @n times @open, then "0", then @n times @close. */
static GBytes *
nested (const char *open, const char *close, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, open);
  g_string_append_c (text, '0');
  for (guint i = 0; i < n; i++)
    g_string_append (text, close);

  return g_string_free_to_bytes (text);
}

typedef struct
{
  const char *name;
  const char *text;
  gsize size; /* 0: up to the NUL */
  TamboError code;
} Invalid;

static void
test_parse_invalid (gconstpointer data)
{
  const Invalid *invalid = data;
  gsize size = invalid->size > 0 ? invalid->size : strlen (invalid->text);
  g_autoptr (GBytes) bytes = g_bytes_new_static (invalid->text, size);
  g_autoptr (TamboJson) json = NULL;
  g_autoptr (GError) error = NULL;

  json = tambo_json_parse (bytes, MAX_SIZE, &error);
  g_assert_error (error, TAMBO_ERROR, (int) invalid->code);
  g_assert_null (json);
}

static const Invalid invalid[] = {
  { "empty", "", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "only-space", " \n", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "byte-order-mark", "\xef\xbb\xbf{}", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "two-values", "{} {}", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "open-array", "[1", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "open-object", "{\"a\":1", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "open-string", "\"a", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "ends-in-backslash", "\"\\", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "wrong-bracket", "[1}", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "trailing-comma-in-array", "[1,]", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "trailing-comma-in-object", "{\"a\":1,}", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "leading-comma", "[,1]", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "no-colon", "{\"a\" 1}", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "bare-name", "{a:1}", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "number-as-name", "{1:1}", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "single-quotes", "{'a':1}", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "comment", "[1/* one */]", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "capital-true", "True", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "cut-null", "nul", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "long-null", "nulls", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "leading-zero", "01", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "minus-leading-zero", "-01", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "plus", "+1", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "only-minus", "-", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "leading-point", ".5", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "trailing-point", "1.", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "empty-exponent", "1e", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "signed-empty-exponent", "1e+", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "hexadecimal", "0x10", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "nan", "NaN", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "infinity", "-Infinity", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "huge-exponent", "1e999", 0, TAMBO_ERROR_JSON_NUMBER },
  { "minus-huge-exponent", "-1e999", 0, TAMBO_ERROR_JSON_NUMBER },
  { "int64-and-one", "9223372036854775808", 0, TAMBO_ERROR_JSON_NUMBER },
  { "minus-int64-and-one", "-9223372036854775809", 0, TAMBO_ERROR_JSON_NUMBER },
  { "too-many-digits",
    "0.00000000000000000000000000000000000000000000000000000000000000000",
    0,
    TAMBO_ERROR_JSON_NUMBER },
  { "tab-in-string", "\"a\tb\"", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "newline-in-string", "\"a\nb\"", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "unknown-escape", "\"\\x41\"", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "escaped-single-quote", "\"\\'\"", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "short-unicode-escape", "\"\\u12\"", 0, TAMBO_ERROR_JSON_SYNTAX },
  { "nul-byte", "\"a\0b\"", 5, TAMBO_ERROR_JSON_TEXT },
  { "nul-after-value", "{}\0", 3, TAMBO_ERROR_JSON_TEXT },
  { "escaped-nul", "\"a\\u0000b\"", 0, TAMBO_ERROR_JSON_TEXT },
  { "high-surrogate-alone", "\"\\ud800\"", 0, TAMBO_ERROR_JSON_TEXT },
  { "high-surrogate-then-letter", "\"\\ud800\\u0041\"", 0, TAMBO_ERROR_JSON_TEXT },
  { "high-surrogate-then-newline", "\"\\ud800\\n\"", 0, TAMBO_ERROR_JSON_TEXT },
  { "low-surrogate-alone", "\"\\udc00\"", 0, TAMBO_ERROR_JSON_TEXT },
  { "surrogates-swapped", "\"\\udc00\\ud800\"", 0, TAMBO_ERROR_JSON_TEXT },
  { "surrogate-in-utf8", "\"\xed\xa0\x80\"", 0, TAMBO_ERROR_JSON_TEXT },
  { "overlong-utf8", "\"\xc0\xaf\"", 0, TAMBO_ERROR_JSON_TEXT },
  { "cut-utf8", "\"\xe2\x82\"", 0, TAMBO_ERROR_JSON_TEXT },
  { "latin1", "\"caf\xe9\"", 0, TAMBO_ERROR_JSON_TEXT },
  { "duplicate-name", "{\"a\":1,\"a\":1}", 0, TAMBO_ERROR_JSON_DUPLICATE_KEY },
  { "duplicate-name-escaped", "{\"a\":1,\"\\u0061\":2}", 0, TAMBO_ERROR_JSON_DUPLICATE_KEY },
  { "duplicate-name-deep", "[{\"b\":{\"a\":1,\"a\":2}}]", 0, TAMBO_ERROR_JSON_DUPLICATE_KEY },
};

static void
test_parse_valid (void)
{
  static const struct
  {
    const char *text;
    const char *canonical;
  } valid[] = {
    { " null ", "null" },
    { "[true,\tfalse]\r\n", "[true,false]" },
    { "{ }", "{}" },
    { "[\n]", "[]" },
    { "-0", "0" },
    { "9223372036854775807", "9223372036854775807" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "3.0", "3" },
    { "1e3", "1000" },
    { "\"\\u00e9\\n\\/\\\\\\\"\"", "\"é\n/\\\\\\\"\"" },
    { "\"\\ud83d\\ude00\"", "\"😀\"" },
    { "{\"b\":1,\"a\":{\"d\":[],\"c\":\"\"}}", "{\"a\":{\"c\":\"\",\"d\":[]},\"b\":1}" },
    /* JavaScript sorts U+1F600 by its surrogates, before U+FF5E. */
    { "{\"\xef\xbd\x9e\":1,\"😀\":2}", "{\"😀\":2,\"\xef\xbd\x9e\":1}" },
    { "{\"ab\":1,\"a\":2,\"\":3}", "{\"\":3,\"a\":2,\"ab\":1}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboJson) json = parse_text (valid[i].text, &error);
      g_autoptr (GBytes) written = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      written = tambo_json_write_canonical (tambo_json_get_root (json), &error);
      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (written, NULL), g_bytes_get_size (written));
      g_assert_cmpstr (text, ==, valid[i].canonical);
    }
}

static void
test_depth (void)
{
  static const struct
  {
    const char *open;
    const char *close;
  } shapes[] = { { "[", "]" }, { "{\"a\":", "}" } };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GBytes) deep = nested (shapes[i].open, shapes[i].close, TAMBO_LIMIT_JSON_DEPTH);
      g_autoptr (GBytes) too_deep = nested (shapes[i].open,
                                            shapes[i].close,
                                            TAMBO_LIMIT_JSON_DEPTH + 1);
      g_autoptr (GBytes) abyss = nested (shapes[i].open, shapes[i].close, 80000);
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboJson) json = tambo_json_parse (deep, MAX_SIZE, &error);

      g_assert_no_error (error);
      g_assert_nonnull (json);

      g_assert_null (tambo_json_parse (too_deep, MAX_SIZE, &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_DEPTH);
      g_clear_error (&error);

      g_assert_null (tambo_json_parse (abyss, MAX_SIZE, &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_DEPTH);
    }
}

static void
test_size (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("[1,2]", 5);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, 5, &error);

  g_assert_no_error (error);
  g_assert_null (tambo_json_parse (bytes, 4, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_TOO_LARGE);
}

/* Bytes that are not there at all have no address either. */
static void
test_no_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_json_parse (bytes, MAX_SIZE, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_SYNTAX);
}

static GBytes *
array_of (guint n)
{
  GString *text = g_string_new ("[0");

  for (guint i = 1; i < n; i++)
    g_string_append (text, ",0");
  g_string_append_c (text, ']');

  return g_string_free_to_bytes (text);
}

/* The array is a value, too. */
static void
test_values (void)
{
  g_autoptr (GBytes) many = array_of (TAMBO_LIMIT_JSON_VALUES - 1);
  g_autoptr (GBytes) too_many = array_of (TAMBO_LIMIT_JSON_VALUES);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboJson) json = tambo_json_parse (many, MAX_SIZE, &error);

  g_assert_no_error (error);
  g_assert_null (tambo_json_parse (too_many, MAX_SIZE, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_TOO_LARGE);
}

/* No error message repeats what came from outside. */
static void
test_messages (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse_text ("{\"marker\":1,\"marker\":2}", &error));
  g_assert_null (strstr (error->message, "marker"));
}

static void
test_number_text (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboJson) json = parse_text ("[1.10, -0, 1E+2, \"1\"]", &error);
  g_autoptr (TamboJson) other = parse_text ("7", &error);
  JsonArray *array = json_node_get_array (tambo_json_get_root (json));

  g_assert_no_error (error);
  g_assert_cmpstr (tambo_json_get_number_text (json, json_array_get_element (array, 0)),
                   ==,
                   "1.10");
  g_assert_cmpstr (tambo_json_get_number_text (json, json_array_get_element (array, 1)), ==, "-0");
  g_assert_cmpstr (tambo_json_get_number_text (json, json_array_get_element (array, 2)),
                   ==,
                   "1E+2");
  g_assert_null (tambo_json_get_number_text (json, json_array_get_element (array, 3)));
  g_assert_null (tambo_json_get_number_text (json, tambo_json_get_root (other)));
}

static void
test_canonical_fraction (void)
{
  static const char *const texts[] = { "1.5", "[1e300]", "{\"a\":-0.1}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboJson) json = parse_text (texts[i], &error);

      g_assert_no_error (error);
      g_assert_null (tambo_json_write_canonical (tambo_json_get_root (json), &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_NUMBER);
    }
}

/* Every reader against a member of every type: only its own passes, and one that fails leaves its
 * out-parameter alone. */
static void
test_members_types (void)
{
  static const char *const names[] = { "string", "int",   "real", "boolean",
                                       "object", "array", "null", "absent" };
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboJson) json = parse_text ("{\"string\":\"s\",\"int\":1,\"real\":1.5,\"boolean\":"
                                           "true,\"object\":{},\"array\":[],\"null\":null}",
                                           &error);
  JsonObject *object = tambo_json_get_root_object (json, &error);

  g_assert_no_error (error);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *name = names[i];
      const char *string = NULL;
      gint64 number = -7;
      gboolean boolean = -7;
      JsonObject *member = NULL;
      JsonArray *array = NULL;
      g_auto (GStrv) strings = NULL;

      g_assert_cmpint (tambo_json_object_get_string (object, name, &string, NULL), ==, i == 0);
      g_assert_cmpstr (string, ==, i == 0 ? "s" : NULL);
      g_assert_cmpint (tambo_json_object_get_int (object, name, 0, 9, &number, NULL), ==, i == 1);
      g_assert_cmpint (number, ==, i == 1 ? 1 : -7);
      g_assert_cmpint (tambo_json_object_get_boolean (object, name, &boolean, NULL), ==, i == 3);
      g_assert_cmpint (boolean, ==, i == 3 ? TRUE : -7);
      g_assert_cmpint (tambo_json_object_get_object (object, name, &member, NULL), ==, i == 4);
      g_assert_cmpint (tambo_json_object_get_array (object, name, &array, NULL), ==, i == 5);
      g_assert_cmpint (tambo_json_object_get_strings (object, name, 9, &strings, NULL), ==, i == 5);
    }
}

static void
test_members_optional (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboJson) json = parse_text ("{\"there\":[1]}", &error);
  JsonObject *object = tambo_json_get_root_object (json, &error);
  const char *string = "default";
  gint64 number = 5;

  g_assert_true (tambo_json_object_find_string (object, "absent", &string, &error));
  g_assert_cmpstr (string, ==, "default");
  g_assert_true (tambo_json_object_find_int (object, "absent", 0, 9, &number, &error));
  g_assert_cmpint (number, ==, 5);
  g_assert_no_error (error);

  g_assert_false (tambo_json_object_find_string (object, "there", &string, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_MEMBER);
}

static void
test_members_range (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboJson) json = parse_text ("{\"n\":10,\"s\":[\"a\",\"b\"]}", &error);
  JsonObject *object = tambo_json_get_root_object (json, &error);
  g_auto (GStrv) strings = NULL;
  gint64 number = 0;

  g_assert_true (tambo_json_object_get_int (object, "n", 10, 10, &number, NULL));
  g_assert_false (tambo_json_object_get_int (object, "n", 0, 9, &number, NULL));
  g_assert_false (tambo_json_object_get_int (object, "n", 11, 19, &number, NULL));
  g_assert_false (tambo_json_object_get_strings (object, "s", 1, &strings, NULL));
  g_assert_true (tambo_json_object_get_strings (object, "s", 2, &strings, NULL));
  g_assert_cmpuint (g_strv_length (strings), ==, 2);
}

static void
test_root_not_object (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboJson) json = parse_text ("[]", &error);

  g_assert_null (tambo_json_get_root_object (json, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_MEMBER);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/json/parse/valid", test_parse_valid);
  for (gsize i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      g_autofree char *path = g_strdup_printf ("/content/json/parse/%s", invalid[i].name);

      g_test_add_data_func (path, &invalid[i], test_parse_invalid);
    }
  g_test_add_func ("/content/json/parse/no-bytes", test_no_bytes);
  g_test_add_func ("/content/json/limit/depth", test_depth);
  g_test_add_func ("/content/json/limit/size", test_size);
  g_test_add_func ("/content/json/limit/values", test_values);
  g_test_add_func ("/content/json/messages-are-ours", test_messages);
  g_test_add_func ("/content/json/number-text-is-kept", test_number_text);
  g_test_add_func ("/content/json/canonical-has-no-fractions", test_canonical_fraction);
  g_test_add_func ("/content/json/members/types", test_members_types);
  g_test_add_func ("/content/json/members/optional", test_members_optional);
  g_test_add_func ("/content/json/members/range", test_members_range);
  g_test_add_func ("/content/json/root-is-not-an-object", test_root_not_object);

  return g_test_run ();
}

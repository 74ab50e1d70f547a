/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/fhirpath/expression.h"

#include <string.h>

static const char response[] =
    "{\"resourceType\":\"QuestionnaireResponse\",\"language\":\"en\",\"item\":["
    "{\"linkId\":\"a\",\"answer\":[{\"valueBoolean\":true}]},"
    "{\"linkId\":\"b\",\"answer\":[{\"valueInteger\":14}]},"
    "{\"linkId\":\"g\",\"item\":["
    " {\"linkId\":\"c\",\"answer\":[{\"valueCoding\":{\"system\":\"s\",\"code\":\"yes\",\"display\":\"Yes\","
    "  \"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/ordinalValue\",\"valueDecimal\":1.10}]}}]},"
    " {\"linkId\":\"d\",\"answer\":[{\"valueDecimal\":1.10,\"item\":[{\"linkId\":\"under\","
    "  \"answer\":[{\"valueString\":\"deep\"}]}]}]},"
    " {\"linkId\":\"e\"},"
    " {\"linkId\":\"w\",\"answer\":[{\"valueDecimal\":81.0}]},"
    " {\"linkId\":\"h\",\"answer\":[{\"valueDecimal\":180}]},"
    " {\"linkId\":\"many\",\"answer\":[{\"valueInteger\":1},{\"valueInteger\":2},{\"valueInteger\":3}]},"
    " {\"linkId\":\"date\",\"answer\":[{\"valueDate\":\"2020-02-29\"}]},"
    " {\"linkId\":\"q\",\"answer\":[{\"valueQuantity\":{\"value\":38.5,\"code\":\"Cel\"}}]}"
    "]}]}";

static TamboElement *
parse_resource (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (response, strlen (response));
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, 65536, &error);

  g_assert_no_error (error);

  return tambo_element_new_from_json ("QuestionnaireResponse", json, tambo_json_get_root (json));
}

static TamboCollection *
resolve (const char *name, gpointer user_data, GError **error)
{
  return strcmp (name, "patient") == 0 ? tambo_collection_new () : NULL;
}

static TamboCollection *
evaluate (const char *source, GError **error)
{
  g_autoptr (TamboElement) resource = parse_resource ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (3600);
  g_autoptr (GDateTime) now = g_date_time_new (zone, 2026, 11, 22, 10, 15, 30);
  g_autoptr (TamboScope) scope = tambo_scope_new (resource, now);
  g_autoptr (TamboExpression) expression = tambo_expression_new (source, error);
  g_autoptr (TamboCollection) month = tambo_collection_new_integer (7);

  if (expression == NULL)
    return NULL;

  tambo_scope_set_variable (scope, "calc-month", month);
  tambo_scope_set_resolver (scope, resolve, NULL);

  return tambo_expression_evaluate (expression, resource, scope, error);
}

/* The values with bars between them. */
static char *
to_text (TamboCollection *collection)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < tambo_collection_get_size (collection); i++)
    {
      g_autofree char *value = tambo_value_to_string (tambo_collection_get (collection, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", value == NULL ? "{…}" : value);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define ITEM(id) "%resource.repeat(item).where(linkId='" id "')"

static const struct
{
  const char *path;
  const char *source;
  const char *expected;
} rows[] = {
  { "path/json-names", ITEM ("c") ".answer.valueCoding.code", "yes" },
  { "path/fhirpath-names", ITEM ("c") ".answer.value.code", "yes" },
  { "path/resource-name-first", "QuestionnaireResponse.language", "en" },
  { "path/other-resource-name-is-empty", "Patient.language", "" },
  { "path/missing-member-is-empty", "nothing.at.all", "" },
  { "dates/add-keeps-the-zone",
    "@2026-01-31T10:00:00+02:00 + 1 month",
    "2026-02-28T10:00:00+02:00" },
  { "dates/add-what-is-finer-than-the-date", "@2026-01 + 45 days", "2026-02" },
  { "dates/subtract-to-the-day-before", "@2026-03-01 - 24 hours", "2026-02-28" },
  { "dates/time-of-day-goes-round", "@T23:30 + 45 minutes", "00:15" },
  { "dates/add-too-much-is-empty", "@9999-12-31 + 1 day", "" },
  { "dates/subtract-the-least-integer-is-empty",
    "@2026-01-01 - '-9223372036854775808 days'.toQuantity()",
    "" },
  { "units/kilograms-and-grams", "1.5 'kg' = 1500 'g'", "true" },
  { "units/no-way-between", "1 'kg' = 1 'm'", "" },
  { "units/calendar-month-is-not-ucum-month", "1 month = 1 'mo'", "" },
  { "text/catastrophic-pattern-changes-nothing",
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'.replaceMatches('(a+)+$', 'x')",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab" },
  { "path/index", ITEM ("many") ".answer.value[1]", "2" },
  { "path/index-past-the-end", ITEM ("many") ".answer.value[9]", "" },
  { "path/repeat-does-not-pass-answers", ITEM ("under") ".answer.value", "" },
  { "path/descendants-pass-answers", "descendants().where(linkId='under').answer.value", "deep" },
  { "path/keyword-as-a-name", "item.first().`linkId`", "a" },
  { "variable/with-a-hyphen", "%calc-month + 1", "8" },
  { "variable/in-quotes", "%`calc-month`", "7" },
  { "variable/declared-but-unavailable-is-empty", "%patient.name", "" },
  { "number/keeps-digits", ITEM ("d") ".answer.value", "1.10" },
  { "number/integer-equals-decimal", "1 = 1.0", "true" },
  { "number/sum-of-decimals", "0.1 + 0.2 = 0.3", "true" },
  { "number/slash-is-decimal", "5 / 2", "2.5" },
  { "number/div", "5 div 2", "2" },
  { "number/mod", "5 mod 2", "1" },
  { "number/divide-by-nought-is-empty", "1 / 0", "" },
  { "number/minus", "-3 + 1", "-2" },
  { "number/minus-binds-after-the-path", "-3.abs()", "-3" },
  { "number/bmi",
    "(" ITEM ("w") ".answer.value/((" ITEM ("h") ".answer.value/100).power(2))).round(1)",
    "25" },
  { "number/round-shows-places", "(24.951).round(1)", "25.0" },
  { "number/ceiling", "(1.1).ceiling() | (-1.1).floor()", "2|-2" },
  { "number/multiplication-first", "2 + 3 * 4", "14" },
  { "number/sum-of-nothing", "{}.sum()", "0" },
  { "number/sum", ITEM ("many") ".answer.value.sum()", "6" },
  { "number/aggregate", ITEM ("many") ".answer.value.aggregate($this + $total, 0)", "6" },
  { "weight/of-a-coding", ITEM ("c") ".answer.value.weight()", "1.10" },
  { "weight/ordinal-is-its-other-name", ITEM ("c") ".answer.value.ordinal().sum()", "1.10" },
  { "logic/empty-and-false", "{} and false", "false" },
  { "logic/empty-and-true", "{} and true", "" },
  { "logic/empty-or-true", "{} or true", "true" },
  { "logic/empty-or-false", "{} or false", "" },
  { "logic/xor-with-empty", "true xor {}", "" },
  { "logic/implies", "false implies {}", "true" },
  { "logic/not-of-empty", "{}.not()", "" },
  { "logic/single-value-counts-as-true", "'x' and true", "true" },
  { "logic/comparison-with-empty-is-empty", ITEM ("e") ".answer.value > 5", "" },
  { "logic/in", "2 in (1 | 2)", "true" },
  { "logic/contains", "(1 | 2) contains 3", "false" },
  { "logic/precedence", "true or false and false", "true" },
  { "iif/is-lazy", "iif(true, 1, 'a' + 1)", "1" },
  { "iif/empty-takes-the-other", "iif({}, 1, 2)", "2" },
  { "iif/without-other", "iif(false, 1)", "" },
  { "compare/strings", "'a' < 'b'", "true" },
  { "compare/dates", ITEM ("date") ".answer.value < today()", "true" },
  { "compare/dates-of-unequal-precision-are-empty", "@2020 = @2020-01", "" },
  { "compare/times-across-zones", "@2020-01-01T12:00+02:00 = @2020-01-01T10:00Z", "true" },
  { "compare/quantity", ITEM ("q") ".answer.value >= 38.5 'Cel'", "true" },
  { "compare/quantity-of-another-unit-is-empty", ITEM ("q") ".answer.value > 38 'K'", "" },
  { "compare/days-are-d", "7 days = 7 'd'", "true" },
  { "compare/coding-without-display", ITEM ("c") ".answer.value.code = 'yes'", "true" },
  { "compare/equivalent-texts", "'A  b' ~ 'a b'", "true" },
  { "compare/equal-with-nothing-is-empty", "1 = {}", "" },
  { "text/join", "'a' & {} & 'b'", "ab" },
  { "text/substring-counts-characters", "'éàü'.substring(1, 1)", "à" },
  { "text/replace", "'banana'.replace('an', 'o')", "booa" },
  { "text/replace-with-empty-pattern", "'ab'.replace('', '-')", "-a-b-" },
  { "text/lower", "'ÄB'.lower()", "äb" },
  { "text/split-and-join", "'a,b'.split(',').join('+')", "a+b" },
  { "text/ends-with", "'cough'.endsWith('gh')", "true" },
  { "text/escapes", "'\\u0041\\n'.length()", "2" },
  { "text/to-integer", "'12'.toInteger() + 1", "13" },
  { "text/to-integer-of-words-is-empty", "'twelve'.toInteger()", "" },
  { "text/to-string-of-decimal", "1.10.toString()", "1.10" },
  { "list/exists-with-criterion", "item.exists(linkId = 'b')", "true" },
  { "list/count", ITEM ("many") ".answer.count()", "3" },
  { "list/last", ITEM ("many") ".answer.value.last()", "3" },
  { "list/union-drops-doubles", "(1 | 1 | 2).count()", "2" },
  { "list/combine-keeps-doubles", "(1 | 2).combine(2).count()", "3" },
  { "list/intersect", "(1 | 2).intersect(2 | 3)", "2" },
  { "list/of-type", "descendants().where(linkId='c').answer.value.ofType(Coding).code", "yes" },
  { "list/index-in-select", "('a' | 'b').select($index)", "0|1" },
  { "list/this", "(1 | 2 | 3).where($this > 1)", "2|3" },
  { "type/is", ITEM ("d") ".answer.value is decimal", "true" },
  { "type/as", "(" ITEM ("c") ".answer.value as Coding).system", "s" },
  { "time/now", "now().toString()", "2026-11-22T10:15:30+01:00" },
  { "time/today", "today() = @2026-11-22", "true" },
  { "comment/is-skipped", "1 /* one */ + 1 // two", "2" },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboCollection) result = evaluate (rows[row].source, &error);
  g_autofree char *text = NULL;

  g_test_message ("%s", rows[row].source);
  g_assert_no_error (error);
  text = to_text (result);
  g_assert_cmpstr (text, ==, rows[row].expected);
}

static void
test_refuse (void)
{
  static const struct
  {
    const char *source;
    int code;
  } bad[] = {
    { "", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "(1", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "1)", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "a.", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "a..b", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "'open", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "/* open", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "1 +", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "% 5", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "$that", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "a[1", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "'\\u0000'", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "'\\ud800'", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "where()", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "@", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "99999999999999999999999999999999999999", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "#", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "memberOf('x')", TAMBO_ERROR_EXPRESSION_UNSUPPORTED },
    { "%terminologies.expand('x')", TAMBO_ERROR_EXPRESSION_UNSUPPORTED },
    { "%undeclared", TAMBO_ERROR_EXPRESSION_SYNTAX },
    { "1 + 'a'", TAMBO_ERROR_EXPRESSION_TYPE },
    { "(1 | 2) = 1 and (1 | 2)", TAMBO_ERROR_EXPRESSION_TYPE },
    { "(1 | 2) + 1", TAMBO_ERROR_EXPRESSION_TYPE },
    { "item.single()", TAMBO_ERROR_EXPRESSION_TYPE },
    { "1 < 'a'", TAMBO_ERROR_EXPRESSION_TYPE },
    { "-'a'", TAMBO_ERROR_EXPRESSION_TYPE },
    { "@2026-01-01 + 1 'mo'", TAMBO_ERROR_EXPRESSION_TYPE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboCollection) result = evaluate (bad[i].source, &error);

      g_test_message ("%s", bad[i].source);
      g_assert_error (error, TAMBO_ERROR, bad[i].code);
      g_assert_null (result);
    }
}

static char *
repeat_text (const char *before, const char *unit, guint n, const char *after)
{
  g_autoptr (GString) text = g_string_new (before);

  for (guint i = 0; i < n; i++)
    g_string_append (text, unit);
  g_string_append (text, after);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_limits (void)
{
  g_autofree char *deep = repeat_text ("", "(", 5000, "1");
  g_autofree char *chain = repeat_text ("1", "+1", 3000, "");
  g_autofree char *minuses = repeat_text ("", "-(", 1000, "1");
  g_autofree char *path = repeat_text ("a", ".a", 3000, "");
  g_autofree char *text = repeat_text ("'x", "x", 20000, "'");
  g_autofree char *growth =
      repeat_text ("'xxxxxxxxxxxxxxxx'", ".replace('x','xxxxxxxxxxxxxxxx')", 10, "");
  g_autofree char *lists =
      repeat_text ("(1|2|3|4|5|6|7|8|9)",
                   ".select(%resource.descendants().combine(%resource.descendants()))",
                   8,
                   ".count()");
  const char *const sources[] = { deep, chain, minuses, path, text, growth, lists };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboCollection) result = evaluate (sources[i], &error);

      g_test_message ("%.40s", sources[i]);
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_LIMIT);
      g_assert_null (result);
    }
}

static void
test_reads (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboElement) resource = parse_resource ();
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 22, 0, 0, 0);
  g_autoptr (TamboScope) scope = tambo_scope_new (resource, now);
  g_autoptr (GHashTable) reads = g_hash_table_new (NULL, NULL);
  g_autoptr (TamboExpression) expression =
      tambo_expression_new ("%resource.item.where(linkId='b').answer.value > 1", &error);
  g_autoptr (TamboCollection) result = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    tambo_element_set_tag (tambo_element_get_child (resource, 2 + i), i + 1);
  tambo_scope_set_reads (scope, reads);

  result = tambo_expression_evaluate (expression, NULL, scope, &error);

  g_assert_true (tambo_collection_is_true (result));
  g_assert_true (g_hash_table_contains (reads, GUINT_TO_POINTER (0)));
  g_assert_true (g_hash_table_contains (reads, GUINT_TO_POINTER (2)));
  g_assert_cmpuint (g_hash_table_size (reads), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/content/fhirpath/", rows[i].path, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/content/fhirpath/refuses-with-a-code", test_refuse);
  g_test_add_func ("/content/fhirpath/work-is-bounded", test_limits);
  g_test_add_func ("/content/fhirpath/notes-what-was-read", test_reads);

  return g_test_run ();
}

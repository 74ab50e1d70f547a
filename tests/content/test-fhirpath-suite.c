/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/expression.h"

#include <string.h>

#define NEEDED 700             /* of all (screening.md) */
#define NEEDED_WITH_OUTPUT 640 /* of those that expect an output */

/* What does not pass, and why not. */
static const struct
{
  const char *reason;
  const char *names;
} left_out[] = {
  { "lowBoundary() and highBoundary(): no form asks how exact a value is",
    "LowBoundaryDecimalDefault LowBoundaryDecimal1 LowBoundaryDecimal2 "
    "LowBoundaryDecimal3 LowBoundaryDecimal4 LowBoundaryDecimal5 "
    "LowBoundaryNegDecimalDefault LowBoundaryNegDecimal1 LowBoundaryNegDecimal2 "
    "LowBoundaryNegDecimal3 LowBoundaryNegDecimal4 LowBoundaryNegDecimal5 "
    "LowBoundaryDecimal6 LowBoundaryDecimal7 LowBoundaryDecimal8 LowBoundaryDecimal9 "
    "LowBoundaryDecimal10 LowBoundaryDecimal11 LowBoundaryDecimal12 LowBoundaryDecimal13 "
    "LowBoundaryDecimal14 LowBoundaryDecimal15 LowBoundaryQuantity LowBoundaryDateMonth "
    "LowBoundaryDateTimeMillisecond1 LowBoundaryDateTimeMillisecond2 "
    "LowBoundaryDateTimeMillisecond3 LowBoundaryTimeMillisecond "
    "HighBoundaryDecimalDefault HighBoundaryDecimal1 HighBoundaryDecimal2 "
    "HighBoundaryDecimal3 HighBoundaryDecimal4 HighBoundaryDecimal5 HighBoundaryDecimal6 "
    "HighBoundaryDecimal7 HighBoundaryDecimal8 HighBoundaryDecimal9 HighBoundaryDecimal10 "
    "HighBoundaryDecimal11 HighBoundaryDecimal12 HighBoundaryDecimal13 "
    "HighBoundaryDecimal14 HighBoundaryDecimal15 HighBoundaryDecimal16 "
    "HighBoundaryDecimal HighBoundaryQuantity HighBoundaryDateMonth "
    "HighBoundaryDateTimeMillisecond1 HighBoundaryDateTimeMillisecond2 "
    "HighBoundaryDateTimeMillisecond3 HighBoundaryTimeMillisecond testPeriodInvariantNew" },
  { "precision() and comparable(): likewise",
    "Comparable1 Comparable2 Comparable3 PrecisionDecimal PrecisionYear "
    "PrecisionDateTimeMilliseconds PrecisionTimeMinutes PrecisionTimeMilliseconds" },
  { "sort() is of a later FHIRPath",
    "testSort1 testSort2 testSort3 testSort4 testSort5 testSort6 testSort7 testSort8 "
    "testSort9 testSort10" },
  { "encode(), decode(), escape() and unescape(): no form uses them",
    "testEncodeBase64A testEncodeHex testEncodeBase64B testEncodeUrlBase64 "
    "testDecodeBase64A testDecodeHex testDecodeBase64B testDecodeUrlBase64 testEscapeHtml "
    "testEscapeJson testUnescapeHtml testUnescapeJson" },
  { "Units are converted, not multiplied into new ones", "testQuantity9 testQuantity10" },
  { "Its resource is not among the data", "testSubSetOf3" },
  { "What is there for no profile: conformsTo()", "testConformsTo1 testConformsTo2" },
  { "%vs- and %ext- names are written out in forms", "testVariables4 testExtension2" },
  { "JSON names stand beside FHIRPath's, as real forms use both",
    "testPolymorphismB testPolymorphicsB" },
  { "A single value that is no boolean counts as true, as FHIRPath's singletons do",
    "testIif6 from-zulip-2" },
  { "Asked without a doubt of what stands in the list, as real forms do",
    "testIif10 testConcatenate4" },
  { "Only a model of FHIR's types could tell; kiosks have what JSON says",
    "testSimpleFail testSimpleWithWrongContext testPolymorphismAsB "
    "testDollarOrderNotAllowed testLiteralTimeUTC testStartsWithNonString1 "
    "testEndsWithNonString1 testContainsNonString1 testType12 testType14 testType22 "
    "testTypeA4 testPeriodInvariantOld testFHIRPathIsFunction1 testFHIRPathIsFunction4 "
    "testFHIRPathIsFunction9 testFHIRPathAsFunction11 testFHIRPathAsFunction12 "
    "testFHIRPathAsFunction16 testFHIRPathAsFunction17 testFHIRPathAsFunction21 "
    "testFHIRPathAsFunction22 testFHIRPathAsFunction23 testFHIRPathAsFunction24 "
    "testPrimitiveExtensions" },
};

/* What the suite says of one expression. */
typedef struct
{
  char *name;         /* (owned) */
  char *resource;     /* (owned) (nullable): file name without its ending */
  gboolean predicate; /* whether there is anything is what counts */
  gboolean is_invalid;
  char *expression;   /* (owned) */
  GPtrArray *outputs; /* (owned): "type value" */
} Case;

static void
case_free (Case *test)
{
  g_free (test->name);
  g_free (test->resource);
  g_free (test->expression);
  g_ptr_array_unref (test->outputs);
  g_free (test);
}

/* Reads the suite's XML. */
typedef struct
{
  GPtrArray *cases; /* (owned) */
  Case *test;       /* (owned) (nullable): under way */
  GString *text;    /* (owned) */
  char *type;       /* (owned) (nullable): of the output under way */
} Reader;

static const char *
find_attribute (const char *const *names, const char *const *values, const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return values[i];

  return NULL;
}

static void
on_start (GMarkupParseContext *context,
          const char *element,
          const char **names,
          const char **values,
          gpointer user_data,
          GError **error)
{
  Reader *reader = user_data;
  const char *file = find_attribute (names, values, "inputfile");

  g_string_truncate (reader->text, 0);
  if (g_str_equal (element, "test"))
    {
      reader->test = g_new0 (Case, 1);
      reader->test->name = g_strdup (find_attribute (names, values, "name"));
      reader->test->resource = file == NULL ? NULL : g_strndup (file, strcspn (file, "."));
      reader->test->predicate = g_strcmp0 (find_attribute (names, values, "predicate"), "true") ==
                                0;
      reader->test->outputs = g_ptr_array_new_with_free_func (g_free);
    }
  else if (g_str_equal (element, "expression"))
    {
      reader->test->is_invalid = find_attribute (names, values, "invalid") != NULL;
    }
  else if (g_str_equal (element, "output"))
    {
      g_free (reader->type);
      reader->type = g_strdup (find_attribute (names, values, "type"));
    }
}

static void
on_end (GMarkupParseContext *context, const char *element, gpointer user_data, GError **error)
{
  Reader *reader = user_data;

  if (g_str_equal (element, "test"))
    g_ptr_array_add (reader->cases, g_steal_pointer (&reader->test));
  else if (g_str_equal (element, "expression"))
    reader->test->expression = g_strdup (reader->text->str);
  else if (g_str_equal (element, "output"))
    g_ptr_array_add (reader->test->outputs,
                     g_strdup_printf ("%s %s", reader->type, reader->text->str));
}

static void
on_text (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer user_data,
         GError **error)
{
  g_string_append_len (((Reader *) user_data)->text, text, (gssize) length);
}

static GPtrArray *
read_suite (const char *xml)
{
  static const GMarkupParser parser = { on_start, on_end, on_text, NULL, NULL };
  Reader reader = { .cases = g_ptr_array_new_with_free_func ((GDestroyNotify) case_free),
                    .text = g_string_new (NULL) };
  g_autoptr (GMarkupParseContext) context =
      g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reader, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, xml, -1, &error);
  g_assert_no_error (error);
  g_string_free (reader.text, TRUE);
  g_free (reader.type);

  return reader.cases;
}

static TamboElement *
load_resource (const char *folder, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (folder, "resources", file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboJson) json = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, NULL))
    return NULL;

  bytes = g_bytes_new (text, size);
  json = tambo_json_parse (bytes, size, &error);
  g_assert_no_error (error);

  return tambo_element_new_from_json ("resource", json, tambo_json_get_root (json));
}

/* Dates and times are written with an @ in the suite, times with an @T. */
static gboolean
is_same (const TamboValue *value, const char *output)
{
  const char *expected = strchr (output, ' ') + 1;
  g_autofree char *text = tambo_value_to_string (value);

  if (text == NULL)
    return FALSE;
  if (g_str_has_prefix (output, "date") && *expected == '@')
    expected++;
  if (g_str_has_prefix (output, "time") && g_str_has_prefix (expected, "@T"))
    expected += 2;

  return strcmp (text, expected) == 0;
}

static gboolean
fits (const Case *test, TamboCollection *result)
{
  if (test->outputs->len == 0)
    return tambo_collection_get_size (result) == 0;
  if (test->predicate)
    return g_str_equal (g_ptr_array_index (test->outputs, 0),
                        tambo_collection_get_size (result) > 0 ? "boolean true" : "boolean false");
  if (tambo_collection_get_size (result) != test->outputs->len)
    return FALSE;

  for (guint i = 0; i < test->outputs->len; i++)
    if (!is_same (tambo_collection_get (result, i), g_ptr_array_index (test->outputs, i)))
      return FALSE;

  return TRUE;
}

static char *
describe (TamboCollection *result, const GError *error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (error != NULL)
    return g_strdup (error->message);

  for (guint i = 0; i < tambo_collection_get_size (result); i++)
    {
      g_autofree char *value = tambo_value_to_string (tambo_collection_get (result, i));

      g_string_append_printf (text, "{%s}", value == NULL ? "…" : value);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
run_case (const Case *test, const char *folder)
{
  g_autoptr (TamboElement) resource = NULL;
  g_autoptr (TamboScope) scope = NULL;
  g_autoptr (TamboExpression) expression = NULL;
  g_autoptr (TamboCollection) result = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GError) error = NULL;
  g_autofree char *saw = NULL;
  gboolean passes;

  resource = load_resource (folder, test->resource == NULL ? "patient-example" : test->resource);
  if (resource == NULL)
    return FALSE;

  scope = tambo_scope_new (resource, now);
  expression = tambo_expression_new (test->expression, &error);
  if (expression != NULL)
    result = tambo_expression_evaluate (expression, resource, scope, &error);
  passes = test->is_invalid ? error != NULL : result != NULL && fits (test, result);

  if (!passes)
    {
      saw = describe (result, error);
      g_test_message ("%s: %s → %s, not %s",
                      test->name,
                      test->expression,
                      saw,
                      test->is_invalid          ? "an error"
                      : test->outputs->len == 0 ? "nothing"
                                                : (char *) g_ptr_array_index (test->outputs, 0));
    }

  return passes;
}

/* Returns: (nullable): why it is known not to pass */
static const char *
find_reason (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    {
      g_auto (GStrv) names = g_strsplit (left_out[i].names, " ", -1);

      if (g_strv_contains ((const char *const *) names, name))
        return left_out[i].reason;
    }

  return NULL;
}

/* Neither is a failure unexplained, nor a reason out of date. */
static void
check_reason (const char *name, gboolean passes)
{
  const char *reason = find_reason (name);

  if (passes == (reason == NULL))
    return;

  g_test_message ("%s: %s", name, passes ? "passes, but has a reason not to" : "has no reason");
  g_test_fail ();
}

static void
test_official_suite (void)
{
  g_autofree char *folder =
      g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "data", "fhirpath", NULL);
  g_autofree char *path = g_build_filename (folder, "tests-fhir-r4.xml", NULL);
  g_autofree char *xml = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  guint n_passed = 0, n_with_output = 0, n_passed_with_output = 0;

  if (!g_file_get_contents (path, &xml, NULL, NULL))
    {
      g_test_skip ("../shared/data/fhirpath is not there");
      return;
    }

  cases = read_suite (xml);
  for (guint i = 0; i < cases->len; i++)
    {
      const Case *test = g_ptr_array_index (cases, i);
      gboolean passes = run_case (test, folder);

      check_reason (test->name, passes);
      n_passed += passes;
      n_with_output += test->outputs->len > 0;
      n_passed_with_output += passes && test->outputs->len > 0;
    }

  g_test_message ("%u of %u pass; of %u that expect an output, %u",
                  n_passed,
                  cases->len,
                  n_with_output,
                  n_passed_with_output);
  g_assert_cmpuint (n_passed, >=, NEEDED);
  g_assert_cmpuint (n_passed_with_output, >=, NEEDED_WITH_OUTPUT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/fhirpath-suite/official", test_official_suite);

  return g_test_run ();
}

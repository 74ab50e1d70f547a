/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/forms/questionnaire.h"

#include <string.h>

#define HEAD "{\"resourceType\":\"Questionnaire\",\"language\":\"en\",\"item\":["
#define RULE(level, expression, text)                                                                            \
  "\"extension\":[{\"url\":\"urn:x-tambo:safety-rule\",\"extension\":[{\"url\":\"level\",\"valueCode\":\"" level \
  "\"},{\"url\":\"expression\",\"valueString\":\"" expression                                                    \
  "\"},{\"url\":\"text\",\"valueString\":\"" text "\"}]}],"
#define CALCULATED(expression)                                                                                         \
  "\"extension\":[{\"url\":\"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression\"," \
  "\"valueExpression\":{\"language\":\"text/fhirpath\",\"expression\":\"" expression "\"}}],"

static TamboQuestionnaire *
load (const char *json, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  return tambo_questionnaire_new_from_bytes (bytes, error);
}

static const struct
{
  const char *path;
  const char *json;
  int code;
  const char *place; /* must stand in the message */
} bad[] = {
  { "no-json", "{", TAMBO_ERROR_JSON_SYNTAX, "" },
  { "array", "[]", TAMBO_ERROR_FORM_FORMAT, "" },
  { "other-resource", "{\"resourceType\":\"Patient\"}", TAMBO_ERROR_FORM_FORMAT, "Patient" },
  { "no-resource-type", "{}", TAMBO_ERROR_FORM_FORMAT, "" },
  { "stu3-options",
    HEAD "{\"linkId\":\"a\",\"type\":\"choice\",\"option\":[{\"valueString\":\"x\"}]}]}",
    TAMBO_ERROR_FORM_VERSION,
    "“a”" },
  { "stu3-has-answer",
    HEAD "{\"linkId\":\"a\",\"type\":\"boolean\"},{\"linkId\":\"b\",\"type\":\"boolean\","
         "\"enableWhen\":[{\"question\":\"a\",\"hasAnswer\":true}]}]}",
    TAMBO_ERROR_FORM_VERSION,
    "“b”" },
  { "stu3-profile",
    "{\"resourceType\":\"Questionnaire\",\"meta\":{\"profile\":[\"http://hl7.org/fhir/3.0/StructureDefinition/Questionnaire\"]}}",
    TAMBO_ERROR_FORM_VERSION,
    "STU3" },
  { "no-link-id", HEAD "{\"type\":\"boolean\"}]}", TAMBO_ERROR_FORM_LINK, "linkId" },
  { "link-id-twice",
    HEAD "{\"linkId\":\"a\",\"type\":\"boolean\"},{\"linkId\":\"a\",\"type\":\"boolean\"}]}",
    TAMBO_ERROR_FORM_LINK,
    "“a”" },
  { "unknown-type",
    HEAD "{\"linkId\":\"a\",\"type\":\"question\"}]}",
    TAMBO_ERROR_FORM_FORMAT,
    "“a”" },
  { "no-type", HEAD "{\"linkId\":\"a\"}]}", TAMBO_ERROR_FORM_FORMAT, "“a”" },
  { "condition-on-nothing",
    HEAD
    "{\"linkId\":\"b\",\"type\":\"boolean\",\"enableWhen\":[{\"question\":\"gone\",\"operator\":\"=\",\"answerBoolean\":true}]}]}",
    TAMBO_ERROR_FORM_LINK,
    "“gone”" },
  { "condition-without-operator",
    HEAD
    "{\"linkId\":\"b\",\"type\":\"boolean\",\"enableWhen\":[{\"question\":\"b\",\"answerBoolean\":true}]}]}",
    TAMBO_ERROR_FORM_FORMAT,
    "“b”" },
  { "loop-of-one",
    HEAD
    "{\"linkId\":\"b\",\"type\":\"boolean\",\"enableWhen\":[{\"question\":\"b\",\"operator\":\"=\",\"answerBoolean\":true}]}]}",
    TAMBO_ERROR_FORM_LOOP,
    "“b”" },
  { "loop-of-two",
    HEAD
    "{\"linkId\":\"a\",\"type\":\"boolean\",\"enableWhen\":[{\"question\":\"b\",\"operator\":\"=\",\"answerBoolean\":true}]},"
    "{\"linkId\":\"b\",\"type\":\"boolean\",\"enableWhen\":[{\"question\":\"a\",\"operator\":\"exists\",\"answerBoolean\":false}]}]}",
    TAMBO_ERROR_FORM_LOOP,
    "" },
  { "loop-through-a-group",
    HEAD
    "{\"linkId\":\"g\",\"type\":\"group\",\"enableWhen\":[{\"question\":\"in\",\"operator\":\"=\",\"answerBoolean\":true}],"
    "\"item\":[{\"linkId\":\"in\",\"type\":\"boolean\"}]}]}",
    TAMBO_ERROR_FORM_LOOP,
    "" },
  { "rule-without-words",
    HEAD "{\"linkId\":\"a\"," RULE ("emergency", "true", "gone") "\"type\":\"boolean\"}]}",
    TAMBO_ERROR_FORM_LINK,
    "“a”" },
  { "rule-of-unknown-level",
    HEAD "{\"linkId\":\"a\"," RULE (
        "soonish",
        "true",
        "t") "\"type\":\"boolean\"},{\"linkId\":\"t\",\"type\":\"display\",\"text\":\"T\"}]}",
    TAMBO_ERROR_FORM_FORMAT,
    "“a”" },
  { "crisis-rule-without-words",
    HEAD "{\"linkId\":\"a\"," RULE ("crisis", "true", "gone") "\"type\":\"boolean\"}]}",
    TAMBO_ERROR_FORM_CRISIS_MISSING,
    "“a”" },
  { "self-harm-in-words",
    HEAD
    "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"Thoughts that you would be Better Off Dead?\"}]}",
    TAMBO_ERROR_FORM_CRISIS_MISSING,
    "“a”" },
  { "self-harm-in-a-translation",
    HEAD
    "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"This one?\",\"_text\":{\"extension\":[{\"url\":"
    "\"http://hl7.org/fhir/StructureDefinition/translation\",\"extension\":[{\"url\":\"lang\",\"valueCode\":\"ar\"},"
    "{\"url\":\"content\",\"valueString\":\"هل فكرت في الانتحار؟\"}]}]}}]}",
    TAMBO_ERROR_FORM_CRISIS_MISSING,
    "“a”" },
  { "self-harm-in-turkish-capitals",
    HEAD "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"İNTİHAR\"}]}",
    TAMBO_ERROR_FORM_CRISIS_MISSING,
    "“a”" },
  { "self-harm-in-ukrainian",
    HEAD "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"Чи думали ви про самогубство?\"}]}",
    TAMBO_ERROR_FORM_CRISIS_MISSING,
    "“a”" },
  { "self-harm-in-somali",
    HEAD "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"Ma ka fikirtay inaad isdisho?\"}]}",
    TAMBO_ERROR_FORM_CRISIS_MISSING,
    "“a”" },
  { "self-harm-in-tigrinya",
    HEAD "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"ነፍስኹም ከተጥፍኡ ሓሲብኩምዶ?\"}]}",
    TAMBO_ERROR_FORM_CRISIS_MISSING,
    "“a”" },
  { "self-harm-by-code",
    HEAD
    "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"Item nine\",\"code\":[{\"system\":\"http://loinc.org\",\"code\":\"44260-8\"}]}]}",
    TAMBO_ERROR_FORM_CRISIS_MISSING,
    "“a”" },
  { "expression-does-not-parse",
    HEAD "{\"linkId\":\"a\"," CALCULATED ("(1 + ") "\"type\":\"integer\"}]}",
    TAMBO_ERROR_EXPRESSION_SYNTAX,
    "“a”" },
  { "expression-names-nobody",
    HEAD "{\"linkId\":\"a\"," CALCULATED ("%unknown + 1") "\"type\":\"integer\"}]}",
    TAMBO_ERROR_EXPRESSION_SYNTAX,
    "%unknown" },
  { "expression-wants-a-server",
    HEAD "{\"linkId\":\"a\"," CALCULATED ("'x'.memberOf('y')") "\"type\":\"boolean\"}]}",
    TAMBO_ERROR_EXPRESSION_UNSUPPORTED,
    "“a”" },
  { "cql",
    HEAD
    "{\"linkId\":\"a\",\"type\":\"boolean\",\"extension\":[{\"url\":\"http://hl7.org/fhir/uv/sdc/StructureDefinition/"
    "sdc-questionnaire-enableWhenExpression\",\"valueExpression\":{\"language\":\"text/cql\",\"expression\":\"X\"}}]}]}",
    TAMBO_ERROR_EXPRESSION_UNSUPPORTED,
    "“a”" },
  { "required-and-not-to-be-asked",
    HEAD "{\"linkId\":\"a\",\"type\":\"date\",\"required\":true}]}",
    TAMBO_ERROR_FORM_UNSUPPORTED,
    "“a”" },
  { "required-choice-from-elsewhere",
    HEAD
    "{\"linkId\":\"a\",\"type\":\"choice\",\"required\":true,\"answerValueSet\":\"http://x/y\"}]}",
    TAMBO_ERROR_FORM_UNSUPPORTED,
    "“a”" },
};

static void
test_bad (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboQuestionnaire) form = load (bad[row].json, &error);

  g_assert_error (error, TAMBO_ERROR, bad[row].code);
  g_assert_nonnull (strstr (error->message, bad[row].place));
  g_assert_null (form);
}

static char *
make_items (guint n, const char *format)
{
  g_autoptr (GString) json = g_string_new (HEAD);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_autoptr (GString) item = g_string_new (format);

      g_string_replace (item, "#", number, 0);
      g_string_append_printf (json, "%s%s", i > 0 ? "," : "", item->str);
    }
  g_string_append (json, "]}");

  return g_string_free (g_steal_pointer (&json), FALSE);
}

static void
test_too_many_items (void)
{
  g_autofree char *full = make_items (TAMBO_LIMIT_FORM_ITEMS,
                                      "{\"linkId\":\"#\",\"type\":\"boolean\"}");
  g_autofree char *over = make_items (TAMBO_LIMIT_FORM_ITEMS + 1,
                                      "{\"linkId\":\"#\",\"type\":\"boolean\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboQuestionnaire) ok = load (full, &error);
  g_autoptr (TamboQuestionnaire) refused = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (tambo_questionnaire_get_n_items (ok), ==, TAMBO_LIMIT_FORM_ITEMS);

  refused = load (over, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_TOO_LARGE);
}

static void
test_too_long_text (void)
{
  g_autofree char *words = g_strnfill (TAMBO_LIMIT_TEXT + 1, 'x');
  g_autofree char *json =
      g_strdup_printf (HEAD "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"%s\"}]}", words);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboQuestionnaire) form = load (json, &error);

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_TOO_LARGE);
}

static const char ambiguous[] =
    HEAD "{\"linkId\":\"a\",\"type\":\"boolean\"},{\"linkId\":\"b\",\"type\":\"boolean\",\"enableWhen\":["
         "{\"question\":\"a\",\"operator\":\"=\",\"answerBoolean\":true},"
         "{\"question\":\"a\",\"operator\":\"=\",\"answerBoolean\":false}]}]}";

/* A kiosk can live with it; who publishes must say what is meant. */
static void
test_ambiguous (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (ambiguous, strlen (ambiguous));
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboQuestionnaire) form = load (ambiguous, &error);
  g_autoptr (GPtrArray) faults = NULL;
  const TamboFormFault *fault = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (tambo_questionnaire_get_warnings (form)[0],
                   ==,
                   "b: no enableBehavior, taken as any");

  faults = tambo_questionnaire_list_faults (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, ==, 1);
  fault = faults->pdata[0];
  g_assert_cmpint (fault->code, ==, TAMBO_ERROR_FORM_AMBIGUOUS);
  g_assert_cmpstr (fault->link_id, ==, "b");
}

/* Not only the first: who writes a form corrects all of it at once. */
static void
test_faults (void)
{
  const char json[] = HEAD
      "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"Do you think of suicide?\"},"
      "{\"linkId\":\"b\",\"type\":\"boolean\",\"enableWhen\":["
      "{\"question\":\"nowhere\",\"operator\":\"=\",\"answerBoolean\":true}]},"
      "{\"linkId\":\"c\",\"type\":\"boolean\",\"enableWhen\":["
      "{\"question\":\"c\",\"operator\":\"=\",\"answerBoolean\":true}]}]}";
  const int codes[] = { TAMBO_ERROR_FORM_CRISIS_MISSING,
                        TAMBO_ERROR_FORM_LINK,
                        TAMBO_ERROR_FORM_LOOP };
  g_autoptr (GBytes) bytes = g_bytes_new_static (json, strlen (json));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = tambo_questionnaire_list_faults (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, ==, G_N_ELEMENTS (codes));
  for (guint i = 0; i < faults->len; i++)
    g_assert_cmpint (((const TamboFormFault *) faults->pdata[i])->code, ==, codes[i]);
}

#define FRENCH(text)                                                                                 \
  "{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/translation\",\"extension\":[" \
  "{\"url\":\"lang\",\"valueCode\":\"fr\"},{\"url\":\"content\",\"valueString\":\"" text "\"}]}]}"

static void
test_languages (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboQuestionnaire) partial = NULL;
  g_autoptr (TamboQuestionnaire) full = NULL;
  guint n_present;

  partial = load (
      HEAD
      "{\"linkId\":\"a\"," RULE ("emergency", "false", "t") "\"type\":\"boolean\",\"text\":\"Pain?\",\"_text\":" FRENCH (
          "Mal ?") "},"
                   "{\"linkId\":\"t\",\"type\":\"display\",\"text\":\"Call\"}]}",
      &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_equal (tambo_questionnaire_get_languages (partial),
                               (const char *const[]){ "en", NULL }));
  g_assert_cmpuint (tambo_questionnaire_count_texts (partial, "fr", &n_present), ==, 2);
  g_assert_cmpuint (n_present, ==, 1);

  full = load (
      HEAD
      "{\"linkId\":\"a\"," RULE ("emergency", "false", "t") "\"type\":\"boolean\",\"text\":\"Pain?\",\"_text\":" FRENCH (
          "Mal ?") "},"
                   "{\"linkId\":\"b\",\"type\":\"boolean\",\"text\":\"Only English\"},"
                   "{\"linkId\":\"t\",\"type\":\"display\",\"text\":\"Call\",\"_text\":" FRENCH (
                       "Appelez") "}]}",
      &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_equal (tambo_questionnaire_get_languages (full),
                               (const char *const[]){ "en", "fr", NULL }));
}

static void
test_contained_options (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboQuestionnaire) form = NULL;
  g_autoptr (TamboFormOption) option = NULL;
  GListModel *options;

  form = load (
      "{\"resourceType\":\"Questionnaire\",\"contained\":[{\"resourceType\":\"ValueSet\",\"id\":\"v\",\"compose\":"
      "{\"include\":[{\"system\":\"s\",\"concept\":[{\"code\":\"x\",\"display\":\"Ex\"},{\"code\":\"y\"}]}]}}],"
      "\"item\":[{\"linkId\":\"a\",\"type\":\"choice\",\"required\":true,\"answerValueSet\":\"#v\"}]}",
      &error);
  g_assert_no_error (error);

  options = tambo_form_item_get_options (tambo_questionnaire_find_item (form, "a"));
  g_assert_cmpuint (g_list_model_get_n_items (options), ==, 2);
  option = g_list_model_get_item (options, 0);
  g_assert_cmpstr (tambo_form_option_get_system (option), ==, "s");
  g_assert_cmpstr (tambo_form_option_get_text (option, "en"), ==, "Ex");
}

/* Named in the output, so that a look at the log says how real forms fare. */
static void
test_real_forms (void)
{
  g_autofree char *folder =
      g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "data", "questionnaires", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_loaded = 0, n_refused = 0;
  const char *name;

  if (dir == NULL)
    {
      g_test_skip ("../shared/data/questionnaires is not there");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (TamboQuestionnaire) form = NULL;
      g_autoptr (GError) error = NULL;

      if (!g_str_has_suffix (name, ".json"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      form = load (text, &error);
      if (form != NULL)
        {
          n_loaded++;
          continue;
        }
      n_refused++;
      g_assert_true (error->domain == TAMBO_ERROR);
      g_test_message ("%s: %s: %.120s", tambo_error_get_word (error), name, error->message);
      g_hash_table_insert (words,
                           (gpointer) tambo_error_get_word (error),
                           GUINT_TO_POINTER (
                               GPOINTER_TO_UINT (
                                   g_hash_table_lookup (words, tambo_error_get_word (error))) +
                               1));
    }

  {
    GHashTableIter iter;
    gpointer word, n;

    g_hash_table_iter_init (&iter, words);
    while (g_hash_table_iter_next (&iter, &word, &n))
      g_test_message ("%u refused: %s", GPOINTER_TO_UINT (n), (const char *) word);
  }
  g_test_message ("%u real forms load, %u are refused", n_loaded, n_refused);
  g_assert_cmpuint (n_loaded, >, 100);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strconcat ("/content/questionnaire/refuses/", bad[i].path, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }
  g_test_add_func ("/content/questionnaire/refuses/too-many-items", test_too_many_items);
  g_test_add_func ("/content/questionnaire/refuses/too-long-text", test_too_long_text);
  g_test_add_func ("/content/questionnaire/ambiguous-conditions-load-and-fail-the-check",
                   test_ambiguous);
  g_test_add_func ("/content/questionnaire/lists-all-that-is-wrong", test_faults);
  g_test_add_func ("/content/questionnaire/offers-languages-with-all-safety-texts", test_languages);
  g_test_add_func ("/content/questionnaire/reads-contained-value-sets", test_contained_options);
  g_test_add_func ("/content/questionnaire/real-forms-load-or-are-refused", test_real_forms);

  return g_test_run ();
}

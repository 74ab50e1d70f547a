/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/form-check.h"

#include "content/base/error.h"

#include <string.h>

#define FORM(items)                                                                    \
  "{\"resourceType\":\"Questionnaire\",\"url\":\"urn:x-test:form\",\"version\":\"1\"," \
  "\"status\":\"active\",\"language\":\"en\",\"title\":\"A form\",\"item\":[" items "]}"
#define QUESTION(text) "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"" text "\"}"

#define SIXTY "sixty characters of a question that goes on and on and on so. "
#define SIX_HUNDRED SIXTY SIXTY SIXTY SIXTY SIXTY SIXTY SIXTY SIXTY SIXTY SIXTY

static const char *const english[] = { "en", NULL };

static TamboFindings *
check (const char *text, const char *const *languages)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  TamboFindings *findings = tambo_findings_new ();

  tambo_form_check (bytes, "forms/a.json", languages, findings);

  return findings;
}

static gboolean
has_code (TamboFindings *findings, int code)
{
  for (guint i = 0; i < tambo_findings_get_n (findings); i++)
    {
      const TamboFinding *finding = tambo_findings_get (findings, i);

      g_assert_cmpstr (finding->file, ==, "forms/a.json");
      if (finding->code == code && !finding->is_remark)
        return TRUE;
    }

  return FALSE;
}

static void
test_harmless (void)
{
  g_autoptr (TamboFindings) findings = check (FORM (QUESTION ("Is there a cough now?")), english);

  g_assert_cmpuint (tambo_findings_get_n (findings), ==, 0);
}

static const struct
{
  const char *name;
  const char *text;
  int code;
} bad_forms[] = {
  { "not-json", "a form", TAMBO_ERROR_JSON_SYNTAX },
  { "another-resource", "{\"resourceType\":\"Patient\"}", TAMBO_ERROR_FORM_FORMAT },
  { "asks-for-a-name", FORM (QUESTION ("What is your name?")), TAMBO_ERROR_PACK_IDENTIFIES },
  { "asks-in-a-group",
    FORM ("{\"linkId\":\"g\",\"type\":\"group\",\"item\":[" QUESTION ("Your phone number") "]}"),
    TAMBO_ERROR_PACK_IDENTIFIES },
  { "asks-in-a-translation",
    FORM ("{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"Hm?\",\"_text\":{\"extension\":[{"
          "\"url\":\"http://hl7.org/fhir/StructureDefinition/translation\",\"extension\":[{"
          "\"url\":\"lang\",\"valueCode\":\"fr\"},{\"url\":\"content\",\"valueString\":"
          "\"Votre nom ?\"}]}]}}"),
    TAMBO_ERROR_PACK_IDENTIFIES },
  { "asks-in-an-answer",
    FORM ("{\"linkId\":\"a\",\"type\":\"choice\",\"text\":\"Which?\",\"answerOption\":[{"
          "\"valueCoding\":{\"code\":\"p\",\"display\":\"Passport\"}}]}"),
    TAMBO_ERROR_PACK_IDENTIFIES },
  { "asks-by-its-code",
    FORM ("{\"linkId\":\"a\",\"type\":\"string\",\"text\":\"When?\",\"code\":[{"
          "\"system\":\"http://loinc.org\",\"code\":\"21112-8\"}]}"),
    TAMBO_ERROR_PACK_IDENTIFIES },
  { "asks-by-its-definition",
    FORM ("{\"linkId\":\"a\",\"type\":\"string\",\"text\":\"Which?\",\"definition\":"
          "\"http://hl7.org/fhir/StructureDefinition/Patient#Patient.telecom\"}"),
    TAMBO_ERROR_PACK_IDENTIFIES },
  { "self-harm-without-crisis",
    FORM (QUESTION ("Do you think of hurting yourself?")),
    TAMBO_ERROR_FORM_CRISIS_MISSING },
  { "loop",
    FORM ("{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"A?\",\"enableWhen\":[{\"question\":"
          "\"a\",\"operator\":\"=\",\"answerBoolean\":true}]}"),
    TAMBO_ERROR_FORM_LOOP },
  { "several-conditions-and-no-behaviour",
    FORM (QUESTION ("B?") ",{\"linkId\":\"b\",\"type\":\"boolean\",\"text\":\"A?\",\"enableWhen\":["
                          "{\"question\":\"a\",\"operator\":\"=\",\"answerBoolean\":true},"
                          "{\"question\":\"a\",\"operator\":\"exists\",\"answerBoolean\":true}]}"),
    TAMBO_ERROR_FORM_AMBIGUOUS },
  { "turns-direction",
    FORM (QUESTION ("Is there \xe2\x80\xae a cough?")),
    TAMBO_ERROR_PACK_FORMAT },
  { "title-turns-direction",
    "{\"resourceType\":\"Questionnaire\",\"url\":\"urn:x\",\"version\":\"1\",\"status\":\"active\","
    "\"language\":\"en\",\"title\":\"\xe2\x81\xa7 A\",\"item\":[" QUESTION ("B?") "]}",
    TAMBO_ERROR_PACK_FORMAT },
  { "too-long", FORM (QUESTION (SIX_HUNDRED "?")), TAMBO_ERROR_PACK_FORMAT },
};

static void
test_bad (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (TamboFindings) findings = check (bad_forms[i].text, english);

  g_assert_true (has_code (findings, bad_forms[i].code));
}

/* "Call this number" is not a question. */
static void
test_shown_text_may_speak_of_phones (void)
{
  g_autoptr (TamboFindings) findings =
      check (FORM ("{\"linkId\":\"a\",\"type\":\"display\",\"text\":\"Your phone number.\"}"),
             english);

  g_assert_cmpuint (tambo_findings_get_n (findings), ==, 0);
}

/* Each text that is missing is a finding: of which item, and whether it is one of safety. */
static void
test_language_must_be_whole (void)
{
  const char *const languages[] = { "en", "fr", NULL };
  g_autoptr (TamboFindings) findings = check (
      FORM ("{\"linkId\":\"g\",\"type\":\"group\",\"item\":[" QUESTION (
          "Chest pain?") ","
                         "{\"linkId\":\"h\",\"type\":\"display\",\"text\":\"Call for help.\"}],"
                         "\"extension\":[{\"url\":\"urn:x-tambo:safety-rule\",\"extension\":["
                         "{\"url\":\"level\",\"valueCode\":\"emergency\"},{\"url\":\"expression\","
                         "\"valueString\":\"true\"},{\"url\":\"text\",\"valueString\":\"h\"}]}]}"),
      languages);
  guint n_safety = 0;

  g_assert_cmpuint (tambo_findings_count_refusals (findings), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const TamboFinding *finding = tambo_findings_get (findings, i);

      g_assert_cmpint (finding->code, ==, TAMBO_ERROR_PACK_INCOMPLETE);
      g_assert_nonnull (strstr (finding->reason, "“fr”"));
      g_assert_nonnull (finding->cure);
      n_safety += strstr (finding->reason, "safety") != NULL ? 1 : 0;
    }
  g_assert_cmpuint (n_safety, ==, 1);
  g_assert_cmpstr (tambo_findings_get (findings, 0)->place, ==, "item[0].item[0] “a”");
}

/* Not one error after the other. */
static void
test_all_at_once (void)
{
  g_autoptr (TamboFindings) findings = check (
      FORM (QUESTION (
          "Your phone number?") ",{\"linkId\":\"b\",\"type\":\"boolean\",\"text\":"
                                "\"Your passport?\"},{\"linkId\":\"c\",\"type\":\"boolean\",\"text\":"
                                "\"Do you think of suicide?\"}"),
      english);

  g_assert_cmpuint (tambo_findings_count_refusals (findings), ==, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/author/form-check/harmless", test_harmless);
  g_test_add_func ("/author/form-check/shown-text-may-speak-of-phones",
                   test_shown_text_may_speak_of_phones);
  g_test_add_func ("/author/form-check/all-at-once", test_all_at_once);
  g_test_add_func ("/author/form-check/language-must-be-whole", test_language_must_be_whole);
  for (guint i = 0; i < G_N_ELEMENTS (bad_forms); i++)
    {
      g_autofree char *path = g_strconcat ("/author/form-check/bad/", bad_forms[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }

  return g_test_run ();
}

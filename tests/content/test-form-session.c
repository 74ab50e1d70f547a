/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/json.h"
#include "tests/support/count.h"
#include "tests/support/forms.h"

#include <string.h>

#define HEAD \
  "{\"resourceType\":\"Questionnaire\",\"language\":\"en\",\"url\":\"urn:f\",\"version\":\"2\",\"item\":["
#define EXPRESSION(name, source)                                                            \
  "{\"url\":\"http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-" name "\"," \
  "\"valueExpression\":{\"language\":\"text/fhirpath\",\"expression\":\"" source "\"}}"
#define HIDDEN \
  "{\"url\":\"http://hl7.org/fhir/StructureDefinition/questionnaire-hidden\",\"valueBoolean\":true}"
#define ANSWER(id) "%resource.repeat(item).where(linkId='" id "').answer.value"

/* The same in a format string. */
#define PRINTED_ANSWER "%%resource.repeat(item).where(linkId='%d').answer.value"

/* One question of each kind, and what hangs on it by each operator. */
static const struct
{
  const char *path;
  const char *question; /* type, options */
  const char *operation;
  const char *answer; /* of enableWhen */
  const char *given;
  gboolean shown;
} operators[] = {
  { "equal", "\"boolean\"", "=", "\"answerBoolean\":true", "yes", TRUE },
  { "equal/other", "\"boolean\"", "=", "\"answerBoolean\":true", "no", FALSE },
  { "equal/unanswered", "\"boolean\"", "=", "\"answerBoolean\":true", "clear", FALSE },
  { "equal/declined", "\"boolean\"", "=", "\"answerBoolean\":true", "skip", FALSE },
  { "not-equal", "\"boolean\"", "!=", "\"answerBoolean\":true", "no", TRUE },
  { "not-equal/same", "\"boolean\"", "!=", "\"answerBoolean\":true", "yes", FALSE },
  { "not-equal/unanswered", "\"boolean\"", "!=", "\"answerBoolean\":true", "clear", TRUE },
  { "exists", "\"integer\"", "exists", "\"answerBoolean\":true", "0", TRUE },
  { "exists/unanswered", "\"integer\"", "exists", "\"answerBoolean\":true", "clear", FALSE },
  { "exists/declined", "\"integer\"", "exists", "\"answerBoolean\":true", "skip", FALSE },
  { "exists-not", "\"integer\"", "exists", "\"answerBoolean\":false", "clear", TRUE },
  { "greater", "\"integer\"", ">", "\"answerInteger\":13", "14", TRUE },
  { "greater/same", "\"integer\"", ">", "\"answerInteger\":13", "13", FALSE },
  { "less", "\"decimal\"", "<", "\"answerDecimal\":1.5", "1.49", TRUE },
  { "less/same", "\"decimal\"", "<", "\"answerDecimal\":1.5", "1.50", FALSE },
  { "greater-or-equal", "\"decimal\"", ">=", "\"answerDecimal\":1.10", "1.1", TRUE },
  { "less-or-equal", "\"integer\"", "<=", "\"answerInteger\":3", "3", TRUE },
  { "less-or-equal/more", "\"integer\"", "<=", "\"answerInteger\":3", "4", FALSE },
  { "coding-by-system-and-code",
    "\"choice\",\"answerOption\":[{\"valueCoding\":{\"system\":\"s\",\"code\":\"x\",\"display\":\"Ex\"}}]",
    "=",
    "\"answerCoding\":{\"system\":\"s\",\"code\":\"x\",\"display\":\"other words\"}",
    "x",
    TRUE },
  { "coding-of-another-system",
    "\"choice\",\"answerOption\":[{\"valueCoding\":{\"system\":\"s\",\"code\":\"x\"}}]",
    "=",
    "\"answerCoding\":{\"system\":\"t\",\"code\":\"x\"}",
    "x",
    FALSE },
  { "text",
    "\"choice\",\"answerOption\":[{\"valueString\":\"red\"},{\"valueString\":\"blue\"}]",
    "=",
    "\"answerString\":\"blue\"",
    "blue",
    TRUE },
};

static void
test_operator (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autofree char *json = g_strdup_printf (
      HEAD
      "{\"linkId\":\"q\",\"text\":\"Q\",\"type\":%s},{\"linkId\":\"d\",\"text\":\"D\",\"type\":\"boolean\","
      "\"enableWhen\":[{\"question\":\"q\",\"operator\":\"%s\",%s}]}]}",
      operators[row].question,
      operators[row].operation,
      operators[row].answer);
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_form (json);
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);

  tambo_test_answer (session, "q", operators[row].given);

  g_assert_cmpint (tambo_form_session_find_step (session, "d") != NULL, ==, operators[row].shown);
}

static const char gate[] = HEAD
    "{\"linkId\":\"gate\",\"text\":\"Gate\",\"type\":\"boolean\"},"
    "{\"linkId\":\"group\",\"type\":\"group\",\"text\":\"Group\",\"enableWhen\":[{\"question\":\"gate\",\"operator\":\"=\",\"answerBoolean\":true}],"
    "\"item\":[{\"linkId\":\"in\",\"text\":\"In\",\"type\":\"integer\",\"required\":true},"
    "{\"linkId\":\"deep\",\"text\":\"Deep\",\"type\":\"boolean\",\"enableWhen\":[{\"question\":\"in\",\"operator\":\">\",\"answerInteger\":0}]}]},"
    "{\"linkId\":\"sum\",\"type\":\"integer\",\"extension\":[" HIDDEN
    ",{\"url\":\"urn:x-tambo:score\",\"valueBoolean\":true}," EXPRESSION (
        "calculatedExpression",
        ANSWER ("in") ".sum()") "]}]}";

static void
test_disabled_answers (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_form (gate);
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_autofree char *steps = NULL;
  g_autofree char *score = NULL;
  g_autofree char *without = NULL;
  g_autofree char *score_without = NULL;
  g_autofree char *again = NULL;
  g_autofree char *digits = NULL;

  tambo_test_answer_all (session, "gate=yes in=5 deep=yes");
  steps = tambo_test_list_steps (session);
  g_assert_cmpstr (steps, ==, "gate in deep");
  score = tambo_form_session_dup_score (session);
  g_assert_cmpstr (score, ==, "5");

  /* A disabled parent disables all below; nothing of it is exported, scored or required. */
  tambo_test_answer_all (session, "gate=no");
  without = tambo_test_response (session);
  g_assert_null (strstr (without, "\"in\""));
  g_assert_null (strstr (without, "\"deep\""));
  score_without = tambo_form_session_dup_score (session);
  g_assert_cmpstr (score_without, ==, "0");
  g_assert_true (tambo_form_session_is_complete (session));

  /* The answers come back with it. */
  tambo_test_answer_all (session, "gate=yes");
  digits = tambo_form_step_dup_digits (tambo_form_session_find_step (session, "in"));
  g_assert_cmpstr (digits, ==, "5");
  again = tambo_test_response (session);
  g_assert_nonnull (strstr (again, "\"linkId\":\"deep\""));
}

static void
test_required (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_form (gate);
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);

  tambo_test_answer_all (session, "gate=yes");
  g_assert_false (tambo_form_session_is_complete (session));
  tambo_test_answer_all (session, "in=skip");
  g_assert_true (tambo_form_session_is_complete (session));
}

static void
test_decimals (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_form (
      HEAD "{\"linkId\":\"w\",\"text\":\"W\",\"type\":\"decimal\"},"
           "{\"linkId\":\"bmi\",\"text\":\"B\",\"type\":\"decimal\",\"extension\":[" EXPRESSION (
               "calculatedExpression",
               "(" ANSWER ("w") " / 3.24).round(1)") "]}]}");
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_autofree char *response = NULL;

  tambo_test_answer_all (session, "w=81.10");
  response = tambo_test_response (session);

  g_assert_nonnull (strstr (response, "\"valueDecimal\":81.10}"));
  g_assert_nonnull (strstr (response, "\"valueDecimal\":25.0}"));
}

static void
test_response (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_form (
      HEAD
      "{\"linkId\":\"a\",\"text\":\"A \\\"b\\\"\",\"type\":\"boolean\"},{\"linkId\":\"s\",\"text\":\"S\",\"type\":\"boolean\"},"
      "{\"linkId\":\"p\",\"text\":\"P\",\"type\":\"boolean\",\"item\":[{\"linkId\":\"c\",\"text\":\"C\",\"type\":\"integer\"}]}]}");
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_autoptr (GBytes) response = NULL;
  g_autoptr (TamboJson) json = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;

  tambo_test_answer_all (session, "a=yes s=skip p=yes c=3");
  response = tambo_form_session_to_response (session, "sha256:00");
  json = tambo_json_parse (response, 65536, &error);
  g_assert_no_error (error);

  text = g_bytes_get_data (response, NULL);
  g_assert_cmpstr (
      text,
      ==,
      "{\"resourceType\":\"QuestionnaireResponse\",\"language\":\"en\","
      "\"extension\":[{\"url\":\"urn:x-tambo:pack\",\"valueString\":\"sha256:00\"}],"
      "\"questionnaire\":\"urn:f|2\",\"status\":\"completed\",\"authored\":\"2026-11-22T10:00:00+00:00\",\"item\":["
      "{\"linkId\":\"a\",\"text\":\"A \\\"b\\\"\",\"answer\":[{\"valueBoolean\":true}]},"
      "{\"linkId\":\"s\",\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\","
      "\"valueCode\":\"asked-declined\"}],\"text\":\"S\"},"
      "{\"linkId\":\"p\",\"text\":\"P\",\"answer\":[{\"valueBoolean\":true,\"item\":["
      "{\"linkId\":\"c\",\"text\":\"C\",\"answer\":[{\"valueInteger\":3}]}]}]}]}");
}

static void
test_exclusive (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_cough ();
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  TamboFormStep *step;

  tambo_test_answer_all (session, "cough=yes with-cough=phlegm with-cough=cold");
  step = tambo_form_session_find_step (session, "with-cough");
  g_assert_true (tambo_form_step_has_option (step, 0) && tambo_form_step_has_option (step, 1));

  tambo_test_answer_all (session, "with-cough=none");
  g_assert_false (tambo_form_step_has_option (step, 0));
  g_assert_true (tambo_form_step_has_option (step, 3));

  tambo_test_answer_all (session, "with-cough=wheeze");
  g_assert_true (tambo_form_step_has_option (step, 2));
  g_assert_false (tambo_form_step_has_option (step, 3));
}

static void
test_language (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_cough ();
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_autofree char *response = NULL;
  TamboFormStep *step;

  tambo_test_answer_all (session, "cough=yes days=20");
  step = tambo_form_session_find_step (session, "days");
  tambo_form_session_set_current (session, step);
  g_assert_cmpstr (tambo_form_step_get_answer_text (step), ==, "20 days");

  tambo_form_session_set_language (session, "fr");
  g_assert_true (tambo_form_session_get_current (session) == step);
  g_assert_cmpstr (tambo_form_step_get_answer_text (step), ==, "20 jours");
  tambo_test_answer_all (session, "weight=yes");

  /* Each answer in the language it was asked in. */
  response = tambo_test_response (session);
  g_assert_nonnull (strstr (response, "\"language\":\"fr\""));
  g_assert_nonnull (strstr (
      response,
      "{\"url\":\"urn:x-tambo:language\",\"valueCode\":\"en\"}],\"text\":\"Is there a cough now?\""));
  g_assert_nonnull (strstr (response, "perte de poids"));
}

static void
test_walk (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_form (gate);
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);

  g_assert_false (tambo_form_session_go_back (session));
  tambo_test_answer_all (session, "gate=yes");
  g_assert_true (tambo_form_session_advance (session));
  g_assert_cmpstr (tambo_form_step_get_link_id (tambo_form_session_get_current (session)),
                   ==,
                   "in");
  g_assert_false (tambo_form_session_advance (session));
  g_assert_null (tambo_form_session_get_current (session));
  g_assert_true (tambo_form_session_go_back (session));
  g_assert_cmpstr (tambo_form_step_get_link_id (tambo_form_session_get_current (session)),
                   ==,
                   "in");

  /* A step that goes away leaves its place to the next, here to the end. */
  tambo_test_answer_all (session, "gate=no");
  g_assert_null (tambo_form_session_get_current (session));
}

static void
test_refuse (void)
{
  static const struct
  {
    const char *link_id;
    const char *digits;
  } numbers[] = {
    { "days", "" },     { "days", "x" },  { "days", "1.5" },         { "days", "0" },
    { "days", "3651" }, { "days", "-1" }, { "days", "99999999999" }, { "days", "\xff" },
    { "cough", "1" },   { "gone", "1" },
  };
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_cough ();
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_autoptr (GError) error = NULL;

  /* Not asked, as long as nobody coughs. */
  g_assert_false (tambo_form_session_answer_number (session, "days", "3", &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_ANSWER);
  g_clear_error (&error);

  tambo_test_answer_all (session, "cough=yes");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_assert_false (tambo_form_session_answer_number (session,
                                                        numbers[i].link_id,
                                                        numbers[i].digits,
                                                        &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_ANSWER);
      g_clear_error (&error);
    }
  g_assert_false (tambo_form_session_answer_option (session, "who", 9, TRUE, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_ANSWER);
  g_clear_error (&error);
  g_assert_false (tambo_form_session_answer_boolean (session, "emergency", TRUE, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_ANSWER);
}

static void
test_expression_loop (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_form (
      HEAD
      "{\"linkId\":\"ok\",\"text\":\"OK\",\"type\":\"boolean\"},"
      "{\"linkId\":\"n\",\"type\":\"integer\",\"extension\":[" EXPRESSION (
          "calculatedExpression",
          "iif(" ANSWER ("n") ".exists(), " ANSWER (
              "n") " + 1, 1)") "]},"
                               "{\"linkId\":\"after\",\"text\":\"After\",\"type\":\"boolean\",\"enableWhen\":[{\"question\":\"ok\",\"operator\":\"=\",\"answerBoolean\":true}]}]}");
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_auto (GStrv) faults = NULL;

  tambo_test_answer_all (session, "ok=yes");

  faults = tambo_form_session_dup_faults (session);
  g_assert_cmpuint (g_strv_length (faults), ==, 1);
  g_assert_true (g_str_has_prefix (faults[0], "n: "));
  g_assert_nonnull (tambo_form_session_find_step (session, "after"));
}

static void
test_cautious_through_calculation (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_form (
      HEAD
      "{\"linkId\":\"age\",\"text\":\"Age\",\"type\":\"integer\"},{\"linkId\":\"fever\",\"text\":\"Fever\",\"type\":\"boolean\"},"
      "{\"linkId\":\"baby\",\"type\":\"boolean\",\"extension\":[" HIDDEN "," EXPRESSION (
          "calculatedExpression",
          ANSWER (
              "age") ".where($this < 1).exists()") ","
                                                   "{\"url\":\"urn:x-tambo:safety-rule\",\"extension\":[{\"url\":\"level\",\"valueCode\":\"same-day\"},"
                                                   "{\"url\":\"expression\",\"valueString\":\"" ANSWER ("baby") " = true and " ANSWER (
                                                       "fever") " = true\"},"
                                                                "{\"url\":\"text\",\"valueString\":\"t\"}]}]},"
                                                                "{\"linkId\":\"t\",\"text\":\"Today\",\"type\":\"display\"}]}");
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  GListModel *alerts = tambo_form_session_get_alerts (session);
  g_autoptr (TamboFormAlert) alert = NULL;

  tambo_test_answer_all (session, "age=30 fever=yes");
  g_assert_cmpuint (g_list_model_get_n_items (alerts), ==, 0);

  /* exists() says no to a skipped age; the rule asks what it would say to a real one. */
  tambo_test_answer_all (session, "age=skip");
  g_assert_cmpuint (g_list_model_get_n_items (alerts), ==, 1);
  alert = g_list_model_get_item (alerts, 0);
  g_assert_true (tambo_form_alert_is_uncertain (alert));

  tambo_test_answer_all (session, "fever=no");
  g_assert_cmpuint (g_list_model_get_n_items (alerts), ==, 0);
}

/* A form where everything hangs on something else, in all the ways there are. */
static char *
make_random_form (GRand *random)
{
  static const char *const operators_of_numbers[] = { "=", "!=", ">", "<", ">=", "<=" };
  g_autoptr (GString) json = g_string_new (HEAD);

  for (int i = 0; i < 24; i++)
    {
      int before = i == 0 ? 0 : g_rand_int_range (random, 0, i);
      int other = i == 0 ? 0 : g_rand_int_range (random, 0, i);

      g_string_append_printf (json,
                              "%s{\"linkId\":\"%d\",\"text\":\"T\",\"type\":\"integer\"",
                              i > 0 ? "," : "",
                              i);
      if (i % 4 == 3)
        g_string_append_printf (json,
                                ",\"extension\":[" EXPRESSION ("calculatedExpression",
                                                               "iif(" PRINTED_ANSWER
                                                               ".exists(), " PRINTED_ANSWER
                                                               ".sum() + 1, {})") "]",
                                before,
                                other);
      else if (i % 4 == 2)
        g_string_append_printf (
            json,
            ",\"extension\":[" EXPRESSION (
                "enableWhenExpression",
                "%%resource.repeat(item).where(linkId='%d' or linkId='%d').answer.value.sum() > 2") "]",
            before,
            other);
      else if (i % 4 == 1)
        g_string_append_printf (
            json,
            ",\"enableBehavior\":\"%s\",\"enableWhen\":[{\"question\":\"%d\",\"operator\":\"%s\",\"answerInteger\":2},"
            "{\"question\":\"%d\",\"operator\":\"exists\",\"answerBoolean\":true}]",
            g_rand_boolean (random) ? "all" : "any",
            before,
            operators_of_numbers[g_rand_int_range (random, 0, 6)],
            other);
      g_string_append (json, "}");
    }
  g_string_append (json, "]}");

  return g_string_free (g_steal_pointer (&json), FALSE);
}

static void
test_incremental (void)
{
  guint n_forms = tambo_test_count (100);
  g_autoptr (GRand) random = g_rand_new_with_seed (tambo_test_seed ());

  for (guint form_number = 0; form_number < n_forms; form_number++)
    {
      g_autofree char *json = make_random_form (random);
      g_autoptr (TamboQuestionnaire) form = tambo_test_load_form (json);
      g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
      g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

      for (guint step = 0; step < 40; step++)
        {
          GListModel *steps = tambo_form_session_get_steps (session);
          guint n = g_list_model_get_n_items (steps);
          g_autoptr (TamboFormStep) at = g_list_model_get_item (steps,
                                                                g_rand_int_range (random, 0, n));
          int choice = g_rand_int_range (random, 0, 7);
          g_autofree char *answer = choice == 5   ? g_strdup ("skip")
                                    : choice == 6 ? g_strdup ("clear")
                                                  : g_strdup_printf ("%d", choice);

          tambo_test_answer (session, tambo_form_step_get_link_id (at), answer);
          g_hash_table_insert (last,
                               g_strdup (tambo_form_step_get_link_id (at)),
                               g_steal_pointer (&answer));
        }

      /* The same last answers, given afresh in rounds until each question that opens is met. */
      {
        g_autoptr (TamboFormSession) fresh = tambo_test_start_form (form);
        g_autofree char *expected = NULL;
        g_autofree char *response = NULL;
        g_autofree char *steps = NULL;
        g_autofree char *fresh_steps = NULL;

        for (guint round = 0; round < 24; round++)
          for (guint i = 0; i < 24; i++)
            {
              g_autofree char *id = g_strdup_printf ("%u", i);
              const char *answer = g_hash_table_lookup (last, id);

              if (answer != NULL && tambo_form_session_find_step (fresh, id) != NULL)
                tambo_test_answer (fresh, id, answer);
            }
        expected = tambo_test_response (fresh);
        response = tambo_test_response (session);
        steps = tambo_test_list_steps (session);
        fresh_steps = tambo_test_list_steps (fresh);
        g_assert_cmpstr (steps, ==, fresh_steps);
        g_assert_cmpstr (response, ==, expected);
      }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    {
      g_autofree char *path = g_strconcat ("/content/form-session/enable-when/",
                                           operators[i].path,
                                           NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_operator);
    }
  g_test_add_func ("/content/form-session/answers-of-disabled-items-are-kept-and-not-told",
                   test_disabled_answers);
  g_test_add_func ("/content/form-session/required-means-asked", test_required);
  g_test_add_func ("/content/form-session/decimals-keep-their-digits", test_decimals);
  g_test_add_func ("/content/form-session/response-is-as-shown", test_response);
  g_test_add_func ("/content/form-session/none-of-these-stands-alone", test_exclusive);
  g_test_add_func ("/content/form-session/language-changes-and-nothing-is-lost", test_language);
  g_test_add_func ("/content/form-session/walks-on-and-back", test_walk);
  g_test_add_func ("/content/form-session/refuses-answers-that-do-not-fit", test_refuse);
  g_test_add_func ("/content/form-session/an-expression-that-feeds-on-itself-is-named",
                   test_expression_loop);
  g_test_add_func ("/content/form-session/a-skip-is-unknown-through-calculations",
                   test_cautious_through_calculation);
  g_test_add_func ("/content/form-session/drawn-by-and-by-equals-drawn-afresh", test_incremental);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "tests/support/checks.h"
#include "tests/support/forms.h"

#include <string.h>

#define CALM "sad=no joy=no fear=no sleep=no daily=no "

static const TamboTestCase cases[] = {
  { "nothing", CALM "life=no", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "a-sad-day", CALM "life=no sad=some", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "bad-sleep-alone", CALM "life=no sleep=most", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "sad-most-days-but-coping", CALM "life=no sad=most", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "sad-most-days-and-hard-to-cope",
    CALM "life=no sad=most daily=some",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "no-joy-and-hard-to-cope", CALM "life=no joy=most daily=some", TAMBO_FORM_BAND_SOON, "" },
  { "fear-and-hard-to-cope", CALM "life=no fear=most daily=some", TAMBO_FORM_BAND_SOON, "" },
  { "a-hard-day-alone", CALM "life=no daily=some", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "hard-to-cope-most-days", CALM "life=no daily=most", TAMBO_FORM_BAND_SOON, "" },
  { "sadness-declined-counts-as-most",
    "sad=skip joy=no fear=no sleep=no daily=some life=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "coping-declined-counts-as-hard",
    "sad=no joy=no fear=no sleep=no daily=skip life=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "sleep-declined",
    "sad=no joy=no fear=no sleep=skip daily=no life=no",
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "" },
  { "thoughts-of-ending-life", CALM "life=yes", TAMBO_FORM_BAND_EMERGENCY, "life" },
  { "thoughts-declined", CALM "life=skip", TAMBO_FORM_BAND_SOON, "life?" },
  { "thoughts-taken-back", CALM "life=yes life=no", TAMBO_FORM_BAND_SELF_CARE, "" },
};

static const TamboTestCheck check = { "feelings", "mood-sleep", cases, G_N_ELEMENTS (cases) };

static void
on_alert (TamboFormSession *session, TamboFormAlert *alert, GPtrArray *raised)
{
  g_ptr_array_add (raised, g_object_ref (alert));
}

static void
test_crisis (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_check (&check);
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_autoptr (GPtrArray) raised = g_ptr_array_new_with_free_func (g_object_unref);
  const char *const *languages = tambo_questionnaire_get_languages (form);

  g_signal_connect (session, "alert", G_CALLBACK (on_alert), raised);
  tambo_test_answer_all (session, "life=yes");
  g_assert_cmpuint (raised->len, ==, 1);
  g_assert_cmpint (tambo_form_alert_get_level (raised->pdata[0]), ==, TAMBO_FORM_LEVEL_CRISIS);
  for (guint i = 0; languages[i] != NULL; i++)
    g_assert_nonnull (tambo_form_alert_get_text (raised->pdata[0], languages[i]));
}

/* Whoever writes such a question in one of our languages is held to a crisis screen. */
static void
test_crisis_is_demanded (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_check (&check);
  TamboFormItem *item = tambo_questionnaire_find_item (form, "life");
  const char *const *languages = tambo_questionnaire_get_languages (form);

  for (guint i = 0; languages[i] != NULL; i++)
    {
      const char *text = tambo_form_item_get_text (item, languages[i]);
      g_autofree char *json = g_strdup_printf ("{\"resourceType\":\"Questionnaire\",\"language\":"
                                               "\"%s\",\"item\":[{\"linkId\":\"a\",\"text\":"
                                               "\"%s\",\"type\":\"boolean\"}]}",
                                               languages[i],
                                               text);
      g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
      g_autoptr (TamboQuestionnaire) bare = NULL;
      g_autoptr (GError) error = NULL;

      bare = tambo_questionnaire_new_from_bytes (bytes, &error);
      if (bare != NULL)
        g_test_message ("Not known in %s: %s", languages[i], text);
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_FORM_CRISIS_MISSING);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  tambo_test_add_sample ("feelings");
  tambo_test_add_check (&check);
  g_test_add_func ("/author/check/mood-sleep/thoughts-of-ending-life-interrupt-at-once",
                   test_crisis);
  g_test_add_func ("/author/check/mood-sleep/a-form-that-asks-so-needs-a-crisis-screen",
                   test_crisis_is_demanded);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/json.h"
#include "tests/support/forms.h"

#include <string.h>

#define WELL "who=self breath=no chest=no blood=no "
#define NO_SIGNS " fever=no weight=no sweats=no"

static const struct
{
  const char *path;
  const char *answers;
  TamboFormBand band;
  const char *score;
  const char *alerts; /* link ids, "?" after one that is uncertain */
} rows[] = {
  { "nothing", WELL "cough=no" NO_SIGNS, TAMBO_FORM_BAND_SELF_CARE, "0", "" },
  { "short-cough",
    WELL "cough=yes days=13 with-cough=none" NO_SIGNS,
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "1",
    "" },
  { "two-weeks",
    WELL "cough=yes days=14 with-cough=phlegm" NO_SIGNS,
    TAMBO_FORM_BAND_SOON,
    "1",
    "" },
  { "eastern-digits", WELL "cough=yes days=١٤" NO_SIGNS, TAMBO_FORM_BAND_SOON, "1", "" },
  { "days-declined-counts-as-long",
    WELL "cough=yes days=skip" NO_SIGNS,
    TAMBO_FORM_BAND_SOON,
    "1",
    "" },
  { "cough-declined-counts-as-long", WELL "cough=skip" NO_SIGNS, TAMBO_FORM_BAND_SOON, NULL, "" },
  { "fever-alone", WELL "cough=no fever=some weight=no sweats=no", TAMBO_FORM_BAND_SOON, "1", "" },
  { "weight-alone", WELL "cough=no fever=no weight=yes sweats=no", TAMBO_FORM_BAND_SOON, "1", "" },
  { "sweats-alone", WELL "cough=no fever=no weight=no sweats=yes", TAMBO_FORM_BAND_SOON, "1", "" },
  { "all-four",
    WELL "cough=yes days=30 fever=most weight=yes sweats=yes",
    TAMBO_FORM_BAND_SOON,
    "4",
    "" },
  { "sign-declined-counts",
    WELL "cough=no fever=no weight=skip sweats=no",
    TAMBO_FORM_BAND_SOON,
    NULL,
    "" },
  { "blood",
    "who=self breath=no chest=no blood=yes cough=yes days=2" NO_SIGNS,
    TAMBO_FORM_BAND_SAME_DAY,
    "1",
    "blood" },
  { "breath",
    "who=self breath=yes chest=no blood=no cough=no" NO_SIGNS,
    TAMBO_FORM_BAND_EMERGENCY,
    "0",
    "breath" },
  { "chest-and-blood",
    "who=self breath=no chest=yes blood=yes cough=no" NO_SIGNS,
    TAMBO_FORM_BAND_EMERGENCY,
    "0",
    "chest blood" },
  { "drowsy-child",
    "who=child breath=no chest=no blood=no drowsy=yes cough=no" NO_SIGNS,
    TAMBO_FORM_BAND_EMERGENCY,
    "0",
    "drowsy" },
  { "well-child",
    "who=child breath=no chest=no blood=no drowsy=no cough=no" NO_SIGNS,
    TAMBO_FORM_BAND_SELF_CARE,
    "0",
    "" },
  { "child-then-self-forgets-the-child",
    "who=child breath=no chest=no blood=no drowsy=yes cough=no" NO_SIGNS " who=self",
    TAMBO_FORM_BAND_SELF_CARE,
    "0",
    "" },
  { "who-declined-asks-of-a-child-too",
    "who=skip breath=no chest=no blood=no drowsy=yes cough=no" NO_SIGNS,
    TAMBO_FORM_BAND_EMERGENCY,
    "0",
    "drowsy" },
  { "danger-sign-declined",
    "who=self breath=no chest=skip blood=no cough=no" NO_SIGNS,
    TAMBO_FORM_BAND_SOON,
    "0",
    "chest?" },
  { "danger-sign-taken-back",
    "who=self breath=yes breath=no chest=no blood=no cough=no" NO_SIGNS,
    TAMBO_FORM_BAND_SELF_CARE,
    "0",
    "" },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_cough ();
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_autoptr (TamboFormResult) result = NULL;
  g_autofree char *score = NULL;
  g_autofree char *alerts = NULL;
  g_auto (GStrv) faults = NULL;

  tambo_test_answer_all (session, rows[row].answers);

  result = tambo_form_session_dup_result (session);
  g_assert_nonnull (result);
  g_assert_cmpint (tambo_form_result_get_band (result), ==, rows[row].band);
  g_assert_nonnull (tambo_form_result_get_meaning (result));
  g_assert_nonnull (tambo_form_result_get_next_step (result));
  score = tambo_form_session_dup_score (session);
  g_assert_cmpstr (score, ==, rows[row].score);
  alerts = tambo_test_list_alerts (session);
  g_assert_cmpstr (alerts, ==, rows[row].alerts);
  g_assert_true (tambo_form_session_is_complete (session));
  faults = tambo_form_session_dup_faults (session);
  g_assert_cmpuint (g_strv_length (faults), ==, 0);
}

static void
test_languages (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_cough ();
  const char *const *languages = tambo_questionnaire_get_languages (form);

  g_assert_true (g_strv_equal (languages, (const char *const[]){ "ar", "en", "fr", NULL }));
  for (guint i = 0; languages[i] != NULL; i++)
    {
      guint n_present;
      guint n = tambo_questionnaire_count_texts (form, languages[i], &n_present);

      g_assert_cmpuint (n, >, 50);
      g_assert_cmpuint (n_present, ==, n);
    }
  g_assert_null (tambo_questionnaire_get_warnings (form)[0]);
}

static void
on_alert (TamboFormSession *session, TamboFormAlert *alert, GPtrArray *raised)
{
  g_ptr_array_add (raised, g_object_ref (alert));
}

static void
test_interrupts (void)
{
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_cough ();
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_autoptr (GPtrArray) raised = g_ptr_array_new_with_free_func (g_object_unref);
  TamboFormAlert *alert;

  g_signal_connect (session, "alert", G_CALLBACK (on_alert), raised);
  tambo_test_answer_all (session, "who=self");
  g_assert_cmpuint (raised->len, ==, 0);
  tambo_test_answer_all (session, "breath=yes");
  g_assert_cmpuint (raised->len, ==, 1);
  alert = g_ptr_array_index (raised, 0);
  g_assert_cmpint (tambo_form_alert_get_level (alert), ==, TAMBO_FORM_LEVEL_EMERGENCY);
  g_assert_nonnull (strstr (tambo_form_alert_get_text (alert, "fr"), "ambulance"));

  /* Not again for what is known already; again after it was taken back. */
  tambo_test_answer_all (session, "chest=no");
  g_assert_cmpuint (raised->len, ==, 1);
  tambo_test_answer_all (session, "breath=no breath=yes");
  g_assert_cmpuint (raised->len, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/content/cough/", rows[i].path, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/content/cough/is-whole-in-three-languages", test_languages);
  g_test_add_func ("/content/cough/a-red-flag-interrupts-at-once", test_interrupts);

  return g_test_run ();
}

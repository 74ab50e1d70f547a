/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/checks.h"

#include "content/author/coverage.h"
#include "content/author/form-check.h"
#include "content/author/translated-form.h"
#include "tests/support/forms.h"

static const char *const languages[] = { "en", "fr", "es", "ar", "fa", "uk",
                                         "tr", "so", "ti", "sw", NULL };

typedef struct
{
  const TamboTestCheck *check;
  guint position;
} Row;

/* The folder that an author of a sample works in. */
static GFile *
find_sample (const char *pack)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "..", "content", "samples", pack, NULL);

  return g_file_new_for_path (path);
}

static GBytes *
read_check (const TamboTestCheck *check)
{
  g_autofree char *form = g_strdup_printf ("forms/%s.json", check->form);
  g_autoptr (GFile) folder = find_sample (check->pack);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = tambo_translated_form_read (folder, form, languages, &error);

  g_assert_no_error (error);

  return bytes;
}

/* Returns: (transfer full): the check in all its languages, as a pack holds it */
TamboQuestionnaire *
tambo_test_load_check (const TamboTestCheck *check)
{
  g_autoptr (GBytes) bytes = read_check (check);
  g_autoptr (GError) error = NULL;
  TamboQuestionnaire *form = tambo_questionnaire_new_from_bytes (bytes, &error);

  g_assert_no_error (error);

  return form;
}

static void
test_case (gconstpointer data)
{
  const Row *row = data;
  const TamboTestCase *expected = &row->check->cases[row->position];
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_check (row->check);
  g_autoptr (TamboFormSession) session = tambo_test_start_form (form);
  g_autoptr (TamboFormResult) result = NULL;
  g_autofree char *alerts = NULL;
  g_auto (GStrv) faults = NULL;

  tambo_test_answer_all (session, expected->answers);

  result = tambo_form_session_dup_result (session);
  g_assert_nonnull (result);
  g_assert_cmpint (tambo_form_result_get_band (result), ==, expected->band);
  g_assert_nonnull (tambo_form_result_get_meaning (result));
  g_assert_nonnull (tambo_form_result_get_next_step (result));
  alerts = tambo_test_list_alerts (session);
  g_assert_cmpstr (alerts, ==, expected->alerts);
  g_assert_true (tambo_form_session_is_complete (session));
  faults = tambo_form_session_dup_faults (session);
  g_assert_cmpuint (g_strv_length (faults), ==, 0);
}

static void
assert_no_findings (TamboFindings *findings)
{
  for (guint i = 0; i < tambo_findings_get_n (findings); i++)
    {
      g_autofree char *text = tambo_finding_describe (tambo_findings_get (findings, i));

      g_test_message ("%s", text);
    }
  g_assert_cmpuint (tambo_findings_get_n (findings), ==, 0);
}

/* Nobody meets half a check, and none asks who somebody is. */
static void
test_languages (gconstpointer data)
{
  const TamboTestCheck *check = data;
  g_autoptr (GBytes) bytes = read_check (check);
  g_autoptr (TamboQuestionnaire) form = tambo_test_load_check (check);
  g_autoptr (TamboFindings) findings = tambo_findings_new ();

  tambo_form_check (bytes, check->form, languages, findings);
  assert_no_findings (findings);
  g_assert_null (tambo_questionnaire_get_warnings (form)[0]);
  for (guint i = 0; languages[i] != NULL; i++)
    g_assert_true (g_strv_contains (tambo_questionnaire_get_languages (form), languages[i]));
}

static void
assert_whole (TamboCoverage *coverage, const char *language, TamboCoverageKind kind)
{
  const TamboCount count = tambo_coverage_count (coverage, language, kind);

  g_assert_cmpuint (count.n_all, >, 0);
  g_assert_cmpuint (count.n_there, ==, count.n_all);
}

/* What "tambo-pack check" would say, without a film being rendered. */
static void
test_sample (gconstpointer data)
{
  g_autoptr (GFile) folder = find_sample (data);
  g_autoptr (TamboFindings) findings = tambo_findings_new ();
  g_autoptr (TamboPackSource) source = tambo_pack_source_read (folder, findings);
  g_autoptr (TamboCoverage) coverage = NULL;

  assert_no_findings (findings);
  g_assert_cmpuint (g_strv_length ((char **) tambo_pack_source_get_sources (source)), >, 0);
  g_assert_cmpuint (tambo_pack_source_get_n_reviews (source),
                    ==,
                    1 + g_strv_length ((char **) languages));
  for (guint i = 0; i < tambo_pack_source_get_n_reviews (source); i++)
    g_assert_null (tambo_pack_source_get_review (source, i)->who);

  coverage = tambo_coverage_new (source, findings);
  assert_no_findings (findings);
  for (guint i = 0; languages[i] != NULL; i++)
    {
      assert_whole (coverage, languages[i], TAMBO_COVERAGE_TEXT);
      assert_whole (coverage, languages[i], TAMBO_COVERAGE_SUBTITLES);
      assert_whole (coverage, languages[i], TAMBO_COVERAGE_PICTURES);
      g_assert_cmpint (tambo_coverage_is_unvoiced (coverage, languages[i]),
                       ==,
                       g_str_equal (languages[i], "so") || g_str_equal (languages[i], "ti"));
    }
}

/* @pack: its folder below content/samples: a film, in ten languages, reviewed by nobody yet */
void
tambo_test_add_sample (const char *pack)
{
  g_autofree char *path = g_strdup_printf ("/author/sample/%s/is-whole-in-ten-languages", pack);

  g_test_add_data_func (path, pack, test_sample);
}

void
tambo_test_add_check (const TamboTestCheck *check)
{
  g_autofree char *whole = g_strdup_printf ("/author/check/%s/is-whole-in-ten-languages",
                                            check->form);

  g_test_add_data_func (whole, check, test_languages);
  for (guint i = 0; i < check->n_cases; i++)
    {
      g_autofree char *path = g_strdup_printf ("/author/check/%s/%s",
                                               check->form,
                                               check->cases[i].path);
      Row *row = g_new0 (Row, 1);

      row->check = check;
      row->position = i;
      g_test_add_data_func_full (path, row, test_case, g_free);
    }
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/forms.h"

#include <string.h>

TamboQuestionnaire *
tambo_test_load_form (const char *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));
  TamboQuestionnaire *form = tambo_questionnaire_new_from_bytes (bytes, &error);

  g_assert_no_error (error);

  return form;
}

/* Returns: (transfer full): the file of the check that comes with the samples */
GBytes *
tambo_test_read_cough (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST,
                                                 "..",
                                                 "content",
                                                 "samples",
                                                 "cough",
                                                 "forms",
                                                 "cough.json",
                                                 NULL);
  char *json = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &json, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (json, size);
}

TamboQuestionnaire *
tambo_test_load_cough (void)
{
  g_autoptr (GBytes) bytes = tambo_test_read_cough ();
  g_autoptr (GError) error = NULL;
  TamboQuestionnaire *form = tambo_questionnaire_new_from_bytes (bytes, &error);

  g_assert_no_error (error);

  return form;
}

TamboFormSession *
tambo_test_start_form (TamboQuestionnaire *form)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 22, 10, 0, 0);

  return tambo_form_session_new (form, "en", now);
}

static void
answer_choice (TamboFormSession *session,
               const char *link_id,
               TamboFormItem *item,
               const char *code)
{
  GListModel *options = tambo_form_item_get_options (item);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (TamboFormOption) option = g_list_model_get_item (options, i);

      if (g_strcmp0 (tambo_form_option_get_code (option), code) != 0)
        continue;
      tambo_form_session_answer_option (session, link_id, i, TRUE, &error);
      g_assert_no_error (error);
      return;
    }
  g_error ("%s has no option %s", link_id, code);
}

/* "yes", "no", a code, digits, words; "skip" declines and "clear" takes it back. */
void
tambo_test_answer (TamboFormSession *session, const char *link_id, const char *answer)
{
  TamboFormItem *item =
      tambo_questionnaire_find_item (tambo_form_session_get_questionnaire (session), link_id);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (item);
  if (strcmp (answer, "skip") == 0)
    tambo_form_session_skip (session, link_id, &error);
  else if (strcmp (answer, "clear") == 0)
    tambo_form_session_clear (session, link_id, &error);
  else if (tambo_form_item_get_kind (item) == TAMBO_FORM_ITEM_BOOLEAN)
    tambo_form_session_answer_boolean (session, link_id, strcmp (answer, "yes") == 0, &error);
  else if (tambo_form_item_get_kind (item) == TAMBO_FORM_ITEM_CHOICE)
    answer_choice (session, link_id, item, answer);
  else if (tambo_form_item_get_kind (item) == TAMBO_FORM_ITEM_STRING)
    tambo_form_session_answer_text (session, link_id, answer, &error);
  else
    tambo_form_session_answer_number (session, link_id, answer, &error);
  g_assert_no_error (error);
}

/* "a=yes b=12", in that order. */
void
tambo_test_answer_all (TamboFormSession *session, const char *answers)
{
  g_auto (GStrv) words = g_strsplit (answers, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (words[i], "=", 2);

      if (pair[0] != NULL && pair[1] != NULL)
        tambo_test_answer (session, pair[0], pair[1]);
    }
}

char *
tambo_test_response (TamboFormSession *session)
{
  g_autoptr (GBytes) bytes = tambo_form_session_to_response (session, NULL);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The link ids of what is alarming, with spaces between them; "?" after one that is uncertain. */
char *
tambo_test_list_alerts (TamboFormSession *session)
{
  GListModel *alerts = tambo_form_session_get_alerts (session);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (TamboFormAlert) alert = g_list_model_get_item (alerts, i);

      g_string_append_printf (list,
                              "%s%s%s",
                              i > 0 ? " " : "",
                              tambo_form_alert_get_link_id (alert),
                              tambo_form_alert_is_uncertain (alert) ? "?" : "");
    }

  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* The link ids, with spaces between them. */
char *
tambo_test_list_steps (TamboFormSession *session)
{
  GListModel *steps = tambo_form_session_get_steps (session);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (TamboFormStep) step = g_list_model_get_item (steps, i);

      g_string_append_printf (list, "%s%s", i > 0 ? " " : "", tambo_form_step_get_link_id (step));
    }

  return g_string_free (g_steal_pointer (&list), FALSE);
}

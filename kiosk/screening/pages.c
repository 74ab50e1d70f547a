/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/screening/pages.h"

#include "kiosk/widgets/question.h"

#include <glib/gi18n-lib.h>

/* How each band looks: never by colour alone. */
static const struct
{
  const char *word;
  const char *pictogram;
  const char *tint;
} bands[] = {
  [TAMBO_FORM_BAND_NONE] = { NULL, "check", "sky" },
  [TAMBO_FORM_BAND_SELF_CARE] = { "self-care", "yes", "leaf" },
  [TAMBO_FORM_BAND_SEE_SOMEONE] = { "see-someone", "info", "sky" },
  [TAMBO_FORM_BAND_SOON] = { "soon", "clock", "sun" },
  [TAMBO_FORM_BAND_SAME_DAY] = { "same-day", "clinic", "clay" },
  [TAMBO_FORM_BAND_EMERGENCY] = { "emergency", "urgent", "clay" },
};

/* Returns: (nullable): as forms and consults write it */
const char *
tambo_screening_get_band_word (TamboFormBand band)
{
  return bands[band].word;
}

static void
add_line (GtkWidget *page, const char *pictogram, const char *text)
{
  if (text != NULL && *text != '\0')
    tambo_question_add_line (TAMBO_QUESTION (page), pictogram, text);
}

GtkWidget *
tambo_screening_make_start (TamboFormSession *form)
{
  TamboQuestionnaire *questionnaire = tambo_form_session_get_questionnaire (form);
  const char *language = tambo_form_session_get_language (form);
  GtkWidget *page = tambo_question_new ("check",
                                        "sun",
                                        tambo_questionnaire_get_title (questionnaire, language));

  add_line (page, "info", tambo_questionnaire_get_purpose (questionnaire, language));
  add_line (page, "warning", _ ("This is not a test and not a diagnosis."));
  add_line (
      page,
      "lock",
      _ ("Your answers stay here and are wiped when you leave. A health worker sees them only "
         "if you send them."));
  add_line (page, "hand", _ ("You can pass over every question."));
  tambo_question_add_answer (TAMBO_QUESTION (page),
                             "forward",
                             _ ("Begin"),
                             "primary",
                             "check.begin");

  return page;
}

static const char *
title_for_level (TamboFormLevel level)
{
  if (level == TAMBO_FORM_LEVEL_EMERGENCY)
    return _ ("Get help now");
  if (level == TAMBO_FORM_LEVEL_CRISIS)
    return _ ("You are not alone. There is help.");

  return _ ("Get help today");
}

/* Full screen, and without any network. Why it came is not written large. */
GtkWidget *
tambo_screening_make_help (TamboFormSession *form, TamboFormAlert *alert)
{
  const char *language = tambo_form_session_get_language (form);
  TamboFormLevel level = tambo_form_alert_get_level (alert);
  GtkWidget *page = tambo_question_new (level == TAMBO_FORM_LEVEL_SAME_DAY ? "clinic" : "urgent",
                                        "clay",
                                        title_for_level (level));

  gtk_widget_set_name (page, "help");
  if (tambo_form_alert_is_uncertain (alert))
    add_line (page, "hand", _ ("You chose not to say. If it is so:"));
  add_line (page, "warning", tambo_form_alert_get_text (alert, language));
  tambo_question_add_answer (TAMBO_QUESTION (page),
                             "places",
                             _ ("Places that help"),
                             "primary",
                             "kiosk.places");
  tambo_question_add_answer (TAMBO_QUESTION (page),
                             "forward",
                             _ ("Go on with the questions"),
                             "quiet",
                             "check.go-on");
  tambo_question_add_answer (TAMBO_QUESTION (page), "home", _ ("Stop here"), "quiet", "kiosk.home");

  return page;
}

/* What is alarming and not said by a calmer band. */
static void
add_alerts (GtkWidget *page, TamboFormSession *form, TamboFormBand band)
{
  GListModel *alerts = tambo_form_session_get_alerts (form);

  for (guint i = 0; band < TAMBO_FORM_BAND_SAME_DAY && i < g_list_model_get_n_items (alerts); i++)
    {
      g_autoptr (TamboFormAlert) alert = g_list_model_get_item (alerts, i);

      if (tambo_form_alert_is_uncertain (alert))
        add_line (page, "hand", _ ("You chose not to say. If it is so:"));
      add_line (page,
                "warning",
                tambo_form_alert_get_text (alert, tambo_form_session_get_language (form)));
    }
}

/* Words, what they mean, what to do: no number and no diagnosis. */
GtkWidget *
tambo_screening_make_result (TamboFormSession *form)
{
  g_autoptr (TamboFormResult) result = tambo_form_session_dup_result (form);
  TamboFormBand band = result == NULL ? TAMBO_FORM_BAND_NONE : tambo_form_result_get_band (result);
  GtkWidget *page = tambo_question_new (bands[band].pictogram,
                                        bands[band].tint,
                                        result == NULL ? _ ("Thank you")
                                                       : tambo_form_result_get_words (result));

  gtk_widget_set_name (page, "result");
  if (result != NULL)
    {
      add_line (page, "info", tambo_form_result_get_meaning (result));
      add_line (page, "forward", tambo_form_result_get_next_step (result));
    }
  add_alerts (page, form, band);
  add_line (page, "warning", _ ("This is not a test and not a diagnosis."));
  tambo_question_add_answer (TAMBO_QUESTION (page),
                             "ask",
                             _ ("Ask a health worker"),
                             "primary",
                             "check.ask");
  tambo_question_add_answer (TAMBO_QUESTION (page),
                             "places",
                             _ ("Places that help"),
                             "quiet",
                             "kiosk.places");
  tambo_question_add_answer (TAMBO_QUESTION (page), "home", _ ("Home"), "quiet", "kiosk.home");

  return page;
}

/* Returns: (transfer full): what was answered, in words */
char *
tambo_screening_describe (TamboFormStep *step)
{
  gboolean value;

  if (tambo_form_step_get_state (step) == TAMBO_FORM_STEP_DECLINED)
    return g_strdup (_ ("Not said"));
  if (tambo_form_step_get_boolean (step, &value))
    return g_strdup (value ? _ ("Yes") : _ ("No"));
  if (tambo_form_step_get_answer_text (step) != NULL)
    return g_strdup (tambo_form_step_get_answer_text (step));

  return g_strdup ("–");
}

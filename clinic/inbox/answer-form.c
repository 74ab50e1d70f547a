/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/answer-form.h"

#include "clinic/inbox/labels.h"
#include "clinic/inbox/pages.h"

#include <string.h>

static const guint come_back_days[] = { 0, 1, 2, 3, 7, 14, 28 };
static const char *const answer_languages[] = { "en", "fr", "ar", "es", "pt" };

static const char *
get_field (GHashTable *form, const char *name)
{
  return form != NULL ? g_hash_table_lookup (form, name) : NULL;
}

static void
add_select (TamboPage *page, const char *name, const char *label)
{
  tambo_page_add (page,
                  "<label for=\"%s\">%s</label><select id=\"%s\" name=\"%s\" required>",
                  name,
                  tambo_words_get (tambo_page_get_words (page), label),
                  name,
                  name);
}

static void
add_option (TamboPage *page, const char *value, const char *label, const char *chosen)
{
  tambo_page_add (page,
                  "<option value=\"%s\"%s>%s</option>",
                  value,
                  g_strcmp0 (value, chosen) == 0 ? " selected" : "",
                  label);
}

/* Nothing is chosen beforehand: advice that nobody chose is worse than none. */
static void
add_empty_option (TamboPage *page)
{
  tambo_page_add (page,
                  "<option value=\"\">%s</option>",
                  tambo_words_get (tambo_page_get_words (page), N_ ("Please choose")));
}

static void
add_advice_fields (TamboPage *page, GHashTable *form)
{
  TamboWords *words = tambo_page_get_words (page);

  add_select (page, "action", N_ ("What to do"));
  add_empty_option (page);
  for (guint i = 0; i < TAMBO_ADVICE_N_ACTIONS; i++)
    add_option (page,
                tambo_advice_action_to_code (i),
                tambo_label_for_action (words, i),
                get_field (form, "action"));
  tambo_page_add (page, "</select>");

  add_select (page, "urgency", N_ ("How soon"));
  add_empty_option (page);
  for (guint i = 0; i < TAMBO_ADVICE_N_URGENCIES; i++)
    add_option (page,
                tambo_advice_urgency_to_code (i),
                tambo_label_for_urgency (words, i),
                get_field (form, "urgency"));
  tambo_page_add (page, "</select>");

  add_select (page, "contact", N_ ("Whom to see"));
  add_empty_option (page);
  for (guint i = 0; i < TAMBO_ADVICE_N_CONTACTS; i++)
    add_option (page,
                tambo_advice_contact_to_code (i),
                tambo_label_for_contact (words, i),
                get_field (form, "contact"));
  tambo_page_add (page, "</select>");
}

static void
add_come_back_field (TamboPage *page, GHashTable *form)
{
  add_select (page, "come-back", N_ ("When to ask again"));
  for (guint i = 0; i < G_N_ELEMENTS (come_back_days); i++)
    {
      g_autofree char *value = g_strdup_printf ("%u", come_back_days[i]);
      g_autofree char *label = NULL;

      label = tambo_label_for_come_back (tambo_page_get_words (page), come_back_days[i]);
      add_option (page, value, label, get_field (form, "come-back"));
    }
  tambo_page_add (page, "</select>");
}

/* The person's own language stands first and is chosen. */
static void
add_language_field (TamboPage *page, GHashTable *form, const char *language)
{
  const char *chosen = get_field (form, "language");

  if (chosen == NULL)
    chosen = language;

  add_select (page, "language", N_ ("Language of your words"));
  add_option (page, language, tambo_words_language_name (language), chosen);
  for (guint i = 0; i < G_N_ELEMENTS (answer_languages); i++)
    if (!g_str_equal (answer_languages[i], language))
      add_option (page,
                  answer_languages[i],
                  tambo_words_language_name (answer_languages[i]),
                  chosen);
  tambo_page_add (page, "</select>");
}

/**
 * tambo_answer_form_write:
 * @item: what is answered
 * @form: (nullable): what was filled in already
 * @problem: (nullable): why that would not do, one of ours
 */
void
tambo_answer_form_write (TamboPage *page,
                         TamboConsultItem *item,
                         GHashTable *form,
                         const char *problem)
{
  TamboWords *words = tambo_page_get_words (page);
  const char *text = get_field (form, "text");
  g_autofree char *action = g_strdup_printf ("/request/%s", tambo_consult_item_get_id (item));

  tambo_page_add (page, "<section class=\"card\" id=\"answer\">");
  if (g_list_model_get_n_items (tambo_consult_item_get_answers (item)) == 0)
    tambo_page_add_words (page, "h2", NULL, N_ ("Your answer"));
  else
    tambo_page_add_words (page, "h2", NULL, N_ ("Another answer"));
  if (problem != NULL)
    tambo_page_add_problem (page, problem);
  tambo_page_add_form (page, action);
  add_advice_fields (page, form);
  add_come_back_field (page, form);
  add_language_field (page,
                      form,
                      tambo_request_get_language (tambo_consult_item_get_request (item)));
  tambo_page_add (page,
                  "<label for=\"text\">%s</label><textarea id=\"text\" name=\"text\" rows=\"8\""
                  " maxlength=\"%d\" dir=\"auto\">%s</textarea>",
                  tambo_words_get (words, N_ ("In your words")),
                  TAMBO_MESSAGE_TEXT_MAX,
                  text != NULL ? text : "");
  tambo_page_add_words (page,
                        "p",
                        "hint",
                        N_ ("Only the person can read this, with the code. Do not write names."));
  tambo_page_add (page,
                  "<button class=\"primary\">%s</button></form></section>",
                  tambo_words_get (words, N_ ("Sign and send")));
}

/* Browsers end lines as on paper: carriage return, line feed. */
static char *
read_text (GHashTable *form)
{
  const char *text = get_field (form, "text");
  GString *clean = g_string_new (text != NULL ? text : "");

  g_string_replace (clean, "\r\n", "\n", 0);

  return g_strstrip (g_string_free (clean, FALSE));
}

/**
 * tambo_answer_form_read:
 * @form: from the browser
 * @out_problem: (out): why it will not do, one of ours, marked for translators
 *
 * Returns: (transfer full): the answer, or %NULL with @out_problem set
 */
TamboAnswer *
tambo_answer_form_read (GHashTable *form, const char **out_problem)
{
  g_autofree char *text = read_text (form);
  const char *language = get_field (form, "language");
  TamboAdviceAction action;
  TamboAdviceUrgency urgency;
  TamboAdviceContact contact;
  guint64 days;

  if (!tambo_advice_action_from_code (get_field (form, "action"), &action) ||
      !tambo_advice_urgency_from_code (get_field (form, "urgency"), &urgency) ||
      !tambo_advice_contact_from_code (get_field (form, "contact"), &contact))
    {
      *out_problem = N_ ("Please choose what to do, how soon, and whom to see.");
      return NULL;
    }

  if (get_field (form, "come-back") == NULL ||
      !g_ascii_string_to_unsigned (get_field (form, "come-back"),
                                   10,
                                   0,
                                   TAMBO_ADVICE_MAX_DAYS,
                                   &days,
                                   NULL) ||
      language == NULL || !tambo_language_is_valid (language))
    {
      *out_problem = N_ ("Please choose when to ask again, and your language.");
      return NULL;
    }

  if (g_utf8_strlen (text, -1) > TAMBO_MESSAGE_TEXT_MAX)
    {
      *out_problem = N_ ("Your words are too long. Please shorten them.");
      return NULL;
    }

  return tambo_answer_new (language, text, action, urgency, (guint) days, contact);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/labels.h"
#include "clinic/inbox/pages.h"

#define DEEPEST_INDENT 3

static void
add_fact (TamboPage *page, const char *name, const char *value)
{
  tambo_page_add (page, "<div>");
  tambo_page_add_words (page, "dt", NULL, name);
  tambo_page_add (page, "<dd>%s</dd></div>", value);
}

static const char *
get_yes_or_no (TamboWords *words, gboolean yes)
{
  return yes ? tambo_words_get (words, N_ ("Yes")) : tambo_words_get (words, N_ ("No"));
}

static void
add_facts (TamboPage *page, TamboConsultItem *item, gint64 now)
{
  TamboWords *words = tambo_page_get_words (page);
  TamboRequest *request = tambo_consult_item_get_request (item);
  guint decade = tambo_request_get_birth_decade (request);
  gint64 arrived = tambo_consult_item_get_arrived (item);
  g_autofree char *time = tambo_label_for_time (arrived);
  g_autofree char *age = tambo_label_for_age (words, now - arrived);
  g_autofree char *born = decade != 0 ? g_strdup_printf ("%u–%u", decade, decade + 9) : NULL;

  tambo_page_add (page, "<dl class=\"facts\">");
  add_fact (page, N_ ("Case"), tambo_request_get_case_code (request));
  add_fact (page, N_ ("Arrived"), time);
  add_fact (page, N_ ("Waiting"), age);
  add_fact (page,
            N_ ("Language"),
            tambo_words_language_name (tambo_request_get_language (request)));
  if (born != NULL)
    add_fact (page, N_ ("Born"), born);
  add_fact (page, N_ ("Urgent"), get_yes_or_no (words, tambo_request_get_urgent (request)));
  tambo_page_add (page, "</dl>");
}

static void
add_own_words (TamboPage *page, TamboRequest *request)
{
  const char *text = tambo_request_get_text (request);

  tambo_page_add (page, "<section class=\"card\">");
  tambo_page_add_words (page, "h2", NULL, N_ ("In the person’s own words"));
  if (text != NULL)
    tambo_page_add_foreign (page,
                            "blockquote",
                            "words",
                            tambo_request_get_language (request),
                            text);
  else
    tambo_page_add_words (page, "p", NULL, N_ ("The person wrote nothing."));
  tambo_page_add (page, "</section>");
}

/* What the kiosk did not say in the person's language, we say in the reader's. */
static const char *
get_our_answer (TamboWords *words, const TamboConsultLine *line)
{
  if (line->is_declined)
    return tambo_words_get (words, N_ ("Would rather not say"));
  if (line->is_boolean)
    return get_yes_or_no (words, g_strcmp0 (line->answers[0], "true") == 0);
  if (line->answers[0] == NULL)
    return "";

  return NULL;
}

static void
add_line (TamboPage *page, TamboConsultCheck *check, const TamboConsultLine *line)
{
  const char *language = line->language != NULL ? line->language
                                                : tambo_consult_check_get_language (check);
  const char *ours = get_our_answer (tambo_page_get_words (page), line);

  tambo_page_add (page, "<tr><td class=\"depth-%u\">", MIN (line->depth, DEEPEST_INDENT));
  tambo_page_add_foreign (page, "div", "question", language, line->question);
  tambo_page_add (page, "</td><td>");
  if (ours != NULL)
    tambo_page_add (page, "<div class=\"answer\">%s</div>", ours);
  for (guint i = 0; ours == NULL && line->answers[i] != NULL; i++)
    tambo_page_add_foreign (page, "div", "answer", language, line->answers[i]);
  tambo_page_add (page, "</td></tr>");
}

static void
add_result (TamboPage *page, TamboConsultCheck *check)
{
  TamboWords *words = tambo_page_get_words (page);
  const char *band = tambo_label_for_band (words, tambo_consult_check_get_band (check));
  const char *text = tambo_consult_check_get_band_text (check);
  const char *score = tambo_consult_check_get_score (check);

  if (band != NULL)
    tambo_page_add (page,
                    "<p><b>%s</b> <span class=\"mark band-%s\">%s</span></p>",
                    tambo_words_get (words, N_ ("Result:")),
                    tambo_consult_check_get_band (check),
                    band);
  if (text != NULL)
    tambo_page_add_foreign (page, "p", "quote", tambo_consult_check_get_language (check), text);
  if (score != NULL)
    tambo_page_add (page, "<p><b>%s</b> %s</p>", tambo_words_get (words, N_ ("Score:")), score);
  else
    tambo_page_add_words (page, "p", "hint", N_ ("The person did not agree to hand over a score."));
}

static void
add_check (TamboPage *page, TamboConsultCheck *check)
{
  TamboWords *words = tambo_page_get_words (page);
  const char *title = tambo_consult_check_get_title (check);

  tambo_page_add (page, "<section class=\"card\">");
  if (title != NULL)
    tambo_page_add_foreign (page, "h2", "title", tambo_consult_check_get_language (check), title);
  else
    tambo_page_add_words (page, "h2", NULL, N_ ("A check"));
  add_result (page, check);
  tambo_page_add (page,
                  "<table class=\"answers\"><thead><tr><th>%s</th><th>%s</th></tr></thead><tbody>",
                  tambo_words_get (words, N_ ("Question, as it was shown")),
                  tambo_words_get (words, N_ ("Answer")));
  for (guint i = 0; i < tambo_consult_check_get_n_lines (check); i++)
    add_line (page, check, tambo_consult_check_get_line (check, i));
  tambo_page_add (page, "</tbody></table></section>");
}

static void
add_sent_answer (TamboPage *page, TamboAnswer *answer)
{
  TamboWords *words = tambo_page_get_words (page);
  const char *text = tambo_answer_get_text (answer);
  g_autofree char *come_back = NULL;

  come_back = tambo_label_for_come_back (words, tambo_answer_get_come_back_days (answer));
  tambo_page_add (page, "<section class=\"card sent\">");
  tambo_page_add_words (page, "h2", NULL, N_ ("Answer sent"));
  tambo_page_add (page, "<dl class=\"facts\">");
  add_fact (page,
            N_ ("What to do"),
            tambo_label_for_action (words, tambo_answer_get_action (answer)));
  add_fact (page,
            N_ ("How soon"),
            tambo_label_for_urgency (words, tambo_answer_get_urgency (answer)));
  add_fact (page,
            N_ ("Whom to see"),
            tambo_label_for_contact (words, tambo_answer_get_contact (answer)));
  add_fact (page, N_ ("When to ask again"), come_back);
  tambo_page_add (page, "</dl>");
  if (text != NULL)
    tambo_page_add_foreign (page, "blockquote", "words", tambo_answer_get_language (answer), text);
  tambo_page_add (page, "</section>");
}

/* Other messages of the same person, who is known by the mailbox alone. */
static void
add_others (TamboPage *page, TamboConsultItem *item, GListModel *items)
{
  const char *case_code = tambo_request_get_case_code (tambo_consult_item_get_request (item));
  gboolean has_heading = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (TamboConsultItem) other = g_list_model_get_item (items, i);
      TamboRequest *request = tambo_consult_item_get_request (other);
      const char *id = tambo_consult_item_get_id (other);
      g_autofree char *time = tambo_label_for_time (tambo_consult_item_get_arrived (other));

      if (g_str_equal (id, tambo_consult_item_get_id (item)) ||
          g_strcmp0 (tambo_request_get_case_code (request), case_code) != 0)
        continue;
      if (!has_heading)
        {
          tambo_page_add (page, "<section class=\"card\">");
          tambo_page_add_words (page, "h2", NULL, N_ ("Also from this person"));
        }
      has_heading = TRUE;
      tambo_page_add (page, "<p><a href=\"/request/%s\">%s</a></p>", id, time);
    }

  if (has_heading)
    tambo_page_add (page, "</section>");
}

/* @others: (element-type TamboConsultItem): all that there are */
void
tambo_read_page_write (TamboPage *page, TamboConsultItem *item, GListModel *others, gint64 now)
{
  TamboRequest *request = tambo_consult_item_get_request (item);
  GListModel *checks = tambo_request_get_checks (request);
  GListModel *answers = tambo_consult_item_get_answers (item);

  add_facts (page, item, now);
  tambo_page_add (page, "<div class=\"columns\"><div>");
  add_own_words (page, request);
  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (TamboConsultCheck) check = g_list_model_get_item (checks, i);

      add_check (page, check);
    }
  add_others (page, item, others);
  tambo_page_add (page, "</div><div>");
  for (guint i = 0; i < g_list_model_get_n_items (answers); i++)
    {
      g_autoptr (TamboAnswer) answer = g_list_model_get_item (answers, i);

      add_sent_answer (page, answer);
    }
}

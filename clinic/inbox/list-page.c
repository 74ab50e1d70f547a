/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/labels.h"
#include "clinic/inbox/pages.h"
#include "clinic/requests/audit-entry.h"

/* Whom to turn to first: unanswered before answered, urgent before others, then the oldest. */
static int
compare_items (gconstpointer a, gconstpointer b, gpointer user_data)
{
  TamboConsultItem *one = TAMBO_CONSULT_ITEM ((gpointer) a);
  TamboConsultItem *other = TAMBO_CONSULT_ITEM ((gpointer) b);
  gboolean one_done = tambo_consult_item_get_state (one) == TAMBO_CONSULT_ANSWERED;
  gboolean other_done = tambo_consult_item_get_state (other) == TAMBO_CONSULT_ANSWERED;
  gboolean one_urgent = tambo_request_get_urgent (tambo_consult_item_get_request (one));
  gboolean other_urgent = tambo_request_get_urgent (tambo_consult_item_get_request (other));
  gint64 older = tambo_consult_item_get_arrived (one) - tambo_consult_item_get_arrived (other);

  if (one_done != other_done)
    return one_done ? 1 : -1;
  if (!one_done && one_urgent != other_urgent)
    return one_urgent ? -1 : 1;
  if (one_done)
    older = -older;

  return older < 0 ? -1 : older > 0;
}

static const char *
get_state_label (TamboWords *words, TamboConsultState state)
{
  switch (state)
    {
    case TAMBO_CONSULT_NEW:
      return tambo_words_get (words, N_ ("New"));

    case TAMBO_CONSULT_OPENED:
      return tambo_words_get (words, N_ ("Opened"));

    case TAMBO_CONSULT_ANSWERED:
      return tambo_words_get (words, N_ ("Answered"));

    default:
      return "";
    }
}

static void
add_marks (TamboPage *page, TamboConsultItem *item)
{
  static const char *const classes[] = { "new", "opened", "answered" };
  TamboWords *words = tambo_page_get_words (page);
  TamboConsultState state = tambo_consult_item_get_state (item);

  if (tambo_request_get_urgent (tambo_consult_item_get_request (item)) &&
      state != TAMBO_CONSULT_ANSWERED)
    tambo_page_add (page,
                    "<span class=\"mark urgent\">%s</span> ",
                    tambo_words_get (words, N_ ("Urgent")));
  tambo_page_add (page,
                  "<span class=\"mark %s\">%s</span>",
                  classes[MIN (state, G_N_ELEMENTS (classes) - 1)],
                  get_state_label (words, state));
}

static void
add_result (TamboPage *page, TamboRequest *request)
{
  g_autoptr (TamboConsultCheck) check = NULL;
  const char *label;

  check = g_list_model_get_item (tambo_request_get_checks (request), 0);
  label = check != NULL ? tambo_label_for_band (tambo_page_get_words (page),
                                                tambo_consult_check_get_band (check))
                        : NULL;
  if (label == NULL)
    tambo_page_add (page, "<td></td>");
  else
    tambo_page_add (page,
                    "<td data-label=\"%s\">%s</td>",
                    tambo_words_get (tambo_page_get_words (page), N_ ("Result")),
                    label);
}

static void
add_row (TamboPage *page, TamboConsultItem *item, gint64 now)
{
  TamboWords *words = tambo_page_get_words (page);
  TamboRequest *request = tambo_consult_item_get_request (item);
  const char *language = tambo_request_get_language (request);
  const char *topic = tambo_request_get_topic (request);
  g_autofree char *age = NULL;

  age = tambo_label_for_age (words, now - tambo_consult_item_get_arrived (item));
  tambo_page_add (page, "<tr><td>");
  add_marks (page, item);
  tambo_page_add (page, "</td><td><a href=\"/request/%s\">", tambo_consult_item_get_id (item));
  if (topic != NULL)
    tambo_page_add_foreign (page, "span", "topic", language, topic);
  else
    tambo_page_add_words (page, "span", NULL, N_ ("Question without a check"));
  tambo_page_add (page,
                  "</a></td><td data-label=\"%s\">%s</td><td lang=\"%s\">%s</td>",
                  tambo_words_get (words, N_ ("Waiting")),
                  age,
                  language,
                  tambo_words_language_name (language));
  add_result (page, request);
  tambo_page_add (page,
                  "<td class=\"code\" data-label=\"%s\">%s</td></tr>",
                  tambo_words_get (words, N_ ("Case")),
                  tambo_request_get_case_code (request));
}

static void
add_head (TamboPage *page)
{
  static const char *const columns[] = {
    N_ ("State"), N_ ("About"), N_ ("Waiting"), N_ ("Language"), N_ ("Result"), N_ ("Case"),
  };

  tambo_page_add (page, "<div class=\"scroll\"><table class=\"list\"><thead><tr>");
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    tambo_page_add_words (page, "th", NULL, columns[i]);
  tambo_page_add (page, "</tr></thead><tbody>");
}

/* @items: (element-type TamboConsultItem) */
void
tambo_list_page_write (TamboPage *page, GListModel *items, gboolean is_connected, gint64 now)
{
  g_autoptr (GListStore) sorted = g_list_store_new (TAMBO_TYPE_CONSULT_ITEM);

  if (!is_connected)
    tambo_page_add_problem (
        page,
        N_ ("The mesh daemon is not running here: nothing arrives and nothing leaves."));

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (TamboConsultItem) item = g_list_model_get_item (items, i);

      g_list_store_insert_sorted (sorted, item, compare_items, NULL);
    }

  if (g_list_model_get_n_items (items) == 0)
    {
      tambo_page_add (page, "<section class=\"card\">");
      tambo_page_add_words (page, "p", NULL, N_ ("Nobody has asked anything yet."));
      tambo_page_add (page, "</section>");
      return;
    }

  add_head (page);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (sorted)); i++)
    {
      g_autoptr (TamboConsultItem) item = g_list_model_get_item (G_LIST_MODEL (sorted), i);

      add_row (page, item, now);
    }
  tambo_page_add (page, "</tbody></table></div>");
}

/* @entries: (element-type TamboAuditEntry) */
void
tambo_audit_page_write (TamboPage *page, GListModel *entries)
{
  TamboWords *words = tambo_page_get_words (page);

  tambo_page_add_words (page,
                        "p",
                        NULL,
                        N_ ("There is one account so far: whoever knows the passphrase."));
  tambo_page_add (page,
                  "<div class=\"scroll\"><table class=\"list\"><thead><tr><th>%s</th><th>%s</th>"
                  "<th>%s</th><th>%s</th></tr></thead><tbody>",
                  tambo_words_get (words, N_ ("When")),
                  tambo_words_get (words, N_ ("Who")),
                  tambo_words_get (words, N_ ("What")),
                  tambo_words_get (words, N_ ("Request")));
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (TamboAuditEntry) entry = g_list_model_get_item (entries, i);
      const char *id = tambo_audit_entry_get_id (entry);
      g_autofree char *time = tambo_label_for_time (tambo_audit_entry_get_at (entry));

      tambo_page_add (page,
                      "<tr><td>%s</td><td>%s</td><td>%s</td>",
                      time,
                      tambo_audit_entry_get_account (entry),
                      tambo_label_for_audit (words, tambo_audit_entry_get_action (entry)));
      if (id != NULL)
        tambo_page_add (page,
                        "<td class=\"code\"><a href=\"/request/%s\">%.8s</a></td></tr>",
                        id,
                        id);
      else
        tambo_page_add (page, "<td></td></tr>");
    }
  tambo_page_add (page, "</tbody></table></div>");
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/desk.h"

#include "clinic/inbox/answer-form.h"
#include "clinic/inbox/pages.h"
#include "content/base/error.h"

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

void
tambo_desk_respond_message (TamboVisit *visit, guint status, const char *title, const char *text)
{
  g_autoptr (TamboPage) page = tambo_page_new (visit->words, title, visit->csrf);

  tambo_message_page_write (page, text);
  tambo_visit_respond (visit->msg, status, page);
}

void
tambo_desk_respond_not_found (TamboVisit *visit)
{
  tambo_desk_respond_message (visit,
                              SOUP_STATUS_NOT_FOUND,
                              N_ ("Not here"),
                              N_ ("There is no such page, or no such request."));
}

void
tambo_desk_respond_failure (TamboVisit *visit, const GError *error)
{
  g_warning ("A page could not be made: %s", tambo_error_get_word (error));
  tambo_desk_respond_message (
      visit,
      SOUP_STATUS_INTERNAL_SERVER_ERROR,
      N_ ("Something went wrong"),
      N_ ("This did not work, and nothing was changed. Please try again; if it stays "
          "so, tell who looks after this machine."));
}

void
tambo_desk_show_list (TamboVisit *visit)
{
  g_autoptr (TamboPage) page = tambo_page_new (visit->words, N_ ("Inbox"), visit->csrf);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) items = tambo_message_store_list (tambo_door_get_messages (visit->door),
                                                           &error);

  if (items == NULL)
    {
      tambo_desk_respond_failure (visit, error);
      return;
    }

  tambo_list_page_write (page,
                         items,
                         visit->gateway != NULL && tambo_gateway_is_connected (visit->gateway),
                         get_now ());
  tambo_visit_respond (visit->msg, SOUP_STATUS_OK, page);
}

void
tambo_desk_show_audit (TamboVisit *visit)
{
  g_autoptr (TamboPage) page = tambo_page_new (visit->words, N_ ("Who did what"), visit->csrf);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) entries = NULL;

  entries = tambo_clinic_store_list_audit (visit->clinic, &error);
  if (entries == NULL)
    {
      tambo_desk_respond_failure (visit, error);
      return;
    }

  tambo_audit_page_write (page, entries);
  tambo_visit_respond (visit->msg, SOUP_STATUS_OK, page);
}

/* Returns: (transfer full) (nullable): what the path names; if %NULL, a response stands already */
static TamboConsultItem *
find_item (TamboVisit *visit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboConsultItem) item = NULL;

  item = tambo_message_store_find (tambo_door_get_messages (visit->door), visit->rest, &error);
  if (error != NULL)
    tambo_desk_respond_failure (visit, error);
  else if (item == NULL || tambo_consult_item_get_request (item) == NULL)
    tambo_desk_respond_not_found (visit);
  else
    return g_steal_pointer (&item);

  return NULL;
}

static void
respond_item (TamboVisit *visit, TamboConsultItem *item, guint status, const char *problem)
{
  g_autoptr (TamboPage) page = tambo_page_new (visit->words, N_ ("Request"), visit->csrf);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) others = tambo_message_store_list (tambo_door_get_messages (visit->door),
                                                            &error);

  if (others == NULL)
    {
      tambo_desk_respond_failure (visit, error);
      return;
    }

  tambo_read_page_write (page, item, others, get_now ());
  tambo_answer_form_write (page, item, visit->form, problem);
  tambo_page_add (page, "</div></div>");
  tambo_visit_respond (visit->msg, status, page);
}

void
tambo_desk_show_item (TamboVisit *visit)
{
  g_autoptr (TamboConsultItem) item = find_item (visit);
  g_autoptr (GError) error = NULL;

  if (item == NULL)
    return;

  /* Nobody reads without a trace. */
  if (!tambo_clinic_store_audit (visit->clinic,
                                 get_now (),
                                 "open",
                                 tambo_consult_item_get_id (item),
                                 &error) ||
      !tambo_message_store_mark_opened (tambo_door_get_messages (visit->door), item, &error))
    {
      tambo_desk_respond_failure (visit, error);
      return;
    }

  respond_item (visit, item, SOUP_STATUS_OK, NULL);
}

void
tambo_desk_take_answer (TamboVisit *visit)
{
  g_autoptr (TamboConsultItem) item = find_item (visit);
  g_autoptr (TamboAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  const char *problem = NULL;

  if (item == NULL)
    return;

  answer = tambo_answer_form_read (visit->form, &problem);
  if (answer == NULL)
    {
      respond_item (visit, item, SOUP_STATUS_BAD_REQUEST, problem);
      return;
    }

  if (!tambo_intake_answer (tambo_door_get_intake (visit->door), item, answer, get_now (), &error))
    {
      tambo_desk_respond_failure (visit, error);
      return;
    }

  if (visit->gateway != NULL)
    tambo_gateway_poll (visit->gateway);
  path = g_strconcat (TAMBO_DESK_REQUEST_PREFIX, tambo_consult_item_get_id (item), NULL);
  tambo_visit_redirect (visit->msg, path);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/inbox/page.h"
#include "clinic/requests/consult-item.h"

G_BEGIN_DECLS

/* What each page shows; each adds to a page that tambo_page_new() began. */
void tambo_login_page_write (TamboPage *page, const char *problem);
void tambo_message_page_write (TamboPage *page, const char *text);
void tambo_list_page_write (TamboPage *page, GListModel *items, gboolean is_connected, gint64 now);
void tambo_audit_page_write (TamboPage *page, GListModel *entries);
void tambo_read_page_write (TamboPage *page,
                            TamboConsultItem *item,
                            GListModel *others,
                            gint64 now);
void tambo_answer_form_write (TamboPage *page,
                              TamboConsultItem *item,
                              GHashTable *form,
                              const char *problem);

G_END_DECLS

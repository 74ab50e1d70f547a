/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/answer.h"
#include "content/consult/request.h"

G_BEGIN_DECLS

/* Kept in the database: never renumbered. */
typedef enum
{
  TAMBO_CONSULT_NEW = 0,
  TAMBO_CONSULT_OPENED = 1,
  TAMBO_CONSULT_ANSWERED = 2,
} TamboConsultState;

#define TAMBO_TYPE_CONSULT_ITEM (tambo_consult_item_get_type ())
G_DECLARE_FINAL_TYPE (TamboConsultItem, tambo_consult_item, TAMBO, CONSULT_ITEM, GObject)

TamboConsultItem *tambo_consult_item_new (GBytes *content,
                                          gint64 arrived,
                                          TamboConsultState state,
                                          GError **error);

const char *tambo_consult_item_get_id (TamboConsultItem *self);
TamboMessage *tambo_consult_item_get_message (TamboConsultItem *self);
TamboRequest *tambo_consult_item_get_request (TamboConsultItem *self);
gint64 tambo_consult_item_get_arrived (TamboConsultItem *self);
TamboConsultState tambo_consult_item_get_state (TamboConsultItem *self);
GListModel *tambo_consult_item_get_answers (TamboConsultItem *self);

void tambo_consult_item_set_state (TamboConsultItem *self, TamboConsultState state);
void tambo_consult_item_add_answer (TamboConsultItem *self, TamboAnswer *answer);

G_END_DECLS

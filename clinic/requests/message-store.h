/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "clinic/requests/clinic-store.h"
#include "clinic/requests/consult-item.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_MESSAGE_STORE (tambo_message_store_get_type ())
G_DECLARE_FINAL_TYPE (TamboMessageStore, tambo_message_store, TAMBO, MESSAGE_STORE, GObject)

TamboMessageStore *tambo_message_store_new (TamboClinicStore *clinic, TamboVault *vault);

gboolean tambo_message_store_add_message (TamboMessageStore *self,
                                          TamboMessage *message,
                                          gint64 now,
                                          gboolean *out_is_new,
                                          GError **error);
gboolean tambo_message_store_add_envelope (TamboMessageStore *self,
                                           TamboEnvelope *envelope,
                                           TamboMessage *message,
                                           GError **error);

GListModel *tambo_message_store_list (TamboMessageStore *self, GError **error);
TamboConsultItem *tambo_message_store_find (TamboMessageStore *self,
                                            const char *id,
                                            GError **error);
gboolean tambo_message_store_mark_opened (TamboMessageStore *self,
                                          TamboConsultItem *item,
                                          GError **error);
gboolean tambo_message_store_add_answer (TamboMessageStore *self,
                                         TamboConsultItem *item,
                                         GBytes *answer,
                                         gint64 now,
                                         GError **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/exchange.h"
#include "mesh/transfer/peer-client.h"

G_BEGIN_DECLS

/* What all questions of a #TamboPeerClient share. */
SoupMessage *tambo_peer_client_new_message (TamboPeerClient *self,
                                            const char *method,
                                            const char *path);
GTask *tambo_peer_client_new_task (TamboPeerClient *self,
                                   gpointer tag,
                                   SoupMessage *message,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void tambo_peer_client_ask (GTask *task, TamboExchangeRules rules, GAsyncReadyCallback callback);
GBytes *tambo_peer_client_finish (TamboPeerClient *self,
                                  GAsyncResult *result,
                                  gpointer tag,
                                  GError **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/limits.h"
#include "mesh/transfer/pull-source.h"
#include "mesh/wire/envelope-batch.h"
#include "mesh/wire/have.h"
#include "mesh/wire/hello.h"
#include "mesh/wire/summary-answer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_PEER_CLIENT (tambo_peer_client_get_type ())
G_DECLARE_FINAL_TYPE (TamboPeerClient, tambo_peer_client, TAMBO, PEER_CLIENT, GObject)

TamboPeerClient *tambo_peer_client_new (GTlsCertificate *certificate,
                                        GInetSocketAddress *address,
                                        const char *expected_pin,
                                        const TamboClientLimits *limits,
                                        TamboAdmitFunc admit,
                                        gpointer user_data,
                                        GDestroyNotify destroy);

const char *tambo_peer_client_get_pin (TamboPeerClient *self);
GInetSocketAddress *tambo_peer_client_get_address (TamboPeerClient *self);
void tambo_peer_client_close (TamboPeerClient *self);

void tambo_peer_client_hello_async (TamboPeerClient *self,
                                    TamboHello *ours,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
TamboHello *tambo_peer_client_hello_finish (TamboPeerClient *self,
                                            GAsyncResult *result,
                                            GError **error);

void tambo_peer_client_have_async (TamboPeerClient *self,
                                   const char *digest,
                                   guint64 gen,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
TamboHave *tambo_peer_client_have_finish (TamboPeerClient *self,
                                          GAsyncResult *result,
                                          GError **error);

void tambo_peer_client_summarise_async (TamboPeerClient *self,
                                        TamboSummaryQuery *query,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
TamboSummaryAnswer *tambo_peer_client_summarise_finish (TamboPeerClient *self,
                                                        GAsyncResult *result,
                                                        GError **error);

void tambo_peer_client_put_envelopes_async (TamboPeerClient *self,
                                            TamboEnvelopeBatch *batch,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
GStrv tambo_peer_client_put_envelopes_finish (TamboPeerClient *self,
                                              GAsyncResult *result,
                                              GError **error);

void tambo_peer_client_get_envelope_async (TamboPeerClient *self,
                                           const char *id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
TamboEnvelopeBatch *tambo_peer_client_get_envelope_finish (TamboPeerClient *self,
                                                           GAsyncResult *result,
                                                           GError **error);

G_END_DECLS

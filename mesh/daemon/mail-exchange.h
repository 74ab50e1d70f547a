/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/courier/courier.h"
#include "mesh/daemon/peer.h"

G_BEGIN_DECLS

/**
 * TamboMailTakeFunc:
 *
 * Takes envelopes that a peer gave. Returns a word for each, or %NULL with an error.
 */
typedef GStrv (*TamboMailTakeFunc) (const char *pin,
                                    TamboEnvelopeBatch *batch,
                                    gpointer user_data,
                                    GError **error);

/* One exchange with one peer: what differs, then what it lacks, then what we lack. */
void tambo_mail_exchange_async (TamboCourier *courier,
                                TamboPeer *peer,
                                TamboMailTakeFunc take,
                                gpointer take_data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean tambo_mail_exchange_finish (TamboCourier *courier, GAsyncResult *result, GError **error);

G_END_DECLS

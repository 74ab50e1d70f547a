/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/limits.h"
#include "mesh/transfer/peer-client.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * TamboExchangeRules:
 * @status: that the answer must have
 * @max_size: the most bytes that it may have
 * @size: that it must have, if not 0
 * @answer_ms: from asking to the first byte of the answer
 * @leaf_func: (nullable): takes the answer leaf by leaf; else it is collected
 * @leaf_data: data for @leaf_func
 * @leaf_offset: of the first byte
 *
 * What is taken from a peer.
 */
typedef struct
{
  guint status;
  guint64 max_size;
  guint64 size;
  guint answer_ms;
  TamboLeafFunc leaf_func;
  gpointer leaf_data;
  guint64 leaf_offset;
} TamboExchangeRules;

void tambo_exchange_async (SoupSession *session,
                           SoupMessage *message,
                           const TamboExchangeRules *rules,
                           const TamboClientLimits *limits,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GBytes *tambo_exchange_finish (GAsyncResult *result, GError **error);

G_END_DECLS

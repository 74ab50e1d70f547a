/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/limits.h"
#include "mesh/transfer/pull-source.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * TamboExchangeParty:
 * @TAMBO_EXCHANGE_PEER: a kiosk: TLS 1.3, and a length before each answer
 * @TAMBO_EXCHANGE_HUB: anybody's server, with what stands in between
 *
 * Who answers; errors are called after it.
 */
typedef enum
{
  TAMBO_EXCHANGE_PEER,
  TAMBO_EXCHANGE_HUB,
} TamboExchangeParty;

/**
 * TamboExchangeRules:
 * @party: who answers
 * @status: that the answer must have
 * @max_size: the most bytes that it may have
 * @size: that it must have, if not 0
 * @answer_ms: from asking to the first byte of the answer
 * @leaf_func: (nullable): takes the answer leaf by leaf; else it is collected
 * @leaf_data: data for @leaf_func
 * @leaf_offset: of the first byte
 * @whole_func: (nullable): asked when all of the blob comes instead of a run of it; %FALSE refuses
 * @whole_data: data for @whole_func
 * @whole_size: of the blob that the run is of, if known
 *
 * What is taken of an answer.
 */
typedef struct
{
  TamboExchangeParty party;
  guint status;
  guint64 max_size;
  guint64 size;
  guint answer_ms;
  TamboLeafFunc leaf_func;
  gpointer leaf_data;
  guint64 leaf_offset;
  gboolean (*whole_func) (gpointer data);
  gpointer whole_data;
  guint64 whole_size;
} TamboExchangeRules;

void tambo_exchange_async (SoupSession *session,
                           SoupMessage *message,
                           const TamboExchangeRules *rules,
                           const TamboClientLimits *limits,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GBytes *tambo_exchange_finish (GAsyncResult *result, GError **error);

/* Whether a server said that it cannot now, but may later. */
gboolean tambo_exchange_is_busy (SoupMessage *message);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/courier/courier.h"
#include "mesh/wire/summary-answer.h"

G_BEGIN_DECLS

/* Use: while ((query = tambo_reconciler_next_query ())) { ask the peer; take_answer (); }, then
 * send what the peer lacks with tambo_courier_next_batch() until it gives no more, and fetch what
 * we lack. */
#define TAMBO_TYPE_RECONCILER (tambo_reconciler_get_type ())
G_DECLARE_FINAL_TYPE (TamboReconciler, tambo_reconciler, TAMBO, RECONCILER, GObject)

TamboReconciler *tambo_reconciler_new (TamboCourier *courier);

TamboSummaryQuery *tambo_reconciler_next_query (TamboReconciler *self);
gboolean tambo_reconciler_take_answer (TamboReconciler *self,
                                       TamboSummaryQuery *query,
                                       TamboSummaryAnswer *answer,
                                       GError **error);

/* Both in the order in which they should travel. (element-type utf8) */
GPtrArray *tambo_reconciler_get_to_send (TamboReconciler *self);
GPtrArray *tambo_reconciler_get_to_fetch (TamboReconciler *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/courier/courier.h"
#include "mesh/wire/summary-answer.h"
#include "mesh/wire/summary-query.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_RECONCILER (tambo_reconciler_get_type ())
G_DECLARE_FINAL_TYPE (TamboReconciler, tambo_reconciler, TAMBO, RECONCILER, GObject)

TamboReconciler *tambo_reconciler_new (TamboCourier *courier);

TamboSummaryQuery *tambo_reconciler_next_query (TamboReconciler *self);
gboolean tambo_reconciler_take_answer (TamboReconciler *self,
                                       TamboSummaryAnswer *answer,
                                       GError **error);

GPtrArray *tambo_reconciler_get_to_send (TamboReconciler *self);
GPtrArray *tambo_reconciler_get_to_fetch (TamboReconciler *self);
gboolean tambo_reconciler_mark_carried (TamboReconciler *self, GError **error);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/neighbourhood.h"
#include "mesh/daemon/shelf.h"

G_BEGIN_DECLS

/**
 * TamboTrustFetcher:
 *
 * Takes newer metadata from any peer that has it, and from others when told. What comes is as
 * untrusted as a stranger's stick until the shelf has checked it.
 */
#define TAMBO_TYPE_TRUST_FETCHER (tambo_trust_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (TamboTrustFetcher, tambo_trust_fetcher, TAMBO, TRUST_FETCHER, GObject)

TamboTrustFetcher *tambo_trust_fetcher_new (TamboShelf *shelf, TamboNeighbourhood *neighbourhood);

void tambo_trust_fetcher_fetch_async (TamboTrustFetcher *self,
                                      TamboPullSource *source,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean tambo_trust_fetcher_fetch_finish (TamboTrustFetcher *self,
                                           GAsyncResult *result,
                                           GError **error);
void tambo_trust_fetcher_stop (TamboTrustFetcher *self);

G_END_DECLS

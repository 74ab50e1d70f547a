/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/limits.h"
#include "mesh/transfer/peer-backend.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_HAVE_WAITERS (tambo_have_waiters_get_type ())
G_DECLARE_FINAL_TYPE (TamboHaveWaiters, tambo_have_waiters, TAMBO, HAVE_WAITERS, GObject)

TamboHaveWaiters *tambo_have_waiters_new (TamboPeerBackend *backend,
                                          const TamboListenerLimits *limits);

void tambo_have_waiters_add (TamboHaveWaiters *self,
                             SoupServerMessage *message,
                             const char *digest);
void tambo_have_waiters_answer (SoupServerMessage *message, TamboHave *have);

G_END_DECLS

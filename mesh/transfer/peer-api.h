/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/transfer/connection.h"
#include "mesh/transfer/peer-backend.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_PEER_API (tambo_peer_api_get_type ())
G_DECLARE_FINAL_TYPE (TamboPeerApi, tambo_peer_api, TAMBO, PEER_API, GObject)

TamboPeerApi *tambo_peer_api_new (TamboPeerBackend *backend, const TamboListenerLimits *limits);

void tambo_peer_api_answer (TamboPeerApi *self,
                            SoupServerMessage *message,
                            TamboConnection *connection);

G_END_DECLS

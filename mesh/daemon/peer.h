/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/records.h"
#include "mesh/sync/link-state.h"
#include "mesh/transfer/peer-client.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_PEER (tambo_peer_get_type ())
G_DECLARE_FINAL_TYPE (TamboPeer, tambo_peer, TAMBO, PEER, GObject)

TamboPeer *tambo_peer_new (const char *pin);

const char *tambo_peer_get_pin (TamboPeer *self);
TamboLinkState tambo_peer_get_state (TamboPeer *self);
gboolean tambo_peer_is_alive (TamboPeer *self);
gboolean tambo_peer_take_event (TamboPeer *self, TamboLinkEvent event);

/* How it is reached now. */
void tambo_peer_set_route (TamboPeer *self, TamboPeerClient *client, const char *source);
TamboPeerClient *tambo_peer_get_client (TamboPeer *self);
const char *tambo_peer_get_source (TamboPeer *self);
char *tambo_peer_format_address (TamboPeer *self);

/* What it last said of itself. */
void tambo_peer_take_hello (TamboPeer *self, TamboHello *hello, gint64 now);
TamboHello *tambo_peer_get_hello (TamboPeer *self);
gint64 tambo_peer_get_last_seen (TamboPeer *self);
gboolean tambo_peer_find_pack (TamboPeer *self, const char *id, guint version, guint64 *out_gen);

guint tambo_peer_count_silence (TamboPeer *self);

G_END_DECLS

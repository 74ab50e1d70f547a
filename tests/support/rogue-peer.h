/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A peer that answers whatever it is asked with the same bytes. */
#define TAMBO_TEST_TYPE_ROGUE_PEER (tambo_test_rogue_peer_get_type ())
G_DECLARE_FINAL_TYPE (TamboTestRoguePeer, tambo_test_rogue_peer, TAMBO_TEST, ROGUE_PEER, GObject)

TamboTestRoguePeer *tambo_test_rogue_peer_new (GTlsCertificate *certificate,
                                               const char *answer,
                                               gboolean closes);
GInetSocketAddress *tambo_test_rogue_peer_get_address (TamboTestRoguePeer *self);
gsize tambo_test_rogue_peer_get_n_received (TamboTestRoguePeer *self);
void tambo_test_rogue_peer_close (TamboTestRoguePeer *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A peer that writes what no client of ours would. All waits run the main context, since what it
 * speaks with lives in the same thread. */
typedef struct
{
  GSocketConnection *raw; /* (owned) */
  GIOStream *stream;      /* (owned) TLS, or @raw */
} TamboTestRawPeer;

TamboTestRawPeer *tambo_test_raw_peer_connect (guint16 port);
TamboTestRawPeer *tambo_test_raw_peer_new (guint16 port,
                                           GTlsCertificate *certificate,
                                           GError **error);
void tambo_test_raw_peer_free (TamboTestRawPeer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboTestRawPeer, tambo_test_raw_peer_free)

gboolean tambo_test_raw_peer_send (TamboTestRawPeer *self, const char *text, gssize length);
char *tambo_test_raw_peer_receive (TamboTestRawPeer *self, gboolean has_body);
gboolean tambo_test_raw_peer_is_cut (TamboTestRawPeer *self);

guint tambo_test_answer_get_status (const char *answer);

G_END_DECLS

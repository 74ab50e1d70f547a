/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/peer.h"

G_BEGIN_DECLS

/**
 * TamboHaveWatch:
 *
 * Keeps asking peers what they have of a blob until they have all of it: at once, then by one long
 * poll a peer, and in turns for the others. Emits `have` with a peer, a digest and the bits, %NULL
 * for nothing.
 */
#define TAMBO_TYPE_HAVE_WATCH (tambo_have_watch_get_type ())
G_DECLARE_FINAL_TYPE (TamboHaveWatch, tambo_have_watch, TAMBO, HAVE_WATCH, GObject)

TamboHaveWatch *tambo_have_watch_new (void);
void tambo_have_watch_stop (TamboHaveWatch *self);

void tambo_have_watch_ask (TamboHaveWatch *self,
                           TamboPeer *peer,
                           const char *digest,
                           guint n_leaves,
                           guint64 pack_gen);
void tambo_have_watch_refused (TamboHaveWatch *self,
                               TamboPeer *peer,
                               const char *digest,
                               guint64 pack_gen);
void tambo_have_watch_forget (TamboHaveWatch *self, TamboPeer *peer);

G_END_DECLS

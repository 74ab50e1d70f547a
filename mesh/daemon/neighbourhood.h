/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/admission/admission.h"
#include "mesh/daemon/config.h"
#include "mesh/daemon/peer.h"
#include "mesh/discovery/discovery.h"

G_BEGIN_DECLS

/* Where an address came from; also what the bus says of it. */
#define TAMBO_SOURCE_MDNS "mdns"
#define TAMBO_SOURCE_STATIC "static"
#define TAMBO_SOURCE_PEER "peer"
#define TAMBO_SOURCE_KEPT "kept"

/**
 * TamboSelfFunc:
 *
 * Returns: (transfer full): what we say of ourselves now
 */
typedef TamboHello *(*TamboSelfFunc) (gpointer user_data);

/**
 * TamboNeighbourhood:
 *
 * Who is near and lives. Tries candidates, greets peers, counts silence. Emits `peer-alive` and
 * `peer-gone` with a peer, and `peer-greeted` after each hello that it answered.
 */
#define TAMBO_TYPE_NEIGHBOURHOOD (tambo_neighbourhood_get_type ())
G_DECLARE_FINAL_TYPE (TamboNeighbourhood, tambo_neighbourhood, TAMBO, NEIGHBOURHOOD, GObject)

TamboNeighbourhood *tambo_neighbourhood_new (const TamboMeshConfig *config,
                                             GTlsCertificate *certificate,
                                             TamboAdmission *admission,
                                             TamboSelfFunc describe_self,
                                             gpointer user_data);

void tambo_neighbourhood_add_discovery (TamboNeighbourhood *self,
                                        TamboDiscovery *discovery,
                                        const char *source);
void tambo_neighbourhood_start (TamboNeighbourhood *self, guint16 port);
void tambo_neighbourhood_stop (TamboNeighbourhood *self);

void tambo_neighbourhood_add_address (TamboNeighbourhood *self,
                                      GInetSocketAddress *address,
                                      const char *source);
void tambo_neighbourhood_heard (TamboNeighbourhood *self,
                                const char *pin,
                                GSocketAddress *address,
                                TamboHello *hello);
void tambo_neighbourhood_recheck (TamboNeighbourhood *self);
void tambo_neighbourhood_tell (TamboNeighbourhood *self);

/* (element-type TamboPeer) */
GPtrArray *tambo_neighbourhood_list (TamboNeighbourhood *self, gboolean only_alive);
TamboPeer *tambo_neighbourhood_find (TamboNeighbourhood *self, const char *pin);

/* Seconds since a gateway was met, by us or by one we heard of, and over how many; -1 for never. */
gint64 tambo_neighbourhood_get_clinic (TamboNeighbourhood *self, int *out_hops);
/* What to tell others: where we listen, and where those are that we speak with. */
void tambo_neighbourhood_fill_addresses (TamboNeighbourhood *self, TamboHello *hello);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/discovery/discovery.h"

G_DEFINE_INTERFACE (TamboDiscovery, tambo_discovery, G_TYPE_OBJECT)

enum
{
  SIGNAL_CANDIDATE_ADDED,
  SIGNAL_CANDIDATE_REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
tambo_discovery_default_init (TamboDiscoveryInterface *iface)
{
  /**
   * TamboDiscovery::candidate-added:
   * @candidate: where a kiosk may listen; never seen before, or seen again after it went
   */
  signals[SIGNAL_CANDIDATE_ADDED] = g_signal_new ("candidate-added",
                                                  G_TYPE_FROM_INTERFACE (iface),
                                                  G_SIGNAL_RUN_LAST,
                                                  0,
                                                  NULL,
                                                  NULL,
                                                  NULL,
                                                  G_TYPE_NONE,
                                                  1,
                                                  G_TYPE_INET_SOCKET_ADDRESS);

  /**
   * TamboDiscovery::candidate-removed:
   * @candidate: one that is no longer announced, which a stranger can forge: an address that worked
   * is kept all the same
   */
  signals[SIGNAL_CANDIDATE_REMOVED] = g_signal_new ("candidate-removed",
                                                    G_TYPE_FROM_INTERFACE (iface),
                                                    G_SIGNAL_RUN_LAST,
                                                    0,
                                                    NULL,
                                                    NULL,
                                                    NULL,
                                                    G_TYPE_NONE,
                                                    1,
                                                    G_TYPE_INET_SOCKET_ADDRESS);
}

/**
 * tambo_discovery_start:
 * @port: where our own listener answers, to be announced
 */
void
tambo_discovery_start (TamboDiscovery *self, guint16 port)
{
  g_return_if_fail (TAMBO_IS_DISCOVERY (self));
  g_return_if_fail (port != 0);

  TAMBO_DISCOVERY_GET_IFACE (self)->start (self, port);
}

void
tambo_discovery_stop (TamboDiscovery *self)
{
  g_return_if_fail (TAMBO_IS_DISCOVERY (self));

  TAMBO_DISCOVERY_GET_IFACE (self)->stop (self);
}

void
tambo_discovery_emit_added (TamboDiscovery *self, GInetSocketAddress *candidate)
{
  g_return_if_fail (TAMBO_IS_DISCOVERY (self));
  g_return_if_fail (G_IS_INET_SOCKET_ADDRESS (candidate));

  g_signal_emit (self, signals[SIGNAL_CANDIDATE_ADDED], 0, candidate);
}

void
tambo_discovery_emit_removed (TamboDiscovery *self, GInetSocketAddress *candidate)
{
  g_return_if_fail (TAMBO_IS_DISCOVERY (self));
  g_return_if_fail (G_IS_INET_SOCKET_ADDRESS (candidate));

  g_signal_emit (self, signals[SIGNAL_CANDIDATE_REMOVED], 0, candidate);
}

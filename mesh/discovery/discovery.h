/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboDiscovery:
 *
 * Something that hears of kiosks nearby. All it tells is an address and a port, and both may be a
 * lie: a candidate is a hint to try a pinned connection, never more.
 */
#define TAMBO_TYPE_DISCOVERY (tambo_discovery_get_type ())
G_DECLARE_INTERFACE (TamboDiscovery, tambo_discovery, TAMBO, DISCOVERY, GObject)

struct _TamboDiscoveryInterface
{
  GTypeInterface parent_iface;

  void (*start) (TamboDiscovery *self, guint16 port);
  void (*stop) (TamboDiscovery *self);
};

void tambo_discovery_start (TamboDiscovery *self, guint16 port);
void tambo_discovery_stop (TamboDiscovery *self);

/* For implementations. */
void tambo_discovery_emit_added (TamboDiscovery *self, GInetSocketAddress *candidate);
void tambo_discovery_emit_removed (TamboDiscovery *self, GInetSocketAddress *candidate);

G_END_DECLS

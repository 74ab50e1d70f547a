/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/discovery/discovery.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_STATIC_DISCOVERY (tambo_static_discovery_get_type ())
G_DECLARE_FINAL_TYPE (TamboStaticDiscovery,
                      tambo_static_discovery,
                      TAMBO,
                      STATIC_DISCOVERY,
                      GObject)

TamboStaticDiscovery *tambo_static_discovery_new (const char *const *addresses, GError **error);

GInetSocketAddress *tambo_static_discovery_parse (const char *address, GError **error);

G_END_DECLS

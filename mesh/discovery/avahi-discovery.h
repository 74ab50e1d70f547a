/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/discovery/discovery.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_AVAHI_DISCOVERY (tambo_avahi_discovery_get_type ())
G_DECLARE_FINAL_TYPE (TamboAvahiDiscovery, tambo_avahi_discovery, TAMBO, AVAHI_DISCOVERY, GObject)

TamboAvahiDiscovery *tambo_avahi_discovery_new (void);

G_END_DECLS

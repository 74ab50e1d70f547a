/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/pack/registry-address.h"
#include "mesh/transfer/limits.h"
#include "mesh/transfer/pull-source.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_HUB_CLIENT (tambo_hub_client_get_type ())
G_DECLARE_FINAL_TYPE (TamboHubClient, tambo_hub_client, TAMBO, HUB_CLIENT, GObject)

TamboHubClient *tambo_hub_client_new (const TamboRegistryAddress *address,
                                      const char *user,
                                      const char *password,
                                      const TamboClientLimits *limits);

gboolean tambo_hub_client_set_ca_file (TamboHubClient *self, const char *path, GError **error);
/* For tests; else the system says. */
void tambo_hub_client_set_proxy (TamboHubClient *self, GProxyResolver *resolver);
void tambo_hub_client_close (TamboHubClient *self);

/* How long it asked to be left alone, in milliseconds, since this was last called. */
guint tambo_hub_client_take_retry_ms (TamboHubClient *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "mesh/daemon/mail.h"
#include "mesh/daemon/shelf.h"
#include "mesh/daemon/sync-driver.h"

G_BEGIN_DECLS

/* What the properties of org.tambo.Mesh1 hold. Each returns a floating variant. */

GVariant *tambo_status_list_peers (TamboNeighbourhood *neighbourhood, TamboTrust *trust);
GVariant *tambo_status_list_packs (TamboShelf *shelf, TamboSyncDriver *driver);
GVariant *tambo_status_list_transfers (TamboSyncDriver *driver);
GVariant *tambo_status_describe_hub (TamboHub *hub);
GVariant *tambo_status_get_mailbox (TamboMail *mail);
const char *tambo_status_get_state (TamboNeighbourhood *neighbourhood, TamboSyncDriver *driver);

G_END_DECLS

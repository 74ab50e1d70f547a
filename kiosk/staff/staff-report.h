/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kiosk/mesh/library.h"
#include "kiosk/mesh/mesh-client.h"

G_BEGIN_DECLS

void tambo_staff_report_packs (GListStore *lines, GListModel *packs, const char *language);
void tambo_staff_report_transfers (GListStore *lines, GVariant *packs);
void tambo_staff_report_peers (GListStore *lines, GVariant *peers);
void tambo_staff_report_mailbox (GListStore *lines, TamboMeshClient *client);
void tambo_staff_report_trust (GListStore *lines, TamboKioskTrust *trust);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_AUDIT_ENTRY (tambo_audit_entry_get_type ())
G_DECLARE_FINAL_TYPE (TamboAuditEntry, tambo_audit_entry, TAMBO, AUDIT_ENTRY, GObject)

TamboAuditEntry *tambo_audit_entry_new (gint64 at,
                                        const char *account,
                                        const char *action,
                                        const char *id);

gint64 tambo_audit_entry_get_at (TamboAuditEntry *self);
const char *tambo_audit_entry_get_account (TamboAuditEntry *self);
const char *tambo_audit_entry_get_action (TamboAuditEntry *self);
const char *tambo_audit_entry_get_id (TamboAuditEntry *self);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/requests/audit-entry.h"

/**
 * TamboAuditEntry:
 *
 * Who did what and when, and to which message. Immutable.
 */
struct _TamboAuditEntry
{
  GObject parent_instance;

  gint64 at;
  char *account; /* (owned) */
  char *action;  /* (owned) */
  char *id;      /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TamboAuditEntry, tambo_audit_entry, G_TYPE_OBJECT)

static void
tambo_audit_entry_finalize (GObject *object)
{
  TamboAuditEntry *self = TAMBO_AUDIT_ENTRY (object);

  g_free (self->account);
  g_free (self->action);
  g_free (self->id);

  G_OBJECT_CLASS (tambo_audit_entry_parent_class)->finalize (object);
}

static void
tambo_audit_entry_class_init (TamboAuditEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_audit_entry_finalize;
}

static void
tambo_audit_entry_init (TamboAuditEntry *self)
{
}

TamboAuditEntry *
tambo_audit_entry_new (gint64 at, const char *account, const char *action, const char *id)
{
  TamboAuditEntry *self = g_object_new (TAMBO_TYPE_AUDIT_ENTRY, NULL);

  self->at = at;
  self->account = g_strdup (account);
  self->action = g_strdup (action);
  self->id = g_strdup (id);

  return self;
}

/* Returns: seconds since 1970 */
gint64
tambo_audit_entry_get_at (TamboAuditEntry *self)
{
  g_return_val_if_fail (TAMBO_IS_AUDIT_ENTRY (self), 0);

  return self->at;
}

const char *
tambo_audit_entry_get_account (TamboAuditEntry *self)
{
  g_return_val_if_fail (TAMBO_IS_AUDIT_ENTRY (self), NULL);

  return self->account;
}

const char *
tambo_audit_entry_get_action (TamboAuditEntry *self)
{
  g_return_val_if_fail (TAMBO_IS_AUDIT_ENTRY (self), NULL);

  return self->action;
}

/* Returns: (nullable): of the message, hexadecimal */
const char *
tambo_audit_entry_get_id (TamboAuditEntry *self)
{
  g_return_val_if_fail (TAMBO_IS_AUDIT_ENTRY (self), NULL);

  return self->id;
}

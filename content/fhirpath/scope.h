/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/value.h"

G_BEGIN_DECLS

typedef struct _TamboScope TamboScope;

/**
 * TamboScopeVariableFunc:
 * @name: the name, without the percent sign
 * @user_data: what was given to tambo_scope_set_resolver()
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): what the name stands for, empty if it is declared and not
 *   available here; %NULL without an error if nobody declared it
 */
typedef TamboCollection *(*TamboScopeVariableFunc) (const char *name,
                                                    gpointer user_data,
                                                    GError **error);

TamboScope *tambo_scope_new (TamboElement *resource, GDateTime *now);
TamboScope *tambo_scope_ref (TamboScope *self);
void tambo_scope_unref (TamboScope *self);

TamboElement *tambo_scope_get_resource (TamboScope *self);
GDateTime *tambo_scope_get_now (TamboScope *self);

void tambo_scope_set_variable (TamboScope *self, const char *name, TamboCollection *value);
void tambo_scope_set_resolver (TamboScope *self,
                               TamboScopeVariableFunc resolver,
                               gpointer user_data);
TamboCollection *tambo_scope_lookup (TamboScope *self, const char *name, GError **error);

/* What an evaluation looked at, see tambo_element_set_tag(). */
void tambo_scope_set_reads (TamboScope *self, GHashTable *reads);
GHashTable *tambo_scope_get_reads (TamboScope *self);
void tambo_scope_note_read (TamboScope *self, guint tag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboScope, tambo_scope_unref)

G_END_DECLS

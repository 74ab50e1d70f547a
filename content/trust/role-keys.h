/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TamboRoleKeys:
 *
 * Who may sign for a TUF role, and how many of them must. Immutable.
 */
typedef struct _TamboRoleKeys TamboRoleKeys;

TamboRoleKeys *tambo_role_keys_new (JsonObject *keys, JsonObject *role, GError **error);
TamboRoleKeys *tambo_role_keys_ref (TamboRoleKeys *self);
void tambo_role_keys_unref (TamboRoleKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboRoleKeys, tambo_role_keys_unref)

/* (transfer container) (element-type utf8): sorted. */
GPtrArray *tambo_role_keys_list_ids (TamboRoleKeys *self);
gboolean tambo_role_keys_has (TamboRoleKeys *self, const char *id);
guint tambo_role_keys_get_threshold (TamboRoleKeys *self);
gboolean tambo_role_keys_equal (TamboRoleKeys *a, TamboRoleKeys *b);
gboolean tambo_role_keys_verify (TamboRoleKeys *self,
                                 GBytes *signed_bytes,
                                 JsonArray *signatures,
                                 GError **error);

G_END_DECLS

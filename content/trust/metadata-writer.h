/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/signing-key.h"

G_BEGIN_DECLS

/* Writes what metadata.h reads, as other TUF tools write it. */
JsonObject *tambo_metadata_begin (const char *type, guint64 version, gint64 now, guint days);
GBytes *tambo_metadata_sign (JsonObject *object, TamboSigningKey *const *keys, guint n_keys);

/* (transfer full): for `signatures`. @object: what is signed. */
JsonObject *tambo_metadata_write_signature (JsonObject *object, TamboSigningKey *key);

/* For members of `meta` and `targets`. */
JsonObject *tambo_metadata_write_info (GBytes *bytes, guint64 version);
/* For `roles` of a root: this many of these keys. */
JsonObject *tambo_metadata_write_role (TamboSigningKey *const *keys, guint n_keys, guint threshold);

G_END_DECLS

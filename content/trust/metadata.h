/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/role-keys.h"

G_BEGIN_DECLS

/**
 * TamboMetadata:
 *
 * One file of TUF metadata, of any role: what all have in common. Immutable. What it says may be
 * used only after tambo_metadata_verify().
 */
typedef struct _TamboMetadata TamboMetadata;

TamboMetadata *tambo_metadata_new_from_bytes (GBytes *bytes,
                                              const char *type,
                                              gsize max_size,
                                              GError **error);
TamboMetadata *tambo_metadata_ref (TamboMetadata *self);
void tambo_metadata_unref (TamboMetadata *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboMetadata, tambo_metadata_unref)

gboolean tambo_metadata_verify (TamboMetadata *self, TamboRoleKeys *keys, GError **error);
gboolean tambo_metadata_equal (TamboMetadata *a, TamboMetadata *b);

JsonObject *tambo_metadata_get_signed (TamboMetadata *self);
guint64 tambo_metadata_get_version (TamboMetadata *self);
gint64 tambo_metadata_get_expiry (TamboMetadata *self);
gint64 tambo_metadata_get_time (TamboMetadata *self);
gboolean tambo_metadata_has_same_keys (TamboMetadata *a, TamboMetadata *b, const char *role);
TamboRoleKeys *tambo_metadata_get_role_keys (TamboMetadata *self, const char *role, GError **error);

/**
 * TamboFileInfo:
 * @version: of metadata; 0 for targets
 * @length: in bytes; 0 if it is not said
 * @digest: (owned) (nullable): if it is said
 *
 * How metadata names another file.
 */
typedef struct
{
  guint64 version;
  guint64 length;
  char *digest;
} TamboFileInfo;

void tambo_file_info_free (TamboFileInfo *info);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboFileInfo, tambo_file_info_free)

TamboFileInfo *tambo_metadata_find_meta (TamboMetadata *self, const char *name, GError **error);
gboolean tambo_file_info_read (TamboFileInfo *info, JsonObject *object, GError **error);
gboolean tambo_file_info_verify (const TamboFileInfo *info, GBytes *bytes, GError **error);

/* The member with the signed time: RFC 3339, as `expires`. */
#define TAMBO_METADATA_TIME "x-tambo-signed"

char *tambo_metadata_format_time (gint64 seconds);

G_END_DECLS

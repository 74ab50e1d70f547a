/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* SHA-256, as raw bytes or as text: "sha256:" and 64 lower-case hexadecimal digits. */
#define TAMBO_DIGEST_SIZE 32

char *tambo_digest_for_bytes (GBytes *bytes);
void tambo_digest_for_data (const void *data, gsize size, guint8 out_raw[TAMBO_DIGEST_SIZE]);

gboolean tambo_digest_is_valid (const char *digest);
const char *tambo_digest_get_hex (const char *digest);
char *tambo_digest_from_raw (const guint8 raw[TAMBO_DIGEST_SIZE]);
void tambo_digest_to_raw (const char *digest, guint8 out_raw[TAMBO_DIGEST_SIZE]);

char *tambo_hex_encode (const guint8 *data, gsize size);
gboolean tambo_hex_decode (const char *hex, guint8 *out_data, gsize size);

/**
 * TamboHasher:
 *
 * SHA-256 of bytes that come piece by piece.
 */
typedef struct _TamboHasher TamboHasher;

TamboHasher *tambo_hasher_new (void);
void tambo_hasher_free (TamboHasher *self);
void tambo_hasher_update (TamboHasher *self, const void *data, gsize size);
char *tambo_hasher_finish (TamboHasher *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboHasher, tambo_hasher_free)

G_END_DECLS

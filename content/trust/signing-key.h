/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/trust/public-key.h"

G_BEGIN_DECLS

/**
 * TamboSeal:
 *
 * What a passphrase was made into by argon2id. Seals all key files of a folder.
 */
typedef struct _TamboSeal TamboSeal;

TamboSeal *tambo_seal_new (const char *passphrase, GError **error);
void tambo_seal_free (TamboSeal *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboSeal, tambo_seal_free)

/**
 * TamboSigningKey:
 *
 * An Ed25519 key pair for a TUF role. The secret half is wiped when it is freed.
 */
typedef struct _TamboSigningKey TamboSigningKey;

/* @name: for people. */
TamboSigningKey *tambo_signing_key_new (const char *name);
TamboSigningKey *tambo_signing_key_load (int folder_fd,
                                         const char *name,
                                         const char *passphrase,
                                         TamboSeal **seal,
                                         GError **error);
gboolean tambo_signing_key_save (TamboSigningKey *self,
                                 int folder_fd,
                                 const char *name,
                                 TamboSeal *seal,
                                 GError **error);
void tambo_signing_key_free (TamboSigningKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboSigningKey, tambo_signing_key_free)

const char *tambo_signing_key_get_id (TamboSigningKey *self);
const TamboPublicKey *tambo_signing_key_get_public (TamboSigningKey *self);
JsonObject *tambo_signing_key_write_public (TamboSigningKey *self);
void tambo_signing_key_sign (TamboSigningKey *self,
                             GBytes *bytes,
                             guint8 out_signature[crypto_sign_BYTES]);

G_END_DECLS

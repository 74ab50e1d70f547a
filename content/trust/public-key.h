/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <sodium.h>

G_BEGIN_DECLS

/**
 * TamboPublicKey:
 * @id: (owned): hash of the key, as TUF's tools have it
 * @name: (owned): a word for people; it stands in metadata, so that it names no person
 * @raw: the key
 *
 * The half of an Ed25519 key that is given away. As a file it travels from whoever made the key to
 * whoever delegates to it.
 */
typedef struct
{
  char *id;
  char *name;
  guint8 raw[crypto_sign_PUBLICKEYBYTES];
} TamboPublicKey;

TamboPublicKey *tambo_public_key_new (const guint8 raw[crypto_sign_PUBLICKEYBYTES],
                                      const char *name);
TamboPublicKey *tambo_public_key_new_from_bytes (GBytes *bytes, GError **error);
void tambo_public_key_free (TamboPublicKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboPublicKey, tambo_public_key_free)

/* The file that travels. */
GBytes *tambo_public_key_write_file (const TamboPublicKey *self);
/* As it stands in metadata. */
JsonObject *tambo_public_key_write (const TamboPublicKey *self);

/* Small letters, digits and hyphens. */
gboolean tambo_key_name_is_valid (const char *name);

/* Beside the keys of a root or a delegation: key id → name. */
#define TAMBO_METADATA_NAMES "x-tambo-names"

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/envelope.h"
#include "content/trust/records.h"

G_BEGIN_DECLS

/**
 * TamboIntakePair:
 * @id: as envelopes name it
 *
 * One key that requests are sealed to, with the half that opens them.
 */
typedef struct
{
  guint8 id[TAMBO_RECIPIENT_SIZE];
  guint8 public_key[TAMBO_KEY_SIZE];
  guint8 secret_key[TAMBO_KEY_SIZE];
} TamboIntakePair;

#define TAMBO_TYPE_KEYRING (tambo_keyring_get_type ())
G_DECLARE_FINAL_TYPE (TamboKeyring, tambo_keyring, TAMBO, KEYRING, GObject)

TamboKeyring *tambo_keyring_new (const guint8 identity_secret[64]);
void tambo_keyring_add_intake (TamboKeyring *self,
                               const guint8 public_key[TAMBO_KEY_SIZE],
                               const guint8 secret_key[TAMBO_KEY_SIZE]);

const guint8 *tambo_keyring_get_identity_secret (TamboKeyring *self);
guint tambo_keyring_get_n_intake (TamboKeyring *self);
const TamboIntakePair *tambo_keyring_get_intake (TamboKeyring *self, guint index);
const TamboIntakePair *tambo_keyring_find_intake (TamboKeyring *self,
                                                  const guint8 id[TAMBO_RECIPIENT_SIZE]);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/requests/keyring.h"

#include <sodium.h>
#include <string.h>

/**
 * TamboKeyring:
 *
 * The clinic's secret keys while the vault is open: the identity that signs answers and receipts,
 * and the intake keys that open requests. All in locked memory.
 */
struct _TamboKeyring
{
  GObject parent_instance;

  guint8 *identity_secret; /* (owned): from sodium_malloc() */
  GPtrArray *intake;       /* (owned) (element-type TamboIntakePair): from sodium_malloc() */
};

G_DEFINE_FINAL_TYPE (TamboKeyring, tambo_keyring, G_TYPE_OBJECT)

static void
tambo_keyring_finalize (GObject *object)
{
  TamboKeyring *self = TAMBO_KEYRING (object);

  sodium_free (self->identity_secret);
  g_ptr_array_unref (self->intake);

  G_OBJECT_CLASS (tambo_keyring_parent_class)->finalize (object);
}

static void
tambo_keyring_class_init (TamboKeyringClass *klass)
{
  int ready = sodium_init ();

  g_assert (ready >= 0);
  G_OBJECT_CLASS (klass)->finalize = tambo_keyring_finalize;
}

static void
tambo_keyring_init (TamboKeyring *self)
{
  self->intake = g_ptr_array_new_with_free_func (sodium_free);
}

TamboKeyring *
tambo_keyring_new (const guint8 identity_secret[64])
{
  TamboKeyring *self = g_object_new (TAMBO_TYPE_KEYRING, NULL);

  self->identity_secret = sodium_malloc (crypto_sign_SECRETKEYBYTES);
  g_assert (self->identity_secret != NULL);
  memcpy (self->identity_secret, identity_secret, crypto_sign_SECRETKEYBYTES);

  return self;
}

void
tambo_keyring_add_intake (TamboKeyring *self,
                          const guint8 public_key[TAMBO_KEY_SIZE],
                          const guint8 secret_key[TAMBO_KEY_SIZE])
{
  TamboIntakePair *pair;

  g_return_if_fail (TAMBO_IS_KEYRING (self));

  pair = sodium_malloc (sizeof *pair);
  g_assert (pair != NULL);
  tambo_envelope_key_id (public_key, pair->id);
  memcpy (pair->public_key, public_key, TAMBO_KEY_SIZE);
  memcpy (pair->secret_key, secret_key, TAMBO_KEY_SIZE);
  g_ptr_array_add (self->intake, pair);
}

/* Returns: (transfer none): an Ed25519 secret key, 64 bytes in locked memory */
const guint8 *
tambo_keyring_get_identity_secret (TamboKeyring *self)
{
  g_return_val_if_fail (TAMBO_IS_KEYRING (self), NULL);

  return self->identity_secret;
}

guint
tambo_keyring_get_n_intake (TamboKeyring *self)
{
  g_return_val_if_fail (TAMBO_IS_KEYRING (self), 0);

  return self->intake->len;
}

const TamboIntakePair *
tambo_keyring_get_intake (TamboKeyring *self, guint index)
{
  g_return_val_if_fail (TAMBO_IS_KEYRING (self) && index < self->intake->len, NULL);

  return g_ptr_array_index (self->intake, index);
}

/* Returns: (transfer none) (nullable) */
const TamboIntakePair *
tambo_keyring_find_intake (TamboKeyring *self, const guint8 id[TAMBO_RECIPIENT_SIZE])
{
  g_return_val_if_fail (TAMBO_IS_KEYRING (self), NULL);

  for (guint i = 0; i < self->intake->len; i++)
    {
      const TamboIntakePair *pair = g_ptr_array_index (self->intake, i);

      if (sodium_memcmp (pair->id, id, TAMBO_RECIPIENT_SIZE) == 0)
        return pair;
    }

  return NULL;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/mailbox.h"

#include <sodium.h>
#include <string.h>

#define SALT_LABEL "tambo-salt-1"
#define CASE_LABEL "tambo-case-1"
#define KDF_CONTEXT "tambocod"
#define KDF_TAG 1
#define KDF_SEED 2
#define CASE_SIZE 8

G_STATIC_ASSERT (TAMBO_DEPLOYMENT_ID_SIZE == 16);
G_STATIC_ASSERT (TAMBO_KEY_SIZE == crypto_box_PUBLICKEYBYTES);
G_STATIC_ASSERT (crypto_kdf_KEYBYTES == 32);

/**
 * TamboMailbox:
 *
 * Where answers to the holder of one code arrive: a tag that finds them and a key pair that opens
 * them, both derived from the code. Immutable. It exists in memory only; the secret key lives in
 * locked memory and is overwritten at the end.
 */
struct _TamboMailbox
{
  GObject parent_instance;

  guint8 tag[TAMBO_TAG_SIZE];
  guint8 public_key[TAMBO_KEY_SIZE];
  guint8 *secret_key; /* (owned): from sodium_malloc() */
};

G_DEFINE_FINAL_TYPE (TamboMailbox, tambo_mailbox, G_TYPE_OBJECT)

static void
tambo_mailbox_finalize (GObject *object)
{
  TamboMailbox *self = TAMBO_MAILBOX (object);

  sodium_memzero (self->tag, sizeof self->tag);
  sodium_memzero (self->public_key, sizeof self->public_key);
  sodium_free (self->secret_key);

  G_OBJECT_CLASS (tambo_mailbox_parent_class)->finalize (object);
}

static void
tambo_mailbox_class_init (TamboMailboxClass *klass)
{
  int ready = sodium_init ();

  g_assert (ready >= 0);
  G_OBJECT_CLASS (klass)->finalize = tambo_mailbox_finalize;
}

static void
tambo_mailbox_init (TamboMailbox *self)
{
  self->secret_key = sodium_malloc (TAMBO_KEY_SIZE);
  g_assert (self->secret_key != NULL);
}

static void
compute_salt (guint locator,
              const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
              guint8 out_salt[crypto_pwhash_SALTBYTES])
{
  char digits[8];
  crypto_generichash_state state;

  g_snprintf (digits, sizeof digits, "%03u", locator);
  crypto_generichash_init (&state, NULL, 0, crypto_pwhash_SALTBYTES);
  crypto_generichash_update (&state, (const guint8 *) SALT_LABEL, strlen (SALT_LABEL));
  crypto_generichash_update (&state, deployment, TAMBO_DEPLOYMENT_ID_SIZE);
  crypto_generichash_update (&state, (const guint8 *) digits, strlen (digits));
  crypto_generichash_final (&state, out_salt, crypto_pwhash_SALTBYTES);
}

static void
set_keys (TamboMailbox *self, const guint8 key[crypto_kdf_KEYBYTES])
{
  guint8 seed[crypto_box_SEEDBYTES];

  crypto_kdf_derive_from_key (self->tag, sizeof self->tag, KDF_TAG, KDF_CONTEXT, key);
  crypto_kdf_derive_from_key (seed, sizeof seed, KDF_SEED, KDF_CONTEXT, key);
  crypto_box_seed_keypair (self->public_key, self->secret_key, seed);
  sodium_memzero (seed, sizeof seed);
}

/**
 * tambo_mailbox_derive:
 * @code: the person's code
 * @deployment: the deployment's id
 * @opslimit: passes of argon2id, as deployment.json has them
 * @memlimit: bytes of memory, as deployment.json has them
 * @error: return location for a #GError
 *
 * Takes a good part of a second and @memlimit of memory: call it in a thread.
 *
 * Returns: (transfer full): the mailbox, or %NULL with a #GIOErrorEnum set if there is not enough
 *   memory
 */
TamboMailbox *
tambo_mailbox_derive (TamboCode *code,
                      const guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE],
                      guint64 opslimit,
                      gsize memlimit,
                      GError **error)
{
  g_autoptr (TamboMailbox) self = NULL;
  const char *secret;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 key[crypto_kdf_KEYBYTES];
  int result;

  g_return_val_if_fail (TAMBO_IS_CODE (code), NULL);
  g_return_val_if_fail (deployment != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self = g_object_new (TAMBO_TYPE_MAILBOX, NULL);
  secret = tambo_code_get_secret (code);
  compute_salt (tambo_code_get_locator (code), deployment, salt);
  result = crypto_pwhash (key,
                          sizeof key,
                          secret,
                          strlen (secret),
                          salt,
                          opslimit,
                          memlimit,
                          crypto_pwhash_ALG_ARGON2ID13);
  if (result != 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_FAILED,
                   "There are not %" G_GSIZE_FORMAT " bytes of memory to open a mailbox",
                   memlimit);
      return NULL;
    }

  set_keys (self, key);
  sodium_memzero (key, sizeof key);

  return g_steal_pointer (&self);
}

/* Returns: (transfer none): %TAMBO_TAG_SIZE bytes */
const guint8 *
tambo_mailbox_get_tag (TamboMailbox *self)
{
  g_return_val_if_fail (TAMBO_IS_MAILBOX (self), NULL);

  return self->tag;
}

/* Returns: (transfer none): %TAMBO_KEY_SIZE bytes */
const guint8 *
tambo_mailbox_get_public_key (TamboMailbox *self)
{
  g_return_val_if_fail (TAMBO_IS_MAILBOX (self), NULL);

  return self->public_key;
}

/* Returns: (transfer none): %TAMBO_KEY_SIZE bytes in locked memory */
const guint8 *
tambo_mailbox_get_secret_key (TamboMailbox *self)
{
  g_return_val_if_fail (TAMBO_IS_MAILBOX (self), NULL);

  return self->secret_key;
}

/* RFC 4648, without padding. */
static char *
encode_base32 (const guint8 *data, gsize size)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  GString *text = g_string_new (NULL);
  guint32 bits = 0;
  guint n_bits = 0;

  for (gsize i = 0; i < size; i++)
    {
      bits = (bits << 8) | data[i];
      for (n_bits += 8; n_bits >= 5; n_bits -= 5)
        g_string_append_c (text, alphabet[(bits >> (n_bits - 5)) & 31]);
    }

  if (n_bits > 0)
    g_string_append_c (text, alphabet[(bits << (5 - n_bits)) & 31]);

  return g_string_free (text, FALSE);
}

/**
 * tambo_mailbox_case_code_for_tag:
 * @tag: a mailbox tag
 *
 * Returns: (transfer full): the name under which a clinic knows the holder of a mailbox
 */
char *
tambo_mailbox_case_code_for_tag (const guint8 tag[TAMBO_TAG_SIZE])
{
  crypto_generichash_state state;
  guint8 digest[CASE_SIZE];

  g_return_val_if_fail (tag != NULL, NULL);

  crypto_generichash_init (&state, NULL, 0, CASE_SIZE);
  crypto_generichash_update (&state, (const guint8 *) CASE_LABEL, strlen (CASE_LABEL));
  crypto_generichash_update (&state, tag, TAMBO_TAG_SIZE);
  crypto_generichash_final (&state, digest, CASE_SIZE);

  return encode_base32 (digest, CASE_SIZE);
}

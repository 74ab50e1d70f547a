/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/requests/vault.h"

#include "content/base/error.h"
#include "content/consult/secret-bytes.h"

#include <sodium.h>
#include <string.h>

#define KEY_SIZE crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES
#define MAX_MEMLIMIT ((gsize) 1 << 31)
#define MAX_OPSLIMIT 32

#define WRAP_PURPOSE "tambo-clinic-vault-1"

/* A wrapped key as it stands in the database. Numbers are little endian. */
typedef struct
{
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 opslimit[8];
  guint8 memlimit[8];
  guint8 sealed[NONCE_SIZE + KEY_SIZE + TAG_SIZE];
} Wrapped;

G_STATIC_ASSERT (sizeof (Wrapped) == 104);

/**
 * TamboVault:
 *
 * The key under which a clinic keeps what people tell it. It exists in memory only, and only after
 * somebody gave the passphrase; in the database it is wrapped.
 */
struct _TamboVault
{
  GObject parent_instance;

  guint8 *key; /* (owned) (nullable): from sodium_malloc() */
};

G_DEFINE_FINAL_TYPE (TamboVault, tambo_vault, G_TYPE_OBJECT)

typedef struct
{
  Wrapped wrapped;
  char *passphrase; /* (owned) */
} Unlock;

static void
unlock_free (Unlock *unlock)
{
  tambo_secret_bytes_free ((guint8 *) unlock->passphrase, strlen (unlock->passphrase));
  g_free (unlock);
}

static void
tambo_vault_finalize (GObject *object)
{
  TamboVault *self = TAMBO_VAULT (object);

  sodium_free (self->key);

  G_OBJECT_CLASS (tambo_vault_parent_class)->finalize (object);
}

static void
tambo_vault_class_init (TamboVaultClass *klass)
{
  int ready = sodium_init ();

  g_assert (ready >= 0);
  G_OBJECT_CLASS (klass)->finalize = tambo_vault_finalize;
}

static void
tambo_vault_init (TamboVault *self)
{
}

/* A vault that is still closed. */
TamboVault *
tambo_vault_new (void)
{
  return g_object_new (TAMBO_TYPE_VAULT, NULL);
}

/* A vault with a new key, for a new clinic. */
TamboVault *
tambo_vault_new_random (void)
{
  TamboVault *self = tambo_vault_new ();

  self->key = sodium_malloc (KEY_SIZE);
  g_assert (self->key != NULL);
  randombytes_buf (self->key, KEY_SIZE);

  return self;
}

/* Returns: (transfer full): nonce and ciphertext */
static guint8 *
seal (const guint8 *key, GBytes *purpose, const guint8 *plain, gsize size)
{
  gsize purpose_size;
  const guint8 *purpose_data = g_bytes_get_data (purpose, &purpose_size);
  guint8 *sealed = g_malloc (NONCE_SIZE + size + TAG_SIZE);

  randombytes_buf (sealed, NONCE_SIZE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + NONCE_SIZE,
                                              NULL,
                                              plain,
                                              size,
                                              purpose_data,
                                              purpose_size,
                                              NULL,
                                              sealed,
                                              key);

  return sealed;
}

static gboolean
unseal (const guint8 *key, GBytes *purpose, const guint8 *sealed, gsize size, guint8 *out)
{
  gsize purpose_size;
  const guint8 *purpose_data = g_bytes_get_data (purpose, &purpose_size);

  return size >= NONCE_SIZE + TAG_SIZE &&
         crypto_aead_xchacha20poly1305_ietf_decrypt (out,
                                                     NULL,
                                                     NULL,
                                                     sealed + NONCE_SIZE,
                                                     size - NONCE_SIZE,
                                                     purpose_data,
                                                     purpose_size,
                                                     sealed,
                                                     key) == 0;
}

/* What a wrapped key is for, and how it was derived. */
static GBytes *
get_wrap_purpose (const Wrapped *wrapped)
{
  GByteArray *purpose = g_byte_array_new ();

  g_byte_array_append (purpose, (const guint8 *) WRAP_PURPOSE, strlen (WRAP_PURPOSE));
  g_byte_array_append (purpose, (const guint8 *) wrapped, offsetof (Wrapped, sealed));

  return g_byte_array_free_to_bytes (purpose);
}

static guint64
read_number (const guint8 data[8])
{
  guint64 value = 0;

  for (guint i = 8; i > 0; i--)
    value = value << 8 | data[i - 1];

  return value;
}

static void
write_number (guint8 data[8], guint64 value)
{
  for (guint i = 0; i < 8; i++)
    data[i] = (guint8) (value >> (8 * i));
}

static gboolean
derive (const Wrapped *wrapped, const char *passphrase, guint8 out_key[KEY_SIZE], GError **error)
{
  guint64 opslimit = read_number (wrapped->opslimit);
  guint64 memlimit = read_number (wrapped->memlimit);

  if (opslimit <= MAX_OPSLIMIT && memlimit <= MAX_MEMLIMIT &&
      crypto_pwhash (out_key,
                     KEY_SIZE,
                     passphrase,
                     strlen (passphrase),
                     wrapped->salt,
                     opslimit,
                     (gsize) memlimit,
                     crypto_pwhash_ALG_ARGON2ID13) == 0)
    return TRUE;

  g_set_error_literal (error,
                       G_IO_ERROR,
                       G_IO_ERROR_FAILED,
                       "There is not enough memory to open the vault");

  return FALSE;
}

/**
 * tambo_vault_wrap:
 * @self: an open vault
 * @passphrase: that will open it
 * @opslimit: passes of argon2id
 * @memlimit: its memory in bytes
 * @error: return location for a #GError
 *
 * Takes a good part of a second.
 *
 * Returns: (transfer full): the key, wrapped, or %NULL with a #GIOErrorEnum set if there is not
 *   enough memory
 */
GBytes *
tambo_vault_wrap (TamboVault *self,
                  const char *passphrase,
                  guint64 opslimit,
                  gsize memlimit,
                  GError **error)
{
  Wrapped wrapped;
  guint8 key[KEY_SIZE];
  g_autoptr (GBytes) purpose = NULL;
  g_autofree guint8 *sealed = NULL;

  g_return_val_if_fail (TAMBO_IS_VAULT (self) && self->key != NULL, NULL);
  g_return_val_if_fail (passphrase != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  randombytes_buf (wrapped.salt, sizeof wrapped.salt);
  write_number (wrapped.opslimit, opslimit);
  write_number (wrapped.memlimit, memlimit);
  if (!derive (&wrapped, passphrase, key, error))
    return NULL;

  purpose = get_wrap_purpose (&wrapped);
  sealed = seal (key, purpose, self->key, KEY_SIZE);
  sodium_memzero (key, sizeof key);
  memcpy (wrapped.sealed, sealed, sizeof wrapped.sealed);

  return g_bytes_new (&wrapped, sizeof wrapped);
}

static void
unlock_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Unlock *unlock = task_data;
  g_autoptr (GBytes) purpose = NULL;
  g_autoptr (GError) error = NULL;
  guint8 wrapping_key[KEY_SIZE];
  guint8 *key;

  if (!derive (&unlock->wrapped, unlock->passphrase, wrapping_key, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  key = sodium_malloc (KEY_SIZE);
  g_assert (key != NULL);
  purpose = get_wrap_purpose (&unlock->wrapped);
  if (!unseal (wrapping_key, purpose, unlock->wrapped.sealed, sizeof unlock->wrapped.sealed, key))
    g_clear_pointer (&key, sodium_free);

  sodium_memzero (wrapping_key, sizeof wrapping_key);
  if (key == NULL)
    g_task_return_new_error (task,
                             TAMBO_ERROR,
                             TAMBO_ERROR_CLINIC_PASSPHRASE,
                             "This is not the passphrase");
  else
    g_task_return_pointer (task, key, sodium_free);
}

/**
 * tambo_vault_unlock_async:
 * @wrapped: from tambo_vault_wrap()
 * @passphrase: as it was typed
 *
 * Also for checking the passphrase when the vault is open already.
 */
void
tambo_vault_unlock_async (TamboVault *self,
                          GBytes *wrapped,
                          const char *passphrase,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Unlock *unlock;

  g_return_if_fail (TAMBO_IS_VAULT (self));
  g_return_if_fail (wrapped != NULL);
  g_return_if_fail (passphrase != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tambo_vault_unlock_async);
  if (g_bytes_get_size (wrapped) != sizeof (Wrapped))
    {
      g_task_return_new_error (task,
                               TAMBO_ERROR,
                               TAMBO_ERROR_DATABASE,
                               "The clinic's key is damaged");
      return;
    }

  unlock = g_new (Unlock, 1);
  memcpy (&unlock->wrapped, g_bytes_get_data (wrapped, NULL), sizeof (Wrapped));
  unlock->passphrase = g_strdup (passphrase);
  g_task_set_task_data (task, unlock, (GDestroyNotify) unlock_free);
  g_task_run_in_thread (task, unlock_in_thread);
}

/* Returns: whether it is open now, else %TAMBO_ERROR_CLINIC_PASSPHRASE or an I/O error is set */
gboolean
tambo_vault_unlock_finish (TamboVault *self, GAsyncResult *result, GError **error)
{
  guint8 *key;

  g_return_val_if_fail (TAMBO_IS_VAULT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  key = g_task_propagate_pointer (G_TASK (result), error);
  if (key == NULL)
    return FALSE;

  sodium_free (self->key);
  self->key = key;

  return TRUE;
}

gboolean
tambo_vault_is_open (TamboVault *self)
{
  g_return_val_if_fail (TAMBO_IS_VAULT (self), FALSE);

  return self->key != NULL;
}

/**
 * tambo_vault_seal:
 * @self: an open vault
 * @purpose: what it is; must be the same when it is unsealed
 * @plain: anything
 *
 * Returns: (transfer full): @plain, unreadable without the vault
 */
GBytes *
tambo_vault_seal (TamboVault *self, const char *purpose, GBytes *plain)
{
  g_autoptr (GBytes) purpose_bytes = NULL;
  const guint8 *data;
  gsize size;

  g_return_val_if_fail (TAMBO_IS_VAULT (self) && self->key != NULL, NULL);
  g_return_val_if_fail (plain != NULL, NULL);

  purpose_bytes = g_bytes_new_static (purpose, strlen (purpose));
  data = g_bytes_get_data (plain, &size);

  return g_bytes_new_take (seal (self->key, purpose_bytes, data, size),
                           NONCE_SIZE + size + TAG_SIZE);
}

/* Returns: (transfer full): overwritten when freed, or %NULL with %TAMBO_ERROR_DATABASE set */
GBytes *
tambo_vault_unseal (TamboVault *self, const char *purpose, GBytes *sealed, GError **error)
{
  g_autoptr (GBytes) purpose_bytes = NULL;
  const guint8 *data;
  gsize size;
  guint8 *plain;

  g_return_val_if_fail (TAMBO_IS_VAULT (self) && self->key != NULL, NULL);
  g_return_val_if_fail (sealed != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (sealed, &size);
  plain = g_malloc (size + 1);
  purpose_bytes = g_bytes_new_static (purpose, strlen (purpose));
  if (!unseal (self->key, purpose_bytes, data, size, plain))
    {
      g_free (plain);
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_DATABASE, "A sealed %s is damaged", purpose);
      return NULL;
    }

  return tambo_secret_bytes_new_take (plain, size - NONCE_SIZE - TAG_SIZE);
}

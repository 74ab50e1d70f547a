/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/signing-key.h"

#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

#define MAX_KEY_FILE (4 * TAMBO_KIB)

#define SEAL_OPS 3
#define SEAL_MEM (256 * TAMBO_MIB)
#define MAX_SEAL_OPS 10
#define MAX_SEAL_MEM ((gint64) (1024 * TAMBO_MIB))

#define SEALED_SIZE (crypto_sign_SEEDBYTES + crypto_secretbox_MACBYTES)

struct _TamboSeal
{
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint64 ops;
  gsize mem;
  guint8 key[crypto_secretbox_KEYBYTES];
};

struct _TamboSigningKey
{
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];
  guint8 seed[crypto_sign_SEEDBYTES];
  TamboPublicKey *public_key; /* (owned) */
};

static gboolean
derive (TamboSeal *self, const char *passphrase, GError **error)
{
  if (crypto_pwhash (self->key,
                     sizeof self->key,
                     passphrase,
                     strlen (passphrase),
                     self->salt,
                     self->ops,
                     self->mem,
                     crypto_pwhash_ALG_ARGON2ID13) != 0)
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_NO_SPACE,
                           "Not enough memory for the passphrase");
      return FALSE;
    }

  return TRUE;
}

/* A new one. Blocks for about a second and takes 256 MiB. */
TamboSeal *
tambo_seal_new (const char *passphrase, GError **error)
{
  g_autoptr (TamboSeal) self = g_new0 (TamboSeal, 1);

  randombytes_buf (self->salt, sizeof self->salt);
  self->ops = SEAL_OPS;
  self->mem = SEAL_MEM;
  if (!derive (self, passphrase, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tambo_seal_free (TamboSeal *self)
{
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

static void
set_base64 (JsonObject *object, const char *name, const guint8 *data, gsize size)
{
  g_autofree char *text = g_base64_encode (data, size);

  json_object_set_string_member (object, name, text);
  sodium_memzero (text, strlen (text));
}

static void
complete (TamboSigningKey *self, const char *name)
{
  guint8 raw[crypto_sign_PUBLICKEYBYTES];

  crypto_sign_seed_keypair (raw, self->secret_key, self->seed);
  self->public_key = tambo_public_key_new (raw, name);
}

/* A random one. */
TamboSigningKey *
tambo_signing_key_new (const char *name)
{
  TamboSigningKey *self = g_new0 (TamboSigningKey, 1);

  randombytes_buf (self->seed, sizeof self->seed);
  complete (self, name);

  return self;
}

void
tambo_signing_key_free (TamboSigningKey *self)
{
  g_clear_pointer (&self->public_key, tambo_public_key_free);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

const char *
tambo_signing_key_get_id (TamboSigningKey *self)
{
  return self->public_key->id;
}

const TamboPublicKey *
tambo_signing_key_get_public (TamboSigningKey *self)
{
  return self->public_key;
}

/* Returns: (transfer full): the public half as it stands in metadata. */
JsonObject *
tambo_signing_key_write_public (TamboSigningKey *self)
{
  return tambo_public_key_write (self->public_key);
}

void
tambo_signing_key_sign (TamboSigningKey *self,
                        GBytes *bytes,
                        guint8 out_signature[crypto_sign_BYTES])
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  crypto_sign_detached (out_signature, NULL, data, size, self->secret_key);
}

static void
write_sealed (TamboSigningKey *self, JsonObject *object, TamboSeal *seal)
{
  guint8 nonce[crypto_secretbox_NONCEBYTES];
  guint8 box[SEALED_SIZE];

  randombytes_buf (nonce, sizeof nonce);
  crypto_secretbox_easy (box, self->seed, sizeof self->seed, nonce, seal->key);

  set_base64 (object, "salt", seal->salt, sizeof seal->salt);
  json_object_set_int_member (object, "ops", (gint64) seal->ops);
  json_object_set_int_member (object, "mem", (gint64) seal->mem);
  set_base64 (object, "nonce", nonce, sizeof nonce);
  set_base64 (object, "sealed", box, sizeof box);
}

/**
 * tambo_signing_key_save:
 * @self: a #TamboSigningKey
 * @folder_fd: a folder of ours
 * @name: of the file, which its owner alone may read
 * @seal: (nullable): %NULL to leave it in the clear
 * @error: return location for a #GError
 */
gboolean
tambo_signing_key_save (TamboSigningKey *self,
                        int folder_fd,
                        const char *name,
                        TamboSeal *seal,
                        GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;
  JsonObject *object = json_object_new ();

  json_node_take_object (node, object);
  json_object_set_string_member (object, "name", self->public_key->name);
  if (seal != NULL)
    write_sealed (self, object, seal);
  else
    set_base64 (object, "seed", self->seed, sizeof self->seed);
  bytes = tambo_json_write_canonical (node, NULL);

  return tambo_file_write_at (folder_fd, name, bytes, 0600, error);
}

/* One passphrase and salt for all files of a folder are derived from once. */
static gboolean
prepare_seal (JsonObject *object, const char *passphrase, TamboSeal **seal, GError **error)
{
  g_autoptr (TamboSeal) found = g_new0 (TamboSeal, 1);
  gint64 ops;
  gint64 mem;

  if (!tambo_json_object_get_base64 (object, "salt", found->salt, sizeof found->salt, error) ||
      !tambo_json_object_get_int (object, "ops", 1, MAX_SEAL_OPS, &ops, error) ||
      !tambo_json_object_get_int (object, "mem", 8192, MAX_SEAL_MEM, &mem, error))
    return FALSE;

  if (*seal != NULL && memcmp (found->salt, (*seal)->salt, sizeof found->salt) == 0)
    return TRUE;

  found->ops = (guint64) ops;
  found->mem = (gsize) mem;
  if (!derive (found, passphrase, error))
    return FALSE;

  g_clear_pointer (seal, tambo_seal_free);
  *seal = g_steal_pointer (&found);

  return TRUE;
}

static gboolean
read_sealed (TamboSigningKey *self,
             JsonObject *object,
             const char *passphrase,
             TamboSeal **seal,
             GError **error)
{
  guint8 nonce[crypto_secretbox_NONCEBYTES];
  guint8 box[SEALED_SIZE];

  if (!tambo_json_object_get_base64 (object, "nonce", nonce, sizeof nonce, error) ||
      !tambo_json_object_get_base64 (object, "sealed", box, sizeof box, error) ||
      (passphrase != NULL && !prepare_seal (object, passphrase, seal, error)))
    return FALSE;

  if (passphrase == NULL ||
      crypto_secretbox_open_easy (self->seed, box, sizeof box, nonce, (*seal)->key) != 0)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_PASSPHRASE,
                           "The passphrase does not open the keys");
      return FALSE;
    }

  return TRUE;
}

/**
 * tambo_signing_key_load:
 * @folder_fd: a folder of ours
 * @name: of the file
 * @passphrase: (nullable): needed if it is sealed
 * @seal: (inout): kept from one file of the folder to the next; %NULL at first
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the key, or %NULL with %TAMBO_ERROR_PACK_PASSPHRASE, a %G_IO_ERROR or
 *   one of the `json.…` errors set
 */
TamboSigningKey *
tambo_signing_key_load (int folder_fd,
                        const char *name,
                        const char *passphrase,
                        TamboSeal **seal,
                        GError **error)
{
  g_autoptr (TamboSigningKey) self = g_new0 (TamboSigningKey, 1);
  g_autoptr (GBytes) bytes = tambo_file_read_at (folder_fd, name, MAX_KEY_FILE, error);
  g_autoptr (TamboJson) json = NULL;
  const char *key_name = "?";
  JsonObject *object;
  gboolean read;

  json = bytes != NULL ? tambo_json_parse (bytes, MAX_KEY_FILE, error) : NULL;
  object = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  if (object == NULL || !tambo_json_object_find_string (object, "name", &key_name, error))
    return NULL;

  if (json_object_has_member (object, "sealed"))
    read = read_sealed (self, object, passphrase, seal, error);
  else
    read = tambo_json_object_get_base64 (object, "seed", self->seed, sizeof self->seed, error);
  if (!read)
    return NULL;

  complete (self, key_name);

  return g_steal_pointer (&self);
}

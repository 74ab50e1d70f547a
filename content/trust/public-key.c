/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/public-key.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

#define MAX_FILE (4 * TAMBO_KIB)
#define MAX_NAME 40

gboolean
tambo_key_name_is_valid (const char *name)
{
  return *name != '\0' && *name != '-' && strlen (name) <= MAX_NAME &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (name);
}

JsonObject *
tambo_public_key_write (const TamboPublicKey *self)
{
  JsonObject *object = json_object_new ();
  JsonObject *value = json_object_new ();
  g_autofree char *hex = tambo_hex_encode (self->raw, sizeof self->raw);

  json_object_set_string_member (object, "keytype", "ed25519");
  json_object_set_string_member (object, "scheme", "ed25519");
  json_object_set_string_member (value, "public", hex);
  json_object_set_object_member (object, "keyval", value);

  return object;
}

TamboPublicKey *
tambo_public_key_new (const guint8 raw[crypto_sign_PUBLICKEYBYTES], const char *name)
{
  TamboPublicKey *self = g_new0 (TamboPublicKey, 1);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *digest = NULL;

  memcpy (self->raw, raw, sizeof self->raw);
  self->name = g_strdup (name);
  json_node_take_object (node, tambo_public_key_write (self));
  bytes = tambo_json_write_canonical (node, NULL);
  digest = tambo_digest_for_bytes (bytes);
  self->id = g_strdup (tambo_digest_get_hex (digest));

  return self;
}

static gboolean
read_key (JsonObject *object, const char **out_name, const char **out_hex, GError **error)
{
  JsonObject *key;
  JsonObject *value;

  return tambo_json_object_get_string (object, "name", out_name, error) &&
         tambo_json_object_get_object (object, "key", &key, error) &&
         tambo_json_object_get_object (key, "keyval", &value, error) &&
         tambo_json_object_get_string (value, "public", out_hex, error);
}

/**
 * tambo_public_key_new_from_bytes:
 * @bytes: what tambo_public_key_write_file() wrote
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the key, or %NULL with %TAMBO_ERROR_PACK_FORMAT or one of the `json.…`
 *   errors set
 */
TamboPublicKey *
tambo_public_key_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboJson) json = tambo_json_parse (bytes, MAX_FILE, error);
  JsonObject *object = json != NULL ? tambo_json_get_root_object (json, error) : NULL;
  guint8 raw[crypto_sign_PUBLICKEYBYTES];
  const char *name;
  const char *hex;

  if (object == NULL || !read_key (object, &name, &hex, error))
    return NULL;

  if (!tambo_key_name_is_valid (name) || !tambo_hex_decode (hex, raw, sizeof raw))
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_FORMAT,
                           "This is not the public half of a signing key");
      return NULL;
    }

  return tambo_public_key_new (raw, name);
}

void
tambo_public_key_free (TamboPublicKey *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

GBytes *
tambo_public_key_write_file (const TamboPublicKey *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", self->name);
  json_object_set_object_member (object, "key", tambo_public_key_write (self));
  json_node_take_object (node, object);

  return tambo_json_write_canonical (node, NULL);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/metadata-writer.h"

#include "content/base/digest.h"
#include "content/base/json.h"
#include "content/trust/metadata.h"

#define SPEC_VERSION "1.0.31"
#define DAY 86400

/**
 * tambo_metadata_begin:
 * @type: of the role
 * @version: of the file
 * @now: the signed time, in seconds since 1970
 * @days: after which it runs out
 *
 * Returns: (transfer full): an object with what all roles have
 */
JsonObject *
tambo_metadata_begin (const char *type, guint64 version, gint64 now, guint days)
{
  JsonObject *object = json_object_new ();
  g_autofree char *signed_time = tambo_metadata_format_time (now);
  g_autofree char *expires = tambo_metadata_format_time (now + (gint64) days * DAY);

  json_object_set_string_member (object, "_type", type);
  json_object_set_string_member (object, "spec_version", SPEC_VERSION);
  json_object_set_int_member (object, "version", (gint64) version);
  json_object_set_string_member (object, "expires", expires);
  json_object_set_string_member (object, TAMBO_METADATA_TIME, signed_time);

  return object;
}

static JsonObject *
write_signature (GBytes *signed_bytes, TamboSigningKey *key)
{
  guint8 raw[crypto_sign_BYTES];
  g_autofree char *hex = NULL;
  JsonObject *signature = json_object_new ();

  tambo_signing_key_sign (key, signed_bytes, raw);
  hex = tambo_hex_encode (raw, sizeof raw);
  json_object_set_string_member (signature, "keyid", tambo_signing_key_get_id (key));
  json_object_set_string_member (signature, "sig", hex);

  return signature;
}

JsonObject *
tambo_metadata_write_signature (JsonObject *object, TamboSigningKey *key)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) signed_bytes = NULL;

  json_node_set_object (node, object);
  signed_bytes = tambo_json_write_canonical (node, NULL);
  g_return_val_if_fail (signed_bytes != NULL, NULL);

  return write_signature (signed_bytes, key);
}

/**
 * tambo_metadata_sign:
 * @object: (transfer full): what to sign, without fractions
 * @keys: (array length=n_keys): who signs
 * @n_keys: how many
 *
 * Returns: (transfer full): the file
 */
GBytes *
tambo_metadata_sign (JsonObject *object, TamboSigningKey *const *keys, guint n_keys)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) signed_node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) signed_bytes = NULL;
  JsonObject *root = json_object_new ();
  JsonArray *signatures = json_array_new ();

  json_node_take_object (node, root);
  json_node_take_object (signed_node, object);
  signed_bytes = tambo_json_write_canonical (signed_node, NULL);
  g_return_val_if_fail (signed_bytes != NULL, NULL);

  for (guint i = 0; i < n_keys; i++)
    json_array_add_object_element (signatures, write_signature (signed_bytes, keys[i]));
  json_object_set_array_member (root, "signatures", signatures);
  json_object_set_member (root, "signed", g_steal_pointer (&signed_node));

  return tambo_json_write_canonical (node, NULL);
}

/* Length and hash; the version too, unless it is 0. */
JsonObject *
tambo_metadata_write_info (GBytes *bytes, guint64 version)
{
  JsonObject *object = json_object_new ();
  JsonObject *hashes = json_object_new ();
  g_autofree char *digest = tambo_digest_for_bytes (bytes);

  json_object_set_int_member (object, "length", (gint64) g_bytes_get_size (bytes));
  json_object_set_string_member (hashes, "sha256", tambo_digest_get_hex (digest));
  json_object_set_object_member (object, "hashes", hashes);
  if (version > 0)
    json_object_set_int_member (object, "version", (gint64) version);

  return object;
}

JsonObject *
tambo_metadata_write_role (TamboSigningKey *const *keys, guint n_keys, guint threshold)
{
  JsonObject *object = json_object_new ();
  JsonArray *ids = json_array_new ();

  for (guint i = 0; i < n_keys; i++)
    json_array_add_string_element (ids, tambo_signing_key_get_id (keys[i]));
  json_object_set_array_member (object, "keyids", ids);
  json_object_set_int_member (object, "threshold", threshold);

  return object;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/role-keys.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <sodium.h>
#include <string.h>

struct _TamboRoleKeys
{
  gatomicrefcount ref_count;

  GHashTable *by_id; /* (owned): key id → public key as GBytes */
  guint threshold;
};

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "Trust metadata: %s", why);

  return FALSE;
}

/* Keys of other kinds are no error: they cannot be counted, that is all. */
static gboolean
add_key (TamboRoleKeys *self, JsonObject *keys, const char *id, GError **error)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  JsonObject *key;
  JsonObject *value;
  const char *type;
  const char *scheme;
  const char *hex;

  if (!tambo_json_object_get_object (keys, id, &key, error) ||
      !tambo_json_object_get_string (key, "keytype", &type, error) ||
      !tambo_json_object_get_string (key, "scheme", &scheme, error) ||
      !tambo_json_object_get_object (key, "keyval", &value, error) ||
      !tambo_json_object_get_string (value, "public", &hex, error))
    return FALSE;

  if (strcmp (type, "ed25519") != 0 || strcmp (scheme, "ed25519") != 0)
    return TRUE;

  if (!tambo_hex_decode (hex, public_key, sizeof public_key))
    return refuse (error, "A key is not of 32 bytes");

  g_hash_table_insert (self->by_id, g_strdup (id), g_bytes_new (public_key, sizeof public_key));

  return TRUE;
}

/* One key under two ids is one key. */
static guint
count_distinct (GHashTable *by_id)
{
  g_autoptr (GHashTable) distinct = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, by_id);
  while (g_hash_table_iter_next (&iter, NULL, &key))
    g_hash_table_add (distinct, key);

  return g_hash_table_size (distinct);
}

/**
 * tambo_role_keys_new:
 * @keys: key id → key
 * @role: `keyids` and `threshold`
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the keys, or %NULL with %TAMBO_ERROR_PACK_FORMAT or
 *   %TAMBO_ERROR_JSON_MEMBER set: a threshold of nought too, and one that its keys cannot reach
 */
TamboRoleKeys *
tambo_role_keys_new (JsonObject *keys, JsonObject *role, GError **error)
{
  g_autoptr (TamboRoleKeys) self = g_new0 (TamboRoleKeys, 1);
  g_auto (GStrv) ids = NULL;
  gint64 threshold;

  g_atomic_ref_count_init (&self->ref_count);
  self->by_id =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);

  if (!tambo_json_object_get_strings (role, "keyids", TAMBO_LIMIT_KEYS, &ids, error) ||
      !tambo_json_object_get_int (role, "threshold", 1, TAMBO_LIMIT_KEYS, &threshold, error))
    return NULL;

  for (guint i = 0; ids[i] != NULL; i++)
    if (!add_key (self, keys, ids[i], error))
      return NULL;

  self->threshold = (guint) threshold;
  if (count_distinct (self->by_id) < self->threshold)
    {
      refuse (error, "A role has fewer keys than it needs signatures");
      return NULL;
    }

  return g_steal_pointer (&self);
}

TamboRoleKeys *
tambo_role_keys_ref (TamboRoleKeys *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tambo_role_keys_unref (TamboRoleKeys *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_free (self);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
tambo_role_keys_list_ids (TamboRoleKeys *self)
{
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (ids, id);
  g_ptr_array_sort (ids, compare_ids);

  return ids;
}

gboolean
tambo_role_keys_has (TamboRoleKeys *self, const char *id)
{
  return g_hash_table_contains (self->by_id, id);
}

guint
tambo_role_keys_get_threshold (TamboRoleKeys *self)
{
  return self->threshold;
}

gboolean
tambo_role_keys_equal (TamboRoleKeys *a, TamboRoleKeys *b)
{
  GHashTableIter iter;
  gpointer id;
  gpointer key;

  if (a->threshold != b->threshold || g_hash_table_size (a->by_id) != g_hash_table_size (b->by_id))
    return FALSE;

  g_hash_table_iter_init (&iter, a->by_id);
  while (g_hash_table_iter_next (&iter, &id, &key))
    {
      GBytes *other = g_hash_table_lookup (b->by_id, id);

      if (other == NULL || !g_bytes_equal (key, other))
        return FALSE;
    }

  return TRUE;
}

/* Returns: (nullable): the key that made a valid signature. A signature by a key that is not of
 * this role, or a wrong one, counts for nothing and harms nothing. */
static GBytes *
find_signer (TamboRoleKeys *self, GBytes *signed_bytes, JsonObject *signature)
{
  guint8 raw[crypto_sign_BYTES];
  const char *id;
  const char *hex;
  GBytes *key;
  gsize size;
  const guint8 *data = g_bytes_get_data (signed_bytes, &size);

  if (!tambo_json_object_get_string (signature, "keyid", &id, NULL) ||
      !tambo_json_object_get_string (signature, "sig", &hex, NULL) ||
      !tambo_hex_decode (hex, raw, sizeof raw))
    return NULL;

  key = g_hash_table_lookup (self->by_id, id);
  if (key == NULL ||
      crypto_sign_verify_detached (raw, data, size, g_bytes_get_data (key, NULL)) != 0)
    return NULL;

  return key;
}

/**
 * tambo_role_keys_verify:
 * @self: a #TamboRoleKeys
 * @signed_bytes: canonical JSON of what was signed
 * @signatures: of objects with `keyid` and `sig`
 * @error: return location for a #GError
 *
 * Returns: %TRUE, or %FALSE with %TAMBO_ERROR_PACK_SIGNATURE set if fewer keys than needed signed
 */
gboolean
tambo_role_keys_verify (TamboRoleKeys *self,
                        GBytes *signed_bytes,
                        JsonArray *signatures,
                        GError **error)
{
  g_autoptr (GHashTable) signers = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  guint n_signatures = json_array_get_length (signatures);

  for (guint i = 0; i < MIN (n_signatures, TAMBO_LIMIT_KEYS); i++)
    {
      JsonObject *signature = tambo_json_array_get_object (signatures, i, NULL);
      GBytes *key = signature != NULL ? find_signer (self, signed_bytes, signature) : NULL;

      if (key != NULL)
        g_hash_table_add (signers, key);
    }

  if (g_hash_table_size (signers) < self->threshold)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_PACK_SIGNATURE,
                   "Signed by %u of the %u keys that are needed",
                   g_hash_table_size (signers),
                   self->threshold);
      return FALSE;
    }

  return TRUE;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/records.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

#define DAY 86400
#define EPOCH G_GINT64_CONSTANT (1577836800) /* 2020-01-01 */

#define MAX_ARGON2_OPS 20
#define MAX_ARGON2_MEM ((gint64) 1024 * 1024 * 1024)

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, why);

  return FALSE;
}

/* Keeps the document alive that the object belongs to. */
static JsonObject *
parse_object (GBytes *bytes, TamboJson **out_json, GError **error)
{
  *out_json = tambo_json_parse (bytes, TAMBO_LIMIT_SMALL_TARGET, error);

  return *out_json != NULL ? tambo_json_get_root_object (*out_json, error) : NULL;
}

static GBytes *
write_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return tambo_json_write_canonical (node, NULL);
}

static gboolean
find_key (JsonObject *object, const char *name, guint8 out_key[TAMBO_KEY_SIZE], GError **error)
{
  return !json_object_has_member (object, name) ||
         tambo_json_object_get_base64 (object, name, out_key, TAMBO_KEY_SIZE, error);
}

static void
set_key (JsonObject *object, const char *name, const guint8 key[TAMBO_KEY_SIZE])
{
  g_autofree char *text = g_base64_encode (key, TAMBO_KEY_SIZE);

  json_object_set_string_member (object, name, text);
}

static gboolean
is_zero (const guint8 key[TAMBO_KEY_SIZE])
{
  static const guint8 zero[TAMBO_KEY_SIZE] = { 0 };

  return memcmp (key, zero, TAMBO_KEY_SIZE) == 0;
}

static gboolean
read_deployment (TamboDeployment *self, JsonObject *object, GError **error)
{
  JsonObject *argon2;
  const char *id;
  gint64 ops;
  gint64 mem;

  if (!tambo_json_object_get_string (object, "id", &id, error) ||
      !tambo_json_object_get_object (object, "argon2id", &argon2, error) ||
      !tambo_json_object_get_int (argon2, "ops", 1, MAX_ARGON2_OPS, &ops, error) ||
      !tambo_json_object_get_int (argon2, "mem", 8192, MAX_ARGON2_MEM, &mem, error) ||
      !find_key (object, "complaints", self->complaints_key, error) ||
      !find_key (object, "statistics", self->statistics_key, error))
    return FALSE;

  if (!tambo_hex_decode (id, self->id, sizeof self->id))
    return refuse (error, "The id of a deployment is not of 16 bytes");

  g_strlcpy (self->id_hex, id, sizeof self->id_hex);
  self->argon2_ops = (guint) ops;
  self->argon2_mem = (guint64) mem;

  return TRUE;
}

/**
 * tambo_deployment_new_from_bytes:
 * @bytes: `deployment.json`
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the record, or %NULL with %TAMBO_ERROR_PACK_FORMAT or one of the
 *   `json.…` errors set
 */
TamboDeployment *
tambo_deployment_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (TamboDeployment) self = g_new0 (TamboDeployment, 1);
  g_autoptr (TamboJson) json = NULL;
  JsonObject *object = parse_object (bytes, &json, error);

  if (object == NULL || !read_deployment (self, object, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* Writes what tambo_deployment_new_from_bytes() reads; a key of zeros is left out. */
GBytes *
tambo_deployment_write (const TamboDeployment *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *argon2 = json_object_new ();
  g_autofree char *id = tambo_hex_encode (self->id, sizeof self->id);

  json_object_set_string_member (object, "id", id);
  json_object_set_int_member (argon2, "ops", self->argon2_ops);
  json_object_set_int_member (argon2, "mem", (gint64) self->argon2_mem);
  json_object_set_object_member (object, "argon2id", argon2);
  if (!is_zero (self->complaints_key))
    set_key (object, "complaints", self->complaints_key);
  if (!is_zero (self->statistics_key))
    set_key (object, "statistics", self->statistics_key);

  return write_object (object);
}

void
tambo_deployment_free (TamboDeployment *self)
{
  g_free (self);
}

TamboPackTarget *
tambo_pack_target_copy (const TamboPackTarget *self)
{
  TamboPackTarget *copy = g_memdup2 (self, sizeof *self);

  copy->id = g_strdup (self->id);
  copy->digest = g_strdup (self->digest);
  copy->languages = g_strdupv (self->languages);
  copy->bytes = g_hash_table_ref (self->bytes);
  copy->min_app = g_strdup (self->min_app);
  copy->reason = g_strdup (self->reason);

  return copy;
}

void
tambo_pack_target_free (TamboPackTarget *self)
{
  g_free (self->id);
  g_free (self->digest);
  g_strfreev (self->languages);
  g_clear_pointer (&self->bytes, g_hash_table_unref);
  g_free (self->reason);
  g_free (self->min_app);
  g_free (self);
}

/* What a shelter with these languages fetches, in bytes; %NULL for all. */
guint64
tambo_pack_target_get_bytes (const TamboPackTarget *self, const char *const *languages)
{
  GHashTableIter iter;
  gpointer language;
  gpointer bytes;
  guint64 total = 0;

  g_hash_table_iter_init (&iter, self->bytes);
  while (g_hash_table_iter_next (&iter, &language, &bytes))
    if (strcmp (language, "*") == 0 || tambo_language_is_wanted (language, languages))
      total += *(guint64 *) bytes;

  return total;
}

void
tambo_roster_entry_free (TamboRosterEntry *entry)
{
  g_free (entry->pin);
  g_free (entry);
}

static TamboRosterEntry *
read_roster_entry (JsonObject *object, GError **error)
{
  TamboRosterEntry *entry;
  guint8 raw[TAMBO_DIGEST_SIZE];
  const char *pin;
  const char *part;
  gint64 since = 0;

  if (!tambo_json_object_get_string (object, "key", &pin, error) ||
      !tambo_json_object_get_string (object, "part", &part, error) ||
      !tambo_json_object_find_int (object, "since", 0, G_MAXUINT16, &since, error))
    return NULL;

  if (!tambo_hex_decode (pin, raw, sizeof raw) ||
      (strcmp (part, "kiosk") != 0 && strcmp (part, "gateway") != 0))
    {
      refuse (error, "A roster has an invalid key or part");
      return NULL;
    }

  entry = g_new0 (TamboRosterEntry, 1);
  entry->pin = tambo_hex_encode (raw, sizeof raw);
  entry->part = strcmp (part, "kiosk") == 0 ? TAMBO_PART_KIOSK : TAMBO_PART_GATEWAY;
  entry->since = (guint) since;

  return entry;
}

/**
 * tambo_roster_new_from_bytes:
 * @bytes: `roster/<site>.json`
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (element-type TamboRosterEntry): the admitted keys, or %NULL with
 *   %TAMBO_ERROR_PACK_FORMAT or one of the `json.…` errors set
 */
GPtrArray *
tambo_roster_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (TamboJson) json = NULL;
  JsonObject *object = parse_object (bytes, &json, error);
  JsonArray *kiosks;

  if (object == NULL || !tambo_json_object_get_array (object, "kiosks", &kiosks, error))
    return NULL;

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_roster_entry_free);
  for (guint i = 0; i < json_array_get_length (kiosks); i++)
    {
      JsonObject *kiosk = tambo_json_array_get_object (kiosks, i, error);
      TamboRosterEntry *entry = kiosk != NULL ? read_roster_entry (kiosk, error) : NULL;

      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }

  return g_steal_pointer (&entries);
}

GBytes *
tambo_roster_write (GPtrArray *entries)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *kiosks = json_array_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      const TamboRosterEntry *entry = entries->pdata[i];
      JsonObject *kiosk = json_object_new ();

      json_object_set_string_member (kiosk, "key", entry->pin);
      json_object_set_string_member (kiosk,
                                     "part",
                                     entry->part == TAMBO_PART_GATEWAY ? "gateway" : "kiosk");
      json_object_set_int_member (kiosk, "since", entry->since);
      json_array_add_object_element (kiosks, kiosk);
    }
  json_object_set_array_member (object, "kiosks", kiosks);

  return write_object (object);
}

guint
tambo_day_from_unix (gint64 seconds)
{
  return seconds > EPOCH ? (guint) MIN ((seconds - EPOCH) / DAY, G_MAXUINT16) : 0;
}

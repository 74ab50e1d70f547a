/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/metadata.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

#define DAY 86400

struct _TamboMetadata
{
  gatomicrefcount ref_count;

  TamboJson *json;       /* (owned) */
  JsonObject *signed_;   /* (unowned): of json */
  JsonArray *signatures; /* (unowned): of json */
  GBytes *signed_bytes;  /* (owned): canonical */
  guint64 version;
  gint64 expiry;
  gint64 time; /* 0 if it is not said */
};

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "Trust metadata: %s", why);

  return FALSE;
}

/* TUF has times in UTC only, to the second. */
static gboolean
parse_time (const char *text, gint64 *out_seconds, GError **error)
{
  g_autoptr (GDateTime) time = NULL;

  if (strlen (text) == strlen ("2030-01-01T00:00:00Z") && g_str_has_suffix (text, "Z"))
    time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return refuse (error, "a time is not one");

  *out_seconds = g_date_time_to_unix (time);

  return TRUE;
}

char *
tambo_metadata_format_time (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

static gboolean
read_common (TamboMetadata *self, const char *type, GError **error)
{
  const char *found;
  const char *spec;
  const char *expires;
  const char *time = NULL;
  gint64 version;

  if (!tambo_json_object_get_string (self->signed_, "_type", &found, error) ||
      !tambo_json_object_get_string (self->signed_, "spec_version", &spec, error) ||
      !tambo_json_object_get_int (self->signed_, "version", 1, G_MAXUINT32, &version, error) ||
      !tambo_json_object_get_string (self->signed_, "expires", &expires, error) ||
      !tambo_json_object_find_string (self->signed_, TAMBO_METADATA_TIME, &time, error) ||
      !parse_time (expires, &self->expiry, error) ||
      (time != NULL && !parse_time (time, &self->time, error)))
    return FALSE;

  if (strcmp (found, type) != 0)
    return refuse (error, "a file is of another role");
  if (self->time > 0 && self->expiry <= self->time)
    return refuse (error, "it runs out before it was signed");
  if (!g_str_has_prefix (spec, "1."))
    return refuse (error, "it is not of TUF 1");

  /* A root is renewed seldom; nothing else is promised for longer than this, whoever signed it. */
  if (self->time > 0 && strcmp (type, "root") != 0)
    self->expiry = MIN (self->expiry, self->time + TAMBO_LIMIT_TRUST_DAYS * DAY);
  self->version = (guint64) version;

  return TRUE;
}

/**
 * tambo_metadata_new_from_bytes:
 * @bytes: not trusted
 * @type: the role it must be of: `root`, `timestamp`, `snapshot`, `targets`
 * @max_size: the limit for that role
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the file, its signatures not looked at yet, or %NULL with
 *   %TAMBO_ERROR_PACK_FORMAT or one of the `json.…` errors set
 */
TamboMetadata *
tambo_metadata_new_from_bytes (GBytes *bytes, const char *type, gsize max_size, GError **error)
{
  g_autoptr (TamboMetadata) self = g_new0 (TamboMetadata, 1);
  JsonObject *root;

  g_atomic_ref_count_init (&self->ref_count);
  self->json = tambo_json_parse (bytes, max_size, error);
  root = self->json != NULL ? tambo_json_get_root_object (self->json, error) : NULL;
  if (root == NULL || !tambo_json_object_get_object (root, "signed", &self->signed_, error) ||
      !tambo_json_object_get_array (root, "signatures", &self->signatures, error) ||
      !read_common (self, type, error))
    return NULL;

  self->signed_bytes = tambo_json_write_canonical (json_object_get_member (root, "signed"), error);
  if (self->signed_bytes == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

TamboMetadata *
tambo_metadata_ref (TamboMetadata *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tambo_metadata_unref (TamboMetadata *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->signed_bytes, g_bytes_unref);
  g_clear_pointer (&self->json, tambo_json_unref);
  g_free (self);
}

gboolean
tambo_metadata_verify (TamboMetadata *self, TamboRoleKeys *keys, GError **error)
{
  return tambo_role_keys_verify (keys, self->signed_bytes, self->signatures, error);
}

/* Whether both say the same; who signed may differ. */
gboolean
tambo_metadata_equal (TamboMetadata *a, TamboMetadata *b)
{
  return g_bytes_equal (a->signed_bytes, b->signed_bytes);
}

JsonObject *
tambo_metadata_get_signed (TamboMetadata *self)
{
  return self->signed_;
}

guint64
tambo_metadata_get_version (TamboMetadata *self)
{
  return self->version;
}

/* In seconds since 1970. */
gint64
tambo_metadata_get_expiry (TamboMetadata *self)
{
  return self->expiry;
}

/* When it was signed, in seconds since 1970; 0 if it does not say. */
gint64
tambo_metadata_get_time (TamboMetadata *self)
{
  return self->time;
}

/* The keys that a root names for a role. */
TamboRoleKeys *
tambo_metadata_get_role_keys (TamboMetadata *self, const char *role, GError **error)
{
  JsonObject *keys;
  JsonObject *roles;
  JsonObject *object;

  if (!tambo_json_object_get_object (self->signed_, "keys", &keys, error) ||
      !tambo_json_object_get_object (self->signed_, "roles", &roles, error) ||
      !tambo_json_object_get_object (roles, role, &object, error))
    return NULL;

  return tambo_role_keys_new (keys, object, error);
}

/* Of two roots that are known to have all roles. */
gboolean
tambo_metadata_has_same_keys (TamboMetadata *a, TamboMetadata *b, const char *role)
{
  g_autoptr (TamboRoleKeys) keys_a = tambo_metadata_get_role_keys (a, role, NULL);
  g_autoptr (TamboRoleKeys) keys_b = tambo_metadata_get_role_keys (b, role, NULL);

  return keys_a != NULL && keys_b != NULL && tambo_role_keys_equal (keys_a, keys_b);
}

void
tambo_file_info_free (TamboFileInfo *info)
{
  g_free (info->digest);
  g_free (info);
}

/* Reads `version`, `length` and `hashes`, each if it is there. */
gboolean
tambo_file_info_read (TamboFileInfo *info, JsonObject *object, GError **error)
{
  JsonObject *hashes = NULL;
  const char *hex = NULL;
  gint64 version = 0;
  gint64 length = 0;

  if (!tambo_json_object_find_int (object, "version", 1, G_MAXUINT32, &version, error) ||
      !tambo_json_object_find_int (object, "length", 1, G_MAXINT64, &length, error) ||
      !tambo_json_object_find_object (object, "hashes", &hashes, error) ||
      (hashes != NULL && !tambo_json_object_find_string (hashes, "sha256", &hex, error)))
    return FALSE;

  info->version = (guint64) version;
  info->length = (guint64) length;
  info->digest = hex != NULL ? g_strconcat ("sha256:", hex, NULL) : NULL;
  if (hex != NULL && !tambo_digest_is_valid (info->digest))
    return refuse (error, "a hash is not one");

  return TRUE;
}

/* What a timestamp or snapshot says of @name, with a version. */
TamboFileInfo *
tambo_metadata_find_meta (TamboMetadata *self, const char *name, GError **error)
{
  g_autoptr (TamboFileInfo) info = g_new0 (TamboFileInfo, 1);
  JsonObject *meta;
  JsonObject *object;

  if (!tambo_json_object_get_object (self->signed_, "meta", &meta, error) ||
      !tambo_json_object_get_object (meta, name, &object, error) ||
      !tambo_file_info_read (info, object, error))
    return NULL;

  if (info->version == 0)
    {
      refuse (error, "a file is named without its version");
      return NULL;
    }

  return g_steal_pointer (&info);
}

/* %TAMBO_ERROR_PACK_DIGEST unless @bytes are as long and have the hash as was said. */
gboolean
tambo_file_info_verify (const TamboFileInfo *info, GBytes *bytes, GError **error)
{
  g_autofree char *digest = info->digest != NULL ? tambo_digest_for_bytes (bytes) : NULL;

  /* Metadata may be shorter than was said, by TUF; targets have a hash in any case. */
  if ((info->length > 0 && g_bytes_get_size (bytes) > info->length) ||
      g_strcmp0 (digest, info->digest) != 0)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_DIGEST,
                           "A file is not the one that the metadata names");
      return FALSE;
    }

  return TRUE;
}

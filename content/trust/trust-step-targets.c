/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/trust-step.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/pack/app-version.h"
#include "content/pack/pack-config.h"

#include <string.h>

typedef gboolean (*ReadFunc) (TamboTrustStep *self,
                              const char *name,
                              GBytes *bytes,
                              GError **error);

static gboolean
refuse (GError **error, TamboError code, const char *why)
{
  g_set_error (error, TAMBO_ERROR, code, "Trust metadata: %s", why);

  return FALSE;
}

static gboolean
is_target (const TamboTarget *target, GBytes *bytes)
{
  g_autofree char *digest = NULL;

  if (bytes == NULL || g_bytes_get_size (bytes) != target->size)
    return FALSE;

  digest = tambo_digest_for_bytes (bytes);

  return strcmp (digest, target->digest) == 0;
}

/* Looks by path, and by digest, which is how a folder keeps them. */
static GBytes *
find_bytes (TamboTrustStep *self, const TamboTarget *target, GError **error)
{
  GBytes *const found[] = {
    g_hash_table_lookup (self->offered, target->path),
    g_hash_table_lookup (self->offered, target->digest),
    g_hash_table_lookup (self->current->files, target->path),
  };
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    {
      if (is_target (target, found[i]))
        return found[i];
      any |= found[i] != NULL;
    }

  if (any)
    refuse (error, TAMBO_ERROR_PACK_DIGEST, "a target is not the one that is named");
  else
    refuse (error, TAMBO_ERROR_PACK_INCOMPLETE, "a target is missing");

  return NULL;
}

static gboolean
read_deployment (TamboTrustStep *self, const char *name, GBytes *bytes, GError **error)
{
  self->next->deployment = tambo_deployment_new_from_bytes (bytes, error);

  return self->next->deployment != NULL;
}

/* A key in several rosters has the greatest part of all. */
static gboolean
read_roster (TamboTrustStep *self, const char *name, GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) entries = tambo_roster_new_from_bytes (bytes, error);

  if (entries == NULL)
    return FALSE;

  for (guint i = 0; i < entries->len; i++)
    {
      const TamboRosterEntry *entry = entries->pdata[i];
      guint part = GPOINTER_TO_UINT (g_hash_table_lookup (self->next->parts, entry->pin));

      g_hash_table_insert (self->next->parts,
                           g_strdup (entry->pin),
                           GUINT_TO_POINTER (MAX (part, entry->part)));
    }

  return TRUE;
}

static gboolean
read_clinic (TamboTrustStep *self, const char *name, GBytes *bytes, GError **error)
{
  TamboClinicRecord *clinic = tambo_clinic_record_new_from_bytes (name, bytes, error);

  if (clinic == NULL)
    return FALSE;

  g_ptr_array_add (self->next->clinics, clinic);

  return TRUE;
}

static GHashTable *
read_sizes (JsonObject *object, GError **error)
{
  g_autoptr (GHashTable) sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GList) languages = json_object_get_members (object);

  for (GList *l = languages; l != NULL; l = l->next)
    {
      gint64 size;

      if (!tambo_json_object_get_int (object, l->data, 0, G_MAXINT64 / 1024, &size, error))
        return NULL;
      g_hash_table_insert (sizes, g_strdup (l->data), g_memdup2 (&size, sizeof size));
    }

  return g_steal_pointer (&sizes);
}

static gboolean
read_custom (TamboPackTarget *pack, JsonObject *custom, GError **error)
{
  JsonObject *bytes;
  const char *min_app = NULL;
  const char *reason = NULL;

  if (!tambo_json_object_get_strings (custom,
                                      "languages",
                                      TAMBO_LIMIT_LANGUAGES,
                                      &pack->languages,
                                      error) ||
      !tambo_json_object_get_object (custom, "bytes", &bytes, error) ||
      !tambo_json_object_get_boolean (custom, "urgent", &pack->urgent, error) ||
      !tambo_json_object_get_boolean (custom, "recalled", &pack->recalled, error) ||
      !tambo_json_object_find_string (custom, "min-app", &min_app, error) ||
      !tambo_json_object_find_string (custom, "reason", &reason, error))
    return FALSE;

  if (json_object_get_size (bytes) > TAMBO_LIMIT_LANGUAGES + 1 ||
      (min_app != NULL && !tambo_app_version_is_valid (min_app)) ||
      (reason != NULL && strlen (reason) > TAMBO_LIMIT_TEXT))
    return refuse (error, TAMBO_ERROR_PACK_FORMAT, "what it says of a pack is invalid");

  pack->min_app = g_strdup (min_app);
  pack->reason = g_strdup (reason);
  pack->bytes = read_sizes (bytes, error);

  return pack->bytes != NULL;
}

/* @path is `packs/<id>/<version>`. */
static gboolean
read_pack (TamboTrustStep *self, const TamboTarget *target, GError **error)
{
  g_autoptr (TamboPackTarget) pack = g_new0 (TamboPackTarget, 1);
  g_auto (GStrv) parts = g_strsplit (target->path, "/", -1);
  guint64 version;

  if (g_strv_length (parts) != 3 || !tambo_pack_id_is_valid (parts[1]) ||
      !g_ascii_string_to_unsigned (parts[2], 10, 1, G_MAXUINT32, &version, NULL) ||
      *parts[2] == '0')
    return refuse (error, TAMBO_ERROR_PACK_FORMAT, "the name of a pack is invalid");
  if (target->size > TAMBO_LIMIT_MANIFEST)
    return refuse (error, TAMBO_ERROR_PACK_TOO_LARGE, "a manifest is too large");
  if (target->custom == NULL)
    return refuse (error, TAMBO_ERROR_PACK_FORMAT, "it says nothing of a pack");

  pack->id = g_strdup (parts[1]);
  pack->version = (guint) version;
  pack->digest = g_strdup (target->digest);
  pack->size = target->size;
  if (!read_custom (pack, target->custom, error))
    return FALSE;

  g_ptr_array_add (self->next->packs, g_steal_pointer (&pack));

  return TRUE;
}

/* @path without @prefix and ".json", or %NULL if it is another. */
static char *
name_of (const char *path, const char *prefix)
{
  const char *name = path + strlen (prefix);
  gsize length;

  if (!g_str_has_prefix (path, prefix) || !g_str_has_suffix (path, ".json"))
    return NULL;

  length = strlen (name) - strlen (".json");

  return length > 0 && memchr (name, '/', length) == NULL ? g_strndup (name, length) : NULL;
}

static gboolean
read_small (TamboTrustStep *self,
            const TamboTarget *target,
            const char *name,
            ReadFunc func,
            GError **error)
{
  GBytes *bytes;

  if (target->size > TAMBO_LIMIT_SMALL_TARGET)
    return refuse (error, TAMBO_ERROR_PACK_TOO_LARGE, "a target is too large");

  bytes = find_bytes (self, target, error);
  if (bytes == NULL || !func (self, name, bytes, error))
    return FALSE;

  g_hash_table_insert (self->next->files, g_strdup (target->path), g_bytes_ref (bytes));

  return TRUE;
}

/* A target whose name we do not know is for a later version of us. */
static gboolean
read_target (TamboTrustStep *self, const TamboTarget *target, GError **error)
{
  g_autofree char *site = name_of (target->path, "roster/");
  g_autofree char *clinic = name_of (target->path, "clinics/");

  if (strcmp (target->path, "deployment.json") == 0)
    return strcmp (target->role, "targets") != 0 ||
           read_small (self, target, "", read_deployment, error);
  if (site != NULL)
    return read_small (self, target, site, read_roster, error);
  if (clinic != NULL)
    return read_small (self, target, clinic, read_clinic, error);
  if (g_str_has_prefix (target->path, "packs/"))
    return read_pack (self, target, error);

  return TRUE;
}

static int
compare_packs (gconstpointer a, gconstpointer b)
{
  const TamboPackTarget *pack_a = *(const TamboPackTarget *const *) a;
  const TamboPackTarget *pack_b = *(const TamboPackTarget *const *) b;
  int order = strcmp (pack_a->id, pack_b->id);

  if (order != 0)
    return order;

  return pack_a->version < pack_b->version ? 1 : -1;
}

/* What nobody can be expected to have is the mirror's doing; nonsense, its signer's. */
static gboolean
is_fault_of_signer (const TamboTarget *target, const GError *error)
{
  return strcmp (target->role, "targets") != 0 &&
         !g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_PACK_INCOMPLETE) &&
         !g_error_matches (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
}

gboolean
tambo_trust_step_read_targets (TamboTrustStep *self, GError **error)
{
  g_autoptr (GPtrArray) targets = tambo_role_tree_resolve_all (self->next->roles);

  for (guint i = 0; i < targets->len; i++)
    {
      const TamboTarget *target = targets->pdata[i];
      g_autoptr (GError) fault = NULL;

      if (read_target (self, target, &fault))
        continue;

      if (!is_fault_of_signer (target, fault))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      tambo_role_tree_blame (self->next->roles, target->role, g_steal_pointer (&fault));
    }

  if (self->next->deployment == NULL)
    return refuse (error, TAMBO_ERROR_PACK_INCOMPLETE, "it names no deployment");

  g_ptr_array_sort (self->next->packs, compare_packs);

  return TRUE;
}

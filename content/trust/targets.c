/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/targets.h"

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

#define MAX_PATTERNS 64

struct _TamboTargets
{
  char *role;              /* (owned) */
  TamboMetadata *metadata; /* (owned) */
  GHashTable *files;       /* (owned): path → TamboTarget */
  GPtrArray *delegations;  /* (owned) (element-type TamboDelegation) */
};

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "Trust metadata: %s", why);

  return FALSE;
}

static void
target_free (TamboTarget *target)
{
  g_free (target->digest);
  g_free (target);
}

static void
delegation_free (TamboDelegation *delegation)
{
  g_free (delegation->role);
  g_clear_pointer (&delegation->keys, tambo_role_keys_unref);
  g_clear_pointer (&delegation->patterns, g_strfreev);
  g_free (delegation);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboDelegation, delegation_free)

/* Words of letters, digits and "._-" between slashes; none of them begins with a dot. */
gboolean
tambo_target_path_is_valid (const char *path)
{
  gboolean at_start = TRUE;

  if (strlen (path) > TAMBO_LIMIT_PATH)
    return FALSE;

  for (const char *at = path; *at != '\0'; at++)
    {
      if (at_start && !g_ascii_isalnum (*at))
        return FALSE;
      if (!g_ascii_isalnum (*at) && strchr ("._-/", *at) == NULL)
        return FALSE;
      at_start = *at == '/';
    }

  return !at_start;
}

gboolean
tambo_role_name_is_valid (const char *name)
{
  static const char *const taken[] = { "root", "timestamp", "snapshot", "targets", NULL };

  if (*name == '\0' || strlen (name) > TAMBO_LIMIT_ROLE_NAME || g_strv_contains (taken, name))
    return FALSE;

  for (const char *at = name; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '_' && *at != '-')
      return FALSE;

  return TRUE;
}

static gboolean
add_file (TamboTargets *self, const char *path, JsonObject *object, GError **error)
{
  g_autoptr (TamboFileInfo) info = g_new0 (TamboFileInfo, 1);
  JsonObject *custom = NULL;
  TamboTarget *target;

  if (!tambo_file_info_read (info, object, error) ||
      !tambo_json_object_find_object (object, "custom", &custom, error))
    return FALSE;

  if (!tambo_target_path_is_valid (path))
    return refuse (error, "the path of a target is invalid");
  if (info->digest == NULL || info->length == 0)
    return refuse (error, "a target lacks its hash or length");

  target = g_new0 (TamboTarget, 1);
  target->path = path;
  target->role = self->role;
  target->size = info->length;
  target->digest = g_steal_pointer (&info->digest);
  target->custom = custom;
  g_hash_table_insert (self->files, (gpointer) path, target);

  return TRUE;
}

static gboolean
add_delegation (TamboTargets *self, JsonObject *keys, JsonObject *object, GError **error)
{
  g_autoptr (TamboDelegation) delegation = g_new0 (TamboDelegation, 1);
  const char *name;

  if (!tambo_json_object_get_string (object, "name", &name, error) ||
      !tambo_json_object_get_boolean (object, "terminating", &delegation->terminating, error) ||
      !tambo_json_object_get_strings (object, "paths", MAX_PATTERNS, &delegation->patterns, error))
    return FALSE;

  if (!tambo_role_name_is_valid (name))
    return refuse (error, "the name of a role is invalid");

  delegation->role = g_strdup (name);
  delegation->keys = tambo_role_keys_new (keys, object, error);
  if (delegation->keys == NULL)
    return FALSE;

  g_ptr_array_add (self->delegations, g_steal_pointer (&delegation));

  return TRUE;
}

static gboolean
read_delegations (TamboTargets *self, JsonObject *object, GError **error)
{
  JsonObject *keys;
  JsonArray *roles;

  if (!tambo_json_object_get_object (object, "keys", &keys, error) ||
      !tambo_json_object_get_array (object, "roles", &roles, error))
    return FALSE;

  if (json_array_get_length (roles) > TAMBO_LIMIT_ROLES)
    return refuse (error, "too many roles");

  for (guint i = 0; i < json_array_get_length (roles); i++)
    {
      JsonObject *role = tambo_json_array_get_object (roles, i, error);

      if (role == NULL || !add_delegation (self, keys, role, error))
        return FALSE;
    }

  return TRUE;
}

/* @metadata was verified, or is about to be. */
TamboTargets *
tambo_targets_new (const char *role, TamboMetadata *metadata, GError **error)
{
  g_autoptr (TamboTargets) self = g_new0 (TamboTargets, 1);
  g_autoptr (GList) paths = NULL;
  JsonObject *object = tambo_metadata_get_signed (metadata);
  JsonObject *files;
  JsonObject *delegations = NULL;

  self->role = g_strdup (role);
  self->metadata = tambo_metadata_ref (metadata);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) target_free);
  self->delegations = g_ptr_array_new_with_free_func ((GDestroyNotify) delegation_free);

  if (!tambo_json_object_get_object (object, "targets", &files, error) ||
      !tambo_json_object_find_object (object, "delegations", &delegations, error) ||
      (delegations != NULL && !read_delegations (self, delegations, error)))
    return NULL;

  paths = json_object_get_members (files);
  for (GList *l = paths; l != NULL; l = l->next)
    {
      JsonObject *file;

      if (!tambo_json_object_get_object (files, l->data, &file, error) ||
          !add_file (self, l->data, file, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

void
tambo_targets_free (TamboTargets *self)
{
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_clear_pointer (&self->delegations, g_ptr_array_unref);
  g_clear_pointer (&self->metadata, tambo_metadata_unref);
  g_clear_pointer (&self->role, g_free);
  g_free (self);
}

TamboMetadata *
tambo_targets_get_metadata (TamboTargets *self)
{
  return self->metadata;
}

/* (transfer none) (element-type utf8 TamboTarget): by path. */
GHashTable *
tambo_targets_get_files (TamboTargets *self)
{
  return self->files;
}

/* (transfer none) (element-type TamboDelegation): in the order in which they are asked. */
GPtrArray *
tambo_targets_get_delegations (TamboTargets *self)
{
  return self->delegations;
}

/* "*" is any text and "?" one character, neither of them a slash. Whoever may delegate may write
 * any pattern, so that the time this takes must not explode: only the last star is ever tried
 * again. */
static gboolean
matches (const char *pattern, const char *path)
{
  const char *star = NULL;
  const char *again = NULL;

  while (*path != '\0')
    {
      if (*pattern == '*')
        {
          star = pattern++;
          again = path;
        }
      else if (*pattern == *path || (*pattern == '?' && *path != '/'))
        {
          pattern++;
          path++;
        }
      else if (star != NULL && *again != '/')
        {
          pattern = star + 1;
          path = ++again;
        }
      else
        return FALSE;
    }

  while (*pattern == '*')
    pattern++;

  return *pattern == '\0';
}

gboolean
tambo_delegation_matches (const TamboDelegation *delegation, const char *path)
{
  for (guint i = 0; delegation->patterns[i] != NULL; i++)
    if (matches (delegation->patterns[i], path))
      return TRUE;

  return FALSE;
}

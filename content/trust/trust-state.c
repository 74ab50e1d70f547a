/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/trust-state.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"

#include <string.h>

/* One update: what was trusted, what is offered, what comes of it. */
typedef struct
{
  TamboTrustState *current; /* (unowned) */
  GHashTable *offered;      /* (unowned) */
  TamboTrustState *next;    /* (unowned) */
  TamboTrustFloor floor;    /* lowered where a root replaces keys */
  gboolean drop_timestamp;  /* its keys, or those of the snapshot, were replaced */
} Update;

static gboolean
refuse (GError **error, TamboError code, const char *why)
{
  g_set_error (error, TAMBO_ERROR, code, "Trust metadata: %s", why);

  return FALSE;
}

void
tambo_trust_state_free (TamboTrustState *self)
{
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_clear_pointer (&self->root, tambo_metadata_unref);
  g_clear_pointer (&self->timestamp, tambo_metadata_unref);
  g_clear_pointer (&self->snapshot, tambo_metadata_unref);
  g_clear_pointer (&self->deployment, tambo_deployment_free);
  g_clear_pointer (&self->packs, g_ptr_array_unref);
  g_clear_pointer (&self->parts, g_hash_table_unref);
  g_clear_pointer (&self->clinics, g_ptr_array_unref);
  g_clear_pointer (&self->roles, g_hash_table_unref);
  g_free (self);
}

static TamboTrustState *
state_new (void)
{
  TamboTrustState *self = g_new0 (TamboTrustState, 1);

  self->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->roles =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tambo_targets_free);
  self->packs = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_pack_target_free);
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->clinics = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

static void
keep_file (TamboTrustState *self, const char *title, GBytes *bytes)
{
  g_hash_table_insert (self->files, g_strdup (title), g_bytes_ref (bytes));
}

static char *
versioned_title (guint64 version, const char *role)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%s.json", version, role);
}

/* A root has keys for all four roles, or is none. */
static gboolean
check_root (TamboMetadata *root, GError **error)
{
  static const char *const roles[] = { "root", "timestamp", "snapshot", "targets" };

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_autoptr (TamboRoleKeys) keys = tambo_metadata_get_role_keys (root, roles[i], error);

      if (keys == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
verify_role (TamboMetadata *metadata, TamboMetadata *root, const char *role, GError **error)
{
  g_autoptr (TamboRoleKeys) keys = tambo_metadata_get_role_keys (root, role, error);

  return keys != NULL && tambo_metadata_verify (metadata, keys, error);
}

static TamboMetadata *
parse_root (GBytes *bytes, GError **error)
{
  g_autoptr (TamboMetadata) root = NULL;

  root = tambo_metadata_new_from_bytes (bytes, "root", TAMBO_LIMIT_ROOT, error);
  if (root == NULL || !check_root (root, error) || !verify_role (root, root, "root", error))
    return NULL;

  return g_steal_pointer (&root);
}

static void
see_time (TamboTrustState *self, TamboMetadata *metadata)
{
  gint64 expiry = tambo_metadata_get_expiry (metadata);

  self->floor.time = MAX (self->floor.time, tambo_metadata_get_time (metadata));
  self->expiry = self->expiry == 0 ? expiry : MIN (self->expiry, expiry);
}

/**
 * tambo_trust_state_new:
 * @first_root: what the configuration trusts
 * @error: return location for a #GError
 *
 * Returns: (transfer full): a state with this root alone, or %NULL with %TAMBO_ERROR_PACK_FORMAT,
 *   %TAMBO_ERROR_PACK_SIGNATURE or one of the `json.…` errors set
 */
TamboTrustState *
tambo_trust_state_new (GBytes *first_root, GError **error)
{
  g_autoptr (TamboTrustState) self = state_new ();
  g_autofree char *title = NULL;

  self->root = parse_root (first_root, error);
  if (self->root == NULL)
    return NULL;

  self->floor.root = tambo_metadata_get_version (self->root);
  self->floor.time = tambo_metadata_get_time (self->root);
  title = versioned_title (self->floor.root, "root");
  keep_file (self, title, first_root);

  return g_steal_pointer (&self);
}

static gboolean
has_same_keys (TamboMetadata *a, TamboMetadata *b, const char *role)
{
  g_autoptr (TamboRoleKeys) keys_a = tambo_metadata_get_role_keys (a, role, NULL);
  g_autoptr (TamboRoleKeys) keys_b = tambo_metadata_get_role_keys (b, role, NULL);

  return tambo_role_keys_equal (keys_a, keys_b);
}

/* Replaced keys are how a programme recovers from a thief who signed huge versions: what the old
 * keys signed counts no longer. */
static void
forget_replaced (Update *update, TamboMetadata *old_root, TamboMetadata *new_root)
{
  if (has_same_keys (old_root, new_root, "timestamp") &&
      has_same_keys (old_root, new_root, "snapshot"))
    return;

  update->drop_timestamp = TRUE;
  if (tambo_metadata_get_version (old_root) >= update->floor.root)
    update->floor.timestamp = 0;
}

static gboolean
add_root (Update *update, const char *title, GBytes *bytes, GError **error)
{
  TamboTrustState *next = update->next;
  guint64 version = tambo_metadata_get_version (next->root);
  g_autoptr (TamboMetadata) root = parse_root (bytes, error);

  if (root == NULL || !verify_role (root, next->root, "root", error))
    return FALSE;

  if (tambo_metadata_get_version (root) != version + 1)
    return refuse (error, TAMBO_ERROR_PACK_ROLLBACK, "a root is not the one after the last");

  forget_replaced (update, next->root, root);
  keep_file (next, title, bytes);
  g_clear_pointer (&next->root, tambo_metadata_unref);
  next->root = g_steal_pointer (&root);

  return TRUE;
}

static gboolean
walk_roots (Update *update, GError **error)
{
  TamboTrustState *next = update->next;
  GHashTableIter iter;
  gpointer title;
  gpointer bytes;

  g_hash_table_iter_init (&iter, update->current->files);
  while (g_hash_table_iter_next (&iter, &title, &bytes))
    if (g_str_has_suffix (title, ".root.json") && strchr (title, '/') == NULL)
      keep_file (next, title, bytes);
  next->root = tambo_metadata_ref (update->current->root);

  while (TRUE)
    {
      g_autofree char *wanted = NULL;
      GBytes *root;

      wanted = versioned_title (tambo_metadata_get_version (next->root) + 1, "root");
      root = g_hash_table_lookup (update->offered, wanted);
      if (root == NULL)
        break;
      if (!add_root (update, wanted, root, error))
        return FALSE;
    }

  see_time (next, next->root);

  return TRUE;
}

/* What is offered, else what is held. */
static GBytes *
find_file (Update *update, const char *title)
{
  GBytes *bytes = g_hash_table_lookup (update->offered, title);

  return bytes != NULL ? bytes : g_hash_table_lookup (update->current->files, title);
}

static gboolean
check_timestamp_version (Update *update, GError **error)
{
  TamboMetadata *old = update->drop_timestamp ? NULL : update->current->timestamp;
  TamboMetadata *new = update->next->timestamp;
  guint64 version = tambo_metadata_get_version (new);

  if (tambo_metadata_get_version (update->next->root) < update->floor.root ||
      version < update->floor.timestamp)
    return refuse (error, TAMBO_ERROR_PACK_ROLLBACK, "it is older than what was trusted before");

  if (old == NULL)
    return TRUE;

  if (version < tambo_metadata_get_version (old))
    return refuse (error, TAMBO_ERROR_PACK_ROLLBACK, "the timestamp is older");
  if (version == tambo_metadata_get_version (old) && !tambo_metadata_equal (old, new))
    return refuse (error, TAMBO_ERROR_PACK_ROLLBACK, "there are two timestamps of one version");
  if (version > tambo_metadata_get_version (old) + TAMBO_LIMIT_TRUST_VERSION_STEP)
    return refuse (error, TAMBO_ERROR_PACK_ROLLBACK, "the timestamp is too far ahead");

  return TRUE;
}

static gboolean
read_timestamp (Update *update, GError **error)
{
  TamboTrustState *next = update->next;
  GBytes *bytes = find_file (update, "timestamp.json");

  if (bytes == NULL)
    return refuse (error, TAMBO_ERROR_PACK_INCOMPLETE, "there is no timestamp");

  next->timestamp =
      tambo_metadata_new_from_bytes (bytes, "timestamp", TAMBO_LIMIT_TIMESTAMP, error);
  if (next->timestamp == NULL || !verify_role (next->timestamp, next->root, "timestamp", error) ||
      !check_timestamp_version (update, error))
    return FALSE;

  keep_file (next, "timestamp.json", bytes);
  see_time (next, next->timestamp);

  return TRUE;
}

/* The file of @role in the version, and with the hash if there is one, that @parent names. */
static TamboMetadata *
read_named (Update *update,
            TamboMetadata *parent,
            const char *role,
            const char *type,
            gsize max_size,
            GError **error)
{
  g_autofree char *name = g_strconcat (role, ".json", NULL);
  g_autoptr (TamboFileInfo) info = tambo_metadata_find_meta (parent, name, error);
  g_autoptr (TamboMetadata) metadata = NULL;
  g_autofree char *title = NULL;
  GBytes *bytes;

  if (info == NULL)
    return NULL;

  title = versioned_title (info->version, role);
  bytes = find_file (update, title);
  if (bytes == NULL)
    {
      refuse (error, TAMBO_ERROR_PACK_INCOMPLETE, "a file is missing");
      return NULL;
    }

  if (!tambo_file_info_verify (info, bytes, error))
    return NULL;

  metadata = tambo_metadata_new_from_bytes (bytes, type, max_size, error);
  if (metadata == NULL)
    return NULL;

  if (tambo_metadata_get_version (metadata) != info->version)
    {
      refuse (error, TAMBO_ERROR_PACK_DIGEST, "a file is of another version than it should be");
      return NULL;
    }

  keep_file (update->next, title, bytes);

  return g_steal_pointer (&metadata);
}

/* No targets file that the last snapshot named may be older now, or be gone. */
static gboolean
check_snapshot_versions (Update *update, GError **error)
{
  TamboMetadata *old = update->drop_timestamp ? NULL : update->current->snapshot;
  g_autoptr (GList) names = NULL;
  JsonObject *meta;

  if (old == NULL)
    return TRUE;

  if (!tambo_json_object_get_object (tambo_metadata_get_signed (old), "meta", &meta, error))
    return FALSE;

  names = json_object_get_members (meta);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autoptr (TamboFileInfo) before = tambo_metadata_find_meta (old, l->data, error);
      g_autoptr (TamboFileInfo) after = NULL;

      if (before == NULL)
        return FALSE;

      after = tambo_metadata_find_meta (update->next->snapshot, l->data, NULL);
      if (after == NULL || after->version < before->version)
        return refuse (error, TAMBO_ERROR_PACK_ROLLBACK, "the snapshot names an older file");
    }

  return tambo_metadata_get_version (old) <= tambo_metadata_get_version (update->next->snapshot) ||
         refuse (error, TAMBO_ERROR_PACK_ROLLBACK, "the snapshot is older");
}

static gboolean
read_snapshot (Update *update, GError **error)
{
  TamboTrustState *next = update->next;

  next->snapshot =
      read_named (update, next->timestamp, "snapshot", "snapshot", TAMBO_LIMIT_SNAPSHOT, error);
  if (next->snapshot == NULL || !verify_role (next->snapshot, next->root, "snapshot", error) ||
      !check_snapshot_versions (update, error))
    return FALSE;

  see_time (next, next->snapshot);

  return TRUE;
}

/* Reads a targets role and, depth first, those that it trusts. */
static gboolean
read_role (Update *update, const char *role, TamboRoleKeys *keys, guint depth, GError **error)
{
  TamboTrustState *next = update->next;
  g_autoptr (TamboMetadata) metadata = NULL;
  TamboTargets *targets;
  GPtrArray *delegations;

  /* Each is trusted by one, so that there are no loops. */
  if (depth > TAMBO_LIMIT_ROLE_DEPTH || g_hash_table_size (next->roles) > TAMBO_LIMIT_ROLES ||
      g_hash_table_contains (next->roles, role))
    return refuse (error, TAMBO_ERROR_PACK_FORMAT, "roles are delegated to twice, or too many");

  metadata = read_named (update, next->snapshot, role, "targets", TAMBO_LIMIT_TARGETS, error);
  if (metadata == NULL || !tambo_metadata_verify (metadata, keys, error))
    return FALSE;

  targets = tambo_targets_new (metadata, error);
  if (targets == NULL)
    return FALSE;

  g_hash_table_insert (next->roles, g_strdup (role), targets);
  see_time (next, metadata);

  delegations = tambo_targets_get_delegations (targets);
  for (guint i = 0; i < delegations->len; i++)
    {
      const TamboDelegation *delegation = delegations->pdata[i];

      if (!read_role (update, delegation->role, delegation->keys, depth + 1, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_roles (Update *update, GError **error)
{
  g_autoptr (TamboRoleKeys) keys = NULL;

  keys = tambo_metadata_get_role_keys (update->next->root, "targets", error);

  return keys != NULL && read_role (update, "targets", keys, 0, error);
}

static gboolean
run_update (Update *update, gint64 now, GError **error)
{
  TamboTrustState *next = update->next;

  if (!walk_roots (update, error) || !read_timestamp (update, error) ||
      !read_snapshot (update, error) || !read_roles (update, error) ||
      !tambo_trust_state_read_targets (next, update->offered, update->current->files, error))
    return FALSE;

  if (now > 0 && next->expiry <= now)
    return refuse (error, TAMBO_ERROR_PACK_EXPIRED, "it has run out");

  if (update->current->deployment != NULL &&
      memcmp (update->current->deployment->id, next->deployment->id, TAMBO_DEPLOYMENT_ID_SIZE) != 0)
    return refuse (error, TAMBO_ERROR_PACK_FORMAT, "it is of another deployment");

  next->floor.root = tambo_metadata_get_version (next->root);
  next->floor.timestamp = tambo_metadata_get_version (next->timestamp);
  next->floor.time = MAX (next->floor.time, update->floor.time);

  return TRUE;
}

/**
 * tambo_trust_state_next:
 * @current: what is trusted
 * @floor: what may not be undercut
 * @files: (element-type utf8 GBytes): what is offered
 * @now: the time for the whole update; 0 to let nothing run out
 * @error: return location for a #GError
 *
 * TUF's client workflow, as far as it needs no network.
 *
 * Returns: (transfer full): what will be trusted, or %NULL with one of the `pack.…` or `json.…`
 *   errors set
 */
TamboTrustState *
tambo_trust_state_next (TamboTrustState *current,
                        const TamboTrustFloor *floor,
                        GHashTable *files,
                        gint64 now,
                        GError **error)
{
  g_autoptr (TamboTrustState) next = state_new ();
  Update update = { .current = current, .offered = files, .next = next, .floor = *floor };

  if (g_hash_table_size (files) > TAMBO_LIMIT_TRUST_FILES)
    {
      refuse (error, TAMBO_ERROR_PACK_TOO_LARGE, "too many files");
      return NULL;
    }

  if (!run_update (&update, now, error))
    return NULL;

  return g_steal_pointer (&next);
}

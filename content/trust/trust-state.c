/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/trust-state.h"

#include "content/base/clock.h"
#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/trust/trust-step.h"

#include <string.h>

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
  g_clear_pointer (&self->roles, tambo_role_tree_free);
  g_free (self);
}

static TamboTrustState *
state_new (void)
{
  TamboTrustState *self = g_new0 (TamboTrustState, 1);

  self->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  self->roles = tambo_role_tree_new ();
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

char *
tambo_trust_step_title (guint64 version, const char *role)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%s.json", version, role);
}

/* A root has keys for all four roles, or is none; and all files but the timestamp are asked for by
 * their versions. */
static gboolean
check_root (TamboMetadata *root, GError **error)
{
  static const char *const roles[] = { "root", "timestamp", "snapshot", "targets" };
  gboolean consistent;

  if (!tambo_json_object_get_boolean (tambo_metadata_get_signed (root),
                                      "consistent_snapshot",
                                      &consistent,
                                      error))
    return FALSE;
  if (!consistent)
    return refuse (error, TAMBO_ERROR_PACK_FORMAT, "a root is without consistent snapshots");

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

void
tambo_trust_step_see_time (TamboTrustStep *self, TamboMetadata *metadata)
{
  TamboTrustState *next = self->next;
  gint64 expiry = tambo_metadata_get_expiry (metadata);

  next->floor.time = MAX (next->floor.time, tambo_metadata_get_time (metadata));
  next->expiry = next->expiry == 0 ? expiry : MIN (next->expiry, expiry);
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
  title = tambo_trust_step_title (self->floor.root, "root");
  keep_file (self, title, first_root);

  return g_steal_pointer (&self);
}

/* Replaced keys are how a programme recovers from a thief who signed huge versions, or a time far
 * ahead at which all has run out: what the old keys signed counts no longer. */
static void
forget_replaced (TamboTrustStep *step, TamboMetadata *old_root, TamboMetadata *new_root)
{
  if (tambo_metadata_has_same_keys (old_root, new_root, "timestamp") &&
      tambo_metadata_has_same_keys (old_root, new_root, "snapshot"))
    return;

  step->drop_timestamp = TRUE;
  if (tambo_metadata_get_version (old_root) < step->floor.root)
    return;
  step->floor.timestamp = 0;
  step->floor.time = 0;
}

static gboolean
add_root (TamboTrustStep *step, const char *title, GBytes *bytes, GError **error)
{
  TamboTrustState *next = step->next;
  guint64 version = tambo_metadata_get_version (next->root);
  g_autoptr (TamboMetadata) root = parse_root (bytes, error);

  if (root == NULL || !verify_role (root, next->root, "root", error))
    return FALSE;

  if (tambo_metadata_get_version (root) != version + 1)
    return refuse (error, TAMBO_ERROR_PACK_ROLLBACK, "a root is not the one after the last");

  forget_replaced (step, next->root, root);
  keep_file (next, title, bytes);
  g_clear_pointer (&next->root, tambo_metadata_unref);
  next->root = g_steal_pointer (&root);

  return TRUE;
}

static gboolean
walk_roots (TamboTrustStep *step, GError **error)
{
  TamboTrustState *next = step->next;
  GHashTableIter iter;
  gpointer title;
  gpointer bytes;

  g_hash_table_iter_init (&iter, step->current->files);
  while (g_hash_table_iter_next (&iter, &title, &bytes))
    if (g_str_has_suffix (title, ".root.json") && strchr (title, '/') == NULL)
      keep_file (next, title, bytes);
  next->root = tambo_metadata_ref (step->current->root);

  for (guint i = 0; i < TAMBO_LIMIT_ROOTS; i++)
    {
      g_autofree char *wanted = NULL;
      GBytes *root;

      wanted = tambo_trust_step_title (tambo_metadata_get_version (next->root) + 1, "root");
      root = g_hash_table_lookup (step->offered, wanted);
      if (root == NULL)
        break;
      if (!add_root (step, wanted, root, error))
        return FALSE;
    }

  tambo_trust_step_see_time (step, next->root);

  return TRUE;
}

GBytes *
tambo_trust_step_find (TamboTrustStep *self, const char *title)
{
  GBytes *bytes = g_hash_table_lookup (self->offered, title);

  return bytes != NULL ? bytes : g_hash_table_lookup (self->current->files, title);
}

static gboolean
check_timestamp_version (TamboTrustStep *step, GError **error)
{
  TamboMetadata *old = step->drop_timestamp ? NULL : step->current->timestamp;
  TamboMetadata *new = step->next->timestamp;
  guint64 version = tambo_metadata_get_version (new);

  if (tambo_metadata_get_version (step->next->root) < step->floor.root ||
      version < step->floor.timestamp)
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
read_timestamp (TamboTrustStep *step, GError **error)
{
  TamboTrustState *next = step->next;
  GBytes *bytes = tambo_trust_step_find (step, "timestamp.json");

  if (bytes == NULL)
    return refuse (error, TAMBO_ERROR_PACK_INCOMPLETE, "there is no timestamp");

  next->timestamp =
      tambo_metadata_new_from_bytes (bytes, "timestamp", TAMBO_LIMIT_TIMESTAMP, error);
  if (next->timestamp == NULL || !verify_role (next->timestamp, next->root, "timestamp", error) ||
      !check_timestamp_version (step, error))
    return FALSE;

  keep_file (next, "timestamp.json", bytes);
  tambo_trust_step_see_time (step, next->timestamp);

  return TRUE;
}

GBytes *
tambo_trust_step_find_named (TamboTrustStep *self,
                             TamboMetadata *parent,
                             const char *role,
                             TamboFileInfo **out_info,
                             GError **error)
{
  g_autofree char *name = g_strconcat (role, ".json", NULL);
  g_autoptr (TamboFileInfo) info = tambo_metadata_find_meta (parent, name, error);
  g_autofree char *title = NULL;
  GBytes *bytes;

  if (info == NULL)
    return NULL;

  title = tambo_trust_step_title (info->version, role);
  bytes = tambo_trust_step_find (self, title);
  if (bytes == NULL)
    refuse (error, TAMBO_ERROR_PACK_INCOMPLETE, "a file is missing");
  else if (!tambo_file_info_verify (info, bytes, error))
    bytes = NULL;
  else
    keep_file (self->next, title, bytes);
  *out_info = g_steal_pointer (&info);

  return bytes;
}

/* Its signatures are not looked at yet. */
TamboMetadata *
tambo_trust_step_parse (GBytes *bytes,
                        const TamboFileInfo *info,
                        const char *type,
                        gsize max_size,
                        GError **error)
{
  g_autoptr (TamboMetadata) metadata = NULL;

  metadata = tambo_metadata_new_from_bytes (bytes, type, max_size, error);
  if (metadata == NULL)
    return NULL;

  if (tambo_metadata_get_version (metadata) != info->version)
    {
      refuse (error, TAMBO_ERROR_PACK_DIGEST, "a file is of another version than it should be");
      return NULL;
    }

  return g_steal_pointer (&metadata);
}

/* No targets file that the last snapshot named may be older now, or be gone. */
static gboolean
check_snapshot_versions (TamboTrustStep *step, GError **error)
{
  TamboMetadata *old = step->drop_timestamp ? NULL : step->current->snapshot;
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

      after = tambo_metadata_find_meta (step->next->snapshot, l->data, NULL);
      if (after == NULL || after->version < before->version)
        return refuse (error, TAMBO_ERROR_PACK_ROLLBACK, "the snapshot names an older file");
    }

  return tambo_metadata_get_version (old) <= tambo_metadata_get_version (step->next->snapshot) ||
         refuse (error, TAMBO_ERROR_PACK_ROLLBACK, "the snapshot is older");
}

static gboolean
read_snapshot (TamboTrustStep *step, GError **error)
{
  TamboTrustState *next = step->next;
  g_autoptr (TamboFileInfo) info = NULL;
  GBytes *bytes = tambo_trust_step_find_named (step, next->timestamp, "snapshot", &info, error);

  if (bytes == NULL)
    return FALSE;

  next->snapshot = tambo_trust_step_parse (bytes, info, "snapshot", TAMBO_LIMIT_SNAPSHOT, error);
  if (next->snapshot == NULL || !verify_role (next->snapshot, next->root, "snapshot", error) ||
      !check_snapshot_versions (step, error))
    return FALSE;

  tambo_trust_step_see_time (step, next->snapshot);

  return TRUE;
}

/* Fixed once the roots say whose word for the time counts, and then for all of the update. What was
 * trusted in this very version before does not run out: a kiosk that starts again would hide it. */
static void
fix_time (TamboTrustStep *step, const TamboTrustFloor *floor, gint64 clock)
{
  step->now = clock == TAMBO_TRUST_NO_CLOCK ? clock : tambo_clock_choose (clock, step->floor.time);
  step->known = !step->drop_timestamp && floor->timestamp > 0 &&
                floor->root == tambo_metadata_get_version (step->next->root) &&
                floor->timestamp == tambo_metadata_get_version (step->next->timestamp);
}

static gboolean
run (TamboTrustStep *step, const TamboTrustFloor *floor, gint64 clock, GError **error)
{
  TamboTrustState *next = step->next;

  if (!walk_roots (step, error) || !read_timestamp (step, error))
    return FALSE;

  fix_time (step, floor, clock);
  if (!read_snapshot (step, error) || !tambo_trust_step_read_roles (step, error) ||
      !tambo_trust_step_read_targets (step, error))
    return FALSE;

  if (!step->known && next->expiry <= step->now)
    return refuse (error, TAMBO_ERROR_PACK_EXPIRED, "it has run out");

  if (step->current->deployment != NULL &&
      memcmp (step->current->deployment->id, next->deployment->id, TAMBO_DEPLOYMENT_ID_SIZE) != 0)
    return refuse (error, TAMBO_ERROR_PACK_FORMAT, "it is of another deployment");

  next->floor.root = tambo_metadata_get_version (next->root);
  next->floor.timestamp = tambo_metadata_get_version (next->timestamp);
  next->floor.time = MAX (next->floor.time, step->floor.time);

  return TRUE;
}

/**
 * tambo_trust_state_next:
 * @current: what is trusted
 * @floor: what may not be undercut
 * @files: (element-type utf8 GBytes): what is offered
 * @clock: what the system's clock says; %TAMBO_TRUST_NO_CLOCK to let nothing run out
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
                        gint64 clock,
                        GError **error)
{
  g_autoptr (TamboTrustState) next = state_new ();
  TamboTrustStep step = { .current = current, .offered = files, .next = next, .floor = *floor };

  if (g_hash_table_size (files) > TAMBO_LIMIT_TRUST_FILES)
    {
      refuse (error, TAMBO_ERROR_PACK_TOO_LARGE, "too many files");
      return NULL;
    }

  if (!run (&step, floor, clock, error))
    return NULL;

  return g_steal_pointer (&next);
}

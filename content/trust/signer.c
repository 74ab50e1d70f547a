/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/signer.h"

#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/trust/metadata-writer.h"
#include "content/trust/signer-private.h"

#include <string.h>
#include <unistd.h>

#define METADATA_FOLDER "metadata"
#define FIRST_ROOT "1.root.json"
#define FOUNDER "founder"

#define ARGON2_OPS 3
#define ARGON2_MEM (128 * TAMBO_MIB)

static const char *const role_names[] = { "root", "timestamp", "snapshot", "targets" };

G_DEFINE_FINAL_TYPE (TamboSigner, tambo_signer, G_TYPE_OBJECT)

static void
tambo_signer_finalize (GObject *object)
{
  TamboSigner *self = TAMBO_SIGNER (object);

  g_clear_pointer (&self->next_root, g_bytes_unref);
  g_clear_pointer (&self->outgoing, tambo_outgoing_free);
  g_clear_pointer (&self->merged, g_hash_table_unref);
  g_clear_pointer (&self->drafts, g_hash_table_unref);
  g_clear_object (&self->trust);
  g_clear_pointer (&self->first_root, g_bytes_unref);
  g_clear_pointer (&self->ring, tambo_key_ring_free);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (tambo_signer_parent_class)->finalize (object);
}

static void
tambo_signer_class_init (TamboSignerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_signer_finalize;
}

static void
tambo_signer_init (TamboSigner *self)
{
  self->drafts = g_hash_table_new_full (g_str_hash,
                                        g_str_equal,
                                        g_free,
                                        (GDestroyNotify) tambo_target_set_free);
  self->merged =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

/* One key for each role, and one signature is enough. */
static GBytes *
write_first_root (TamboSigner *self, gint64 now)
{
  JsonObject *root = tambo_metadata_begin ("root", 1, now, TAMBO_SIGNER_DAYS_ROOT);
  GPtrArray *ring = tambo_key_ring_get_keys (self->ring);
  JsonObject *keys = json_object_new ();
  JsonObject *roles = json_object_new ();
  JsonObject *names = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++)
    {
      TamboSigningKey *key = ring->pdata[i];
      const char *id = tambo_signing_key_get_id (key);

      json_object_set_object_member (keys, id, tambo_signing_key_write_public (key));
      json_object_set_string_member (names, id, FOUNDER);
      json_object_set_object_member (roles, role_names[i], tambo_metadata_write_role (&key, 1, 1));
    }

  json_object_set_boolean_member (root, "consistent_snapshot", TRUE);
  json_object_set_object_member (root, "keys", keys);
  json_object_set_object_member (root, "roles", roles);
  json_object_set_object_member (root, TAMBO_METADATA_NAMES, names);

  return tambo_metadata_sign (root, (TamboSigningKey *const *) ring->pdata, 1);
}

static gboolean
save_first_root (TamboSigner *self, GError **error)
{
  int fd = tambo_file_open_folder (self->folder, TRUE, error);
  gboolean saved;

  if (fd < 0)
    return FALSE;

  saved = tambo_file_write_at (fd, FIRST_ROOT, self->first_root, 0644, error);
  close (fd);

  return saved;
}

static GBytes *
write_new_deployment (void)
{
  TamboDeployment deployment = { .argon2_ops = ARGON2_OPS, .argon2_mem = ARGON2_MEM };

  randombytes_buf (deployment.id, sizeof deployment.id);

  return tambo_deployment_write (&deployment);
}

static gboolean
found (TamboSigner *self, gint64 now, GError **error)
{
  g_autoptr (GBytes) deployment = write_new_deployment ();

  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++)
    if (tambo_key_ring_create (self->ring, role_names[i], FOUNDER, error) == NULL)
      return FALSE;

  self->first_root = write_first_root (self, now);
  self->trust = tambo_trust_new (self->first_root, error);
  self->outgoing = tambo_outgoing_open (self->folder, error);

  return self->trust != NULL && self->outgoing != NULL && save_first_root (self, error) &&
         tambo_signer_set_file (self, "deployment.json", deployment, error) &&
         tambo_signer_publish (self, now, error);
}

/**
 * tambo_signer_found:
 * @folder: (type filename): created; must not hold keys yet
 * @passphrase: (nullable): seals the keys; %NULL leaves them in the clear, for its owner alone
 * @now: in seconds since 1970
 * @error: return location for a #GError
 *
 * Makes a one-person deployment: keys, a first root and metadata with a `deployment.json` of a
 * random id. Blocks for the sealing.
 *
 * Returns: (transfer full): the signer, or %NULL with a %G_IO_ERROR set: %G_IO_ERROR_EXISTS if
 *   there are keys already
 */
TamboSigner *
tambo_signer_found (const char *folder, const char *passphrase, gint64 now, GError **error)
{
  g_autoptr (TamboSigner) self = g_object_new (TAMBO_TYPE_SIGNER, NULL);

  self->folder = g_strdup (folder);
  self->ring = tambo_key_ring_new (folder, passphrase, error);
  if (self->ring == NULL || !found (self, now, error))
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
load_metadata (TamboSigner *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, METADATA_FOLDER, NULL);
  int fd = tambo_file_open_folder (self->folder, FALSE, error);

  if (fd < 0)
    return FALSE;
  self->first_root = tambo_file_read_at (fd, FIRST_ROOT, TAMBO_LIMIT_ROOT, error);
  close (fd);
  if (self->first_root == NULL)
    return FALSE;

  self->trust = tambo_trust_new (self->first_root, error);
  self->outgoing = tambo_outgoing_open (self->folder, error);

  return self->trust != NULL && self->outgoing != NULL &&
         tambo_trust_load (self->trust, path, error);
}

/**
 * tambo_signer_open:
 * @folder: (type filename): with keys, and a deployment that was founded or joined
 * @passphrase: (nullable): needed if the keys are sealed
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the signer, or %NULL with %TAMBO_ERROR_PACK_PASSPHRASE, a
 *   %G_IO_ERROR (%G_IO_ERROR_NOT_FOUND where no deployment was joined) or any error of metadata set
 */
TamboSigner *
tambo_signer_open (const char *folder, const char *passphrase, GError **error)
{
  g_autoptr (TamboSigner) self = g_object_new (TAMBO_TYPE_SIGNER, NULL);

  self->folder = g_strdup (folder);
  self->ring = tambo_key_ring_open (folder, passphrase, error);
  if (self->ring == NULL || !load_metadata (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tambo_signer_join:
 * @folder: (type filename): with keys
 * @root: what kiosks of the deployment are given
 * @error: return location for a #GError
 *
 * Trusts a deployment that somebody else founded; nothing happens if it is trusted already.
 *
 * Returns: %TRUE, or %FALSE with %TAMBO_ERROR_PACK_FORMAT set if the folder belongs to another one
 */
gboolean
tambo_signer_join (const char *folder, GBytes *root, GError **error)
{
  g_autoptr (TamboTrust) trust = tambo_trust_new (root, error);
  g_autoptr (GBytes) there = NULL;
  gboolean joined = FALSE;
  int fd;

  if (trust == NULL)
    return FALSE;
  fd = tambo_file_open_folder (folder, FALSE, error);
  if (fd < 0)
    return FALSE;

  there = tambo_file_read_at (fd, FIRST_ROOT, TAMBO_LIMIT_ROOT, NULL);
  if (there == NULL)
    joined = tambo_file_write_at (fd, FIRST_ROOT, root, 0644, error);
  else if (g_bytes_equal (there, root))
    joined = TRUE;
  else
    g_set_error (error,
                 TAMBO_ERROR,
                 TAMBO_ERROR_PACK_FORMAT,
                 "“%s” belongs to another deployment: its root is another one",
                 folder);
  close (fd);

  return joined;
}

/* (transfer none): as kiosks are given it. */
GBytes *
tambo_signer_get_first_root (TamboSigner *self)
{
  g_return_val_if_fail (TAMBO_IS_SIGNER (self), NULL);

  return self->first_root;
}

/* (transfer none): what a kiosk knows that has all of this. */
TamboTrust *
tambo_signer_get_trust (TamboSigner *self)
{
  g_return_val_if_fail (TAMBO_IS_SIGNER (self), NULL);

  return self->trust;
}

TamboKeyRing *
tambo_signer_get_ring (TamboSigner *self)
{
  g_return_val_if_fail (TAMBO_IS_SIGNER (self), NULL);

  return self->ring;
}

guint64
tambo_signer_get_named_version (TamboSigner *self, const char *role)
{
  TamboTrustState *state = tambo_trust_get_state (self->trust);
  g_autofree char *name = g_strconcat (role, ".json", NULL);
  g_autoptr (TamboFileInfo) info = NULL;

  if (state->snapshot != NULL)
    info = tambo_metadata_find_meta (state->snapshot, name, NULL);

  return info != NULL ? info->version : 0;
}

TamboRoleKeys *
tambo_signer_find_keys (TamboSigner *self, TamboMetadata *root, const char *role)
{
  const TamboDelegation *delegation;

  for (guint i = 0; i < G_N_ELEMENTS (role_names); i++)
    if (strcmp (role, role_names[i]) == 0)
      return tambo_metadata_get_role_keys (root, role, NULL);

  delegation = tambo_role_tree_find_delegation (tambo_trust_get_state (self->trust)->roles, role);

  return delegation != NULL ? tambo_role_keys_ref (delegation->keys) : NULL;
}

static gboolean
holds_key_of (TamboSigner *self, TamboRoleKeys *keys)
{
  g_autoptr (GPtrArray) ours = tambo_key_ring_list_for (self->ring, keys);

  return ours->len > 0;
}

/* Who may speak for @path, and be us. */
static const char *
choose_role (TamboSigner *self, const char *path, GError **error)
{
  TamboTrustState *state = tambo_trust_get_state (self->trust);
  g_autoptr (TamboRoleKeys) top = tambo_metadata_get_role_keys (state->root, "targets", error);
  g_autoptr (GPtrArray) delegations = NULL;

  if (top == NULL)
    return NULL;
  if (holds_key_of (self, top))
    return "targets";

  delegations = tambo_role_tree_list_delegations (state->roles);
  for (guint i = 0; i < delegations->len; i++)
    {
      const TamboDelegation *delegation = delegations->pdata[i];

      if (tambo_delegation_matches (delegation, path) && holds_key_of (self, delegation->keys))
        return delegation->role;
    }

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_SIGNATURE,
               "None of your keys may sign for “%s”; ask the founder to delegate it to you",
               path);

  return NULL;
}

/* What is known of @role, whether it is ours alone yet or for all to see. */
TamboTargetSet *
tambo_signer_get_draft (TamboSigner *self, const char *role, GError **error)
{
  TamboTargetSet *draft = g_hash_table_lookup (self->drafts, role);
  GHashTable *files = tambo_trust_get_files (self->trust);
  g_autoptr (TamboTargetSet) set = NULL;
  GBytes *bytes;
  guint64 version;

  if (draft != NULL)
    return draft;

  set = tambo_target_set_new ();
  bytes = tambo_outgoing_find (self->outgoing, role, &version);
  if (bytes != NULL && version > tambo_signer_get_named_version (self, role))
    files = tambo_outgoing_get_files (self->outgoing);
  else if (tambo_role_tree_find (tambo_trust_get_state (self->trust)->roles, role) != NULL)
    bytes = tambo_titles_find_newest (files, role, &version);
  else
    bytes = NULL;
  if (bytes != NULL && !tambo_target_set_read (set, bytes, files, error))
    return NULL;

  draft = set;
  g_hash_table_insert (self->drafts, g_strdup (role), g_steal_pointer (&set));

  return draft;
}

static TamboTargetSet *
get_draft_for (TamboSigner *self, const char *path, GError **error)
{
  const char *role = choose_role (self, path, error);

  return role != NULL ? tambo_signer_get_draft (self, role, error) : NULL;
}

/* Adds or replaces a small target: a roster, a clinic. Takes effect with the next publishing. */
gboolean
tambo_signer_set_file (TamboSigner *self, const char *path, GBytes *bytes, GError **error)
{
  TamboTargetSet *draft;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  draft = get_draft_for (self, path, error);

  return draft != NULL && tambo_target_set_add_file (draft, path, bytes, error);
}

/* (transfer none) (nullable): a small target as it stands now. */
GBytes *
tambo_signer_get_file (TamboSigner *self, const char *path)
{
  TamboTargetSet *draft;
  GBytes *bytes;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), NULL);

  draft = get_draft_for (self, path, NULL);
  bytes = draft != NULL ? tambo_target_set_find_file (draft, path) : NULL;

  return bytes != NULL ? bytes : g_hash_table_lookup (tambo_trust_get_files (self->trust), path);
}

/* A version is published once: kiosks that have it would never look again. */
static gboolean
check_not_published (TamboSigner *self, TamboPack *pack, GError **error)
{
  TamboPackConfig *config = tambo_pack_get_config (pack);
  TamboManifest *manifest = tambo_pack_get_manifest (pack);
  const TamboPackTarget *target;

  target = tambo_trust_find_pack (self->trust,
                                  tambo_pack_config_get_id (config),
                                  tambo_pack_config_get_version (config));
  if (target == NULL || strcmp (target->digest, tambo_manifest_get_digest (manifest)) == 0)
    return TRUE;

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_PACK_ROLLBACK,
               "Version %u of %s is published already, with other content",
               target->version,
               target->id);

  return FALSE;
}

/**
 * tambo_signer_set_pack:
 * @self: a #TamboSigner
 * @pack: to vouch for
 * @urgent: whether kiosks fetch it first
 * @error: return location for a #GError
 *
 * Takes effect with the next publishing.
 *
 * Returns: %TRUE, or %FALSE with %TAMBO_ERROR_PACK_ROLLBACK set if the version is taken
 */
gboolean
tambo_signer_set_pack (TamboSigner *self, TamboPack *pack, gboolean urgent, GError **error)
{
  TamboPackConfig *config;
  g_autofree char *path = NULL;
  TamboTargetSet *draft;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_PACK (pack), FALSE);

  config = tambo_pack_get_config (pack);
  path = tambo_pack_target_path (tambo_pack_config_get_id (config),
                                 tambo_pack_config_get_version (config));
  draft = get_draft_for (self, path, error);

  return draft != NULL && check_not_published (self, pack, error) &&
         tambo_target_set_add_pack (draft, pack, urgent, error);
}

const char *
tambo_signer_find_other_voucher (TamboSigner *self, TamboPack *pack)
{
  TamboTrustState *state = tambo_trust_get_state (self->trust);
  TamboPackConfig *config = tambo_pack_get_config (pack);
  g_autofree char *path = tambo_pack_target_path (tambo_pack_config_get_id (config),
                                                  tambo_pack_config_get_version (config));
  const TamboTarget *target = tambo_role_tree_resolve (state->roles, path);
  TamboManifest *manifest = tambo_pack_get_manifest (pack);
  g_autoptr (TamboRoleKeys) keys = NULL;

  if (target == NULL || strcmp (target->digest, tambo_manifest_get_digest (manifest)) != 0)
    return NULL;

  keys = tambo_signer_find_keys (self, state->root, target->role);

  return keys == NULL || !holds_key_of (self, keys) ? target->role : NULL;
}

/**
 * tambo_signer_recall_pack:
 * @self: a #TamboSigner
 * @id: of the pack
 * @version: of the pack
 * @reason: for staff, in one sentence
 * @error: return location for a #GError
 *
 * Kiosks that have it stop showing it. The targets role may recall what a delegate vouches for:
 * it is asked first. Takes effect with the next publishing.
 *
 * Returns: %TRUE, or %FALSE with %TAMBO_ERROR_PACK_UNKNOWN set if nobody vouches for it
 */
gboolean
tambo_signer_recall_pack (TamboSigner *self,
                          const char *id,
                          guint version,
                          const char *reason,
                          GError **error)
{
  g_autofree char *path = tambo_pack_target_path (id, version);
  const TamboTarget *target;
  TamboTargetSet *draft;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  draft = get_draft_for (self, path, error);
  if (draft == NULL)
    return FALSE;

  target = tambo_role_tree_resolve (tambo_trust_get_state (self->trust)->roles, path);
  if (target != NULL)
    tambo_target_set_copy (draft, target);

  return tambo_target_set_recall_pack (draft, id, version, reason, error);
}

/* %TAMBO_ERROR_PACK_UNKNOWN if there is none. Takes effect with the next publishing. */
gboolean
tambo_signer_remove (TamboSigner *self, const char *path, GError **error)
{
  TamboTargetSet *draft;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  draft = get_draft_for (self, path, error);

  return draft != NULL && tambo_target_set_remove (draft, path, error);
}

/**
 * tambo_signer_delegate:
 * @self: a #TamboSigner that holds a key of the targets role
 * @role: a word for it, new or not
 * @patterns: the paths that it may speak for
 * @keys: (element-type TamboPublicKey): who signs for it, in place of who did
 * @threshold: how many of them must
 * @error: return location for a #GError
 *
 * Takes effect with the next publishing.
 */
gboolean
tambo_signer_delegate (TamboSigner *self,
                       const char *role,
                       const char *const *patterns,
                       GPtrArray *keys,
                       guint threshold,
                       GError **error)
{
  TamboTargetSet *draft;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  draft = tambo_signer_get_draft (self, "targets", error);

  return draft != NULL && tambo_target_set_delegate (draft, role, patterns, keys, threshold, error);
}

/* What @role signed is not heard any more. Takes effect with the next publishing. */
gboolean
tambo_signer_undelegate (TamboSigner *self, const char *role, GError **error)
{
  TamboTargetSet *draft;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  draft = tambo_signer_get_draft (self, "targets", error);

  return draft != NULL && tambo_target_set_undelegate (draft, role, error);
}

/* (transfer full) (element-type utf8 GBytes): what was published, as tambo_trust_update() takes
 * it, and what waits to be. */
GHashTable *
tambo_signer_get_files (TamboSigner *self)
{
  g_autoptr (GHashTable) files = NULL;
  GHashTable *const sources[] = { tambo_trust_get_files (self->trust),
                                  tambo_outgoing_get_files (self->outgoing) };

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), NULL);

  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      GHashTableIter iter;
      gpointer title;
      gpointer bytes;

      g_hash_table_iter_init (&iter, sources[i]);
      while (g_hash_table_iter_next (&iter, &title, &bytes))
        g_hash_table_insert (files, g_strdup (title), g_bytes_ref (bytes));
    }

  return g_steal_pointer (&files);
}

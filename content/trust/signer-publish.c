/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/trust/metadata-writer.h"
#include "content/trust/signer-private.h"

#include <string.h>

#define METADATA_FOLDER "metadata"

/* One publication: what is signed in it. */
typedef struct
{
  TamboSigner *signer;  /* (unowned) */
  TamboMetadata *root;  /* (owned): whose keys count */
  GHashTable *files;    /* (owned) (element-type utf8 GBytes): what is new, by title */
  GHashTable *versions; /* (owned): role → version, of targets and delegates in it */
  gint64 now;
} Publication;

static gboolean
refuse (GError **error, const char *format, const char *word)
{
  g_autofree char *why = g_strdup_printf ("%s%s", format, word);

  g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SIGNATURE, why);

  return FALSE;
}

static void
publication_clear (Publication *self)
{
  g_clear_pointer (&self->versions, g_hash_table_unref);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_clear_pointer (&self->root, tambo_metadata_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Publication, publication_clear)

static char *
title_of (guint64 version, const char *role)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%s.json", version, role);
}

/* A thief may have gone to the very end; the keys were replaced, so that it begins anew. */
static guint64
version_after (guint64 version)
{
  return version < G_MAXUINT32 ? version + 1 : 1;
}

static gboolean
can_sign (Publication *self, const char *role)
{
  g_autoptr (TamboRoleKeys) keys = tambo_signer_find_keys (self->signer, self->root, role);
  g_autoptr (GPtrArray) ours = NULL;

  if (keys == NULL)
    return FALSE;
  ours = tambo_key_ring_list_for (self->signer->ring, keys);

  return ours->len >= tambo_role_keys_get_threshold (keys);
}

/* @object: (transfer full) */
static GBytes *
sign (Publication *self, const char *role, JsonObject *object)
{
  g_autoptr (TamboRoleKeys) keys = tambo_signer_find_keys (self->signer, self->root, role);
  g_autoptr (GPtrArray) ours = tambo_key_ring_list_for (self->signer->ring, keys);

  return tambo_metadata_sign (object, (TamboSigningKey *const *) ours->pdata, ours->len);
}

static guint64
next_version (Publication *self, const char *role)
{
  TamboSigner *signer = self->signer;
  guint64 version = tambo_signer_get_named_version (signer, role);
  guint64 waiting;

  tambo_outgoing_find (signer->outgoing, role, &waiting);
  version = MAX (version, waiting);
  if (strcmp (role, "targets") == 0)
    version = MAX (version, tambo_trust_get_version (signer->trust));

  return version_after (version);
}

static gboolean
write_draft (Publication *self, const char *role, TamboTargetSet *draft, GError **error)
{
  guint64 version = next_version (self, role);
  JsonObject *object;

  if (!can_sign (self, role))
    return refuse (error, "This folder does not hold enough keys to sign as ", role);

  object = tambo_metadata_begin ("targets", version, self->now, TAMBO_SIGNER_DAYS_OTHER);
  tambo_target_set_fill (draft, object);
  g_hash_table_insert (self->files, title_of (version, role), sign (self, role, object));
  g_hash_table_insert (self->versions, g_strdup (role), GUINT_TO_POINTER ((guint) version));
  tambo_target_set_add_files (draft, self->files);

  return TRUE;
}

/* Whoever can sign the targets renews them each time: keys may be others, and time goes by. */
static gboolean
write_drafts (Publication *self, GError **error)
{
  TamboSigner *signer = self->signer;
  GHashTableIter iter;
  gpointer role;
  gpointer draft;

  if (can_sign (self, "targets") && tambo_signer_get_draft (signer, "targets", error) == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, signer->drafts);
  while (g_hash_table_iter_next (&iter, &role, &draft))
    if (!write_draft (self, role, draft, error))
      return FALSE;

  return TRUE;
}

static void
add_merged (Publication *self)
{
  GHashTableIter iter;
  gpointer title;
  gpointer bytes;

  g_hash_table_iter_init (&iter, self->signer->merged);
  while (g_hash_table_iter_next (&iter, &title, &bytes))
    {
      g_autofree char *role = NULL;
      guint64 version;

      g_hash_table_insert (self->files, g_strdup (title), g_bytes_ref (bytes));
      if (tambo_title_parse (title, &role, &version))
        g_hash_table_insert (self->versions,
                             g_steal_pointer (&role),
                             GUINT_TO_POINTER ((guint) version));
    }
}

/* What the snapshot before names stays named, by TUF; where keys were replaced, only what is heard
 * does, so that a delegate whose number was driven up can begin anew. */
static JsonObject *
begin_meta (Publication *self)
{
  TamboTrustState *state = tambo_trust_get_state (self->signer->trust);
  JsonObject *meta = json_object_new ();
  g_autoptr (GList) names = NULL;
  gboolean replaced;
  JsonObject *before;

  if (state->snapshot == NULL ||
      !tambo_json_object_get_object (tambo_metadata_get_signed (state->snapshot),
                                     "meta",
                                     &before,
                                     NULL))
    return meta;

  replaced = !tambo_metadata_has_same_keys (state->root, self->root, "timestamp") ||
             !tambo_metadata_has_same_keys (state->root, self->root, "snapshot");
  names = json_object_get_members (before);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *role = g_strndup (l->data, strlen (l->data) - strlen (".json"));

      if (!replaced || (tambo_role_tree_find (state->roles, role) != NULL &&
                        tambo_role_tree_find_delegation (state->roles, role) != NULL))
        json_object_set_member (meta,
                                l->data,
                                tambo_json_copy (json_object_get_member (before, l->data)));
    }

  return meta;
}

/* @meta: (transfer full) */
static GBytes *
write_meta (Publication *self, const char *role, guint64 version, JsonObject *meta)
{
  JsonObject *object = tambo_metadata_begin (role, version, self->now, TAMBO_SIGNER_DAYS_OTHER);

  json_object_set_object_member (object, "meta", meta);

  return sign (self, role, object);
}

static void
write_snapshot_and_timestamp (Publication *self)
{
  guint64 version = version_after (tambo_trust_get_version (self->signer->trust));
  JsonObject *meta = begin_meta (self);
  JsonObject *snapshot_meta = json_object_new ();
  GHashTableIter iter;
  gpointer role;
  gpointer value;
  GBytes *snapshot;

  g_hash_table_iter_init (&iter, self->versions);
  while (g_hash_table_iter_next (&iter, &role, &value))
    {
      guint64 role_version = GPOINTER_TO_UINT (value);
      g_autofree char *title = title_of (role_version, role);
      g_autofree char *name = g_strconcat (role, ".json", NULL);
      GBytes *bytes = g_hash_table_lookup (self->files, title);

      json_object_set_object_member (meta, name, tambo_metadata_write_info (bytes, role_version));
    }

  snapshot = write_meta (self, "snapshot", version, meta);
  json_object_set_object_member (snapshot_meta,
                                 "snapshot.json",
                                 tambo_metadata_write_info (snapshot, version));
  g_hash_table_insert (self->files, title_of (version, "snapshot"), snapshot);
  g_hash_table_insert (self->files,
                       g_strdup ("timestamp.json"),
                       write_meta (self, "timestamp", version, snapshot_meta));
}

/* A delegate's file goes no further than here if a kiosk would not hear it. */
static gboolean
check_heard (Publication *self, TamboTrustState *next, GError **error)
{
  GHashTableIter iter;
  gpointer role;

  g_hash_table_iter_init (&iter, self->versions);
  while (g_hash_table_iter_next (&iter, &role, NULL))
    {
      const GError *fault = tambo_role_tree_get_fault (next->roles, role);

      if (fault == NULL)
        continue;
      g_propagate_prefixed_error (error,
                                  g_error_copy (fault),
                                  "What “%s” signed would not be heard: ",
                                  (const char *) role);
      return FALSE;
    }

  return TRUE;
}

/* As a kiosk does it, before anything is stored. */
static gboolean
take (Publication *self, GError **error)
{
  TamboSigner *signer = self->signer;
  g_autofree char *folder = g_build_filename (signer->folder, METADATA_FOLDER, NULL);
  g_autoptr (TamboTrustState) next = NULL;
  GHashTableIter iter;
  gpointer role;
  gpointer version;
  TamboTrustFloor floor;

  tambo_trust_get_floor (signer->trust, &floor);
  next = tambo_trust_state_next (tambo_trust_get_state (signer->trust),
                                 &floor,
                                 self->files,
                                 self->now,
                                 error);
  if (next == NULL || !check_heard (self, next, error) ||
      !tambo_trust_update (signer->trust, self->files, self->now, error) ||
      !tambo_trust_save (signer->trust, folder, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->versions);
  while (g_hash_table_iter_next (&iter, &role, &version))
    tambo_outgoing_forget (signer->outgoing, role, GPOINTER_TO_UINT (version));
  g_hash_table_remove_all (signer->merged);
  g_clear_pointer (&signer->next_root, g_bytes_unref);

  return TRUE;
}

/* For whoever signs snapshots to take up. */
static gboolean
keep_for_later (Publication *self, GError **error)
{
  GHashTableIter iter;
  gpointer title;
  gpointer bytes;

  if (self->signer->next_root != NULL)
    return refuse (
        error,
        "The new root is signed, but this folder cannot sign what follows from it; whoever "
        "holds the keys for timestamp, snapshot and targets must finish it",
        "");

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &title, &bytes))
    if (!tambo_outgoing_put (self->signer->outgoing, title, bytes, error))
      return FALSE;

  return TRUE;
}

/**
 * tambo_signer_publish:
 * @self: a #TamboSigner
 * @now: in seconds since 1970
 * @error: return location for a #GError
 *
 * Signs the next version of what was changed and of what renews it, verifies all as a kiosk would
 * and stores it. Without changes it renews: nothing else is needed against running out. Where the
 * keys for snapshot and timestamp are somebody else's, what was signed waits for them, see
 * tambo_signer_get_waiting().
 *
 * Returns: %TRUE, or %FALSE with %TAMBO_ERROR_PACK_SIGNATURE if keys are missing, the error that a
 *   kiosk would have, or a %G_IO_ERROR
 */
gboolean
tambo_signer_publish (TamboSigner *self, gint64 now, GError **error)
{
  g_auto (Publication) publication = { .signer = self };
  TamboTrustState *state;
  gboolean done;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  state = tambo_trust_get_state (self->trust);
  publication.now = MAX (now, tambo_trust_get_newest_time (self->trust));
  publication.versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  publication.files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  publication.root = tambo_metadata_ref (state->root);
  if (self->next_root != NULL)
    {
      guint64 version = tambo_metadata_get_version (state->root) + 1;

      tambo_metadata_unref (publication.root);
      publication.root =
          tambo_metadata_new_from_bytes (self->next_root, "root", TAMBO_LIMIT_ROOT, error);
      if (publication.root == NULL)
        return FALSE;
      publication.now = MAX (now, tambo_metadata_get_time (publication.root));
      g_hash_table_insert (publication.files,
                           title_of (version, "root"),
                           g_bytes_ref (self->next_root));
    }

  if (!write_drafts (&publication, error))
    return FALSE;

  add_merged (&publication);
  if (can_sign (&publication, "snapshot") && can_sign (&publication, "timestamp"))
    {
      write_snapshot_and_timestamp (&publication);
      done = take (&publication, error);
    }
  else
    done = keep_for_later (&publication, error);

  if (done)
    g_hash_table_remove_all (self->drafts);

  return done;
}

/* (transfer container) (element-type utf8): roles whose newest file waits for a snapshot. */
GPtrArray *
tambo_signer_get_waiting (TamboSigner *self)
{
  GPtrArray *waiting = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer title;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), waiting);

  g_hash_table_iter_init (&iter, tambo_outgoing_get_files (self->outgoing));
  while (g_hash_table_iter_next (&iter, &title, NULL))
    {
      g_autofree char *role = NULL;
      guint64 version;

      if (tambo_title_parse (title, &role, &version) &&
          version > tambo_signer_get_named_version (self, role))
        g_ptr_array_add (waiting, g_steal_pointer (&role));
    }

  return waiting;
}

static gboolean
add_small_targets (TamboSigner *self, TamboTargets *targets, GHashTable *files, GError **error)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, tambo_targets_get_files (targets));
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      GBytes *bytes = g_hash_table_lookup (files, path);

      if (bytes != NULL)
        g_hash_table_insert (self->merged, g_strdup (path), g_bytes_ref (bytes));
    }

  return TRUE;
}

static gboolean
merge_role (TamboSigner *self,
            const TamboDelegation *delegation,
            GHashTable *files,
            GPtrArray *merged,
            GError **error)
{
  guint64 version;
  GBytes *bytes = tambo_titles_find_newest (files, delegation->role, &version);
  g_autoptr (TamboMetadata) metadata = NULL;
  g_autoptr (TamboTargets) targets = NULL;

  if (bytes == NULL || version <= tambo_signer_get_named_version (self, delegation->role))
    return TRUE;

  metadata = tambo_metadata_new_from_bytes (bytes, "targets", TAMBO_LIMIT_TARGETS, error);
  if (metadata == NULL || !tambo_metadata_verify (metadata, delegation->keys, error))
    {
      g_prefix_error (error, "What “%s” signed cannot be taken: ", delegation->role);
      return FALSE;
    }
  targets = tambo_targets_new (delegation->role, metadata, error);
  if (targets == NULL || !add_small_targets (self, targets, files, error))
    return FALSE;

  g_hash_table_insert (self->merged, title_of (version, delegation->role), g_bytes_ref (bytes));
  g_ptr_array_add (merged, g_strdup (delegation->role));

  return TRUE;
}

/**
 * tambo_signer_merge:
 * @self: a #TamboSigner
 * @files: (element-type utf8 GBytes): metadata and small targets by title, from a stick or layout
 * @now: in seconds since 1970
 * @out_roles: (out) (transfer container) (element-type utf8): delegates who signed something newer
 * @error: return location for a #GError
 *
 * Takes up what others published and what delegates signed. The latter takes effect with the next
 * publishing.
 *
 * Returns: %TRUE, or %FALSE with the error that a kiosk would have
 */
gboolean
tambo_signer_merge (TamboSigner *self,
                    GHashTable *files,
                    gint64 now,
                    GPtrArray **out_roles,
                    GError **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) merged = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) delegations = NULL;
  g_autoptr (GError) old_error = NULL;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  folder = g_build_filename (self->folder, METADATA_FOLDER, NULL);
  if (tambo_trust_update (self->trust, files, now, &old_error))
    {
      if (!tambo_trust_save (self->trust, folder, error))
        return FALSE;
      g_hash_table_remove_all (self->drafts);
    }
  else if (!g_error_matches (old_error, TAMBO_ERROR, TAMBO_ERROR_PACK_ROLLBACK) &&
           !g_error_matches (old_error, TAMBO_ERROR, TAMBO_ERROR_PACK_EXPIRED))
    {
      g_propagate_error (error, g_steal_pointer (&old_error));
      return FALSE;
    }

  delegations = tambo_role_tree_list_delegations (tambo_trust_get_state (self->trust)->roles);
  for (guint i = 0; i < delegations->len; i++)
    if (!merge_role (self, delegations->pdata[i], files, merged, error))
      return FALSE;

  *out_roles = g_steal_pointer (&merged);

  return TRUE;
}

/**
 * tambo_signer_take_root:
 * @self: a #TamboSigner
 * @root: the next, signed by all that are needed
 *
 * Takes effect with the next publishing.
 */
void
tambo_signer_take_root (TamboSigner *self, GBytes *root)
{
  g_return_if_fail (TAMBO_IS_SIGNER (self));

  g_clear_pointer (&self->next_root, g_bytes_unref);
  self->next_root = g_bytes_ref (root);
}

/* (transfer none): the newest root. */
GBytes *
tambo_signer_get_root (TamboSigner *self)
{
  guint64 version;
  g_autofree char *title = NULL;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), NULL);

  version = tambo_metadata_get_version (tambo_trust_get_state (self->trust)->root);
  title = title_of (version, "root");

  return g_hash_table_lookup (tambo_trust_get_files (self->trust), title);
}

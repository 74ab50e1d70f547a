/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/trust.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/limits.h"
#include "content/trust/trust-state.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

/* Small targets are kept by the hexadecimal digits of their digest in this folder: replacing one
 * leaves the old one for the old metadata, until the new timestamp is there. */
#define TARGETS_FOLDER "targets"

struct _TamboTrust
{
  GObject parent_instance;

  TamboTrustState *state; /* (owned) */
  TamboTrustFloor floor;
};

G_DEFINE_FINAL_TYPE (TamboTrust, tambo_trust, G_TYPE_OBJECT)

static void
tambo_trust_finalize (GObject *object)
{
  TamboTrust *self = TAMBO_TRUST (object);

  g_clear_pointer (&self->state, tambo_trust_state_free);

  G_OBJECT_CLASS (tambo_trust_parent_class)->finalize (object);
}

static void
tambo_trust_class_init (TamboTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_trust_finalize;
}

static void
tambo_trust_init (TamboTrust *self)
{
}

/**
 * tambo_trust_new:
 * @first_root: the root that the configuration trusts, of any version
 * @error: return location for a #GError
 *
 * Returns: (transfer full): trust in nothing yet, or %NULL with %TAMBO_ERROR_PACK_FORMAT,
 *   %TAMBO_ERROR_PACK_SIGNATURE or one of the `json.…` errors set
 */
TamboTrust *
tambo_trust_new (GBytes *first_root, GError **error)
{
  g_autoptr (TamboTrust) self = g_object_new (TAMBO_TYPE_TRUST, NULL);

  g_return_val_if_fail (first_root != NULL, NULL);
  g_return_val_if_fail (sodium_init () >= 0, NULL);

  self->state = tambo_trust_state_new (first_root, error);
  if (self->state == NULL)
    return NULL;

  tambo_trust_raise_floor (self, &self->state->floor);

  return g_steal_pointer (&self);
}

/* Replaced keys lower the floor for timestamps, so that it is taken over, not raised. */
static void
take_state (TamboTrust *self, TamboTrustState *state)
{
  g_clear_pointer (&self->state, tambo_trust_state_free);
  self->state = state;
  self->floor = state->floor;
}

/**
 * tambo_trust_update:
 * @self: a #TamboTrust
 * @files: (element-type utf8 GBytes): metadata and small targets by title; what is held already
 *   may be missing
 * @now: what the system's clock says, in seconds since 1970
 * @error: return location for a #GError
 *
 * Verifies metadata that somebody offers, and trusts it if all of it holds. The same metadata as
 * before is no error and no change.
 *
 * Returns: %TRUE, or %FALSE with one of the `pack.…` or `json.…` errors set and nothing changed
 */
gboolean
tambo_trust_update (TamboTrust *self, GHashTable *files, gint64 now, GError **error)
{
  TamboTrustState *next;

  g_return_val_if_fail (TAMBO_IS_TRUST (self), FALSE);
  g_return_val_if_fail (files != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  next = tambo_trust_state_next (self->state, &self->floor, files, now, error);
  if (next == NULL)
    return FALSE;

  take_state (self, next);

  return TRUE;
}

TamboTrustState *
tambo_trust_get_state (TamboTrust *trust)
{
  g_return_val_if_fail (TAMBO_IS_TRUST (trust), NULL);

  return trust->state;
}

/* (transfer none) (element-type utf8 GBytes): by title, all that another kiosk needs. */
GHashTable *
tambo_trust_get_files (TamboTrust *self)
{
  g_return_val_if_fail (TAMBO_IS_TRUST (self), NULL);

  return self->state->files;
}

/* Of the timestamp; 0 before the first update. */
guint64
tambo_trust_get_version (TamboTrust *self)
{
  g_return_val_if_fail (TAMBO_IS_TRUST (self), 0);

  return self->state->timestamp != NULL ? tambo_metadata_get_version (self->state->timestamp) : 0;
}

/* The newest signed time ever seen, in seconds since 1970. */
gint64
tambo_trust_get_newest_time (TamboTrust *self)
{
  g_return_val_if_fail (TAMBO_IS_TRUST (self), 0);

  return self->floor.time;
}

/* When the first of the metadata runs out; content stays, staff are told. 0 before the first. */
gint64
tambo_trust_get_expiry (TamboTrust *self)
{
  g_return_val_if_fail (TAMBO_IS_TRUST (self), 0);

  return self->state->timestamp != NULL ? self->state->expiry : 0;
}

void
tambo_trust_get_floor (TamboTrust *self, TamboTrustFloor *out_floor)
{
  g_return_if_fail (TAMBO_IS_TRUST (self));

  *out_floor = self->floor;
}

/* With the floor from the second place: before loading. */
void
tambo_trust_raise_floor (TamboTrust *self, const TamboTrustFloor *floor)
{
  g_return_if_fail (TAMBO_IS_TRUST (self));

  /* A later root may have replaced the keys that the older floor was signed with. */
  if (floor->root > self->floor.root)
    self->floor = *floor;
  else if (floor->root == self->floor.root)
    {
      self->floor.timestamp = MAX (self->floor.timestamp, floor->timestamp);
      self->floor.time = MAX (self->floor.time, floor->time);
    }
}

const GError *
tambo_trust_get_fault (TamboTrust *self, const char *role)
{
  g_return_val_if_fail (TAMBO_IS_TRUST (self), NULL);

  return tambo_role_tree_get_fault (self->state->roles, role);
}

/* (nullable): %NULL before the first update. */
const TamboDeployment *
tambo_trust_get_deployment (TamboTrust *self)
{
  g_return_val_if_fail (TAMBO_IS_TRUST (self), NULL);

  return self->state->deployment;
}

/* (transfer container) (element-type TamboPackTarget): all, by id, newest first. Valid until the
 * next update. */
GPtrArray *
tambo_trust_list_packs (TamboTrust *self)
{
  g_autoptr (GPtrArray) packs = g_ptr_array_new ();

  g_return_val_if_fail (TAMBO_IS_TRUST (self), NULL);

  g_ptr_array_extend (packs, self->state->packs, NULL, NULL);

  return g_steal_pointer (&packs);
}

/**
 * tambo_trust_find_pack:
 * @self: a #TamboTrust
 * @id: of the pack
 * @version: of the pack, or 0 for the newest that is not recalled
 *
 * Returns: (transfer none) (nullable): the target, valid until the next update
 */
const TamboPackTarget *
tambo_trust_find_pack (TamboTrust *self, const char *id, guint version)
{
  g_return_val_if_fail (TAMBO_IS_TRUST (self), NULL);

  for (guint i = 0; i < self->state->packs->len; i++)
    {
      const TamboPackTarget *pack = self->state->packs->pdata[i];

      if (strcmp (pack->id, id) == 0 && (version == 0 ? !pack->recalled : pack->version == version))
        return pack;
    }

  return NULL;
}

/* (transfer none) (nullable): the target with that manifest, valid until the next update. */
const TamboPackTarget *
tambo_trust_find_manifest (TamboTrust *self, const char *digest)
{
  g_return_val_if_fail (TAMBO_IS_TRUST (self), NULL);

  for (guint i = 0; i < self->state->packs->len; i++)
    {
      const TamboPackTarget *pack = self->state->packs->pdata[i];

      if (strcmp (pack->digest, digest) == 0)
        return pack;
    }

  return NULL;
}

/* @pin: SHA-256 of the device's public key, in lower-case hexadecimal. */
TamboPart
tambo_trust_get_part (TamboTrust *self, const char *pin)
{
  g_return_val_if_fail (TAMBO_IS_TRUST (self), TAMBO_PART_NONE);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->state->parts, pin));
}

/* (transfer full) (element-type TamboClinicRecord): by id. */
GPtrArray *
tambo_trust_list_clinics (TamboTrust *self)
{
  g_autoptr (GPtrArray) clinics = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (TAMBO_IS_TRUST (self), NULL);

  for (guint i = 0; i < self->state->clinics->len; i++)
    g_ptr_array_add (clinics, g_object_ref (self->state->clinics->pdata[i]));

  return g_steal_pointer (&clinics);
}

/* @prefix: what to put before the name of a file to get its title. */
static gboolean
read_folder (GHashTable *files, const char *folder, const char *prefix, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, error);
  gboolean read = TRUE;
  const char *name;
  int fd;

  if (dir == NULL)
    return FALSE;

  fd = tambo_file_open_folder (folder, FALSE, error);
  if (fd < 0)
    return FALSE;

  while (read && (name = g_dir_read_name (dir)) != NULL)
    {
      GBytes *bytes;

      if (g_str_has_suffix (name, ".new") || strcmp (name, TARGETS_FOLDER) == 0)
        continue;

      bytes = tambo_file_read_at (fd, name, TAMBO_LIMIT_TARGETS, error);
      if (bytes != NULL)
        g_hash_table_insert (files, g_strconcat (prefix, name, NULL), bytes);
      read = bytes != NULL;
    }

  close (fd);

  return read;
}

/**
 * tambo_trust_load:
 * @self: a #TamboTrust, its floor raised already
 * @folder: (type filename): where tambo_trust_save() wrote; if it is missing, nothing happens
 * @error: return location for a #GError
 *
 * Verifies all that was saved. Nothing runs out by being loaded.
 *
 * Returns: %TRUE, or %FALSE as tambo_trust_update() does, or with a file error
 */
gboolean
tambo_trust_load (TamboTrust *self, const char *folder, GError **error)
{
  g_autoptr (GHashTable) files = NULL;
  g_autofree char *targets = g_build_filename (folder, TARGETS_FOLDER, NULL);
  TamboTrustState *next;

  g_return_val_if_fail (TAMBO_IS_TRUST (self), FALSE);

  if (!g_file_test (targets, G_FILE_TEST_IS_DIR))
    return TRUE;

  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  if (!read_folder (files, folder, "", error) || !read_folder (files, targets, "sha256:", error))
    return FALSE;

  if (!g_hash_table_contains (files, "timestamp.json"))
    return TRUE;

  next = tambo_trust_state_next (self->state, &self->floor, files, TAMBO_TRUST_NO_CLOCK, error);
  if (next == NULL)
    return FALSE;

  take_state (self, next);

  return TRUE;
}

static gboolean
is_small_target (const char *title)
{
  return strchr (title, '/') != NULL || strcmp (title, "deployment.json") == 0;
}

/* Writes what is not there yet: only the timestamp ever changes under its name. */
static gboolean
write_missing (int fd, const char *name, GBytes *bytes, GError **error)
{
  if (strcmp (name, "timestamp.json") != 0 && faccessat (fd, name, F_OK, 0) == 0)
    {
      g_autoptr (GBytes) there = tambo_file_read_at (fd, name, g_bytes_get_size (bytes), NULL);

      if (there != NULL && g_bytes_equal (there, bytes))
        return TRUE;
    }

  return tambo_file_write_at (fd, name, bytes, 0644, error);
}

/* @small: write the small targets, else metadata but the timestamp. @wanted collects the names. */
static gboolean
write_files (TamboTrust *self, int fd, gboolean small, GHashTable *wanted, GError **error)
{
  GHashTableIter iter;
  gpointer title;
  gpointer bytes;

  g_hash_table_iter_init (&iter, self->state->files);
  while (g_hash_table_iter_next (&iter, &title, &bytes))
    {
      g_autofree char *digest = NULL;
      const char *name = title;

      if (is_small_target (title) != small)
        continue;

      if (small)
        {
          digest = tambo_digest_for_bytes (bytes);
          name = tambo_digest_get_hex (digest);
        }

      g_hash_table_add (wanted, g_strdup (name));
      if (strcmp (name, "timestamp.json") != 0 && !write_missing (fd, name, bytes, error))
        return FALSE;
    }

  return TRUE;
}

/* What the old timestamp needed. That it stays would do no harm. */
static void
remove_others (const char *folder, int fd, GHashTable *wanted)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (strcmp (name, TARGETS_FOLDER) != 0 && !g_hash_table_contains (wanted, name))
      unlinkat (fd, name, 0);
}

static gboolean
save_to (TamboTrust *self, const char *folder, const char *targets, int fds[2], GError **error)
{
  g_autoptr (GHashTable) metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) small = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GBytes *timestamp = g_hash_table_lookup (self->state->files, "timestamp.json");

  if (!write_files (self, fds[1], TRUE, small, error) ||
      !write_files (self, fds[0], FALSE, metadata, error) ||
      (timestamp != NULL && !write_missing (fds[0], "timestamp.json", timestamp, error)))
    return FALSE;

  remove_others (folder, fds[0], metadata);
  remove_others (targets, fds[1], small);

  return TRUE;
}

/**
 * tambo_trust_save:
 * @self: a #TamboTrust
 * @folder: (type filename): created if missing; ours alone
 * @error: return location for a #GError
 *
 * Saves so that a power cut leaves the old state or the new: the timestamp is written last, and
 * what only the old one needs is removed after it.
 */
gboolean
tambo_trust_save (TamboTrust *self, const char *folder, GError **error)
{
  g_autofree char *targets = g_build_filename (folder, TARGETS_FOLDER, NULL);
  int fds[2];
  gboolean saved;

  g_return_val_if_fail (TAMBO_IS_TRUST (self), FALSE);

  fds[0] = tambo_file_open_folder (folder, TRUE, error);
  if (fds[0] < 0)
    return FALSE;

  fds[1] = tambo_file_open_folder (targets, TRUE, error);
  saved = fds[1] >= 0 && save_to (self, folder, targets, fds, error);
  if (fds[1] >= 0)
    close (fds[1]);
  close (fds[0]);

  return saved;
}

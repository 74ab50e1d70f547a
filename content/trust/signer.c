/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/trust/signer.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/base/file.h"
#include "content/base/json.h"
#include "content/base/limits.h"
#include "content/trust/metadata-writer.h"
#include "content/trust/target-set.h"
#include "content/trust/trust.h"

#include <string.h>
#include <unistd.h>

#define KEYS_FOLDER "keys"
#define METADATA_FOLDER "metadata"
#define FIRST_ROOT "1.root.json"

#define DAYS_ROOT 730
#define DAYS_OTHER 400

#define ARGON2_OPS 3
#define ARGON2_MEM (128 * TAMBO_MIB)

typedef enum
{
  ROLE_ROOT,
  ROLE_TIMESTAMP,
  ROLE_SNAPSHOT,
  ROLE_TARGETS,
} Role;

#define N_ROLES (ROLE_TARGETS + 1)

static const char *const role_names[N_ROLES] = {
  [ROLE_ROOT] = "root",
  [ROLE_TIMESTAMP] = "timestamp",
  [ROLE_SNAPSHOT] = "snapshot",
  [ROLE_TARGETS] = "targets",
};

struct _TamboSigner
{
  GObject parent_instance;

  char *folder;                   /* (owned) */
  TamboSigningKey *keys[N_ROLES]; /* (owned) */
  GBytes *first_root;             /* (owned) */
  TamboTrust *trust;              /* (owned): what was published, verified as a kiosk does */
  TamboTargetSet *targets;        /* (owned): what will be published next */
};

G_DEFINE_FINAL_TYPE (TamboSigner, tambo_signer, G_TYPE_OBJECT)

static void
tambo_signer_finalize (GObject *object)
{
  TamboSigner *self = TAMBO_SIGNER (object);

  for (guint i = 0; i < N_ROLES; i++)
    g_clear_pointer (&self->keys[i], tambo_signing_key_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->first_root, g_bytes_unref);
  g_clear_pointer (&self->targets, tambo_target_set_free);
  g_clear_object (&self->trust);

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
  self->targets = tambo_target_set_new ();
}

static gboolean
save_keys (TamboSigner *self, const char *passphrase, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, KEYS_FOLDER, NULL);
  g_autoptr (TamboSeal) seal = passphrase != NULL ? tambo_seal_new (passphrase, error) : NULL;
  gboolean saved = TRUE;
  int fd;

  if (passphrase != NULL && seal == NULL)
    return FALSE;

  fd = tambo_file_open_folder (path, TRUE, error);
  if (fd < 0)
    return FALSE;

  for (guint i = 0; saved && i < N_ROLES; i++)
    {
      g_autofree char *name = g_strconcat (role_names[i], ".json", NULL);

      saved = tambo_signing_key_save (self->keys[i], fd, name, seal, error);
    }
  close (fd);

  return saved;
}

static gboolean
load_keys (TamboSigner *self, const char *passphrase, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, KEYS_FOLDER, NULL);
  g_autoptr (TamboSeal) seal = NULL;
  gboolean loaded = TRUE;
  int fd = tambo_file_open_folder (path, FALSE, error);

  if (fd < 0)
    return FALSE;

  for (guint i = 0; loaded && i < N_ROLES; i++)
    {
      g_autofree char *name = g_strconcat (role_names[i], ".json", NULL);

      self->keys[i] = tambo_signing_key_load (fd, name, passphrase, &seal, error);
      loaded = self->keys[i] != NULL;
    }
  close (fd);

  return loaded;
}

/* One key for each role, and one signature is enough. */
static GBytes *
write_first_root (TamboSigner *self, gint64 now)
{
  JsonObject *root = tambo_metadata_begin ("root", 1, now, DAYS_ROOT);
  JsonObject *keys = json_object_new ();
  JsonObject *roles = json_object_new ();

  for (guint i = 0; i < N_ROLES; i++)
    {
      json_object_set_object_member (keys,
                                     tambo_signing_key_get_id (self->keys[i]),
                                     tambo_signing_key_write_public (self->keys[i]));
      json_object_set_object_member (roles,
                                     role_names[i],
                                     tambo_metadata_write_role (&self->keys[i], 1, 1));
    }

  json_object_set_boolean_member (root, "consistent_snapshot", TRUE);
  json_object_set_object_member (root, "keys", keys);
  json_object_set_object_member (root, "roles", roles);

  return tambo_metadata_sign (root, &self->keys[ROLE_ROOT], 1);
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
found (TamboSigner *self, const char *passphrase, gint64 now, GError **error)
{
  g_autoptr (GBytes) deployment = write_new_deployment ();

  for (guint i = 0; i < N_ROLES; i++)
    self->keys[i] = tambo_signing_key_new ();

  self->first_root = write_first_root (self, now);
  self->trust = tambo_trust_new (self->first_root, error);

  return self->trust != NULL && save_keys (self, passphrase, error) &&
         save_first_root (self, error) &&
         tambo_signer_set_file (self, "deployment.json", deployment, error) &&
         tambo_signer_publish (self, now, error);
}

/**
 * tambo_signer_found:
 * @folder: (type filename): created; must not hold a deployment yet
 * @passphrase: (nullable): seals the keys; %NULL leaves them in the clear, for its owner alone
 * @now: in seconds since 1970
 * @error: return location for a #GError
 *
 * Makes a one-person deployment: keys, a first root and metadata with a `deployment.json` of a
 * random id. Blocks for the sealing.
 *
 * Returns: (transfer full): the signer, or %NULL with a %G_IO_ERROR set: %G_IO_ERROR_EXISTS if
 *   there is one already
 */
TamboSigner *
tambo_signer_found (const char *folder, const char *passphrase, gint64 now, GError **error)
{
  g_autoptr (TamboSigner) self = g_object_new (TAMBO_TYPE_SIGNER, NULL);
  g_autofree char *keys = g_build_filename (folder, KEYS_FOLDER, NULL);

  g_return_val_if_fail (sodium_init () >= 0, NULL);

  if (g_file_test (keys, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_EXISTS,
                           "There is a deployment in this folder already");
      return NULL;
    }

  self->folder = g_strdup (folder);
  if (!found (self, passphrase, now, error))
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
is_targets_title (const char *title)
{
  return g_str_has_suffix (title, ".targets.json") && strchr (title, '/') == NULL;
}

static gboolean
load_metadata (TamboSigner *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, METADATA_FOLDER, NULL);
  GHashTableIter iter;
  gpointer title;
  gpointer bytes;
  int fd = tambo_file_open_folder (self->folder, FALSE, error);

  if (fd < 0)
    return FALSE;
  self->first_root = tambo_file_read_at (fd, FIRST_ROOT, TAMBO_LIMIT_ROOT, error);
  close (fd);
  if (self->first_root == NULL)
    return FALSE;

  self->trust = tambo_trust_new (self->first_root, error);
  if (self->trust == NULL || !tambo_trust_load (self->trust, path, error))
    return FALSE;

  g_hash_table_iter_init (&iter, tambo_trust_get_files (self->trust));
  while (g_hash_table_iter_next (&iter, &title, &bytes))
    if (is_targets_title (title))
      return tambo_target_set_read (self->targets,
                                    bytes,
                                    tambo_trust_get_files (self->trust),
                                    error);

  return TRUE;
}

/**
 * tambo_signer_open:
 * @folder: (type filename): where tambo_signer_found() was
 * @passphrase: (nullable): needed if the keys are sealed
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the signer, or %NULL with %TAMBO_ERROR_PACK_PASSPHRASE, a
 *   %G_IO_ERROR or any error of metadata set
 */
TamboSigner *
tambo_signer_open (const char *folder, const char *passphrase, GError **error)
{
  g_autoptr (TamboSigner) self = g_object_new (TAMBO_TYPE_SIGNER, NULL);

  g_return_val_if_fail (sodium_init () >= 0, NULL);

  self->folder = g_strdup (folder);
  if (!load_keys (self, passphrase, error) || !load_metadata (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* (transfer none): as kiosks are given it. */
GBytes *
tambo_signer_get_first_root (TamboSigner *self)
{
  g_return_val_if_fail (TAMBO_IS_SIGNER (self), NULL);

  return self->first_root;
}

/* Adds or replaces a small target: a roster, a clinic. Takes effect with the next publishing. */
gboolean
tambo_signer_set_file (TamboSigner *self, const char *path, GBytes *bytes, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  return tambo_target_set_add_file (self->targets, path, bytes, error);
}

/* (transfer none) (nullable): a small target as it stands now. */
GBytes *
tambo_signer_get_file (TamboSigner *self, const char *path)
{
  g_return_val_if_fail (TAMBO_IS_SIGNER (self), NULL);

  return tambo_target_set_find_file (self->targets, path);
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
  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_PACK (pack), FALSE);

  return check_not_published (self, pack, error) &&
         tambo_target_set_add_pack (self->targets, pack, urgent, error);
}

/* Kiosks that have it stop showing it. Takes effect with the next publishing. */
gboolean
tambo_signer_recall_pack (TamboSigner *self, const char *id, guint version, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  return tambo_target_set_recall_pack (self->targets, id, version, error);
}

/* %TAMBO_ERROR_PACK_UNKNOWN if there is none. Takes effect with the next publishing. */
gboolean
tambo_signer_remove (TamboSigner *self, const char *path, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  return tambo_target_set_remove (self->targets, path, error);
}

static GBytes *
write_targets (TamboSigner *self, guint64 version, gint64 now)
{
  JsonObject *object = tambo_metadata_begin ("targets", version, now, DAYS_OTHER);

  json_object_set_object_member (object, "targets", tambo_target_set_write (self->targets));

  return tambo_metadata_sign (object, &self->keys[ROLE_TARGETS], 1);
}

/* A snapshot or timestamp: it names one other file. */
static GBytes *
write_meta (TamboSigner *self,
            Role role,
            guint64 version,
            gint64 now,
            const char *named,
            GBytes *bytes)
{
  JsonObject *object = tambo_metadata_begin (role_names[role], version, now, DAYS_OTHER);
  JsonObject *meta = json_object_new ();

  json_object_set_object_member (meta, named, tambo_metadata_write_info (bytes, version));
  json_object_set_object_member (object, "meta", meta);

  return tambo_metadata_sign (object, &self->keys[role], 1);
}

/**
 * tambo_signer_publish:
 * @self: a #TamboSigner
 * @now: in seconds since 1970
 * @error: return location for a #GError
 *
 * Signs the next targets, snapshot and timestamp, all of one version, verifies them as a kiosk
 * would and stores them.
 *
 * Returns: %TRUE, or %FALSE with the error that a kiosk would have, or a %G_IO_ERROR
 */
gboolean
tambo_signer_publish (TamboSigner *self, gint64 now, GError **error)
{
  g_autoptr (GHashTable) files = NULL;
  g_autofree char *folder = NULL;
  GBytes *targets;
  GBytes *snapshot;
  guint64 version;

  g_return_val_if_fail (TAMBO_IS_SIGNER (self), FALSE);

  folder = g_build_filename (self->folder, METADATA_FOLDER, NULL);
  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  version = tambo_trust_get_version (self->trust) + 1;
  now = MAX (now, tambo_trust_get_newest_time (self->trust));

  targets = write_targets (self, version, now);
  snapshot = write_meta (self, ROLE_SNAPSHOT, version, now, "targets.json", targets);
  g_hash_table_insert (files,
                       g_strdup ("timestamp.json"),
                       write_meta (self, ROLE_TIMESTAMP, version, now, "snapshot.json", snapshot));
  g_hash_table_insert (files,
                       g_strdup_printf ("%" G_GUINT64_FORMAT ".targets.json", version),
                       targets);
  g_hash_table_insert (files,
                       g_strdup_printf ("%" G_GUINT64_FORMAT ".snapshot.json", version),
                       snapshot);
  tambo_target_set_add_files (self->targets, files);

  return tambo_trust_update (self->trust, files, now, error) &&
         tambo_trust_save (self->trust, folder, error);
}

/* (transfer full) (element-type utf8 GBytes): what was published, as tambo_trust_update() takes
 * it. */
GHashTable *
tambo_signer_get_files (TamboSigner *self)
{
  g_return_val_if_fail (TAMBO_IS_SIGNER (self), NULL);

  return g_hash_table_ref (tambo_trust_get_files (self->trust));
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/requests/clinic-store.h"

#include "clinic/clinic-resources.h"
#include "clinic/requests/audit-entry.h"
#include "content/base/database.h"
#include "content/base/digest.h"
#include "content/base/error.h"

#include <sodium.h>
#include <string.h>

#define SCHEMA_PATH "/org/tambo/clinic/requests/sql"
#define ACCOUNT "clinician" /* the only one there is */
#define AUDIT_SHOWN "200"

#define PURPOSE_IDENTITY "tambo-clinic-identity-1"
#define PURPOSE_INTAKE "tambo-clinic-intake-1"

/**
 * TamboClinicStore:
 *
 * The clinic's database: who it is, its keys, what waits to be sent, who did what. Messages are
 * #TamboMessageStore's. One thread holds it.
 */
struct _TamboClinicStore
{
  GObject parent_instance;

  sqlite3 *db;               /* (owned) */
  TamboClinicRecord *record; /* (owned) (nullable): %NULL until founded */
  GBytes *wrapped_vault;     /* (owned) (nullable) */
  gboolean has_deployment;
  guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE];
};

G_DEFINE_FINAL_TYPE (TamboClinicStore, tambo_clinic_store, G_TYPE_OBJECT)

static void
tambo_clinic_store_finalize (GObject *object)
{
  TamboClinicStore *self = TAMBO_CLINIC_STORE (object);

  g_clear_object (&self->record);
  g_clear_pointer (&self->wrapped_vault, g_bytes_unref);
  g_clear_pointer (&self->db, sqlite3_close);

  G_OBJECT_CLASS (tambo_clinic_store_parent_class)->finalize (object);
}

static void
tambo_clinic_store_class_init (TamboClinicStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_clinic_store_finalize;
}

static void
tambo_clinic_store_init (TamboClinicStore *self)
{
}

static gboolean
load_clinic (TamboClinicStore *self, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) record = NULL;
  gboolean has_row;

  stmt = tambo_database_prepare (self->db,
                                 "SELECT name, record, vault, deployment FROM clinic",
                                 error);
  if (stmt == NULL || !tambo_statement_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  record = tambo_statement_get_blob (stmt, 1);
  self->record = tambo_clinic_record_new_from_bytes (tambo_statement_get_text (stmt, 0),
                                                     record,
                                                     error);
  self->wrapped_vault = tambo_statement_get_blob (stmt, 2);
  self->has_deployment = tambo_hex_decode (tambo_statement_get_text (stmt, 3),
                                           self->deployment,
                                           sizeof self->deployment);

  return self->record != NULL;
}

/**
 * tambo_clinic_store_open:
 * @path: (type filename): the database, created if missing, or ":memory:"
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the store, or %NULL with an error of databases set
 */
TamboClinicStore *
tambo_clinic_store_open (const char *path, GError **error)
{
  g_autoptr (TamboClinicStore) self = g_object_new (TAMBO_TYPE_CLINIC_STORE, NULL);

  self->db = tambo_database_open (path, tambo_clinic_get_resource (), SCHEMA_PATH, error);
  if (self->db == NULL || !load_clinic (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

static GBytes *
seal_data (TamboVault *vault, const char *purpose, const guint8 *data, gsize size)
{
  g_autoptr (GBytes) plain = g_bytes_new_static (data, size);

  return tambo_vault_seal (vault, purpose, plain);
}

static gboolean
insert_intake (TamboClinicStore *self,
               TamboVault *vault,
               const TamboIntakePair *pair,
               const TamboIntakeKey *key,
               GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) id = g_bytes_new (pair->id, sizeof pair->id);
  g_autoptr (GBytes) public_key = g_bytes_new (pair->public_key, sizeof pair->public_key);
  g_autoptr (GBytes) sealed = NULL;

  stmt = tambo_database_prepare (self->db,
                                 "INSERT INTO intake_key VALUES"
                                 " (:id, :public_key, :secret_key, :from_day, :to_day)",
                                 error);
  if (stmt == NULL)
    return FALSE;

  sealed = seal_data (vault, PURPOSE_INTAKE, pair->secret_key, sizeof pair->secret_key);
  tambo_statement_bind_blob (stmt, ":id", id);
  tambo_statement_bind_blob (stmt, ":public_key", public_key);
  tambo_statement_bind_blob (stmt, ":secret_key", sealed);
  tambo_statement_bind_int (stmt, ":from_day", key->from_day);
  tambo_statement_bind_int (stmt, ":to_day", key->to_day);

  return tambo_statement_run (stmt, error);
}

static gboolean
insert_clinic (TamboClinicStore *self,
               TamboVault *vault,
               GBytes *wrapped_vault,
               TamboClinicRecord *record,
               TamboKeyring *keyring,
               GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) json = tambo_clinic_record_write (record);
  g_autoptr (GBytes) sealed = NULL;

  stmt = tambo_database_prepare (self->db,
                                 "INSERT INTO clinic (id, name, record, vault, identity_secret)"
                                 " VALUES (1, :name, :record, :vault, :identity_secret)",
                                 error);
  if (stmt == NULL)
    return FALSE;

  sealed = seal_data (vault,
                      PURPOSE_IDENTITY,
                      tambo_keyring_get_identity_secret (keyring),
                      crypto_sign_SECRETKEYBYTES);
  tambo_statement_bind_text (stmt, ":name", tambo_clinic_record_get_id (record));
  tambo_statement_bind_blob (stmt, ":record", json);
  tambo_statement_bind_blob (stmt, ":vault", wrapped_vault);
  tambo_statement_bind_blob (stmt, ":identity_secret", sealed);

  return tambo_statement_run (stmt, error);
}

/**
 * tambo_clinic_store_found:
 * @self: a store without a clinic
 * @vault: an open vault
 * @wrapped_vault: the same, wrapped under the passphrase
 * @record: what the programme will publish; its intake keys are those of @keyring, in order
 * @keyring: the secret keys
 * @error: return location for a #GError
 */
gboolean
tambo_clinic_store_found (TamboClinicStore *self,
                          TamboVault *vault,
                          GBytes *wrapped_vault,
                          TamboClinicRecord *record,
                          TamboKeyring *keyring,
                          GError **error)
{
  gboolean done;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self) && self->record == NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!tambo_clinic_store_begin (self, error))
    return FALSE;

  done = insert_clinic (self, vault, wrapped_vault, record, keyring, error);
  for (guint i = 0; done && i < tambo_keyring_get_n_intake (keyring); i++)
    done = insert_intake (self,
                          vault,
                          tambo_keyring_get_intake (keyring, i),
                          tambo_clinic_record_get_intake (record, i),
                          error);

  return tambo_clinic_store_end (self, done, error) && load_clinic (self, error);
}

gboolean
tambo_clinic_store_is_founded (TamboClinicStore *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), FALSE);

  return self->record != NULL;
}

/* Returns: (transfer none) */
TamboClinicRecord *
tambo_clinic_store_get_record (TamboClinicStore *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), NULL);

  return self->record;
}

/* Returns: (transfer none): for tambo_vault_unlock_async() */
GBytes *
tambo_clinic_store_get_wrapped_vault (TamboClinicStore *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), NULL);

  return self->wrapped_vault;
}

static GBytes *
unseal_sized (TamboVault *vault, const char *purpose, GBytes *sealed, gsize size, GError **error)
{
  g_autoptr (GBytes) plain = tambo_vault_unseal (vault, purpose, sealed, error);

  if (plain == NULL)
    return NULL;
  if (g_bytes_get_size (plain) != size)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_DATABASE, "A sealed %s is damaged", purpose);
      return NULL;
    }

  return g_steal_pointer (&plain);
}

static TamboKeyring *
load_identity (TamboClinicStore *self, TamboVault *vault, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) secret = NULL;
  gboolean has_row;

  stmt = tambo_database_prepare (self->db, "SELECT identity_secret FROM clinic", error);
  if (stmt == NULL || !tambo_statement_step (stmt, &has_row, error))
    return NULL;

  g_return_val_if_fail (has_row, NULL);
  sealed = tambo_statement_get_blob (stmt, 0);
  secret = unseal_sized (vault, PURPOSE_IDENTITY, sealed, crypto_sign_SECRETKEYBYTES, error);

  return secret != NULL ? tambo_keyring_new (g_bytes_get_data (secret, NULL)) : NULL;
}

/**
 * tambo_clinic_store_load_keyring:
 * @vault: an open vault
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the clinic's secret keys, or %NULL with %TAMBO_ERROR_DATABASE set
 */
TamboKeyring *
tambo_clinic_store_load_keyring (TamboClinicStore *self, TamboVault *vault, GError **error)
{
  g_autoptr (TamboKeyring) keyring = NULL;
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self) && self->record != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  keyring = load_identity (self, vault, error);
  stmt = tambo_database_prepare (self->db,
                                 "SELECT public_key, secret_key FROM intake_key"
                                 " WHERE secret_key IS NOT NULL ORDER BY from_day DESC",
                                 keyring != NULL ? error : NULL);
  if (keyring == NULL || stmt == NULL || !tambo_statement_step (stmt, &has_row, error))
    return NULL;

  while (has_row)
    {
      g_autoptr (GBytes) public_key = tambo_statement_get_blob (stmt, 0);
      g_autoptr (GBytes) sealed = tambo_statement_get_blob (stmt, 1);
      g_autoptr (GBytes) secret = NULL;

      secret = unseal_sized (vault, PURPOSE_INTAKE, sealed, TAMBO_KEY_SIZE, error);
      if (secret == NULL)
        return NULL;

      tambo_keyring_add_intake (keyring,
                                g_bytes_get_data (public_key, NULL),
                                g_bytes_get_data (secret, NULL));
      if (!tambo_statement_step (stmt, &has_row, error))
        return NULL;
    }

  return g_steal_pointer (&keyring);
}

/* Returns: (transfer none) (nullable): %TAMBO_DEPLOYMENT_ID_SIZE bytes; %NULL before the first */
const guint8 *
tambo_clinic_store_get_deployment (TamboClinicStore *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), NULL);

  return self->has_deployment ? self->deployment : NULL;
}

/**
 * tambo_clinic_store_pin_deployment:
 * @hex: the deployment that the daemon serves
 * @error: return location for a #GError
 *
 * Keeps the first one for good: a clinic belongs to one deployment.
 *
 * Returns: whether @hex is the clinic's deployment, else %TAMBO_ERROR_CONFIG is set
 */
gboolean
tambo_clinic_store_pin_deployment (TamboClinicStore *self, const char *hex, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  guint8 deployment[TAMBO_DEPLOYMENT_ID_SIZE];

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!tambo_hex_decode (hex, deployment, sizeof deployment) ||
      (self->has_deployment && memcmp (deployment, self->deployment, sizeof deployment) != 0))
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_CONFIG,
                           "The daemon serves another deployment than this clinic's");
      return FALSE;
    }
  if (self->has_deployment)
    return TRUE;

  stmt = tambo_database_prepare (self->db, "UPDATE clinic SET deployment = :hex", error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":hex", hex);
  if (!tambo_statement_run (stmt, error))
    return FALSE;

  memcpy (self->deployment, deployment, sizeof deployment);
  self->has_deployment = TRUE;

  return TRUE;
}

/* Returns: (transfer none): for what keeps its rows beside these */
sqlite3 *
tambo_clinic_store_get_db (TamboClinicStore *self)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), NULL);

  return self->db;
}

gboolean
tambo_clinic_store_begin (TamboClinicStore *self, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), FALSE);

  return tambo_database_exec (self->db, "BEGIN IMMEDIATE", error);
}

/* Ends what tambo_clinic_store_begin() began: keeps it if @done, else nothing of it. */
gboolean
tambo_clinic_store_end (TamboClinicStore *self, gboolean done, GError **error)
{
  g_autoptr (GError) rollback_error = NULL;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), FALSE);

  if (done && tambo_database_exec (self->db, "COMMIT", error))
    return TRUE;

  if (!tambo_database_exec (self->db, "ROLLBACK", &rollback_error))
    g_warning ("Nothing to roll back: %s", tambo_error_get_word (rollback_error));

  return FALSE;
}

/* Keeps an envelope until the daemon has it. */
gboolean
tambo_clinic_store_add_outgoing (TamboClinicStore *self, TamboEnvelope *envelope, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_ENVELOPE (envelope), FALSE);

  stmt = tambo_database_prepare (self->db,
                                 "INSERT INTO outgoing (envelope) VALUES (:envelope)",
                                 error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_blob (stmt, ":envelope", tambo_envelope_get_bytes (envelope));

  return tambo_statement_run (stmt, error);
}

/**
 * tambo_clinic_store_get_outgoing:
 * @after: the row before it; 0 for the first
 * @out_row: (out): for tambo_clinic_store_remove_outgoing()
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the next envelope, or %NULL; without an error if there is none
 */
GBytes *
tambo_clinic_store_get_outgoing (TamboClinicStore *self,
                                 gint64 after,
                                 gint64 *out_row,
                                 GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), NULL);

  stmt = tambo_database_prepare (self->db,
                                 "SELECT id, envelope FROM outgoing WHERE id > :after"
                                 " ORDER BY id LIMIT 1",
                                 error);
  if (stmt == NULL)
    return NULL;

  tambo_statement_bind_int (stmt, ":after", after);
  if (!tambo_statement_step (stmt, &has_row, error) || !has_row)
    return NULL;

  *out_row = tambo_statement_get_int (stmt, 0);

  return tambo_statement_get_blob (stmt, 1);
}

gboolean
tambo_clinic_store_remove_outgoing (TamboClinicStore *self, gint64 row, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), FALSE);

  stmt = tambo_database_prepare (self->db, "DELETE FROM outgoing WHERE id = :row", error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_int (stmt, ":row", row);

  return tambo_statement_run (stmt, error);
}

/**
 * tambo_clinic_store_audit:
 * @now: seconds since 1970
 * @action: a word of ours: login, open, answer…
 * @id: (nullable): the message, hexadecimal
 * @error: return location for a #GError
 */
gboolean
tambo_clinic_store_audit (TamboClinicStore *self,
                          gint64 now,
                          const char *action,
                          const char *id,
                          GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), FALSE);
  g_return_val_if_fail (action != NULL, FALSE);

  stmt = tambo_database_prepare (self->db,
                                 "INSERT INTO audit (at, account, action, message)"
                                 " VALUES (:at, :account, :action, :message)",
                                 error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_int (stmt, ":at", now);
  tambo_statement_bind_text (stmt, ":account", ACCOUNT);
  tambo_statement_bind_text (stmt, ":action", action);
  tambo_statement_bind_text (stmt, ":message", id);

  return tambo_statement_run (stmt, error);
}

/* Returns: (transfer full) (element-type TamboAuditEntry): the newest first */
GListModel *
tambo_clinic_store_list_audit (TamboClinicStore *self, GError **error)
{
  g_autoptr (GListStore) entries = g_list_store_new (TAMBO_TYPE_AUDIT_ENTRY);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (self), NULL);

  stmt = tambo_database_prepare (self->db,
                                 "SELECT at, account, action, message FROM audit"
                                 " ORDER BY id DESC LIMIT " AUDIT_SHOWN,
                                 error);
  if (stmt == NULL || !tambo_statement_step (stmt, &has_row, error))
    return NULL;

  while (has_row)
    {
      g_autoptr (TamboAuditEntry) entry = NULL;

      entry = tambo_audit_entry_new (tambo_statement_get_int (stmt, 0),
                                     tambo_statement_get_text (stmt, 1),
                                     tambo_statement_get_text (stmt, 2),
                                     tambo_statement_get_text (stmt, 3));
      g_list_store_append (entries, entry);
      if (!tambo_statement_step (stmt, &has_row, error))
        return NULL;
    }

  return G_LIST_MODEL (g_steal_pointer (&entries));
}

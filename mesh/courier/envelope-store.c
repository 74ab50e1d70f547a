/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/courier/envelope-store.h"

#include "content/base/database.h"
#include "content/base/digest.h"
#include "mesh-resources.h"

#include <string.h>

#define SCHEMA_PATH "/org/tambo/mesh/courier/sql"
#define MAX_LISTED 256

/**
 * TamboEnvelopeStore:
 *
 * The tables of the courier. What it says is committed survives a power cut; what it is for is the
 * courier's to decide.
 */
struct _TamboEnvelopeStore
{
  GObject parent_instance;

  sqlite3 *db; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TamboEnvelopeStore, tambo_envelope_store, G_TYPE_OBJECT)

static void
tambo_envelope_store_finalize (GObject *object)
{
  TamboEnvelopeStore *self = TAMBO_ENVELOPE_STORE (object);

  g_clear_pointer (&self->db, sqlite3_close);

  G_OBJECT_CLASS (tambo_envelope_store_parent_class)->finalize (object);
}

static void
tambo_envelope_store_class_init (TamboEnvelopeStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_envelope_store_finalize;
}

static void
tambo_envelope_store_init (TamboEnvelopeStore *self)
{
}

void
tambo_stored_envelope_clear (TamboStoredEnvelope *self)
{
  g_clear_pointer (&self->peer, g_free);
}

TamboEnvelopeStore *
tambo_envelope_store_open (const char *path, GError **error)
{
  g_autoptr (TamboEnvelopeStore) self = g_object_new (TAMBO_TYPE_ENVELOPE_STORE, NULL);

  self->db = tambo_database_open (path, tambo_mesh_get_resource (), SCHEMA_PATH, error);
  if (self->db == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

static void
bind_id (sqlite3_stmt *stmt, const char *id)
{
  guint8 raw[TAMBO_ENVELOPE_ID_SIZE];
  g_autoptr (GBytes) bytes = NULL;
  gboolean is_id = tambo_hex_decode (id, raw, sizeof raw);

  g_assert (is_id);
  bytes = g_bytes_new (raw, sizeof raw);
  tambo_statement_bind_blob (stmt, ":id", bytes);
}

static void
bind_recipient (sqlite3_stmt *stmt, const guint8 *recipient)
{
  g_autoptr (GBytes) bytes = recipient != NULL ? g_bytes_new (recipient, TAMBO_RECIPIENT_SIZE)
                                               : NULL;

  tambo_statement_bind_blob (stmt, ":recipient", bytes);
}

/* Runs a statement that knows nothing but an id. */
static gboolean
run_for_id (TamboEnvelopeStore *self, const char *sql, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = tambo_database_prepare (self->db, sql, error);

  if (stmt == NULL)
    return FALSE;

  bind_id (stmt, id);

  return tambo_statement_run (stmt, error);
}

static GPtrArray *
collect_ids (sqlite3_stmt *stmt, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row;

  while (TRUE)
    {
      g_autoptr (GBytes) id = NULL;

      if (!tambo_statement_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&ids);

      id = tambo_statement_get_blob (stmt, 0);
      g_ptr_array_add (ids, tambo_hex_encode (g_bytes_get_data (id, NULL), g_bytes_get_size (id)));
    }
}

gboolean
tambo_envelope_store_begin (TamboEnvelopeStore *self, GError **error)
{
  return tambo_database_exec (self->db, "BEGIN IMMEDIATE", error);
}

gboolean
tambo_envelope_store_commit (TamboEnvelopeStore *self, GError **error)
{
  return tambo_database_exec (self->db, "COMMIT", error);
}

void
tambo_envelope_store_rollback (TamboEnvelopeStore *self)
{
  tambo_database_exec (self->db, "ROLLBACK", NULL);
}

/* What was written here is not released yet; what was handed over is. */
gboolean
tambo_envelope_store_insert (TamboEnvelopeStore *self,
                             TamboEnvelope *envelope,
                             guint rank,
                             gint64 born_ms,
                             const char *peer,
                             GError **error)
{
  GBytes *bytes = tambo_envelope_get_bytes (envelope);
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db,
                              "INSERT INTO envelopes (id, type, recipient, expiry_day, rank,"
                              " born_ms, peer, is_released, is_carried, size, bytes)"
                              " VALUES (:id, :type, :recipient, :expiry_day, :rank, :born_ms,"
                              " :peer, :peer IS NOT NULL, 0, :size, :bytes)",
                              error);

  if (stmt == NULL)
    return FALSE;

  bind_id (stmt, tambo_envelope_get_id (envelope));
  bind_recipient (stmt, tambo_envelope_get_recipient (envelope));
  tambo_statement_bind_int (stmt, ":type", tambo_envelope_get_envelope_type (envelope));
  tambo_statement_bind_int (stmt, ":expiry_day", tambo_envelope_get_expiry_day (envelope));
  tambo_statement_bind_int (stmt, ":rank", rank);
  tambo_statement_bind_int (stmt, ":born_ms", born_ms);
  tambo_statement_bind_text (stmt, ":peer", peer);
  tambo_statement_bind_int (stmt, ":size", (gint64) g_bytes_get_size (bytes));
  tambo_statement_bind_blob (stmt, ":bytes", bytes);

  return tambo_statement_run (stmt, error);
}

gboolean
tambo_envelope_store_find (TamboEnvelopeStore *self,
                           const char *id,
                           gboolean *out_found,
                           TamboStoredEnvelope *out_envelope,
                           GError **error)
{
  g_autoptr (GBytes) recipient = NULL;
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db,
                              "SELECT number, type, recipient, born_ms, peer, is_released,"
                              " is_carried, size FROM envelopes WHERE id = :id",
                              error);

  if (stmt == NULL)
    return FALSE;

  bind_id (stmt, id);
  if (!tambo_statement_step (stmt, out_found, error))
    return FALSE;
  if (!*out_found)
    return TRUE;

  recipient = tambo_statement_get_blob (stmt, 2);
  g_assert (g_bytes_get_size (recipient) == TAMBO_RECIPIENT_SIZE);
  out_envelope->number = tambo_statement_get_int (stmt, 0);
  out_envelope->type = (TamboEnvelopeType) tambo_statement_get_int (stmt, 1);
  memcpy (out_envelope->recipient, g_bytes_get_data (recipient, NULL), TAMBO_RECIPIENT_SIZE);
  out_envelope->born_ms = tambo_statement_get_int (stmt, 3);
  out_envelope->peer = g_strdup (tambo_statement_get_text (stmt, 4));
  out_envelope->is_released = tambo_statement_get_int (stmt, 5) != 0;
  out_envelope->is_carried = tambo_statement_get_int (stmt, 6) != 0;
  out_envelope->size = (gsize) tambo_statement_get_int (stmt, 7);

  return TRUE;
}

/* %G_IO_ERROR_NOT_FOUND if it is not here. */
GBytes *
tambo_envelope_store_get_bytes (TamboEnvelopeStore *self, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db, "SELECT bytes FROM envelopes WHERE id = :id", error);
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  bind_id (stmt, id);
  if (!tambo_statement_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No such envelope");
      return NULL;
    }

  return tambo_statement_get_blob (stmt, 0);
}

gboolean
tambo_envelope_store_make_younger (TamboEnvelopeStore *self,
                                   const char *id,
                                   gint64 born_ms,
                                   GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = tambo_database_prepare (self->db,
                                                          "UPDATE envelopes SET born_ms = :born_ms"
                                                          " WHERE id = :id AND born_ms < :born_ms",
                                                          error);

  if (stmt == NULL)
    return FALSE;

  bind_id (stmt, id);
  tambo_statement_bind_int (stmt, ":born_ms", born_ms);

  return tambo_statement_run (stmt, error);
}

gboolean
tambo_envelope_store_set_carried (TamboEnvelopeStore *self, const char *id, GError **error)
{
  return run_for_id (self, "UPDATE envelopes SET is_carried = 1 WHERE id = :id", id, error);
}

gboolean
tambo_envelope_store_release (TamboEnvelopeStore *self, GError **error)
{
  return tambo_database_exec (self->db,
                              "UPDATE envelopes SET is_released = 1 WHERE NOT is_released",
                              error);
}

gboolean
tambo_envelope_store_delete (TamboEnvelopeStore *self, const char *id, GError **error)
{
  return run_for_id (self, "DELETE FROM envelopes WHERE id = :id", id, error);
}

GPtrArray *
tambo_envelope_store_list_unreleased (TamboEnvelopeStore *self, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db, "SELECT id FROM envelopes WHERE NOT is_released", error);

  return stmt != NULL ? collect_ids (stmt, error) : NULL;
}

GPtrArray *
tambo_envelope_store_list_waiting (TamboEnvelopeStore *self, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db,
                              "SELECT id FROM envelopes"
                              " WHERE peer IS NULL AND is_released AND NOT is_carried",
                              error);

  return stmt != NULL ? collect_ids (stmt, error) : NULL;
}

GPtrArray *
tambo_envelope_store_list_older (TamboEnvelopeStore *self,
                                 TamboEnvelopeType type,
                                 gint64 born_before_ms,
                                 GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db,
                              "SELECT id FROM envelopes"
                              " WHERE type = :type AND born_ms < :born_before_ms",
                              error);

  if (stmt == NULL)
    return NULL;

  tambo_statement_bind_int (stmt, ":type", type);
  tambo_statement_bind_int (stmt, ":born_before_ms", born_before_ms);

  return collect_ids (stmt, error);
}

GPtrArray *
tambo_envelope_store_list_past_day (TamboEnvelopeStore *self, guint day, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db, "SELECT id FROM envelopes WHERE expiry_day < :day", error);

  if (stmt == NULL)
    return NULL;

  tambo_statement_bind_int (stmt, ":day", day);

  return collect_ids (stmt, error);
}

GPtrArray *
tambo_envelope_store_list_newest_of_greediest (TamboEnvelopeStore *self,
                                               char **out_peer,
                                               guint64 *out_bytes,
                                               GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) id = NULL;
  gboolean has_row;
  g_autoptr (sqlite3_stmt) stmt = tambo_database_prepare (
      self->db,
      "SELECT peer, SUM(size) AS sum,"
      " (SELECT id FROM envelopes AS newest WHERE newest.peer = envelopes.peer"
      "  AND newest.type <> :receipt ORDER BY number DESC LIMIT 1)"
      " FROM envelopes WHERE peer IS NOT NULL AND type <> :receipt"
      " GROUP BY peer ORDER BY sum DESC LIMIT 1",
      error);

  if (stmt == NULL)
    return NULL;

  tambo_statement_bind_int (stmt, ":receipt", TAMBO_ENVELOPE_RECEIPT);
  if (!tambo_statement_step (stmt, &has_row, error))
    return NULL;

  if (has_row)
    {
      id = tambo_statement_get_blob (stmt, 2);
      g_ptr_array_add (ids, tambo_hex_encode (g_bytes_get_data (id, NULL), g_bytes_get_size (id)));
      *out_peer = g_strdup (tambo_statement_get_text (stmt, 0));
      *out_bytes = (guint64) tambo_statement_get_int (stmt, 1);
    }

  return g_steal_pointer (&ids);
}

GPtrArray *
tambo_envelope_store_list_for (TamboEnvelopeStore *self,
                               GBytes *recipient,
                               gboolean only_replies,
                               GError **error)
{
  g_autoptr (GPtrArray) envelopes = NULL;
  gboolean has_row;
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db,
                              "SELECT bytes FROM envelopes WHERE recipient = :recipient"
                              " AND (type = :reply) = :only_replies AND type <> :receipt"
                              " ORDER BY rank, number LIMIT :limit",
                              error);

  if (stmt == NULL)
    return NULL;

  tambo_statement_bind_blob (stmt, ":recipient", recipient);
  tambo_statement_bind_int (stmt, ":reply", TAMBO_ENVELOPE_REPLY);
  tambo_statement_bind_int (stmt, ":receipt", TAMBO_ENVELOPE_RECEIPT);
  tambo_statement_bind_int (stmt, ":only_replies", only_replies);
  tambo_statement_bind_int (stmt, ":limit", MAX_LISTED);

  envelopes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  while (TRUE)
    {
      if (!tambo_statement_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&envelopes);

      g_ptr_array_add (envelopes, tambo_statement_get_blob (stmt, 0));
    }
}

gboolean
tambo_envelope_store_foreach_released (TamboEnvelopeStore *self,
                                       TamboEnvelopeStoreFunc func,
                                       gpointer user_data,
                                       GError **error)
{
  gboolean has_row;
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db,
                              "SELECT id, rank FROM envelopes WHERE is_released ORDER BY id",
                              error);

  if (stmt == NULL)
    return FALSE;

  while (TRUE)
    {
      g_autoptr (GBytes) id = NULL;

      if (!tambo_statement_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      id = tambo_statement_get_blob (stmt, 0);
      func (g_bytes_get_data (id, NULL), (guint) tambo_statement_get_int (stmt, 1), user_data);
    }
}

/* Of one peer, or of everything that is here if @peer is %NULL. */
gboolean
tambo_envelope_store_sum (TamboEnvelopeStore *self,
                          const char *peer,
                          guint64 *out_bytes,
                          GError **error)
{
  gboolean has_row;
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db,
                              "SELECT COALESCE(SUM(size), 0) FROM envelopes"
                              " WHERE :peer IS NULL OR peer = :peer",
                              error);

  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":peer", peer);
  if (!tambo_statement_step (stmt, &has_row, error))
    return FALSE;

  *out_bytes = (guint64) tambo_statement_get_int (stmt, 0);

  return TRUE;
}

/* For the ledger, which is in the same database. */
sqlite3 *
tambo_envelope_store_get_database (TamboEnvelopeStore *self)
{
  return self->db;
}

/* What was written here and is still here: waiting, and carried by others too. */
gboolean
tambo_envelope_store_count_own (TamboEnvelopeStore *self,
                                guint *out_waiting,
                                guint *out_carried,
                                GError **error)
{
  gboolean has_row;
  g_autoptr (sqlite3_stmt) stmt =
      tambo_database_prepare (self->db,
                              "SELECT COALESCE(SUM(NOT is_carried), 0),"
                              " COALESCE(SUM(is_carried), 0)"
                              " FROM envelopes WHERE peer IS NULL AND type <> :receipt",
                              error);

  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_int (stmt, ":receipt", TAMBO_ENVELOPE_RECEIPT);
  if (!tambo_statement_step (stmt, &has_row, error))
    return FALSE;

  *out_waiting = (guint) tambo_statement_get_int (stmt, 0);
  *out_carried = (guint) tambo_statement_get_int (stmt, 1);

  return TRUE;
}

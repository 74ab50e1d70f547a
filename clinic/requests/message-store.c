/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/requests/message-store.h"

#include "content/base/database.h"
#include "content/base/digest.h"
#include "content/base/error.h"

#define PURPOSE_MESSAGE "tambo-clinic-message-1"
#define PURPOSE_ANSWER "tambo-clinic-answer-1"

/**
 * TamboMessageStore:
 *
 * What people wrote and what they were answered, in the clinic's database: sealed by the vault;
 * ids, times and states are in the clear.
 */
struct _TamboMessageStore
{
  GObject parent_instance;

  TamboClinicStore *clinic; /* (owned) */
  TamboVault *vault;        /* (owned): open */
  sqlite3 *db;              /* (unowned): of the clinic's store */
};

G_DEFINE_FINAL_TYPE (TamboMessageStore, tambo_message_store, G_TYPE_OBJECT)

static void
tambo_message_store_finalize (GObject *object)
{
  TamboMessageStore *self = TAMBO_MESSAGE_STORE (object);

  g_object_unref (self->clinic);
  g_object_unref (self->vault);

  G_OBJECT_CLASS (tambo_message_store_parent_class)->finalize (object);
}

static void
tambo_message_store_class_init (TamboMessageStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_message_store_finalize;
}

static void
tambo_message_store_init (TamboMessageStore *self)
{
}

/* @vault: is open, or opened before anything is asked of the store */
TamboMessageStore *
tambo_message_store_new (TamboClinicStore *clinic, TamboVault *vault)
{
  TamboMessageStore *self;

  g_return_val_if_fail (TAMBO_IS_CLINIC_STORE (clinic), NULL);
  g_return_val_if_fail (TAMBO_IS_VAULT (vault), NULL);

  self = g_object_new (TAMBO_TYPE_MESSAGE_STORE, NULL);
  self->clinic = g_object_ref (clinic);
  self->vault = g_object_ref (vault);
  self->db = tambo_clinic_store_get_db (clinic);

  return self;
}

static GBytes *
get_message_id (TamboMessage *message)
{
  return g_bytes_new (tambo_message_get_id (message), TAMBO_MESSAGE_ID_SIZE);
}

static gboolean
has_message (TamboMessageStore *self, GBytes *id, gboolean *out_has, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  stmt = tambo_database_prepare (self->db, "SELECT 1 FROM message WHERE id = :id", error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_blob (stmt, ":id", id);

  return tambo_statement_step (stmt, out_has, error);
}

/* @out_is_new: (out): %FALSE if the message came in another envelope before */
gboolean
tambo_message_store_add_message (TamboMessageStore *self,
                                 TamboMessage *message,
                                 gint64 now,
                                 gboolean *out_is_new,
                                 GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) thread = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) sealed = NULL;
  gboolean is_known;

  g_return_val_if_fail (TAMBO_IS_MESSAGE_STORE (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_MESSAGE (message), FALSE);

  id = get_message_id (message);
  if (!has_message (self, id, &is_known, error))
    return FALSE;

  *out_is_new = !is_known;
  if (is_known)
    return TRUE;

  stmt = tambo_database_prepare (self->db,
                                 "INSERT INTO message (id, thread, arrived, state, content)"
                                 " VALUES (:id, :thread, :arrived, :state, :content)",
                                 error);
  if (stmt == NULL)
    return FALSE;

  thread = g_bytes_new (tambo_message_get_thread (message), TAMBO_MESSAGE_ID_SIZE);
  content = tambo_message_to_bytes (message);
  sealed = tambo_vault_seal (self->vault, PURPOSE_MESSAGE, content);
  tambo_statement_bind_blob (stmt, ":id", id);
  tambo_statement_bind_blob (stmt, ":thread", thread);
  tambo_statement_bind_int (stmt, ":arrived", now);
  tambo_statement_bind_int (stmt, ":state", TAMBO_CONSULT_NEW);
  tambo_statement_bind_blob (stmt, ":content", sealed);

  return tambo_statement_run (stmt, error);
}

/* Remembers which envelope brought a message. Twice is once. */
gboolean
tambo_message_store_add_envelope (TamboMessageStore *self,
                                  TamboEnvelope *envelope,
                                  TamboMessage *message,
                                  GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) id = NULL;

  g_return_val_if_fail (TAMBO_IS_MESSAGE_STORE (self), FALSE);

  stmt = tambo_database_prepare (self->db,
                                 "INSERT OR IGNORE INTO envelope VALUES (:id, :message)",
                                 error);
  if (stmt == NULL)
    return FALSE;

  id = get_message_id (message);
  tambo_statement_bind_text (stmt, ":id", tambo_envelope_get_id (envelope));
  tambo_statement_bind_blob (stmt, ":message", id);

  return tambo_statement_run (stmt, error);
}

static TamboConsultItem *
read_item (TamboMessageStore *self, sqlite3_stmt *stmt, GError **error)
{
  g_autoptr (GBytes) sealed = tambo_statement_get_blob (stmt, 2);
  g_autoptr (GBytes) content = tambo_vault_unseal (self->vault, PURPOSE_MESSAGE, sealed, error);

  if (content == NULL)
    return NULL;

  return tambo_consult_item_new (content,
                                 tambo_statement_get_int (stmt, 0),
                                 (TamboConsultState) tambo_statement_get_int (stmt, 1),
                                 error);
}

/* A damaged row must not hide the others. */
static void
append_item (TamboMessageStore *self, GListStore *items, sqlite3_stmt *stmt)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboConsultItem) item = read_item (self, stmt, &error);

  if (item == NULL)
    g_warning ("A message cannot be read: %s", tambo_error_get_word (error));
  else if (tambo_consult_item_get_request (item) != NULL)
    g_list_store_append (items, item);
}

/* Returns: (transfer full) (element-type TamboConsultItem): without answers, oldest first */
GListModel *
tambo_message_store_list (TamboMessageStore *self, GError **error)
{
  g_autoptr (GListStore) items = g_list_store_new (TAMBO_TYPE_CONSULT_ITEM);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row;

  g_return_val_if_fail (TAMBO_IS_MESSAGE_STORE (self), NULL);

  stmt = tambo_database_prepare (self->db,
                                 "SELECT arrived, state, content FROM message ORDER BY arrived",
                                 error);
  if (stmt == NULL || !tambo_statement_step (stmt, &has_row, error))
    return NULL;

  while (has_row)
    {
      append_item (self, items, stmt);
      if (!tambo_statement_step (stmt, &has_row, error))
        return NULL;
    }

  return G_LIST_MODEL (g_steal_pointer (&items));
}

static gboolean
read_answers (TamboMessageStore *self, TamboConsultItem *item, GBytes *id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row;

  stmt = tambo_database_prepare (self->db,
                                 "SELECT content FROM answer WHERE message = :id ORDER BY id",
                                 error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_blob (stmt, ":id", id);
  if (!tambo_statement_step (stmt, &has_row, error))
    return FALSE;

  while (has_row)
    {
      g_autoptr (GBytes) sealed = tambo_statement_get_blob (stmt, 0);
      g_autoptr (GBytes) content = tambo_vault_unseal (self->vault, PURPOSE_ANSWER, sealed, error);
      g_autoptr (TamboAnswer) answer = NULL;

      answer = content != NULL ? tambo_answer_new_from_bytes (content, error) : NULL;
      if (answer == NULL || !tambo_statement_step (stmt, &has_row, error))
        return FALSE;
      tambo_consult_item_add_answer (item, answer);
    }

  return TRUE;
}

/**
 * tambo_message_store_find:
 * @id: of a message, hexadecimal, from anywhere
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the item with its answers, or %NULL; without an error if there is none
 */
TamboConsultItem *
tambo_message_store_find (TamboMessageStore *self, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboConsultItem) item = NULL;
  guint8 raw[TAMBO_MESSAGE_ID_SIZE];
  gboolean has_row;

  g_return_val_if_fail (TAMBO_IS_MESSAGE_STORE (self), NULL);

  if (!tambo_hex_decode (id, raw, sizeof raw))
    return NULL;

  stmt = tambo_database_prepare (self->db,
                                 "SELECT arrived, state, content FROM message WHERE id = :id",
                                 error);
  if (stmt == NULL)
    return NULL;

  bytes = g_bytes_new (raw, sizeof raw);
  tambo_statement_bind_blob (stmt, ":id", bytes);
  if (!tambo_statement_step (stmt, &has_row, error) || !has_row)
    return NULL;

  item = read_item (self, stmt, error);
  if (item == NULL || !read_answers (self, item, bytes, error))
    return NULL;

  return g_steal_pointer (&item);
}

static gboolean
set_state (TamboMessageStore *self, TamboConsultItem *item, TamboConsultState state, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) id = get_message_id (tambo_consult_item_get_message (item));

  stmt = tambo_database_prepare (self->db,
                                 "UPDATE message SET state = :state WHERE id = :id",
                                 error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_int (stmt, ":state", state);
  tambo_statement_bind_blob (stmt, ":id", id);
  if (!tambo_statement_run (stmt, error))
    return FALSE;

  tambo_consult_item_set_state (item, state);

  return TRUE;
}

/* A message that is new is not new any more. */
gboolean
tambo_message_store_mark_opened (TamboMessageStore *self, TamboConsultItem *item, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_MESSAGE_STORE (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_CONSULT_ITEM (item), FALSE);

  return tambo_consult_item_get_state (item) != TAMBO_CONSULT_NEW ||
         set_state (self, item, TAMBO_CONSULT_OPENED, error);
}

/**
 * tambo_message_store_add_answer:
 * @item: what is answered
 * @answer: what tambo_answer_to_bytes() returned
 * @now: seconds since 1970
 * @error: return location for a #GError
 */
gboolean
tambo_message_store_add_answer (TamboMessageStore *self,
                                TamboConsultItem *item,
                                GBytes *answer,
                                gint64 now,
                                GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  g_autoptr (GBytes) id = NULL;
  g_autoptr (GBytes) sealed = NULL;

  g_return_val_if_fail (TAMBO_IS_MESSAGE_STORE (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_CONSULT_ITEM (item), FALSE);

  stmt = tambo_database_prepare (self->db,
                                 "INSERT INTO answer (message, written, content)"
                                 " VALUES (:message, :written, :content)",
                                 error);
  if (stmt == NULL)
    return FALSE;

  id = get_message_id (tambo_consult_item_get_message (item));
  sealed = tambo_vault_seal (self->vault, PURPOSE_ANSWER, answer);
  tambo_statement_bind_blob (stmt, ":message", id);
  tambo_statement_bind_int (stmt, ":written", now);
  tambo_statement_bind_blob (stmt, ":content", sealed);

  return tambo_statement_run (stmt, error) && set_state (self, item, TAMBO_CONSULT_ANSWERED, error);
}

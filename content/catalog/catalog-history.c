/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/catalog/catalog-private.h"

/* Stands for every version of a pack. */
#define ALL_VERSIONS G_MAXUINT

void
tambo_catalog_set_before (TamboCatalog *self, TamboInstalledPack *pack)
{
  g_hash_table_replace (self->before, (char *) tambo_installed_pack_get_id (pack), pack);
}

gboolean
tambo_catalog_load_held_back (TamboCatalog *self, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = tambo_database_prepare (self->db,
                                                          "SELECT id, version FROM held_back",
                                                          error);
  gboolean has_row = stmt != NULL;

  g_hash_table_remove_all (self->held_back);
  while (has_row)
    {
      gint64 version;

      if (!tambo_statement_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;

      version = tambo_statement_get_int (stmt, 1);
      g_hash_table_insert (self->held_back,
                           g_strdup (tambo_statement_get_text (stmt, 0)),
                           GUINT_TO_POINTER (version > 0 ? (guint) version : ALL_VERSIONS));
    }

  return stmt != NULL;
}

gboolean
tambo_catalog_holds_back (TamboCatalog *self, const char *id, guint version)
{
  g_return_val_if_fail (TAMBO_IS_CATALOG (self), FALSE);

  return version <= GPOINTER_TO_UINT (g_hash_table_lookup (self->held_back, id));
}

TamboInstalledPack *
tambo_catalog_find_before (TamboCatalog *self, const char *id)
{
  g_return_val_if_fail (TAMBO_IS_CATALOG (self), NULL);

  return g_hash_table_lookup (self->before, id);
}

/**
 * tambo_catalog_roll_back:
 * @self: a #TamboCatalog
 * @id: of the pack
 * @error: return location for a #GError
 *
 * Shows the version before again, once. The one that was shown goes, and does not come back by
 * itself.
 *
 * Returns: %TRUE, or %FALSE with %TAMBO_ERROR_PACK_UNKNOWN set if there is none before
 */
gboolean
tambo_catalog_roll_back (TamboCatalog *self, const char *id, GError **error)
{
  g_autoptr (TamboInstalledPack) before = NULL;
  TamboInstalledPack *shown;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), FALSE);

  g_set_object (&before, tambo_catalog_find_before (self, id));
  shown = tambo_catalog_find (self, id);
  if (before == NULL || shown == NULL)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_UNKNOWN,
                           "There is no version before this one to go back to");
      return FALSE;
    }

  if (!tambo_database_exec (self->db, "BEGIN IMMEDIATE", error) ||
      !tambo_catalog_end_transaction (
          self,
          tambo_catalog_run (self,
                             "DELETE FROM versions WHERE id = :id AND version = :version",
                             shown,
                             error) &&
              tambo_catalog_run (self,
                                 "UPDATE versions SET is_shown = 1"
                                 " WHERE id = :id AND version = :version",
                                 before,
                                 error) &&
              tambo_catalog_run (self,
                                 "INSERT OR REPLACE INTO held_back (id, version)"
                                 " VALUES (:id, :version)",
                                 shown,
                                 error),
          error))
    return FALSE;

  g_hash_table_remove (self->before, id);
  tambo_catalog_show (self, before);

  return tambo_catalog_load_held_back (self, error);
}

static gboolean
run_for_id (TamboCatalog *self, const char *sql, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = tambo_database_prepare (self->db, sql, error);

  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":id", id);

  return tambo_statement_run (stmt, error);
}

/* With the version that was kept for a rollback; it does not come back by itself. That it was not
 * here is no error. */
gboolean
tambo_catalog_remove (TamboCatalog *self, const char *id, GError **error)
{
  gboolean found;
  guint position;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), FALSE);

  if (!tambo_database_exec (self->db, "BEGIN IMMEDIATE", error) ||
      !tambo_catalog_end_transaction (
          self,
          run_for_id (self, "DELETE FROM versions WHERE id = :id", id, error) &&
              run_for_id (self,
                          "INSERT OR REPLACE INTO held_back (id, version) VALUES (:id, NULL)",
                          id,
                          error),
          error))
    return FALSE;

  g_hash_table_remove (self->before, id);
  position = tambo_catalog_find_position (self, id, &found);
  if (found)
    g_list_store_remove (self->packs, position);

  return tambo_catalog_load_held_back (self, error);
}

static gboolean
list_users (TamboCatalog *self,
            const char *digest,
            GStrvBuilder *shown,
            GPtrArray *before,
            GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = TRUE;

  stmt = tambo_database_prepare (self->db,
                                 "SELECT id, is_shown FROM blobs JOIN versions USING (id, version)"
                                 " WHERE digest = :digest ORDER BY id",
                                 error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":digest", digest);
  while (tambo_statement_step (stmt, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      if (tambo_statement_get_int (stmt, 1) == 1)
        g_strv_builder_add (shown, tambo_statement_get_text (stmt, 0));
      else
        g_ptr_array_add (before, g_strdup (tambo_statement_get_text (stmt, 0)));
    }

  return FALSE;
}

/**
 * tambo_catalog_lose:
 * @self: a #TamboCatalog
 * @digest: of a blob that is not in the store any more
 * @error: return location for a #GError
 *
 * Forgets the versions kept for a rollback that need the blob: there is no way back to them.
 *
 * Returns: (transfer full): the ids of the packs whose shown version needs it, and stays
 */
GStrv
tambo_catalog_lose (TamboCatalog *self, const char *digest, GError **error)
{
  g_autoptr (GStrvBuilder) shown = g_strv_builder_new ();
  g_autoptr (GPtrArray) before = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), NULL);

  if (!list_users (self, digest, shown, before, error))
    return NULL;

  for (guint i = 0; i < before->len; i++)
    {
      if (!run_for_id (self,
                       "DELETE FROM versions WHERE id = :id AND is_shown = 0",
                       before->pdata[i],
                       error))
        return NULL;
      g_hash_table_remove (self->before, before->pdata[i]);
    }

  return g_strv_builder_end (shown);
}

/**
 * tambo_catalog_list_leaving:
 * @self: a #TamboCatalog
 * @id: of a pack
 * @version: that may be added
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (element-type utf8): the digests of blobs that nothing would need after
 *   tambo_catalog_add(), unless that version does
 */
GStrv
tambo_catalog_list_leaving (TamboCatalog *self, const char *id, guint version, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  stmt = tambo_database_prepare (self->db,
                                 "WITH leaving AS"
                                 " (SELECT id, version FROM versions"
                                 "  WHERE id = :id AND (version = :version OR (is_shown = 0"
                                 "  AND NOT EXISTS (SELECT 1 FROM versions WHERE id = :id"
                                 "  AND version = :version AND is_shown = 1))))"
                                 " SELECT DISTINCT digest FROM blobs"
                                 " WHERE (id, version) IN leaving AND digest NOT IN"
                                 "  (SELECT digest FROM blobs"
                                 "   WHERE (id, version) NOT IN leaving)",
                                 error);
  if (stmt == NULL)
    return NULL;

  tambo_statement_bind_text (stmt, ":id", id);
  tambo_statement_bind_int (stmt, ":version", version);

  return tambo_catalog_collect_texts (stmt, error);
}

/**
 * tambo_catalog_list_digests:
 * @self: a #TamboCatalog
 * @id: of a pack that is shown
 * @error: return location for a #GError
 *
 * Returns: (transfer full): of all blobs of that version
 */
GStrv
tambo_catalog_list_digests (TamboCatalog *self, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), NULL);

  stmt = tambo_database_prepare (self->db,
                                 "SELECT digest FROM blobs JOIN versions USING (id, version)"
                                 " WHERE id = :id AND is_shown = 1",
                                 error);
  if (stmt == NULL)
    return NULL;

  tambo_statement_bind_text (stmt, ":id", id);

  return tambo_catalog_collect_texts (stmt, error);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/catalog.h"

#include "content/base/error.h"
#include "content/catalog/catalog-private.h"
#include "content/content-resources.h"

#include <string.h>

#define SCHEMA_PATH "/org/tambo/content/catalog/sql"

static void tambo_catalog_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TamboCatalog,
                               tambo_catalog,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tambo_catalog_list_model_init))

static GType
tambo_catalog_get_item_type (GListModel *model)
{
  return TAMBO_TYPE_INSTALLED_PACK;
}

static guint
tambo_catalog_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (TAMBO_CATALOG (model)->packs));
}

static gpointer
tambo_catalog_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (TAMBO_CATALOG (model)->packs), position);
}

static void
tambo_catalog_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tambo_catalog_get_item_type;
  iface->get_n_items = tambo_catalog_get_n_items;
  iface->get_item = tambo_catalog_get_item;
}

static void
tambo_catalog_finalize (GObject *object)
{
  TamboCatalog *self = TAMBO_CATALOG (object);

  g_clear_object (&self->packs);
  g_clear_pointer (&self->before, g_hash_table_unref);
  g_clear_pointer (&self->held_back, g_hash_table_unref);
  g_clear_pointer (&self->db, sqlite3_close);

  G_OBJECT_CLASS (tambo_catalog_parent_class)->finalize (object);
}

static void
tambo_catalog_class_init (TamboCatalogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tambo_catalog_finalize;
}

static void
on_packs_items_changed (TamboCatalog *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
tambo_catalog_init (TamboCatalog *self)
{
  self->packs = g_list_store_new (TAMBO_TYPE_INSTALLED_PACK);
  self->before = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->held_back = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect_object (self->packs,
                           "items-changed",
                           G_CALLBACK (on_packs_items_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

static TamboInstalledPack *
read_row (sqlite3_stmt *stmt)
{
  g_auto (GStrv) languages = g_strsplit (tambo_statement_get_text (stmt, 3), " ", -1);

  return tambo_installed_pack_new (tambo_statement_get_text (stmt, 0),
                                   (guint) tambo_statement_get_int (stmt, 1),
                                   tambo_statement_get_text (stmt, 2),
                                   (const char *const *) languages,
                                   (guint64) tambo_statement_get_int (stmt, 4));
}

static gboolean
load_versions (TamboCatalog *self, GError **error)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = TRUE;

  stmt = tambo_database_prepare (self->db,
                                 "SELECT id, version, manifest, languages, bytes, is_shown"
                                 " FROM versions ORDER BY id",
                                 error);
  if (stmt == NULL)
    return FALSE;

  while (tambo_statement_step (stmt, &has_row, error))
    {
      TamboInstalledPack *pack;

      if (!has_row)
        {
          g_list_store_splice (self->packs, 0, 0, shown->pdata, shown->len);
          return TRUE;
        }

      pack = read_row (stmt);
      if (tambo_statement_get_int (stmt, 5) == 1)
        g_ptr_array_add (shown, pack);
      else
        tambo_catalog_set_before (self, pack);
    }

  return FALSE;
}

/**
 * tambo_catalog_open:
 * @path: (type filename): a database of its own, created if missing, or ":memory:"
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the catalogue, or %NULL with %TAMBO_ERROR_DATABASE or
 *   %TAMBO_ERROR_DATABASE_TOO_NEW set
 */
TamboCatalog *
tambo_catalog_open (const char *path, GError **error)
{
  g_autoptr (TamboCatalog) self = g_object_new (TAMBO_TYPE_CATALOG, NULL);

  self->db = tambo_database_open (path, tambo_content_get_resource (), SCHEMA_PATH, error);
  if (self->db == NULL || !load_versions (self, error) ||
      !tambo_catalog_load_held_back (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* @out_found: whether it is there; else where it would be. */
guint
tambo_catalog_find_position (TamboCatalog *self, const char *id, gboolean *out_found)
{
  guint first = 0;
  guint end = g_list_model_get_n_items (G_LIST_MODEL (self->packs));

  while (first < end)
    {
      guint middle = first + (end - first) / 2;
      g_autoptr (TamboInstalledPack) pack = NULL;
      int order;

      pack = g_list_model_get_item (G_LIST_MODEL (self->packs), middle);
      order = strcmp (tambo_installed_pack_get_id (pack), id);
      *out_found = order == 0;
      if (order == 0)
        return middle;
      if (order < 0)
        first = middle + 1;
      else
        end = middle;
    }

  *out_found = FALSE;

  return first;
}

/* (transfer none) (nullable) */
TamboInstalledPack *
tambo_catalog_find (TamboCatalog *self, const char *id)
{
  g_autoptr (TamboInstalledPack) pack = NULL;
  gboolean found;
  guint position;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), NULL);

  position = tambo_catalog_find_position (self, id, &found);
  if (!found)
    return NULL;

  /* The list keeps it. */
  pack = g_list_model_get_item (G_LIST_MODEL (self->packs), position);

  return pack;
}

void
tambo_catalog_show (TamboCatalog *self, TamboInstalledPack *pack)
{
  gboolean found;
  guint position = tambo_catalog_find_position (self, tambo_installed_pack_get_id (pack), &found);

  g_list_store_splice (self->packs, position, found ? 1 : 0, (gpointer *) &pack, 1);
}

/* The languages of a pack that are among the wanted ones. */
static GStrv
list_held (TamboPack *pack, const char *const *wanted)
{
  const char *const *all = tambo_pack_config_get_languages (tambo_pack_get_config (pack));
  g_autoptr (GStrvBuilder) held = g_strv_builder_new ();

  for (guint i = 0; all[i] != NULL; i++)
    if (tambo_language_is_wanted (all[i], wanted))
      g_strv_builder_add (held, all[i]);

  return g_strv_builder_end (held);
}

static TamboInstalledPack *
describe (TamboPack *pack, GPtrArray *wants, const char *const *languages)
{
  TamboPackConfig *config = tambo_pack_get_config (pack);
  TamboManifest *manifest = tambo_pack_get_manifest (pack);
  g_auto (GStrv) held = list_held (pack, languages);
  guint64 bytes = g_bytes_get_size (tambo_manifest_get_bytes (manifest));

  for (guint i = 0; i < wants->len; i++)
    bytes += ((TamboWant *) wants->pdata[i])->size;

  return tambo_installed_pack_new (tambo_pack_config_get_id (config),
                                   tambo_pack_config_get_version (config),
                                   tambo_manifest_get_digest (manifest),
                                   (const char *const *) held,
                                   bytes);
}

/* Binds what all statements on one version need. */
sqlite3_stmt *
tambo_catalog_prepare (TamboCatalog *self,
                       const char *sql,
                       TamboInstalledPack *pack,
                       GError **error)
{
  sqlite3_stmt *stmt = tambo_database_prepare (self->db, sql, error);

  if (stmt == NULL)
    return NULL;

  tambo_statement_bind_text (stmt, ":id", tambo_installed_pack_get_id (pack));
  tambo_statement_bind_int (stmt, ":version", tambo_installed_pack_get_version (pack));

  return stmt;
}

gboolean
tambo_catalog_run (TamboCatalog *self, const char *sql, TamboInstalledPack *pack, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = tambo_catalog_prepare (self, sql, pack, error);

  return stmt != NULL && tambo_statement_run (stmt, error);
}

/* The shown version, if it is another, becomes the one before; the one before that goes. Of the
 * same version the row is written anew, and the one before stays. */
static gboolean
step_back (TamboCatalog *self, TamboInstalledPack *pack, gboolean is_same, GError **error)
{
  if (is_same)
    return tambo_catalog_run (self,
                              "DELETE FROM versions WHERE id = :id AND version = :version",
                              pack,
                              error);

  return tambo_catalog_run (self,
                            "DELETE FROM versions WHERE id = :id"
                            " AND (is_shown = 0 OR version = :version)",
                            pack,
                            error) &&
         tambo_catalog_run (
             self,
             "UPDATE versions SET is_shown = 0 WHERE id = :id AND version <> :version",
             pack,
             error);
}

static gboolean
insert_version (TamboCatalog *self, TamboInstalledPack *pack, gboolean is_shown, GError **error)
{
  const char *const *languages = tambo_installed_pack_get_languages (pack);
  g_autofree char *joined = g_strjoinv (" ", (GStrv) languages);
  g_autoptr (sqlite3_stmt) stmt = NULL;

  stmt = tambo_catalog_prepare (
      self,
      "INSERT INTO versions (id, version, manifest, languages, bytes, is_shown)"
      " VALUES (:id, :version, :manifest, :languages, :bytes, :is_shown)",
      pack,
      error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":manifest", tambo_installed_pack_get_manifest (pack));
  tambo_statement_bind_text (stmt, ":languages", joined);
  tambo_statement_bind_int (stmt, ":bytes", (gint64) tambo_installed_pack_get_bytes (pack));
  tambo_statement_bind_int (stmt, ":is_shown", is_shown ? 1 : 0);

  return tambo_statement_run (stmt, error);
}

static gboolean
insert_blob (TamboCatalog *self, TamboInstalledPack *pack, const char *digest, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  stmt = tambo_catalog_prepare (
      self,
      "INSERT INTO blobs (id, version, digest) VALUES (:id, :version, :digest)",
      pack,
      error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":digest", digest);

  return tambo_statement_run (stmt, error);
}

static gboolean
insert_all (TamboCatalog *self,
            TamboInstalledPack *pack,
            GPtrArray *wants,
            gboolean is_shown,
            GError **error)
{
  if (!insert_version (self, pack, is_shown, error) ||
      !insert_blob (self, pack, tambo_installed_pack_get_manifest (pack), error))
    return FALSE;

  for (guint i = 0; i < wants->len; i++)
    if (!insert_blob (self, pack, ((TamboWant *) wants->pdata[i])->digest, error))
      return FALSE;

  return TRUE;
}

/* What staff held back until now comes again, if this is it or later. */
static gboolean
write_pack (TamboCatalog *self,
            TamboInstalledPack *pack,
            GPtrArray *wants,
            gboolean is_same,
            GError **error)
{
  return step_back (self, pack, is_same, error) && insert_all (self, pack, wants, TRUE, error) &&
         tambo_catalog_run (self,
                            "DELETE FROM held_back WHERE id = :id"
                            " AND (version IS NULL OR version <= :version)",
                            pack,
                            error);
}

/* Ends a transaction: commits if all went well so far, else leaves everything as it was. */
gboolean
tambo_catalog_end_transaction (TamboCatalog *self, gboolean ok, GError **error)
{
  ok = ok && tambo_database_exec (self->db, "COMMIT", error);
  if (!ok)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);

  return ok;
}

/**
 * tambo_catalog_add:
 * @self: a #TamboCatalog
 * @pack: its blobs for @languages are all in the store
 * @languages: (nullable): those that were wanted; %NULL for all
 * @error: return location for a #GError
 *
 * Makes a pack the one that is shown. The version before stays for one rollback.
 *
 * Returns: %TRUE, or %FALSE with %TAMBO_ERROR_PACK_ROLLBACK set if a newer one is shown, or
 *   %TAMBO_ERROR_DATABASE
 */
gboolean
tambo_catalog_add (TamboCatalog *self,
                   TamboPack *pack,
                   const char *const *languages,
                   GError **error)
{
  g_autoptr (GPtrArray) wants = NULL;
  g_autoptr (TamboInstalledPack) row = NULL;
  g_autoptr (TamboInstalledPack) shown = NULL;
  gboolean is_same;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_PACK (pack), FALSE);

  wants = tambo_manifest_plan (tambo_pack_get_manifest (pack), languages);
  row = describe (pack, wants, languages);
  g_set_object (&shown, tambo_catalog_find (self, tambo_installed_pack_get_id (row)));
  if (shown != NULL &&
      tambo_installed_pack_get_version (shown) > tambo_installed_pack_get_version (row))
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_ROLLBACK,
                           "A newer version of this pack is here");
      return FALSE;
    }

  is_same = shown != NULL &&
            tambo_installed_pack_get_version (shown) == tambo_installed_pack_get_version (row);
  if (!tambo_database_exec (self->db, "BEGIN IMMEDIATE", error) ||
      !tambo_catalog_end_transaction (self, write_pack (self, row, wants, is_same, error), error))
    return FALSE;

  if (shown != NULL && !is_same)
    tambo_catalog_set_before (self, g_steal_pointer (&shown));
  tambo_catalog_show (self, row);

  return tambo_catalog_load_held_back (self, error);
}

/**
 * tambo_catalog_narrow:
 * @self: a #TamboCatalog
 * @pack: a version that is shown, or kept for a rollback
 * @languages: those of it that stay
 * @error: return location for a #GError
 *
 * Forgets what a version has in other languages, so that it can be collected.
 */
gboolean
tambo_catalog_narrow (TamboCatalog *self,
                      TamboPack *pack,
                      const char *const *languages,
                      GError **error)
{
  g_autoptr (GPtrArray) wants = NULL;
  g_autoptr (TamboInstalledPack) row = NULL;
  TamboInstalledPack *shown;
  gboolean is_shown;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_PACK (pack), FALSE);

  wants = tambo_manifest_plan (tambo_pack_get_manifest (pack), languages);
  row = describe (pack, wants, languages);
  shown = tambo_catalog_find (self, tambo_installed_pack_get_id (row));
  is_shown = shown != NULL &&
             tambo_installed_pack_get_version (shown) == tambo_installed_pack_get_version (row);
  if (!tambo_database_exec (self->db, "BEGIN IMMEDIATE", error) ||
      !tambo_catalog_end_transaction (self,
                                      step_back (self, row, TRUE, error) &&
                                          insert_all (self, row, wants, is_shown, error),
                                      error))
    return FALSE;

  if (is_shown)
    tambo_catalog_show (self, row);
  else
    tambo_catalog_set_before (self, g_steal_pointer (&row));

  return TRUE;
}

/* The first column of all rows. */
GStrv
tambo_catalog_collect_texts (sqlite3_stmt *stmt, GError **error)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  gboolean has_row = TRUE;

  while (has_row)
    {
      if (!tambo_statement_step (stmt, &has_row, error))
        return NULL;
      if (has_row)
        g_strv_builder_add (texts, tambo_statement_get_text (stmt, 0));
    }

  return g_strv_builder_end (texts);
}

static GStrv
query_texts (TamboCatalog *self, const char *sql, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = tambo_database_prepare (self->db, sql, error);

  return stmt != NULL ? tambo_catalog_collect_texts (stmt, error) : NULL;
}

/* (transfer full): in the order in which they were chosen; empty before. */
GStrv
tambo_catalog_get_languages (TamboCatalog *self)
{
  g_autoptr (GError) error = NULL;
  GStrv languages;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), NULL);

  languages = query_texts (self, "SELECT language FROM languages ORDER BY position", &error);
  if (languages == NULL)
    {
      g_warning ("catalog.languages %s", tambo_error_get_word (error));
      return g_new0 (char *, 1);
    }

  return languages;
}

static gboolean
write_languages (TamboCatalog *self, const char *const *languages, GError **error)
{
  if (!tambo_database_exec (self->db, "DELETE FROM languages", error))
    return FALSE;

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_autoptr (sqlite3_stmt) stmt = NULL;

      stmt = tambo_database_prepare (self->db,
                                     "INSERT OR IGNORE INTO languages (position, language)"
                                     " VALUES (:position, :language)",
                                     error);
      if (stmt == NULL)
        return FALSE;

      tambo_statement_bind_int (stmt, ":position", i);
      tambo_statement_bind_text (stmt, ":language", languages[i]);
      if (!tambo_statement_run (stmt, error))
        return FALSE;
    }

  return TRUE;
}

/* Each has the form of a tag; one that stands twice counts once. */
gboolean
tambo_catalog_set_languages (TamboCatalog *self, const char *const *languages, GError **error)
{
  g_return_val_if_fail (TAMBO_IS_CATALOG (self), FALSE);

  for (guint i = 0; languages[i] != NULL; i++)
    if (!tambo_language_is_valid (languages[i]))
      {
        g_set_error_literal (error,
                             TAMBO_ERROR,
                             TAMBO_ERROR_CONFIG,
                             "One of the languages is not a language tag");
        return FALSE;
      }

  return tambo_database_exec (self->db, "BEGIN IMMEDIATE", error) &&
         tambo_catalog_end_transaction (self, write_languages (self, languages, error), error);
}

/**
 * tambo_catalog_get_digests:
 * @self: a #TamboCatalog
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (element-type utf8 utf8): the digests of all blobs of installed packs
 *   and of versions kept for a rollback, as a set for tambo_store_collect()
 */
GHashTable *
tambo_catalog_get_digests (TamboCatalog *self, GError **error)
{
  g_autoptr (GHashTable) digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) list = NULL;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), NULL);

  list = query_texts (self, "SELECT DISTINCT digest FROM blobs", error);
  if (list == NULL)
    return NULL;

  for (guint i = 0; list[i] != NULL; i++)
    g_hash_table_add (digests, g_strdup (list[i]));

  return g_steal_pointer (&digests);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/catalog.h"

#include "content/base/database.h"
#include "content/base/error.h"
#include "content/content-resources.h"

#include <string.h>

#define SCHEMA_PATH "/org/tambo/content/catalog/sql"

struct _TamboCatalog
{
  GObject parent_instance;

  sqlite3 *db;       /* (owned) */
  GListStore *packs; /* (owned): of TamboInstalledPack, by id: what the database has */
};

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
load (TamboCatalog *self, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean has_row = TRUE;

  stmt = tambo_database_prepare (self->db,
                                 "SELECT id, version, manifest, languages, bytes FROM versions"
                                 " WHERE is_shown = 1 ORDER BY id",
                                 error);
  if (stmt == NULL)
    return FALSE;

  while (has_row)
    {
      g_autoptr (TamboInstalledPack) pack = NULL;

      if (!tambo_statement_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        break;

      pack = read_row (stmt);
      g_list_store_append (self->packs, pack);
    }

  return TRUE;
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
  if (self->db == NULL || !load (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* @out_found: whether it is there; else where it would be. */
static guint
find_position (TamboCatalog *self, const char *id, gboolean *out_found)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->packs));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TamboInstalledPack) pack = g_list_model_get_item (G_LIST_MODEL (self->packs), i);
      int order = strcmp (tambo_installed_pack_get_id (pack), id);

      *out_found = order == 0;
      if (order >= 0)
        return i;
    }

  *out_found = FALSE;

  return n_items;
}

/* (transfer none) (nullable) */
TamboInstalledPack *
tambo_catalog_find (TamboCatalog *self, const char *id)
{
  g_autoptr (TamboInstalledPack) pack = NULL;
  gboolean found;
  guint position;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), NULL);

  position = find_position (self, id, &found);
  if (!found)
    return NULL;

  /* The list keeps it. */
  pack = g_list_model_get_item (G_LIST_MODEL (self->packs), position);

  return pack;
}

static void
show (TamboCatalog *self, TamboInstalledPack *pack)
{
  gboolean found;
  guint position = find_position (self, tambo_installed_pack_get_id (pack), &found);

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
static sqlite3_stmt *
prepare (TamboCatalog *self, const char *sql, TamboInstalledPack *pack, GError **error)
{
  sqlite3_stmt *stmt = tambo_database_prepare (self->db, sql, error);

  if (stmt == NULL)
    return NULL;

  tambo_statement_bind_text (stmt, ":id", tambo_installed_pack_get_id (pack));
  tambo_statement_bind_int (stmt, ":version", tambo_installed_pack_get_version (pack));

  return stmt;
}

static gboolean
run (TamboCatalog *self, const char *sql, TamboInstalledPack *pack, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = prepare (self, sql, pack, error);

  return stmt != NULL && tambo_statement_run (stmt, error);
}

/* The shown version, if it is another, becomes the one before; the one before that goes. */
static gboolean
step_back (TamboCatalog *self, TamboInstalledPack *pack, GError **error)
{
  return run (self,
              "DELETE FROM versions WHERE id = :id AND (is_shown = 0 OR version = :version)",
              pack,
              error) &&
         run (self,
              "UPDATE versions SET is_shown = 0 WHERE id = :id AND version <> :version",
              pack,
              error);
}

static gboolean
insert_version (TamboCatalog *self, TamboInstalledPack *pack, GError **error)
{
  const char *const *languages = tambo_installed_pack_get_languages (pack);
  g_autofree char *joined = g_strjoinv (" ", (GStrv) languages);
  g_autoptr (sqlite3_stmt) stmt = NULL;

  stmt = prepare (self,
                  "INSERT INTO versions (id, version, manifest, languages, bytes, is_shown)"
                  " VALUES (:id, :version, :manifest, :languages, :bytes, 1)",
                  pack,
                  error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":manifest", tambo_installed_pack_get_manifest (pack));
  tambo_statement_bind_text (stmt, ":languages", joined);
  tambo_statement_bind_int (stmt, ":bytes", (gint64) tambo_installed_pack_get_bytes (pack));

  return tambo_statement_run (stmt, error);
}

static gboolean
insert_blob (TamboCatalog *self, TamboInstalledPack *pack, const char *digest, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;

  stmt = prepare (self,
                  "INSERT INTO blobs (id, version, digest) VALUES (:id, :version, :digest)",
                  pack,
                  error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":digest", digest);

  return tambo_statement_run (stmt, error);
}

static gboolean
write_pack (TamboCatalog *self, TamboInstalledPack *pack, GPtrArray *wants, GError **error)
{
  if (!step_back (self, pack, error) || !insert_version (self, pack, error) ||
      !insert_blob (self, pack, tambo_installed_pack_get_manifest (pack), error))
    return FALSE;

  for (guint i = 0; i < wants->len; i++)
    if (!insert_blob (self, pack, ((TamboWant *) wants->pdata[i])->digest, error))
      return FALSE;

  return TRUE;
}

/* Ends a transaction: commits if all went well so far, else leaves everything as it was. */
static gboolean
end_transaction (TamboCatalog *self, gboolean ok, GError **error)
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
  TamboInstalledPack *shown;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), FALSE);
  g_return_val_if_fail (TAMBO_IS_PACK (pack), FALSE);

  wants = tambo_manifest_plan (tambo_pack_get_manifest (pack), languages);
  row = describe (pack, wants, languages);
  shown = tambo_catalog_find (self, tambo_installed_pack_get_id (row));
  if (shown != NULL &&
      tambo_installed_pack_get_version (shown) > tambo_installed_pack_get_version (row))
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_PACK_ROLLBACK,
                           "A newer version of this pack is here");
      return FALSE;
    }

  if (!tambo_database_exec (self->db, "BEGIN IMMEDIATE", error) ||
      !end_transaction (self, write_pack (self, row, wants, error), error))
    return FALSE;

  show (self, row);

  return TRUE;
}

/* With the version that was kept for a rollback. That it was not here is no error. */
gboolean
tambo_catalog_remove (TamboCatalog *self, const char *id, GError **error)
{
  g_autoptr (sqlite3_stmt) stmt = NULL;
  gboolean found;
  guint position;

  g_return_val_if_fail (TAMBO_IS_CATALOG (self), FALSE);

  stmt = tambo_database_prepare (self->db, "DELETE FROM versions WHERE id = :id", error);
  if (stmt == NULL)
    return FALSE;

  tambo_statement_bind_text (stmt, ":id", id);
  if (!tambo_statement_run (stmt, error))
    return FALSE;

  position = find_position (self, id, &found);
  if (found)
    g_list_store_remove (self->packs, position);

  return TRUE;
}

/* Collects the first column of all rows. */
static GStrv
query_texts (TamboCatalog *self, const char *sql, GError **error)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_autoptr (sqlite3_stmt) stmt = tambo_database_prepare (self->db, sql, error);
  gboolean has_row = stmt != NULL;

  while (has_row)
    {
      if (!tambo_statement_step (stmt, &has_row, error))
        return NULL;
      if (has_row)
        g_strv_builder_add (texts, tambo_statement_get_text (stmt, 0));
    }

  return stmt != NULL ? g_strv_builder_end (texts) : NULL;
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
         end_transaction (self, write_languages (self, languages, error), error);
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

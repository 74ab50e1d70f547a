/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/database.h"
#include "content/base/error.h"
#include "content/catalog/catalog.h"
#include "content/content-resources.h"
#include "tests/support/folder.h"
#include "tests/support/packs.h"

#include <string.h>

static const char *const french[] = { "fr", NULL };
static const char *const two[] = { "fr", "ar", "de", NULL };

typedef struct
{
  char *folder;          /* (owned) */
  char *path;            /* (owned) */
  TamboCatalog *catalog; /* (owned) */
  guint n_changes;
} Fixture;

static void
on_items_changed (Fixture *fixture)
{
  fixture->n_changes++;
}

static void
open_catalog (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->catalog);
  fixture->catalog = tambo_catalog_open (fixture->path, &error);
  g_assert_no_error (error);
  g_signal_connect_swapped (fixture->catalog,
                            "items-changed",
                            G_CALLBACK (on_items_changed),
                            fixture);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = tambo_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "catalog.db", NULL);
  open_catalog (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->catalog));
  tambo_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->path, g_free);
  g_clear_pointer (&fixture->folder, g_free);
}

static void
add (Fixture *fixture, const char *id, guint version, const char *const *languages)
{
  g_autoptr (TamboTestPack) test = tambo_test_pack_new (id, version);
  g_autoptr (GError) error = NULL;

  tambo_catalog_add (fixture->catalog, test->pack, languages, &error);
  g_assert_no_error (error);
}

/* "id version languages", one line a pack. */
static char *
describe (Fixture *fixture)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->catalog)); i++)
    {
      g_autoptr (TamboInstalledPack) pack = NULL;
      g_autofree char *languages = NULL;

      pack = g_list_model_get_item (G_LIST_MODEL (fixture->catalog), i);
      languages = g_strjoinv (",", (GStrv) tambo_installed_pack_get_languages (pack));
      g_string_append_printf (text,
                              "%s %u %s\n",
                              tambo_installed_pack_get_id (pack),
                              tambo_installed_pack_get_version (pack),
                              languages);
    }

  return g_string_free (text, FALSE);
}

/* Now, and after the next start. */
static void
assert_packs (Fixture *fixture, const char *expected)
{
  g_autofree char *before = describe (fixture);
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, expected);
  open_catalog (fixture);
  after = describe (fixture);
  g_assert_cmpstr (after, ==, expected);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  assert_packs (fixture, "");
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->catalog)) ==
                 TAMBO_TYPE_INSTALLED_PACK);
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  add (fixture, "org.example.water", 3, french);
  add (fixture, "org.example.cough", 1, two);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  assert_packs (fixture, "org.example.cough 1 ar,fr\norg.example.water 3 fr\n");
}

static void
test_add_newer (Fixture *fixture, gconstpointer data)
{
  add (fixture, "org.example.cough", 1, french);
  add (fixture, "org.example.cough", 2, french);
  assert_packs (fixture, "org.example.cough 2 fr\n");
}

static void
test_add_older (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) old = tambo_test_pack_new ("org.example.cough", 1);
  g_autoptr (GError) error = NULL;

  add (fixture, "org.example.cough", 2, french);
  g_assert_false (tambo_catalog_add (fixture->catalog, old->pack, french, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_ROLLBACK);
  assert_packs (fixture, "org.example.cough 2 fr\n");
}

static void
test_add_language (Fixture *fixture, gconstpointer data)
{
  guint64 bytes;

  add (fixture, "org.example.cough", 1, french);
  bytes = tambo_installed_pack_get_bytes (
      tambo_catalog_find (fixture->catalog, "org.example.cough"));
  add (fixture, "org.example.cough", 1, two);
  g_assert_cmpuint (tambo_installed_pack_get_bytes (
                        tambo_catalog_find (fixture->catalog, "org.example.cough")),
                    >,
                    bytes);
  assert_packs (fixture, "org.example.cough 1 ar,fr\n");
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) digests = NULL;
  g_autoptr (GError) error = NULL;

  add (fixture, "org.example.cough", 1, french);
  add (fixture, "org.example.cough", 2, french);
  add (fixture, "org.example.water", 1, french);
  tambo_catalog_remove (fixture->catalog, "org.example.cough", &error);
  tambo_catalog_remove (fixture->catalog, "org.example.water", &error);
  tambo_catalog_remove (fixture->catalog, "org.example.never-here", &error);
  g_assert_no_error (error);

  digests = tambo_catalog_get_digests (fixture->catalog, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (digests), ==, 0);
  assert_packs (fixture, "");
}

static gboolean
uses (Fixture *fixture, TamboTestPack *test, const char *title)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) digests = tambo_catalog_get_digests (fixture->catalog, &error);

  g_assert_no_error (error);

  return g_hash_table_contains (digests, tambo_test_pack_get_digest (test, title));
}

/* The version before stays for one rollback, the one before that does not. */
static void
test_digests (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) first = tambo_test_pack_new ("org.example.cough", 1);
  g_autoptr (TamboTestPack) second = tambo_test_pack_new ("org.example.cough", 2);

  add (fixture, "org.example.cough", 1, french);
  g_assert_true (uses (fixture, first, "film/voice.fr.ogg"));
  g_assert_false (uses (fixture, first, "film/voice.ar.ogg"));

  add (fixture, "org.example.cough", 2, french);
  g_assert_true (uses (fixture, first, "film/voice.fr.ogg"));
  g_assert_true (uses (fixture, second, "film/voice.fr.ogg"));

  add (fixture, "org.example.cough", 3, french);
  g_assert_false (uses (fixture, first, "film/voice.fr.ogg"));
  g_assert_true (uses (fixture, second, "film/voice.fr.ogg"));
  g_assert_true (uses (fixture, first, "film/picture.webm"));
}

static void
test_digests_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) test = tambo_test_pack_new ("org.example.cough", 1);
  g_autoptr (GHashTable) digests = NULL;
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer digest;

  tambo_catalog_add (fixture->catalog, test->pack, NULL, &error);
  g_assert_no_error (error);

  digests = tambo_catalog_get_digests (fixture->catalog, &error);
  g_assert_cmpuint (g_hash_table_size (digests), ==, g_hash_table_size (test->blobs));
  g_hash_table_iter_init (&iter, test->blobs);
  while (g_hash_table_iter_next (&iter, &digest, NULL))
    g_assert_true (g_hash_table_contains (digests, digest));
}

static void
test_languages (Fixture *fixture, gconstpointer data)
{
  const char *const chosen[] = { "fr", "ar", "fr", NULL };
  const char *const invalid[] = { "en", "../en", NULL };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) none = tambo_catalog_get_languages (fixture->catalog);
  g_auto (GStrv) languages = NULL;

  g_assert_cmpuint (g_strv_length (none), ==, 0);
  tambo_catalog_set_languages (fixture->catalog, chosen, &error);
  g_assert_no_error (error);

  g_assert_false (tambo_catalog_set_languages (fixture->catalog, invalid, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CONFIG);

  open_catalog (fixture);
  languages = tambo_catalog_get_languages (fixture->catalog);
  g_assert_cmpuint (g_strv_length (languages), ==, 2);
  g_assert_cmpstr (languages[0], ==, "fr");
  g_assert_cmpstr (languages[1], ==, "ar");
}

static void
assert_before (Fixture *fixture, const char *id, guint version)
{
  TamboInstalledPack *before = tambo_catalog_find_before (fixture->catalog, id);

  g_assert_cmpuint (before != NULL ? tambo_installed_pack_get_version (before) : 0, ==, version);
}

static void
test_roll_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) second = tambo_test_pack_new ("org.example.cough", 2);
  g_autoptr (TamboTestPack) third = tambo_test_pack_new ("org.example.cough", 3);
  g_autoptr (GError) error = NULL;

  add (fixture, "org.example.cough", 1, french);
  add (fixture, "org.example.cough", 2, french);
  add (fixture, "org.example.cough", 3, french);
  assert_before (fixture, "org.example.cough", 2);

  tambo_catalog_roll_back (fixture->catalog, "org.example.cough", &error);
  g_assert_no_error (error);
  assert_before (fixture, "org.example.cough", 0);
  assert_packs (fixture, "org.example.cough 2 fr\n");
  g_assert_true (uses (fixture, second, "film/voice.fr.ogg"));
  g_assert_false (uses (fixture, third, "film/voice.fr.ogg"));

  /* Once. */
  g_assert_false (tambo_catalog_roll_back (fixture->catalog, "org.example.cough", &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_UNKNOWN);
  assert_packs (fixture, "org.example.cough 2 fr\n");
}

static void
test_roll_back_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tambo_catalog_roll_back (fixture->catalog, "org.example.cough", &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_UNKNOWN);
}

/* What staff went back from does not come by itself; what is later does. */
static void
test_held_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add (fixture, "org.example.cough", 1, french);
  add (fixture, "org.example.cough", 2, french);
  g_assert_false (tambo_catalog_holds_back (fixture->catalog, "org.example.cough", 1));
  tambo_catalog_roll_back (fixture->catalog, "org.example.cough", &error);
  g_assert_no_error (error);

  open_catalog (fixture);
  g_assert_true (tambo_catalog_holds_back (fixture->catalog, "org.example.cough", 2));
  g_assert_false (tambo_catalog_holds_back (fixture->catalog, "org.example.cough", 3));
  g_assert_false (tambo_catalog_holds_back (fixture->catalog, "org.example.water", 1));

  /* Another language of what is here changes nothing in that; to install it on purpose does. */
  add (fixture, "org.example.cough", 1, two);
  g_assert_true (tambo_catalog_holds_back (fixture->catalog, "org.example.cough", 2));
  add (fixture, "org.example.cough", 2, french);
  g_assert_false (tambo_catalog_holds_back (fixture->catalog, "org.example.cough", 2));
}

static void
test_removed_is_held_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add (fixture, "org.example.cough", 1, french);
  tambo_catalog_remove (fixture->catalog, "org.example.cough", &error);
  g_assert_no_error (error);

  open_catalog (fixture);
  g_assert_true (tambo_catalog_holds_back (fixture->catalog, "org.example.cough", 1));
  g_assert_true (tambo_catalog_holds_back (fixture->catalog, "org.example.cough", G_MAXUINT));
  add (fixture, "org.example.cough", 1, french);
  g_assert_false (tambo_catalog_holds_back (fixture->catalog, "org.example.cough", 1));
}

static void
test_language_keeps_version_before (Fixture *fixture, gconstpointer data)
{
  add (fixture, "org.example.cough", 1, french);
  add (fixture, "org.example.cough", 2, french);
  add (fixture, "org.example.cough", 2, two);
  assert_before (fixture, "org.example.cough", 1);
  assert_packs (fixture, "org.example.cough 2 ar,fr\n");
  assert_before (fixture, "org.example.cough", 1);
}

/* Of the version that is shown, and of the one before. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) first = tambo_test_pack_new ("org.example.cough", 1);
  g_autoptr (TamboTestPack) second = tambo_test_pack_new ("org.example.cough", 2);
  g_autoptr (GError) error = NULL;

  add (fixture, "org.example.cough", 1, two);
  add (fixture, "org.example.cough", 2, two);
  tambo_catalog_narrow (fixture->catalog, second->pack, french, &error);
  g_assert_no_error (error);
  assert_packs (fixture, "org.example.cough 2 fr\n");
  assert_before (fixture, "org.example.cough", 1);
  g_assert_true (uses (fixture, first, "film/voice.ar.ogg"));

  tambo_catalog_narrow (fixture->catalog, first->pack, french, &error);
  g_assert_no_error (error);
  assert_packs (fixture, "org.example.cough 2 fr\n");
  assert_before (fixture, "org.example.cough", 1);
  g_assert_false (uses (fixture, first, "film/voice.ar.ogg"));
  g_assert_true (uses (fixture, first, "film/voice.fr.ogg"));
}

static void
test_lose (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) first = tambo_test_pack_new ("org.example.cough", 1);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) of_shown = NULL;
  g_auto (GStrv) of_before = NULL;

  add (fixture, "org.example.cough", 1, french);
  add (fixture, "org.example.cough", 2, french);

  /* Only the version before has this one. */
  of_before = tambo_catalog_lose (fixture->catalog,
                                  tambo_test_pack_get_digest (first, "film/voice.fr.ogg"),
                                  &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (of_before), ==, 0);
  assert_before (fixture, "org.example.cough", 0);
  assert_packs (fixture, "org.example.cough 2 fr\n");

  of_shown = tambo_catalog_lose (fixture->catalog,
                                 tambo_test_pack_get_digest (first, "film/picture.webm"),
                                 &error);
  g_assert_no_error (error);
  g_assert_cmpstrv (of_shown, ((const char *const[]){ "org.example.cough", NULL }));
  assert_packs (fixture, "org.example.cough 2 fr\n");
}

/* A catalogue of the first schema keeps all that is in it. */
static void
test_migrate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) script = NULL;
  g_autoptr (sqlite3) db = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "old.db", NULL);

  script = g_resource_lookup_data (tambo_content_get_resource (),
                                   "/org/tambo/content/catalog/sql/001-packs.sql",
                                   G_RESOURCE_LOOKUP_FLAGS_NONE,
                                   &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  tambo_database_exec (db, g_bytes_get_data (script, NULL), &error);
  g_assert_no_error (error);
  tambo_database_exec (db,
                       "PRAGMA user_version = 1;"
                       "INSERT INTO versions VALUES"
                       " ('org.example.cough', 1, 'sha256:a', 'fr', 5, 0),"
                       " ('org.example.cough', 2, 'sha256:b', 'ar fr', 7, 1);"
                       "INSERT INTO blobs VALUES ('org.example.cough', 2, 'sha256:b');",
                       &error);
  g_assert_no_error (error);

  g_free (fixture->path);
  fixture->path = g_steal_pointer (&path);
  open_catalog (fixture);
  assert_packs (fixture, "org.example.cough 2 ar,fr\n");
  assert_before (fixture, "org.example.cough", 1);
  g_assert_false (tambo_catalog_holds_back (fixture->catalog, "org.example.cough", 1));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/content/catalog/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("empty", test_empty);
  add_test ("add/in-order-of-ids", test_add);
  add_test ("add/newer", test_add_newer);
  add_test ("add/older", test_add_older);
  add_test ("add/another-language", test_add_language);
  add_test ("remove", test_remove);
  add_test ("digests/one-version-back", test_digests);
  add_test ("digests/whole-pack", test_digests_whole);
  add_test ("languages", test_languages);
  add_test ("roll-back/once", test_roll_back);
  add_test ("roll-back/nothing-before", test_roll_back_nothing);
  add_test ("held-back/what-was-rolled-back", test_held_back);
  add_test ("held-back/what-was-removed", test_removed_is_held_back);
  add_test ("add/language-keeps-the-version-before", test_language_keeps_version_before);
  add_test ("narrow/both-versions", test_narrow);
  add_test ("lose/a-blob", test_lose);
  add_test ("migrate/from-1", test_migrate);
#undef add_test

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/catalog/catalog.h"
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
#undef add_test

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/shelter.h"

#include "content/store/layout-writer.h"
#include "tests/support/folder.h"

void
tambo_test_shelter_start (TamboTestShelter *self)
{
  g_autofree char *store = g_build_filename (self->folder, "store", NULL);
  g_autofree char *catalog = g_build_filename (self->folder, "catalog.db", NULL);
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->store);
  g_clear_object (&self->catalog);
  self->store = tambo_store_open (store, &error);
  g_assert_no_error (error);
  tambo_store_set_space_floor (self->store, 0);
  self->catalog = tambo_catalog_open (catalog, &error);
  g_assert_no_error (error);
}

void
tambo_test_shelter_set_up (TamboTestShelter *self, gconstpointer data)
{
  g_autofree char *publisher = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = tambo_test_make_folder ();
  self->stick = g_build_filename (self->folder, "stick", NULL);
  publisher = g_build_filename (self->folder, "publisher", NULL);
  self->signer = tambo_signer_found (publisher, NULL, TAMBO_TEST_SHELTER_NOW, &error);
  g_assert_no_error (error);
  self->trust = tambo_trust_new (tambo_signer_get_first_root (self->signer), &error);
  g_assert_no_error (error);
  tambo_test_shelter_start (self);
}

void
tambo_test_shelter_tear_down (TamboTestShelter *self, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&self->catalog));
  g_assert_finalize_object (g_steal_pointer (&self->store));
  g_clear_object (&self->trust);
  g_clear_object (&self->signer);
  tambo_test_remove_folder (self->folder);
  g_clear_pointer (&self->stick, g_free);
  g_clear_pointer (&self->folder, g_free);
}

void
tambo_test_shelter_write_stick (TamboTestShelter *self, TamboTestPack *test)
{
  TamboManifest *manifest = tambo_pack_get_manifest (test->pack);
  g_autofree char *ref = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboLayoutWriter) writer = tambo_layout_writer_new (self->stick, &error);
  GHashTableIter iter;
  gpointer bytes;

  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, test->blobs);
  while (g_hash_table_iter_next (&iter, NULL, &bytes))
    {
      g_autofree char *digest = tambo_layout_writer_add_bytes (writer, bytes, &error);

      g_assert_no_error (error);
    }

  ref = g_strdup_printf ("packs/" TAMBO_TEST_SHELTER_ID ":%u",
                         tambo_manifest_get_version (manifest));
  tambo_layout_writer_add_manifest (writer, ref, tambo_manifest_get_bytes (manifest), &error);
  g_assert_no_error (error);
  files = tambo_signer_get_files (self->signer);
  tambo_layout_writer_add_trust (writer, files, &error);
  g_assert_no_error (error);
  tambo_layout_writer_finish (writer, &error);
  g_assert_no_error (error);
}

/* Signs a version and writes it on the stick. */
TamboTestPack *
tambo_test_shelter_publish (TamboTestShelter *self, guint version)
{
  g_autoptr (TamboTestPack) test = tambo_test_pack_new (TAMBO_TEST_SHELTER_ID, version);
  g_autoptr (GError) error = NULL;

  tambo_signer_set_pack (self->signer, test->pack, FALSE, &error);
  g_assert_no_error (error);
  tambo_signer_publish (self->signer, TAMBO_TEST_SHELTER_NOW, &error);
  g_assert_no_error (error);
  tambo_test_shelter_write_stick (self, test);

  return g_steal_pointer (&test);
}

TamboLayout *
tambo_test_shelter_open_stick (TamboTestShelter *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) files = NULL;
  TamboLayout *layout = tambo_layout_open (self->stick, &error);

  g_assert_no_error (error);
  files = tambo_layout_read_trust (layout, &error);
  g_assert_no_error (error);
  tambo_trust_update (self->trust, files, TAMBO_TEST_SHELTER_NOW, &error);
  g_assert_no_error (error);

  return layout;
}

static TamboInstall *
begin (TamboTestShelter *self, guint version, const char *const *languages, GError **error)
{
  return tambo_install_new (self->store,
                            tambo_trust_find_pack (self->trust, TAMBO_TEST_SHELTER_ID, version),
                            languages,
                            error);
}

TamboInstall *
tambo_test_shelter_begin (TamboTestShelter *self, guint version, const char *const *languages)
{
  g_autoptr (GError) error = NULL;
  TamboInstall *install = begin (self, version, languages, &error);

  g_assert_no_error (error);

  return install;
}

gboolean
tambo_test_shelter_install (TamboTestShelter *self,
                            guint version,
                            const char *const *languages,
                            GError **error)
{
  g_autoptr (TamboLayout) layout = tambo_test_shelter_open_stick (self);
  g_autoptr (TamboInstall) install = begin (self, version, languages, error);

  return install != NULL && tambo_install_copy (install, layout, NULL, NULL, NULL, error) &&
         tambo_install_finish (install, self->catalog, error);
}

/* Every blob that the pack needs for these languages is in the store, and right. */
void
tambo_test_shelter_assert_installed (TamboTestShelter *self,
                                     TamboTestPack *test,
                                     const char *const *languages)
{
  TamboManifest *manifest = tambo_pack_get_manifest (test->pack);
  g_autoptr (GPtrArray) wants = tambo_manifest_plan (manifest, languages);
  TamboInstalledPack *pack = tambo_catalog_find (self->catalog, TAMBO_TEST_SHELTER_ID);

  g_assert_nonnull (pack);
  g_assert_cmpstr (tambo_installed_pack_get_manifest (pack),
                   ==,
                   tambo_manifest_get_digest (manifest));
  for (guint i = 0; i < wants->len; i++)
    {
      const TamboWant *want = wants->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = NULL;

      bytes = tambo_store_read (self->store, want->digest, want->size, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, g_hash_table_lookup (test->blobs, want->digest)));
    }
}

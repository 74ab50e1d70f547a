/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/site.h"

#include "content/store/layout-writer.h"
#include "tests/support/folder.h"

#include <string.h>

#define NOW (g_get_real_time () / G_USEC_PER_SEC)

TamboTestSite *
tambo_test_site_new (void)
{
  TamboTestSite *self = g_new0 (TamboTestSite, 1);
  g_autofree char *keys = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = tambo_test_make_folder ();
  self->stick = g_build_filename (self->folder, "stick", NULL);
  keys = g_build_filename (self->folder, "site", NULL);
  self->signer = tambo_signer_found (keys, NULL, NOW, &error);
  g_assert_no_error (error);
  self->roster = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_roster_entry_free);
  self->packs = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_test_pack_free);

  return self;
}

void
tambo_test_site_free (TamboTestSite *self)
{
  g_object_unref (self->signer);
  g_ptr_array_unref (self->roster);
  g_ptr_array_unref (self->packs);
  tambo_test_remove_folder (self->folder);
  g_free (self->stick);
  g_free (self->folder);
  g_free (self);
}

void
tambo_test_site_admit (TamboTestSite *self, const char *pin, TamboPart part)
{
  TamboRosterEntry *entry = g_new0 (TamboRosterEntry, 1);

  entry->pin = g_strdup (pin);
  entry->part = part;
  g_ptr_array_add (self->roster, entry);
}

void
tambo_test_site_expel (TamboTestSite *self, const char *pin)
{
  for (guint i = 0; i < self->roster->len; i++)
    {
      TamboRosterEntry *entry = g_ptr_array_index (self->roster, i);

      if (strcmp (entry->pin, pin) == 0)
        g_ptr_array_remove_index (self->roster, i--);
    }
}

static TamboTestPack *
add (TamboTestSite *self, TamboTestPack *pack)
{
  g_autoptr (GError) error = NULL;

  tambo_signer_set_pack (self->signer, pack->pack, FALSE, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->packs, pack);

  return pack;
}

TamboTestPack *
tambo_test_site_add_pack (TamboTestSite *self, const char *id, guint version)
{
  return add (self, tambo_test_pack_new (id, version));
}

TamboTestPack *
tambo_test_site_add_sized_pack (TamboTestSite *self, const char *id, guint version, gsize film)
{
  return add (self, tambo_test_pack_new_sized (id, version, film));
}

/* @pack: (transfer full) */
void
tambo_test_site_take_pack (TamboTestSite *self, TamboTestPack *pack)
{
  add (self, pack);
}

void
tambo_test_site_recall (TamboTestSite *self, const char *id, guint version)
{
  g_autoptr (GError) error = NULL;

  tambo_signer_recall_pack (self->signer, id, version, "It was wrong.", &error);
  g_assert_no_error (error);
}

void
tambo_test_site_add_clinic (TamboTestSite *self, const TamboTestClinic *clinic)
{
  const char *const languages[] = { "en", NULL };
  const char *const names[] = { "North", NULL };
  g_autoptr (TamboTexts) name = tambo_texts_new (languages, names);
  TamboIntakeKey key = { .id = (char *) "k1", .to_day = 65535 };
  g_autoptr (TamboClinicRecord) record = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  memcpy (key.key, clinic->intake, sizeof key.key);
  record = tambo_clinic_record_new ("north", name, clinic->identity, &key, 1, 3);
  bytes = tambo_clinic_record_write (record);
  tambo_signer_set_file (self->signer, "clinics/north.json", bytes, &error);
  g_assert_no_error (error);
}

static void
write_pack (TamboLayoutWriter *writer, TamboTestPack *pack)
{
  TamboManifest *manifest = tambo_pack_get_manifest (pack->pack);
  TamboPackConfig *config = tambo_pack_get_config (pack->pack);
  g_autofree char *ref = g_strdup_printf ("packs/%s:%u",
                                          tambo_pack_config_get_id (config),
                                          tambo_pack_config_get_version (config));
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer bytes;

  g_hash_table_iter_init (&iter, pack->blobs);
  while (g_hash_table_iter_next (&iter, NULL, &bytes))
    {
      g_autofree char *digest = tambo_layout_writer_add_bytes (writer, bytes, &error);

      g_assert_no_error (error);
    }
  tambo_layout_writer_add_manifest (writer, ref, tambo_manifest_get_bytes (manifest), &error);
  g_assert_no_error (error);
}

/* Signs what is set, and writes the stick. */
void
tambo_test_site_publish (TamboTestSite *self)
{
  g_autoptr (GBytes) roster = tambo_roster_write (self->roster);
  g_autoptr (TamboLayoutWriter) writer = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;

  tambo_signer_set_file (self->signer, "roster/site.json", roster, &error);
  g_assert_no_error (error);
  tambo_signer_publish (self->signer, NOW, &error);
  g_assert_no_error (error);

  writer = tambo_layout_writer_new (self->stick, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < self->packs->len; i++)
    write_pack (writer, g_ptr_array_index (self->packs, i));
  files = tambo_signer_get_files (self->signer);
  tambo_layout_writer_add_trust (writer, files, &error);
  g_assert_no_error (error);
  tambo_layout_writer_finish (writer, &error);
  g_assert_no_error (error);
}

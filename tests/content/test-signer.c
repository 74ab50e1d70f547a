/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/trust/signer.h"
#include "content/trust/trust.h"
#include "tests/support/folder.h"
#include "tests/support/packs.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW G_GINT64_CONSTANT (1800000000)
#define PIN "1111111111111111111111111111111111111111111111111111111111111111"

typedef struct
{
  char *folder;    /* (owned) */
  char *publisher; /* (owned): folder of the signer, not there yet */
  char *kiosk;     /* (owned): folder of saved trust, not there yet */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = tambo_test_make_folder ();
  fixture->publisher = g_build_filename (fixture->folder, "publisher", NULL);
  fixture->kiosk = g_build_filename (fixture->folder, "kiosk", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
  g_clear_pointer (&fixture->publisher, g_free);
  g_clear_pointer (&fixture->kiosk, g_free);
}

static TamboSigner *
found (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TamboSigner *signer = tambo_signer_found (fixture->publisher, NULL, NOW, &error);

  g_assert_no_error (error);

  return signer;
}

static void
publish (TamboSigner *signer)
{
  g_autoptr (GError) error = NULL;

  tambo_signer_publish (signer, NOW, &error);
  g_assert_no_error (error);
}

static TamboTrust *
new_kiosk (TamboSigner *signer)
{
  g_autoptr (GError) error = NULL;
  TamboTrust *trust = tambo_trust_new (tambo_signer_get_first_root (signer), &error);

  g_assert_no_error (error);

  return trust;
}

static void
update (TamboTrust *trust, TamboSigner *signer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) files = tambo_signer_get_files (signer);

  tambo_trust_update (trust, files, NOW, &error);
  g_assert_no_error (error);
}

static void
add_pack (TamboSigner *signer, guint version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboTestPack) test = tambo_test_pack_new ("org.example.cough", version);

  tambo_signer_set_pack (signer, test->pack, FALSE, &error);
  g_assert_no_error (error);
}

static void
test_found (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboSigner) signer = found (fixture);
  g_autoptr (TamboTrust) trust = new_kiosk (signer);
  const TamboDeployment *deployment;

  g_assert_cmpuint (tambo_trust_get_version (trust), ==, 0);
  g_assert_null (tambo_trust_get_deployment (trust));

  update (trust, signer);
  g_assert_cmpuint (tambo_trust_get_version (trust), ==, 1);
  g_assert_cmpint (tambo_trust_get_newest_time (trust), ==, NOW);
  g_assert_cmpint (tambo_trust_get_expiry (trust), >, NOW);
  deployment = tambo_trust_get_deployment (trust);
  g_assert_cmpuint (strlen (deployment->id_hex), ==, 32);
  g_assert_cmpuint (deployment->argon2_mem, ==, 128 * 1024 * 1024);
}

static void
test_found_twice (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboSigner) signer = found (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_signer_found (fixture->publisher, NULL, NOW, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS);
}

static void
test_key_files (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "root", "timestamp", "snapshot", "targets" };
  g_autoptr (TamboSigner) signer = found (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/keys/%s.json", fixture->publisher, names[i]);
      GStatBuf info;

      g_assert_no_errno (g_stat (path, &info));
      g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
    }
}

static void
test_passphrase (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboSigner) signer = NULL;
  g_autoptr (TamboSigner) again = NULL;

  signer = tambo_signer_found (fixture->publisher, "correct horse", NOW, &error);
  g_assert_no_error (error);

  g_assert_null (tambo_signer_open (fixture->publisher, "wrong horse", &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_PASSPHRASE);
  g_clear_error (&error);

  g_assert_null (tambo_signer_open (fixture->publisher, NULL, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_PASSPHRASE);
  g_clear_error (&error);

  again = tambo_signer_open (fixture->publisher, "correct horse", &error);
  g_assert_no_error (error);
  publish (again);
}

static void
test_packs (Fixture *fixture, gconstpointer data)
{
  const char *const french[] = { "fr", NULL };
  g_autoptr (TamboSigner) signer = found (fixture);
  g_autoptr (TamboTrust) trust = new_kiosk (signer);
  g_autoptr (TamboTestPack) newest = tambo_test_pack_new ("org.example.cough", 10);
  g_autoptr (GPtrArray) packs = NULL;
  TamboManifest *manifest = tambo_pack_get_manifest (newest->pack);
  const TamboPackTarget *target;

  add_pack (signer, 9);
  add_pack (signer, 10);
  publish (signer);
  update (trust, signer);

  packs = tambo_trust_list_packs (trust);
  g_assert_cmpuint (packs->len, ==, 2);
  target = tambo_trust_find_pack (trust, "org.example.cough", 0);
  g_assert_true (target == packs->pdata[0]);
  g_assert_cmpuint (target->version, ==, 10);
  g_assert_cmpstr (target->digest, ==, tambo_manifest_get_digest (manifest));
  g_assert_cmpuint (target->size, ==, g_bytes_get_size (tambo_manifest_get_bytes (manifest)));
  g_assert_true (g_strv_contains ((const char *const *) target->languages, "ar"));
  g_assert_true (tambo_trust_find_manifest (trust, target->digest) == target);
  g_assert_null (tambo_trust_find_pack (trust, "org.example.cough", 11));
  g_assert_null (tambo_trust_find_pack (trust, "org.example.water", 0));
  g_assert_cmpuint (tambo_pack_target_get_bytes (target, french),
                    <,
                    tambo_pack_target_get_bytes (target, NULL));
  g_assert_cmpuint (tambo_pack_target_get_bytes (target, french), >, 900 * 1024);
}

static void
test_recall (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboSigner) signer = found (fixture);
  g_autoptr (TamboSigner) again = NULL;
  g_autoptr (TamboTrust) trust = new_kiosk (signer);
  g_autoptr (GError) error = NULL;

  add_pack (signer, 1);
  add_pack (signer, 2);
  publish (signer);

  /* What was published is known after a restart, too. */
  again = tambo_signer_open (fixture->publisher, NULL, &error);
  g_assert_no_error (error);
  tambo_signer_recall_pack (again, "org.example.cough", 2, "It was wrong.", &error);
  g_assert_no_error (error);
  publish (again);
  update (trust, again);

  g_assert_cmpuint (tambo_trust_find_pack (trust, "org.example.cough", 0)->version, ==, 1);
  g_assert_true (tambo_trust_find_pack (trust, "org.example.cough", 2)->recalled);

  g_assert_false (
      tambo_signer_recall_pack (again, "org.example.cough", 3, "It was wrong.", &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_UNKNOWN);
}

static void
test_version_is_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboSigner) signer = found (fixture);
  g_autoptr (TamboTestPack) test = tambo_test_pack_new ("org.example.cough", 1);
  g_autoptr (TamboManifestBuilder) builder = NULL;
  g_autoptr (GBytes) config = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboManifest) manifest = NULL;
  g_autoptr (TamboPack) changed = NULL;
  g_autoptr (GError) error = NULL;
  TamboManifest *original = tambo_pack_get_manifest (test->pack);

  add_pack (signer, 1);
  publish (signer);
  add_pack (signer, 1);

  /* The same pack in another order is another manifest. */
  config = g_bytes_ref (
      g_hash_table_lookup (test->blobs, tambo_manifest_get_config_digest (original)));
  builder = tambo_manifest_builder_new (TAMBO_MEDIA_TYPE_PACK_CONFIG, config, 1);
  for (guint i = tambo_manifest_get_n_layers (original); i > 0; i--)
    tambo_manifest_builder_add (builder, tambo_manifest_get_layer (original, i - 1));
  bytes = tambo_manifest_builder_write (builder);
  manifest = tambo_manifest_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  changed = tambo_pack_new (manifest, tambo_pack_get_config (test->pack), &error);
  g_assert_no_error (error);

  g_assert_false (tambo_signer_set_pack (signer, changed, FALSE, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_ROLLBACK);
}

static GBytes *
write_roster (const char *pin, TamboPart part)
{
  g_autoptr (GPtrArray) entries = NULL;
  TamboRosterEntry *entry = g_new0 (TamboRosterEntry, 1);

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_roster_entry_free);
  entry->pin = g_strdup (pin);
  entry->part = part;
  g_ptr_array_add (entries, entry);

  return tambo_roster_write (entries);
}

static void
set_file (TamboSigner *signer, const char *path, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  tambo_signer_set_file (signer, path, bytes, &error);
  g_assert_no_error (error);
}

static void
test_roster (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboSigner) signer = found (fixture);
  g_autoptr (TamboTrust) trust = new_kiosk (signer);
  g_autoptr (GBytes) kiosk = write_roster (PIN, TAMBO_PART_KIOSK);
  g_autoptr (GBytes) gateway = write_roster (PIN, TAMBO_PART_GATEWAY);
  g_autoptr (GError) error = NULL;

  set_file (signer, "roster/north.json", kiosk);
  publish (signer);
  update (trust, signer);
  g_assert_cmpint (tambo_trust_get_part (trust, PIN), ==, TAMBO_PART_KIOSK);
  g_assert_cmpint (tambo_trust_get_part (trust, "22"), ==, TAMBO_PART_NONE);

  set_file (signer, "roster/south.json", gateway);
  publish (signer);
  update (trust, signer);
  g_assert_cmpint (tambo_trust_get_part (trust, PIN), ==, TAMBO_PART_GATEWAY);

  tambo_signer_remove (signer, "roster/north.json", &error);
  tambo_signer_remove (signer, "roster/south.json", &error);
  g_assert_no_error (error);
  publish (signer);
  update (trust, signer);
  g_assert_cmpint (tambo_trust_get_part (trust, PIN), ==, TAMBO_PART_NONE);
}

static void
test_clinics (Fixture *fixture, gconstpointer data)
{
  static const TamboIntakeKey intake[] = {
    { (char *) "a", { 1 }, 100, 130 },
    { (char *) "b", { 2 }, 125, 160 },
  };
  g_autoptr (TamboSigner) signer = found (fixture);
  g_autoptr (TamboTrust) trust = new_kiosk (signer);
  g_autoptr (TamboTexts) name = tambo_texts_new ((const char *[]){ "en", NULL },
                                                 (const char *[]){ "North clinic", NULL });
  g_autoptr (TamboClinicRecord) record = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) clinics = NULL;
  g_autoptr (GError) error = NULL;

  record = tambo_clinic_record_new ("north", name, (const guint8[32]){ 7 }, intake, 2, 3);
  bytes = tambo_clinic_record_write (record);
  set_file (signer, "clinics/north.json", bytes);
  publish (signer);
  update (trust, signer);

  clinics = tambo_trust_list_clinics (trust);
  g_assert_cmpuint (clinics->len, ==, 1);
  g_assert_cmpstr (tambo_clinic_record_get_id (clinics->pdata[0]), ==, "north");
  g_assert_cmpuint (tambo_clinic_record_get_identity (clinics->pdata[0])[0], ==, 7);
  g_assert_cmpuint (tambo_clinic_record_get_answers_in_days (clinics->pdata[0]), ==, 3);

  g_assert_null (tambo_clinic_record_find_intake (clinics->pdata[0], 99, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CLINIC_NO_CURRENT_KEY);
  g_clear_error (&error);
  g_assert_cmpstr (tambo_clinic_record_find_intake (clinics->pdata[0], 100, NULL)->id, ==, "a");
  g_assert_cmpstr (tambo_clinic_record_find_intake (clinics->pdata[0], 125, NULL)->id, ==, "b");
  g_assert_cmpstr (tambo_clinic_record_find_intake (clinics->pdata[0], 160, NULL)->id, ==, "b");
  g_assert_null (tambo_clinic_record_find_intake (clinics->pdata[0], 161, NULL));
}

static void
test_save_and_load (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboSigner) signer = found (fixture);
  g_autoptr (TamboTrust) trust = new_kiosk (signer);
  g_autoptr (TamboTrust) again = new_kiosk (signer);
  g_autoptr (GBytes) kiosk = write_roster (PIN, TAMBO_PART_KIOSK);
  g_autoptr (GBytes) gateway = write_roster (PIN, TAMBO_PART_GATEWAY);
  g_autoptr (GError) error = NULL;

  set_file (signer, "roster/north.json", kiosk);
  publish (signer);
  update (trust, signer);
  tambo_trust_save (trust, fixture->kiosk, &error);
  g_assert_no_error (error);

  /* Saving over what is there. */
  set_file (signer, "roster/north.json", gateway);
  publish (signer);
  update (trust, signer);
  tambo_trust_save (trust, fixture->kiosk, &error);
  g_assert_no_error (error);

  tambo_trust_load (again, fixture->kiosk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_trust_get_version (again), ==, tambo_trust_get_version (trust));
  g_assert_cmpint (tambo_trust_get_part (again, PIN), ==, TAMBO_PART_GATEWAY);
  g_assert_cmpuint (g_hash_table_size (tambo_trust_get_files (again)),
                    ==,
                    g_hash_table_size (tambo_trust_get_files (trust)));
}

static void
test_load_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboSigner) signer = found (fixture);
  g_autoptr (TamboTrust) trust = new_kiosk (signer);
  g_autoptr (GError) error = NULL;

  tambo_trust_load (trust, fixture->kiosk, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_trust_get_version (trust), ==, 0);
}

/* A copy of the folder from before, put back later. */
static void
test_load_old_below_floor (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboSigner) signer = found (fixture);
  g_autoptr (TamboTrust) trust = new_kiosk (signer);
  g_autoptr (TamboTrust) again = new_kiosk (signer);
  g_autofree char *path = g_build_filename (fixture->folder, "floor", NULL);
  g_autoptr (GError) error = NULL;
  TamboTrustFloor floor;

  update (trust, signer);
  tambo_trust_save (trust, fixture->kiosk, &error);
  g_assert_no_error (error);

  publish (signer);
  update (trust, signer);
  tambo_trust_get_floor (trust, &floor);
  tambo_trust_floor_save (&floor, path, &error);
  g_assert_no_error (error);

  memset (&floor, 0, sizeof floor);
  tambo_trust_floor_load (&floor, path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (floor.timestamp, ==, 2);
  tambo_trust_raise_floor (again, &floor);
  g_assert_false (tambo_trust_load (again, fixture->kiosk, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_ROLLBACK);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/content/signer/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("found/kiosk-trusts-it", test_found);
  add_test ("found/twice", test_found_twice);
  add_test ("keys/only-for-their-owner", test_key_files);
  add_test ("keys/passphrase", test_passphrase);
  add_test ("packs/newest-first", test_packs);
  add_test ("packs/recall", test_recall);
  add_test ("packs/version-is-taken", test_version_is_taken);
  add_test ("roster", test_roster);
  add_test ("clinics", test_clinics);
  add_test ("save/load-again", test_save_and_load);
  add_test ("load/missing-folder", test_load_missing);
  add_test ("load/old-folder-below-floor", test_load_old_below_floor);
#undef add_test

  return g_test_run ();
}

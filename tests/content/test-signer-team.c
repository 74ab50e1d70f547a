/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/trust/metadata-writer.h"
#include "content/trust/rotation.h"
#include "content/trust/signer.h"
#include "content/trust/target-set.h"
#include "tests/support/folder.h"
#include "tests/support/packs.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1800000000)
#define DAY 86400
#define WATER "org.example.water"
#define COUGH "org.example.cough"
#define PIN "1111111111111111111111111111111111111111111111111111111111111111"

/* A founder, and people with laptops of their own. */
typedef struct
{
  char *folder;         /* (owned) */
  TamboSigner *founder; /* (owned) */
  TamboTrust *kiosk;    /* (owned) */
} Fixture;

static char *
folder_of (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = tambo_test_make_folder ();
  path = folder_of (fixture, "founder");
  fixture->founder = tambo_signer_found (path, NULL, NOW, &error);
  g_assert_no_error (error);
  fixture->kiosk = tambo_trust_new (tambo_signer_get_first_root (fixture->founder), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->kiosk));
  g_assert_finalize_object (g_steal_pointer (&fixture->founder));
  tambo_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

/* Makes a key on somebody's laptop. */
static TamboPublicKey *
make_key (Fixture *fixture, const char *name)
{
  g_autofree char *path = folder_of (fixture, name);
  g_autoptr (TamboKeyRing) ring = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;
  TamboSigningKey *key;

  ring = tambo_key_ring_new (path, NULL, &error);
  g_assert_no_error (error);
  key = tambo_key_ring_create (ring, name, name, &error);
  g_assert_no_error (error);
  file = tambo_public_key_write_file (tambo_signing_key_get_public (key));

  return tambo_public_key_new_from_bytes (file, &error);
}

static void
publish (TamboSigner *signer)
{
  g_autoptr (GError) error = NULL;

  tambo_signer_publish (signer, NOW, &error);
  g_assert_no_error (error);
}

/* What @from has, @to takes up, and says who signed something newer. */
static char *
merge (TamboSigner *to, TamboSigner *from)
{
  g_autoptr (GHashTable) files = tambo_signer_get_files (from);
  g_autoptr (GPtrArray) roles = NULL;
  g_autoptr (GError) error = NULL;

  tambo_signer_merge (to, files, NOW, &roles, &error);
  g_assert_no_error (error);
  g_ptr_array_add (roles, NULL);

  return g_strjoinv (" ", (char **) roles->pdata);
}

/* Somebody's folder, with a key and the deployment in it. */
static TamboSigner *
join (Fixture *fixture, const char *name)
{
  g_autofree char *path = folder_of (fixture, name);
  g_autofree char *merged = NULL;
  g_autoptr (GError) error = NULL;
  TamboSigner *signer;

  tambo_signer_join (path, tambo_signer_get_first_root (fixture->founder), &error);
  g_assert_no_error (error);
  signer = tambo_signer_open (path, NULL, &error);
  g_assert_no_error (error);
  merged = merge (signer, fixture->founder);

  return signer;
}

static void
delegate (Fixture *fixture, const char *role, const char *pattern, TamboPublicKey *key)
{
  const char *const patterns[] = { pattern, NULL };
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (keys, key);
  tambo_signer_delegate (fixture->founder, role, patterns, keys, 1, &error);
  g_assert_no_error (error);
  publish (fixture->founder);
}

static void
update_kiosk (Fixture *fixture, TamboSigner *from)
{
  g_autoptr (GHashTable) files = tambo_signer_get_files (from);
  g_autoptr (GError) error = NULL;

  tambo_trust_update (fixture->kiosk, files, NOW, &error);
  g_assert_no_error (error);
}

static gboolean
set_pack (TamboSigner *signer, const char *id, guint version, GError **error)
{
  g_autoptr (TamboTestPack) test = tambo_test_pack_new (id, version);

  return tambo_signer_set_pack (signer, test->pack, FALSE, error);
}

static void
sign_pack (TamboSigner *signer, const char *id, guint version)
{
  g_autoptr (GError) error = NULL;

  set_pack (signer, id, version, &error);
  g_assert_no_error (error);
  publish (signer);
}

/* From the founder's word to a kiosk: a publisher signs at home, the founder names it. */
static void
test_publisher (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboPublicKey) key = make_key (fixture, "amina");
  g_autoptr (TamboSigner) amina = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autofree char *merged = NULL;
  g_autoptr (GError) error = NULL;

  delegate (fixture, "water", "packs/" WATER "/*", key);
  update_kiosk (fixture, fixture->founder);

  amina = join (fixture, "amina");
  sign_pack (amina, WATER, 1);
  waiting = tambo_signer_get_waiting (amina);
  g_assert_cmpuint (waiting->len, ==, 1);
  update_kiosk (fixture, amina);
  g_assert_null (tambo_trust_find_pack (fixture->kiosk, WATER, 0));

  merged = merge (fixture->founder, amina);
  g_assert_cmpstr (merged, ==, "water");
  publish (fixture->founder);
  update_kiosk (fixture, fixture->founder);
  g_assert_nonnull (tambo_trust_find_pack (fixture->kiosk, WATER, 1));

  /* Hers are the packs that were delegated, and no others. */
  g_assert_false (set_pack (amina, COUGH, 1, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SIGNATURE);
}

/* Twice before anybody named the first: nothing of it is lost, after a restart either. */
static void
test_publisher_signs_twice (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = folder_of (fixture, "amina");
  g_autoptr (TamboPublicKey) key = make_key (fixture, "amina");
  g_autoptr (TamboSigner) amina = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autofree char *merged = NULL;
  g_autofree char *back = NULL;
  g_autoptr (GError) error = NULL;

  delegate (fixture, "water", "packs/" WATER "/*", key);
  amina = join (fixture, "amina");
  sign_pack (amina, WATER, 1);
  g_clear_object (&amina);
  amina = tambo_signer_open (path, NULL, &error);
  g_assert_no_error (error);
  sign_pack (amina, WATER, 2);

  merged = merge (fixture->founder, amina);
  publish (fixture->founder);
  update_kiosk (fixture, fixture->founder);
  g_assert_nonnull (tambo_trust_find_pack (fixture->kiosk, WATER, 1));
  g_assert_nonnull (tambo_trust_find_pack (fixture->kiosk, WATER, 2));

  back = merge (amina, fixture->founder);
  waiting = tambo_signer_get_waiting (amina);
  g_assert_cmpuint (waiting->len, ==, 0);
}

static GBytes *
write_roster (void)
{
  g_autoptr (GPtrArray) entries = NULL;
  TamboRosterEntry *entry = g_new0 (TamboRosterEntry, 1);

  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_roster_entry_free);
  entry->pin = g_strdup (PIN);
  entry->part = TAMBO_PART_KIOSK;
  g_ptr_array_add (entries, entry);

  return tambo_roster_write (entries);
}

static void
test_coordinator (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboPublicKey) key = make_key (fixture, "north");
  g_autoptr (GBytes) roster = write_roster ();
  g_autoptr (TamboSigner) north = NULL;
  g_autofree char *merged = NULL;
  g_autoptr (GError) error = NULL;

  delegate (fixture, "roster", "roster/*", key);
  north = join (fixture, "north");
  tambo_signer_set_file (north, "roster/north.json", roster, &error);
  g_assert_no_error (error);
  publish (north);
  g_assert_false (tambo_signer_set_file (north, "clinics/north.json", roster, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SIGNATURE);

  merged = merge (fixture->founder, north);
  publish (fixture->founder);
  update_kiosk (fixture, fixture->founder);
  g_assert_cmpint (tambo_trust_get_part (fixture->kiosk, PIN), ==, TAMBO_PART_KIOSK);
}

/* The founder sees that a file is no good before any kiosk does. */
static void
test_merge_refuses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboPublicKey) key = make_key (fixture, "amina");
  g_autoptr (TamboPublicKey) other = make_key (fixture, "bo");
  g_autoptr (TamboSigner) amina = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GPtrArray) roles = NULL;
  g_autoptr (GError) error = NULL;

  delegate (fixture, "water", "packs/" WATER "/*", key);
  amina = join (fixture, "amina");
  sign_pack (amina, WATER, 1);
  delegate (fixture, "water", "packs/" WATER "/*", other);

  files = tambo_signer_get_files (amina);
  g_assert_false (tambo_signer_merge (fixture->founder, files, NOW, &roles, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SIGNATURE);
}

static TamboRotation *
begin_rotation (TamboSigner *signer)
{
  g_autoptr (GError) error = NULL;
  TamboRotation *rotation = tambo_rotation_new (tambo_signer_get_root (signer), NOW, 730, &error);

  g_assert_no_error (error);

  return rotation;
}

/* Through a file, to somebody's laptop, and back. */
static void
travel_to (Fixture *fixture, TamboRotation **rotation, const char *name)
{
  g_autofree char *path = folder_of (fixture, name);
  g_autoptr (GBytes) file = tambo_rotation_write (*rotation);
  g_autoptr (TamboKeyRing) ring = NULL;
  g_autoptr (GError) error = NULL;

  tambo_rotation_free (*rotation);
  *rotation = tambo_rotation_new_from_bytes (file, &error);
  g_assert_no_error (error);
  ring = tambo_key_ring_open (path, NULL, &error);
  g_assert_no_error (error);
  tambo_rotation_sign (*rotation, ring);
}

static void
finish (TamboSigner *signer, TamboRotation *rotation)
{
  g_autoptr (GBytes) root = tambo_rotation_write_root (rotation);

  tambo_signer_take_root (signer, root);
  publish (signer);
}

/* One person's deployment becomes one of two out of three, each with a laptop of their own. */
static void
move_to_2_of_3 (Fixture *fixture)
{
  g_autoptr (TamboPublicKey) amina = make_key (fixture, "amina");
  g_autoptr (TamboPublicKey) bo = make_key (fixture, "bo");
  TamboRotation *rotation = begin_rotation (fixture->founder);
  g_autofree char *text = NULL;

  tambo_rotation_add_key (rotation, "root", amina, NULL);
  tambo_rotation_add_key (rotation, "root", bo, NULL);
  tambo_rotation_set_threshold (rotation, "root", 2, NULL);
  tambo_rotation_sign (rotation, tambo_signer_get_ring (fixture->founder));
  g_assert_false (tambo_rotation_is_complete (rotation));
  text = tambo_rotation_describe (rotation);
  g_assert_nonnull (strstr (text, "still missing: 1 of amina bo"));

  travel_to (fixture, &rotation, "bo");
  g_assert_true (tambo_rotation_is_complete (rotation));
  finish (fixture->founder, rotation);
  tambo_rotation_free (rotation);
}

static void
test_2_of_3 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboRotation) alone = NULL;
  g_autoptr (GBytes) root = NULL;
  g_autoptr (GError) error = NULL;

  update_kiosk (fixture, fixture->founder);
  move_to_2_of_3 (fixture);
  update_kiosk (fixture, fixture->founder);
  g_assert_true (g_hash_table_contains (tambo_trust_get_files (fixture->kiosk), "2.root.json"));

  /* From now on the founder alone changes nothing. */
  alone = begin_rotation (fixture->founder);
  tambo_rotation_sign (alone, tambo_signer_get_ring (fixture->founder));
  root = tambo_rotation_write_root (alone);
  tambo_signer_take_root (fixture->founder, root);
  g_assert_false (tambo_signer_publish (fixture->founder, NOW, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SIGNATURE);
}

/* The founder's laptop fell into the river, with all that was on it; two people go on. */
static void
test_founder_is_lost (Fixture *fixture, gconstpointer data)
{
  static const char *const roles[] = { "timestamp", "snapshot", "targets" };
  g_autoptr (TamboSigner) amina = NULL;
  g_autoptr (GError) error = NULL;
  TamboRotation *rotation;

  move_to_2_of_3 (fixture);
  update_kiosk (fixture, fixture->founder);
  amina = join (fixture, "amina");

  rotation = begin_rotation (amina);
  tambo_rotation_remove_key (rotation, "root", "founder", &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      TamboSigningKey *key =
          tambo_key_ring_create (tambo_signer_get_ring (amina), roles[i], "amina", &error);

      tambo_rotation_remove_key (rotation, roles[i], "founder", &error);
      tambo_rotation_add_key (rotation, roles[i], tambo_signing_key_get_public (key), &error);
      g_assert_no_error (error);
    }
  tambo_rotation_check (rotation, &error);
  g_assert_no_error (error);
  tambo_rotation_sign (rotation, tambo_signer_get_ring (amina));
  travel_to (fixture, &rotation, "bo");
  finish (amina, rotation);
  tambo_rotation_free (rotation);

  sign_pack (amina, COUGH, 1);
  update_kiosk (fixture, amina);
  g_assert_nonnull (tambo_trust_find_pack (fixture->kiosk, COUGH, 1));
}

static void
test_rotation_refuses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboPublicKey) amina = make_key (fixture, "amina");
  g_autoptr (TamboRotation) rotation = begin_rotation (fixture->founder);
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("{}", 2);
  g_autoptr (GError) error = NULL;

  g_assert_false (tambo_rotation_remove_key (rotation, "root", "nobody", &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
  g_clear_error (&error);

  tambo_rotation_set_threshold (rotation, "root", 2, &error);
  g_assert_false (tambo_rotation_check (rotation, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
  g_clear_error (&error);

  g_assert_cmpuint (tambo_rotation_sign (rotation, tambo_signer_get_ring (fixture->founder)),
                    ==,
                    0);

  /* What somebody signed is not changed under their signature. */
  tambo_rotation_set_threshold (rotation, "root", 1, NULL);
  tambo_rotation_sign (rotation, tambo_signer_get_ring (fixture->founder));
  g_assert_false (tambo_rotation_add_key (rotation, "root", amina, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
  g_clear_error (&error);

  g_assert_null (tambo_rotation_new_from_bytes (nonsense, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_MEMBER);
}

static void
replace_key (Fixture *fixture, TamboRotation *rotation, const char *role)
{
  TamboKeyRing *ring = tambo_signer_get_ring (fixture->founder);
  g_autoptr (GError) error = NULL;
  TamboSigningKey *key = tambo_key_ring_create (ring, role, "founder-new", &error);

  tambo_rotation_remove_key (rotation, role, "founder", &error);
  g_assert_no_error (error);
  tambo_rotation_add_key (rotation, role, tambo_signing_key_get_public (key), &error);
  g_assert_no_error (error);
}

/* What somebody with the key of "amina" can do who does not use our tool: any number they like. */
static GHashTable *
sign_as_thief (Fixture *fixture, guint64 version, guint pack_version)
{
  g_autofree char *path = folder_of (fixture, "amina");
  g_autoptr (TamboTestPack) evil = tambo_test_pack_new (WATER, pack_version);
  g_autoptr (TamboTargetSet) set = tambo_target_set_new ();
  g_autoptr (TamboKeyRing) ring = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *object = tambo_metadata_begin ("targets", version, NOW, 400);

  tambo_target_set_add_pack (set, evil->pack, TRUE, &error);
  g_assert_no_error (error);
  tambo_target_set_fill (set, object);
  ring = tambo_key_ring_open (path, NULL, &error);
  g_assert_no_error (error);
  files = tambo_signer_get_files (fixture->founder);
  g_hash_table_insert (
      files,
      g_strdup_printf ("%" G_GUINT64_FORMAT ".water.json", version),
      tambo_metadata_sign (object,
                           (TamboSigningKey *const *) tambo_key_ring_get_keys (ring)->pdata,
                           1));

  return g_steal_pointer (&files);
}

static void
fall_for (Fixture *fixture, GHashTable *files)
{
  g_autoptr (GPtrArray) roles = NULL;
  g_autoptr (GError) error = NULL;

  tambo_signer_merge (fixture->founder, files, NOW, &roles, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (roles->len, ==, 1);
  publish (fixture->founder);
  update_kiosk (fixture, fixture->founder);
}

/* First what hurts people, then what hurts us. */
static void
recover (Fixture *fixture, TamboPublicKey *new_key)
{
  g_autoptr (TamboRotation) rotation = NULL;
  g_autoptr (GError) error = NULL;

  tambo_signer_recall_pack (fixture->founder, WATER, 666, "Nobody we know made it.", &error);
  g_assert_no_error (error);
  publish (fixture->founder);
  update_kiosk (fixture, fixture->founder);
  g_assert_null (tambo_trust_find_pack (fixture->kiosk, WATER, 0));

  delegate (fixture, "water", "packs/" WATER "/*", new_key);
  rotation = begin_rotation (fixture->founder);
  replace_key (fixture, rotation, "snapshot");
  replace_key (fixture, rotation, "timestamp");
  tambo_rotation_sign (rotation, tambo_signer_get_ring (fixture->founder));
  finish (fixture->founder, rotation);
  update_kiosk (fixture, fixture->founder);
}

/* Somebody stole a publisher's laptop. An evil pack reaches a kiosk, in a file with the greatest
 * number there is. The founder recalls, replaces and rotates; the publisher goes on with another
 * key and begins at 1. */
static void
test_compromise_drill (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboPublicKey) key = make_key (fixture, "amina");
  g_autoptr (TamboPublicKey) new_key = make_key (fixture, "amina-new");
  g_autoptr (GHashTable) stolen = NULL;
  g_autoptr (GHashTable) again = NULL;
  g_autoptr (GPtrArray) roles = NULL;
  g_autoptr (TamboSigner) amina = NULL;
  g_autofree char *good = NULL;
  g_autoptr (GError) error = NULL;

  delegate (fixture, "water", "packs/" WATER "/*", key);
  stolen = sign_as_thief (fixture, G_MAXUINT32, 666);
  fall_for (fixture, stolen);
  g_assert_cmpuint (tambo_trust_find_pack (fixture->kiosk, WATER, 0)->version, ==, 666);

  recover (fixture, new_key);
  g_assert_true (tambo_trust_find_pack (fixture->kiosk, WATER, 666)->recalled);
  g_assert_cmpstr (tambo_trust_find_pack (fixture->kiosk, WATER, 666)->reason,
                   ==,
                   "Nobody we know made it.");

  amina = join (fixture, "amina-new");
  sign_pack (amina, WATER, 2);
  good = merge (fixture->founder, amina);
  g_assert_cmpstr (good, ==, "water");
  publish (fixture->founder);
  update_kiosk (fixture, fixture->founder);
  g_assert_cmpuint (tambo_trust_find_pack (fixture->kiosk, WATER, 0)->version, ==, 2);
  g_assert_true (g_hash_table_contains (tambo_trust_get_files (fixture->kiosk), "1.water.json"));
  g_assert_null (tambo_trust_get_fault (fixture->kiosk, "water"));

  /* The thief's key opens nothing any more. */
  again = sign_as_thief (fixture, 9, 667);
  g_assert_false (tambo_signer_merge (fixture->founder, again, NOW, &roles, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SIGNATURE);
}

/* Nothing new, and still signed anew: nothing runs out. */
static void
test_renew (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 before;

  update_kiosk (fixture, fixture->founder);
  before = tambo_trust_get_expiry (fixture->kiosk);
  tambo_signer_publish (fixture->founder, NOW + 100 * DAY, &error);
  g_assert_no_error (error);
  update_kiosk (fixture, fixture->founder);
  g_assert_cmpint (tambo_trust_get_expiry (fixture->kiosk), ==, before + 100 * DAY);
}

static void
test_join_another (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = folder_of (fixture, "amina");
  g_autofree char *other_path = folder_of (fixture, "other");
  g_autoptr (TamboPublicKey) key = make_key (fixture, "amina");
  g_autoptr (TamboSigner) other = NULL;
  g_autoptr (GError) error = NULL;

  other = tambo_signer_found (other_path, NULL, NOW, &error);
  g_assert_no_error (error);
  tambo_signer_join (path, tambo_signer_get_first_root (fixture->founder), &error);
  g_assert_no_error (error);
  g_assert_false (tambo_signer_join (path, tambo_signer_get_first_root (other), &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/content/signer-team/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("delegate/publisher", test_publisher);
  add_test ("delegate/signs-twice", test_publisher_signs_twice);
  add_test ("delegate/coordinator", test_coordinator);
  add_test ("delegate/merge-refuses-a-replaced-key", test_merge_refuses);
  add_test ("rotate/2-of-3", test_2_of_3);
  add_test ("rotate/founder-is-lost", test_founder_is_lost);
  add_test ("rotate/refuses", test_rotation_refuses);
  add_test ("renew", test_renew);
  add_test ("join/another-deployment", test_join_another);
  add_test ("compromise-drill", test_compromise_drill);
#undef add_test

  return g_test_run ();
}

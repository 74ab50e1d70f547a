/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/install.h"
#include "tests/support/folder.h"
#include "tests/support/packs.h"
#include "tests/support/trust.h"

#include <glib/gstdio.h>
#include <string.h>

#define ROOT TAMBO_TEST_TUF_ROOT
#define TIMESTAMP TAMBO_TEST_TUF_TIMESTAMP
#define SNAPSHOT TAMBO_TEST_TUF_SNAPSHOT
#define TARGETS TAMBO_TEST_TUF_TARGETS
#define ROSTER TAMBO_TEST_TUF_ROSTER
#define NOW TAMBO_TEST_TUF_NOW
#define DAY 86400

/* The attacks that TUF's specification lists and that take more than one bent file; what one
 * file is enough for is in test-trust.c. */
typedef TamboTestTrust Fixture;

static gboolean
has_clinics (Fixture *fixture)
{
  g_autoptr (GPtrArray) clinics = tambo_trust_list_clinics (fixture->trust);

  return clinics->len > 0;
}

static void
assert_heard (Fixture *fixture, gboolean heard)
{
  g_assert_cmpint (tambo_trust_get_part (fixture->trust, TAMBO_TEST_TUF_PIN),
                   ==,
                   heard ? TAMBO_PART_KIOSK : TAMBO_PART_NONE);
}

/* A thief signed a huge version; the programme replaces the key, and all goes on. */
static void
test_recover_from_fast_forward (Fixture *fixture, gconstpointer data)
{
  TamboTestTuf *tuf = fixture->tuf;
  TamboTestTufPart *timestamp = &tuf->parts[TIMESTAMP];
  g_autoptr (GHashTable) stolen = NULL;
  g_autoptr (GHashTable) late = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;

  timestamp->version = 9999;
  stolen = tambo_test_tuf_publish (tuf);
  tambo_test_trust_assert_update (fixture, stolen);
  tambo_test_trust_restart (fixture);

  timestamp->version = 6;
  late = tambo_test_tuf_publish (tuf);
  g_assert_false (tambo_trust_update (fixture->trust, late, NOW, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_ROLLBACK);

  tambo_test_tuf_replace_key (tuf, TIMESTAMP);
  files = tambo_test_tuf_publish (tuf);
  tambo_test_trust_assert_update (fixture, files);
  g_assert_cmpuint (tambo_trust_get_version (fixture->trust), ==, 6);
  tambo_test_trust_restart (fixture);
  g_assert_cmpuint (tambo_trust_get_version (fixture->trust), ==, 6);
}

/* A thief said that it is 2044, at which all has run out. */
static void
test_recover_from_far_time (Fixture *fixture, gconstpointer data)
{
  TamboTestTuf *tuf = fixture->tuf;
  g_autoptr (GHashTable) stolen = NULL;
  g_autoptr (GHashTable) late = NULL;
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;

  tuf->parts[TIMESTAMP].version = 6;
  tuf->parts[TIMESTAMP].age = -6000;
  tuf->parts[TIMESTAMP].days = 6030;
  stolen = tambo_test_tuf_publish (tuf);
  tambo_trust_update (fixture->trust, stolen, NOW, &error);
  g_assert_no_error (error);
  tambo_test_trust_restart (fixture);

  tuf->parts[TIMESTAMP].version = 7;
  tuf->parts[TIMESTAMP].age = 0;
  tuf->parts[TIMESTAMP].days = 30;
  late = tambo_test_tuf_publish (tuf);
  g_assert_false (tambo_trust_update (fixture->trust, late, NOW, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_EXPIRED);

  tambo_test_tuf_replace_key (tuf, TIMESTAMP);
  files = tambo_test_tuf_publish (tuf);
  tambo_test_trust_assert_update (fixture, files);
  g_assert_cmpint (tambo_trust_get_newest_time (fixture->trust), ==, NOW);
}

/* Only roles that the root names say what time it is: a publisher has no need to. */
static void
test_delegate_cannot_move_the_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  fixture->tuf->parts[ROSTER].age = -6000;
  fixture->tuf->parts[ROSTER].days = 6030;
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_update (fixture, files);
  g_assert_cmpint (tambo_trust_get_newest_time (fixture->trust), ==, NOW);
}

/* A mirror that shows the same for ever: nothing is hidden, and staff can be told. */
static void
test_freeze_is_noticed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = tambo_test_tuf_publish (fixture->tuf);
  g_autoptr (GError) error = NULL;

  tambo_trust_update (fixture->trust, files, NOW + 31 * DAY, &error);
  g_assert_no_error (error);
  tambo_test_trust_assert_at_5 (fixture);
  g_assert_cmpint (tambo_trust_get_expiry (fixture->trust), <, NOW + 31 * DAY);
  g_assert_cmpint (tambo_trust_get_newest_time (fixture->trust), ==, NOW);
}

/* The kiosk's program keeps only its floor, and asks the daemon again at each start. What it
 * trusted before it ran out, it still does; what it never saw, it does not begin to trust. */
static void
test_freeze_hides_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = tambo_test_tuf_publish (fixture->tuf);
  g_autoptr (TamboTrust) again = NULL;
  g_autoptr (TamboTrust) stranger = NULL;
  g_autoptr (GError) error = NULL;
  TamboTrustFloor floor;

  tambo_trust_get_floor (fixture->trust, &floor);
  again = tambo_trust_new (fixture->root, &error);
  tambo_trust_raise_floor (again, &floor);
  tambo_trust_update (again, files, NOW + 31 * DAY, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_trust_get_version (again), ==, 5);

  stranger = tambo_trust_new (fixture->root, &error);
  g_assert_false (tambo_trust_update (stranger, files, NOW + 31 * DAY, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_EXPIRED);
}

/* One publisher who fell silent must not freeze the others, nor be hidden while a fresh snapshot
 * says that there is nothing newer of theirs. */
static void
test_silent_delegate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  tambo_test_tuf_raise (fixture->tuf, 1);
  fixture->tuf->parts[ROSTER].version = 5;
  fixture->tuf->parts[ROSTER].age = 40;
  fixture->tuf->parts[ROSTER].days = -10;
  files = tambo_test_tuf_publish (fixture->tuf);
  g_hash_table_remove (files, "5.roster.json");
  files = tambo_test_tuf_publish (fixture->tuf);
  tambo_test_trust_assert_update (fixture, files);
  assert_heard (fixture, TRUE);
  g_assert_cmpint (tambo_trust_get_expiry (fixture->trust), ==, NOW + 30 * DAY);
}

/* What is not asked for is not kept, and so not passed on either. */
static void
test_unasked_files (Fixture *fixture, gconstpointer data)
{
  static const char *const extra[] = { "7.targets.json",
                                       "6.evil.json",
                                       "packs/org.evil.x/1",
                                       "9.root.json" };
  g_autoptr (GHashTable) files = tambo_test_trust_publish_next (fixture);
  guint n_files = g_hash_table_size (files);

  for (gsize i = 0; i < G_N_ELEMENTS (extra); i++)
    g_hash_table_insert (files, g_strdup (extra[i]), g_bytes_new_static ("{}", 2));
  tambo_test_trust_assert_update (fixture, files);
  g_assert_cmpuint (g_hash_table_size (tambo_trust_get_files (fixture->trust)), ==, n_files);
}

/* The roster's role may speak of rosters, and of nothing else. */
static void
bend_foreign_target (JsonObject *roster)
{
  JsonObject *targets = json_object_get_object_member (roster, "targets");

  json_object_set_member (targets,
                          "clinics/north.json",
                          json_object_dup_member (targets, "roster/north.json"));
}

static void
test_delegate_out_of_bounds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  fixture->tuf->parts[ROSTER].bend = bend_foreign_target;
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_update (fixture, files);
  g_assert_false (has_clinics (fixture));
  assert_heard (fixture, TRUE);
}

/* The name says water, what is under it is cough. */
static void
test_other_pack (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) cough = tambo_test_pack_new ("org.example.cough", 1);
  TamboManifest *manifest = tambo_pack_get_manifest (cough->pack);
  g_autoptr (GHashTable) sizes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *folder = g_build_filename (fixture->folder, "store", NULL);
  g_autoptr (TamboStore) store = NULL;
  g_autoptr (TamboInstall) install = NULL;
  g_autoptr (GError) error = NULL;
  const TamboPackTarget target = {
    .id = (char *) "org.example.water",
    .version = 1,
    .digest = (char *) tambo_manifest_get_digest (manifest),
    .size = g_bytes_get_size (tambo_manifest_get_bytes (manifest)),
    .bytes = sizes,
  };
  GHashTableIter iter;
  gpointer bytes;

  store = tambo_store_open (folder, &error);
  g_assert_no_error (error);
  tambo_store_set_space_floor (store, 0);
  g_hash_table_iter_init (&iter, cough->blobs);
  while (g_hash_table_iter_next (&iter, NULL, &bytes))
    g_free (tambo_store_put (store, bytes, &error));
  g_assert_no_error (error);

  install = tambo_install_new (store, &target, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (tambo_install_advance (install, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

typedef void (*Spoil) (GHashTable *files);

static void
keep_everything_back (GHashTable *files)
{
  g_hash_table_remove_all (files);
}

static void
keep_the_delegate_back (GHashTable *files)
{
  g_hash_table_remove (files, "6.roster.json");
}

static void
send_nonsense (GHashTable *files)
{
  g_hash_table_insert (files, g_strdup ("timestamp.json"), g_bytes_new_static ("[[[", 3));
}

static void
send_a_root_of_their_own (GHashTable *files)
{
  g_autoptr (TamboTestTuf) other = tambo_test_tuf_new ();
  g_autoptr (GHashTable) theirs = NULL;

  other->parts[ROOT].version = 2;
  theirs = tambo_test_tuf_publish (other);
  g_hash_table_insert (files,
                       g_strdup ("2.root.json"),
                       g_bytes_ref (g_hash_table_lookup (theirs, "2.root.json")));
}

/* After whatever one mirror sent, a good one is believed. */
static void
test_bad_mirror_then_good_one (Fixture *fixture, gconstpointer data)
{
  static const Spoil spoils[] = { keep_everything_back,
                                  keep_the_delegate_back,
                                  send_nonsense,
                                  send_a_root_of_their_own };
  g_autoptr (GHashTable) good = NULL;

  tambo_test_tuf_raise (fixture->tuf, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_autoptr (GHashTable) bad = tambo_test_tuf_publish (fixture->tuf);

      spoils[i](bad);
      tambo_trust_update (fixture->trust, bad, NOW, NULL);
      tambo_test_trust_assert_at_5 (fixture);
    }

  good = tambo_test_tuf_publish (fixture->tuf);
  tambo_test_trust_assert_update (fixture, good);
  g_assert_cmpuint (tambo_trust_get_version (fixture->trust), ==, 6);
  assert_heard (fixture, TRUE);
}

/* With less than the threshold nothing can be signed: here one of two keys for the targets. */
static void
test_one_key_of_two (Fixture *fixture, gconstpointer data)
{
  TamboTestTuf *tuf = fixture->tuf;
  TamboTestTufPart *targets = &tuf->parts[TARGETS];
  g_autoptr (GHashTable) by_both = NULL;
  g_autoptr (GHashTable) by_thief = NULL;

  tuf->parts[ROOT].version = 2;
  targets->keys[1] = tuf->spare[TARGETS];
  targets->n_keys = 2;
  targets->threshold = 2;
  tambo_test_tuf_raise (tuf, 1);
  by_thief = tambo_test_tuf_publish (tuf);
  tambo_test_trust_assert_refused (fixture, by_thief, TAMBO_ERROR_PACK_SIGNATURE);

  targets->signers[1] = tuf->spare[TARGETS];
  targets->n_signers = 2;
  by_both = tambo_test_tuf_publish (tuf);
  tambo_test_trust_assert_update (fixture, by_both);
}

/* Keys that lie on machines which are always on cannot speak for the roles behind them. */
static void
test_online_keys_alone (Fixture *fixture, gconstpointer data)
{
  TamboTestTuf *tuf = fixture->tuf;
  g_autoptr (GHashTable) files = NULL;

  tambo_test_tuf_set_small (tuf, "roster/thief.json", "{\"kiosks\":[]}");
  tambo_test_tuf_sign_with (tuf, ROSTER, tuf->parts[SNAPSHOT].keys[0]);
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_update (fixture, files);
  assert_heard (fixture, FALSE);
  g_assert_error (tambo_trust_get_fault (fixture->trust, "roster"),
                  TAMBO_ERROR,
                  TAMBO_ERROR_PACK_SIGNATURE);
}

/* A delegate's key was replaced and it has not signed again yet: it is not heard, others are. */
static void
test_replaced_delegate (Fixture *fixture, gconstpointer data)
{
  TamboTestTuf *tuf = fixture->tuf;
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;

  tuf->parts[ROSTER].keys[0] = tuf->spare[ROSTER];
  before = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_update (fixture, before);
  assert_heard (fixture, FALSE);
  tambo_test_trust_restart (fixture);
  assert_heard (fixture, FALSE);

  tambo_test_tuf_sign_with (tuf, ROSTER, tuf->spare[ROSTER]);
  after = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_update (fixture, after);
  assert_heard (fixture, TRUE);
  g_assert_null (tambo_trust_get_fault (fixture->trust, "roster"));
}

/* A delegate that signs nonsense is not heard; that is all it achieves. */
static void
test_delegate_of_nonsense (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  tambo_test_tuf_set_small (fixture->tuf,
                            "roster/north.json",
                            "{\"kiosks\":[{\"key\":\"1\",\"part\":\"kiosk\"}]}");
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_update (fixture, files);
  g_assert_cmpuint (tambo_trust_get_version (fixture->trust), ==, 6);
  assert_heard (fixture, FALSE);
  g_assert_error (tambo_trust_get_fault (fixture->trust, "roster"),
                  TAMBO_ERROR,
                  TAMBO_ERROR_PACK_FORMAT);
}

/* Of the two places that keep how far a kiosk came, @data says which one was lost. In either case
 * an older version, though it is signed well, is compared with what was there, not with nought. */
static void
test_one_place_is_lost (Fixture *fixture, gconstpointer data)
{
  const char *lost = data;
  g_autofree char *floor_path = g_build_filename (fixture->folder, "floor", NULL);
  g_autofree char *folder = g_build_filename (fixture->folder, "trust", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, lost, NULL);
  g_autoptr (GHashTable) older = tambo_test_tuf_publish (fixture->tuf);
  g_autoptr (GHashTable) newer = tambo_test_trust_publish_next (fixture);
  g_autoptr (TamboTrust) again = NULL;
  g_autoptr (GError) error = NULL;
  TamboTrustFloor floor;

  tambo_test_trust_assert_update (fixture, newer);
  tambo_trust_get_floor (fixture->trust, &floor);
  tambo_trust_floor_save (&floor, floor_path, &error);
  tambo_trust_save (fixture->trust, folder, &error);
  g_assert_no_error (error);
  if (g_str_equal (lost, "trust"))
    tambo_test_remove_folder (folder);
  else
    g_assert_no_errno (g_unlink (path));

  again = tambo_trust_new (fixture->root, &error);
  tambo_trust_floor_load (&floor, floor_path, &error);
  g_assert_no_error (error);
  tambo_trust_raise_floor (again, &floor);
  tambo_trust_load (again, folder, &error);
  g_assert_no_error (error);

  g_assert_false (tambo_trust_update (again, older, NOW, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_ROLLBACK);
  g_clear_error (&error);
  tambo_trust_update (again, newer, NOW, &error);
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add(path, func, data)                 \
  g_test_add ("/content/trust-attacks/" path, \
              Fixture,                        \
              data,                           \
              tambo_test_trust_set_up,        \
              func,                           \
              tambo_test_trust_tear_down)
  add ("rollback/floor-was-lost", test_one_place_is_lost, "floor");
  add ("rollback/metadata-was-lost", test_one_place_is_lost, "trust");
  add ("client-bug/rollback-compared-with-zero", test_one_place_is_lost, "trust");
  add ("fast-forward/recovered-by-rotation", test_recover_from_fast_forward, NULL);
  add ("fast-forward/time-recovered-by-rotation", test_recover_from_far_time, NULL);
  add ("fast-forward/delegate-cannot-move-the-time", test_delegate_cannot_move_the_time, NULL);
  add ("indefinite-freeze/is-noticed", test_freeze_is_noticed, NULL);
  add ("indefinite-freeze/hides-nothing", test_freeze_hides_nothing, NULL);
  add ("indefinite-freeze/silent-delegate", test_silent_delegate, NULL);
  add ("extraneous-dependencies/unasked-files", test_unasked_files, NULL);
  add ("extraneous-dependencies/delegate-out-of-bounds", test_delegate_out_of_bounds, NULL);
  add ("wrong-software/other-pack-under-the-name", test_other_pack, NULL);
  add ("malicious-mirrors/then-a-good-one", test_bad_mirror_then_good_one, NULL);
  add ("malicious-mirrors/delegate-of-nonsense", test_delegate_of_nonsense, NULL);
  add ("key-compromise/one-key-of-two", test_one_key_of_two, NULL);
  add ("key-compromise/online-keys-alone", test_online_keys_alone, NULL);
  add ("key-compromise/replaced-delegate", test_replaced_delegate, NULL);
#undef add

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/trust.h"

#include <string.h>

#define ROOT TAMBO_TEST_TUF_ROOT
#define TIMESTAMP TAMBO_TEST_TUF_TIMESTAMP
#define SNAPSHOT TAMBO_TEST_TUF_SNAPSHOT
#define TARGETS TAMBO_TEST_TUF_TARGETS
#define ROSTER TAMBO_TEST_TUF_ROSTER
#define NOW TAMBO_TEST_TUF_NOW

typedef TamboTestTrust Fixture;

/* What the vectors change is all that is wrong with them. */
static void
test_newer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  tambo_test_trust_assert_at_5 (fixture);
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_update (fixture, files);
  g_assert_cmpuint (tambo_trust_get_version (fixture->trust), ==, 6);
  tambo_test_trust_restart (fixture);
  g_assert_cmpuint (tambo_trust_get_version (fixture->trust), ==, 6);
}

static void
test_same_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = tambo_test_tuf_publish (fixture->tuf);

  tambo_test_trust_assert_update (fixture, files);
  tambo_test_trust_assert_at_5 (fixture);
}

/* A peer need not send what is held already. */
static void
test_only_what_is_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;

  fixture->tuf->parts[TIMESTAMP].version = 6;
  files = tambo_test_tuf_publish (fixture->tuf);
  g_hash_table_remove (files, "1.root.json");
  g_hash_table_remove (files, "5.snapshot.json");
  g_hash_table_remove (files, "5.targets.json");
  g_hash_table_remove (files, "5.roster.json");
  g_hash_table_remove (files, "deployment.json");
  g_hash_table_remove (files, "roster/north.json");
  g_assert_cmpuint (g_hash_table_size (files), ==, 1);

  tambo_trust_update (fixture->trust, files, NOW, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_trust_get_version (fixture->trust), ==, 6);
}

/* What runs out is not hidden, and a clock that cannot be right lets nothing run out. */
static void
test_clock (Fixture *fixture, gconstpointer data)
{
  const gint64 year = 365 * 86400;
  static const gint64 broken[] = { 0, 86400, G_GINT64_CONSTANT (4070908800) };
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_tuf_raise (fixture->tuf, 1);
  files = tambo_test_tuf_publish (fixture->tuf);
  g_assert_false (tambo_trust_update (fixture->trust, files, NOW + year, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_EXPIRED);
  g_clear_error (&error);
  tambo_test_trust_assert_at_5 (fixture);
  g_assert_cmpint (tambo_trust_get_expiry (fixture->trust), ==, NOW + 30 * 86400);

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      tambo_trust_update (fixture->trust, files, broken[i], &error);
      g_assert_no_error (error);
      g_assert_cmpint (tambo_trust_get_newest_time (fixture->trust), ==, NOW);
    }
}

/* The next root names another key for roots. @signers say who signs it. */
static void
rotate_root (TamboTestTuf *tuf, TamboSigningKey *first, TamboSigningKey *second)
{
  TamboTestTufPart *root = &tuf->parts[ROOT];

  root->version++;
  root->keys[0] = tuf->spare[ROOT];
  root->signers[0] = first;
  root->signers[1] = second;
  root->n_signers = second != NULL ? 2 : 1;
}

static void
test_rotate_root (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  rotate_root (fixture->tuf, fixture->tuf->parts[ROOT].keys[0], fixture->tuf->spare[ROOT]);
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_update (fixture, files);
  g_assert_true (g_hash_table_contains (tambo_trust_get_files (fixture->trust), "1.root.json"));
  g_assert_true (g_hash_table_contains (tambo_trust_get_files (fixture->trust), "2.root.json"));

  tambo_test_trust_restart (fixture);
  g_assert_cmpuint (tambo_trust_get_version (fixture->trust), ==, 6);
}

/* A root on its own counts, too. */
static void
test_rotate_root_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;
  TamboTrustFloor floor;

  rotate_root (fixture->tuf, fixture->tuf->parts[ROOT].keys[0], fixture->tuf->spare[ROOT]);
  files = tambo_test_tuf_publish (fixture->tuf);
  tambo_test_trust_assert_update (fixture, files);
  tambo_trust_get_floor (fixture->trust, &floor);
  g_assert_cmpuint (floor.root, ==, 2);
  tambo_test_trust_assert_at_5 (fixture);
}

static void
test_root_by_old_keys_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  rotate_root (fixture->tuf, fixture->tuf->parts[ROOT].keys[0], NULL);
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_refused (fixture, files, TAMBO_ERROR_PACK_SIGNATURE);
}

static void
test_root_by_new_keys_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  rotate_root (fixture->tuf, fixture->tuf->spare[ROOT], NULL);
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_refused (fixture, files, TAMBO_ERROR_PACK_SIGNATURE);
}

/* Root 3 gives the timestamp another key; without root 2 there is no way to it. */
static void
test_root_skips_a_version (Fixture *fixture, gconstpointer data)
{
  TamboTestTuf *tuf = fixture->tuf;
  g_autoptr (GHashTable) second = NULL;
  g_autoptr (GHashTable) third = NULL;

  tuf->parts[ROOT].version = 2;
  second = tambo_test_tuf_publish (tuf);
  tambo_test_tuf_replace_key (tuf, TIMESTAMP);
  third = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_refused (fixture, third, TAMBO_ERROR_PACK_SIGNATURE);

  /* Nor does it help to call it root 2. */
  g_hash_table_insert (third,
                       g_strdup ("2.root.json"),
                       g_bytes_ref (g_hash_table_lookup (third, "3.root.json")));
  tambo_test_trust_assert_refused (fixture, third, TAMBO_ERROR_PACK_ROLLBACK);

  g_hash_table_insert (third,
                       g_strdup ("2.root.json"),
                       g_bytes_ref (g_hash_table_lookup (second, "2.root.json")));
  tambo_test_trust_assert_update (fixture, third);
}

static void
test_root_expired (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  fixture->tuf->parts[ROOT].version = 2;
  fixture->tuf->parts[ROOT].days = -1;
  fixture->tuf->parts[ROOT].age = 2;
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_refused (fixture, files, TAMBO_ERROR_PACK_EXPIRED);
}

/* A root that has run out is passed through on the way to one that has not. */
static void
test_root_expired_between (Fixture *fixture, gconstpointer data)
{
  TamboTestTuf *tuf = fixture->tuf;
  g_autoptr (GHashTable) second = NULL;
  g_autoptr (GHashTable) third = NULL;

  tuf->parts[ROOT].version = 2;
  tuf->parts[ROOT].days = -1;
  tuf->parts[ROOT].age = 2;
  second = tambo_test_tuf_publish (tuf);
  tuf->parts[ROOT].version = 3;
  tuf->parts[ROOT].days = 30;
  third = tambo_test_trust_publish_next (fixture);
  g_hash_table_insert (third,
                       g_strdup ("2.root.json"),
                       g_bytes_ref (g_hash_table_lookup (second, "2.root.json")));
  tambo_test_trust_assert_update (fixture, third);
}

/* @n_keys of which are the role's own, then its spare one. */
static void
set_threshold (TamboTestTuf *tuf, TamboTestTufRole role, guint n_keys, guint threshold)
{
  TamboTestTufPart *part = &tuf->parts[role];

  part->n_keys = n_keys;
  part->keys[1] = tuf->spare[role];
  part->threshold = threshold;
}

static void
test_threshold (Fixture *fixture, gconstpointer data)
{
  TamboTestTufPart *timestamp = &fixture->tuf->parts[TIMESTAMP];
  g_autoptr (GHashTable) by_one = NULL;
  g_autoptr (GHashTable) by_one_twice = NULL;
  g_autoptr (GHashTable) by_two = NULL;

  fixture->tuf->parts[ROOT].version = 2;
  set_threshold (fixture->tuf, TIMESTAMP, 2, 2);
  by_one = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_refused (fixture, by_one, TAMBO_ERROR_PACK_SIGNATURE);

  timestamp->signers[1] = timestamp->signers[0];
  timestamp->n_signers = 2;
  by_one_twice = tambo_test_tuf_publish (fixture->tuf);
  tambo_test_trust_assert_refused (fixture, by_one_twice, TAMBO_ERROR_PACK_SIGNATURE);

  timestamp->signers[1] = fixture->tuf->spare[TIMESTAMP];
  by_two = tambo_test_tuf_publish (fixture->tuf);
  tambo_test_trust_assert_update (fixture, by_two);
}

static void
test_threshold_zero (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  fixture->tuf->parts[ROOT].version = 2;
  set_threshold (fixture->tuf, TIMESTAMP, 1, 0);
  tambo_test_tuf_sign_with (fixture->tuf, TIMESTAMP, NULL);
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_refused (fixture, files, TAMBO_ERROR_JSON_MEMBER);
}

static void
test_threshold_out_of_reach (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;

  fixture->tuf->parts[ROOT].version = 2;
  set_threshold (fixture->tuf, TIMESTAMP, 1, 2);
  files = tambo_test_trust_publish_next (fixture);
  tambo_test_trust_assert_refused (fixture, files, TAMBO_ERROR_PACK_FORMAT);
}

/* Lists the timestamp's own key once more, as "alias", among those of the role. */
static void
bend_alias (JsonObject *root)
{
  JsonObject *keys = json_object_get_object_member (root, "keys");
  JsonObject *roles = json_object_get_object_member (root, "roles");
  JsonObject *timestamp = json_object_get_object_member (roles, "timestamp");
  JsonArray *ids = json_object_get_array_member (timestamp, "keyids");
  const char *id = json_array_get_string_element (ids, 0);

  json_object_set_member (keys, "alias", json_object_dup_member (keys, id));
  json_array_add_string_element (ids, "alias");
}

/* A role of two keys, one of them under two ids: that needs both people, not one twice. */
static void
test_one_key_two_ids (Fixture *fixture, gconstpointer data)
{
  TamboTestTufPart *timestamp = &fixture->tuf->parts[TIMESTAMP];
  g_autoptr (GHashTable) files = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *text = NULL;
  GBytes *bytes;
  const char *id = tambo_signing_key_get_id (timestamp->keys[0]);
  char *end;

  fixture->tuf->parts[ROOT].version = 2;
  fixture->tuf->parts[ROOT].bend = bend_alias;
  set_threshold (fixture->tuf, TIMESTAMP, 2, 2);
  files = tambo_test_trust_publish_next (fixture);

  /* The one signature, once more under the other id. */
  bytes = g_hash_table_lookup (files, "timestamp.json");
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  end = strstr (text, "}],");
  g_assert_nonnull (end);
  signature = g_strndup (strstr (text, "{\"keyid\""),
                         (gsize) (end + 1 - strstr (text, "{\"keyid\"")));
  twice = g_strdup_printf ("%s,{\"keyid\":\"alias\"%s",
                           signature,
                           signature + strlen ("{\"keyid\":\"\"") + strlen (id));
  tambo_test_tuf_edit (files, "timestamp.json", signature, twice);
  tambo_test_trust_assert_refused (fixture, files, TAMBO_ERROR_PACK_SIGNATURE);
}

static void
test_first_root_unsigned (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_tuf_sign_with (fixture->tuf, ROOT, NULL);
  files = tambo_test_tuf_publish (fixture->tuf);
  g_assert_null (tambo_trust_new (g_hash_table_lookup (files, "1.root.json"), &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SIGNATURE);
}

/* A new kiosk is given the third root; peers still have all of them. */
static void
test_first_root_is_later (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) files = NULL;
  g_autoptr (TamboTrust) trust = NULL;
  g_autoptr (GError) error = NULL;

  fixture->tuf->parts[ROOT].version = 3;
  files = tambo_test_tuf_publish (fixture->tuf);
  trust = tambo_trust_new (g_hash_table_lookup (files, "3.root.json"), &error);
  g_assert_no_error (error);
  g_hash_table_insert (files, g_strdup ("1.root.json"), g_bytes_ref (fixture->root));

  tambo_trust_update (trust, files, NOW, &error);
  g_assert_no_error (error);
  g_assert_false (g_hash_table_contains (tambo_trust_get_files (trust), "1.root.json"));
}

/* What was saved and then changed is not trusted by loading it. */
static void
test_load_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "5.targets.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (TamboTrust) trust = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  tambo_test_trust_restart (fixture);
  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  text[size / 2] ^= 1;
  g_file_set_contents (path, text, (gssize) size, &error);
  g_assert_no_error (error);

  trust = tambo_trust_new (fixture->root, &error);
  g_assert_no_error (error);
  g_assert_false (tambo_trust_load (trust, fixture->folder, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
  g_assert_cmpuint (tambo_trust_get_version (trust), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func)                \
  g_test_add ("/content/trust-roots/" path, \
              Fixture,                      \
              NULL,                         \
              tambo_test_trust_set_up,      \
              func,                         \
              tambo_test_trust_tear_down)
  add_test ("update/newer", test_newer);
  add_test ("update/same-again", test_same_again);
  add_test ("update/only-what-is-new", test_only_what_is_new);
  add_test ("update/clock", test_clock);
  add_test ("rotate/by-old-and-new-keys", test_rotate_root);
  add_test ("rotate/root-alone", test_rotate_root_alone);
  add_test ("rotate/by-old-keys-only", test_root_by_old_keys_only);
  add_test ("rotate/by-new-keys-only", test_root_by_new_keys_only);
  add_test ("rotate/skips-a-version", test_root_skips_a_version);
  add_test ("rotate/expired", test_root_expired);
  add_test ("rotate/expired-between", test_root_expired_between);
  add_test ("threshold/two-keys", test_threshold);
  add_test ("client-bug/threshold-zero", test_threshold_zero);
  add_test ("threshold/out-of-reach", test_threshold_out_of_reach);
  add_test ("client-bug/one-key-under-two-ids", test_one_key_two_ids);
  add_test ("first/unsigned", test_first_root_unsigned);
  add_test ("first/later", test_first_root_is_later);
  add_test ("load/damaged", test_load_damaged);
#undef add_test

  return g_test_run ();
}

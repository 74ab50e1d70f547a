/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/limits.h"
#include "tests/support/trust.h"

#include <string.h>

#define ROOT TAMBO_TEST_TUF_ROOT
#define TIMESTAMP TAMBO_TEST_TUF_TIMESTAMP
#define SNAPSHOT TAMBO_TEST_TUF_SNAPSHOT
#define TARGETS TAMBO_TEST_TUF_TARGETS
#define ROSTER TAMBO_TEST_TUF_ROSTER
#define NOW TAMBO_TEST_TUF_NOW

typedef TamboTestTrust Fixture;

typedef void (*Attack) (TamboTestTuf *tuf);
typedef void (*Edit) (GHashTable *files);

typedef struct
{
  const char *name;
  Attack attack; /* (nullable): before version 6 is published */
  Edit edit;     /* (nullable): after it */
  TamboError code;
} Vector;

static void
test_vector (Fixture *fixture, gconstpointer data)
{
  const Vector *vector = data;
  g_autoptr (GHashTable) files = NULL;

  tambo_test_tuf_raise (fixture->tuf, 1);
  if (vector->attack != NULL)
    vector->attack (fixture->tuf);
  files = tambo_test_tuf_publish (fixture->tuf);
  if (vector->edit != NULL)
    vector->edit (files);

  tambo_test_trust_assert_refused (fixture, files, vector->code);
}

static void
timestamp_unsigned (TamboTestTuf *tuf)
{
  tambo_test_tuf_sign_with (tuf, TIMESTAMP, NULL);
}

static void
timestamp_by_stranger (TamboTestTuf *tuf)
{
  tambo_test_tuf_sign_with (tuf, TIMESTAMP, tuf->spare[0]);
}

static void
snapshot_by_timestamp_key (TamboTestTuf *tuf)
{
  tambo_test_tuf_sign_with (tuf, SNAPSHOT, tuf->parts[TIMESTAMP].keys[0]);
}

static void
targets_by_snapshot_key (TamboTestTuf *tuf)
{
  tambo_test_tuf_sign_with (tuf, TARGETS, tuf->parts[SNAPSHOT].keys[0]);
}

static void
signature_too_long (GHashTable *files)
{
  tambo_test_tuf_edit (files, "timestamp.json", "\"sig\":\"", "\"sig\":\"00");
}

static void
changed_after_signing (GHashTable *files)
{
  tambo_test_tuf_edit (files, "timestamp.json", "\"version\":6", "\"version\":7");
}

static void
timestamp_older (TamboTestTuf *tuf)
{
  tuf->parts[TIMESTAMP].version = 4;
}

static void
timestamp_same_but_other (TamboTestTuf *tuf)
{
  tuf->parts[TIMESTAMP].version = 5;
}

static void
bend_no_roster (JsonObject *object)
{
  json_object_remove_member (json_object_get_object_member (object, "meta"), "roster.json");
}

static void
snapshot_forgets_a_file (TamboTestTuf *tuf)
{
  tuf->parts[SNAPSHOT].bend = bend_no_roster;
}

static void
snapshot_older (TamboTestTuf *tuf)
{
  tuf->parts[SNAPSHOT].version = 4;
}

static void
targets_older (TamboTestTuf *tuf)
{
  tuf->parts[TARGETS].version = 4;
}

static void
roster_older (TamboTestTuf *tuf)
{
  tuf->parts[ROSTER].version = 4;
}

static void
too_far_ahead (TamboTestTuf *tuf)
{
  tuf->parts[TIMESTAMP].version = 5 + TAMBO_LIMIT_TRUST_VERSION_STEP + 1;
}

static void
timestamp_expired (TamboTestTuf *tuf)
{
  tuf->parts[TIMESTAMP].days = 0;
  tuf->parts[TIMESTAMP].age = 2;
}

static void
snapshot_expired (TamboTestTuf *tuf)
{
  tuf->parts[SNAPSHOT].days = -1;
  tuf->parts[SNAPSHOT].age = 2;
}

static void
targets_expired (TamboTestTuf *tuf)
{
  tuf->parts[TARGETS].days = -1;
  tuf->parts[TARGETS].age = 2;
}

/* The newest snapshot with targets of another publication. */
static void
mix_and_match (GHashTable *files)
{
  g_autoptr (TamboTestTuf) other = tambo_test_tuf_new ();
  g_autoptr (GHashTable) theirs = NULL;

  tambo_test_tuf_raise (other, 1);
  theirs = tambo_test_tuf_publish (other);
  g_hash_table_insert (files,
                       g_strdup ("6.targets.json"),
                       g_bytes_ref (g_hash_table_lookup (theirs, "6.targets.json")));
}

static void
snapshot_longer (GHashTable *files)
{
  tambo_test_tuf_edit (files, "6.snapshot.json", "}", "} ");
}

static void
targets_changed (GHashTable *files)
{
  tambo_test_tuf_edit (files, "6.targets.json", "2027", "2028");
}

static void
snapshot_missing (GHashTable *files)
{
  g_hash_table_remove (files, "6.snapshot.json");
}

static void
roster_missing (GHashTable *files)
{
  g_hash_table_remove (files, "6.roster.json");
}

static void
timestamp_in_place_of_snapshot (GHashTable *files)
{
  g_hash_table_insert (files,
                       g_strdup ("timestamp.json"),
                       g_bytes_ref (g_hash_table_lookup (files, "6.snapshot.json")));
}

static void
timestamp_endless (GHashTable *files)
{
  g_autofree char *spaces = g_strnfill (TAMBO_LIMIT_TIMESTAMP, ' ');
  g_autofree char *to = g_strconcat ("}", spaces, NULL);

  tambo_test_tuf_edit (files, "timestamp.json", "}", to);
}

static void
many_files (GHashTable *files)
{
  for (guint i = 0; i < TAMBO_LIMIT_TRUST_FILES; i++)
    g_hash_table_insert (files, g_strdup_printf ("%u.x.json", i), g_bytes_new (NULL, 0));
}

static void
bend_spec_version (JsonObject *object)
{
  json_object_set_string_member (object, "spec_version", "2.0.0");
}

static void
later_spec (TamboTestTuf *tuf)
{
  tuf->parts[TIMESTAMP].bend = bend_spec_version;
}

static void
bend_expires (JsonObject *object)
{
  json_object_set_string_member (object, "expires", "next year, or so.....");
}

static void
runs_out_before_signing (TamboTestTuf *tuf)
{
  tuf->parts[TIMESTAMP].days = -1;
}

static void
bend_consistency (JsonObject *object)
{
  json_object_set_boolean_member (object, "consistent_snapshot", FALSE);
}

static void
inconsistent_root (TamboTestTuf *tuf)
{
  tuf->parts[ROOT].version = 2;
  tuf->parts[ROOT].bend = bend_consistency;
}

static void
no_date (TamboTestTuf *tuf)
{
  tuf->parts[TIMESTAMP].bend = bend_expires;
}

static void
bend_version (JsonObject *object)
{
  json_object_set_int_member (object, "version", 0);
}

static void
version_zero (TamboTestTuf *tuf)
{
  tuf->parts[TIMESTAMP].bend = bend_version;
}

static void
bend_fraction (JsonObject *object)
{
  json_object_set_double_member (object, "version", 4294967296.0);
}

static void
version_past_u32 (TamboTestTuf *tuf)
{
  tuf->parts[TIMESTAMP].bend = bend_fraction;
}

static JsonObject *
only_delegation (JsonObject *targets)
{
  JsonObject *delegations = json_object_get_object_member (targets, "delegations");

  return json_array_get_object_element (json_object_get_array_member (delegations, "roles"), 0);
}

static void
bend_role_name (JsonObject *object)
{
  json_object_set_string_member (only_delegation (object), "name", "../roster");
}

static void
role_leaves_folder (TamboTestTuf *tuf)
{
  tuf->parts[TARGETS].bend = bend_role_name;
}

static void
bend_role_to_root (JsonObject *object)
{
  json_object_set_string_member (only_delegation (object), "name", "root");
}

static void
role_called_root (TamboTestTuf *tuf)
{
  tuf->parts[TARGETS].bend = bend_role_to_root;
}

static void
bend_delegation_threshold (JsonObject *object)
{
  json_object_set_int_member (only_delegation (object), "threshold", 0);
}

static void
delegation_threshold_zero (TamboTestTuf *tuf)
{
  tuf->parts[TARGETS].bend = bend_delegation_threshold;
}

static void
path_leaves_folder (TamboTestTuf *tuf)
{
  tambo_test_tuf_set_small (tuf, "../etc/passwd", "{}");
}

static void
path_is_hidden (TamboTestTuf *tuf)
{
  tambo_test_tuf_set_small (tuf, "clinics/.json", "{}");
}

static void
bend_no_hash (JsonObject *object)
{
  JsonObject *targets = json_object_get_object_member (object, "targets");

  json_object_remove_member (json_object_get_object_member (targets, "deployment.json"), "hashes");
}

static void
target_without_hash (TamboTestTuf *tuf)
{
  tuf->parts[TARGETS].bend = bend_no_hash;
}

static void
pack_says_nothing (TamboTestTuf *tuf)
{
  tambo_test_tuf_set_small (tuf, "packs/org.example.cough/1", "{}");
}

static void
pack_with_bad_id (TamboTestTuf *tuf)
{
  tambo_test_tuf_set_small (tuf, "packs/cough/1", "{}");
}

static void
pack_with_padded_version (TamboTestTuf *tuf)
{
  tambo_test_tuf_set_small (tuf, "packs/org.example.cough/01", "{}");
}

static void
other_deployment (TamboTestTuf *tuf)
{
  tambo_test_tuf_set_small (tuf,
                            "deployment.json",
                            "{\"id\":\"ffffffffffffffffffffffffffffffff\","
                            "\"argon2id\":{\"ops\":3,\"mem\":134217728}}");
}

static void
no_deployment (TamboTestTuf *tuf)
{
  g_hash_table_remove (tuf->small, "deployment.json");
}

static void
wrong_small_target (GHashTable *files)
{
  g_hash_table_insert (files, g_strdup ("roster/south.json"), g_bytes_new_static ("{}", 2));
}

static void
new_roster (TamboTestTuf *tuf)
{
  tambo_test_tuf_set_small (tuf, "roster/south.json", "{\"kiosks\":[]}");
}

static void
small_target_missing (GHashTable *files)
{
  g_hash_table_remove (files, "roster/south.json");
}

/* Where an attack of the TUF specification is meant, the name begins with it; "client-bug" is one
 * that a client of others had. */
static const Vector vectors[] = {
  { "arbitrary-software/unsigned", timestamp_unsigned, NULL, TAMBO_ERROR_PACK_SIGNATURE },
  { "arbitrary-software/by-a-stranger", timestamp_by_stranger, NULL, TAMBO_ERROR_PACK_SIGNATURE },
  { "arbitrary-software/signature-too-long", NULL, signature_too_long, TAMBO_ERROR_PACK_SIGNATURE },
  { "arbitrary-software/changed", NULL, changed_after_signing, TAMBO_ERROR_PACK_SIGNATURE },
  { "arbitrary-software/snapshot-by-timestamp-key",
    snapshot_by_timestamp_key,
    NULL,
    TAMBO_ERROR_PACK_SIGNATURE },
  { "arbitrary-software/targets-by-snapshot-key",
    targets_by_snapshot_key,
    NULL,
    TAMBO_ERROR_PACK_SIGNATURE },
  { "arbitrary-software/snapshot-as-timestamp",
    NULL,
    timestamp_in_place_of_snapshot,
    TAMBO_ERROR_PACK_FORMAT },
  { "rollback/timestamp", timestamp_older, NULL, TAMBO_ERROR_PACK_ROLLBACK },
  { "rollback/two-timestamps-of-one-version",
    timestamp_same_but_other,
    NULL,
    TAMBO_ERROR_PACK_ROLLBACK },
  { "rollback/snapshot", snapshot_older, NULL, TAMBO_ERROR_PACK_ROLLBACK },
  { "rollback/targets", targets_older, NULL, TAMBO_ERROR_PACK_ROLLBACK },
  { "rollback/delegate", roster_older, NULL, TAMBO_ERROR_PACK_ROLLBACK },
  { "rollback/a-file-is-listed-no-more", snapshot_forgets_a_file, NULL, TAMBO_ERROR_PACK_ROLLBACK },
  { "fast-forward/too-far-ahead", too_far_ahead, NULL, TAMBO_ERROR_PACK_ROLLBACK },
  { "indefinite-freeze/timestamp", timestamp_expired, NULL, TAMBO_ERROR_PACK_EXPIRED },
  { "indefinite-freeze/snapshot", snapshot_expired, NULL, TAMBO_ERROR_PACK_EXPIRED },
  { "indefinite-freeze/targets", targets_expired, NULL, TAMBO_ERROR_PACK_EXPIRED },
  { "mix-and-match/targets", NULL, mix_and_match, TAMBO_ERROR_PACK_DIGEST },
  { "mix-and-match/snapshot-longer", NULL, snapshot_longer, TAMBO_ERROR_PACK_DIGEST },
  { "mix-and-match/targets-not-those-hashed", NULL, targets_changed, TAMBO_ERROR_PACK_DIGEST },
  { "mix-and-match/snapshot-missing", NULL, snapshot_missing, TAMBO_ERROR_PACK_INCOMPLETE },
  { "mix-and-match/delegate-missing", NULL, roster_missing, TAMBO_ERROR_PACK_INCOMPLETE },
  { "mix-and-match/small-target-wrong", new_roster, wrong_small_target, TAMBO_ERROR_PACK_DIGEST },
  { "mix-and-match/small-target-missing",
    new_roster,
    small_target_missing,
    TAMBO_ERROR_PACK_INCOMPLETE },
  { "endless-data/timestamp", NULL, timestamp_endless, TAMBO_ERROR_JSON_TOO_LARGE },
  { "endless-data/many-files", NULL, many_files, TAMBO_ERROR_PACK_TOO_LARGE },
  { "client-bug/role-leaves-folder", role_leaves_folder, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "client-bug/delegate-called-root", role_called_root, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "client-bug/delegate-threshold-zero",
    delegation_threshold_zero,
    NULL,
    TAMBO_ERROR_JSON_MEMBER },
  { "client-bug/path-leaves-folder", path_leaves_folder, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "client-bug/path-is-hidden", path_is_hidden, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "format/later-specification", later_spec, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "format/expires-on-no-date", no_date, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "format/runs-out-before-signing", runs_out_before_signing, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "format/inconsistent-snapshots", inconsistent_root, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "format/version-zero", version_zero, NULL, TAMBO_ERROR_JSON_MEMBER },
  { "format/version-past-u32", version_past_u32, NULL, TAMBO_ERROR_JSON_MEMBER },
  { "format/target-without-hash", target_without_hash, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "format/pack-without-custom", pack_says_nothing, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "format/pack-with-bad-id", pack_with_bad_id, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "format/pack-with-padded-version", pack_with_padded_version, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "format/other-deployment", other_deployment, NULL, TAMBO_ERROR_PACK_FORMAT },
  { "format/no-deployment", no_deployment, NULL, TAMBO_ERROR_PACK_INCOMPLETE },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strdup_printf ("/content/trust/refuse/%s", vectors[i].name);

      g_test_add (path,
                  Fixture,
                  &vectors[i],
                  tambo_test_trust_set_up,
                  test_vector,
                  tambo_test_trust_tear_down);
    }

  return g_test_run ();
}

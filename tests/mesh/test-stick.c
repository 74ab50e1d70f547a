/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/consult/envelope.h"
#include "content/store/layout-writer.h"
#include "tests/support/folder.h"
#include "tests/support/node.h"

#include <glib/gstdio.h>
#include <string.h>

#define PACK "org.tambo.cough"
#define OTHER "org.tambo.water"
#define LARGE (24 * 1024 * 1024)

static const char *const none[] = { NULL };
static const char *const all[] = { "*", NULL };

/* A kiosk whose shelter wants English and French, and a stick. */
typedef struct
{
  TamboTestSite *site; /* (owned) */
  TamboTestNode *node; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->site = tambo_test_site_new ();
  fixture->node = tambo_test_node_new (fixture->site);
  tambo_test_site_admit (fixture->site, fixture->node->pin, TAMBO_PART_KIOSK);
  tambo_test_site_add_pack (fixture->site, PACK, 1);
  tambo_test_site_publish (fixture->site);
  tambo_test_node_start (fixture->node, fixture->site, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_node_free (fixture->node);
  tambo_test_site_free (fixture->site);
}

static GVariant *
preview (Fixture *fixture, const char *const *languages)
{
  g_autoptr (GError) error = NULL;
  GVariant *found =
      tambo_test_node_preview (fixture->node, fixture->site->stick, languages, &error);

  g_assert_no_error (error);

  return found;
}

/* (transfer full) */
static GVariant *
find_pack (GVariant *found, const char *id)
{
  for (gsize i = 0; i < g_variant_n_children (found); i++)
    {
      g_autoptr (GVariant) dict = g_variant_get_child_value (found, i);
      const char *its_id = NULL;

      if (g_variant_lookup (dict, "id", "&s", &its_id) && strcmp (its_id, id) == 0)
        return g_steal_pointer (&dict);
    }

  return NULL;
}

static void
assert_change (Fixture *fixture, const char *const *languages, const char *change)
{
  g_autoptr (GVariant) found = preview (fixture, languages);
  g_autoptr (GVariant) pack = find_pack (found, PACK);
  const char *word = NULL;

  g_assert_nonnull (pack);
  g_assert_true (g_variant_lookup (pack, "change", "&s", &word));
  g_assert_cmpstr (word, ==, change);
}

static void
assert_words (GVariant *pack, const char *name, const char *expected)
{
  g_autofree const char **words = NULL;
  g_autofree char *joined = NULL;

  g_assert_true (g_variant_lookup (pack, name, "^a&s", &words));
  joined = g_strjoinv (" ", (char **) words);
  g_assert_cmpstr (joined, ==, expected);
}

static guint64
get_number (GVariant *dict, const char *name)
{
  guint64 number = 0;

  g_assert_true (g_variant_lookup (dict, name, "t", &number));

  return number;
}

static void
install (Fixture *fixture, const char *const *languages)
{
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  g_autofree char *problem = NULL;

  job = tambo_test_node_start_install (fixture->node, fixture->site->stick, all, languages);
  problem = tambo_test_node_wait_for_job (fixture->node, job);
  g_assert_cmpstr (problem, ==, "");
}

/* What a kiosk keeps of packs and trust. */
static char *
list_kept (Fixture *fixture)
{
  g_autofree char *store = g_build_filename (fixture->node->folder, "mesh", "store", NULL);
  g_autofree char *trust = g_build_filename (fixture->node->folder, "mesh", "trust", NULL);
  g_autofree char *blobs = tambo_test_list_folder (store);
  g_autofree char *metadata = tambo_test_list_folder (trust);

  return g_strconcat (blobs, metadata, NULL);
}

static void
test_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) found = preview (fixture, none);
  g_autoptr (GVariant) stick = g_variant_get_child_value (found, 0);
  g_autoptr (GVariant) pack = find_pack (found, PACK);
  g_autoptr (GVariant) titles = g_variant_lookup_value (pack, "title", G_VARIANT_TYPE ("a{ss}"));
  const char *text = NULL;

  g_assert_true (g_variant_lookup (stick, "metadata", "&s", &text));
  g_assert_cmpstr (text, ==, "newer");
  g_assert_cmpuint (get_number (stick, "rate"), >, 0);
  g_assert_cmpuint (get_number (stick, "room"), >, 0);
  g_assert_true (g_variant_lookup (pack, "change", "&s", &text));
  g_assert_cmpstr (text, ==, "new");
  g_assert_true (g_variant_lookup (titles, "fr", "&s", &text));
  g_assert_cmpstr (text, ==, "Toux");
  assert_words (pack, "languages", "ar en fr");
  assert_words (pack, "gained", "en fr");
  assert_words (pack, "lost", "");
}

static guint64
sum_bytes (GVariant *pack, const char *const *keys)
{
  g_autoptr (GVariant) bytes = g_variant_lookup_value (pack, "bytes", G_VARIANT_TYPE ("a{st}"));
  guint64 sum = 0;

  for (gsize i = 0; keys[i] != NULL; i++)
    sum += get_number (bytes, keys[i]);

  return sum;
}

/* What is said beforehand is what is copied then: all files of the pack but the Arabic ones. */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[] = { "*", "en", "fr", NULL };
  TamboTestPack *pack = g_ptr_array_index (fixture->site->packs, 0);
  g_autoptr (GPtrArray) wants = tambo_manifest_plan (tambo_pack_get_manifest (pack->pack), keys);
  g_autoptr (GVariant) found = preview (fixture, none);
  g_autoptr (GVariant) dict = find_pack (found, PACK);
  guint64 sum = g_bytes_get_size (tambo_manifest_get_bytes (tambo_pack_get_manifest (pack->pack)));

  for (guint i = 0; i < wants->len; i++)
    sum += ((TamboWant *) wants->pdata[i])->size;

  g_assert_cmpuint (get_number (dict, "needed"), ==, sum);
  g_assert_cmpuint (sum_bytes (dict, keys), ==, sum);
}

static void
test_nothing_changed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = list_kept (fixture);
  g_autoptr (GVariant) found = preview (fixture, none);
  g_autofree char *after = list_kept (fixture);

  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (g_variant_n_children (tambo_dbus_mesh1_get_packs (fixture->node->mesh)), ==, 0);
}

static void
test_same (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) pack = NULL;

  install (fixture, none);
  assert_change (fixture, none, "same");
  found = preview (fixture, none);
  pack = find_pack (found, PACK);
  g_assert_cmpuint (get_number (pack, "needed"), ==, 0);
}

static void
test_languages (Fixture *fixture, gconstpointer data)
{
  static const char *const others[] = { "ar", "en", NULL };
  static const char *const arabic[] = { "ar", NULL };
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) pack = NULL;

  install (fixture, none);
  assert_change (fixture, others, "languages");
  found = preview (fixture, others);
  pack = find_pack (found, PACK);
  assert_words (pack, "gained", "ar");
  assert_words (pack, "lost", "fr");
  g_assert_cmpuint (get_number (pack, "needed"), ==, sum_bytes (pack, arabic));
  g_assert_cmpuint (get_number (pack, "leaving"), >, 300 * 1024);
}

static void
test_newer_and_older (Fixture *fixture, gconstpointer data)
{
  g_autofree char *old = g_strdup (fixture->site->stick);
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) stick = NULL;
  const char *metadata = NULL;

  install (fixture, none);
  g_free (fixture->site->stick);
  fixture->site->stick = g_build_filename (fixture->site->folder, "stick-2", NULL);
  tambo_test_site_add_pack (fixture->site, PACK, 2);
  tambo_test_site_publish (fixture->site);
  assert_change (fixture, none, "newer");
  install (fixture, none);

  g_free (g_steal_pointer (&fixture->site->stick));
  fixture->site->stick = g_steal_pointer (&old);
  assert_change (fixture, none, "older");
  found = preview (fixture, none);
  stick = g_variant_get_child_value (found, 0);
  g_assert_true (g_variant_lookup (stick, "metadata", "&s", &metadata));
  g_assert_cmpstr (metadata, ==, "older");
}

static void
test_recalled (Fixture *fixture, gconstpointer data)
{
  install (fixture, none);
  tambo_test_site_recall (fixture->site, PACK, 1);
  tambo_test_site_publish (fixture->site);

  assert_change (fixture, none, "recalled");
  tambo_test_node_wait_for_pack (fixture->node, PACK, 1);
}

/* A publisher of another deployment wrote it. */
static void
test_not_signed (Fixture *fixture, gconstpointer data)
{
  TamboTestSite *stranger = tambo_test_site_new ();
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_site_add_pack (stranger, PACK, 1);
  tambo_test_site_publish (stranger);
  found = tambo_test_node_preview (fixture->node, stranger->stick, none, &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SIGNATURE);
  g_assert_null (found);
  tambo_test_site_free (stranger);
}

/* Our publisher's metadata beside a pack that it does not name. */
static void
test_unknown_pack (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) pack = tambo_test_pack_new (OTHER, 1);
  g_autoptr (TamboLayoutWriter) writer = NULL;
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) stick = NULL;
  guint n = 0;
  g_autoptr (GError) error = NULL;

  writer = tambo_layout_writer_new (fixture->site->stick, &error);
  g_assert_no_error (error);
  tambo_layout_writer_add_manifest (writer,
                                    "packs/" OTHER ":1",
                                    tambo_manifest_get_bytes (tambo_pack_get_manifest (pack->pack)),
                                    &error);
  tambo_layout_writer_finish (writer, &error);
  g_assert_no_error (error);

  found = preview (fixture, none);
  stick = g_variant_get_child_value (found, 0);
  g_assert_true (g_variant_lookup (stick, "unknown", "u", &n));
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (find_pack (found, OTHER));
}

static char *
get_blob_path (Fixture *fixture, const char *title)
{
  TamboTestPack *pack = g_ptr_array_index (fixture->site->packs, 0);
  const char *digest = tambo_test_pack_get_digest (pack, title);

  return g_build_filename (fixture->site->stick,
                           "blobs",
                           "sha256",
                           digest + strlen ("sha256:"),
                           NULL);
}

/* Whoever wrote the stick left French out: what is there can be had all the same. */
static void
test_stick_without_language (Fixture *fixture, gconstpointer data)
{
  g_autofree char *voice = get_blob_path (fixture, "film/voice.fr.ogg");
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) pack = NULL;

  g_assert_no_errno (g_unlink (voice));
  found = preview (fixture, none);
  pack = find_pack (found, PACK);
  assert_words (pack, "languages", "ar en");
  assert_words (pack, "gained", "en");
  install (fixture, none);
  tambo_test_node_wait_for_pack (fixture->node, PACK, 1);
}

static void
test_stick_without_film (Fixture *fixture, gconstpointer data)
{
  g_autofree char *film = get_blob_path (fixture, "film/picture.webm");

  g_assert_no_errno (g_unlink (film));
  assert_change (fixture, none, "incomplete");
}

static void
test_no_stick (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GError) error = NULL;

  found = tambo_test_node_preview (fixture->node, fixture->site->folder, none, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (found);
}

/* Begins to copy a large pack, and returns once its film is on its way. */
static TamboDBusMesh1Job *
begin_large (Fixture *fixture)
{
  TamboTestPack *pack = tambo_test_site_add_sized_pack (fixture->site, PACK, 2, LARGE);
  const char *film = tambo_test_pack_get_digest (pack, "film/picture.webm");
  g_autofree char *name = g_strconcat (film + strlen ("sha256:"), ".part", NULL);
  g_autofree char *path = NULL;
  TamboDBusMesh1Job *job = NULL;

  path = g_build_filename (fixture->node->folder, "mesh", "store", "staging", name, NULL);
  tambo_test_site_publish (fixture->site);
  job = tambo_test_node_start_install (fixture->node, fixture->site->stick, all, none);
  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_usleep (1000);

  return job;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  install (fixture, none);
  tambo_test_node_wait_for_pack (fixture->node, PACK, 1);
  before = list_kept (fixture);
  job = begin_large (fixture);
  tambo_test_node_cancel (fixture->node, job);
  problem = tambo_test_node_wait_for_job (fixture->node, job);

  g_assert_cmpstr (tambo_dbus_mesh1_job_get_state (job), ==, "cancelled");
  after = list_kept (fixture);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (tambo_test_node_holds (fixture->node, PACK, 1));
}

/* The old version stays; what was read already is not read again. */
static void
test_pulled_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *blobs = g_build_filename (fixture->site->stick, "blobs", NULL);
  g_autofree char *away = g_build_filename (fixture->site->stick, "away", NULL);
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) pack = NULL;

  install (fixture, none);
  tambo_test_node_wait_for_pack (fixture->node, PACK, 1);
  job = begin_large (fixture);
  g_assert_no_errno (g_rename (blobs, away));
  problem = tambo_test_node_wait_for_job (fixture->node, job);
  g_assert_cmpstr (tambo_dbus_mesh1_job_get_state (job), ==, "failed");
  g_assert_nonnull (strstr (problem, "No such file"));
  g_assert_true (tambo_test_node_holds (fixture->node, PACK, 1));

  g_assert_no_errno (g_rename (away, blobs));
  tambo_test_node_kill (fixture->node);
  tambo_test_node_start (fixture->node, fixture->site, NULL);
  found = preview (fixture, none);
  pack = find_pack (found, PACK);
  g_assert_cmpuint (get_number (pack, "needed"), <, LARGE);
  install (fixture, none);
  tambo_test_node_wait_for_pack (fixture->node, PACK, 2);
}

static GBytes *
make_letter (guint32 number)
{
  static const guint8 recipient[TAMBO_RECIPIENT_SIZE] = { 1, 2, 3 };
  guint day = tambo_day_from_unix (g_get_real_time () / G_USEC_PER_SEC);
  g_autoptr (GBytes) body = tambo_test_noise (1024 + 48, number);
  g_autoptr (TamboEnvelope) envelope =
      tambo_envelope_new (TAMBO_ENVELOPE_REQUEST, day, recipient, body);

  return g_bytes_ref (tambo_envelope_get_bytes (envelope));
}

static char *
submit (TamboTestNode *node, guint32 number)
{
  g_autoptr (GBytes) letter = make_letter (number);
  g_autoptr (GError) error = NULL;
  char *id = tambo_test_node_submit (node, letter, &error);

  g_assert_no_error (error);

  return id;
}

static void
export_to (TamboTestNode *node, const char *folder)
{
  g_autoptr (TamboDBusMesh1Job) job = tambo_test_node_start_export (node, folder);
  g_autofree char *problem = tambo_test_node_wait_for_job (node, job);

  g_assert_cmpstr (problem, ==, "");
}

/* From one kiosk to another that it never meets: packs, metadata and letters. */
static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = tambo_test_make_folder ();
  TamboTestNode *other = tambo_test_node_new (fixture->site);
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) stick = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *problem = NULL;
  guint letters = 0;
  g_autoptr (GError) error = NULL;

  install (fixture, none);
  first = submit (fixture->node, 1);
  second = submit (fixture->node, 2);
  export_to (fixture->node, folder);

  tambo_test_node_start (other, fixture->site, NULL);
  found = tambo_test_node_preview (other, folder, none, &error);
  g_assert_no_error (error);
  stick = g_variant_get_child_value (found, 0);
  g_assert_true (g_variant_lookup (stick, "letters", "u", &letters));
  g_assert_cmpuint (letters, ==, 2);
  job = tambo_test_node_start_install (other, folder, all, none);
  problem = tambo_test_node_wait_for_job (other, job);
  g_assert_cmpstr (problem, ==, "");
  tambo_test_node_wait_for_pack (other, PACK, 1);
  g_assert_cmpuint (tambo_test_node_get_status (other, first), >, 0);
  g_assert_cmpuint (tambo_test_node_get_status (other, second), >, 0);

  tambo_test_node_free (other);
  tambo_test_remove_folder (folder);
}

/* Twice to the same stick: what is there is not written again, and nothing else is touched. */
static void
test_export_twice (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = tambo_test_make_folder ();
  g_autofree char *photo = g_build_filename (folder, "photo.jpg", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (photo, "a photo", -1, NULL));
  install (fixture, none);
  export_to (fixture->node, folder);
  before = tambo_test_list_folder (folder);
  g_assert_nonnull (strstr (before, "photo.jpg"));
  export_to (fixture->node, folder);
  after = tambo_test_list_folder (folder);
  g_assert_cmpstr (before, ==, after);

  tambo_test_remove_folder (folder);
}

/* What was on the stick is there as before, and nothing more. */
static void
test_export_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = tambo_test_make_folder ();
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  g_autofree char *problem = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  install (fixture, none);
  export_to (fixture->node, folder);
  before = tambo_test_list_folder (folder);
  tambo_test_site_add_sized_pack (fixture->site, PACK, 2, LARGE);
  tambo_test_site_publish (fixture->site);
  install (fixture, none);

  job = tambo_test_node_start_export (fixture->node, folder);
  tambo_test_node_cancel (fixture->node, job);
  problem = tambo_test_node_wait_for_job (fixture->node, job);
  g_assert_cmpstr (tambo_dbus_mesh1_job_get_state (job), ==, "cancelled");
  after = tambo_test_list_folder (folder);
  g_assert_cmpstr (before, ==, after);

  tambo_test_remove_folder (folder);
}

/* The packs come all the same, and staff hear of the letters. */
static void
test_damaged_letters (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboLayoutWriter) writer = NULL;
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("{}", 2);
  g_autoptr (GError) error = NULL;

  writer = tambo_layout_writer_new (fixture->site->stick, &error);
  g_assert_no_error (error);
  tambo_layout_writer_add_manifest (writer, "letters:sealed", nonsense, &error);
  tambo_layout_writer_finish (writer, &error);
  g_assert_no_error (error);

  job = tambo_test_node_start_install (fixture->node, fixture->site->stick, all, none);
  problem = tambo_test_node_wait_for_job (fixture->node, job);
  g_assert_true (g_str_has_prefix (problem, "org.tambo.Error.Envelope.Format "));
  tambo_test_node_wait_for_pack (fixture->node, PACK, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  (void) TAMBO_ERROR;

#define add_test(path, func) \
  g_test_add ("/mesh/daemon/stick/" path, Fixture, NULL, set_up, func, tear_down)

  add_test ("preview/new", test_new);
  add_test ("preview/sizes-are-those-copied", test_sizes);
  add_test ("preview/changes-nothing", test_nothing_changed);
  add_test ("preview/same", test_same);
  add_test ("preview/languages-gained-and-lost", test_languages);
  add_test ("preview/newer-and-older", test_newer_and_older);
  add_test ("preview/recalled", test_recalled);
  add_test ("preview/of-a-stranger-is-refused", test_not_signed);
  add_test ("preview/counts-what-nobody-signed", test_unknown_pack);
  add_test ("preview/stick-without-a-language", test_stick_without_language);
  add_test ("preview/stick-without-the-film", test_stick_without_film);
  add_test ("preview/no-packs-there", test_no_stick);
  add_test ("cancel-leaves-all-as-before", test_cancel);
  add_test ("pulled-out-and-back", test_pulled_out);
  add_test ("export/to-another-kiosk-with-letters", test_round_trip);
  add_test ("export/twice", test_export_twice);
  add_test ("export/cancel-leaves-all-as-before", test_export_cancelled);
  add_test ("letters/damaged-ones-are-said", test_damaged_letters);

  return g_test_run ();
}

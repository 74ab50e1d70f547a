/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/node.h"

#include "content/base/error.h"
#include "content/consult/envelope.h"
#include "tests/support/count.h"

#include <string.h>

#define PACK "org.tambo.cough"
#define SMALL_BODY (1024 + 48)

typedef struct
{
  TamboTestSite *site; /* (owned) */
  TamboTestNode *a;    /* (owned) */
  TamboTestNode *b;    /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->site = tambo_test_site_new ();
  fixture->a = tambo_test_node_new (fixture->site);
  fixture->b = tambo_test_node_new (fixture->site);
  tambo_test_site_admit (fixture->site, fixture->a->pin, TAMBO_PART_KIOSK);
  tambo_test_site_admit (fixture->site, fixture->b->pin, TAMBO_PART_KIOSK);
  tambo_test_site_add_pack (fixture->site, PACK, 1);
  tambo_test_site_publish (fixture->site);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_node_free (fixture->a);
  tambo_test_node_free (fixture->b);
  tambo_test_site_free (fixture->site);
}

static void
start_both (Fixture *fixture)
{
  tambo_test_node_start (fixture->a, fixture->site, NULL);
  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
}

static void
assert_installs (TamboTestNode *node, TamboTestSite *site, const char *pack)
{
  g_autofree char *problem = tambo_test_node_install (node, site, pack);

  g_assert_cmpstr (problem, ==, "");
}

static void
test_installs_from_folder (Fixture *fixture, gconstpointer data)
{
  tambo_test_node_start (fixture->a, fixture->site, NULL);

  assert_installs (fixture->a, fixture->site, "*");
  tambo_test_node_wait_for_pack (fixture->a, PACK, 1);
}

static void
test_pack_crosses (Fixture *fixture, gconstpointer data)
{
  start_both (fixture);

  assert_installs (fixture->a, fixture->site, "*");
  assert_installs (fixture->b, fixture->site, NULL);
  tambo_test_node_wait_for_pack (fixture->b, PACK, 1);
}

static GBytes *
make_envelope (TamboEnvelopeType type, guint32 number)
{
  static const guint8 recipient[TAMBO_RECIPIENT_SIZE] = { 1, 2, 3 };
  guint day = tambo_day_from_unix (g_get_real_time () / G_USEC_PER_SEC);
  g_autoptr (GBytes) body = tambo_test_noise (SMALL_BODY, number);
  g_autoptr (TamboEnvelope) envelope = tambo_envelope_new (type, day, recipient, body);

  return g_bytes_ref (tambo_envelope_get_bytes (envelope));
}

static void
install_trust_on_both (Fixture *fixture)
{
  assert_installs (fixture->a, fixture->site, NULL);
  assert_installs (fixture->b, fixture->site, NULL);
  tambo_test_node_wait_for_n_alive (fixture->a, 1);
  tambo_test_node_wait_for_n_alive (fixture->b, 1);
}

static void
test_update_crosses (Fixture *fixture, gconstpointer data)
{
  start_both (fixture);
  assert_installs (fixture->a, fixture->site, "*");
  assert_installs (fixture->b, fixture->site, NULL);
  tambo_test_node_wait_for_pack (fixture->b, PACK, 1);

  /* Only one is given the news; the other takes metadata and pack from it. */
  tambo_test_site_add_pack (fixture->site, PACK, 2);
  tambo_test_site_publish (fixture->site);
  assert_installs (fixture->a, fixture->site, "*");
  tambo_test_node_wait_for_pack (fixture->b, PACK, 2);
}

/* Done twice, it is as before. */
static void
flip_byte_on_stick (Fixture *fixture, TamboTestPack *pack, const char *title)
{
  const char *digest = tambo_test_pack_get_digest (pack, title);
  g_autofree char *path =
      g_build_filename (fixture->site->stick, "blobs", "sha256", digest + strlen ("sha256:"), NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  contents[size / 2] ^= 1;
  g_file_set_contents (path, contents, (gssize) size, &error);
  g_assert_no_error (error);
}

static void
test_flipped_byte (Fixture *fixture, gconstpointer data)
{
  g_autofree char *problem = NULL;

  flip_byte_on_stick (fixture, g_ptr_array_index (fixture->site->packs, 0), "film/picture.webm");
  tambo_test_node_start (fixture->a, fixture->site, NULL);
  problem = tambo_test_node_install (fixture->a, fixture->site, "*");

  g_assert_true (g_str_has_prefix (problem, "org.tambo.Error.Pack.Digest "));
  g_assert_false (tambo_test_node_holds (fixture->a, PACK, 1));
}

static guint
count_lines (TamboTestNode *node, const char *level, const char *word)
{
  g_autofree char *log = tambo_test_node_read_log (node);
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  guint n = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], level) != NULL && strstr (lines[i], word) != NULL;

  return n;
}

/* An update that is broken is said once, and leaves what was there; mended, it is taken. */
static void
test_flipped_byte_in_update (Fixture *fixture, gconstpointer data)
{
  TamboTestPack *pack;
  g_autofree char *problem = NULL;

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  assert_installs (fixture->a, fixture->site, "*");
  tambo_test_node_wait_for_pack (fixture->a, PACK, 1);
  g_assert_cmpuint (count_lines (fixture->a, "", "pack.digest"), ==, 0);

  pack = tambo_test_site_add_pack (fixture->site, PACK, 2);
  tambo_test_site_publish (fixture->site);
  flip_byte_on_stick (fixture, pack, "film/voice.fr.ogg");
  problem = tambo_test_node_install (fixture->a, fixture->site, "*");
  g_assert_true (g_str_has_prefix (problem, "org.tambo.Error.Pack.Digest "));
  g_assert_cmpuint (count_lines (fixture->a, "", "pack.digest"), ==, 1);
  g_assert_cmpuint (count_lines (fixture->a, "WARNING", "pack.digest"), ==, 1);
  g_assert_true (tambo_test_node_holds (fixture->a, PACK, 1));

  flip_byte_on_stick (fixture, pack, "film/voice.fr.ogg");
  assert_installs (fixture->a, fixture->site, "*");
  tambo_test_node_wait_for_pack (fixture->a, PACK, 2);
  g_assert_cmpuint (count_lines (fixture->a, "", "pack.digest"), ==, 1);
}

static void
test_unknown_pack (Fixture *fixture, gconstpointer data)
{
  g_autofree char *problem = NULL;

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  problem = tambo_test_node_install (fixture->a, fixture->site, "org.tambo.other");

  g_assert_true (g_str_has_prefix (problem, "org.tambo.Error.Pack.Unknown "));
}

static void
test_envelope_crosses (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) envelope = make_envelope (TAMBO_ENVELOPE_REQUEST, 1);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  start_both (fixture);
  install_trust_on_both (fixture);
  id = tambo_test_node_submit (fixture->a, envelope, &error);
  g_assert_no_error (error);

  tambo_test_node_wait_for_status (fixture->a, id, 2);
  g_assert_cmpuint (tambo_test_node_get_status (fixture->b, id), >, 0);
}

static void
test_reply_is_found (Fixture *fixture, gconstpointer data)
{
  static const guint8 tag[TAMBO_RECIPIENT_SIZE] = { 1, 2, 3 };
  g_autoptr (GBytes) envelope = make_envelope (TAMBO_ENVELOPE_REPLY, 2);
  g_autofree char *id = NULL;
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) first = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  start_both (fixture);
  install_trust_on_both (fixture);
  id = tambo_test_node_submit (fixture->b, envelope, &error);
  g_assert_no_error (error);
  tambo_test_node_wait_for_status (fixture->b, id, 2);

  tambo_dbus_mesh1_call_find_replies_sync (fixture->a->mesh,
                                           g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                                                      tag,
                                                                      sizeof tag,
                                                                      1),
                                           &found,
                                           NULL,
                                           &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_variant_n_children (found), ==, 1);
  first = g_variant_get_child_value (found, 0);
  bytes = g_variant_get_data_as_bytes (first);
  g_assert_true (g_bytes_equal (bytes, envelope));
}

static void
test_bad_envelope (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) envelope = make_envelope (TAMBO_ENVELOPE_REQUEST, 3);
  gsize size = g_bytes_get_size (envelope);

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  for (gsize i = 0; i < size; i += size / 7)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (envelope, 0, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (tambo_test_node_submit (fixture->a, cut, &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_ENVELOPE_FORMAT);
    }
}

/* Whoever is taken out of the roster is no neighbour any more, at once. */
static void
test_expelled (Fixture *fixture, gconstpointer data)
{
  start_both (fixture);
  install_trust_on_both (fixture);

  tambo_test_site_expel (fixture->site, fixture->b->pin);
  tambo_test_site_publish (fixture->site);
  assert_installs (fixture->a, fixture->site, NULL);

  tambo_test_node_wait_for_n_alive (fixture->a, 0);
  tambo_test_node_wait_for_n_alive (fixture->b, 0);
}

static void
test_take_is_for_gateways (Fixture *fixture, gconstpointer data)
{
  static const guint8 key[TAMBO_RECIPIENT_SIZE] = { 0 };
  g_autoptr (GVariant) envelopes = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  assert_installs (fixture->a, fixture->site, NULL);
  tambo_dbus_mesh1_call_take_envelopes_sync (fixture->a->mesh,
                                             g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE,
                                                                        key,
                                                                        sizeof key,
                                                                        1),
                                             &envelopes,
                                             NULL,
                                             &error);

  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PEER_NOT_ADMITTED);
}

static gpointer
kill_later (gpointer data)
{
  GSubprocess *process = data;

  g_usleep (g_random_int_range (1000, 30000));
  g_subprocess_force_exit (process);

  return NULL;
}

/* Submits until the daemon is killed; what was accepted goes to @accepted. */
static void
submit_until_killed (TamboTestNode *node, GRand *rand, GPtrArray *accepted)
{
  GThread *killer = g_thread_new ("killer", kill_later, node->process);
  g_autoptr (GError) error = NULL;

  while (error == NULL)
    {
      g_autoptr (GBytes) envelope = make_envelope (TAMBO_ENVELOPE_REQUEST, g_rand_int (rand));
      char *id = tambo_test_node_submit (node, envelope, &error);

      if (id != NULL)
        g_ptr_array_add (accepted, id);
    }
  g_thread_join (killer);
  tambo_test_node_kill (node);
}

static void
test_nothing_accepted_is_lost (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (tambo_test_seed ());
  g_autoptr (GPtrArray) accepted = g_ptr_array_new_with_free_func (g_free);
  guint n_kills = tambo_test_count (20);

  for (guint i = 0; i < n_kills; i++)
    {
      tambo_test_node_start (fixture->a, fixture->site, NULL);
      submit_until_killed (fixture->a, rand, accepted);
    }
  tambo_test_node_start (fixture->a, fixture->site, NULL);

  g_test_message ("%u envelopes accepted, %u kills", accepted->len, n_kills);
  for (guint i = 0; i < accepted->len; i++)
    g_assert_cmpuint (tambo_test_node_get_status (fixture->a, g_ptr_array_index (accepted, i)),
                      ==,
                      1);
}

/* The one that fetches is killed again and again, and still ends up with the pack. */
static void
test_killed_while_fetching (Fixture *fixture, gconstpointer data)
{
  guint n_kills = tambo_test_count (5);

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  assert_installs (fixture->a, fixture->site, "*");
  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
  assert_installs (fixture->b, fixture->site, NULL);
  for (guint i = 0; i < n_kills; i++)
    {
      g_usleep (g_random_int_range (1000, 200000));
      tambo_test_node_kill (fixture->b);
      tambo_test_node_start (fixture->b, fixture->site, fixture->a);
    }

  tambo_test_node_wait_for_pack (fixture->b, PACK, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* Errors that come over a bus are known from here on. */
  (void) tambo_error_quark ();

#define add_test(path, func) \
  g_test_add ("/mesh/two-daemons/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("pack/comes-from-a-folder", test_installs_from_folder);
  add_test ("pack/crosses-to-the-other", test_pack_crosses);
  add_test ("pack/update-crosses-with-its-metadata", test_update_crosses);
  add_test ("pack/arrives-though-killed", test_killed_while_fetching);
  add_test ("pack/flipped-byte-is-refused", test_flipped_byte);
  add_test ("pack/broken-update-leaves-what-was-there", test_flipped_byte_in_update);
  add_test ("pack/unknown-is-refused", test_unknown_pack);
  add_test ("envelope/crosses-to-the-other", test_envelope_crosses);
  add_test ("envelope/reply-is-found", test_reply_is_found);
  add_test ("envelope/cut-is-refused", test_bad_envelope);
  add_test ("envelope/none-accepted-is-lost", test_nothing_accepted_is_lost);
  add_test ("envelope/taken-by-gateways-alone", test_take_is_for_gateways);
  add_test ("peer/expelled-is-gone", test_expelled);
#undef add_test

  return g_test_run ();
}

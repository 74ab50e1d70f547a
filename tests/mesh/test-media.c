/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/count.h"
#include "tests/support/node.h"

#include <string.h>

#define PACK "org.tambo.cough"
#define HOSTILE "org.example.one"

static const char *const none[] = { NULL };
static const char *const all[] = { "*", NULL };

/* Two kiosks, and a stick with a pack that plays. */
typedef struct
{
  TamboTestSite *site;  /* (owned) */
  TamboTestNode *node;  /* (owned) */
  TamboTestNode *other; /* (owned): not started */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->site = tambo_test_site_new ();
  fixture->node = tambo_test_node_new (fixture->site);
  fixture->other = tambo_test_node_new (fixture->site);
  tambo_test_site_admit (fixture->site, fixture->node->pin, TAMBO_PART_KIOSK);
  tambo_test_site_admit (fixture->site, fixture->other->pin, TAMBO_PART_KIOSK);
  tambo_test_site_add_pack (fixture->site, PACK, 1);
  tambo_test_site_publish (fixture->site);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_node_free (fixture->node);
  tambo_test_node_free (fixture->other);
  tambo_test_site_free (fixture->site);
}

/* (transfer full): what the job says in the end. */
static char *
install (Fixture *fixture, guint *out_n_media)
{
  g_autoptr (TamboDBusMesh1Job) job = NULL;
  char *problem;
  guint n_done = 0;
  guint n_total = 0;

  job = tambo_test_node_start_install (fixture->node, fixture->site->stick, all, none);
  problem = tambo_test_node_wait_for_job (fixture->node, job);
  g_variant_get (tambo_dbus_mesh1_job_get_media (job), "(uu)", &n_done, &n_total);
  g_assert_cmpuint (n_done, <=, n_total);
  *out_n_media = n_done;

  return problem;
}

/* What a publisher would sign whose computer is somebody else's. */
static void
add_hostile_pack (Fixture *fixture, const char *text)
{
  const TamboPackFile facts = { .title = (char *) "film/picture.webm",
                                .item = (char *) "film",
                                .role = (char *) "picture" };
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  tambo_test_site_take_pack (fixture->site, tambo_test_pack_new_with (&facts, "video/webm", bytes));
  tambo_test_site_publish (fixture->site);
}

/* A film and two voices: the shelter wants two languages. */
static void
test_counted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *problem = NULL;
  guint n_media = 0;

  tambo_test_node_start (fixture->node, fixture->site, NULL);
  problem = install (fixture, &n_media);
  g_assert_cmpstr (problem, ==, "");
  g_assert_cmpuint (n_media, ==, 3);
  tambo_test_node_wait_for_pack (fixture->node, PACK, 1);
}

static void
test_refused_from_stick (Fixture *fixture, gconstpointer data)
{
  g_autofree char *problem = NULL;
  g_autofree char *log = NULL;
  guint n_media = 0;

  add_hostile_pack (fixture, "#EXTM3U\nhttp://127.0.0.1/\n");
  tambo_test_node_start (fixture->node, fixture->site, NULL);
  problem = install (fixture, &n_media);
  g_assert_true (g_str_has_prefix (problem, "org.tambo.Error.Pack.Codec "));
  g_assert_false (tambo_test_node_holds (fixture->node, HOSTILE, 1));
  log = tambo_test_node_read_log (fixture->node);
  g_assert_nonnull (strstr (log, "pack.codec"));
  g_assert_null (strstr (log, "EXTM3U"));
}

static void
assert_trusts (TamboTestNode *node, TamboTestSite *site)
{
  g_autofree char *problem = tambo_test_node_install (node, site, NULL);

  g_assert_cmpstr (problem, ==, "");
}

/* Somebody has it, for a decoder there that says of everything that it is good. */
static void
test_refused_from_neighbour (Fixture *fixture, gconstpointer data)
{
  g_autofree char *decoder = g_strdup (g_getenv ("TAMBO_DECODE"));
  g_autofree char *captive = g_test_build_filename (G_TEST_BUILT, "content", "captive", NULL);
  g_autofree char *problem = NULL;
  g_autofree char *log = g_strdup ("");
  const char *const one[] = { HOSTILE, NULL };
  g_autoptr (TamboDBusMesh1Job) job = NULL;

  add_hostile_pack (fixture, "read /etc/passwd");
  g_setenv ("TAMBO_DECODE", captive, TRUE);
  tambo_test_node_start (fixture->node, fixture->site, NULL);
  g_setenv ("TAMBO_DECODE", decoder, TRUE);
  job = tambo_test_node_start_install (fixture->node, fixture->site->stick, one, none);
  problem = tambo_test_node_wait_for_job (fixture->node, job);
  g_assert_cmpstr (problem, ==, "");

  tambo_test_node_start (fixture->other, fixture->site, fixture->node);
  assert_trusts (fixture->other, fixture->site);
  while (strstr (log, "pack.refused pack.codec") == NULL)
    {
      g_free (log);
      log = tambo_test_node_read_log (fixture->other);
      g_usleep (10000);
    }
  tambo_test_node_wait_for_pack (fixture->node, HOSTILE, 1);
  g_assert_false (tambo_test_node_holds (fixture->other, HOSTILE, 1));
}

/* Nothing is decoded here instead. */
static void
test_no_decoder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *decoder = g_strdup (g_getenv ("TAMBO_DECODE"));
  g_autofree char *problem = NULL;
  g_autofree char *again = NULL;
  guint n_media = 0;

  g_setenv ("TAMBO_DECODE", "/nowhere/tambo-decode", TRUE);
  tambo_test_node_start (fixture->node, fixture->site, NULL);
  problem = install (fixture, &n_media);
  g_assert_true (g_str_has_prefix (problem, "org.tambo.Error.Decoder.Missing "));
  g_assert_false (tambo_test_node_holds (fixture->node, PACK, 1));

  /* Once there is one, the same stick is good. */
  tambo_test_node_kill (fixture->node);
  g_setenv ("TAMBO_DECODE", decoder, TRUE);
  tambo_test_node_start (fixture->node, fixture->site, NULL);
  again = install (fixture, &n_media);
  g_assert_cmpstr (again, ==, "");
  tambo_test_node_wait_for_pack (fixture->node, PACK, 1);
}

/* At whatever moment it falls, the next one goes on. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (tambo_test_seed ());
  g_autofree char *problem = NULL;
  guint n_media = 0;

  for (guint i = 0; i < tambo_test_count (60); i++)
    {
      g_autoptr (TamboDBusMesh1Job) job = NULL;

      tambo_test_node_start (fixture->node, fixture->site, NULL);
      job = tambo_test_node_start_install (fixture->node, fixture->site->stick, all, none);
      g_usleep ((gulong) g_rand_int_range (rand, 0, 300 * 1000));
      tambo_test_node_kill (fixture->node);
    }

  tambo_test_node_start (fixture->node, fixture->site, NULL);
  problem = install (fixture, &n_media);
  g_assert_cmpstr (problem, ==, "");
  tambo_test_node_wait_for_pack (fixture->node, PACK, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add_test(path, func) \
  g_test_add ("/mesh/media/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("counted", test_counted);
  add_test ("refused/from-a-stick", test_refused_from_stick);
  add_test ("refused/from-a-neighbour", test_refused_from_neighbour);
  add_test ("no-decoder", test_no_decoder);
  add_test ("killed", test_killed);
#undef add_test

  return g_test_run ();
}

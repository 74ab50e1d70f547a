/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/node.h"

#define PACK "org.tambo.cough"

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add_test(path, func) \
  g_test_add ("/mesh/two-daemons/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("pack/comes-from-a-folder", test_installs_from_folder);
  add_test ("pack/crosses-to-the-other", test_pack_crosses);
#undef add_test

  return g_test_run ();
}

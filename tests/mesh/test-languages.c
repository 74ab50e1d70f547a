/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/node.h"

#include <string.h>
#include <sys/stat.h>

#define PACK "org.tambo.cough"
/* What a daemon reads of its own accord while a test looks: bytes of databases and wake-ups. */
#define NOISE (48 * 1024)

typedef struct
{
  TamboTestSite *site; /* (owned) */
  TamboTestNode *a;    /* (owned) */
  TamboTestNode *b;    /* (owned) */
  TamboTestPack *pack; /* (unowned) */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->site = tambo_test_site_new ();
  fixture->a = tambo_test_node_new (fixture->site);
  fixture->b = tambo_test_node_new (fixture->site);
  tambo_test_site_admit (fixture->site, fixture->a->pin, TAMBO_PART_KIOSK);
  tambo_test_site_admit (fixture->site, fixture->b->pin, TAMBO_PART_KIOSK);
  fixture->pack = tambo_test_site_add_pack (fixture->site, PACK, 1);
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
set_languages (TamboTestNode *node, const char *const *languages)
{
  g_autoptr (GError) error = NULL;

  tambo_dbus_mesh1_call_set_languages_sync (node->mesh, languages, NULL, &error);
  g_assert_no_error (error);
}

static void
install (Fixture *fixture, TamboTestNode *node, const char *pack)
{
  g_autofree char *problem = tambo_test_node_install (node, fixture->site, pack);

  g_assert_cmpstr (problem, ==, "");
}

/* Languages of the pack that are here, joined by blanks. */
static char *
get_held (TamboTestNode *node)
{
  GVariant *packs = tambo_dbus_mesh1_get_packs (node->mesh);
  g_autoptr (GVariant) pack = NULL;
  g_autofree const char **held = NULL;

  if (packs == NULL || g_variant_n_children (packs) == 0)
    return g_strdup ("");

  pack = g_variant_get_child_value (packs, 0);
  g_variant_lookup (pack, "languages", "^a&s", &held);

  return g_strjoinv (" ", (char **) held);
}

static void
wait_for_languages (TamboTestNode *node, const char *expected)
{
  for (;;)
    {
      g_autofree char *held = get_held (node);

      if (strcmp (held, expected) == 0)
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

static char *
get_blob_path (TamboTestNode *node, const char *digest)
{
  return g_build_filename (node->folder, "mesh", "store", "blobs", "sha256", digest + 7, NULL);
}

static gboolean
has_blob (TamboTestNode *node, const char *digest)
{
  g_autofree char *path = get_blob_path (node, digest);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Exactly what the pack has for these languages is in the store of the node: files and their leaf
 * lists. */
static void
assert_blobs (Fixture *fixture, TamboTestNode *node, const char *const *languages)
{
  TamboManifest *manifest = tambo_pack_get_manifest (fixture->pack->pack);

  for (guint i = 0; i < tambo_manifest_get_n_layers (manifest); i++)
    {
      const TamboLayer *layer = tambo_manifest_get_layer (manifest, i);

      g_assert_cmpint (has_blob (node, layer->digest),
                       ==,
                       tambo_language_is_wanted (layer->language, languages));
    }
}

/* Files and leaf lists in one language. */
static guint64
count_bytes (Fixture *fixture, const char *language)
{
  TamboManifest *manifest = tambo_pack_get_manifest (fixture->pack->pack);
  guint64 bytes = 0;

  for (guint i = 0; i < tambo_manifest_get_n_layers (manifest); i++)
    {
      const TamboLayer *layer = tambo_manifest_get_layer (manifest, i);

      if (g_strcmp0 (layer->language, language) == 0)
        bytes += layer->size;
    }

  return bytes;
}

/* All that a daemon has read from files so far: what it serves is among it. */
static guint64
get_bytes_read (TamboTestNode *node)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/io",
                                           g_subprocess_get_identifier (node->process));
  g_autofree char *text = NULL;
  guint64 bytes = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "rchar: "));
  bytes = g_ascii_strtoull (text + strlen ("rchar: "), NULL, 10);

  return bytes;
}

static guint64
get_disk_usage (TamboTestNode *node)
{
  g_autofree char *path = g_build_filename (node->folder, "mesh", "store", "blobs", "sha256", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  guint64 bytes = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      struct stat info;

      g_assert_no_errno (stat (file, &info));
      bytes += (guint64) info.st_blocks * 512;
    }

  return bytes;
}

/* A has all three languages, B takes French from it, then Arabic too. */
static void
test_add_fetches_the_difference (Fixture *fixture, gconstpointer data)
{
  static const char *const all[] = { "ar", "en", "fr", NULL };
  static const char *const french[] = { "fr", NULL };
  static const char *const two[] = { "fr", "ar", NULL };
  guint64 arabic = count_bytes (fixture, "ar");
  guint64 read_before;
  guint64 served;

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  set_languages (fixture->a, all);
  install (fixture, fixture->a, "*");
  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
  set_languages (fixture->b, french);
  install (fixture, fixture->b, NULL);
  wait_for_languages (fixture->b, "fr");
  assert_blobs (fixture, fixture->b, french);

  read_before = get_bytes_read (fixture->a);
  set_languages (fixture->b, two);
  wait_for_languages (fixture->b, "ar fr");
  served = get_bytes_read (fixture->a) - read_before;
  g_test_message ("%" G_GUINT64_FORMAT " bytes in Arabic, %" G_GUINT64_FORMAT " read to serve them",
                  arabic,
                  served);
  g_assert_cmpuint (served, >=, arabic);
  g_assert_cmpuint (served, <=, arabic + NOISE);
  assert_blobs (fixture, fixture->b, two);
}

static void
test_remove_frees_the_space (Fixture *fixture, gconstpointer data)
{
  static const char *const french[] = { "fr", NULL };
  static const char *const two[] = { "fr", "ar", NULL };
  guint64 before;
  guint64 after;

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  set_languages (fixture->a, two);
  install (fixture, fixture->a, "*");
  wait_for_languages (fixture->a, "ar fr");
  before = get_disk_usage (fixture->a);

  set_languages (fixture->a, french);
  wait_for_languages (fixture->a, "fr");
  after = get_disk_usage (fixture->a);
  g_test_message ("%" G_GUINT64_FORMAT " bytes on disk, then %" G_GUINT64_FORMAT, before, after);
  assert_blobs (fixture, fixture->a, french);
  g_assert_cmpuint (before - after, >=, count_bytes (fixture, "ar"));
}

/* Each has a language that the other wants, and one that it does not. */
static void
test_each_takes_what_it_wants (Fixture *fixture, gconstpointer data)
{
  static const char *const a_first[] = { "ar", "fr", NULL };
  static const char *const a_then[] = { "ar", "fr", "en", NULL };
  static const char *const b_first[] = { "en", NULL };
  static const char *const b_then[] = { "en", "ar", NULL };

  tambo_test_node_start (fixture->a, fixture->site, NULL);
  set_languages (fixture->a, a_first);
  install (fixture, fixture->a, "*");
  tambo_test_node_start (fixture->b, fixture->site, fixture->a);
  set_languages (fixture->b, b_first);
  install (fixture, fixture->b, "*");
  assert_blobs (fixture, fixture->a, a_first);
  assert_blobs (fixture, fixture->b, b_first);

  set_languages (fixture->a, a_then);
  set_languages (fixture->b, b_then);
  wait_for_languages (fixture->a, "ar en fr");
  wait_for_languages (fixture->b, "ar en");
  assert_blobs (fixture, fixture->a, a_then);
  assert_blobs (fixture, fixture->b, b_then);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define add_test(path, func) \
  g_test_add ("/mesh/languages/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("adding-one-fetches-its-bytes-alone", test_add_fetches_the_difference);
  add_test ("removing-one-frees-its-bytes", test_remove_frees_the_space);
  add_test ("each-takes-what-it-wants", test_each_takes_what_it_wants);
#undef add_test

  return g_test_run ();
}

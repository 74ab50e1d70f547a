/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/limits.h"
#include "tests/support/shelter.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The catalogue of bad input, as far as it is packs: one row an input. Rows 1 to 14 are about
 * metadata and stand in test-trust and test-trust-roots, 33 to 37 about media in the tests of the
 * sandbox, 39 is test-power-cut; 19, 22 and 25 are what the format cannot express: nothing in a
 * pack is compressed, and no path of it is opened. */

#define PICTURE "film/picture.webm"

typedef TamboTestShelter Fixture;

typedef struct _Row Row;

/* @from, @to: (nullable): in the text of the manifest, before it is vouched for. */
struct _Row
{
  const char *path;
  const char *from;
  const char *to;
  void (*bend_stick) (Fixture *fixture, TamboTestPack *test);
  void (*bend_target) (TamboPackTarget *target);
  int code;
};

static const char *const french[] = { "fr", NULL };

static char *
get_stick_path (Fixture *fixture, const char *digest)
{
  return g_build_filename (fixture->stick, "blobs", "sha256", tambo_digest_get_hex (digest), NULL);
}

static void
resize (Fixture *fixture, TamboTestPack *test, int by)
{
  g_autofree char *path = get_stick_path (fixture,
                                          tambo_test_pack_get_digest (test, "film/voice.fr.ogg"));
  GStatBuf info;

  g_assert_no_errno (g_stat (path, &info));
  g_assert_no_errno (truncate (path, info.st_size + by));
}

static void
longer (Fixture *fixture, TamboTestPack *test)
{
  resize (fixture, test, 1);
}

static void
shorter (Fixture *fixture, TamboTestPack *test)
{
  resize (fixture, test, -1);
}

static void
other_bytes (Fixture *fixture, TamboTestPack *test)
{
  resize (fixture, test, -1);
  resize (fixture, test, 1);
}

/* What a stick may hold instead of a file. */
static char *
clear_voice (Fixture *fixture, TamboTestPack *test)
{
  char *path = get_stick_path (fixture, tambo_test_pack_get_digest (test, "film/voice.fr.ogg"));

  g_assert_no_errno (g_unlink (path));

  return path;
}

static void
link_to_elsewhere (Fixture *fixture, TamboTestPack *test)
{
  g_autofree char *path = clear_voice (fixture, test);

  g_assert_no_errno (symlink ("/etc/passwd", path));
}

static void
pipe_instead (Fixture *fixture, TamboTestPack *test)
{
  g_autofree char *path = clear_voice (fixture, test);

  g_assert_no_errno (mkfifo (path, 0600));
}

static void
folder_instead (Fixture *fixture, TamboTestPack *test)
{
  g_autofree char *path = clear_voice (fixture, test);

  g_assert_no_errno (g_mkdir (path, 0700));
}

static void
no_room (Fixture *fixture, TamboTestPack *test)
{
  tambo_store_set_space_floor (fixture->store, G_MAXUINT64);
}

static void
other_id (TamboPackTarget *target)
{
  g_free (target->id);
  target->id = g_strdup ("org.example.other");
}

static void
recalled (TamboPackTarget *target)
{
  target->recalled = TRUE;
}

static void
later_program (TamboPackTarget *target)
{
  g_free (target->min_app);
  target->min_app = g_strdup ("99.0");
}

static void
other_version (TamboPackTarget *target)
{
  target->version = 3;
}

static void
manifest_too_long (TamboPackTarget *target)
{
  target->size = TAMBO_LIMIT_MANIFEST + 1;
}

#define TITLE(title) "\"org.opencontainers.image.title\":\"" title "\""

static const Row rows[] = {
  { "p15/longer-than-declared", .bend_stick = longer, .code = TAMBO_ERROR_PACK_DIGEST },
  { "p16/shorter-than-declared", .bend_stick = shorter, .code = TAMBO_ERROR_PACK_DIGEST },
  { "p17/right-length-wrong-bytes", .bend_stick = other_bytes, .code = TAMBO_ERROR_PACK_DIGEST },
  { "p18/forty-gigabytes",
    "\"size\":614400",
    "\"size\":42949672960",
    .code = TAMBO_ERROR_PACK_TOO_LARGE },
  { "p18/one-past-the-limit",
    "\"size\":614400",
    "\"size\":2147483649",
    .code = TAMBO_ERROR_PACK_TOO_LARGE },
  { "p18/no-room", .bend_stick = no_room, .code = TAMBO_ERROR_PACK_SPACE },
  { "p18/manifest-too-long", .bend_target = manifest_too_long, .code = TAMBO_ERROR_PACK_TOO_LARGE },
  { "p20/title-leaves-folder",
    TITLE (PICTURE),
    TITLE ("../../etc/cron.d/x"),
    .code = TAMBO_ERROR_PACK_FORMAT },
  { "p21/title-is-absolute", TITLE (PICTURE), TITLE ("/abs"), .code = TAMBO_ERROR_PACK_FORMAT },
  { "p21/title-is-empty", TITLE (PICTURE), TITLE (""), .code = TAMBO_ERROR_PACK_FORMAT },
  { "p21/title-holds-a-newline",
    TITLE (PICTURE),
    TITLE ("a\\nb"),
    .code = TAMBO_ERROR_PACK_FORMAT },
  { "p23/link-on-the-stick", .bend_stick = link_to_elsewhere, .code = TAMBO_ERROR_PACK_FORMAT },
  { "p23/pipe-on-the-stick", .bend_stick = pipe_instead, .code = TAMBO_ERROR_PACK_DIGEST },
  { "p23/folder-on-the-stick", .bend_stick = folder_instead, .code = TAMBO_ERROR_PACK_DIGEST },
  { "p24/too-many-files", "\"layers\":[", NULL, .code = TAMBO_ERROR_PACK_TOO_LARGE },
  { "p26/a-file-twice",
    TITLE ("film/voice.fr.ogg"),
    TITLE (PICTURE),
    .code = TAMBO_ERROR_PACK_FORMAT },
  { "p27/a-file-the-config-does-not-know",
    TITLE (PICTURE),
    TITLE ("film/other.webm"),
    .code = TAMBO_ERROR_PACK_FORMAT },
  { "p28/another-pack-inside", .bend_target = other_id, .code = TAMBO_ERROR_PACK_FORMAT },
  { "p28/another-version-inside", .bend_target = other_version, .code = TAMBO_ERROR_PACK_FORMAT },
  { "p29/a-language-the-config-does-not-have",
    "\"org.tambo.language\":\"fr\"",
    "\"org.tambo.language\":\"xx\"",
    .code = TAMBO_ERROR_PACK_FORMAT },
  { "p30/right-to-left-override",
    TITLE (PICTURE),
    TITLE ("film/\u202egpj.webm"),
    .code = TAMBO_ERROR_PACK_FORMAT },
  { "p30/zero", TITLE (PICTURE), TITLE ("a\\u0000b"), .code = TAMBO_ERROR_JSON_TEXT },
  { "p30/half-a-surrogate", TITLE (PICTURE), TITLE ("\\ud800"), .code = TAMBO_ERROR_JSON_TEXT },
  { "p38/recalled", .bend_target = recalled, .code = TAMBO_ERROR_PACK_RECALLED },
  { "p40/later-program", .bend_target = later_program, .code = TAMBO_ERROR_PACK_TOO_NEW },
};

/* Every occurrence; a list too long is made of nothing. */
static GBytes *
bend_manifest (const Row *row, GBytes *manifest)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (manifest, NULL),
                                     g_bytes_get_size (manifest));
  g_auto (GStrv) parts = g_strsplit (text, row->from, -1);
  g_autoptr (GString) many = g_string_new (row->from);
  char *bent;

  g_assert_nonnull (parts[1]);
  for (guint i = 0; row->to == NULL && i <= TAMBO_LIMIT_LAYERS; i++)
    g_string_append (many, "{},");
  bent = g_strjoinv (row->to != NULL ? row->to : many->str, parts);

  return g_bytes_new_take (bent, strlen (bent));
}

/* As the metadata would vouch for it, had its publisher made it so. */
static TamboPackTarget *
vouch (Fixture *fixture, const Row *row, TamboTestPack *test)
{
  TamboPackTarget *target = tambo_pack_target_copy (
      tambo_trust_find_pack (fixture->trust, TAMBO_TEST_SHELTER_ID, 2));

  if (row->from != NULL)
    {
      GBytes *good = tambo_manifest_get_bytes (tambo_pack_get_manifest (test->pack));
      g_autoptr (GBytes) bent = bend_manifest (row, good);
      g_autofree char *path = NULL;
      gsize size;
      const char *data = g_bytes_get_data (bent, &size);

      g_free (target->digest);
      target->digest = tambo_digest_for_bytes (bent);
      target->size = size;
      path = get_stick_path (fixture, target->digest);
      g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
    }
  if (row->bend_target != NULL)
    row->bend_target (target);

  return target;
}

/* What the kiosk counts on: each file of the store by name and content, each row. */
static char *
take_snapshot (Fixture *fixture)
{
  g_autoptr (GString) text = g_string_new (NULL);
  TamboInstalledPack *pack = tambo_catalog_find (fixture->catalog, TAMBO_TEST_SHELTER_ID);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) digests = tambo_store_list (fixture->store, &error);

  g_assert_no_error (error);
  g_string_append_printf (text,
                          "%u packs, %u %s\n",
                          g_list_model_get_n_items (G_LIST_MODEL (fixture->catalog)),
                          tambo_installed_pack_get_version (pack),
                          tambo_installed_pack_get_manifest (pack));
  for (gsize i = 0; digests[i] != NULL; i++)
    {
      g_autoptr (GBytes) bytes = tambo_store_read (fixture->store, digests[i], 1 << 20, &error);

      g_assert_no_error (error);
    }
  g_string_append_printf (text, "%u blobs", g_strv_length (digests));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
collect (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) in_use = tambo_catalog_get_digests (fixture->catalog, &error);

  g_assert_no_error (error);
  tambo_store_collect (fixture->store, in_use, NULL, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
install (Fixture *fixture, TamboLayout *layout, const TamboPackTarget *target, GError **error)
{
  g_autoptr (TamboInstall) install = tambo_install_new (fixture->store, target, french, error);

  return install != NULL && tambo_install_copy (install, layout, NULL, NULL, NULL, error) &&
         tambo_install_finish (install, fixture->catalog, error);
}

static void
test_row (Fixture *fixture, gconstpointer data)
{
  const Row *row = data;
  g_autoptr (TamboTestPack) first = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboTestPack) second = NULL;
  g_autoptr (TamboLayout) layout = NULL;
  g_autoptr (TamboPackTarget) target = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_shelter_install (fixture, 1, french, &error);
  g_assert_no_error (error);
  before = take_snapshot (fixture);

  second = tambo_test_shelter_publish (fixture, 2);
  layout = tambo_test_shelter_open_stick (fixture);
  target = vouch (fixture, row, second);
  if (row->bend_stick != NULL)
    row->bend_stick (fixture, second);
  g_assert_false (install (fixture, layout, target, &error));
  g_assert_error (error, TAMBO_ERROR, row->code);

  tambo_test_shelter_start (fixture);
  collect (fixture);
  after = take_snapshot (fixture);
  g_assert_cmpstr (after, ==, before);
  tambo_test_shelter_assert_installed (fixture, first, french);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/content/bad-packs/", rows[i].path, NULL);

      g_test_add (path,
                  Fixture,
                  &rows[i],
                  tambo_test_shelter_set_up,
                  test_row,
                  tambo_test_shelter_tear_down);
    }

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "tests/support/shelter.h"

#include <glib/gstdio.h>
#include <string.h>

#define NOW TAMBO_TEST_SHELTER_NOW
#define ID TAMBO_TEST_SHELTER_ID

typedef TamboTestShelter Fixture;

static const char *const french[] = { "fr", NULL };
static const char *const both[] = { "fr", "ar", NULL };

static gboolean
has_title (Fixture *fixture, TamboTestPack *test, const char *title)
{
  return tambo_store_has (fixture->store, tambo_test_pack_get_digest (test, title));
}

static void
test_two_languages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) test = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (GError) error = NULL;

  tambo_test_shelter_install (fixture, 0, both, &error);
  g_assert_no_error (error);
  tambo_test_shelter_assert_installed (fixture, test, both);
  g_assert_false (has_title (fixture, test, "film/voice.en.ogg"));
}

/* Adding a language fetches the difference: what is here is not even looked for. */
static void
test_add_language (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) test = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (GError) error = NULL;
  const char *picture = tambo_test_pack_get_digest (test, "film/picture.webm");
  g_autofree char *path = NULL;

  tambo_test_shelter_install (fixture, 0, french, &error);
  g_assert_no_error (error);

  path = g_build_filename (fixture->stick, "blobs", "sha256", tambo_digest_get_hex (picture), NULL);
  g_assert_no_errno (g_unlink (path));
  tambo_test_shelter_install (fixture, 0, both, &error);
  g_assert_no_error (error);
  tambo_test_shelter_assert_installed (fixture, test, both);
}

static void
test_next_version (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) first = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboTestPack) second = NULL;
  g_autoptr (GHashTable) in_use = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_shelter_install (fixture, 0, french, &error);
  g_assert_no_error (error);
  second = tambo_test_shelter_publish (fixture, 2);
  tambo_test_shelter_install (fixture, 0, french, &error);
  g_assert_no_error (error);
  tambo_test_shelter_assert_installed (fixture, second, french);

  /* The version before is kept. */
  in_use = tambo_catalog_get_digests (fixture->catalog, &error);
  g_assert_no_error (error);
  tambo_store_collect (fixture->store, in_use, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (has_title (fixture, first, "film/voice.fr.ogg"));
  tambo_test_shelter_assert_installed (fixture, second, french);
}

/* Nothing of the old version is lost by an attempt that fails. */
static void
assert_first_intact (Fixture *fixture, TamboTestPack *first)
{
  tambo_test_shelter_start (fixture);
  g_assert_cmpuint (tambo_installed_pack_get_version (tambo_catalog_find (fixture->catalog, ID)),
                    ==,
                    1);
  tambo_test_shelter_assert_installed (fixture, first, french);
}

typedef enum
{
  SPOIL_MANIFEST,
  SPOIL_CONFIG,
  SPOIL_LEAVES,
  SPOIL_FILE,
  N_SPOILS,
} Spoil;

static const char *
spoiled_digest (TamboTestPack *test, Spoil spoil)
{
  TamboManifest *manifest = tambo_pack_get_manifest (test->pack);
  const char *voice = tambo_test_pack_get_digest (test, "film/voice.fr.ogg");

  switch (spoil)
    {
    case SPOIL_MANIFEST:
      return tambo_manifest_get_digest (manifest);
    case SPOIL_CONFIG:
      return tambo_manifest_get_config_digest (manifest);
    case SPOIL_LEAVES:
      return tambo_manifest_find_leaves (manifest, voice)->digest;
    case SPOIL_FILE:
      return voice;
    case N_SPOILS:
    default:
      g_assert_not_reached ();
    }
}

/* Flips the last byte of a blob on the stick. */
static void
flip (Fixture *fixture, const char *digest)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  path = g_build_filename (fixture->stick, "blobs", "sha256", tambo_digest_get_hex (digest), NULL);
  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  text[size - 1] ^= 1;
  g_file_set_contents (path, text, (gssize) size, &error);
  g_assert_no_error (error);
}

static void
test_flipped_byte (Fixture *fixture, gconstpointer data)
{
  Spoil spoil = GPOINTER_TO_UINT (data);
  g_autoptr (TamboTestPack) first = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboTestPack) second = NULL;
  g_autoptr (GError) error = NULL;

  tambo_test_shelter_install (fixture, 0, french, &error);
  g_assert_no_error (error);
  second = tambo_test_shelter_publish (fixture, 2);
  flip (fixture, spoiled_digest (second, spoil));

  g_assert_false (tambo_test_shelter_install (fixture, 0, french, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_DIGEST);
  g_assert_false (tambo_store_has (fixture->store, spoiled_digest (second, spoil)));
  assert_first_intact (fixture, first);

  /* Flipped back, it goes on with what had arrived. */
  g_clear_error (&error);
  flip (fixture, spoiled_digest (second, spoil));
  tambo_test_shelter_install (fixture, 0, french, &error);
  g_assert_no_error (error);
  tambo_test_shelter_assert_installed (fixture, second, french);
}

static void
test_missing_blob (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) first = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboTestPack) second = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  const char *voice;

  tambo_test_shelter_install (fixture, 0, french, &error);
  g_assert_no_error (error);
  second = tambo_test_shelter_publish (fixture, 2);
  voice = tambo_test_pack_get_digest (second, "film/voice.fr.ogg");
  path = g_build_filename (fixture->stick, "blobs", "sha256", tambo_digest_get_hex (voice), NULL);
  g_assert_no_errno (g_unlink (path));

  g_assert_false (tambo_test_shelter_install (fixture, 0, french, &error));
  g_assert_nonnull (error);
  assert_first_intact (fixture, first);
}

static void
test_no_space (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) test = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (GError) error = NULL;

  tambo_store_set_space_floor (fixture->store, G_MAXUINT64);
  g_assert_false (tambo_test_shelter_install (fixture, 0, french, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_SPACE);
  g_assert_null (tambo_catalog_find (fixture->catalog, ID));
  g_assert_false (has_title (fixture, test, "film/picture.webm"));
}

typedef struct
{
  GCancellable *cancellable;
  guint n_leaves;
  guint64 done;
  guint64 total;
} Watch;

static void
on_progress (TamboInstall *install, gpointer user_data)
{
  Watch *watch = user_data;
  guint64 done;
  guint files_done;
  guint files_total;

  tambo_install_get_progress (install, &done, &watch->total, &files_done, &files_total);
  g_assert_cmpuint (done, >=, watch->done);
  g_assert_cmpuint (files_done, <=, files_total);
  watch->done = done;
  if (--watch->n_leaves == 0)
    g_cancellable_cancel (watch->cancellable);
}

/* After each possible number of leaves. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) test = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboLayout) layout = tambo_test_shelter_open_stick (fixture);
  g_autoptr (GError) error = NULL;
  guint n_tries = 0;

  while (TRUE)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (TamboInstall) install = tambo_test_shelter_begin (fixture, 0, french);
      Watch watch = { cancellable, 1, 0, 0 };

      n_tries++;
      if (tambo_install_copy (install, layout, on_progress, &watch, cancellable, &error))
        break;

      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_false (tambo_install_is_complete (install));
      g_assert_false (tambo_install_finish (install, fixture->catalog, &error));
      g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_INCOMPLETE);
      g_clear_error (&error);
      g_assert_null (tambo_catalog_find (fixture->catalog, ID));
    }

  g_assert_no_error (error);
  g_assert_cmpuint (n_tries, >, 10);
  tambo_test_shelter_install (fixture, 0, french, &error);
  g_assert_no_error (error);
  tambo_test_shelter_assert_installed (fixture, test, french);
}

static void
test_progress (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) test = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboLayout) layout = tambo_test_shelter_open_stick (fixture);
  g_autoptr (TamboInstall) install = tambo_test_shelter_begin (fixture, 0, french);
  g_autoptr (GError) error = NULL;
  Watch watch = { NULL, G_MAXUINT, 0, 0 };
  guint files_done;
  guint files_total;

  tambo_install_copy (install, layout, on_progress, &watch, NULL, &error);
  g_assert_no_error (error);
  tambo_install_get_progress (install, &watch.done, &watch.total, &files_done, &files_total);
  g_assert_cmpuint (watch.done, ==, watch.total);
  g_assert_cmpuint (files_done, ==, 4);
  g_assert_cmpuint (files_total, ==, 4);
  g_assert_cmpuint (watch.total, >, 900 * 1024);
}

/* What a peer does: leaves come in any order, some of them wrong. */
static void
test_leaves_from_peers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) test = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboLayout) layout = tambo_test_shelter_open_stick (fixture);
  g_autoptr (TamboInstall) install = tambo_test_shelter_begin (fixture, 0, french);
  g_autoptr (GBytes) wrong = tambo_test_noise (TAMBO_LEAF_SIZE, 1);
  g_autoptr (GError) error = NULL;

  tambo_install_advance (install, &error);
  while (error == NULL && !tambo_install_is_complete (install))
    {
      GPtrArray *missing = tambo_install_get_missing (install);
      TamboStaging *staging = missing->pdata[missing->len - 1];
      GBytes *blob = g_hash_table_lookup (test->blobs, tambo_staging_get_digest (staging));

      for (guint i = tambo_staging_get_n_leaves (staging); i > 0; i--)
        {
          gsize size = tambo_staging_get_leaf_size (staging, i - 1);
          g_autoptr (GBytes) leaf = NULL;
          g_autoptr (GBytes) bad = g_bytes_new_from_bytes (wrong, 0, MIN (size, TAMBO_LEAF_SIZE));

          leaf = g_bytes_new_from_bytes (blob, (gsize) (i - 1) * TAMBO_LEAF_SIZE, size);
          g_assert_false (tambo_staging_write_leaf (staging, i - 1, bad, NULL));
          g_assert_false (tambo_staging_has_leaf (staging, i - 1));
          g_assert_true (tambo_staging_write_leaf (staging, i - 1, leaf, NULL));
        }

      tambo_install_advance (install, &error);
    }
  g_assert_no_error (error);

  tambo_install_finish (install, fixture->catalog, &error);
  g_assert_no_error (error);
  tambo_test_shelter_assert_installed (fixture, test, french);
}

static void
test_recalled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) test = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboLayout) layout = NULL;
  g_autoptr (GError) error = NULL;
  const TamboPackTarget *target;

  tambo_signer_recall_pack (fixture->signer, ID, 1, "It was wrong.", &error);
  tambo_signer_publish (fixture->signer, NOW, &error);
  g_assert_no_error (error);
  tambo_test_shelter_write_stick (fixture, test);
  layout = tambo_test_shelter_open_stick (fixture);

  target = tambo_trust_find_pack (fixture->trust, ID, 1);
  g_assert_null (tambo_install_new (fixture->store, target, NULL, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_RECALLED);
}

static void
test_needs_later_program (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) test = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboLayout) layout = tambo_test_shelter_open_stick (fixture);
  g_autoptr (TamboPackTarget) target = NULL;
  g_autoptr (GError) error = NULL;

  target = tambo_pack_target_copy (tambo_trust_find_pack (fixture->trust, ID, 0));
  target->min_app = g_strdup ("999.0");
  g_assert_null (tambo_install_new (fixture->store, target, NULL, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_NEW);
}

/* Swapped names: what is signed as one pack is another inside. */
static void
test_other_pack_inside (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) test = tambo_test_shelter_publish (fixture, 1);
  g_autoptr (TamboLayout) layout = tambo_test_shelter_open_stick (fixture);
  g_autoptr (TamboPackTarget) target = NULL;
  g_autoptr (TamboInstall) install = NULL;
  g_autoptr (GError) error = NULL;

  target = tambo_pack_target_copy (tambo_trust_find_pack (fixture->trust, ID, 0));
  g_free (target->id);
  target->id = g_strdup ("org.example.water");
  install = tambo_install_new (fixture->store, target, french, &error);
  g_assert_no_error (error);
  g_assert_false (tambo_install_copy (install, layout, NULL, NULL, NULL, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

int
main (int argc, char *argv[])
{
  static const char *const spoil_names[N_SPOILS] = { "manifest", "config", "leaf-list", "file" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func)             \
  g_test_add ("/content/install/" path,  \
              Fixture,                   \
              NULL,                      \
              tambo_test_shelter_set_up, \
              func,                      \
              tambo_test_shelter_tear_down)
  add_test ("stick/two-languages", test_two_languages);
  add_test ("stick/add-a-language", test_add_language);
  add_test ("stick/next-version", test_next_version);
  add_test ("stick/missing-blob", test_missing_blob);
  add_test ("stick/cancel-and-go-on", test_cancel);
  add_test ("stick/progress", test_progress);
  add_test ("peers/any-order-and-wrong-leaves", test_leaves_from_peers);
  add_test ("refuse/no-space", test_no_space);
  add_test ("refuse/recalled", test_recalled);
  add_test ("refuse/needs-later-program", test_needs_later_program);
  add_test ("refuse/other-pack-inside", test_other_pack_inside);
#undef add_test
  for (guint i = 0; i < N_SPOILS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/content/install/flipped-byte/%s", spoil_names[i]);

      g_test_add (path,
                  Fixture,
                  GUINT_TO_POINTER (i),
                  tambo_test_shelter_set_up,
                  test_flipped_byte,
                  tambo_test_shelter_tear_down);
    }

  return g_test_run ();
}

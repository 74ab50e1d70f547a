/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/catalog/media-check.h"

#include "content/base/digest.h"
#include "content/base/error.h"
#include "content/pack/media-types.h"
#include "tests/support/film.h"
#include "tests/support/folder.h"
#include "tests/support/packs.h"

#include <glib/gstdio.h>
#include <gst/gst.h>
#include <string.h>

#define TITLE "film/picture.webm"

typedef struct
{
  char *folder;               /* (owned) */
  TamboStore *store;          /* (owned) */
  TamboMediaRecords *records; /* (owned) */
  TamboMediaCheck *check;     /* (owned) */
} Fixture;

static TamboMediaCheck *
make_check (Fixture *fixture, TamboSandbox *sandbox)
{
  return tambo_media_check_new (sandbox, fixture->records);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *blobs = NULL;
  g_autofree char *media = NULL;
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new ();
  g_autoptr (GError) error = NULL;

  fixture->folder = tambo_test_make_folder ();
  blobs = g_build_filename (fixture->folder, "store", NULL);
  media = g_build_filename (fixture->folder, "media", NULL);
  fixture->store = tambo_store_open (blobs, &error);
  g_assert_no_error (error);
  tambo_store_set_space_floor (fixture->store, 0);
  fixture->records = tambo_media_records_open (media, &error);
  g_assert_no_error (error);
  fixture->check = make_check (fixture, sandbox);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->check);
  g_assert_finalize_object (fixture->records);
  g_assert_finalize_object (fixture->store);
  tambo_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
put (Fixture *fixture, TamboTestPack *pack)
{
  GHashTableIter iter;
  gpointer bytes;

  g_hash_table_iter_init (&iter, pack->blobs);
  while (g_hash_table_iter_next (&iter, NULL, &bytes))
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *digest = tambo_store_put (fixture->store, bytes, &error);

      g_assert_no_error (error);
    }
}

static gboolean
run (Fixture *fixture, TamboMediaCheck *check, TamboTestPack *pack, GError **error)
{
  return tambo_media_check_run (check, fixture->store, pack->pack, NULL, NULL, NULL, NULL, error);
}

static GBytes *
make_film (void)
{
  return tambo_test_make_medium (
      "videotestsrc pattern=ball num-buffers=60 ! video/x-raw,format=I420,width=64,height=48,"
      "framerate=30/1 ! vp8enc deadline=1 ! webmmux");
}

/* A film of two seconds, 64 × 48, in VP8, and what packs may say of it. */
static const struct
{
  const char *name;
  TamboPackFile facts;
  const char *media_type;
  int code; /* -1: taken */
} claims[] = {
  { "nothing", { .role = (char *) "picture" }, "video/webm", -1 },
  { "the truth",
    { .role = (char *) "picture",
      .codec = (char *) "vp8",
      .width = 64,
      .height = 48,
      .duration_ms = 2000,
      .tracks = 1 },
    "video/webm",
    -1 },
  { "nearly its length",
    { .role = (char *) "picture", .codec = (char *) "vp8", .duration_ms = 3000 },
    "video/webm",
    -1 },
  { "another length",
    { .role = (char *) "picture", .codec = (char *) "vp8", .duration_ms = 3100 },
    "video/webm",
    TAMBO_ERROR_PACK_MEDIUM },
  { "another codec",
    { .role = (char *) "picture", .codec = (char *) "vp9" },
    "video/webm",
    TAMBO_ERROR_PACK_MEDIUM },
  { "another width",
    { .role = (char *) "picture", .codec = (char *) "vp8", .width = 65 },
    "video/webm",
    TAMBO_ERROR_PACK_MEDIUM },
  { "another height",
    { .role = (char *) "picture", .codec = (char *) "vp8", .height = 47 },
    "video/webm",
    TAMBO_ERROR_PACK_MEDIUM },
  { "two tracks",
    { .role = (char *) "picture", .codec = (char *) "vp8", .tracks = 2 },
    "video/webm",
    TAMBO_ERROR_PACK_MEDIUM },
  { "that it is a voice", { .role = (char *) "voice" }, "audio/ogg", TAMBO_ERROR_PACK_CODEC },
  { "that it is no medium",
    { .role = (char *) "picture" },
    "application/octet-stream",
    TAMBO_ERROR_PACK_CODEC },
  { "that it is an MP4", { .role = (char *) "picture" }, "video/mp4", TAMBO_ERROR_PACK_CODEC },
};

static void
test_claims (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) film = make_film ();

  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      TamboPackFile facts = claims[i].facts;
      g_autoptr (TamboTestPack) pack = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", claims[i].name);
      facts.title = (char *) TITLE;
      facts.item = (char *) "film";
      pack = tambo_test_pack_new_with (&facts, claims[i].media_type, film);
      put (fixture, pack);
      g_assert_cmpint (run (fixture, fixture->check, pack, &error), ==, claims[i].code < 0);
      if (claims[i].code >= 0)
        g_assert_error (error, TAMBO_ERROR, claims[i].code);
      else
        g_assert_no_error (error);
    }
}

/* What comes of a verdict. */
static const struct
{
  const char *name;
  const char *pipeline;
  int code;
} refused[] = {
  { "of another kind", "videotestsrc num-buffers=1 ! jpegenc", TAMBO_ERROR_PACK_CODEC },
  { "too large",
    "videotestsrc num-buffers=3 ! video/x-raw,width=1936,height=16 ! vp8enc deadline=1 ! webmmux",
    TAMBO_ERROR_PACK_TOO_LARGE },
  { "too long",
    "videotestsrc num-buffers=361 ! video/x-raw,width=16,height=16,framerate=1/10 ! "
    "vp8enc deadline=1 ! webmmux",
    TAMBO_ERROR_PACK_MEDIUM },
};

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  const TamboPackFile facts = { .title = (char *) TITLE,
                                .item = (char *) "film",
                                .role = (char *) "picture" };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GBytes) film = tambo_test_make_medium (refused[i].pipeline);
      g_autoptr (TamboTestPack) pack = tambo_test_pack_new_with (&facts, "video/webm", film);
      const char *digest = tambo_test_pack_get_digest (pack, TITLE);
      TamboMedium medium = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", refused[i].name);
      put (fixture, pack);
      g_assert_false (run (fixture, fixture->check, pack, &error));
      g_assert_error (error, TAMBO_ERROR, refused[i].code);
      g_assert_nonnull (strstr (error->message, TITLE));
      g_assert_false (tambo_media_records_find (fixture->records, digest, &medium));
    }
}

static TamboMediaCheck *
make_check_without_sandbox (Fixture *fixture)
{
  g_autoptr (TamboSandbox) sandbox = tambo_sandbox_new_for_program ("/nowhere");

  return make_check (fixture, sandbox);
}

/* What was found out once is not asked again, also after a restart; of what was not, nobody says
 * that it is good. */
static void
test_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) pack = tambo_test_pack_new ("org.example.one", 1);
  g_autoptr (TamboMediaCheck) blind = make_check_without_sandbox (fixture);
  g_autoptr (GError) error = NULL;

  put (fixture, pack);
  g_assert_false (run (fixture, blind, pack, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_DECODER_MISSING);
  g_clear_error (&error);

  g_assert_true (run (fixture, fixture->check, pack, &error));
  g_assert_no_error (error);
  g_assert_true (run (fixture, blind, pack, &error));
  g_assert_no_error (error);
}

static char *
get_record_path (Fixture *fixture, const char *digest)
{
  return g_build_filename (fixture->folder, "media", tambo_digest_get_hex (digest), NULL);
}

/* A record that was half written, or bent, counts for nothing. */
static void
test_damaged_record (Fixture *fixture, gconstpointer data)
{
  static const char *const bent[] = {
    "",
    "{",
    "{\"codec\":9,\"width\":1,\"height\":1,\"frames\":1,\"duration-ms\":1,\"cpu-ms\":1}",
    "{\"codec\":1,\"width\":1,\"height\":1,\"frames\":0,\"duration-ms\":1,\"cpu-ms\":1}",
  };
  const TamboMedium medium = { .codec = TAMBO_CODEC_VP8, .frames = 1 };
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autofree char *digest = tambo_digest_for_bytes (nothing);
  g_autofree char *path = get_record_path (fixture, digest);
  g_autoptr (GError) error = NULL;
  TamboMedium found = { 0 };

  tambo_media_records_add (fixture->records, digest, &medium, &error);
  g_assert_no_error (error);
  g_assert_true (tambo_media_records_find (fixture->records, digest, &found));
  g_assert_cmpint (found.codec, ==, TAMBO_CODEC_VP8);
  for (gsize i = 0; i < G_N_ELEMENTS (bent); i++)
    {
      g_file_set_contents (path, bent[i], -1, &error);
      g_assert_no_error (error);
      g_assert_false (tambo_media_records_find (fixture->records, digest, &found));
    }
}

static void
test_collect (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) pack = tambo_test_pack_new ("org.example.one", 1);
  g_autoptr (GHashTable) in_use = g_hash_table_new (g_str_hash, g_str_equal);
  const char *kept = tambo_test_pack_get_digest (pack, "film/voice.fr.ogg");
  const char *gone = tambo_test_pack_get_digest (pack, "film/voice.ar.ogg");
  g_autoptr (GError) error = NULL;
  TamboMedium medium = { 0 };

  put (fixture, pack);
  g_assert_true (run (fixture, fixture->check, pack, &error));
  g_assert_no_error (error);
  g_hash_table_add (in_use, (char *) kept);
  tambo_media_records_collect (fixture->records, in_use);
  g_assert_true (tambo_media_records_find (fixture->records, kept, &medium));
  g_assert_false (tambo_media_records_find (fixture->records, gone, &medium));
}

static void
test_heavy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) pack = tambo_test_pack_new ("org.example.one", 1);
  const char *film = tambo_test_pack_get_digest (pack, TITLE);
  const char *manifest = tambo_manifest_get_digest (tambo_pack_get_manifest (pack->pack));
  TamboMedium medium = { 0 };
  g_autoptr (GError) error = NULL;

  put (fixture, pack);
  g_assert_true (run (fixture, fixture->check, pack, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_media_check_count_heavy (fixture->check, fixture->store, manifest),
                    ==,
                    0);

  g_assert_true (tambo_media_records_find (fixture->records, film, &medium));
  medium.cpu_ms = 10 * medium.duration_ms;
  tambo_media_records_add (fixture->records, film, &medium, &error);
  g_assert_true (run (fixture, fixture->check, pack, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (tambo_media_check_count_heavy (fixture->check, fixture->store, manifest),
                    ==,
                    1);
}

static void
count (guint n_done, guint n_total, gpointer user_data)
{
  guint *n_calls = user_data;

  g_assert_cmpuint (n_done, ==, *n_calls);
  g_assert_cmpuint (n_total, ==, 2);
  (*n_calls)++;
}

/* Only the languages that are here: the film and one voice. */
static void
test_progress (Fixture *fixture, gconstpointer data)
{
  static const char *const french[] = { "fr", NULL };
  g_autoptr (TamboTestPack) pack = tambo_test_pack_new ("org.example.one", 1);
  g_autoptr (GError) error = NULL;
  guint n_calls = 0;

  put (fixture, pack);
  tambo_media_check_run (fixture->check,
                         fixture->store,
                         pack->pack,
                         french,
                         count,
                         &n_calls,
                         NULL,
                         &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_calls, ==, 3);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboTestPack) pack = tambo_test_pack_new ("org.example.one", 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  put (fixture, pack);
  g_cancellable_cancel (cancellable);
  g_assert_false (tambo_media_check_run (fixture->check,
                                         fixture->store,
                                         pack->pack,
                                         NULL,
                                         NULL,
                                         NULL,
                                         cancellable,
                                         &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

#define add_test(path, func) \
  g_test_add ("/content/media-check/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("claims", test_claims);
  add_test ("refused", test_refused);
  add_test ("once", test_once);
  add_test ("record/damaged", test_damaged_record);
  add_test ("record/collected", test_collect);
  add_test ("heavy", test_heavy);
  add_test ("progress", test_progress);
  add_test ("cancelled", test_cancelled);
#undef add_test

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/coverage.h"
#include "content/author/media-writer.h"
#include "content/author/source-file.h"
#include "content/base/error.h"
#include "tests/support/folder.h"

#include <gst/gst.h>
#include <string.h>

#define PACK                                                                           \
  "[Pack]\nId=org.example.well\nVersion=1\nLanguages=en;fr\nLicence=CC0-1.0\n"         \
  "Title=Wells\nTitle[fr]=Puits\nSummary=Wells\nSummary[fr]=Puits\n"                   \
  "Items=film;page;form;places;ready\n"                                                \
  "[Item film]\nKind=video\nPath=film\nTitle=A\nTitle[fr]=A\n"                         \
  "[Item page]\nKind=leaflet\nPath=page\nTitle=A\nTitle[fr]=A\n"                       \
  "[Item form]\nKind=questionnaire\nPath=forms/form.json\nTitle=A\nTitle[fr]=A\n"      \
  "[Item places]\nKind=places\nPath=places.ini\nTitle=A\nTitle[fr]=A\n"                \
  "[Item ready]\nKind=video\nPath=ready\nPoster=film/well.svg\nTitle=A\nTitle[fr]=A\n" \
  "[Source 1]\nTitle=A book\nClaims=Wells are deep\n[Review clinical]\nBy=nobody\n"    \
  "[Review linguistic en]\nBy=nobody\n[Review linguistic fr]\nBy=nobody\n"
#define SVG                                                                  \
  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1280\" height=\"720\">" \
  "<g id=\"well\"><rect width=\"90\" height=\"90\"/></g></svg>"
#define BOARD "[Film]\nScenes=one\n[one]\nDrawing=well.svg\n"
#define QUESTION(id, text)                                                                       \
  "{\"linkId\":\"" id "\",\"type\":\"boolean\",\"text\":\"" text "\",\"_text\":{\"extension\":[" \
  "{\"url\":\"http://hl7.org/fhir/StructureDefinition/translation\",\"extension\":[{\"url\":"    \
  "\"lang\",\"valueCode\":\"fr\"},{\"url\":\"content\",\"valueString\":\"Encore ?\"}]}]}}"
#define FORM(items)                                                                               \
  "{\"resourceType\":\"Questionnaire\",\"url\":\"urn:x-test:form\",\"version\":\"1\",\"status\":" \
  "\"active\",\"language\":\"en\",\"item\":[" items "]}"
#define VTT "WEBVTT\n\n00:00:00.000 --> 00:00:00.900\nWells are deep.\n"

/* An author's folder with an item of each kind, and nothing wrong with it. */
static const struct
{
  const char *name;
  const char *text;
} files[] = {
  { "pack.ini", PACK },
  { "film/film.ini", BOARD },
  { "film/well.svg", SVG },
  { "film/script.en.txt", "[one]\nWells are deep.\n" },
  { "film/script.fr.txt", "[one]\nUn puits est profond.\n" },
  { "page/leaflet.en.txt", "[page-1]\nWells\nWells are deep.\n" },
  { "page/leaflet.fr.txt", "[page-1]\nPuits\nUn puits est profond.\n" },
  { "page/page-1.svg", SVG },
  { "forms/form.json", FORM (QUESTION ("a", "Again?")) },
  { "places.ini", "[port]\nKind=clinic\nName=Harbour\nName[fr]=Port\n" },
  { "ready/subtitles.en.vtt", VTT },
  { "ready/subtitles.fr.vtt", VTT },
};

typedef struct
{
  char *folder; /* (owned) */
  GFile *root;  /* (owned) */
} Fixture;

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autoptr (GFile) file = g_file_resolve_relative_path (fixture->root, name);
  g_autoptr (GFile) parent = g_file_get_parent (file);

  g_assert_true (tambo_source_make_folder (parent, NULL));
  if (text != NULL)
    g_assert_true (g_file_set_contents (g_file_peek_path (file), text, -1, NULL));
  else
    g_assert_true (g_file_delete (file, NULL, NULL));
}

/* A second of it, and a voice that is as long, or not. */
static void
write_media (Fixture *fixture, guint voice_ms)
{
  const TamboPictureFormat format = { "I420", 64, 36, 10, 1, 40, 100000 };
  g_autoptr (GFile) picture = g_file_resolve_relative_path (fixture->root, "ready/picture.webm");
  g_autoptr (GFile) voice = g_file_resolve_relative_path (fixture->root, "ready/voice.en.ogg");
  g_autoptr (TamboMediaWriter) frames = tambo_media_writer_new_picture (picture, &format, NULL);
  g_autoptr (TamboMediaWriter) sound = tambo_media_writer_new_voice (voice, NULL, NULL);
  const gsize n_bytes = (gsize) voice_ms * 48 * 2;
  g_autoptr (GBytes) samples = g_bytes_new_take (g_malloc0 (n_bytes), n_bytes);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GBytes) frame = g_bytes_new_take (g_malloc0 (64 * 36 * 3 / 2), 64 * 36 * 3 / 2);

      g_assert_true (tambo_media_writer_push_frame (frames, frame, NULL));
    }
  g_assert_true (tambo_media_writer_finish (frames, NULL));
  g_assert_true (tambo_media_writer_push_samples (sound, samples, NULL));
  g_assert_true (tambo_media_writer_finish (sound, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = tambo_test_make_folder ();
  fixture->root = g_file_new_for_path (fixture->folder);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    write_file (fixture, files[i].name, files[i].text);
  write_media (fixture, 1000);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->root);
}

static TamboFindings *
check (Fixture *fixture, TamboCoverage **out_coverage)
{
  TamboFindings *findings = tambo_findings_new ();
  g_autoptr (TamboPackSource) source = tambo_pack_source_read (fixture->root, findings);
  g_autoptr (TamboCoverage) coverage = NULL;

  if (source != NULL)
    coverage = tambo_coverage_new (source, findings);
  if (out_coverage != NULL)
    *out_coverage = g_steal_pointer (&coverage);

  return findings;
}

static void
assert_count (TamboCoverage *coverage,
              const char *language,
              TamboCoverageKind kind,
              guint n_there,
              guint n_all)
{
  const TamboCount count = tambo_coverage_count (coverage, language, kind);

  g_assert_cmpuint (count.n_there, ==, n_there);
  g_assert_cmpuint (count.n_all, ==, n_all);
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboCoverage) coverage = NULL;
  g_autoptr (TamboFindings) findings = check (fixture, &coverage);

  for (guint i = 0; i < tambo_findings_get_n (findings); i++)
    {
      g_autofree char *text = tambo_finding_describe (tambo_findings_get (findings, i));

      g_test_message ("%s", text);
    }
  g_assert_cmpuint (tambo_findings_get_n (findings), ==, 0);
  assert_count (coverage, "en", TAMBO_COVERAGE_TEXT, 5, 5);
  assert_count (coverage, "en", TAMBO_COVERAGE_VOICE, 1, 3);
  assert_count (coverage, "fr", TAMBO_COVERAGE_VOICE, 0, 3);
  assert_count (coverage, "fr", TAMBO_COVERAGE_SUBTITLES, 2, 2);
  assert_count (coverage, "fr", TAMBO_COVERAGE_PICTURES, 3, 3);
  g_assert_true (tambo_coverage_is_unvoiced (coverage, "fr"));
  g_assert_false (tambo_coverage_is_unvoiced (coverage, "en"));
}

/* One slip in one file, and what is said of it: where, and a cure. */
static const struct
{
  const char *name;
  const char *file;
  const char *text;
  const char *at_file;
  const char *place; /* (nullable) */
  const char *reason;
} slips[] = {
  { "title-missing",
    "pack.ini",
    "[Pack]\nId=org.example.well\nVersion=1\nLanguages=en;fr\nLicence=CC0-1.0\nTitle=Wells\n",
    "pack.ini",
    "line 1, [Pack] Title[fr]",
    "missing" },
  { "film-missing", "film/film.ini", NULL, "film/film.ini", NULL, "missing" },
  { "script-missing", "film/script.fr.txt", NULL, "film/script.fr.txt", NULL, "missing" },
  { "drawing-missing", "film/well.svg", NULL, "film/well.svg", NULL, "missing" },
  { "script-too-long",
    "film/script.en.txt",
    "[one]\nA sentence that has no end and goes on and on until really nobody at all remembers how it began, and on.\n",
    "film/script.en.txt",
    "line 2",
    "characters" },
  { "script-turns-direction",
    "film/script.en.txt",
    "[one]\nWells \xe2\x80\xae are deep.\n",
    "film/script.en.txt",
    "line 2",
    "U+202E" },
  { "script-of-other-scenes",
    "film/script.fr.txt",
    "[two]\nUn puits est profond.\n",
    "film/script.fr.txt",
    "scene 1",
    "[two]" },
  { "script-of-another-language",
    "film/script.fr.txt",
    "[one]\nКолодязь глибокий і темний.\n",
    "film/script.fr.txt",
    NULL,
    "Latin" },
  { "no-such-motion",
    "film/film.ini",
    BOARD "Motions=well shines\n",
    "film/film.ini",
    "line 5, [one] Motions",
    "well shines" },
  { "leaflet-without-paragraph",
    "page/leaflet.fr.txt",
    "[page-1]\nPuits\n",
    "page/leaflet.fr.txt",
    "[page-1]",
    "paragraph" },
  { "form-asks-who",
    "forms/form.json",
    FORM (QUESTION ("a", "Again?") "," QUESTION ("b", "Your nationality?")),
    "forms/form.json",
    "item[1] “b”",
    "Your nationality?" },
  { "form-not-translated",
    "forms/form.json",
    FORM ("{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"Again?\"}"),
    "forms/form.json",
    "item[0] “a”",
    "“fr”" },
  { "place-not-translated",
    "places.ini",
    "[port]\nKind=clinic\nName=Harbour\n",
    "places.ini",
    "line 1, [port] Name[fr]",
    "missing" },
  { "place-of-no-kind",
    "places.ini",
    "[port]\nKind=pub\nName=Harbour\nName[fr]=Port\n",
    "places.ini",
    "line 2, [port] Kind",
    "pub" },
  { "subtitles-missing",
    "ready/subtitles.fr.vtt",
    NULL,
    "ready/subtitles.fr.vtt",
    NULL,
    "missing" },
  { "subtitles-after-the-end",
    "ready/subtitles.fr.vtt",
    "WEBVTT\n\n00:00:00.000 --> 00:00:09.000\nUn puits.\n",
    "ready/subtitles.fr.vtt",
    NULL,
    "8.0 seconds" },
  { "picture-is-no-film",
    "ready/picture.webm",
    "A film.\n",
    "ready/picture.webm",
    NULL,
    "cannot be read" },
  { "voice-is-no-sound",
    "ready/voice.en.ogg",
    "A voice.\n",
    "ready/voice.en.ogg",
    NULL,
    "cannot be read" },
  { "recording-is-no-sound",
    "film/voice.fr.one.wav",
    "A voice.\n",
    "film/voice.fr.one.wav",
    NULL,
    "cannot be read" },
};

static void
test_slip (Fixture *fixture, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (TamboFindings) findings = NULL;
  gboolean found = FALSE;

  write_file (fixture, slips[i].file, slips[i].text);
  findings = check (fixture, NULL);
  for (guint f = 0; f < tambo_findings_get_n (findings); f++)
    {
      const TamboFinding *finding = tambo_findings_get (findings, f);
      g_autofree char *text = tambo_finding_describe (finding);

      g_test_message ("%s", text);
      found = found ||
              (!finding->is_remark && g_str_equal (finding->file, slips[i].at_file) &&
               (slips[i].place == NULL || g_strcmp0 (finding->place, slips[i].place) == 0) &&
               strstr (finding->reason, slips[i].reason) != NULL);
    }
  g_assert_true (found);
}

static void
test_durations_disagree (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboFindings) findings = NULL;

  write_media (fixture, 1600);
  findings = check (fixture, NULL);

  g_assert_cmpuint (tambo_findings_get_n (findings), ==, 1);
  g_assert_cmpstr (tambo_findings_get (findings, 0)->file, ==, "ready/voice.en.ogg");
  g_assert_nonnull (strstr (tambo_findings_get (findings, 0)->reason, "0.6 seconds longer"));
}

/* A remark: the pack can be built without it. */
static void
test_unused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboFindings) findings = NULL;

  write_file (fixture, "film/script.es.txt", "[one]\nUn pozo.\n");
  write_file (fixture, "film/wall.svg", SVG);
  write_file (fixture, "README.md", "For us.\n");
  findings = check (fixture, NULL);

  g_assert_cmpuint (tambo_findings_get_n (findings), ==, 2);
  g_assert_cmpuint (tambo_findings_count_refusals (findings), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      const TamboFinding *finding = tambo_findings_get (findings, i);

      if (g_str_equal (finding->file, "film/script.es.txt"))
        g_assert_nonnull (strstr (finding->cure, "“es”"));
      else
        g_assert_cmpstr (finding->file, ==, "film/wall.svg");
    }
}

/* Who writes a pack corrects all of it at once. */
static void
test_all_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboFindings) findings = NULL;

  write_file (fixture, "film/script.fr.txt", "[one]\nWells \xe2\x80\xae are deep.\n");
  write_file (fixture, "page/leaflet.en.txt", NULL);
  write_file (fixture, "forms/form.json", "a form");
  write_file (fixture, "places.ini", "[port]\nKind=pub\nName=Harbour\n");
  findings = check (fixture, NULL);

  g_assert_cmpuint (tambo_findings_count_refusals (findings), ==, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gst_init (NULL, NULL);

#define add_test(path, func) \
  g_test_add ("/author/check/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("whole-folder-has-no-finding", test_whole);
  add_test ("durations-disagree", test_durations_disagree);
  add_test ("unused-files-are-remarks", test_unused);
  add_test ("all-at-once", test_all_at_once);
  for (guint i = 0; i < G_N_ELEMENTS (slips); i++)
    {
      g_autofree char *path = g_strconcat ("/author/check/slip/", slips[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_slip, tear_down);
    }

  return g_test_run ();
}

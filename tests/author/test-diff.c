/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/json.h"
#include "tests/support/folder.h"
#include "tests/support/tool.h"

#include <string.h>

#define PACK(version, languages, items, french)                                       \
  "[Pack]\nId=org.example.well\nVersion=" version "\nLanguages=" languages            \
  "\nLicence=CC0-1.0\nTitle=Wells\nSummary=Wells\n" french "Items=" items             \
  "\n[Source 1]\nTitle=A book\nClaims=Wells are deep\n[Review clinical]\nBy=nobody\n" \
  "[Review linguistic en]\nBy=nobody\n[Review linguistic fr]\nBy=nobody\n"            \
  "[Item page]\nKind=leaflet\nPath=page\nTitle=A\nTitle[fr]=A\n"                      \
  "[Item form]\nKind=questionnaire\nPath=form.json\nTitle=A\nTitle[fr]=A\n"           \
  "[Item places]\nKind=places\nPath=places.ini\nTitle=A\nTitle[fr]=A\n"
#define FRENCH "Title[fr]=Puits\nSummary[fr]=Puits\n"
#define FORM(help, question)                                                                        \
  "{\"resourceType\":\"Questionnaire\",\"url\":\"urn:x\",\"version\":\"1\",\"status\":\"active\","  \
  "\"language\":\"en\",\"item\":[{\"linkId\":\"q\",\"type\":\"boolean\",\"text\":\"" question       \
  "\"},{\"linkId\":\"r\",\"type\":\"boolean\",\"text\":\"Pain?\",\"extension\":[{\"url\":"          \
  "\"urn:x-tambo:safety-rule\",\"extension\":[{\"url\":\"level\",\"valueCode\":\"emergency\"},{"    \
  "\"url\":\"expression\",\"valueString\":\"true\"},{\"url\":\"text\",\"valueString\":\"h\"}]}]},{" \
  "\"linkId\":\"h\",\"type\":\"display\",\"text\":\"" help "\"}]}"

/* Two versions of a folder, and what is said of them. */
typedef struct
{
  char *folder; /* (owned) */
  char *before; /* (owned) */
  char *after;  /* (owned) */
} Fixture;

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
write_folder (const char *folder)
{
  write_file (folder, "pack.ini", PACK ("1", "en", "page;form", ""));
  write_file (folder, "page/leaflet.en.txt", "[page-1]\nWells\nWells are deep.\n");
  write_file (folder, "form.json", FORM ("Call 112.", "Again?"));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = tambo_test_make_folder ();
  fixture->before = g_build_filename (fixture->folder, "before", NULL);
  fixture->after = g_build_filename (fixture->folder, "after", NULL);
  write_folder (fixture->before);
  write_folder (fixture->after);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->before);
  g_free (fixture->after);
}

static TamboJson *
diff (Fixture *fixture)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  TamboJson *json = NULL;

  g_assert_cmpint (
      tambo_test_run_pack (&text, "diff", "--json", fixture->before, fixture->after, NULL),
      ==,
      0);
  bytes = g_bytes_new (text, strlen (text));
  json = tambo_json_parse (bytes, G_MAXUINT16, &error);
  g_assert_no_error (error);

  return json;
}

static JsonObject *
get_pack (TamboJson *json)
{
  JsonArray *packs = json_object_get_array_member (tambo_json_get_root_object (json, NULL),
                                                   "packs");

  g_assert_cmpuint (json_array_get_length (packs), ==, 1);

  return json_array_get_object_element (packs, 0);
}

static void
assert_changes (JsonObject *pack, const char *member, const char *expected)
{
  JsonArray *changes = json_object_get_array_member (pack, member);
  g_autoptr (GString) said = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);

      g_string_append_printf (said,
                              "%s%s %s",
                              i > 0 ? ", " : "",
                              json_object_get_string_member (change, "change"),
                              json_object_get_string_member (change, "name"));
    }
  g_assert_cmpstr (said->str, ==, expected);
}

static gint64
get_bytes (JsonObject *pack, const char *language)
{
  return json_object_get_int_member (json_object_get_object_member (pack, "bytes"), language);
}

static void
test_same (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboJson) json = diff (fixture);
  JsonObject *pack = get_pack (json);

  assert_changes (pack, "languages", "");
  assert_changes (pack, "items", "");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (pack, "texts")), ==, 0);
  g_assert_cmpint (get_bytes (pack, "*"), ==, 0);
  g_assert_cmpint (get_bytes (pack, "en"), ==, 0);
}

/* A kiosk that has English and takes English fetches nothing for the French. */
static void
test_language_gained (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboJson) json = NULL;
  JsonObject *pack = NULL;

  write_file (fixture->before, "pack.ini", PACK ("1", "en", "page", ""));
  write_file (fixture->after, "pack.ini", PACK ("2", "en;fr", "page", FRENCH));
  write_file (fixture->after, "page/leaflet.fr.txt", "[page-1]\nPuits\nUn puits est profond.\n");
  json = diff (fixture);
  pack = get_pack (json);

  assert_changes (pack, "languages", "added fr");
  assert_changes (pack, "items", "changed page");
  g_assert_cmpint (get_bytes (pack, "en"), ==, 0);
  g_assert_cmpint (get_bytes (pack, "fr"), >, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (pack, "texts")), ==, 0);
  g_assert_cmpint (json_object_get_int_member (pack, "old-version"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (pack, "new-version"), ==, 2);
}

static void
test_items (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboJson) json = NULL;

  write_file (fixture->after, "pack.ini", PACK ("1", "en", "page;places", ""));
  write_file (fixture->after, "places.ini", "[port]\nKind=clinic\nName=Harbour\n");
  json = diff (fixture);

  assert_changes (get_pack (json), "items", "added places, removed form");
}

/* Of two texts that changed, the one that calls for help must be reviewed again. */
static void
test_safety_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboJson) json = NULL;
  JsonArray *texts = NULL;

  write_file (fixture->after, "form.json", FORM ("Call 115.", "Once more?"));
  json = diff (fixture);
  texts = json_object_get_array_member (get_pack (json), "texts");

  g_assert_cmpuint (json_array_get_length (texts), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *text = json_array_get_object_element (texts, i);
      const gboolean is_help = g_str_equal (json_object_get_string_member (text, "place"), "“h”");

      g_assert_cmpint (json_object_get_boolean_member (text, "safety"), ==, is_help);
      g_assert_cmpstr (json_object_get_string_member (text, "before"),
                       ==,
                       is_help ? "Call 112." : "Again?");
      g_assert_cmpstr (json_object_get_string_member (text, "after"),
                       ==,
                       is_help ? "Call 115." : "Once more?");
    }
}

static void
test_phone_is_a_safety_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TamboJson) json = NULL;
  JsonArray *texts = NULL;

  write_file (fixture->before, "pack.ini", PACK ("1", "en", "places", ""));
  write_file (fixture->after, "pack.ini", PACK ("1", "en", "places", ""));
  write_file (fixture->before, "places.ini", "[port]\nKind=clinic\nName=Harbour\nPhone=555 1\n");
  write_file (fixture->after, "places.ini", "[port]\nKind=clinic\nName=Harbour\nPhone=555 2\n");
  json = diff (fixture);
  texts = json_object_get_array_member (get_pack (json), "texts");

  g_assert_cmpuint (json_array_get_length (texts), ==, 1);
  g_assert_true (
      json_object_get_boolean_member (json_array_get_object_element (texts, 0), "safety"));
}

/* A layout and a folder; a pack of which the other side knows nothing. */
static void
test_layout (Fixture *fixture, gconstpointer data)
{
  g_autofree char *layout = g_build_filename (fixture->folder, "layout", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpint (tambo_test_run_pack (NULL, "build", fixture->before, "-o", layout, NULL), ==, 0);
  g_assert_cmpint (tambo_test_run_pack (&text, "diff", layout, fixture->after, NULL), ==, 0);
  g_assert_nonnull (strstr (text, "org.example.well: version 1 → version 1"));
  g_assert_nonnull (strstr (text, "0 changed"));
}

static void
test_no_pack (Fixture *fixture, gconstpointer data)
{
  write_file (fixture->after, "pack.ini", "[Pack]\n");

  g_assert_cmpint (tambo_test_run_pack (NULL, "diff", fixture->before, fixture->after, NULL),
                   ==,
                   1);
  g_assert_cmpint (tambo_test_run_pack (NULL, "diff", fixture->before, "/dev/null/no", NULL),
                   ==,
                   3);
  g_assert_cmpint (tambo_test_run_pack (NULL, "diff", fixture->before, NULL), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/author/diff/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("same-folder", test_same);
  add_test ("language-gained", test_language_gained);
  add_test ("items-added-and-removed", test_items);
  add_test ("safety-text-is-marked", test_safety_text);
  add_test ("phone-is-a-safety-text", test_phone_is_a_safety_text);
  add_test ("layout-and-folder", test_layout);
  add_test ("no-pack", test_no_pack);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/base/limits.h"
#include "content/pack/manifest.h"
#include "content/pack/trust-artifact.h"
#include "tests/support/packs.h"

#include <string.h>
#include <sys/mman.h>

#define D1 "sha256:1111111111111111111111111111111111111111111111111111111111111111"
#define D2 "sha256:2222222222222222222222222222222222222222222222222222222222222222"
#define D3 "sha256:3333333333333333333333333333333333333333333333333333333333333333"

#define CONFIG                                                                        \
  "\"config\":{\"mediaType\":\"application/vnd.tambo.pack.v1+json\",\"digest\":\"" D1 \
  "\",\"size\":2}"
#define FILE_LAYER                               \
  "{\"mediaType\":\"text/vtt\",\"digest\":\"" D2 \
  "\",\"size\":9,\"annotations\":{\"org.opencontainers.image.title\":\"a.vtt\"}}"
#define LEAVES_LAYER                                                    \
  "{\"mediaType\":\"application/vnd.tambo.leaves.v1\",\"digest\":\"" D3 \
  "\",\"size\":32,\"annotations\":{\"org.tambo.leaves-of\":\"" D2 "\"}}"
#define HEAD "{\"schemaVersion\":2," CONFIG ","
#define TAIL ",\"annotations\":{\"org.opencontainers.image.version\":\"3\"}}"
#define LAYERS "\"layers\":[" FILE_LAYER "," LEAVES_LAYER "]"

static TamboManifest *
parse (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tambo_manifest_new_from_bytes (bytes, error);
}

/* @text with the first @from replaced. */
static char *
with (const char *text, const char *from, const char *to)
{
  const char *found = strstr (text, from);

  g_assert_nonnull (found);

  return g_strdup_printf ("%.*s%s%s", (int) (found - text), text, to, found + strlen (from));
}

static void
test_minimal (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboManifest) manifest = parse (HEAD LAYERS TAIL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tambo_manifest_get_version (manifest), ==, 3);
  g_assert_cmpuint (tambo_manifest_get_n_layers (manifest), ==, 2);
  g_assert_cmpstr (tambo_manifest_get_config_digest (manifest), ==, D1);
  g_assert_cmpstr (tambo_manifest_find_title (manifest, "a.vtt")->digest, ==, D2);
  g_assert_cmpstr (tambo_manifest_find_leaves (manifest, D2)->digest, ==, D3);
  g_assert_null (tambo_manifest_find_title (manifest, "b.vtt"));
  g_assert_null (tambo_manifest_find_leaves (manifest, D3));
  g_assert_finalize_object (g_steal_pointer (&manifest));
}

typedef struct
{
  const char *name;
  const char *from; /* in the smallest valid manifest */
  const char *to;
  TamboError code;
} Change;

static void
test_parse_invalid (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = with (HEAD LAYERS TAIL, change->from, change->to);

  g_assert_null (parse (text, &error));
  g_assert_error (error, TAMBO_ERROR, (int) change->code);
}

static const Change changes[] = {
  { "not-json", "{", "", TAMBO_ERROR_JSON_SYNTAX },
  { "array", HEAD LAYERS TAIL, "[]", TAMBO_ERROR_JSON_MEMBER },
  { "schema-1", "\"schemaVersion\":2", "\"schemaVersion\":1", TAMBO_ERROR_JSON_MEMBER },
  { "schema-text", "\"schemaVersion\":2", "\"schemaVersion\":\"2\"", TAMBO_ERROR_JSON_MEMBER },
  { "other-media-type", HEAD, HEAD "\"mediaType\":\"text/plain\",", TAMBO_ERROR_PACK_FORMAT },
  { "other-config-type", "tambo.pack.v1", "example.v1", TAMBO_ERROR_PACK_FORMAT },
  { "config-digest-missing", "\"digest\":\"" D1 "\",", "", TAMBO_ERROR_JSON_MEMBER },
  { "config-digest-leaves-folder", D1, "sha256:../../../../etc/passwd", TAMBO_ERROR_PACK_FORMAT },
  { "config-digest-capitals", D1, "SHA256:11", TAMBO_ERROR_PACK_FORMAT },
  { "config-too-large", "\"size\":2", "\"size\":4194305", TAMBO_ERROR_PACK_TOO_LARGE },
  { "size-negative", "\"size\":9", "\"size\":-1", TAMBO_ERROR_JSON_MEMBER },
  { "size-fraction", "\"size\":9", "\"size\":9.5", TAMBO_ERROR_JSON_MEMBER },
  { "size-zero", "\"size\":9", "\"size\":0", TAMBO_ERROR_PACK_FORMAT },
  { "size-past-limit", "\"size\":9", "\"size\":2147483649", TAMBO_ERROR_PACK_TOO_LARGE },
  { "size-past-int64", "\"size\":9", "\"size\":9223372036854775808", TAMBO_ERROR_JSON_NUMBER },
  { "layers-missing", LAYERS, "\"other\":1", TAMBO_ERROR_JSON_MEMBER },
  { "layer-is-text", FILE_LAYER, "\"a\"", TAMBO_ERROR_JSON_MEMBER },
  { "no-title", "{\"org.opencontainers.image.title\":\"a.vtt\"}", "{}", TAMBO_ERROR_PACK_FORMAT },
  { "title-empty", "\"a.vtt\"", "\"\"", TAMBO_ERROR_PACK_FORMAT },
  { "title-with-newline", "\"a.vtt\"", "\"a\\nb\"", TAMBO_ERROR_PACK_FORMAT },
  { "title-with-override", "\"a.vtt\"", "\"a\\u202eb\"", TAMBO_ERROR_PACK_FORMAT },
  { "same-title-twice", FILE_LAYER, FILE_LAYER "," FILE_LAYER, TAMBO_ERROR_PACK_FORMAT },
  { "language-is-a-path",
    "\"a.vtt\"}",
    "\"a.vtt\",\"org.tambo.language\":\"../en\"}",
    TAMBO_ERROR_PACK_FORMAT },
  { "media-type-empty", "\"text/vtt\"", "\"\"", TAMBO_ERROR_PACK_FORMAT },
  { "no-leaf-list", "," LEAVES_LAYER, "", TAMBO_ERROR_PACK_FORMAT },
  { "leaf-list-of-nothing", FILE_LAYER ",", "", TAMBO_ERROR_PACK_FORMAT },
  { "leaf-list-too-long", "\"size\":32", "\"size\":64", TAMBO_ERROR_PACK_FORMAT },
  { "leaf-list-with-title",
    "\"org.tambo.leaves-of\"",
    "\"org.opencontainers.image.title\":\"x\",\"org.tambo.leaves-of\"",
    TAMBO_ERROR_PACK_FORMAT },
  { "leaf-list-without-file", "vnd.tambo.leaves.v1", "x", TAMBO_ERROR_PACK_FORMAT },
  { "version-missing", TAIL, "}", TAMBO_ERROR_JSON_MEMBER },
  { "version-zero", "\"3\"", "\"0\"", TAMBO_ERROR_PACK_FORMAT },
  { "version-signed", "\"3\"", "\"+3\"", TAMBO_ERROR_PACK_FORMAT },
  { "version-past-u32", "\"3\"", "\"4294967296\"", TAMBO_ERROR_PACK_FORMAT },
  { "version-number", "\"3\"", "3", TAMBO_ERROR_JSON_MEMBER },
};

/* A manifest that claims a gigabyte is not read: only its size is looked at. */
static void
test_limit_size (void)
{
  g_autoptr (GString) text = g_string_new (HEAD LAYERS TAIL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboManifest) manifest = NULL;

  while (text->len < TAMBO_LIMIT_MANIFEST)
    g_string_append_c (text, ' ');
  manifest = parse (text->str, &error);
  g_assert_no_error (error);

  g_string_append_c (text, ' ');
  g_assert_null (parse (text->str, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_TOO_LARGE);
}

/* Memory that nobody may need to look at. */
static void
test_limit_gigabyte (void)
{
  gsize size = (gsize) 1 << 30;
  void *data = mmap (NULL, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;

  g_assert_true (data != MAP_FAILED);
  g_assert_null (tambo_manifest_new_from_bytes (bytes, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_JSON_TOO_LARGE);
  g_assert_no_errno (munmap (data, size));
}

static char *
manifest_with_layers (guint n_layers)
{
  GString *text = g_string_new (
      "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.tambo.trust.v1+json\","
      "\"digest\":\"" D1 "\",\"size\":2},\"layers\":[");

  for (guint i = 0; i < n_layers; i++)
    g_string_append_printf (text,
                            "%s{\"mediaType\":\"a/b\",\"digest\":\"" D2
                            "\",\"size\":9,\"annotations\":{\"org.opencontainers.image.title\":"
                            "\"%u\"}}",
                            i > 0 ? "," : "",
                            i);
  g_string_append (text, "]}");

  return g_string_free (text, FALSE);
}

static void
test_limit_layers (void)
{
  g_autofree char *many = manifest_with_layers (TAMBO_LIMIT_LAYERS);
  g_autofree char *too_many = manifest_with_layers (TAMBO_LIMIT_LAYERS + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboManifest) manifest = parse (many, &error);

  g_assert_no_error (error);
  g_assert_null (parse (too_many, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_TOO_LARGE);
}

static void
test_deterministic (void)
{
  g_autoptr (TamboTestPack) once = tambo_test_pack_new ("org.example.cough", 7);
  g_autoptr (TamboTestPack) again = tambo_test_pack_new ("org.example.cough", 7);
  TamboManifest *manifest = tambo_pack_get_manifest (once->pack);

  g_assert_cmpuint (tambo_manifest_get_version (manifest), ==, 7);
  g_assert_cmpstr (tambo_manifest_get_digest (manifest),
                   ==,
                   tambo_manifest_get_digest (tambo_pack_get_manifest (again->pack)));
}

static void
test_trust_artifact (void)
{
  g_autoptr (GHashTable) files =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_bytes_unref);
  g_autoptr (GHashTable) blobs = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboManifest) manifest = NULL;
  g_autoptr (TamboTestPack) pack = tambo_test_pack_new ("org.example.cough", 1);
  g_autoptr (GError) error = NULL;
  const TamboLayer *layer;

  g_hash_table_insert (files, (gpointer) "1.root.json", g_bytes_new_static ("root", 4));
  g_hash_table_insert (files, (gpointer) "roster/a.json", g_bytes_new_static ("roster", 6));
  bytes = tambo_trust_artifact_write (files, &blobs);
  g_assert_cmpuint (g_hash_table_size (blobs), ==, 3);

  manifest = tambo_manifest_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  tambo_trust_artifact_check (manifest, &error);
  g_assert_no_error (error);
  layer = tambo_manifest_find_title (manifest, "roster/a.json");
  g_assert_nonnull (g_hash_table_lookup (blobs, layer->digest));
  g_assert_cmpuint (layer->size, ==, 6);

  tambo_trust_artifact_check (tambo_pack_get_manifest (pack->pack), &error);
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/manifest/parse/minimal", test_minimal);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/content/manifest/parse/%s", changes[i].name);

      g_test_add_data_func (path, &changes[i], test_parse_invalid);
    }
  g_test_add_func ("/content/manifest/limit/size", test_limit_size);
  g_test_add_func ("/content/manifest/limit/gigabyte", test_limit_gigabyte);
  g_test_add_func ("/content/manifest/limit/layers", test_limit_layers);
  g_test_add_func ("/content/manifest/same-calls-same-bytes", test_deterministic);
  g_test_add_func ("/content/manifest/trust-artifact", test_trust_artifact);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/pack-source.h"

#include "content/base/error.h"

#include <glib/gstdio.h>
#include <string.h>

#define HEAD "[Pack]\nId=org.example.well\nVersion=3\n"
#define TEXTS "Title=Wells\nTitle[fr]=Puits\nSummary=About wells\nSummary[fr]=Des puits\n"
#define REST "Languages=en;fr\nLicence=CC-BY-SA-4.0\nItems=film\n"
#define ITEM "[Item film]\nKind=video\nPath=film\nTitle=Wells\nTitle[fr]=Puits\n"
#define SOURCE "[Source 1]\nTitle=A book\nClaims=Wells are deep\n"
#define CLINICAL "[Review clinical]\nBy=nobody\n"
#define LINGUISTIC "[Review linguistic en]\nBy=nobody\n[Review linguistic fr]\nBy=nobody\n"
#define EVIDENCE SOURCE CLINICAL LINGUISTIC

static TamboPackSource *
load (const char *text, GError **error)
{
  g_autofree char *path = g_dir_make_tmp ("tambo-source-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (path, "pack.ini", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  TamboPackSource *source = NULL;

  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  source = tambo_pack_source_load (folder, error);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_cmpint (g_rmdir (path), ==, 0);

  return source;
}

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboPackSource) source = load (HEAD TEXTS REST ITEM EVIDENCE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tambo_pack_source_get_id (source), ==, "org.example.well");
  g_assert_cmpuint (tambo_pack_source_get_version (source), ==, 3);
  g_assert_cmpstr (tambo_texts_get (tambo_pack_source_get_title (source), "fr"), ==, "Puits");
  g_assert_cmpstr (tambo_texts_get (tambo_pack_source_get_title (source), "en"), ==, "Wells");
  g_assert_cmpuint (tambo_pack_source_get_n_items (source), ==, 1);
  g_assert_cmpstr (tambo_pack_source_get_item (source, 0)->path, ==, "film");
  g_assert_cmpstr (tambo_pack_source_get_sources (source)[0], ==, "A book: Wells are deep");
}

/* "nobody" is an answer, and it is not a name. */
static void
test_reviewed_by_nobody (void)
{
  g_autoptr (TamboPackSource) source = load (HEAD TEXTS REST ITEM EVIDENCE, NULL);

  g_assert_cmpuint (tambo_pack_source_get_n_reviews (source), ==, 3);
  g_assert_cmpstr (tambo_pack_source_get_review (source, 0)->what, ==, "clinical");
  g_assert_null (tambo_pack_source_get_review (source, 0)->who);
}

static const struct
{
  const char *name;
  const char *text;
  int code;
} bad_sources[] = {
  { "empty", "", TAMBO_ERROR_PACK_FORMAT },
  { "not-a-key-file", "Id", TAMBO_ERROR_PACK_FORMAT },
  { "id-leaves-folder",
    "[Pack]\nId=../well\nVersion=1\n" TEXTS REST ITEM EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "version-zero",
    "[Pack]\nId=org.example.well\nVersion=0\n" TEXTS REST ITEM EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "version-is-a-word",
    "[Pack]\nId=org.example.well\nVersion=new\n" TEXTS REST ITEM EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "no-languages", HEAD TEXTS "Licence=X\nItems=film\n" ITEM EVIDENCE, TAMBO_ERROR_PACK_FORMAT },
  { "language-twice",
    HEAD TEXTS "Languages=en;fr;en\nLicence=X\nItems=film\n" ITEM EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "bad-language",
    HEAD TEXTS "Languages=en;fr/..\nLicence=X\nItems=film\n" ITEM EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "title-not-translated",
    HEAD "Title=Wells\nSummary=S\nSummary[fr]=S\n" REST ITEM EVIDENCE,
    TAMBO_ERROR_PACK_INCOMPLETE },
  { "item-title-not-translated",
    HEAD TEXTS REST "[Item film]\nKind=video\nPath=film\nTitle=Wells\n" EVIDENCE,
    TAMBO_ERROR_PACK_INCOMPLETE },
  { "title-turns-direction",
    HEAD "Title=\xe2\x80\xaeWells\nTitle[fr]=P\nSummary=S\nSummary[fr]=S\n" REST ITEM EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "no-licence",
    HEAD TEXTS "Languages=en;fr\nItems=film\n" ITEM EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "no-items", HEAD TEXTS "Languages=en;fr\nLicence=X\n" ITEM EVIDENCE, TAMBO_ERROR_PACK_FORMAT },
  { "item-without-group", HEAD TEXTS REST EVIDENCE, TAMBO_ERROR_PACK_FORMAT },
  { "item-of-no-kind",
    HEAD TEXTS REST "[Item film]\nKind=opera\nPath=film\nTitle=W\nTitle[fr]=P\n" EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "path-leaves-folder",
    HEAD TEXTS REST "[Item film]\nKind=video\nPath=../film\nTitle=W\nTitle[fr]=P\n" EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "absolute-path",
    HEAD TEXTS REST "[Item film]\nKind=video\nPath=/film\nTitle=W\nTitle[fr]=P\n" EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "no-source", HEAD TEXTS REST ITEM CLINICAL LINGUISTIC, TAMBO_ERROR_PACK_FORMAT },
  { "no-review", HEAD TEXTS REST ITEM SOURCE, TAMBO_ERROR_PACK_FORMAT },
  { "review-by-silence",
    HEAD TEXTS REST ITEM SOURCE LINGUISTIC "[Review clinical]\n",
    TAMBO_ERROR_PACK_FORMAT },
  { "language-nobody-reviewed",
    HEAD TEXTS REST ITEM SOURCE CLINICAL "[Review linguistic en]\nBy=nobody\n",
    TAMBO_ERROR_PACK_FORMAT },
  { "country-for-a-language",
    HEAD TEXTS "Languages=en;ua\nLicence=X\nItems=film\n" ITEM EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
  { "letters-of-no-language",
    HEAD TEXTS "Languages=en;xq\nLicence=X\nItems=film\n" ITEM EVIDENCE,
    TAMBO_ERROR_PACK_FORMAT },
};

static void
test_bad (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;

  g_assert_null (load (bad_sources[i].text, &error));
  g_assert_error (error, TAMBO_ERROR, bad_sources[i].code);
  g_assert_nonnull (strstr (error->message, "pack.ini"));
}

static void
test_folder_without_pack (void)
{
  g_autofree char *path = g_dir_make_tmp ("tambo-source-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_null (tambo_pack_source_load (folder, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_INCOMPLETE);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/author/pack-source/whole", test_whole);
  g_test_add_func ("/author/pack-source/reviewed-by-nobody", test_reviewed_by_nobody);
  g_test_add_func ("/author/pack-source/folder-without-pack", test_folder_without_pack);
  for (guint i = 0; i < G_N_ELEMENTS (bad_sources); i++)
    {
      g_autofree char *path = g_strconcat ("/author/pack-source/bad/", bad_sources[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }

  return g_test_run ();
}

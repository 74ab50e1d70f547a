/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/translated-form.h"

#include "content/author/source-file.h"
#include "content/base/error.h"
#include "content/forms/questionnaire.h"
#include "tests/support/folder.h"

#include <string.h>

#define SHORT "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText"
#define TRANSLATION "http://hl7.org/fhir/StructureDefinition/translation"
#define ARABIC                                                                               \
  "\"_text\":{\"extension\":[{\"url\":\"" TRANSLATION "\",\"extension\":[{\"url\":\"lang\"," \
  "\"valueCode\":\"ar\"},{\"url\":\"content\",\"valueString\":\"كم؟\"}]}]}"

#define FORM                                                                                \
  "{\"resourceType\":\"Questionnaire\",\"status\":\"draft\",\"language\":\"en\",\"title\":" \
  "\"Water\",\"item\":[{\"linkId\":\"much\",\"text\":\"How much?\"," ARABIC                 \
  ",\"type\":\"choice\",\"extension\":[{\"url\":\"" SHORT "\",\"valueString\":\"Water\"}]," \
  "\"answerOption\":[{\"extension\":[{\"url\":"                                             \
  "\"http://hl7.org/fhir/StructureDefinition/ordinalValue\",\"valueDecimal\":1.10}],"       \
  "\"valueCoding\":{\"system\":\"urn:x\",\"code\":\"some\",\"display\":\"\\\"Some\\\"\"}}]}]}"

#define FRENCH \
  "[Form]\nTitle=L’eau\n[much]\nText=Combien ?\nShort=Eau\nOption some=Un peu, \"assez\"\n"

typedef struct
{
  char *path;    /* (owned) */
  GFile *folder; /* (owned) */
} Fixture;

static void
write_file (Fixture *fixture, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  g_assert_true (tambo_source_write (fixture->folder, name, bytes, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->path = tambo_test_make_folder ();
  fixture->folder = g_file_new_for_path (fixture->path);
  write_file (fixture, "water.json", FORM);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  tambo_test_remove_folder (fixture->path);
  g_clear_object (&fixture->folder);
  g_free (fixture->path);
}

static GBytes *
read_form (Fixture *fixture, GError **error)
{
  return tambo_translated_form_read (fixture->folder,
                                     "water.json",
                                     (const char *const[]){ "en", "fr", "ar", NULL },
                                     error);
}

static void
test_words_find_their_places (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TamboQuestionnaire) form = NULL;
  guint n_present = 0;

  write_file (fixture, "water.fr.ini", FRENCH);
  bytes = read_form (fixture, &error);
  g_assert_no_error (error);
  form = tambo_questionnaire_new_from_bytes (bytes, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (tambo_questionnaire_count_texts (form, "fr", &n_present), ==, 4);
  g_assert_cmpuint (n_present, ==, 4);
  tambo_questionnaire_count_texts (form, "ar", &n_present);
  g_assert_cmpuint (n_present, ==, 1);
  tambo_questionnaire_count_texts (form, "en", &n_present);
  g_assert_cmpuint (n_present, ==, 4);
}

/* 1.10 is not 1.1. */
static void
test_numbers_keep_their_digits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;

  write_file (fixture, "water.fr.ini", FRENCH);
  bytes = read_form (fixture, NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_nonnull (strstr (text, "\"valueDecimal\":1.10}"));
  g_assert_nonnull (strstr (text, "Un peu, \\\"assez\\\""));
}

static void
test_form_alone_is_untouched (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = read_form (fixture, NULL);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), FORM, strlen (FORM));
}

static const struct
{
  const char *name;
  const char *words;
  const char *says;
} bad_words[] = {
  { "not-a-key-file", "Combien ?", "water.fr.ini" },
  { "unknown-question", "[many]\nText=Combien ?\n", "[many]" },
  { "unknown-option", "[much]\nOption none=Rien\n", "Option none" },
  { "unknown-key", "[much]\nHelp=Rien\n", "Help" },
  { "bidi-override", "[much]\nText=Com\u202ebien ?\n", "U+202E" },
  { "not-utf-8", "[much]\nText=Combi\xe8n ?\n", "water.fr.ini" },
};

static void
test_bad (Fixture *fixture, gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;

  write_file (fixture, "water.fr.ini", bad_words[i].words);
  g_assert_null (read_form (fixture, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT);
  g_assert_nonnull (strstr (error->message, bad_words[i].says));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define add_test(path, func) \
  g_test_add ("/author/translated-form/" path, Fixture, NULL, set_up, func, tear_down)
  add_test ("words-find-their-places", test_words_find_their_places);
  add_test ("numbers-keep-their-digits", test_numbers_keep_their_digits);
  add_test ("form-alone-is-untouched", test_form_alone_is_untouched);
  for (guint i = 0; i < G_N_ELEMENTS (bad_words); i++)
    {
      g_autofree char *path = g_strconcat ("/author/translated-form/bad/", bad_words[i].name, NULL);

      g_test_add (path, Fixture, GUINT_TO_POINTER (i), set_up, test_bad, tear_down);
    }

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/form-check.h"

#include "content/base/error.h"

#include <string.h>

#define FORM(items)                                                                    \
  "{\"resourceType\":\"Questionnaire\",\"url\":\"urn:x-test:form\",\"version\":\"1\"," \
  "\"status\":\"active\",\"language\":\"en\",\"title\":\"A form\",\"item\":[" items "]}"
#define QUESTION(text) "{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"" text "\"}"

static const char *const english[] = { "en", NULL };

static gboolean
check (const char *text, const char *const *languages, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return tambo_form_check (bytes, "forms/a.json", languages, error);
}

static void
test_harmless (void)
{
  g_autoptr (GError) error = NULL;

  check (FORM (QUESTION ("Is there a cough now?")), english, &error);
  g_assert_no_error (error);
}

static const struct
{
  const char *text;
  gboolean identifies;
} words[] = {
  { "What is your name?", TRUE },
  { "Child's name", TRUE },
  { "What is the name of the medicine?", FALSE },
  { "Date of birth", TRUE },
  { "How old are you?", FALSE },
  { "Is there pain when giving birth?", FALSE },
  { "PASSPORT NUMBER", TRUE },
  { "ID card number", TRUE },
  { "What is your nationality?", TRUE },
  { "Which country do you come from?", TRUE },
  { "Phone number", TRUE },
  { "Your home address", TRUE },
  { "How did you get here?", TRUE },
  { "Did it get better?", FALSE },
  { "Quel est votre nom ?", TRUE },
  { "Prénom", TRUE },
  { "Quel est le nom du médicament ?", FALSE },
  { "Date de naissance", TRUE },
  { "Numéro de téléphone", TRUE },
  { "Carte d’identité", TRUE },
  { "Avez-vous de la fièvre ?", FALSE },
  { "Toussez-vous maintenant ?", FALSE },
  { "ما اسمك؟", TRUE },
  { "تاريخ الميلاد", TRUE },
  { "رقم الهاتف", TRUE },
  { "ما جنسيتك؟", TRUE },
  { "هل تعاني من السعال الآن؟", FALSE },
  { "هل هناك ألم في الصدر؟", FALSE },
};

static void
test_words (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_test_message ("%s", words[i].text);
      g_assert_cmpint (tambo_form_find_identifying_word (words[i].text) != NULL,
                       ==,
                       words[i].identifies);
    }
}

static const struct
{
  const char *name;
  const char *text;
  int code;
} bad_forms[] = {
  { "not-json", "a form", TAMBO_ERROR_JSON_SYNTAX },
  { "another-resource", "{\"resourceType\":\"Patient\"}", TAMBO_ERROR_FORM_FORMAT },
  { "asks-for-a-name", FORM (QUESTION ("What is your name?")), TAMBO_ERROR_PACK_IDENTIFIES },
  { "asks-in-a-group",
    FORM ("{\"linkId\":\"g\",\"type\":\"group\",\"item\":[" QUESTION ("Your phone number") "]}"),
    TAMBO_ERROR_PACK_IDENTIFIES },
  { "asks-in-a-translation",
    FORM ("{\"linkId\":\"a\",\"type\":\"boolean\",\"text\":\"Hm?\",\"_text\":{\"extension\":[{"
          "\"url\":\"http://hl7.org/fhir/StructureDefinition/translation\",\"extension\":[{"
          "\"url\":\"lang\",\"valueCode\":\"fr\"},{\"url\":\"content\",\"valueString\":"
          "\"Votre nom ?\"}]}]}}"),
    TAMBO_ERROR_PACK_IDENTIFIES },
};

static void
test_bad (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;

  g_assert_false (check (bad_forms[i].text, english, &error));
  g_assert_error (error, TAMBO_ERROR, bad_forms[i].code);
}

/* "Call this number" is not a question. */
static void
test_shown_text_may_speak_of_phones (void)
{
  g_autoptr (GError) error = NULL;

  check (FORM ("{\"linkId\":\"a\",\"type\":\"display\",\"text\":\"Ask staff for a phone.\"}"),
         english,
         &error);
  g_assert_no_error (error);
}

static void
test_language_must_be_whole (void)
{
  const char *const languages[] = { "en", "fr", NULL };
  g_autoptr (GError) error = NULL;

  g_assert_false (check (FORM (QUESTION ("Is there a cough now?")), languages, &error));
  g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_INCOMPLETE);
  g_assert_nonnull (strstr (error->message, "fr"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/author/form-check/harmless", test_harmless);
  g_test_add_func ("/author/form-check/words", test_words);
  g_test_add_func ("/author/form-check/shown-text-may-speak-of-phones",
                   test_shown_text_may_speak_of_phones);
  g_test_add_func ("/author/form-check/language-must-be-whole", test_language_must_be_whole);
  for (guint i = 0; i < G_N_ELEMENTS (bad_forms); i++)
    {
      g_autofree char *path = g_strconcat ("/author/form-check/bad/", bad_forms[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }

  return g_test_run ();
}

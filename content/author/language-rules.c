/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/language-rules.h"

#include <gst/tag/tag.h>
#include <string.h>

/* A few letters of another alphabet are a name or a unit. */
#define MINIMUM_LETTERS 8

/* A country's letters, written for its language's. */
static const struct
{
  const char *tag;
  const char *cure;
} mistakes[] = {
  { "ua", "Ukrainian is uk" }, { "gr", "Greek is el" },   { "jp", "Japanese is ja" },
  { "cn", "Chinese is zh" },   { "dk", "Danish is da" },  { "cz", "Czech is cs" },
  { "al", "Albanian is sq" },  { "ir", "Persian is fa" }, { "sp", "Spanish is es" },
  { "rs", "Serbian is sr" },   { "pk", "Urdu is ur" },    { "dz", "Arabic is ar" },
  { "er", "Tigrinya is ti" },  { "tz", "Swahili is sw" }, { "en-UK", "British English is en-GB" },
};

/* What each language is written in here; others are not judged. */
static const struct
{
  const char *language;
  GUnicodeScript script;
  const char *fault;
} scripts[] = {
  { "ar", G_UNICODE_SCRIPT_ARABIC, "Arabic" },     { "fa", G_UNICODE_SCRIPT_ARABIC, "Arabic" },
  { "ps", G_UNICODE_SCRIPT_ARABIC, "Arabic" },     { "ur", G_UNICODE_SCRIPT_ARABIC, "Arabic" },
  { "uk", G_UNICODE_SCRIPT_CYRILLIC, "Cyrillic" }, { "ru", G_UNICODE_SCRIPT_CYRILLIC, "Cyrillic" },
  { "ti", G_UNICODE_SCRIPT_ETHIOPIC, "Ethiopic" }, { "am", G_UNICODE_SCRIPT_ETHIOPIC, "Ethiopic" },
  { "en", G_UNICODE_SCRIPT_LATIN, "Latin" },       { "fr", G_UNICODE_SCRIPT_LATIN, "Latin" },
  { "es", G_UNICODE_SCRIPT_LATIN, "Latin" },       { "tr", G_UNICODE_SCRIPT_LATIN, "Latin" },
  { "so", G_UNICODE_SCRIPT_LATIN, "Latin" },       { "sw", G_UNICODE_SCRIPT_LATIN, "Latin" },
};

/**
 * tambo_language_rules_find_mistake:
 *
 * Returns: (transfer none) (nullable): what to write instead, if @tag is of no language
 */
const char *
tambo_language_rules_find_mistake (const char *tag)
{
  g_autofree char *primary = NULL;

  g_return_val_if_fail (tag != NULL, NULL);

  primary = g_strndup (tag, strcspn (tag, "-"));
  for (guint i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      if (g_ascii_strcasecmp (mistakes[i].tag, tag) == 0 ||
          g_ascii_strcasecmp (mistakes[i].tag, primary) == 0)
        return mistakes[i].cure;
    }
  /* GStreamer's list has all of two letters, and not nearly all of three. */
  if (strlen (primary) == 2 && !gst_tag_check_language_code (primary))
    return "write the two letters that ISO 639 has for the language";

  return NULL;
}

static gboolean
is_of_language (const char *tag, const char *language)
{
  const gsize length = strlen (language);

  return strncmp (tag, language, length) == 0 && (tag[length] == '\0' || tag[length] == '-');
}

/**
 * tambo_language_rules_find_script_fault:
 *
 * Returns: (transfer none) (nullable): the alphabet that @text should be in and mostly is not: a
 *   file that was named for another language
 */
const char *
tambo_language_rules_find_script_fault (const char *tag, const char *text)
{
  guint n_letters = 0;
  guint n_right = 0;
  guint i = 0;

  g_return_val_if_fail (tag != NULL && text != NULL, NULL);

  while (i < G_N_ELEMENTS (scripts) && !is_of_language (tag, scripts[i].language))
    i++;
  if (i == G_N_ELEMENTS (scripts) || strstr (tag, "-Latn") != NULL)
    return NULL;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (!g_unichar_isalpha (g_utf8_get_char (c)))
        continue;
      n_letters++;
      n_right += g_unichar_get_script (g_utf8_get_char (c)) == scripts[i].script ? 1 : 0;
    }

  return n_letters >= MINIMUM_LETTERS && n_right * 2 < n_letters ? scripts[i].fault : NULL;
}

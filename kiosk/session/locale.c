/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/session/locale.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define SOURCE_LANGUAGE "en"
#define VARIABLE "LANGUAGE="

/* gettext asks the environment at every call. Only this buffer, which is part of it, changes
 * later: setenv() would move the environment while other threads read it. */
static char environment_entry[sizeof VARIABLE + 40] = VARIABLE SOURCE_LANGUAGE;

/* What is written from right to left, by script: the text itself is never asked. */
static const char *const rtl_scripts[] = {
  "Adlm", "Arab", "Hebr", "Mand", "Mong", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", NULL,
};

static const char *const rtl_languages[] = {
  "ar",  "arc", "azb", "bal", "bqi", "ckb", "dv",  "fa",  "glk", "he", "khw", "ks", "lrc",
  "mzn", "nqo", "pnb", "prs", "ps",  "sd",  "skr", "syr", "ug",  "ur", "yi",  NULL,
};

/**
 * tambo_locale_init:
 * @folder: where the catalogues are: LANGUAGE/LC_MESSAGES/tambo.mo
 *
 * Called once, before there are other threads. Strings are then in English.
 */
void
tambo_locale_init (const char *folder)
{
  g_return_if_fail (folder != NULL);

  /* Under the locale “C” gettext translates nothing. */
  if (setlocale (LC_ALL, "C.UTF-8") == NULL)
    g_warning ("There is no locale C.UTF-8; texts stay English");

  putenv (environment_entry);
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
}

/* Strings that are looked up from now on are in @language, a BCP 47 tag. */
void
tambo_locale_use (const char *language)
{
  char *value = environment_entry + strlen (VARIABLE);
  gsize room = sizeof environment_entry - strlen (VARIABLE);

  g_return_if_fail (language != NULL && strlen (language) < room);

  g_strlcpy (value, language, room);
  for (char *c = value; *c != '\0'; c++)
    if (*c == '-')
      *c = '_';

  /* What was found in another language is remembered, until any text domain is set. It is ours,
   * for ngettext() knows no other. */
  textdomain (GETTEXT_PACKAGE);
}

/* Whether our strings exist in @language; a build makes catalogues of complete ones only. */
gboolean
tambo_locale_has (const char *folder, const char *language)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (language != NULL, FALSE);

  if (g_str_equal (language, SOURCE_LANGUAGE))
    return TRUE;

  name = g_strdelimit (g_strdup (language), "-", '_');
  path = g_build_filename (folder, name, "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* Whether @language, a BCP 47 tag, runs from right to left. */
gboolean
tambo_locale_is_rtl (const char *language)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (language != NULL, FALSE);

  parts = g_strsplit (language, "-", -1);
  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    if (strlen (parts[i]) == 4 && g_ascii_isalpha (parts[i][0]))
      return g_strv_contains (rtl_scripts, parts[i]);

  return parts[0] != NULL && g_strv_contains (rtl_languages, parts[0]);
}

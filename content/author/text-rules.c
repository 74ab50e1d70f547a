/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/text-rules.h"

#include "content/base/error.h"

#include <string.h>

/* Direction comes from the language tag, never from the text: a control that turns the order
 * round can make a sentence or a phone number say something else than what was reviewed. */
static gboolean
is_bidi_control (gunichar c)
{
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_control (gunichar c)
{
  return is_bidi_control (c) || (g_unichar_iscntrl (c) && c != '\n');
}

/**
 * tambo_text_find_fault:
 * @text: what a person will read or hear
 * @length: its length in bytes, or -1
 * @max_characters: the longest it may be
 * @out_cure: (out) (transfer none): what to do about it
 *
 * Checks the rules that hold for every text in a pack, whoever wrote it.
 *
 * Returns: (transfer full) (nullable): what is wrong with it
 */
char *
tambo_text_find_fault (const char *text, gssize length, guint max_characters, const char **out_cure)
{
  const char *end = NULL;
  guint n_characters = 0;

  g_return_val_if_fail (text != NULL, NULL);

  if (!g_utf8_validate (text, length, &end))
    {
      *out_cure = "save the file as UTF-8";
      return g_strdup ("this is not UTF-8 text");
    }

  for (const char *c = text; c < end; c = g_utf8_next_char (c))
    {
      if (is_control (g_utf8_get_char (c)))
        {
          *out_cure = "delete it";
          return g_strdup_printf ("character U+%04X is not allowed in a text", g_utf8_get_char (c));
        }
      n_characters++;
    }

  if (n_characters > max_characters)
    {
      *out_cure = "say it shorter or split it";
      return g_strdup_printf ("%u characters where at most %u fit", n_characters, max_characters);
    }

  return NULL;
}

/**
 * tambo_text_check:
 * @where: what to call the place in the message, "film/script.fr.txt, line 12"
 */
gboolean
tambo_text_check (const char *text,
                  gssize length,
                  guint max_characters,
                  const char *where,
                  GError **error)
{
  const char *cure = NULL;
  g_autofree char *fault = tambo_text_find_fault (text, length, max_characters, &cure);

  if (fault == NULL)
    return TRUE;

  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_PACK_FORMAT, "%s: %s; %s", where, fault, cure);

  return FALSE;
}

/**
 * tambo_text_strip_controls:
 *
 * Returns: (transfer full): @text, without the characters that tambo_text_check() refuses
 */
char *
tambo_text_strip_controls (const char *text)
{
  g_autoptr (GString) clean = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (!is_control (g_utf8_get_char (c)))
        g_string_append_unichar (clean, g_utf8_get_char (c));
    }

  return g_string_free (g_steal_pointer (&clean), FALSE);
}

/* The names that an author gives to scenes, layers and items: they become parts of paths. */
gboolean
tambo_text_is_word (const char *name)
{
  return g_regex_match_simple ("\\A[a-z0-9]+(-[a-z0-9]+)*\\z", name, 0, 0) && strlen (name) <= 40;
}

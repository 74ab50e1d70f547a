/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/lexer.h"

#include "content/base/error.h"

#include <string.h>

void
tambo_lexer_init (TamboLexer *self, const char *source)
{
  memset (self, 0, sizeof *self);
  self->source = self->next = source;
  self->text = g_string_new (NULL);
}

void
tambo_lexer_clear (TamboLexer *self)
{
  g_string_free (self->text, TRUE);
}

static gboolean
fail (TamboLexer *self, const char *what, GError **error)
{
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_EXPRESSION_SYNTAX,
               "%s at character %" G_GSSIZE_FORMAT " of “%s”",
               what,
               (gssize) (self->next - self->source) + 1,
               self->source);

  return FALSE;
}

static gboolean
skip_space (TamboLexer *self, GError **error)
{
  const char *end;

  for (;;)
    {
      self->next += strspn (self->next, " \t\r\n");
      if (g_str_has_prefix (self->next, "//"))
        self->next += strcspn (self->next, "\r\n");
      else if (g_str_has_prefix (self->next, "/*"))
        {
          end = strstr (self->next, "*/");
          if (end == NULL)
            return fail (self, "a comment does not end", error);
          self->next = end + 2;
        }
      else
        return TRUE;
    }
}

static gboolean
read_unicode (TamboLexer *self, GError **error)
{
  gunichar code = 0;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (*self->next);

      if (digit < 0)
        return fail (self, "\\u wants four digits", error);
      code = code * 16 + (gunichar) digit;
      self->next++;
    }
  if (code == 0 || !g_unichar_validate (code))
    return fail (self, "this is no character", error);

  g_string_append_unichar (self->text, code);
  return TRUE;
}

static gboolean
read_escape (TamboLexer *self, GError **error)
{
  static const char names[] = "'\"`\\/rnft";
  static const char meanings[] = "'\"`\\/\r\n\f\t";
  char c = *self->next;
  const char *found;

  if (c == 'u')
    {
      self->next++;
      return read_unicode (self, error);
    }

  found = c == '\0' ? NULL : strchr (names, c);
  if (found == NULL)
    return fail (self, "an unknown escape", error);

  g_string_append_c (self->text, meanings[found - names]);
  self->next++;
  return TRUE;
}

static gboolean
read_quoted (TamboLexer *self, char quote, GError **error)
{
  self->next++;
  while (*self->next != quote)
    {
      if (*self->next == '\0')
        return fail (self, "a text does not end", error);
      if (*self->next != '\\')
        {
          g_string_append_c (self->text, *self->next++);
          continue;
        }
      self->next++;
      if (!read_escape (self, error))
        return FALSE;
    }
  self->next++;

  return TRUE;
}

static gboolean
is_name_start (char c)
{
  return g_ascii_isalpha (c) || c == '_';
}

static void
read_name (TamboLexer *self, gboolean with_hyphens)
{
  while (g_ascii_isalnum (*self->next) || *self->next == '_' ||
         (with_hyphens && *self->next == '-' && g_ascii_isalnum (self->next[1])))
    g_string_append_c (self->text, *self->next++);
}

static void
read_number (TamboLexer *self)
{
  while (g_ascii_isdigit (*self->next))
    g_string_append_c (self->text, *self->next++);
  if (*self->next != '.' || !g_ascii_isdigit (self->next[1]))
    return;

  g_string_append_c (self->text, *self->next++);
  while (g_ascii_isdigit (*self->next))
    g_string_append_c (self->text, *self->next++);
}

/* @2026-11-22, @2026-11-22T10:00+01:00, @2026T, @T10:00 */
static gboolean
read_date (TamboLexer *self, GError **error)
{
  gboolean time = self->next[1] == 'T';

  self->next++;
  self->date_kind = time ? TAMBO_VALUE_TIME : TAMBO_VALUE_DATE;
  if (time)
    self->next++;
  while (g_ascii_isdigit (*self->next) || (*self->next == '-' && g_ascii_isdigit (self->next[1])) ||
         *self->next == ':' || *self->next == 'T' || *self->next == 'Z' ||
         (*self->next == '.' && g_ascii_isdigit (self->next[1])) ||
         (*self->next == '+' && g_ascii_isdigit (self->next[1]) &&
          self->date_kind == TAMBO_VALUE_DATE_TIME))
    {
      if (*self->next == 'T')
        self->date_kind = TAMBO_VALUE_DATE_TIME;
      g_string_append_c (self->text, *self->next++);
    }
  if (!g_ascii_isdigit (self->text->str[0]))
    return fail (self, "a date or time is wanted", error);
  if (g_str_has_suffix (self->text->str, "T"))
    g_string_truncate (self->text, self->text->len - 1);

  return TRUE;
}

static gboolean
read_sign (TamboLexer *self, GError **error)
{
  static const char *const two[] = { "<=", ">=", "!=", "!~" };

  for (guint i = 0; i < G_N_ELEMENTS (two); i++)
    if (g_str_has_prefix (self->next, two[i]))
      {
        g_string_append (self->text, two[i]);
        self->next += 2;
        return TRUE;
      }
  if (strchr (".,()[]{}+-*/&|=<>~", *self->next) == NULL)
    return fail (self, "an unexpected character", error);

  g_string_append_c (self->text, *self->next++);
  return TRUE;
}

static gboolean
read_variable (TamboLexer *self, GError **error)
{
  self->next++;
  if (*self->next == '`' || *self->next == '\'')
    return read_quoted (self, *self->next, error);
  if (!is_name_start (*self->next))
    return fail (self, "a name is wanted after %", error);

  read_name (self, TRUE);
  return TRUE;
}

gboolean
tambo_lexer_advance (TamboLexer *self, GError **error)
{
  char c;

  g_string_truncate (self->text, 0);
  if (!skip_space (self, error))
    return FALSE;

  c = *self->next;
  if (c == '\0')
    {
      self->kind = TAMBO_TOKEN_END;
      return TRUE;
    }
  if (c == '\'' || c == '`')
    {
      self->kind = c == '\'' ? TAMBO_TOKEN_STRING : TAMBO_TOKEN_QUOTED_NAME;
      return read_quoted (self, c, error);
    }
  if (c == '@')
    {
      self->kind = TAMBO_TOKEN_DATE;
      return read_date (self, error);
    }
  if (c == '%')
    {
      self->kind = TAMBO_TOKEN_VARIABLE;
      return read_variable (self, error);
    }
  if (g_ascii_isdigit (c) || is_name_start (c) || (c == '$' && is_name_start (self->next[1])))
    {
      self->kind = g_ascii_isdigit (c) ? TAMBO_TOKEN_NUMBER
                   : c == '$'          ? TAMBO_TOKEN_DOLLAR
                                       : TAMBO_TOKEN_NAME;
      self->next += c == '$' ? 1 : 0;
      if (self->kind == TAMBO_TOKEN_NUMBER)
        read_number (self);
      else
        read_name (self, FALSE);
      return TRUE;
    }

  self->kind = TAMBO_TOKEN_SIGN;
  return read_sign (self, error);
}

gboolean
tambo_lexer_is_sign (TamboLexer *self, const char *sign)
{
  return self->kind == TAMBO_TOKEN_SIGN && strcmp (self->text->str, sign) == 0;
}

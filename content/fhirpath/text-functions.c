/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/fhirpath/date.h"
#include "content/fhirpath/functions.h"

#include <string.h>

/* A pattern may try this many times before it counts as no match. */
#define MATCH_LIMIT "(*LIMIT_MATCH=20000)(*LIMIT_DEPTH=200)"

/* The text of @input; %NULL where it is empty, which makes the result empty. */
static gboolean
read_text (TamboCollection *input, char **out_text, GError **error)
{
  TamboValue value;
  gboolean is_empty;

  *out_text = NULL;
  if (!tambo_collection_get_single (input, &value, &is_empty, error))
    return FALSE;
  if (!is_empty)
    *out_text = tambo_value_to_string (&value);
  tambo_value_clear (&value);

  return TRUE;
}

static gboolean
read_argument (TamboEvaluation *evaluation,
               TamboSyntax *call,
               guint position,
               char **out_text,
               GError **error)
{
  g_autoptr (TamboCollection) argument =
      tambo_evaluation_run_argument (evaluation, call, position, error);

  return argument != NULL && read_text (argument, out_text, error);
}

static TamboCollection *
new_string (const char *text)
{
  return text == NULL ? tambo_collection_new ()
                      : tambo_collection_new_text (TAMBO_VALUE_STRING, text);
}

/* A question about one text and another. */
static TamboCollection *
run_test (TamboEvaluation *evaluation,
          TamboSyntax *call,
          TamboCollection *input,
          gboolean (*test) (const char *text, const char *part),
          GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *part = NULL;

  if (!read_text (input, &text, error) || !read_argument (evaluation, call, 0, &part, error))
    return NULL;
  if (text == NULL || part == NULL)
    return tambo_collection_new ();

  return tambo_collection_new_boolean (test (text, part));
}

static gboolean
has_part (const char *text, const char *part)
{
  return strstr (text, part) != NULL;
}

static gboolean
has_start (const char *text, const char *part)
{
  return g_str_has_prefix (text, part);
}

static gboolean
has_end (const char *text, const char *part)
{
  return g_str_has_suffix (text, part);
}

static gboolean
has_match (const char *text, const char *pattern)
{
  g_autofree char *limited = g_strconcat (MATCH_LIMIT, pattern, NULL);
  g_autoptr (GRegex) regex = g_regex_new (limited, G_REGEX_DOTALL, G_REGEX_MATCH_DEFAULT, NULL);

  return regex != NULL && g_regex_match (regex, text, G_REGEX_MATCH_DEFAULT, NULL);
}

static gboolean
is_match (const char *text, const char *pattern)
{
  g_autofree char *whole = g_strconcat ("\\A(?:", pattern, ")\\z", NULL);

  return has_match (text, whole);
}

static TamboCollection *
run_contains (TamboEvaluation *evaluation,
              TamboSyntax *call,
              TamboCollection *input,
              GError **error)
{
  return run_test (evaluation, call, input, has_part, error);
}

static TamboCollection *
run_starts_with (TamboEvaluation *evaluation,
                 TamboSyntax *call,
                 TamboCollection *input,
                 GError **error)
{
  return run_test (evaluation, call, input, has_start, error);
}

static TamboCollection *
run_ends_with (TamboEvaluation *evaluation,
               TamboSyntax *call,
               TamboCollection *input,
               GError **error)
{
  return run_test (evaluation, call, input, has_end, error);
}

static TamboCollection *
run_matches (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return run_test (evaluation, call, input, has_match, error);
}

static TamboCollection *
run_matches_full (TamboEvaluation *evaluation,
                  TamboSyntax *call,
                  TamboCollection *input,
                  GError **error)
{
  return run_test (evaluation, call, input, is_match, error);
}

static TamboCollection *
run_index_of (TamboEvaluation *evaluation,
              TamboSyntax *call,
              TamboCollection *input,
              GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *part = NULL;
  const char *found;

  if (!read_text (input, &text, error) || !read_argument (evaluation, call, 0, &part, error))
    return NULL;
  if (text == NULL || part == NULL)
    return tambo_collection_new ();

  found = strstr (text, part);
  return tambo_collection_new_integer (found == NULL ? -1 : g_utf8_pointer_to_offset (text, found));
}

static gboolean
read_integer (TamboEvaluation *evaluation,
              TamboSyntax *call,
              guint position,
              gint64 *out_number,
              gboolean *out_is_empty,
              GError **error)
{
  g_autoptr (TamboCollection) argument =
      tambo_evaluation_run_argument (evaluation, call, position, error);
  TamboValue value;

  if (argument == NULL || !tambo_collection_get_single (argument, &value, out_is_empty, error))
    return FALSE;
  if (!*out_is_empty)
    *out_is_empty = value.kind != TAMBO_VALUE_INTEGER ||
                    !tambo_decimal_to_int (value.number, out_number);
  tambo_value_clear (&value);

  return TRUE;
}

static TamboCollection *
run_substring (TamboEvaluation *evaluation,
               TamboSyntax *call,
               TamboCollection *input,
               GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *part = NULL;
  gint64 start = 0, count = G_MAXINT, length;
  gboolean no_start, no_count;

  if (!read_text (input, &text, error) ||
      !read_integer (evaluation, call, 0, &start, &no_start, error))
    return NULL;
  if (call->arguments->len == 2 && !read_integer (evaluation, call, 1, &count, &no_count, error))
    return NULL;

  length = text == NULL ? 0 : g_utf8_strlen (text, -1);
  if (no_start || start < 0 || start >= length)
    return tambo_collection_new ();

  part = g_utf8_substring (text, start, start + CLAMP (count, 0, length - start));
  return new_string (part);
}

static TamboCollection *
run_length (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autofree char *text = NULL;

  if (!read_text (input, &text, error))
    return NULL;

  return text == NULL ? tambo_collection_new ()
                      : tambo_collection_new_integer (g_utf8_strlen (text, -1));
}

/* One text made of another. */
static TamboCollection *
run_map (TamboCollection *input, char *(*map) (const char *text), GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *result = NULL;

  if (!read_text (input, &text, error))
    return NULL;

  result = text == NULL ? NULL : map (text);
  return new_string (result);
}

static char *
map_lower (const char *text)
{
  return g_utf8_strdown (text, -1);
}

static char *
map_upper (const char *text)
{
  return g_utf8_strup (text, -1);
}

static char *
map_trim (const char *text)
{
  return g_strstrip (g_strdup (text));
}

static TamboCollection *
run_lower (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return run_map (input, map_lower, error);
}

static TamboCollection *
run_upper (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return run_map (input, map_upper, error);
}

static TamboCollection *
run_trim (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return run_map (input, map_trim, error);
}

static TamboCollection *
run_to_string (TamboEvaluation *evaluation,
               TamboSyntax *call,
               TamboCollection *input,
               GError **error)
{
  return run_map (input, g_strdup, error);
}

static gboolean
check_length (gsize length, GError **error)
{
  if (length <= TAMBO_EVALUATION_MAX_TEXT)
    return TRUE;

  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_LIMIT, "A text grows too long");
  return FALSE;
}

/* An empty pattern stands before and after each character. */
static char *
replace (const char *text, const char *pattern, const char *substitution)
{
  g_autoptr (GString) result = g_string_new (NULL);

  if (*pattern != '\0')
    {
      g_string_append (result, text);
      g_string_replace (result, pattern, substitution, 0);
      return g_string_free (g_steal_pointer (&result), FALSE);
    }

  g_string_append (result, substitution);
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      g_string_append_len (result, text, g_utf8_next_char (text) - text);
      g_string_append (result, substitution);
    }
  return g_string_free (g_steal_pointer (&result), FALSE);
}

static TamboCollection *
run_replace (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *pattern = NULL;
  g_autofree char *substitution = NULL;
  g_autofree char *result = NULL;

  if (!read_text (input, &text, error) || !read_argument (evaluation, call, 0, &pattern, error) ||
      !read_argument (evaluation, call, 1, &substitution, error))
    return NULL;
  if (text == NULL || pattern == NULL || substitution == NULL)
    return tambo_collection_new ();

  /* At worst every character is replaced. */
  if (!check_length ((strlen (text) + 1) / MAX (strlen (pattern), 1) * strlen (substitution) +
                         strlen (text),
                     error))
    return NULL;

  result = replace (text, pattern, substitution);
  return tambo_evaluation_spend (evaluation, strlen (result), error) ? new_string (result) : NULL;
}

/* A pattern that is none, or that takes too long, changes nothing. */
static TamboCollection *
run_replace_matches (TamboEvaluation *evaluation,
                     TamboSyntax *call,
                     TamboCollection *input,
                     GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *pattern = NULL;
  g_autofree char *substitution = NULL;
  g_autofree char *limited = NULL;
  g_autofree char *result = NULL;
  g_autoptr (GRegex) regex = NULL;

  if (!read_text (input, &text, error) || !read_argument (evaluation, call, 0, &pattern, error) ||
      !read_argument (evaluation, call, 1, &substitution, error))
    return NULL;
  if (text == NULL || pattern == NULL || substitution == NULL)
    return tambo_collection_new ();
  if (!check_length ((strlen (text) + 1) * (strlen (substitution) + 1), error))
    return NULL;

  limited = g_strconcat (MATCH_LIMIT, pattern, NULL);
  regex = *pattern == '\0' ? NULL
                           : g_regex_new (limited, G_REGEX_DOTALL, G_REGEX_MATCH_DEFAULT, NULL);
  if (regex != NULL)
    result =
        g_regex_replace_literal (regex, text, -1, 0, substitution, G_REGEX_MATCH_DEFAULT, NULL);

  return new_string (result == NULL ? text : result);
}

static TamboCollection *
run_split (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();
  g_autofree char *text = NULL;
  g_autofree char *separator = NULL;
  g_auto (GStrv) parts = NULL;

  if (!read_text (input, &text, error) || !read_argument (evaluation, call, 0, &separator, error))
    return NULL;
  if (text == NULL || separator == NULL || *separator == '\0')
    return new_string (text);

  parts = g_strsplit (text, separator, -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autoptr (TamboCollection) part = new_string (parts[i]);

      if (!tambo_evaluation_append (evaluation, list, tambo_collection_get (part, 0), error))
        return NULL;
    }

  return g_steal_pointer (&list);
}

static TamboCollection *
run_to_chars (TamboEvaluation *evaluation,
              TamboSyntax *call,
              TamboCollection *input,
              GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();
  g_autofree char *text = NULL;

  if (!read_text (input, &text, error))
    return NULL;

  for (const char *at = text; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    {
      g_autofree char *one = g_strndup (at, (gsize) (g_utf8_next_char (at) - at));
      g_autoptr (TamboCollection) part = new_string (one);

      if (!tambo_evaluation_append (evaluation, list, tambo_collection_get (part, 0), error))
        return NULL;
    }

  return g_steal_pointer (&list);
}

static TamboCollection *
run_join (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (GString) result = g_string_new (NULL);
  g_autofree char *separator = NULL;

  if (call->arguments->len == 1 && !read_argument (evaluation, call, 0, &separator, error))
    return NULL;
  if (tambo_collection_get_size (input) == 0)
    return tambo_collection_new ();

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      g_autofree char *part = tambo_value_to_string (tambo_collection_get (input, i));

      if (i > 0 && separator != NULL)
        g_string_append (result, separator);
      g_string_append (result, part == NULL ? "" : part);
      if (!check_length (result->len, error))
        return NULL;
    }

  return new_string (result->str);
}

static TamboCollection *
run_to_boolean (TamboEvaluation *evaluation,
                TamboSyntax *call,
                TamboCollection *input,
                GError **error)
{
  static const char *const yes[] = { "true", "t", "yes", "y", "1", "1.0", NULL };
  static const char *const no[] = { "false", "f", "no", "n", "0", "0.0", NULL };
  g_autofree char *text = NULL;
  g_autofree char *lower = NULL;

  if (!read_text (input, &text, error))
    return NULL;

  lower = g_ascii_strdown (text == NULL ? "" : text, -1);
  if (g_strv_contains (yes, lower) || g_strv_contains (no, lower))
    return tambo_collection_new_boolean (g_strv_contains (yes, lower));

  return tambo_collection_new ();
}

/* A date, a date with a time or a time, if @input says one; with only the day for a date. */
static TamboCollection *
convert_date (TamboCollection *input, TamboValueKind kind, GError **error)
{
  g_autofree char *text = NULL;
  TamboDate date;
  char *separator;

  if (!read_text (input, &text, error))
    return NULL;
  if (text == NULL || !tambo_date_parse (text, kind == TAMBO_VALUE_TIME, &date))
    return tambo_collection_new ();

  separator = strchr (text, 'T');
  if (kind == TAMBO_VALUE_DATE && separator != NULL)
    *separator = '\0';
  return tambo_collection_new_text (kind, text);
}

static TamboCollection *
run_to_date (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return convert_date (input, TAMBO_VALUE_DATE, error);
}

static TamboCollection *
run_to_date_time (TamboEvaluation *evaluation,
                  TamboSyntax *call,
                  TamboCollection *input,
                  GError **error)
{
  return convert_date (input, TAMBO_VALUE_DATE_TIME, error);
}

static TamboCollection *
run_to_time (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return convert_date (input, TAMBO_VALUE_TIME, error);
}

static TamboCollection *
tell_time (TamboEvaluation *evaluation, TamboValueKind kind, const char *format)
{
  g_autofree char *text = g_date_time_format (tambo_scope_get_now (evaluation->scope), format);

  return tambo_collection_new_text (kind, text);
}

static TamboCollection *
run_now (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return tell_time (evaluation, TAMBO_VALUE_DATE_TIME, "%Y-%m-%dT%H:%M:%S%:z");
}

static TamboCollection *
run_today (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return tell_time (evaluation, TAMBO_VALUE_DATE, "%Y-%m-%d");
}

static TamboCollection *
run_time_of_day (TamboEvaluation *evaluation,
                 TamboSyntax *call,
                 TamboCollection *input,
                 GError **error)
{
  return tell_time (evaluation, TAMBO_VALUE_TIME, "%H:%M:%S");
}

const TamboFunction tambo_text_functions[] = {
  { "contains", 1, 1, run_contains },
  { "endsWith", 1, 1, run_ends_with },
  { "indexOf", 1, 1, run_index_of },
  { "join", 0, 1, run_join },
  { "length", 0, 0, run_length },
  { "lower", 0, 0, run_lower },
  { "matches", 1, 1, run_matches },
  { "matchesFull", 1, 1, run_matches_full },
  { "now", 0, 0, run_now },
  { "replace", 2, 2, run_replace },
  { "replaceMatches", 2, 2, run_replace_matches },
  { "split", 1, 1, run_split },
  { "startsWith", 1, 1, run_starts_with },
  { "substring", 1, 2, run_substring },
  { "timeOfDay", 0, 0, run_time_of_day },
  { "toBoolean", 0, 0, run_to_boolean },
  { "toChars", 0, 0, run_to_chars },
  { "toDate", 0, 0, run_to_date },
  { "toDateTime", 0, 0, run_to_date_time },
  { "toString", 0, 0, run_to_string },
  { "toTime", 0, 0, run_to_time },
  { "today", 0, 0, run_today },
  { "trim", 0, 0, run_trim },
  { "upper", 0, 0, run_upper },
  { NULL },
};

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/date.h"

#include <string.h>

/* Reads @n digits. */
static gboolean
read_number (const char **text, guint n, int *out_number)
{
  int number = 0;

  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      number = number * 10 + (*(*text)++ - '0');
    }

  *out_number = number;
  return TRUE;
}

static gboolean
read_fraction (const char **text, int *out_millisecond)
{
  int millisecond = 0;
  int unit = 100;

  if (!g_ascii_isdigit (**text))
    return FALSE;
  for (; g_ascii_isdigit (**text); (*text)++)
    {
      millisecond += (**text - '0') * unit;
      unit /= 10;
    }

  *out_millisecond = millisecond;
  return TRUE;
}

static gboolean
in_range (const TamboDate *date)
{
  static const int limits[][2] = {
    { 1, 9999 }, { 1, 12 }, { 1, 31 }, { 0, 23 }, { 0, 59 }, { 0, 60 }, { 0, 999 },
  };

  for (guint i = date->first; i < date->n_parts; i++)
    if (date->parts[i] < limits[i][0] || date->parts[i] > limits[i][1])
      return FALSE;

  return date->first > 0 || date->n_parts < 3 ||
         g_date_valid_dmy ((GDateDay) date->parts[2],
                           (GDateMonth) date->parts[1],
                           (GDateYear) date->parts[0]);
}

/* Only where hours and minutes are known. */
static gboolean
shift_to_utc (TamboDate *date, int minutes)
{
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) utc = NULL;

  local = g_date_time_new_utc (date->parts[0],
                               date->parts[1],
                               date->parts[2],
                               date->parts[3],
                               date->parts[4],
                               MIN (date->parts[5], 59));
  utc = local == NULL ? NULL : g_date_time_add_minutes (local, -minutes);
  if (utc == NULL)
    return FALSE;

  g_date_time_get_ymd (utc, &date->parts[0], &date->parts[1], &date->parts[2]);
  date->parts[3] = g_date_time_get_hour (utc);
  date->parts[4] = g_date_time_get_minute (utc);
  return TRUE;
}

static gboolean
read_zone (const char *text, TamboDate *date)
{
  int sign = *text == '-' ? -1 : 1;
  int hours, minutes;

  if (strcmp (text, "Z") == 0 || *text == '\0')
    return TRUE;
  if ((*text != '+' && *text != '-') || date->first > 0 || date->n_parts < 5)
    return FALSE;

  text++;
  if (!read_number (&text, 2, &hours) || *text++ != ':' || !read_number (&text, 2, &minutes) ||
      *text != '\0' || hours > 14 || minutes > 59)
    return FALSE;

  return shift_to_utc (date, sign * (hours * 60 + minutes));
}

/* Returns: %FALSE if @text is no date, or no time where @is_time */
gboolean
tambo_date_parse (const char *text, gboolean is_time, TamboDate *out_date)
{
  static const char separators[] = "--T::.";
  TamboDate date = { .first = is_time ? 3 : 0 };

  date.n_parts = date.first;
  for (guint i = date.first; i < G_N_ELEMENTS (date.parts); i++)
    {
      if (i > date.first)
        {
          if (*text != separators[i - 1])
            break;
          text++;
          /* A day may be followed by a T and nothing. */
          if (i == 3 && *text == '\0')
            break;
        }
      if (i == 6 ? !read_fraction (&text, &date.parts[i])
                 : !read_number (&text, i == 0 ? 4 : 2, &date.parts[i]))
        return FALSE;
      date.n_parts = i + 1;
    }
  if (!in_range (&date) || !read_zone (text, &date))
    return FALSE;

  *out_date = date;
  return TRUE;
}

/**
 * tambo_date_compare:
 * @a: a date or time
 * @b: another
 * @out_order: (out): less than, equal to or greater than 0
 *
 * Returns: %FALSE if nobody can know, because one is less precise and the rest is the same
 */
gboolean
tambo_date_compare (const TamboDate *a, const TamboDate *b, int *out_order)
{
  guint shared = MIN (a->n_parts, b->n_parts);

  if (a->first != b->first)
    return FALSE;
  for (guint i = a->first; i < shared; i++)
    if (a->parts[i] != b->parts[i])
      {
        *out_order = a->parts[i] < b->parts[i] ? -1 : 1;
        return TRUE;
      }

  /* Seconds and their fraction are one precision. */
  if (a->n_parts != b->n_parts && shared < 6)
    return FALSE;

  *out_order = a->parts[6] == b->parts[6] ? 0 : a->parts[6] < b->parts[6] ? -1 : 1;
  return TRUE;
}

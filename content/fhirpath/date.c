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

  date->has_zone = *text != '\0';
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

/* Reads all but the zone, which it leaves @text at. */
static gboolean
read_parts (const char **in_out_text, gboolean is_time, TamboDate *out_date)
{
  const char *text = *in_out_text;
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

  *in_out_text = text;
  *out_date = date;
  return in_range (&date);
}

/* Returns: %FALSE if @text is no date, or no time where @is_time */
gboolean
tambo_date_parse (const char *text, gboolean is_time, TamboDate *out_date)
{
  return read_parts (&text, is_time, out_date) && read_zone (text, out_date);
}

/* As precise as it was. */
static char *
write_parts (const TamboDate *date, const char *zone)
{
  static const char separators[] = "--T::.";
  static const int widths[] = { 4, 2, 2, 2, 2, 2, 3 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = date->first; i < date->n_parts; i++)
    {
      if (i > date->first)
        g_string_append_c (text, separators[i - 1]);
      g_string_append_printf (text, "%0*d", widths[i], date->parts[i]);
    }
  g_string_append (text, zone);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What one unit is made of, from the finest: as many of the next. */
static const struct
{
  const char *word;
  const char *code; /* (nullable): of UCUM, where it means the same */
  gint64 n_to_next;
} steps[] = {
  { "millisecond", "ms", 1000 }, { "second", "s", 60 }, { "minute", "min", 60 },
  { "hour", "h", 24 },           { "day", "d", 30 },    { "month", NULL, 12 },
  { "year", NULL, 1 },
};

static gboolean
find_step (const char *unit, guint *out_step)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_strcmp0 (unit, steps[i].code) == 0 ||
        (g_str_has_prefix (unit, steps[i].word) &&
         (unit[strlen (steps[i].word)] == '\0' ||
          strcmp (unit + strlen (steps[i].word), "s") == 0)))
      {
        *out_step = i;
        return TRUE;
      }

  return FALSE;
}

static GDateTime *
move (GDateTime *from, guint step, gint64 number)
{
  static const gint64 usec[] = { 1000,
                                 G_USEC_PER_SEC,
                                 G_GINT64_CONSTANT (60) * G_USEC_PER_SEC,
                                 G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC };

  if (step < G_N_ELEMENTS (usec))
    return ABS (number) > G_MAXINT64 / usec[step] ? NULL
                                                  : g_date_time_add (from, number * usec[step]);
  if (ABS (number) > G_MAXINT32)
    return NULL;
  if (step == 4)
    return g_date_time_add_days (from, (int) number);

  return step == 5 ? g_date_time_add_months (from, (int) number)
                   : g_date_time_add_years (from, (int) number);
}

static void
take_parts (TamboDate *date, GDateTime *moved)
{
  g_date_time_get_ymd (moved, &date->parts[0], &date->parts[1], &date->parts[2]);
  date->parts[3] = g_date_time_get_hour (moved);
  date->parts[4] = g_date_time_get_minute (moved);
  date->parts[5] = g_date_time_get_second (moved);
  date->parts[6] = g_date_time_get_microsecond (moved) / 1000;
}

/**
 * tambo_date_add:
 * @text: a date or time
 * @is_time: whether it is a time of day
 * @number: how many; negative goes back
 * @unit: a word of the calendar, or a UCUM code that means the same
 *
 * What is finer than the date counts only where it makes up a whole of what the date has.
 *
 * Returns: (transfer full) (nullable): as precise as @text, and in its zone; %NULL if there is none
 */
char *
tambo_date_add (const char *text, gboolean is_time, gint64 number, const char *unit)
{
  /* The finest step of a date with so many parts. */
  static const guint finest[] = { 6, 6, 5, 4, 3, 2, 1, 0 };
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) moved = NULL;
  const char *zone = text;
  TamboDate date;
  guint step;

  if (strcmp (unit, "wk") == 0 || strcmp (unit, "week") == 0 || strcmp (unit, "weeks") == 0)
    {
      if (ABS (number) > G_MAXINT32)
        return NULL;
      number *= 7;
      unit = "day";
    }
  if (!read_parts (&zone, is_time, &date) || !find_step (unit, &step) || (is_time && step > 3))
    return NULL;

  for (; step < finest[date.n_parts]; step++)
    number /= steps[step].n_to_next;

  from = g_date_time_new_utc (date.first > 0 ? 2000 : date.parts[0],
                              date.first > 0 || date.n_parts < 2 ? 1 : date.parts[1],
                              date.first > 0 || date.n_parts < 3 ? 1 : date.parts[2],
                              date.parts[3],
                              date.parts[4],
                              MIN (date.parts[5], 59) + date.parts[6] / 1000.0);
  moved = from == NULL ? NULL : move (from, step, number);
  if (moved == NULL)
    return NULL;

  take_parts (&date, moved);
  return write_parts (&date, zone);
}

/**
 * tambo_date_compare:
 * @a: a date or time
 * @b: another
 * @out_order: (out): less than, equal to or greater than 0
 *
 * Returns: %FALSE if nobody can know, because one is less precise and the rest is the same, or
 *   because only one says where on earth it is so late
 */
gboolean
tambo_date_compare (const TamboDate *a, const TamboDate *b, int *out_order)
{
  guint shared = MIN (a->n_parts, b->n_parts);

  if (a->first != b->first || (a->first == 0 && shared > 3 && a->has_zone != b->has_zone))
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

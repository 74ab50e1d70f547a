/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/unit.h"

#include <string.h>

/**
 * Unit:
 * @code: of UCUM, or a word of the calendar
 * @base: the code that units of one dimension share
 * @factor: how many of @base it is
 *
 * What forms measure in. A calendar's month and year have no fixed length, so nothing else is made
 * of them; UCUM's own 'mo' and 'a' are means, and other units than these.
 */
typedef struct
{
  const char *code;
  const char *base;
  const char *factor;
} Unit;

static const Unit units[] = {
  { "kg", "g", "1000" },
  { "g", "g", "1" },
  { "mg", "g", "0.001" },
  { "ug", "g", "0.000001" },
  { "[lb_av]", "g", "453.59237" },
  { "[oz_av]", "g", "28.349523125" },
  { "km", "m", "1000" },
  { "m", "m", "1" },
  { "dm", "m", "0.1" },
  { "cm", "m", "0.01" },
  { "mm", "m", "0.001" },
  { "[in_i]", "m", "0.0254" },
  { "[ft_i]", "m", "0.3048" },
  { "L", "L", "1" },
  { "l", "L", "1" },
  { "dL", "L", "0.1" },
  { "cL", "L", "0.01" },
  { "mL", "L", "0.001" },
  { "ml", "L", "0.001" },
  { "wk", "s", "604800" },
  { "week", "s", "604800" },
  { "weeks", "s", "604800" },
  { "d", "s", "86400" },
  { "day", "s", "86400" },
  { "days", "s", "86400" },
  { "h", "s", "3600" },
  { "hour", "s", "3600" },
  { "hours", "s", "3600" },
  { "min", "s", "60" },
  { "minute", "s", "60" },
  { "minutes", "s", "60" },
  { "s", "s", "1" },
  { "second", "s", "1" },
  { "seconds", "s", "1" },
  { "ms", "s", "0.001" },
  { "millisecond", "s", "0.001" },
  { "milliseconds", "s", "0.001" },
  { "month", "month", "1" },
  { "months", "month", "1" },
  { "year", "month", "12" },
  { "years", "month", "12" },
  { "mo", "mo", "1" },
  { "a", "mo", "12" },
};

static const Unit *
find (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (units[i].code, code) == 0)
      return &units[i];

  return NULL;
}

/* Whether it is written as a word, without quotes. */
gboolean
tambo_unit_is_calendar (const char *unit)
{
  static const char *const words[] = { "year", "month",  "week",   "day",
                                       "hour", "minute", "second", "millisecond" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (unit, words[i]) &&
        (unit[strlen (words[i])] == '\0' || strcmp (unit + strlen (words[i]), "s") == 0))
      return TRUE;

  return FALSE;
}

/* Returns: %FALSE if there is no way from one to the other */
gboolean
tambo_unit_convert (TamboDecimal number, const char *from, const char *to, TamboDecimal *out_number)
{
  const Unit *source = find (from);
  const Unit *target = find (to);
  TamboDecimal factor, divisor, base;

  if (strcmp (from, to) == 0)
    {
      *out_number = number;
      return TRUE;
    }
  if (source == NULL || target == NULL || strcmp (source->base, target->base) != 0)
    return FALSE;

  return tambo_decimal_parse (source->factor, &factor) &&
         tambo_decimal_parse (target->factor, &divisor) &&
         tambo_decimal_multiply (number, factor, &base) &&
         tambo_decimal_divide (base, divisor, out_number);
}

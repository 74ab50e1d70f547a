/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TamboDate:
 * @parts: year, month, day, hour, minute, second, millisecond
 * @first: the first part that counts: 0 for a date, 3 for a time
 * @n_parts: how many parts were written, counted from the year
 * @has_zone: whether a zone was written
 *
 * A date or time as precise as it was written; with a zone, it is in UTC already. Private to
 * content/fhirpath.
 */
typedef struct
{
  int parts[7];
  guint first;
  guint n_parts;
  gboolean has_zone;
} TamboDate;

gboolean tambo_date_parse (const char *text, gboolean is_time, TamboDate *out_date);
char *tambo_date_add (const char *text, gboolean is_time, gint64 number, const char *unit);
gboolean tambo_date_compare (const TamboDate *a, const TamboDate *b, int *out_order);

G_END_DECLS

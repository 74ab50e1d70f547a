/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * TamboDecimal:
 * @coefficient: the digits, without the point
 * @scale: how many of them stand behind the point
 *
 * A decimal number that keeps its digits: 1.10 is 110 with a scale of 2, equal to 1.1 but written
 * as it came. At most 34 digits; what does not fit is an error, never a rounded guess. A plain
 * value, to be copied. Every platform we build for is 64-bit and has the type.
 */
typedef struct
{
  __int128 coefficient;
  guint scale;
} TamboDecimal;

#define TAMBO_DECIMAL_MAX_DIGITS 34
#define TAMBO_DECIMAL_MAX_SCALE 20

TamboDecimal tambo_decimal_from_int (gint64 value);
gboolean tambo_decimal_parse (const char *text, TamboDecimal *out_value);
char *tambo_decimal_to_string (TamboDecimal value);
gboolean tambo_decimal_to_int (TamboDecimal value, gint64 *out_value);

int tambo_decimal_compare (TamboDecimal a, TamboDecimal b);
gboolean tambo_decimal_add (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value);
gboolean tambo_decimal_subtract (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value);
gboolean tambo_decimal_multiply (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value);
gboolean tambo_decimal_divide (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value);
gboolean tambo_decimal_modulo (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value);
gboolean tambo_decimal_power (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value);
gboolean tambo_decimal_exp (TamboDecimal a, TamboDecimal *out_value);
gboolean tambo_decimal_ln (TamboDecimal a, TamboDecimal *out_value);
TamboDecimal tambo_decimal_negate (TamboDecimal value);
TamboDecimal tambo_decimal_truncate (TamboDecimal value);
gboolean tambo_decimal_round (TamboDecimal value, guint scale, TamboDecimal *out_value);

G_END_DECLS

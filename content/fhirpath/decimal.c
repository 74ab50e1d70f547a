/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/decimal.h"

#include <string.h>

/* Quotients, and what cannot be exact, have eight places, as FHIRPath says. */
#define RESULT_SCALE 8

/* exp() and ln() work on integers with this many places. */
#define FIXED_SCALE 18
#define FIXED_ONE ((__int128) 1000000000000000000)
#define FIXED_LN_2 ((__int128) 693147180559945309)

static __int128
power_of_ten (guint exponent)
{
  __int128 result = 1;

  for (guint i = 0; i < exponent; i++)
    result *= 10;

  return result;
}

static __int128
magnitude (__int128 value)
{
  return value < 0 ? -value : value;
}

static gboolean
fits (__int128 coefficient)
{
  return magnitude (coefficient) < power_of_ten (TAMBO_DECIMAL_MAX_DIGITS);
}

/* Half away from zero, as people round. */
static __int128
divide_rounded (__int128 dividend, __int128 divisor)
{
  __int128 quotient = dividend / divisor;
  __int128 rest = magnitude (dividend % divisor);
  gboolean negative = (dividend < 0) != (divisor < 0);

  if (rest >= magnitude (divisor) - rest)
    quotient += negative ? -1 : 1;

  return quotient;
}

static gboolean
rescale (TamboDecimal value, guint scale, __int128 *out_coefficient)
{
  __int128 result;

  if (value.scale > scale)
    {
      *out_coefficient = divide_rounded (value.coefficient, power_of_ten (value.scale - scale));
      return TRUE;
    }
  if (scale - value.scale > TAMBO_DECIMAL_MAX_DIGITS ||
      __builtin_mul_overflow (value.coefficient, power_of_ten (scale - value.scale), &result) ||
      !fits (result))
    return FALSE;

  *out_coefficient = result;
  return TRUE;
}

static TamboDecimal
strip_zeros (TamboDecimal value)
{
  while (value.scale > 0 && value.coefficient % 10 == 0)
    {
      value.coefficient /= 10;
      value.scale--;
    }

  return value;
}

TamboDecimal
tambo_decimal_from_int (gint64 value)
{
  return (TamboDecimal){ .coefficient = value };
}

/* Reads the digits of @text and leaves @out_end at the exponent or the end. */
static gboolean
read_digits (const char *text, TamboDecimal *out_value, const char **out_end)
{
  gboolean point = FALSE;
  guint n_digits = 0;
  TamboDecimal value = { 0 };

  for (; g_ascii_isdigit (*text) || (*text == '.' && !point && n_digits > 0); text++)
    {
      if (*text == '.')
        {
          point = TRUE;
          continue;
        }
      value.coefficient = value.coefficient * 10 + (*text - '0');
      value.scale += point ? 1 : 0;
      n_digits++;
      if (!fits (value.coefficient) || value.scale > TAMBO_DECIMAL_MAX_SCALE)
        return FALSE;
    }
  if (n_digits == 0 || (point && value.scale == 0))
    return FALSE;

  *out_value = value;
  *out_end = text;
  return TRUE;
}

static gboolean
apply_exponent (TamboDecimal *value, const char *text)
{
  char *end = NULL;
  gint64 exponent;

  /* strtoll would skip space. */
  if (!g_ascii_isdigit (text[*text == '+' || *text == '-' ? 1 : 0]))
    return FALSE;

  exponent = g_ascii_strtoll (text, &end, 10);
  if (*end != '\0' || exponent > TAMBO_DECIMAL_MAX_DIGITS || exponent < -TAMBO_DECIMAL_MAX_SCALE)
    return FALSE;
  if (exponent <= (gint64) value->scale)
    {
      value->scale = (guint) (value->scale - exponent);
      return value->scale <= TAMBO_DECIMAL_MAX_SCALE;
    }
  if (!rescale (*value, (guint) exponent, &value->coefficient))
    return FALSE;

  value->scale = 0;
  return TRUE;
}

/**
 * tambo_decimal_parse:
 * @text: a number as JSON or FHIRPath writes it: `-12`, `1.10`, `2e3`
 * @out_value: (out): the number, with its digits
 *
 * Returns: whether @text is a number that fits
 */
gboolean
tambo_decimal_parse (const char *text, TamboDecimal *out_value)
{
  TamboDecimal value = { 0 };
  const char *end = NULL;
  gboolean negative;

  g_return_val_if_fail (text != NULL, FALSE);

  negative = *text == '-';
  if (!read_digits (text + (negative ? 1 : 0), &value, &end))
    return FALSE;
  if ((*end == 'e' || *end == 'E') && !apply_exponent (&value, end + 1))
    return FALSE;
  if (*end != '\0' && *end != 'e' && *end != 'E')
    return FALSE;

  if (negative)
    value.coefficient = -value.coefficient;
  *out_value = value;
  return TRUE;
}

/* Every digit as it stands: 1.10 is "1.10". */
char *
tambo_decimal_to_string (TamboDecimal value)
{
  char digits[64];
  char *start = digits + sizeof digits;
  __int128 rest = magnitude (value.coefficient);
  guint n_digits = 0;

  *--start = '\0';
  do
    {
      if (n_digits == value.scale && value.scale > 0)
        *--start = '.';
      *--start = (char) ('0' + (int) (rest % 10));
      rest /= 10;
      n_digits++;
    }
  while (rest > 0 || n_digits <= value.scale);
  if (value.coefficient < 0)
    *--start = '-';

  return g_strdup (start);
}

gboolean
tambo_decimal_to_int (TamboDecimal value, gint64 *out_value)
{
  TamboDecimal plain = strip_zeros (value);

  if (plain.scale > 0 || plain.coefficient > G_MAXINT64 || plain.coefficient < G_MININT64)
    return FALSE;

  *out_value = (gint64) plain.coefficient;
  return TRUE;
}

int
tambo_decimal_compare (TamboDecimal a, TamboDecimal b)
{
  __int128 whole_a = a.coefficient / power_of_ten (a.scale);
  __int128 whole_b = b.coefficient / power_of_ten (b.scale);
  __int128 rest_a = a.coefficient % power_of_ten (a.scale);
  __int128 rest_b = b.coefficient % power_of_ten (b.scale);

  if (whole_a != whole_b)
    return whole_a < whole_b ? -1 : 1;

  /* Less than one each, so that both fit with the larger scale. */
  if (a.scale < b.scale)
    rest_a *= power_of_ten (b.scale - a.scale);
  else
    rest_b *= power_of_ten (a.scale - b.scale);

  return rest_a == rest_b ? 0 : rest_a < rest_b ? -1 : 1;
}

gboolean
tambo_decimal_add (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value)
{
  guint scale = MAX (a.scale, b.scale);
  __int128 left, right;

  if (!rescale (a, scale, &left) || !rescale (b, scale, &right) || !fits (left + right))
    return FALSE;

  *out_value = (TamboDecimal){ .coefficient = left + right, .scale = scale };
  return TRUE;
}

gboolean
tambo_decimal_subtract (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value)
{
  return tambo_decimal_add (a, tambo_decimal_negate (b), out_value);
}

gboolean
tambo_decimal_multiply (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value)
{
  TamboDecimal result = { .scale = a.scale + b.scale };

  if (__builtin_mul_overflow (a.coefficient, b.coefficient, &result.coefficient))
    {
      /* Too many places to be kept: eight of each are. */
      if (a.scale <= RESULT_SCALE && b.scale <= RESULT_SCALE)
        return FALSE;
      if (!tambo_decimal_round (a, MIN (a.scale, RESULT_SCALE), &a) ||
          !tambo_decimal_round (b, MIN (b.scale, RESULT_SCALE), &b))
        return FALSE;
      return tambo_decimal_multiply (a, b, out_value);
    }
  if (result.scale > 2 * RESULT_SCALE)
    (void) tambo_decimal_round (result, 2 * RESULT_SCALE, &result);
  if (!fits (result.coefficient))
    return FALSE;

  *out_value = result;
  return TRUE;
}

/* Returns: %FALSE when @b is nought, too */
gboolean
tambo_decimal_divide (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value)
{
  TamboDecimal result = { .scale = RESULT_SCALE };
  __int128 dividend;

  a = strip_zeros (a);
  b = strip_zeros (b);
  if (b.coefficient == 0)
    return FALSE;

  /* a/10^m : b/10^n with eight places is a·10^(n+8-m) : b. */
  if (b.scale + RESULT_SCALE >= a.scale)
    {
      guint shift = b.scale + RESULT_SCALE - a.scale;

      if (shift > TAMBO_DECIMAL_MAX_DIGITS ||
          __builtin_mul_overflow (a.coefficient, power_of_ten (shift), &dividend))
        return FALSE;
      result.coefficient = divide_rounded (dividend, b.coefficient);
    }
  else
    {
      __int128 divisor;

      if (__builtin_mul_overflow (b.coefficient,
                                  power_of_ten (a.scale - b.scale - RESULT_SCALE),
                                  &divisor))
        return FALSE;
      result.coefficient = divide_rounded (a.coefficient, divisor);
    }
  if (!fits (result.coefficient))
    return FALSE;

  *out_value = strip_zeros (result);
  return TRUE;
}

gboolean
tambo_decimal_modulo (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value)
{
  guint scale = MAX (a.scale, b.scale);
  __int128 left, right;

  if (!rescale (a, scale, &left) || !rescale (b, scale, &right) || right == 0)
    return FALSE;

  *out_value = strip_zeros ((TamboDecimal){ .coefficient = left % right, .scale = scale });
  return TRUE;
}

TamboDecimal
tambo_decimal_negate (TamboDecimal value)
{
  value.coefficient = -value.coefficient;

  return value;
}

TamboDecimal
tambo_decimal_truncate (TamboDecimal value)
{
  return (TamboDecimal){ .coefficient = value.coefficient / power_of_ten (value.scale) };
}

gboolean
tambo_decimal_round (TamboDecimal value, guint scale, TamboDecimal *out_value)
{
  __int128 coefficient;

  if (scale >= value.scale)
    {
      *out_value = value;
      return TRUE;
    }
  if (value.scale - scale > TAMBO_DECIMAL_MAX_DIGITS || !rescale (value, scale, &coefficient))
    return FALSE;

  *out_value = (TamboDecimal){ .coefficient = coefficient, .scale = scale };
  return TRUE;
}

static __int128
multiply_fixed (__int128 a, __int128 b)
{
  return divide_rounded (a * b, FIXED_ONE);
}

/* e^x = 2^k · e^r, and r is small. */
static gboolean
exp_fixed (__int128 x, __int128 *out_value)
{
  __int128 k = divide_rounded (x, FIXED_LN_2);
  __int128 r = x - k * FIXED_LN_2;
  __int128 term = FIXED_ONE;
  __int128 sum = FIXED_ONE;

  if (k > 50 || k < -60)
    return FALSE;

  for (int n = 1; n < 24; n++)
    {
      term = divide_rounded (multiply_fixed (term, r), n);
      sum += term;
    }

  *out_value = k >= 0 ? sum << (int) k : divide_rounded (sum, (__int128) 1 << (int) -k);
  return TRUE;
}

/* ln x = k · ln 2 + 2 artanh ((m - 1) / (m + 1)), and m is near one. */
static __int128
ln_fixed (__int128 x)
{
  __int128 sum = 0, z, power;
  int k = 0;

  for (; x > FIXED_ONE * 3 / 2; k++)
    x = divide_rounded (x, 2);
  for (; x < FIXED_ONE * 3 / 4; k--)
    x *= 2;

  z = divide_rounded ((x - FIXED_ONE) * FIXED_ONE, x + FIXED_ONE);
  power = z;
  for (int n = 1; n < 50; n += 2)
    {
      sum += divide_rounded (power, n);
      power = multiply_fixed (multiply_fixed (power, z), z);
    }

  return 2 * sum + k * FIXED_LN_2;
}

static TamboDecimal
from_fixed (__int128 value)
{
  TamboDecimal result = { .coefficient = value, .scale = FIXED_SCALE };

  (void) tambo_decimal_round (result, RESULT_SCALE, &result);

  return strip_zeros (result);
}

gboolean
tambo_decimal_exp (TamboDecimal a, TamboDecimal *out_value)
{
  __int128 x, result;

  if (!rescale (a, FIXED_SCALE, &x) || !exp_fixed (x, &result))
    return FALSE;

  *out_value = from_fixed (result);
  return TRUE;
}

gboolean
tambo_decimal_ln (TamboDecimal a, TamboDecimal *out_value)
{
  __int128 x;

  if (!rescale (a, FIXED_SCALE, &x) || x <= 0)
    return FALSE;

  *out_value = from_fixed (ln_fixed (x));
  return TRUE;
}

static gboolean
power_of_int (TamboDecimal a, guint n, TamboDecimal *out_value)
{
  TamboDecimal result = tambo_decimal_from_int (1);

  for (; n > 0; n /= 2)
    {
      if (n % 2 == 1 && !tambo_decimal_multiply (result, a, &result))
        return FALSE;
      if (n > 1 && !tambo_decimal_multiply (a, a, &a))
        return FALSE;
    }

  *out_value = result;
  return TRUE;
}

/* Returns: %FALSE also where there is no real number for it */
gboolean
tambo_decimal_power (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value)
{
  TamboDecimal result;
  __int128 base, product, x;
  gint64 n;

  if (tambo_decimal_to_int (b, &n))
    {
      if (n > 1024 || n < -1024 || !power_of_int (a, (guint) ABS (n), &result))
        return FALSE;
      if (n < 0 && !tambo_decimal_divide (tambo_decimal_from_int (1), result, &result))
        return FALSE;
      *out_value = result;
      return TRUE;
    }
  if (!rescale (a, FIXED_SCALE, &base) || base <= 0 || b.scale > FIXED_SCALE)
    return FALSE;
  if (__builtin_mul_overflow (ln_fixed (base), b.coefficient, &product))
    return FALSE;
  if (!exp_fixed (divide_rounded (product, power_of_ten (b.scale)), &x))
    return FALSE;

  *out_value = from_fixed (x);
  return TRUE;
}

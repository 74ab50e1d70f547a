/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/decimal.h"

static TamboDecimal
parse (const char *text)
{
  TamboDecimal value;

  g_assert_true (tambo_decimal_parse (text, &value));

  return value;
}

static void
assert_text (TamboDecimal value, const char *expected)
{
  g_autofree char *text = tambo_decimal_to_string (value);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_digits (void)
{
  static const char *const texts[] = { "0",     "1.10", "-1.10",
                                       "0.05",  "-0.5", "1000",
                                       "25.00", "0.00", "9999999999999999999999999999999999" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_text (parse (texts[i]), texts[i]);

  assert_text (parse ("2e3"), "2000");
  assert_text (parse ("1.5E-3"), "0.0015");
}

static void
test_refuse (void)
{
  static const char *const texts[] = { "",
                                       ".5",
                                       "5.",
                                       "1.2.3",
                                       "1e",
                                       "1e999",
                                       "+1",
                                       "--1",
                                       "0x1",
                                       "1 ",
                                       "١",
                                       "1e-99",
                                       "NaN",
                                       "1,5",
                                       "10000000000000000000000000000000000",
                                       "0.000000000000000000001" };
  TamboDecimal value;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (tambo_decimal_parse (texts[i], &value));
}

static void
test_compare (void)
{
  g_assert_cmpint (tambo_decimal_compare (parse ("1.10"), parse ("1.1")), ==, 0);
  g_assert_cmpint (tambo_decimal_compare (parse ("-0.5"), parse ("-0.05")), <, 0);
  g_assert_cmpint (tambo_decimal_compare (parse ("9999999999999999999999999999999999"),
                                          parse ("0.1")),
                   >,
                   0);
  g_assert_cmpint (tambo_decimal_compare (parse ("2"), parse ("10")), <, 0);
}

typedef gboolean (*Operation) (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value);

static void
test_arithmetic (void)
{
  static const struct
  {
    Operation operation;
    const char *left, *right, *expected;
  } rows[] = {
    { tambo_decimal_add, "0.1", "0.2", "0.3" },
    { tambo_decimal_add, "1.10", "1", "2.10" },
    { tambo_decimal_subtract, "1.0", "0.9", "0.1" },
    { tambo_decimal_multiply, "1.10", "2", "2.20" },
    { tambo_decimal_multiply, "-1.5", "1.5", "-2.25" },
    { tambo_decimal_divide, "10", "4", "2.5" },
    { tambo_decimal_divide, "1", "3", "0.33333333" },
    { tambo_decimal_divide, "2", "3", "0.66666667" },
    { tambo_decimal_divide, "81", "3.24", "25" },
    { tambo_decimal_divide, "1", "0", NULL },
    { tambo_decimal_modulo, "5", "3", "2" },
    { tambo_decimal_modulo, "5.5", "0.7", "0.6" },
    { tambo_decimal_modulo, "1", "0", NULL },
    { tambo_decimal_power, "1.8", "2", "3.24" },
    { tambo_decimal_power, "2", "-1", "0.5" },
    { tambo_decimal_power, "9", "0.5", "3" },
    { tambo_decimal_power, "-1", "0.5", NULL },
    { tambo_decimal_power, "10", "400", NULL },
    { tambo_decimal_add, "9999999999999999999999999999999999", "1", NULL },
    { tambo_decimal_multiply, "99999999999999999999", "99999999999999999999", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TamboDecimal result;
      gboolean ok = rows[i].operation (parse (rows[i].left), parse (rows[i].right), &result);

      g_test_message ("%s and %s", rows[i].left, rows[i].right);
      g_assert_cmpint (ok, ==, rows[i].expected != NULL);
      if (ok)
        assert_text (result, rows[i].expected);
    }
}

static void
test_round (void)
{
  static const struct
  {
    const char *value;
    guint scale;
    const char *expected;
  } rows[] = {
    { "24.951", 1, "25.0" }, { "2.5", 0, "3" },   { "-2.5", 0, "-3" },
    { "2.449", 2, "2.45" },  { "2.4", 3, "2.4" }, { "0.04", 1, "0.0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      TamboDecimal result;

      g_assert_true (tambo_decimal_round (parse (rows[i].value), rows[i].scale, &result));
      assert_text (result, rows[i].expected);
    }
}

/* Against tables of logarithms, not against the machine's floating point. */
static void
test_logarithms (void)
{
  TamboDecimal result;

  g_assert_true (tambo_decimal_ln (parse ("2"), &result));
  assert_text (result, "0.69314718");
  g_assert_true (tambo_decimal_ln (parse ("10"), &result));
  assert_text (result, "2.30258509");
  g_assert_true (tambo_decimal_ln (parse ("1"), &result));
  assert_text (result, "0");
  g_assert_true (tambo_decimal_exp (parse ("1"), &result));
  assert_text (result, "2.71828183");
  g_assert_true (tambo_decimal_exp (parse ("-23.9802"), &result));
  assert_text (result, "0");
  g_assert_true (tambo_decimal_exp (parse ("0"), &result));
  assert_text (result, "1");
  g_assert_false (tambo_decimal_ln (parse ("0"), &result));
  g_assert_false (tambo_decimal_exp (parse ("100"), &result));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/content/decimal/keeps-its-digits", test_digits);
  g_test_add_func ("/content/decimal/refuses-what-is-no-number", test_refuse);
  g_test_add_func ("/content/decimal/compares-without-regard-to-scale", test_compare);
  g_test_add_func ("/content/decimal/arithmetic-is-exact-or-fails", test_arithmetic);
  g_test_add_func ("/content/decimal/rounds-half-away-from-zero", test_round);
  g_test_add_func ("/content/decimal/logarithms-to-eight-places", test_logarithms);

  return g_test_run ();
}

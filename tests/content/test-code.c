/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/consult/code.h"

#include <string.h>

#define FORMATTED "042 3141 5926 5358 9793 1"
#define PLAIN "04231415926535897931"

static void
assert_reads (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboCode) code = tambo_code_parse (text, &error);
  char *formatted;

  g_assert_no_error (error);
  formatted = tambo_code_format (code);
  g_assert_cmpstr (formatted, ==, FORMATTED);
  tambo_code_free_text (formatted);
}

static void
assert_refuses (const char *text, TamboError expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboCode) code = tambo_code_parse (text, &error);

  g_assert_error (error, TAMBO_ERROR, (int) expected);
  g_assert_null (code);
}

static void
test_parse_spellings (void)
{
  static const char *const spellings[] = {
    PLAIN,
    FORMATTED,
    "T1:" PLAIN,
    "042-3141-5926-5358-9793-1",
    " 042\t3141\n5926 5358 9793 1 ",
    "042\xe2\x80\x93"
    "3141592653589793 1",                            /* en dash */
    "\xe2\x80\x8f" PLAIN "\xe2\x80\x8e",             /* direction marks */
    "٠٤٢ ٣١٤١ ٥٩٢٦ ٥٣٥٨ ٩٧٩٣ ١",                     /* Arabic */
    "۰۴۲ ۳۱۴۱ ۵۹۲۶ ۵۳۵۸ ۹۷۹۳ ۱",                     /* Persian, Urdu */
    "०४२ ३१४१ ५९२६ ५३५८ ९७९३ १",                     /* Devanagari */
    "০৪২ ৩১৪১ ৫৯২৬ ৫৩৫৮ ৯৭৯৩ ১",                     /* Bengali */
    "០៤២ ៣១៤១ ៥៩២៦ ៥៣៥៨ ៩៧៩៣ ១",                     /* Khmer */
    "０４２ ３１４１ ５９２６ ５３５８ ９７９３ １", /* full width */
    "042 ٣١٤١ 5926 ५३५८ 9793 1",                     /* mixed */
  };

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    assert_reads (spellings[i]);
}

static void
test_parse_refuses (void)
{
  static const struct
  {
    const char *name;
    const char *text;
    TamboError expected;
  } vectors[] = {
    { "empty", "", TAMBO_ERROR_CODE_FORMAT },
    { "one digit short", "0423141592653589793", TAMBO_ERROR_CODE_FORMAT },
    { "one digit long", PLAIN "1", TAMBO_ERROR_CODE_FORMAT },
    { "a letter", "0423141592653589793O", TAMBO_ERROR_CODE_FORMAT },
    { "not UTF-8", "0423141592653589793\xff", TAMBO_ERROR_CODE_FORMAT },
    { "other prefix", "K1:" PLAIN, TAMBO_ERROR_CODE_FORMAT },
    { "a fraction", "½4231415926535897931", TAMBO_ERROR_CODE_FORMAT },
    { "a sign", "+04231415926535897931", TAMBO_ERROR_CODE_FORMAT },
    { "other check digit", "04231415926535897932", TAMBO_ERROR_CODE_CHECK_DIGIT },
    { "all zero", "00000000000000000000", TAMBO_ERROR_CODE_CHECK_DIGIT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_test_message ("%s", vectors[i].name);
      assert_refuses (vectors[i].text, vectors[i].expected);
    }
}

/* Each of 180 ways to mistype one digit is caught, and nearly all ways to swap two neighbours. */
static void
test_check_digit_catches (void)
{
  char digits[] = PLAIN;
  guint n_swaps_missed = 0;

  g_assert_true (tambo_code_is_check_digit_right (digits));

  for (guint i = 0; i < TAMBO_CODE_N_DIGITS; i++)
    for (char c = '0'; c <= '9'; c++)
      {
        digits[i] = c;
        g_assert_true (tambo_code_is_check_digit_right (digits) == (c == PLAIN[i]));
        digits[i] = PLAIN[i];
      }

  for (guint i = 0; i + 1 < TAMBO_CODE_N_DIGITS; i++)
    {
      digits[i] = PLAIN[i + 1];
      digits[i + 1] = PLAIN[i];
      if (tambo_code_is_check_digit_right (digits) && PLAIN[i] != PLAIN[i + 1])
        n_swaps_missed++;
      digits[i] = PLAIN[i];
      digits[i + 1] = PLAIN[i + 1];
    }
  g_assert_cmpuint (n_swaps_missed, <=, 1);
}

static void
test_qr_text (void)
{
  g_autoptr (TamboCode) code = tambo_code_parse (FORMATTED, NULL);
  char *text = tambo_code_to_qr_text (code);

  g_assert_cmpstr (text, ==, "T1:" PLAIN);
  tambo_code_free_text (text);
}

static void
test_pictograms (void)
{
  static const guint8 expected[] = { 11, 10, 20, 12, 10, 9, 22, 52, 33 };
  g_autoptr (TamboCode) code = tambo_code_parse (FORMATTED, NULL);
  g_autoptr (TamboCode) again = NULL;
  g_autoptr (GError) error = NULL;
  guint8 pictograms[TAMBO_CODE_N_PICTOGRAMS];

  tambo_code_get_pictograms (code, pictograms);
  g_assert_cmpmem (pictograms, sizeof pictograms, expected, sizeof expected);

  again = tambo_code_new_from_pictograms (42, pictograms, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tambo_code_get_secret (again), ==, tambo_code_get_secret (code));
  g_assert_cmpuint (tambo_code_get_locator (again), ==, 42);
}

static void
test_pictograms_refuse (void)
{
  static const struct
  {
    const char *name;
    guint locator;
    guint8 pictograms[TAMBO_CODE_N_PICTOGRAMS];
    gboolean is_good;
  } vectors[] = {
    { "none", 0, { 0 }, TRUE },
    { "largest secret", 999, { 35, 33, 47, 9, 47, 48, 15, 63, 63 }, TRUE },
    { "ten to the sixteenth", 0, { 35, 33, 47, 9, 47, 48, 16, 0, 0 }, FALSE },
    { "all the last", 0, { 63, 63, 63, 63, 63, 63, 63, 63, 63 }, FALSE },
    { "no such picture", 0, { 0, 0, 0, 0, 0, 0, 0, 0, 64 }, FALSE },
    { "four locator digits", 1000, { 0 }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TamboCode) code = NULL;

      g_test_message ("%s", vectors[i].name);
      code = tambo_code_new_from_pictograms (vectors[i].locator, vectors[i].pictograms, &error);
      if (vectors[i].is_good)
        g_assert_no_error (error);
      else
        g_assert_error (error, TAMBO_ERROR, TAMBO_ERROR_CODE_FORMAT);
      g_assert_true ((code != NULL) == vectors[i].is_good);
    }
}

/* A code is drawn, not counted: no digit is missing at any place in a few hundred of them. */
static void
test_random (void)
{
  gboolean seen[TAMBO_CODE_N_DIGITS][10] = { 0 };

  for (guint i = 0; i < 400; i++)
    {
      g_autoptr (TamboCode) code = tambo_code_new_random ();
      g_autoptr (TamboCode) again = NULL;
      g_autoptr (GError) error = NULL;
      char *text = tambo_code_to_qr_text (code);

      again = tambo_code_parse (text, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < TAMBO_CODE_N_DIGITS; j++)
        seen[j][text[strlen ("T1:") + j] - '0'] = TRUE;
      tambo_code_free_text (text);
    }

  for (guint i = 0; i < TAMBO_CODE_N_DIGITS; i++)
    for (guint j = 0; j < 10; j++)
      g_assert_true (seen[i][j]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/code/parse/spellings", test_parse_spellings);
  g_test_add_func ("/content/code/parse/refuses", test_parse_refuses);
  g_test_add_func ("/content/code/check-digit-catches", test_check_digit_catches);
  g_test_add_func ("/content/code/qr-text", test_qr_text);
  g_test_add_func ("/content/code/pictograms/there-and-back", test_pictograms);
  g_test_add_func ("/content/code/pictograms/refuse", test_pictograms_refuse);
  g_test_add_func ("/content/code/random", test_random);

  return g_test_run ();
}

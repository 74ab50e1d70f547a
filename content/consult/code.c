/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/code.h"

#include "content/base/error.h"

#include <sodium.h>
#include <string.h>

#define N_LOCATOR 3
#define N_SECRET 16
#define QR_PREFIX "T1:"

typedef struct
{
  char locator[N_LOCATOR + 1];
  char secret[N_SECRET + 1];
  char check;
} Digits;

/**
 * TamboCode:
 *
 * The twenty digits that are all a person keeps of a consult: locator, secret, check digit.
 * Immutable. The digits live in locked memory and are overwritten when the last reference goes.
 */
struct _TamboCode
{
  GObject parent_instance;

  Digits *digits; /* (owned): from sodium_malloc() */
};

G_DEFINE_FINAL_TYPE (TamboCode, tambo_code, G_TYPE_OBJECT)

/* ISO 7064 MOD 11,10 over the digits before the check digit. */
static char
compute_check_digit (const char *digits, guint n_digits)
{
  guint product = 10;

  for (guint i = 0; i < n_digits; i++)
    {
      guint sum = (product + (guint) (digits[i] - '0')) % 10;

      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }

  return (char) ('0' + (11 - product) % 10);
}

static void
set_digits (TamboCode *self, const char *nineteen)
{
  memcpy (self->digits->locator, nineteen, N_LOCATOR);
  memcpy (self->digits->secret, nineteen + N_LOCATOR, N_SECRET);
  self->digits->check = compute_check_digit (nineteen, N_LOCATOR + N_SECRET);
}

static void
tambo_code_finalize (GObject *object)
{
  TamboCode *self = TAMBO_CODE (object);

  sodium_free (self->digits);

  G_OBJECT_CLASS (tambo_code_parent_class)->finalize (object);
}

static void
tambo_code_class_init (TamboCodeClass *klass)
{
  int ready = sodium_init ();

  g_assert (ready >= 0);
  G_OBJECT_CLASS (klass)->finalize = tambo_code_finalize;
}

static void
tambo_code_init (TamboCode *self)
{
  self->digits = sodium_malloc (sizeof (Digits));
  g_assert (self->digits != NULL);
  sodium_memzero (self->digits, sizeof (Digits));
}

TamboCode *
tambo_code_new_random (void)
{
  g_autoptr (TamboCode) self = g_object_new (TAMBO_TYPE_CODE, NULL);
  char nineteen[N_LOCATOR + N_SECRET];

  for (guint i = 0; i < G_N_ELEMENTS (nineteen); i++)
    nineteen[i] = (char) ('0' + randombytes_uniform (10));

  set_digits (self, nineteen);
  sodium_memzero (nineteen, sizeof nineteen);

  return g_steal_pointer (&self);
}

/* People group digits in their own way, and right-to-left text brings marks along. */
static gboolean
is_between_digits (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return g_unichar_isspace (c) || type == G_UNICODE_DASH_PUNCTUATION || type == G_UNICODE_FORMAT;
}

/* Returns: how many digits there are, up to one more than fit; 0 if something else is there too */
static guint
read_digits (const char *text, char digits[TAMBO_CODE_N_DIGITS])
{
  guint n = 0;

  for (const char *p = text; *p != '\0' && n <= TAMBO_CODE_N_DIGITS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int value = g_unichar_digit_value (c);

      if (value < 0 && !is_between_digits (c))
        return 0;
      if (value >= 0 && n < TAMBO_CODE_N_DIGITS)
        digits[n] = (char) ('0' + value);
      if (value >= 0)
        n++;
    }

  return n;
}

/**
 * tambo_code_parse:
 * @text: what was typed or read from a QR
 * @error: return location for a #GError
 *
 * Reads digits of every script; blanks, hyphens and direction marks between them do not matter.
 *
 * Returns: (transfer full): the code, or %NULL with %TAMBO_ERROR_CODE_FORMAT or
 *   %TAMBO_ERROR_CODE_CHECK_DIGIT set
 */
TamboCode *
tambo_code_parse (const char *text, GError **error)
{
  g_autoptr (TamboCode) self = NULL;
  char digits[TAMBO_CODE_N_DIGITS];

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (g_str_has_prefix (text, QR_PREFIX))
    text += strlen (QR_PREFIX);

  if (!g_utf8_validate (text, -1, NULL) || read_digits (text, digits) != TAMBO_CODE_N_DIGITS)
    {
      sodium_memzero (digits, sizeof digits);
      g_set_error_literal (error, TAMBO_ERROR, TAMBO_ERROR_CODE_FORMAT, "Not twenty digits");
      return NULL;
    }

  self = g_object_new (TAMBO_TYPE_CODE, NULL);
  set_digits (self, digits);
  if (self->digits->check != digits[TAMBO_CODE_N_DIGITS - 1])
    g_clear_object (&self);

  sodium_memzero (digits, sizeof digits);
  if (self == NULL)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_CODE_CHECK_DIGIT,
                           "One of the digits is wrong");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * tambo_code_new_from_pictograms:
 * @locator: the three digits, 0 to 999
 * @pictograms: the secret in base 64, most significant first
 * @error: return location for a #GError
 *
 * Returns: (transfer full): the code, or %NULL with %TAMBO_ERROR_CODE_FORMAT if no secret has
 *   these pictograms
 */
TamboCode *
tambo_code_new_from_pictograms (guint locator,
                                const guint8 pictograms[TAMBO_CODE_N_PICTOGRAMS],
                                GError **error)
{
  static const guint64 n_secrets = G_GUINT64_CONSTANT (10000000000000000);
  g_autoptr (TamboCode) self = NULL;
  char nineteen[N_LOCATOR + N_SECRET + 1];
  guint64 secret = 0;
  gboolean fits = locator <= 999;

  g_return_val_if_fail (pictograms != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  for (guint i = 0; i < TAMBO_CODE_N_PICTOGRAMS; i++)
    {
      fits = fits && pictograms[i] < TAMBO_CODE_N_PICTURES;
      secret = secret * TAMBO_CODE_N_PICTURES + pictograms[i] % TAMBO_CODE_N_PICTURES;
    }

  if (!fits || secret >= n_secrets)
    {
      g_set_error_literal (error,
                           TAMBO_ERROR,
                           TAMBO_ERROR_CODE_FORMAT,
                           "No code has these pictograms");
      return NULL;
    }

  self = g_object_new (TAMBO_TYPE_CODE, NULL);
  g_snprintf (nineteen, sizeof nineteen, "%03u%016" G_GUINT64_FORMAT, locator, secret);
  set_digits (self, nineteen);
  sodium_memzero (nineteen, sizeof nineteen);
  sodium_memzero (&secret, sizeof secret);

  return g_steal_pointer (&self);
}

/**
 * tambo_code_is_check_digit_right:
 * @digits: %TAMBO_CODE_N_DIGITS ASCII digits
 *
 * For a keypad that says at the last digit that one is wrong.
 */
gboolean
tambo_code_is_check_digit_right (const char *digits)
{
  g_return_val_if_fail (digits != NULL && strlen (digits) == TAMBO_CODE_N_DIGITS, FALSE);

  return compute_check_digit (digits, TAMBO_CODE_N_DIGITS - 1) == digits[TAMBO_CODE_N_DIGITS - 1];
}

guint
tambo_code_get_locator (TamboCode *self)
{
  g_return_val_if_fail (TAMBO_IS_CODE (self), 0);

  return (guint) g_ascii_strtoull (self->digits->locator, NULL, 10);
}

/**
 * tambo_code_get_secret:
 *
 * Returns: (transfer none): the secret as sixteen ASCII digits, in locked memory
 */
const char *
tambo_code_get_secret (TamboCode *self)
{
  g_return_val_if_fail (TAMBO_IS_CODE (self), NULL);

  return self->digits->secret;
}

/**
 * tambo_code_format:
 *
 * Returns: (transfer full): `LLL SSSS SSSS SSSS SSSS C`; free with tambo_code_free_text()
 */
char *
tambo_code_format (TamboCode *self)
{
  g_return_val_if_fail (TAMBO_IS_CODE (self), NULL);

  return g_strdup_printf ("%s %.4s %.4s %.4s %.4s %c",
                          self->digits->locator,
                          self->digits->secret,
                          self->digits->secret + 4,
                          self->digits->secret + 8,
                          self->digits->secret + 12,
                          self->digits->check);
}

/**
 * tambo_code_to_qr_text:
 *
 * Returns: (transfer full): what a QR of the code holds; free with tambo_code_free_text()
 */
char *
tambo_code_to_qr_text (TamboCode *self)
{
  g_return_val_if_fail (TAMBO_IS_CODE (self), NULL);

  return g_strdup_printf (QR_PREFIX "%s%s%c",
                          self->digits->locator,
                          self->digits->secret,
                          self->digits->check);
}

void
tambo_code_get_pictograms (TamboCode *self, guint8 out_pictograms[TAMBO_CODE_N_PICTOGRAMS])
{
  guint64 secret;

  g_return_if_fail (TAMBO_IS_CODE (self));

  secret = g_ascii_strtoull (self->digits->secret, NULL, 10);
  for (guint i = TAMBO_CODE_N_PICTOGRAMS; i > 0; i--)
    {
      out_pictograms[i - 1] = (guint8) (secret % TAMBO_CODE_N_PICTURES);
      secret /= TAMBO_CODE_N_PICTURES;
    }
}

/* Overwrites a text that holds a code before it is freed. */
void
tambo_code_free_text (char *text)
{
  if (text == NULL)
    return;

  sodium_memzero (text, strlen (text));
  g_free (text);
}

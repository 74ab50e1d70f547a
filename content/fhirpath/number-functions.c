/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/fhirpath/comparison.h"
#include "content/fhirpath/functions.h"

#include <string.h>

static const char *const weight_urls[] = {
  "http://hl7.org/fhir/StructureDefinition/ordinalValue",
  "http://hl7.org/fhir/StructureDefinition/itemWeight",
  "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
  "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
  "http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
  NULL,
};

static gboolean
is_number (const TamboValue *value)
{
  return value->kind == TAMBO_VALUE_INTEGER || value->kind == TAMBO_VALUE_DECIMAL;
}

static gboolean
read_number (TamboCollection *input, TamboValue *out_value, gboolean *out_is_empty, GError **error)
{
  if (!tambo_collection_get_single (input, out_value, out_is_empty, error))
    return FALSE;
  if (*out_is_empty || is_number (out_value))
    return TRUE;

  tambo_value_clear (out_value);
  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_TYPE, "A number is wanted");
  return FALSE;
}

static TamboCollection *
new_integer (TamboDecimal number)
{
  gint64 integer;

  return tambo_decimal_to_int (number, &integer) ? tambo_collection_new_integer (integer)
                                                 : tambo_collection_new ();
}

/* Of the same kind as @like. */
static TamboCollection *
new_alike (TamboDecimal number, const TamboValue *like)
{
  return like->kind == TAMBO_VALUE_INTEGER ? new_integer (number)
                                           : tambo_collection_new_decimal (number);
}

static TamboCollection *
run_abs (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) result = tambo_collection_new ();
  TamboValue value;
  gboolean is_empty;

  if (!tambo_collection_get_single (input, &value, &is_empty, error))
    return NULL;
  if (!is_empty && value.kind != TAMBO_VALUE_QUANTITY && !is_number (&value))
    {
      tambo_value_clear (&value);
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_TYPE, "A number is wanted");
      return NULL;
    }

  if (value.number.coefficient < 0)
    value.number = tambo_decimal_negate (value.number);
  if (!is_empty)
    tambo_collection_append (result, &value);
  tambo_value_clear (&value);

  return g_steal_pointer (&result);
}

/* @direction: 1 up, -1 down, 0 towards nought. */
static TamboCollection *
cut (TamboCollection *input, int direction, GError **error)
{
  TamboValue value;
  TamboDecimal whole;
  gboolean is_empty;

  if (!read_number (input, &value, &is_empty, error))
    return NULL;
  if (is_empty)
    return tambo_collection_new ();

  whole = tambo_decimal_truncate (value.number);
  if (direction != 0 && tambo_decimal_compare (value.number, whole) * direction > 0)
    whole.coefficient += direction;

  return new_integer (whole);
}

static TamboCollection *
run_ceiling (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return cut (input, 1, error);
}

static TamboCollection *
run_floor (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return cut (input, -1, error);
}

static TamboCollection *
run_truncate (TamboEvaluation *evaluation,
              TamboSyntax *call,
              TamboCollection *input,
              GError **error)
{
  return cut (input, 0, error);
}

static TamboCollection *
run_round (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) argument = NULL;
  TamboValue value, places = { 0 };
  TamboDecimal result;
  gboolean is_empty, no_places = TRUE;
  gint64 scale = 0;

  if (!read_number (input, &value, &is_empty, error))
    return NULL;
  if (call->arguments->len == 1)
    {
      argument = tambo_evaluation_run_argument (evaluation, call, 0, error);
      if (argument == NULL || !read_number (argument, &places, &no_places, error))
        return NULL;
      if (!no_places)
        (void) tambo_decimal_to_int (places.number, &scale);
    }
  if (is_empty || scale < 0 || scale > TAMBO_DECIMAL_MAX_SCALE ||
      !tambo_decimal_round (value.number, (guint) scale, &result))
    return tambo_collection_new ();

  return tambo_collection_new_decimal (result);
}

static TamboCollection *
run_single_number (TamboCollection *input,
                   gboolean (*function) (TamboDecimal a, TamboDecimal *out_value),
                   GError **error)
{
  TamboValue value;
  TamboDecimal result;
  gboolean is_empty;

  if (!read_number (input, &value, &is_empty, error))
    return NULL;
  if (is_empty || !function (value.number, &result))
    return tambo_collection_new ();

  return tambo_collection_new_decimal (result);
}

static TamboCollection *
run_exp (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return run_single_number (input, tambo_decimal_exp, error);
}

static TamboCollection *
run_ln (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return run_single_number (input, tambo_decimal_ln, error);
}

static gboolean
logarithm (TamboDecimal a, TamboDecimal base, TamboDecimal *out_value)
{
  TamboDecimal number, divisor;

  return tambo_decimal_ln (a, &number) && tambo_decimal_ln (base, &divisor) &&
         tambo_decimal_divide (number, divisor, out_value);
}

static gboolean
square_root (TamboDecimal a, TamboDecimal *out_value)
{
  if (a.coefficient == 0)
    {
      *out_value = a;
      return TRUE;
    }

  return tambo_decimal_power (a, (TamboDecimal){ .coefficient = 5, .scale = 1 }, out_value);
}

static TamboCollection *
run_sqrt (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return run_single_number (input, square_root, error);
}

static TamboCollection *
run_with_number (TamboEvaluation *evaluation,
                 TamboSyntax *call,
                 TamboCollection *input,
                 gboolean (*function) (TamboDecimal a, TamboDecimal b, TamboDecimal *out_value),
                 GError **error)
{
  g_autoptr (TamboCollection) argument = tambo_evaluation_run_argument (evaluation, call, 0, error);
  TamboValue base, exponent;
  TamboDecimal result;
  gboolean no_base, no_exponent;

  if (argument == NULL || !read_number (input, &base, &no_base, error) ||
      !read_number (argument, &exponent, &no_exponent, error))
    return NULL;
  if (no_base || no_exponent || !function (base.number, exponent.number, &result))
    return tambo_collection_new ();

  /* A negative exponent of a whole number gives no whole number. */
  return exponent.number.coefficient < 0 || exponent.kind != TAMBO_VALUE_INTEGER
             ? tambo_collection_new_decimal (result)
             : new_alike (result, &base);
}

static TamboCollection *
run_power (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return run_with_number (evaluation, call, input, tambo_decimal_power, error);
}

static TamboCollection *
run_log (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return run_with_number (evaluation, call, input, logarithm, error);
}

static TamboCollection *
run_to_integer (TamboEvaluation *evaluation,
                TamboSyntax *call,
                TamboCollection *input,
                GError **error)
{
  TamboValue value;
  TamboDecimal number;
  gboolean is_empty, ok;

  if (!tambo_collection_get_single (input, &value, &is_empty, error))
    return NULL;

  number = value.number;
  ok = !is_empty && (is_number (&value) || value.kind == TAMBO_VALUE_BOOLEAN ||
                     (value.kind == TAMBO_VALUE_STRING && strchr (value.text, '.') == NULL &&
                      tambo_decimal_parse (value.text + (*value.text == '+' ? 1 : 0), &number)));
  tambo_value_clear (&value);

  return ok ? new_integer (number) : tambo_collection_new ();
}

static TamboCollection *
run_to_decimal (TamboEvaluation *evaluation,
                TamboSyntax *call,
                TamboCollection *input,
                GError **error)
{
  TamboValue value;
  TamboDecimal number;
  gboolean is_empty, ok;

  if (!tambo_collection_get_single (input, &value, &is_empty, error))
    return NULL;

  number = value.number;
  ok = !is_empty && (is_number (&value) || value.kind == TAMBO_VALUE_BOOLEAN ||
                     (value.kind == TAMBO_VALUE_STRING &&
                      tambo_decimal_parse (value.text + (*value.text == '+' ? 1 : 0), &number)));
  tambo_value_clear (&value);

  return ok ? tambo_collection_new_decimal (number) : tambo_collection_new ();
}

/* Adds numbers up. Nothing adds up to nought only where @of_nothing says so. */
static gboolean
add_up (TamboCollection *input, TamboDecimal *out_sum, gboolean *out_whole, GError **error)
{
  TamboDecimal sum = { 0 };

  *out_whole = TRUE;
  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      TamboValue value;
      gboolean ok;

      tambo_value_unwrap (tambo_collection_get (input, i), &value);
      ok = is_number (&value) && tambo_decimal_add (sum, value.number, &sum);
      *out_whole = *out_whole && value.kind == TAMBO_VALUE_INTEGER;
      tambo_value_clear (&value);
      if (!ok)
        {
          g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_TYPE, "Numbers are wanted");
          return FALSE;
        }
    }

  *out_sum = sum;
  return TRUE;
}

static TamboCollection *
run_sum (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  TamboDecimal sum;
  gboolean whole;

  if (!add_up (input, &sum, &whole, error))
    return NULL;

  return whole ? new_integer (sum) : tambo_collection_new_decimal (sum);
}

static TamboCollection *
run_avg (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  TamboDecimal sum;
  gboolean whole;

  if (!add_up (input, &sum, &whole, error))
    return NULL;
  if (!tambo_decimal_divide (sum, tambo_decimal_from_int (tambo_collection_get_size (input)), &sum))
    return tambo_collection_new ();

  return tambo_collection_new_decimal (sum);
}

/* The least for -1, the greatest for 1. */
static TamboCollection *
find_extreme (TamboCollection *input, int direction, GError **error)
{
  TamboCollection *result = tambo_collection_new ();
  TamboValue best = { 0 };
  gboolean is_known;
  int order;

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      TamboValue value;

      tambo_value_unwrap (tambo_collection_get (input, i), &value);
      if (i == 0 || (tambo_value_compare (&value, &best, &is_known, &order) && is_known &&
                     order * direction > 0))
        {
          tambo_value_clear (&best);
          best = value;
        }
      else
        tambo_value_clear (&value);
    }
  if (tambo_collection_get_size (input) > 0)
    tambo_collection_append (result, &best);
  tambo_value_clear (&best);

  return result;
}

static TamboCollection *
run_min (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return find_extreme (input, -1, error);
}

static TamboCollection *
run_max (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  return find_extreme (input, 1, error);
}

/* The weight that an answer carries: the engine puts that of the option chosen into the answer. */
static TamboElement *
find_weight (TamboElement *element)
{
  for (guint i = 0; i < tambo_element_get_n_children (element); i++)
    {
      TamboElement *child = tambo_element_get_child (element, i);
      TamboElement *url;

      if (strcmp (tambo_element_get_name (child), "extension") != 0)
        continue;
      url = tambo_element_find_child (child, "url");
      if (url != NULL && tambo_element_get_text (url) != NULL &&
          g_strv_contains (weight_urls, tambo_element_get_text (url)))
        return tambo_element_find_child (child, "valueDecimal");
    }

  return NULL;
}

static TamboCollection *
run_weight (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      TamboElement *element = tambo_collection_get (input, i)->element;
      TamboElement *weight = element == NULL ? NULL : find_weight (element);

      if (weight != NULL)
        tambo_collection_append_element (list, weight);
    }

  return g_steal_pointer (&list);
}

const TamboFunction tambo_number_functions[] = {
  { "abs", 0, 0, run_abs },
  { "avg", 0, 0, run_avg },
  { "ceiling", 0, 0, run_ceiling },
  { "exp", 0, 0, run_exp },
  { "floor", 0, 0, run_floor },
  { "ln", 0, 0, run_ln },
  { "log", 1, 1, run_log },
  { "max", 0, 0, run_max },
  { "min", 0, 0, run_min },
  { "ordinal", 0, 0, run_weight },
  { "power", 1, 1, run_power },
  { "round", 0, 1, run_round },
  { "sqrt", 0, 0, run_sqrt },
  { "sum", 0, 0, run_sum },
  { "toDecimal", 0, 0, run_to_decimal },
  { "toInteger", 0, 0, run_to_integer },
  { "truncate", 0, 0, run_truncate },
  { "weight", 0, 0, run_weight },
  { NULL },
};

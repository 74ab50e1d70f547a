/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/operators.h"

#include "content/base/error.h"
#include "content/fhirpath/comparison.h"
#include "content/fhirpath/date.h"
#include "content/fhirpath/unit.h"

#include <string.h>

static TamboCollection *
run_logic (TamboOperator operation, TamboCollection *left, TamboCollection *right, GError **error)
{
  const TamboTruth f = TAMBO_TRUTH_FALSE, t = TAMBO_TRUTH_TRUE, e = TAMBO_TRUTH_EMPTY;
  /* [left][right], each false, true, empty. */
  const TamboTruth and[3][3] = { { f, f, f }, { f, t, e }, { f, e, e } };
  const TamboTruth or [3][3] = { { f, t, e }, { t, t, t }, { e, t, e } };
  const TamboTruth xor [3][3] = { { f, t, e }, { t, f, e }, { e, e, e } };
  const TamboTruth implies[3][3] = { { t, t, t }, { f, t, e }, { e, t, e } };
  TamboTruth a, b;

  if (!tambo_collection_get_truth (left, &a, error) ||
      !tambo_collection_get_truth (right, &b, error))
    return NULL;
  if (operation == TAMBO_OPERATOR_AND)
    return tambo_collection_new_truth (and[a][b]);
  if (operation == TAMBO_OPERATOR_OR)
    return tambo_collection_new_truth (or [a][b]);
  if (operation == TAMBO_OPERATOR_XOR)
    return tambo_collection_new_truth (xor[a][b]);

  return tambo_collection_new_truth (implies[a][b]);
}

static TamboCollection *
run_equality (TamboEvaluation *evaluation,
              TamboOperator operation,
              TamboCollection *left,
              TamboCollection *right)
{
  TamboTruth truth = tambo_collection_equals (evaluation, left, right);

  if (operation == TAMBO_OPERATOR_NOT_EQUAL && truth != TAMBO_TRUTH_EMPTY)
    truth = truth == TAMBO_TRUTH_TRUE ? TAMBO_TRUTH_FALSE : TAMBO_TRUTH_TRUE;

  return tambo_collection_new_truth (truth);
}

/* As sets: order does not count. */
static TamboCollection *
run_equivalence (TamboEvaluation *evaluation,
                 TamboOperator operation,
                 TamboCollection *left,
                 TamboCollection *right)
{
  guint n = tambo_collection_get_size (left);
  gboolean equivalent = n == tambo_collection_get_size (right);

  for (guint i = 0; i < n && equivalent; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < n && !found; j++)
        found = tambo_value_is_equivalent (evaluation,
                                           tambo_collection_get (left, i),
                                           tambo_collection_get (right, j));
      equivalent = found;
    }

  return tambo_collection_new_boolean (equivalent == (operation == TAMBO_OPERATOR_EQUIVALENT));
}

static TamboCollection *
run_order (TamboOperator operation, const TamboValue *left, const TamboValue *right, GError **error)
{
  gboolean is_known;
  int order;

  if (!tambo_value_compare (left, right, &is_known, &order))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_EXPRESSION_TYPE,
                   "“%s” cannot order values of such kinds",
                   tambo_syntax_get_word (operation));
      return NULL;
    }
  if (!is_known)
    return tambo_collection_new ();
  if (operation == TAMBO_OPERATOR_LESS)
    return tambo_collection_new_boolean (order < 0);
  if (operation == TAMBO_OPERATOR_LESS_OR_EQUAL)
    return tambo_collection_new_boolean (order <= 0);
  if (operation == TAMBO_OPERATOR_GREATER)
    return tambo_collection_new_boolean (order > 0);

  return tambo_collection_new_boolean (order >= 0);
}

/* + and & of texts. */
static TamboCollection *
join (const char *left, const char *right, GError **error)
{
  g_autofree char *text = NULL;

  if (strlen (left) + strlen (right) > TAMBO_EVALUATION_MAX_TEXT)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_LIMIT, "A text grows too long");
      return NULL;
    }

  text = g_strconcat (left, right, NULL);
  return tambo_collection_new_text (TAMBO_VALUE_STRING, text);
}

static TamboCollection *
run_join (TamboCollection *left, TamboCollection *right, GError **error)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (tambo_collection_get_size (left) > 0)
    a = tambo_value_to_string (tambo_collection_get (left, 0));
  if (tambo_collection_get_size (right) > 0)
    b = tambo_value_to_string (tambo_collection_get (right, 0));

  return join (a == NULL ? "" : a, b == NULL ? "" : b, error);
}

static gboolean
calculate (TamboOperator operation, TamboDecimal a, TamboDecimal b, TamboDecimal *out_result)
{
  if (operation == TAMBO_OPERATOR_ADD)
    return tambo_decimal_add (a, b, out_result);
  if (operation == TAMBO_OPERATOR_SUBTRACT)
    return tambo_decimal_subtract (a, b, out_result);
  if (operation == TAMBO_OPERATOR_MULTIPLY)
    return tambo_decimal_multiply (a, b, out_result);
  if (operation == TAMBO_OPERATOR_MODULO)
    return tambo_decimal_modulo (a, b, out_result);
  if (!tambo_decimal_divide (a, b, out_result))
    return FALSE;
  if (operation == TAMBO_OPERATOR_WHOLE_DIVIDE)
    *out_result = tambo_decimal_truncate (*out_result);

  return TRUE;
}

/* What does not fit or has no answer, as x / 0, is empty. */
static TamboCollection *
run_numbers (TamboOperator operation, const TamboValue *left, const TamboValue *right)
{
  gboolean whole = left->kind == TAMBO_VALUE_INTEGER && right->kind == TAMBO_VALUE_INTEGER;
  TamboDecimal result;
  gint64 integer;

  if (!calculate (operation, left->number, right->number, &result))
    return tambo_collection_new ();
  if ((whole && operation != TAMBO_OPERATOR_DIVIDE) || operation == TAMBO_OPERATOR_WHOLE_DIVIDE)
    return tambo_decimal_to_int (result, &integer) ? tambo_collection_new_integer (integer)
                                                   : tambo_collection_new ();

  return tambo_collection_new_decimal (result);
}

/* In the unit of the left; two of one dimension divide to a mere number. */
static TamboCollection *
run_quantities (TamboOperator operation, const TamboValue *left, const TamboValue *right)
{
  g_autoptr (TamboCollection) result = tambo_collection_new ();
  TamboValue value = { .kind = TAMBO_VALUE_QUANTITY, .text = left->text };
  TamboDecimal number;

  if (!tambo_unit_convert (right->number, right->text, left->text, &number) ||
      !calculate (operation, left->number, number, &value.number))
    return g_steal_pointer (&result);

  if (operation == TAMBO_OPERATOR_DIVIDE)
    {
      TamboValue ratio = { .kind = TAMBO_VALUE_QUANTITY,
                           .number = value.number,
                           .text = g_ref_string_new ("1") };

      tambo_collection_append (result, &ratio);
      tambo_value_clear (&ratio);
    }
  else if (operation == TAMBO_OPERATOR_ADD || operation == TAMBO_OPERATOR_SUBTRACT)
    {
      tambo_collection_append (result, &value);
    }

  return g_steal_pointer (&result);
}

/* A date and how long after it, or before. */
static TamboCollection *
run_dates (TamboOperator operation, const TamboValue *left, const TamboValue *right, GError **error)
{
  const char *unit = right->text;
  g_autofree char *text = NULL;
  TamboDecimal unused;
  gint64 number;

  /* UCUM's month and year are means, and no calendar has such. */
  if (!tambo_unit_convert (right->number, unit, "s", &unused) &&
      !tambo_unit_convert (right->number, unit, "month", &unused))
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_EXPRESSION_TYPE,
                   "A date cannot move by “%s”",
                   unit);
      return NULL;
    }
  if (!tambo_decimal_to_int (tambo_decimal_truncate (right->number), &number) ||
      number == G_MININT64)
    return tambo_collection_new ();

  text = tambo_date_add (left->text,
                         left->kind == TAMBO_VALUE_TIME,
                         operation == TAMBO_OPERATOR_ADD ? number : -number,
                         unit);

  return text == NULL ? tambo_collection_new () : tambo_collection_new_text (left->kind, text);
}

static gboolean
is_date (const TamboValue *value)
{
  return value->kind == TAMBO_VALUE_DATE || value->kind == TAMBO_VALUE_DATE_TIME ||
         value->kind == TAMBO_VALUE_TIME;
}

static TamboCollection *
run_arithmetic (TamboOperator operation,
                const TamboValue *left,
                const TamboValue *right,
                GError **error)
{
  gboolean numbers = (left->kind == TAMBO_VALUE_INTEGER || left->kind == TAMBO_VALUE_DECIMAL) &&
                     (right->kind == TAMBO_VALUE_INTEGER || right->kind == TAMBO_VALUE_DECIMAL);

  if (numbers)
    return run_numbers (operation, left, right);
  if (left->kind == TAMBO_VALUE_QUANTITY && right->kind == TAMBO_VALUE_QUANTITY)
    return run_quantities (operation, left, right);
  if (is_date (left) && right->kind == TAMBO_VALUE_QUANTITY &&
      (operation == TAMBO_OPERATOR_ADD || operation == TAMBO_OPERATOR_SUBTRACT))
    return run_dates (operation, left, right, error);
  if (operation == TAMBO_OPERATOR_ADD && left->kind == TAMBO_VALUE_STRING &&
      right->kind == TAMBO_VALUE_STRING)
    return join (left->text, right->text, error);

  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_EXPRESSION_TYPE,
               "“%s” cannot work on values of such kinds",
               tambo_syntax_get_word (operation));
  return NULL;
}

/* Operators that want one value on each side, and are empty where one is missing. */
static TamboCollection *
run_singles (TamboOperator operation, TamboCollection *left, TamboCollection *right, GError **error)
{
  TamboCollection *result = NULL;
  TamboValue a, b;
  gboolean left_empty, right_empty;

  if (!tambo_collection_get_single (left, &a, &left_empty, error))
    return NULL;
  if (tambo_collection_get_single (right, &b, &right_empty, error))
    {
      if (left_empty || right_empty)
        result = tambo_collection_new ();
      else if (operation >= TAMBO_OPERATOR_LESS && operation <= TAMBO_OPERATOR_GREATER_OR_EQUAL)
        result = run_order (operation, &a, &b, error);
      else
        result = run_arithmetic (operation, &a, &b, error);
    }
  tambo_value_clear (&a);
  tambo_value_clear (&b);

  return result;
}

static TamboCollection *
run_union (TamboEvaluation *evaluation,
           TamboCollection *left,
           TamboCollection *right,
           GError **error)
{
  g_autoptr (TamboCollection) result = tambo_collection_new ();
  TamboCollection *const sides[] = { left, right };

  for (guint side = 0; side < G_N_ELEMENTS (sides); side++)
    for (guint i = 0; i < tambo_collection_get_size (sides[side]); i++)
      {
        const TamboValue *value = tambo_collection_get (sides[side], i);

        if (!tambo_evaluation_spend (evaluation, tambo_collection_get_size (result), error))
          return NULL;
        if (!tambo_collection_contains_value (evaluation, result, value) &&
            !tambo_evaluation_append (evaluation, result, value, error))
          return NULL;
      }

  return g_steal_pointer (&result);
}

static TamboCollection *
run_membership (TamboEvaluation *evaluation,
                TamboCollection *list,
                TamboCollection *member,
                GError **error)
{
  if (tambo_collection_get_size (member) == 0)
    return tambo_collection_new ();
  if (tambo_collection_get_size (member) > 1)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_TYPE, "One value is wanted for “in”");
      return NULL;
    }

  return tambo_collection_new_boolean (
      tambo_collection_contains_value (evaluation, list, tambo_collection_get (member, 0)));
}

TamboCollection *
tambo_operator_run (TamboEvaluation *evaluation,
                    TamboOperator operation,
                    TamboCollection *left,
                    TamboCollection *right,
                    GError **error)
{
  guint n = tambo_collection_get_size (left) + tambo_collection_get_size (right);

  if (!tambo_evaluation_spend (evaluation, n, error))
    return NULL;

  if (operation <= TAMBO_OPERATOR_AND)
    return run_logic (operation, left, right, error);
  if (operation == TAMBO_OPERATOR_IN)
    return run_membership (evaluation, right, left, error);
  if (operation == TAMBO_OPERATOR_CONTAINS)
    return run_membership (evaluation, left, right, error);
  if (operation <= TAMBO_OPERATOR_NOT_EQUAL)
    return run_equality (evaluation, operation, left, right);
  if (operation <= TAMBO_OPERATOR_NOT_EQUIVALENT)
    return run_equivalence (evaluation, operation, left, right);
  if (operation == TAMBO_OPERATOR_UNION)
    return run_union (evaluation, left, right, error);
  if (operation == TAMBO_OPERATOR_JOIN)
    return run_join (left, right, error);

  return run_singles (operation, left, right, error);
}

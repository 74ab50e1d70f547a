/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/comparison.h"

#include "content/fhirpath/date.h"
#include "content/fhirpath/unit.h"

#include <string.h>

/* Deep as the tree is: the gate lets nothing deeper in. */
static gboolean elements_equal (TamboEvaluation *evaluation, TamboElement *a, TamboElement *b);

static gboolean
is_number (const TamboValue *value)
{
  return value->kind == TAMBO_VALUE_INTEGER || value->kind == TAMBO_VALUE_DECIMAL;
}

static gboolean
is_date (const TamboValue *value)
{
  return value->kind == TAMBO_VALUE_DATE || value->kind == TAMBO_VALUE_DATE_TIME ||
         value->kind == TAMBO_VALUE_TIME;
}

/* JSON writes dates as strings, so a string beside a date is read as one. */
static gboolean
read_dates (const TamboValue *left, const TamboValue *right, TamboDate *a, TamboDate *b)
{
  gboolean is_time = left->kind == TAMBO_VALUE_TIME || right->kind == TAMBO_VALUE_TIME;

  return left->text != NULL && right->text != NULL && (is_date (left) || is_date (right)) &&
         tambo_date_parse (left->text, is_time, a) && tambo_date_parse (right->text, is_time, b);
}

/* The number of @value in the unit of @like; %FALSE if there is no way to say it so. */
static gboolean
read_in_unit (const TamboValue *value, const TamboValue *like, TamboDecimal *out_number)
{
  return tambo_unit_convert (value->number, value->text, like->text, out_number);
}

/**
 * tambo_value_compare:
 * @left: a primitive
 * @right: a primitive
 * @out_is_known: (out): whether there is an answer; a day against a minute has none
 * @out_order: (out): less than, equal to or greater than 0
 *
 * Returns: %FALSE if the two are of kinds that have no order between them
 */
gboolean
tambo_value_compare (const TamboValue *left,
                     const TamboValue *right,
                     gboolean *out_is_known,
                     int *out_order)
{
  TamboDecimal number;
  TamboDate a, b;

  *out_is_known = TRUE;
  if (is_number (left) && is_number (right))
    {
      *out_order = tambo_decimal_compare (left->number, right->number);
      return TRUE;
    }
  if (left->kind == TAMBO_VALUE_QUANTITY && right->kind == TAMBO_VALUE_QUANTITY)
    {
      *out_is_known = read_in_unit (right, left, &number);
      *out_order = *out_is_known ? tambo_decimal_compare (left->number, number) : 0;
      return TRUE;
    }
  if (left->kind == TAMBO_VALUE_STRING && right->kind == TAMBO_VALUE_STRING)
    {
      *out_order = strcmp (left->text, right->text);
      return TRUE;
    }
  if (read_dates (left, right, &a, &b))
    {
      *out_is_known = tambo_date_compare (&a, &b, out_order);
      return TRUE;
    }

  return FALSE;
}

static const char *
get_child_text (TamboElement *element, const char *name)
{
  TamboElement *child = tambo_element_find_child (element, name);

  return child == NULL ? NULL : tambo_element_get_text (child);
}

/* Codings are the same when system and code are; how they are shown says nothing. */
static gboolean
codings_equal (TamboElement *a, TamboElement *b)
{
  return g_strcmp0 (get_child_text (a, "code"), get_child_text (b, "code")) == 0 &&
         g_strcmp0 (get_child_text (a, "system"), get_child_text (b, "system")) == 0;
}

static gboolean
children_equal (TamboEvaluation *evaluation, TamboElement *a, TamboElement *b)
{
  guint n = tambo_element_get_n_children (a);

  if (n != tambo_element_get_n_children (b) || !tambo_evaluation_spend (evaluation, n, NULL))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      TamboElement *left = tambo_element_get_child (a, i);
      TamboElement *right = tambo_element_get_child (b, i);

      if (strcmp (tambo_element_get_name (left), tambo_element_get_name (right)) != 0 ||
          !elements_equal (evaluation, left, right))
        return FALSE;
    }

  return TRUE;
}

static gboolean
elements_equal (TamboEvaluation *evaluation, TamboElement *a, TamboElement *b)
{
  if (a == b)
    return TRUE;
  if (g_strcmp0 (tambo_element_get_type_name (a), "Coding") == 0 &&
      g_strcmp0 (tambo_element_get_type_name (b), "Coding") == 0)
    return codings_equal (a, b);
  if (tambo_element_get_kind (a) != tambo_element_get_kind (b) ||
      g_strcmp0 (tambo_element_get_text (a), tambo_element_get_text (b)) != 0)
    return FALSE;

  return children_equal (evaluation, a, b);
}

static TamboTruth
primitives_equal (TamboEvaluation *evaluation, const TamboValue *left, const TamboValue *right)
{
  gboolean is_known;
  int order;

  if (left->kind == TAMBO_VALUE_ELEMENT && right->kind == TAMBO_VALUE_ELEMENT)
    return elements_equal (evaluation, left->element, right->element) ? TAMBO_TRUTH_TRUE
                                                                      : TAMBO_TRUTH_FALSE;
  if (left->kind == TAMBO_VALUE_BOOLEAN && right->kind == TAMBO_VALUE_BOOLEAN)
    return left->number.coefficient == right->number.coefficient ? TAMBO_TRUTH_TRUE
                                                                 : TAMBO_TRUTH_FALSE;
  if (!tambo_value_compare (left, right, &is_known, &order))
    return TAMBO_TRUTH_FALSE;

  return !is_known ? TAMBO_TRUTH_EMPTY : order == 0 ? TAMBO_TRUTH_TRUE : TAMBO_TRUTH_FALSE;
}

TamboTruth
tambo_value_equals (TamboEvaluation *evaluation, const TamboValue *left, const TamboValue *right)
{
  TamboValue a, b;
  TamboTruth result;

  tambo_value_unwrap (left, &a);
  tambo_value_unwrap (right, &b);
  result = primitives_equal (evaluation, &a, &b);
  tambo_value_clear (&a);
  tambo_value_clear (&b);

  return result;
}

/* Small letters, and one space where there are any. */
static char *
normalize (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autoptr (GString) result = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at++)
    if (!g_ascii_isspace (*at))
      g_string_append_c (result, *at);
    else if (result->len > 0 && !g_ascii_isspace (at[1]) && at[1] != '\0')
      g_string_append_c (result, ' ');

  return g_string_free (g_steal_pointer (&result), FALSE);
}

/* Without regard to case and to how much space there is. */
static gboolean
texts_equivalent (const char *left, const char *right)
{
  g_autofree char *a = normalize (left);
  g_autofree char *b = normalize (right);

  return strcmp (a, b) == 0;
}

/* Numbers to the lesser precision. */
static gboolean
primitives_equivalent (TamboEvaluation *evaluation, const TamboValue *a, const TamboValue *b)
{
  TamboDecimal left = a->number, right = b->number;
  guint scale;

  if (a->kind == TAMBO_VALUE_STRING && b->kind == TAMBO_VALUE_STRING)
    return texts_equivalent (a->text, b->text);
  if ((is_number (a) && is_number (b)) ||
      (a->kind == TAMBO_VALUE_QUANTITY && b->kind == TAMBO_VALUE_QUANTITY &&
       read_in_unit (b, a, &right)))
    {
      scale = MIN (left.scale, right.scale);
      return tambo_decimal_round (left, scale, &left) &&
             tambo_decimal_round (right, scale, &right) && tambo_decimal_compare (left, right) == 0;
    }

  return primitives_equal (evaluation, a, b) == TAMBO_TRUTH_TRUE;
}

gboolean
tambo_value_is_equivalent (TamboEvaluation *evaluation,
                           const TamboValue *left,
                           const TamboValue *right)
{
  TamboValue a, b;
  gboolean result;

  tambo_value_unwrap (left, &a);
  tambo_value_unwrap (right, &b);
  result = primitives_equivalent (evaluation, &a, &b);
  tambo_value_clear (&a);
  tambo_value_clear (&b);

  return result;
}

gboolean
tambo_collection_contains_value (TamboEvaluation *evaluation,
                                 TamboCollection *list,
                                 const TamboValue *value)
{
  for (guint i = 0; i < tambo_collection_get_size (list); i++)
    if (tambo_value_equals (evaluation, tambo_collection_get (list, i), value) == TAMBO_TRUTH_TRUE)
      return TRUE;

  return FALSE;
}

TamboTruth
tambo_collection_equals (TamboEvaluation *evaluation, TamboCollection *left, TamboCollection *right)
{
  TamboTruth result = TAMBO_TRUTH_TRUE;
  guint n = tambo_collection_get_size (left);

  if (n == 0 || tambo_collection_get_size (right) == 0)
    return TAMBO_TRUTH_EMPTY;
  if (n != tambo_collection_get_size (right))
    return TAMBO_TRUTH_FALSE;

  for (guint i = 0; i < n && result != TAMBO_TRUTH_FALSE; i++)
    {
      TamboTruth one = tambo_value_equals (evaluation,
                                           tambo_collection_get (left, i),
                                           tambo_collection_get (right, i));

      result = one == TAMBO_TRUTH_TRUE ? result : one;
    }

  return result;
}

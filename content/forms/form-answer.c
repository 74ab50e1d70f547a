/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-answer.h"

#include <string.h>

#define WEIGHT_URL "http://hl7.org/fhir/StructureDefinition/ordinalValue"

void
tambo_form_answer_copy (const TamboFormAnswer *answer, TamboFormAnswer *out_copy)
{
  *out_copy = *answer;
  out_copy->text = g_strdup (answer->text);
  out_copy->system = g_strdup (answer->system);
}

void
tambo_form_answer_clear (TamboFormAnswer *answer)
{
  g_clear_pointer (&answer->text, g_free);
  g_clear_pointer (&answer->system, g_free);
}

static gboolean
is_number (const TamboFormAnswer *answer)
{
  return answer->kind == TAMBO_FORM_ANSWER_INTEGER || answer->kind == TAMBO_FORM_ANSWER_DECIMAL;
}

/* Codings by system and code; numbers by what they are worth. */
gboolean
tambo_form_answer_equals (const TamboFormAnswer *a, const TamboFormAnswer *b)
{
  if (is_number (a) && is_number (b))
    return tambo_decimal_compare (a->number, b->number) == 0;
  if (a->kind != b->kind)
    return FALSE;
  if (a->kind == TAMBO_FORM_ANSWER_BOOLEAN)
    return a->number.coefficient == b->number.coefficient;

  return g_strcmp0 (a->text, b->text) == 0 && g_strcmp0 (a->system, b->system) == 0;
}

/* Returns: %FALSE for kinds without an order between them */
gboolean
tambo_form_answer_compare (const TamboFormAnswer *a, const TamboFormAnswer *b, int *out_order)
{
  if (is_number (a) && is_number (b))
    {
      *out_order = tambo_decimal_compare (a->number, b->number);
      return TRUE;
    }
  if (a->kind != TAMBO_FORM_ANSWER_STRING || b->kind != TAMBO_FORM_ANSWER_STRING)
    return FALSE;

  *out_order = g_strcmp0 (a->text, b->text);
  return TRUE;
}

static const char *
get_child_text (TamboElement *element, const char *name)
{
  TamboElement *child = tambo_element_find_child (element, name);

  return child == NULL ? NULL : tambo_element_get_text (child);
}

static gboolean
read_coding (TamboElement *element, TamboFormAnswer *answer)
{
  const char *code = get_child_text (element, "code");

  /* Without a code, what is shown is all there is to know it by. */
  if (code == NULL)
    code = get_child_text (element, "display");
  answer->kind = TAMBO_FORM_ANSWER_CODING;
  answer->text = g_strdup (code);
  answer->system = g_strdup (get_child_text (element, "system"));

  return code != NULL;
}

/**
 * tambo_form_answer_read:
 * @element: a choice element: valueCoding, answerBoolean, …
 * @out_answer: (out caller-allocates): the value in it, to be cleared
 *
 * Returns: %FALSE for a type that answers cannot have here
 */
gboolean
tambo_form_answer_read (TamboElement *element, TamboFormAnswer *out_answer)
{
  const char *type = tambo_element_get_type_name (element);
  const char *text = tambo_element_get_text (element);
  TamboFormAnswer answer = { 0 };

  if (g_strcmp0 (type, "Coding") == 0)
    {
      if (!read_coding (element, &answer))
        {
          tambo_form_answer_clear (&answer);
          return FALSE;
        }
      *out_answer = answer;
      return TRUE;
    }
  if (text == NULL)
    return FALSE;

  switch (tambo_element_get_kind (element))
    {
    case TAMBO_ELEMENT_BOOLEAN:
      answer.kind = TAMBO_FORM_ANSWER_BOOLEAN;
      answer.number = tambo_decimal_from_int (strcmp (text, "true") == 0);
      break;

    case TAMBO_ELEMENT_NUMBER:
      answer.kind = g_strcmp0 (type, "Integer") == 0 ? TAMBO_FORM_ANSWER_INTEGER
                                                     : TAMBO_FORM_ANSWER_DECIMAL;
      if (!tambo_decimal_parse (text, &answer.number))
        return FALSE;
      break;

    case TAMBO_ELEMENT_STRING:
      answer.kind = TAMBO_FORM_ANSWER_STRING;
      answer.text = g_strdup (text);
      break;

    case TAMBO_ELEMENT_OBJECT:
    default:
      return FALSE;
    }

  *out_answer = answer;
  return TRUE;
}

static void
append_text (TamboElement *element, const char *name, const char *text)
{
  if (text != NULL)
    tambo_element_append (element, tambo_element_new_primitive (name, TAMBO_ELEMENT_STRING, text));
}

static TamboElement *
coding_to_element (const TamboFormAnswer *answer, const char *weight)
{
  TamboElement *coding = tambo_element_new ("valueCoding");
  TamboElement *extension;

  append_text (coding, "system", answer->system);
  append_text (coding, "code", answer->text);
  if (weight == NULL)
    return coding;

  extension = tambo_element_new ("extension");
  append_text (extension, "url", WEIGHT_URL);
  tambo_element_append (extension,
                        tambo_element_new_primitive ("valueDecimal", TAMBO_ELEMENT_NUMBER, weight));
  tambo_element_append (coding, extension);
  return coding;
}

/**
 * tambo_form_answer_to_element:
 * @answer: an answer
 * @weight: (nullable): what it counts, for weight() to find
 *
 * Returns: (transfer full): the value as expressions see it
 */
TamboElement *
tambo_form_answer_to_element (const TamboFormAnswer *answer, const char *weight)
{
  g_autofree char *number = NULL;

  switch (answer->kind)
    {
    case TAMBO_FORM_ANSWER_BOOLEAN:
      return tambo_element_new_primitive ("valueBoolean",
                                          TAMBO_ELEMENT_BOOLEAN,
                                          answer->number.coefficient != 0 ? "true" : "false");

    case TAMBO_FORM_ANSWER_INTEGER:
    case TAMBO_FORM_ANSWER_DECIMAL:
      number = tambo_decimal_to_string (answer->number);
      return tambo_element_new_primitive (answer->kind == TAMBO_FORM_ANSWER_INTEGER
                                              ? "valueInteger"
                                              : "valueDecimal",
                                          TAMBO_ELEMENT_NUMBER,
                                          number);

    case TAMBO_FORM_ANSWER_STRING:
      return tambo_element_new_primitive ("valueString", TAMBO_ELEMENT_STRING, answer->text);

    case TAMBO_FORM_ANSWER_CODING:
    default:
      return coding_to_element (answer, weight);
    }
}

GArray *
tambo_form_answers_new (void)
{
  GArray *answers = g_array_new (FALSE, TRUE, sizeof (TamboFormAnswer));

  g_array_set_clear_func (answers, (GDestroyNotify) tambo_form_answer_clear);

  return answers;
}

void
tambo_form_answers_add (GArray *answers, const TamboFormAnswer *answer)
{
  TamboFormAnswer copy;

  tambo_form_answer_copy (answer, &copy);
  g_array_append_val (answers, copy);
}

/* To the digit: 1.10 and 1.1 are shown differently. */
gboolean
tambo_form_answers_equal (GArray *a, GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const TamboFormAnswer *left = &g_array_index (a, TamboFormAnswer, i);
      const TamboFormAnswer *right = &g_array_index (b, TamboFormAnswer, i);

      if (left->kind != right->kind || left->number.scale != right->number.scale ||
          !tambo_form_answer_equals (left, right))
        return FALSE;
    }

  return TRUE;
}

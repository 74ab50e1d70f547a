/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/value.h"

#include "content/fhirpath/unit.h"

#include <string.h>

/**
 * TamboCollection:
 *
 * What every FHIRPath expression yields: values in order, often none or one.
 */
struct _TamboCollection
{
  gatomicrefcount ref_count;

  GArray *values; /* (owned) (element-type TamboValue) */
};

static char *
copy_text (const char *text)
{
  return text == NULL ? NULL : g_ref_string_new (text);
}

void
tambo_value_copy (const TamboValue *value, TamboValue *out_copy)
{
  *out_copy = *value;
  if (value->text != NULL)
    out_copy->text = g_ref_string_acquire (value->text);
  if (value->element != NULL)
    out_copy->element = tambo_element_ref (value->element);
}

void
tambo_value_clear (TamboValue *value)
{
  g_clear_pointer (&value->text, g_ref_string_release);
  g_clear_pointer (&value->element, tambo_element_unref);
}

static TamboValueKind
kind_of_text (TamboElement *element)
{
  const char *type = tambo_element_get_type_name (element);

  if (g_strcmp0 (type, "Date") == 0)
    return TAMBO_VALUE_DATE;
  if (g_strcmp0 (type, "DateTime") == 0 || g_strcmp0 (type, "Instant") == 0)
    return TAMBO_VALUE_DATE_TIME;
  if (g_strcmp0 (type, "Time") == 0)
    return TAMBO_VALUE_TIME;

  return TAMBO_VALUE_STRING;
}

/* A Quantity is a number with a unit for every operator that knows one. */
static gboolean
unwrap_quantity (TamboElement *element, TamboValue *out_value)
{
  TamboElement *number = tambo_element_find_child (element, "value");
  TamboElement *unit = tambo_element_find_child (element, "code");

  if (g_strcmp0 (tambo_element_get_type_name (element), "Quantity") != 0 || number == NULL ||
      tambo_element_get_text (number) == NULL ||
      !tambo_decimal_parse (tambo_element_get_text (number), &out_value->number))
    return FALSE;

  if (unit == NULL)
    unit = tambo_element_find_child (element, "unit");
  out_value->kind = TAMBO_VALUE_QUANTITY;
  out_value->text = copy_text (unit == NULL ? "1" : tambo_element_get_text (unit));
  return TRUE;
}

/**
 * tambo_value_unwrap:
 * @value: a value
 * @out_value: (out caller-allocates): the same as a primitive if it is a primitive element or a
 *   quantity; else a copy
 */
void
tambo_value_unwrap (const TamboValue *value, TamboValue *out_value)
{
  TamboElement *element = value->element;
  const char *text;

  memset (out_value, 0, sizeof *out_value);
  text = value->kind == TAMBO_VALUE_ELEMENT ? tambo_element_get_text (element) : NULL;
  if (text == NULL)
    {
      if (value->kind != TAMBO_VALUE_ELEMENT || !unwrap_quantity (element, out_value))
        tambo_value_copy (value, out_value);
      return;
    }

  switch (tambo_element_get_kind (element))
    {
    case TAMBO_ELEMENT_BOOLEAN:
      out_value->kind = TAMBO_VALUE_BOOLEAN;
      out_value->number = tambo_decimal_from_int (strcmp (text, "true") == 0);
      return;

    case TAMBO_ELEMENT_NUMBER:
      if (!tambo_decimal_parse (text, &out_value->number))
        break;
      out_value->kind = strpbrk (text, ".eE") == NULL &&
                                g_strcmp0 (tambo_element_get_type_name (element), "Decimal") != 0
                            ? TAMBO_VALUE_INTEGER
                            : TAMBO_VALUE_DECIMAL;
      return;

    case TAMBO_ELEMENT_STRING:
    case TAMBO_ELEMENT_OBJECT:
    default:
      break;
    }

  out_value->kind = kind_of_text (element);
  out_value->text = copy_text (text);
}

/* Returns: (nullable): %NULL for what has no text, as an object */
char *
tambo_value_to_string (const TamboValue *value)
{
  TamboValue plain;
  char *text = NULL;

  tambo_value_unwrap (value, &plain);
  switch (plain.kind)
    {
    case TAMBO_VALUE_BOOLEAN:
      text = g_strdup (plain.number.coefficient != 0 ? "true" : "false");
      break;

    case TAMBO_VALUE_INTEGER:
    case TAMBO_VALUE_DECIMAL:
      text = tambo_decimal_to_string (plain.number);
      break;

    case TAMBO_VALUE_QUANTITY:
      {
        g_autofree char *number = tambo_decimal_to_string (plain.number);

        text = g_strdup_printf (tambo_unit_is_calendar (plain.text) ? "%s %s" : "%s '%s'",
                                number,
                                plain.text);
        break;
      }

    case TAMBO_VALUE_STRING:
    case TAMBO_VALUE_DATE:
    case TAMBO_VALUE_DATE_TIME:
    case TAMBO_VALUE_TIME:
      text = g_strdup (plain.text);
      break;

    case TAMBO_VALUE_ELEMENT:
    default:
      break;
    }
  tambo_value_clear (&plain);

  return text;
}

TamboCollection *
tambo_collection_new (void)
{
  TamboCollection *self = g_new0 (TamboCollection, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->values = g_array_new (FALSE, TRUE, sizeof (TamboValue));
  g_array_set_clear_func (self->values, (GDestroyNotify) tambo_value_clear);

  return self;
}

TamboCollection *
tambo_collection_new_element (TamboElement *element)
{
  TamboCollection *self = tambo_collection_new ();

  tambo_collection_append_element (self, element);

  return self;
}

static TamboCollection *
new_number (TamboValueKind kind, TamboDecimal number)
{
  TamboCollection *self = tambo_collection_new ();
  TamboValue value = { .kind = kind, .number = number };

  g_array_append_val (self->values, value);

  return self;
}

TamboCollection *
tambo_collection_new_boolean (gboolean value)
{
  return new_number (TAMBO_VALUE_BOOLEAN, tambo_decimal_from_int (value ? 1 : 0));
}

TamboCollection *
tambo_collection_new_integer (gint64 value)
{
  return new_number (TAMBO_VALUE_INTEGER, tambo_decimal_from_int (value));
}

TamboCollection *
tambo_collection_new_decimal (TamboDecimal value)
{
  return new_number (TAMBO_VALUE_DECIMAL, value);
}

/* A string, a date or a time, as @kind says. */
TamboCollection *
tambo_collection_new_text (TamboValueKind kind, const char *text)
{
  TamboCollection *self = tambo_collection_new ();
  TamboValue value = { .kind = kind, .text = copy_text (text) };

  g_array_append_val (self->values, value);

  return self;
}

TamboCollection *
tambo_collection_ref (TamboCollection *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tambo_collection_unref (TamboCollection *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->values);
  g_free (self);
}

guint
tambo_collection_get_size (TamboCollection *self)
{
  return self->values->len;
}

const TamboValue *
tambo_collection_get (TamboCollection *self, guint position)
{
  g_return_val_if_fail (position < self->values->len, NULL);

  return &g_array_index (self->values, TamboValue, position);
}

void
tambo_collection_append (TamboCollection *self, const TamboValue *value)
{
  TamboValue copy;

  tambo_value_copy (value, &copy);
  g_array_append_val (self->values, copy);
}

void
tambo_collection_append_element (TamboCollection *self, TamboElement *element)
{
  TamboValue value = { .kind = TAMBO_VALUE_ELEMENT, .element = tambo_element_ref (element) };

  g_array_append_val (self->values, value);
}

/* Whether it is one value, and that is true: an empty condition does not hold. */
gboolean
tambo_collection_is_true (TamboCollection *self)
{
  TamboValue value;
  gboolean is_true;

  if (self->values->len != 1)
    return FALSE;

  tambo_value_unwrap (tambo_collection_get (self, 0), &value);
  is_true = value.kind == TAMBO_VALUE_BOOLEAN && value.number.coefficient != 0;
  tambo_value_clear (&value);

  return is_true;
}

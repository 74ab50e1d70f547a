/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/functions.h"
#include "content/fhirpath/unit.h"

#include <string.h>

/* What a value can become, and what it is. */

/* convertsToDate() and its like ask whether toDate() would yield something. */
static TamboCollection *
run_converts (TamboEvaluation *evaluation,
              TamboSyntax *call,
              TamboCollection *input,
              GError **error)
{
  g_autofree char *name = g_strconcat ("to", call->function->name + strlen ("convertsTo"), NULL);
  const TamboFunction *conversion = tambo_function_find (name);
  g_autoptr (TamboCollection) converted = NULL;

  if (tambo_collection_get_size (input) == 0)
    return tambo_collection_new ();

  converted = conversion->run (evaluation, call, input, error);

  return converted == NULL
             ? NULL
             : tambo_collection_new_boolean (tambo_collection_get_size (converted) > 0);
}

/* 1, 1.5 'mg' or 2 days; without a unit it is '1'. */
static gboolean
parse_quantity (const char *text, TamboValue *out_value)
{
  const gsize length = strspn (text, "+-.0123456789");
  g_autofree char *number = g_strndup (text, length);
  g_autofree char *unit = g_strstrip (g_strdup (text + length));
  gsize unit_length = strlen (unit);

  if (!tambo_decimal_parse (number, &out_value->number))
    return FALSE;

  if (unit_length >= 3 && unit[0] == '\'' && unit[unit_length - 1] == '\'')
    {
      unit[unit_length - 1] = '\0';
      out_value->text = g_ref_string_new (unit + 1);
      return TRUE;
    }
  if (unit_length > 0 && !tambo_unit_is_calendar (unit))
    return FALSE;

  out_value->text = g_ref_string_new (unit_length > 0 ? unit : "1");
  return TRUE;
}

static TamboCollection *
run_to_quantity (TamboEvaluation *evaluation,
                 TamboSyntax *call,
                 TamboCollection *input,
                 GError **error)
{
  g_autoptr (TamboCollection) result = tambo_collection_new ();
  TamboValue value, quantity = { .kind = TAMBO_VALUE_QUANTITY };
  gboolean is_empty, is_one = FALSE;

  if (!tambo_collection_get_single (input, &value, &is_empty, error))
    return NULL;
  if (is_empty)
    return g_steal_pointer (&result);

  switch (value.kind)
    {
    case TAMBO_VALUE_BOOLEAN:
    case TAMBO_VALUE_INTEGER:
    case TAMBO_VALUE_DECIMAL:
      quantity.number = value.number;
      quantity.text = g_ref_string_new ("1");
      is_one = TRUE;
      break;

    case TAMBO_VALUE_QUANTITY:
      tambo_value_copy (&value, &quantity);
      is_one = TRUE;
      break;

    case TAMBO_VALUE_STRING:
      is_one = parse_quantity (value.text, &quantity);
      break;

    case TAMBO_VALUE_DATE:
    case TAMBO_VALUE_DATE_TIME:
    case TAMBO_VALUE_TIME:
    case TAMBO_VALUE_ELEMENT:
    default:
      break;
    }
  if (is_one)
    tambo_collection_append (result, &quantity);
  tambo_value_clear (&quantity);
  tambo_value_clear (&value);

  return g_steal_pointer (&result);
}

/* Without a model of FHIR: what JSON and the names of choice elements tell. */
static char *
get_fhir_type (const TamboValue *value)
{
  static const char *const names[] = {
    [TAMBO_VALUE_BOOLEAN] = "boolean", [TAMBO_VALUE_INTEGER] = "integer",
    [TAMBO_VALUE_DECIMAL] = "decimal", [TAMBO_VALUE_STRING] = "string",
    [TAMBO_VALUE_DATE] = "date",       [TAMBO_VALUE_DATE_TIME] = "dateTime",
    [TAMBO_VALUE_TIME] = "time",       [TAMBO_VALUE_QUANTITY] = "Quantity",
    [TAMBO_VALUE_ELEMENT] = "Element",
  };
  TamboElement *resource = tambo_element_find_child (value->element, "resourceType");
  const char *type = tambo_element_get_type_name (value->element);
  TamboValue plain;

  if (resource != NULL)
    return g_strdup (tambo_element_get_text (resource));

  tambo_value_unwrap (value, &plain);
  if (type == NULL || plain.kind < TAMBO_VALUE_QUANTITY)
    type = names[plain.kind];
  tambo_value_clear (&plain);

  return g_strdup (type);
}

static TamboElement *
describe_type (const TamboValue *value)
{
  static const char *const names[] = {
    [TAMBO_VALUE_BOOLEAN] = "Boolean", [TAMBO_VALUE_INTEGER] = "Integer",
    [TAMBO_VALUE_DECIMAL] = "Decimal", [TAMBO_VALUE_STRING] = "String",
    [TAMBO_VALUE_DATE] = "Date",       [TAMBO_VALUE_DATE_TIME] = "DateTime",
    [TAMBO_VALUE_TIME] = "Time",       [TAMBO_VALUE_QUANTITY] = "Quantity",
  };
  const gboolean is_fhir = value->kind == TAMBO_VALUE_ELEMENT;
  g_autofree char *name = is_fhir ? get_fhir_type (value) : g_strdup (names[value->kind]);
  TamboElement *type = tambo_element_new ("type");

  tambo_element_append (type,
                        tambo_element_new_primitive ("namespace",
                                                     TAMBO_ELEMENT_STRING,
                                                     is_fhir ? "FHIR" : "System"));
  tambo_element_append (type, tambo_element_new_primitive ("name", TAMBO_ELEMENT_STRING, name));

  return type;
}

static TamboCollection *
run_type_of (TamboEvaluation *evaluation, TamboSyntax *call, TamboCollection *input, GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();

  for (guint i = 0; i < tambo_collection_get_size (input); i++)
    {
      g_autoptr (TamboElement) type = describe_type (tambo_collection_get (input, i));
      TamboValue value = { .kind = TAMBO_VALUE_ELEMENT, .element = type };

      if (!tambo_evaluation_append (evaluation, list, &value, error))
        return NULL;
    }

  return g_steal_pointer (&list);
}

const TamboFunction tambo_conversion_functions[] = {
  { "convertsToBoolean", 0, 0, run_converts },
  { "convertsToDate", 0, 0, run_converts },
  { "convertsToDateTime", 0, 0, run_converts },
  { "convertsToDecimal", 0, 0, run_converts },
  { "convertsToInteger", 0, 0, run_converts },
  { "convertsToQuantity", 0, 0, run_converts },
  { "convertsToString", 0, 0, run_converts },
  { "convertsToTime", 0, 0, run_converts },
  { "toQuantity", 0, 0, run_to_quantity },
  { "type", 0, 0, run_type_of },
  { NULL },
};

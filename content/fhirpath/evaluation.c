/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/evaluation.h"

#include "content/base/error.h"
#include "content/fhirpath/functions.h"
#include "content/fhirpath/operators.h"

#include <string.h>

gboolean
tambo_evaluation_spend (TamboEvaluation *self, guint64 work, GError **error)
{
  self->work += work;
  if (self->work <= TAMBO_EVALUATION_MAX_WORK)
    return TRUE;

  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_LIMIT, "The expression takes too long");
  return FALSE;
}

gboolean
tambo_evaluation_append (TamboEvaluation *self,
                         TamboCollection *list,
                         const TamboValue *value,
                         GError **error)
{
  if (tambo_collection_get_size (list) >= TAMBO_EVALUATION_MAX_SIZE)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_LIMIT, "A list grows too long");
      return FALSE;
    }

  tambo_collection_append (list, value);
  return tambo_evaluation_spend (self, 1, error);
}

static void
note_read (TamboEvaluation *self, TamboElement *element, const char *name)
{
  guint tag = tambo_element_get_tag (element);

  if (name == NULL || strcmp (name, "item") == 0)
    tambo_scope_note_read (self->scope, TAMBO_READ_PRESENCE);
  if (tag != 0 && (name == NULL || (strcmp (name, "linkId") != 0 && strcmp (name, "item") != 0)))
    tambo_scope_note_read (self->scope, tag);
}

/* All children with @name, or simply all. */
gboolean
tambo_evaluation_append_children (TamboEvaluation *self,
                                  TamboCollection *list,
                                  TamboElement *element,
                                  const char *name,
                                  GError **error)
{
  note_read (self, element, name);
  if (!tambo_evaluation_spend (self, tambo_element_get_n_children (element), error))
    return FALSE;

  for (guint i = 0; i < tambo_element_get_n_children (element); i++)
    {
      TamboValue child = { .kind = TAMBO_VALUE_ELEMENT,
                           .element = tambo_element_get_child (element, i) };

      if (tambo_element_is_absent (child.element))
        continue;
      if (name == NULL ? strcmp (tambo_element_get_name (child.element), "resourceType") == 0
                       : !tambo_element_matches (child.element, name))
        continue;
      if (!tambo_evaluation_append (self, list, &child, error))
        return FALSE;
    }

  return TRUE;
}

static const char *
get_resource_type (const TamboValue *value)
{
  TamboElement *type;

  if (value->kind != TAMBO_VALUE_ELEMENT)
    return NULL;

  type = tambo_element_find_child (value->element, "resourceType");
  return type == NULL ? NULL : tambo_element_get_text (type);
}

static gboolean
is_named (const char *name, const char *type)
{
  return type != NULL && g_ascii_strcasecmp (name, type) == 0;
}

/* Without a model of FHIR: what JSON and the names of choice elements tell. */
gboolean
tambo_value_has_type (const TamboValue *value, const char *type)
{
  static const char *const names[] = {
    [TAMBO_VALUE_BOOLEAN] = "boolean", [TAMBO_VALUE_INTEGER] = "integer",
    [TAMBO_VALUE_DECIMAL] = "decimal", [TAMBO_VALUE_STRING] = "string",
    [TAMBO_VALUE_DATE] = "date",       [TAMBO_VALUE_DATE_TIME] = "dateTime",
    [TAMBO_VALUE_TIME] = "time",       [TAMBO_VALUE_QUANTITY] = "Quantity",
  };
  TamboValue plain;
  gboolean result;

  if (g_str_has_prefix (type, "System."))
    type += strlen ("System.");
  else if (g_str_has_prefix (type, "FHIR."))
    type += strlen ("FHIR.");

  if (is_named (type, get_resource_type (value)))
    return TRUE;
  if (value->kind == TAMBO_VALUE_ELEMENT && tambo_element_get_type_name (value->element) != NULL)
    return is_named (type, tambo_element_get_type_name (value->element));

  tambo_value_unwrap (value, &plain);
  result = plain.kind != TAMBO_VALUE_ELEMENT && is_named (type, names[plain.kind]);
  tambo_value_clear (&plain);

  return result;
}

TamboCollection *
tambo_collection_new_truth (TamboTruth truth)
{
  return truth == TAMBO_TRUTH_EMPTY ? tambo_collection_new ()
                                    : tambo_collection_new_boolean (truth == TAMBO_TRUTH_TRUE);
}

/* A single value that is no boolean counts as true: it is there. */
gboolean
tambo_collection_get_truth (TamboCollection *self, TamboTruth *out_truth, GError **error)
{
  TamboValue value;
  gboolean is_empty;

  if (!tambo_collection_get_single (self, &value, &is_empty, error))
    return FALSE;

  *out_truth = is_empty ? TAMBO_TRUTH_EMPTY
               : value.kind == TAMBO_VALUE_BOOLEAN && value.number.coefficient == 0
                   ? TAMBO_TRUTH_FALSE
                   : TAMBO_TRUTH_TRUE;
  tambo_value_clear (&value);
  return TRUE;
}

/**
 * tambo_collection_get_single:
 * @self: a #TamboCollection
 * @out_value: (out caller-allocates): the value as a primitive, to be cleared in any case
 * @out_is_empty: (out): whether there is none
 * @error: return location for a #GError
 *
 * Returns: %FALSE if there is more than one
 */
gboolean
tambo_collection_get_single (TamboCollection *self,
                             TamboValue *out_value,
                             gboolean *out_is_empty,
                             GError **error)
{
  memset (out_value, 0, sizeof *out_value);
  if (tambo_collection_get_size (self) > 1)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_EXPRESSION_TYPE,
                   "One value is wanted where there are %u",
                   tambo_collection_get_size (self));
      return FALSE;
    }

  *out_is_empty = tambo_collection_get_size (self) == 0;
  if (!*out_is_empty)
    tambo_value_unwrap (tambo_collection_get (self, 0), out_value);
  return TRUE;
}

static TamboCollection *
run_member (TamboEvaluation *self, TamboSyntax *syntax, TamboCollection *focus, GError **error)
{
  g_autoptr (TamboCollection) list = tambo_collection_new ();

  for (guint i = 0; i < tambo_collection_get_size (focus); i++)
    {
      const TamboValue *value = tambo_collection_get (focus, i);

      if (value->kind != TAMBO_VALUE_ELEMENT)
        continue;
      if (syntax->left == NULL && g_strcmp0 (get_resource_type (value), syntax->name) == 0)
        {
          if (!tambo_evaluation_append (self, list, value, error))
            return NULL;
        }
      else if (!tambo_evaluation_append_children (self, list, value->element, syntax->name, error))
        return NULL;
    }

  return g_steal_pointer (&list);
}

static TamboCollection *
run_variable (TamboEvaluation *self, TamboSyntax *syntax, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  TamboCollection *value = tambo_scope_lookup (self->scope, syntax->name, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (value == NULL && strcmp (syntax->name, "context") == 0)
    value = tambo_collection_ref (self->context);
  if (value == NULL)
    g_set_error (error,
                 TAMBO_ERROR,
                 TAMBO_ERROR_EXPRESSION_SYNTAX,
                 "Nobody says what %%%s is",
                 syntax->name);

  return value;
}

static TamboCollection *
run_indexer (TamboEvaluation *self, TamboSyntax *syntax, TamboCollection *focus, GError **error)
{
  g_autoptr (TamboCollection) index = tambo_evaluation_run (self, syntax->right, focus, error);
  g_autoptr (TamboCollection) list = NULL;
  TamboCollection *result;
  TamboValue number;
  gboolean is_empty;
  gint64 position = -1;

  if (index == NULL)
    return NULL;
  list = tambo_evaluation_run (self, syntax->left, focus, error);
  if (list == NULL || !tambo_collection_get_single (index, &number, &is_empty, error))
    return NULL;

  if (!is_empty && number.kind == TAMBO_VALUE_INTEGER)
    (void) tambo_decimal_to_int (number.number, &position);
  tambo_value_clear (&number);

  result = tambo_collection_new ();
  if (position >= 0 && position < tambo_collection_get_size (list))
    tambo_collection_append (result, tambo_collection_get (list, (guint) position));
  return result;
}

static TamboCollection *
run_negate (TamboEvaluation *self, TamboSyntax *syntax, TamboCollection *focus, GError **error)
{
  g_autoptr (TamboCollection) operand = tambo_evaluation_run (self, syntax->left, focus, error);
  g_autoptr (TamboCollection) result = tambo_collection_new ();
  TamboValue value;
  gboolean is_empty, is_number;

  if (operand == NULL || !tambo_collection_get_single (operand, &value, &is_empty, error))
    return NULL;

  if (is_empty)
    return g_steal_pointer (&result);

  is_number = value.kind == TAMBO_VALUE_INTEGER || value.kind == TAMBO_VALUE_DECIMAL ||
              value.kind == TAMBO_VALUE_QUANTITY;
  if (is_number)
    {
      value.number = tambo_decimal_negate (value.number);
      tambo_collection_append (result, &value);
    }
  else
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_TYPE, "“-” wants a number");
    }
  tambo_value_clear (&value);

  return is_number ? g_steal_pointer (&result) : NULL;
}

static TamboCollection *
run_type (TamboEvaluation *self, TamboSyntax *syntax, TamboCollection *focus, GError **error)
{
  g_autoptr (TamboCollection) operand = tambo_evaluation_run (self, syntax->left, focus, error);
  gboolean has_type;

  if (operand == NULL)
    return NULL;
  if (tambo_collection_get_size (operand) != 1)
    return tambo_collection_new ();

  has_type = tambo_value_has_type (tambo_collection_get (operand, 0), syntax->name);
  if (syntax->operation == TAMBO_OPERATOR_IS)
    return tambo_collection_new_boolean (has_type);

  return has_type ? g_steal_pointer (&operand) : tambo_collection_new ();
}

static TamboCollection *
run_binary (TamboEvaluation *self, TamboSyntax *syntax, TamboCollection *focus, GError **error)
{
  g_autoptr (TamboCollection) left = tambo_evaluation_run (self, syntax->left, focus, error);
  g_autoptr (TamboCollection) right = NULL;

  if (left == NULL)
    return NULL;
  right = tambo_evaluation_run (self, syntax->right, focus, error);
  if (right == NULL)
    return NULL;

  return tambo_operator_run (self, syntax->operation, left, right, error);
}

/* The target of a path, evaluated; the focus where there is none. */
static TamboCollection *
run_target (TamboEvaluation *self, TamboSyntax *syntax, TamboCollection *focus, GError **error)
{
  if (syntax->left == NULL)
    return tambo_collection_ref (focus);

  return tambo_evaluation_run (self, syntax->left, focus, error);
}

static TamboCollection *
run_path (TamboEvaluation *self, TamboSyntax *syntax, TamboCollection *focus, GError **error)
{
  g_autoptr (TamboCollection) target = run_target (self, syntax, focus, error);

  if (target == NULL)
    return NULL;

  return syntax->kind == TAMBO_SYNTAX_MEMBER ? run_member (self, syntax, target, error)
                                             : syntax->function->run (self, syntax, target, error);
}

TamboCollection *
tambo_evaluation_run (TamboEvaluation *self,
                      TamboSyntax *syntax,
                      TamboCollection *focus,
                      GError **error)
{
  if (!tambo_evaluation_spend (self, 1, error))
    return NULL;

  switch (syntax->kind)
    {
    case TAMBO_SYNTAX_LITERAL:
      return tambo_collection_ref (syntax->literal);

    case TAMBO_SYNTAX_VARIABLE:
      return run_variable (self, syntax, error);

    case TAMBO_SYNTAX_THIS:
      return tambo_collection_ref (self->this_item);

    case TAMBO_SYNTAX_INDEX:
      return tambo_collection_new_integer (self->index);

    case TAMBO_SYNTAX_TOTAL:
      return self->total == NULL ? tambo_collection_new () : tambo_collection_ref (self->total);

    case TAMBO_SYNTAX_MEMBER:
    case TAMBO_SYNTAX_CALL:
      return run_path (self, syntax, focus, error);

    case TAMBO_SYNTAX_INDEXER:
      return run_indexer (self, syntax, focus, error);

    case TAMBO_SYNTAX_NEGATE:
      return run_negate (self, syntax, focus, error);

    case TAMBO_SYNTAX_TYPE:
      return run_type (self, syntax, focus, error);

    case TAMBO_SYNTAX_BINARY:
    default:
      return run_binary (self, syntax, focus, error);
    }
}

/* With @item for $this, as in where (…). */
TamboCollection *
tambo_evaluation_run_item (TamboEvaluation *self,
                           TamboSyntax *syntax,
                           const TamboValue *item,
                           gint64 index,
                           GError **error)
{
  g_autoptr (TamboCollection) focus = tambo_collection_new ();
  TamboCollection *outer_item = self->this_item;
  gint64 outer_index = self->index;
  TamboCollection *result;

  tambo_collection_append (focus, item);
  self->this_item = focus;
  self->index = index;
  result = tambo_evaluation_run (self, syntax, focus, error);
  self->this_item = outer_item;
  self->index = outer_index;

  return result;
}

/* An argument that is a value for the whole call, seen from where the call stands. */
TamboCollection *
tambo_evaluation_run_argument (TamboEvaluation *self,
                               TamboSyntax *call,
                               guint position,
                               GError **error)
{
  return tambo_evaluation_run (self,
                               g_ptr_array_index (call->arguments, position),
                               self->this_item,
                               error);
}

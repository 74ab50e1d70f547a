/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/expression.h"

#include "content/fhirpath/evaluation.h"
#include "content/fhirpath/parser.h"

/**
 * TamboExpression:
 *
 * A FHIRPath expression, read once and evaluated as often as needed over trees of #TamboElement.
 * Pure: no I/O, no clock of its own, work bounded for each evaluation. Without a model of FHIR:
 * types are what JSON and the names of choice elements tell. Immutable. A function that is not in
 * the tables of functions.h is refused when the expression is read, never while it runs.
 */
struct _TamboExpression
{
  gatomicrefcount ref_count;

  char *source;        /* (owned) */
  TamboSyntax *syntax; /* (owned) */
};

G_DEFINE_BOXED_TYPE (TamboExpression,
                     tambo_expression,
                     tambo_expression_ref,
                     tambo_expression_unref)

TamboExpression *
tambo_expression_new (const char *source, GError **error)
{
  g_autoptr (TamboSyntax) syntax = NULL;
  TamboExpression *self;

  g_return_val_if_fail (source != NULL, NULL);

  syntax = tambo_parser_parse (source, error);
  if (syntax == NULL)
    return NULL;

  self = g_new0 (TamboExpression, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->source = g_strdup (source);
  self->syntax = g_steal_pointer (&syntax);

  return self;
}

TamboExpression *
tambo_expression_ref (TamboExpression *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tambo_expression_unref (TamboExpression *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  tambo_syntax_free (self->syntax);
  g_free (self->source);
  g_free (self);
}

const char *
tambo_expression_get_source (TamboExpression *self)
{
  return self->source;
}

static void
collect (TamboSyntax *syntax, gboolean variables, GPtrArray *names)
{
  if (variables && syntax->kind == TAMBO_SYNTAX_VARIABLE)
    g_ptr_array_add (names, g_strdup (syntax->name));
  if (!variables && syntax->kind == TAMBO_SYNTAX_LITERAL &&
      tambo_collection_get_size (syntax->literal) == 1 &&
      tambo_collection_get (syntax->literal, 0)->kind == TAMBO_VALUE_STRING)
    g_ptr_array_add (names, g_strdup (tambo_collection_get (syntax->literal, 0)->text));

  if (syntax->left != NULL)
    collect (syntax->left, variables, names);
  if (syntax->right != NULL)
    collect (syntax->right, variables, names);
  for (guint i = 0; syntax->arguments != NULL && i < syntax->arguments->len; i++)
    collect (g_ptr_array_index (syntax->arguments, i), variables, names);
}

/* Returns: (transfer full) (element-type utf8): the names after percent signs, some twice */
GPtrArray *
tambo_expression_list_variables (TamboExpression *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  collect (self->syntax, TRUE, names);

  return names;
}

/* Returns: (transfer full) (element-type utf8): the texts it holds, link ids among them */
GPtrArray *
tambo_expression_list_strings (TamboExpression *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  collect (self->syntax, FALSE, names);

  return names;
}

/**
 * tambo_expression_evaluate:
 * @self: a #TamboExpression
 * @focus: (nullable): where paths start
 * @scope: what else there is to see
 * @error: return location for a #GError
 *
 * Returns: (transfer full) (nullable): the result, which may be empty; %NULL with an error set
 */
TamboCollection *
tambo_expression_evaluate (TamboExpression *self,
                           TamboElement *focus,
                           TamboScope *scope,
                           GError **error)
{
  g_autoptr (TamboCollection) start = NULL;
  TamboEvaluation evaluation = { .scope = scope };

  g_return_val_if_fail (self != NULL && scope != NULL, NULL);

  start = focus == NULL ? tambo_collection_new () : tambo_collection_new_element (focus);
  evaluation.context = start;
  evaluation.this_item = start;

  return tambo_evaluation_run (&evaluation, self->syntax, start, error);
}

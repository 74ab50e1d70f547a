/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/syntax.h"

#include <string.h>

/* A higher number binds more tightly. */
static const struct
{
  const char *word;
  guint precedence;
} operators[] = {
  [TAMBO_OPERATOR_IMPLIES] = { "implies", 1 },
  [TAMBO_OPERATOR_OR] = { "or", 2 },
  [TAMBO_OPERATOR_XOR] = { "xor", 2 },
  [TAMBO_OPERATOR_AND] = { "and", 3 },
  [TAMBO_OPERATOR_IN] = { "in", 4 },
  [TAMBO_OPERATOR_CONTAINS] = { "contains", 4 },
  [TAMBO_OPERATOR_EQUAL] = { "=", 5 },
  [TAMBO_OPERATOR_NOT_EQUAL] = { "!=", 5 },
  [TAMBO_OPERATOR_EQUIVALENT] = { "~", 5 },
  [TAMBO_OPERATOR_NOT_EQUIVALENT] = { "!~", 5 },
  [TAMBO_OPERATOR_LESS] = { "<", 6 },
  [TAMBO_OPERATOR_LESS_OR_EQUAL] = { "<=", 6 },
  [TAMBO_OPERATOR_GREATER] = { ">", 6 },
  [TAMBO_OPERATOR_GREATER_OR_EQUAL] = { ">=", 6 },
  [TAMBO_OPERATOR_UNION] = { "|", 7 },
  [TAMBO_OPERATOR_IS] = { "is", 8 },
  [TAMBO_OPERATOR_AS] = { "as", 8 },
  [TAMBO_OPERATOR_ADD] = { "+", 9 },
  [TAMBO_OPERATOR_SUBTRACT] = { "-", 9 },
  [TAMBO_OPERATOR_JOIN] = { "&", 9 },
  [TAMBO_OPERATOR_MULTIPLY] = { "*", 10 },
  [TAMBO_OPERATOR_DIVIDE] = { "/", 10 },
  [TAMBO_OPERATOR_WHOLE_DIVIDE] = { "div", 10 },
  [TAMBO_OPERATOR_MODULO] = { "mod", 10 },
};

TamboSyntax *
tambo_syntax_new (TamboSyntaxKind kind)
{
  TamboSyntax *self = g_new0 (TamboSyntax, 1);

  self->kind = kind;
  self->depth = 1;

  return self;
}

void
tambo_syntax_free (TamboSyntax *self)
{
  g_clear_pointer (&self->left, tambo_syntax_free);
  g_clear_pointer (&self->right, tambo_syntax_free);
  g_clear_pointer (&self->arguments, g_ptr_array_unref);
  g_clear_pointer (&self->literal, tambo_collection_unref);
  g_free (self->name);
  g_free (self);
}

gboolean
tambo_syntax_find_operator (const char *word, TamboOperator *out_operation)
{
  for (guint i = 0; i < G_N_ELEMENTS (operators); i++)
    if (strcmp (operators[i].word, word) == 0)
      {
        *out_operation = (TamboOperator) i;
        return TRUE;
      }

  return FALSE;
}

guint
tambo_syntax_get_precedence (TamboOperator operation)
{
  return operators[operation].precedence;
}

const char *
tambo_syntax_get_word (TamboOperator operation)
{
  return operators[operation].word;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/parser.h"

#include "content/base/error.h"
#include "content/fhirpath/functions.h"
#include "content/fhirpath/lexer.h"
#include "content/fhirpath/unit.h"

#include <string.h>

/* One reading of one expression. */
typedef struct
{
  TamboLexer lexer;
  guint n_nodes;
  guint depth;
} Parser;

static TamboSyntax *parse_binary (Parser *parser, guint precedence, GError **error);

static gboolean
fail (Parser *parser, const char *what, GError **error)
{
  g_set_error (error,
               TAMBO_ERROR,
               TAMBO_ERROR_EXPRESSION_SYNTAX,
               "%s near “%s” in “%s”",
               what,
               parser->lexer.kind == TAMBO_TOKEN_END ? "the end" : parser->lexer.text->str,
               parser->lexer.source);

  return FALSE;
}

static gboolean
expect (Parser *parser, const char *sign, GError **error)
{
  if (!tambo_lexer_is_sign (&parser->lexer, sign))
    {
      g_autofree char *what = g_strdup_printf ("“%s” is missing", sign);

      return fail (parser, what, error);
    }

  return tambo_lexer_advance (&parser->lexer, error);
}

/* Sets how deep @node is, and bounds that and the number of nodes. */
static gboolean
finish (Parser *parser, TamboSyntax *node, GError **error)
{
  if (node->left != NULL)
    node->depth = MAX (node->depth, node->left->depth + 1);
  if (node->right != NULL)
    node->depth = MAX (node->depth, node->right->depth + 1);
  for (guint i = 0; node->arguments != NULL && i < node->arguments->len; i++)
    node->depth = MAX (node->depth,
                       ((TamboSyntax *) g_ptr_array_index (node->arguments, i))->depth + 1);

  parser->n_nodes++;
  if (node->depth <= TAMBO_SYNTAX_MAX_DEPTH && parser->n_nodes <= TAMBO_SYNTAX_MAX_NODES)
    return TRUE;

  g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_LIMIT, "The expression is too large");
  return FALSE;
}

static TamboSyntax *
take_literal (Parser *parser, TamboCollection *literal, GError **error)
{
  g_autoptr (TamboSyntax) node = tambo_syntax_new (TAMBO_SYNTAX_LITERAL);

  node->literal = literal;
  if (!finish (parser, node, error) || !tambo_lexer_advance (&parser->lexer, error))
    return NULL;

  return g_steal_pointer (&node);
}

static TamboSyntax *
parse_number (Parser *parser, GError **error)
{
  g_autoptr (TamboSyntax) node = tambo_syntax_new (TAMBO_SYNTAX_LITERAL);
  gboolean whole = strchr (parser->lexer.text->str, '.') == NULL;
  TamboDecimal number;
  TamboValue quantity = { .kind = TAMBO_VALUE_QUANTITY };

  if (!tambo_decimal_parse (parser->lexer.text->str, &number))
    {
      fail (parser, "the number is too long", error);
      return NULL;
    }
  if (!finish (parser, node, error) || !tambo_lexer_advance (&parser->lexer, error))
    return NULL;

  if (parser->lexer.kind == TAMBO_TOKEN_STRING ||
      (parser->lexer.kind == TAMBO_TOKEN_NAME && tambo_unit_is_calendar (parser->lexer.text->str)))
    {
      quantity.number = number;
      quantity.text = g_ref_string_new (parser->lexer.text->str);
      node->literal = tambo_collection_new ();
      tambo_collection_append (node->literal, &quantity);
      tambo_value_clear (&quantity);
      return tambo_lexer_advance (&parser->lexer, error) ? g_steal_pointer (&node) : NULL;
    }

  node->literal = whole ? tambo_collection_new_integer ((gint64) number.coefficient)
                        : tambo_collection_new_decimal (number);
  if (whole && (number.coefficient > G_MAXINT64))
    {
      fail (parser, "the number is too long", error);
      return NULL;
    }
  return g_steal_pointer (&node);
}

/* Dots belong to the name: System.Boolean. */
static char *
parse_type_name (Parser *parser, GError **error)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (;;)
    {
      if (parser->lexer.kind != TAMBO_TOKEN_NAME && parser->lexer.kind != TAMBO_TOKEN_QUOTED_NAME)
        {
          fail (parser, "the name of a type is missing", error);
          return NULL;
        }
      g_string_append (name, parser->lexer.text->str);
      if (!tambo_lexer_advance (&parser->lexer, error))
        return NULL;
      if (!tambo_lexer_is_sign (&parser->lexer, "."))
        return g_string_free (g_steal_pointer (&name), FALSE);
      g_string_append_c (name, '.');
      if (!tambo_lexer_advance (&parser->lexer, error))
        return NULL;
    }
}

static gboolean
takes_type (const char *function)
{
  return strcmp (function, "ofType") == 0 || strcmp (function, "as") == 0 ||
         strcmp (function, "is") == 0;
}

static gboolean
parse_arguments (Parser *parser, TamboSyntax *call, GError **error)
{
  call->arguments = g_ptr_array_new_with_free_func ((GDestroyNotify) tambo_syntax_free);
  while (!tambo_lexer_is_sign (&parser->lexer, ")"))
    {
      TamboSyntax *argument;

      if (call->arguments->len > 0 && !expect (parser, ",", error))
        return FALSE;
      if (takes_type (call->name))
        {
          argument = tambo_syntax_new (TAMBO_SYNTAX_TYPE);
          g_ptr_array_add (call->arguments, argument);
          argument->name = parse_type_name (parser, error);
          if (argument->name == NULL)
            return FALSE;
          continue;
        }
      argument = parse_binary (parser, 0, error);
      if (argument == NULL)
        return FALSE;
      g_ptr_array_add (call->arguments, argument);
    }

  return tambo_lexer_advance (&parser->lexer, error);
}

static gboolean
check_call (TamboSyntax *call, GError **error)
{
  call->function = tambo_function_find (call->name);
  if (call->function == NULL)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_EXPRESSION_UNSUPPORTED,
                   "The function %s() is not supported",
                   call->name);
      return FALSE;
    }
  if (call->arguments->len < call->function->min_arguments ||
      call->arguments->len > call->function->max_arguments)
    {
      g_set_error (error,
                   TAMBO_ERROR,
                   TAMBO_ERROR_EXPRESSION_SYNTAX,
                   "%s() does not take %u arguments",
                   call->name,
                   call->arguments->len);
      return FALSE;
    }

  return TRUE;
}

/* A name, or a call, of @target or of the focus. */
static TamboSyntax *
parse_member (Parser *parser, TamboSyntax *target, GError **error)
{
  g_autoptr (TamboSyntax) node = tambo_syntax_new (TAMBO_SYNTAX_MEMBER);

  node->left = target;
  if (parser->lexer.kind != TAMBO_TOKEN_NAME && parser->lexer.kind != TAMBO_TOKEN_QUOTED_NAME)
    {
      fail (parser, "a name is missing", error);
      return NULL;
    }
  node->name = g_strdup (parser->lexer.text->str);
  if (!tambo_lexer_advance (&parser->lexer, error))
    return NULL;

  if (tambo_lexer_is_sign (&parser->lexer, "("))
    {
      node->kind = TAMBO_SYNTAX_CALL;
      if (!tambo_lexer_advance (&parser->lexer, error) || !parse_arguments (parser, node, error) ||
          !check_call (node, error))
        return NULL;
    }

  return finish (parser, node, error) ? g_steal_pointer (&node) : NULL;
}

static TamboSyntax *
parse_dollar (Parser *parser, GError **error)
{
  static const struct
  {
    const char *name;
    TamboSyntaxKind kind;
  } names[] = {
    { "this", TAMBO_SYNTAX_THIS },
    { "index", TAMBO_SYNTAX_INDEX },
    { "total", TAMBO_SYNTAX_TOTAL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (parser->lexer.text->str, names[i].name) == 0)
      {
        g_autoptr (TamboSyntax) node = tambo_syntax_new (names[i].kind);

        if (!finish (parser, node, error) || !tambo_lexer_advance (&parser->lexer, error))
          return NULL;
        return g_steal_pointer (&node);
      }

  fail (parser, "there is no such $name", error);
  return NULL;
}

static TamboSyntax *
parse_parenthesis (Parser *parser, GError **error)
{
  g_autoptr (TamboSyntax) node = NULL;

  if (!tambo_lexer_advance (&parser->lexer, error))
    return NULL;
  node = parse_binary (parser, 0, error);
  if (node == NULL || !expect (parser, ")", error))
    return NULL;

  return g_steal_pointer (&node);
}

static TamboSyntax *
parse_empty (Parser *parser, GError **error)
{
  if (!tambo_lexer_advance (&parser->lexer, error))
    return NULL;
  if (!tambo_lexer_is_sign (&parser->lexer, "}"))
    {
      fail (parser, "“}” is missing", error);
      return NULL;
    }

  return take_literal (parser, tambo_collection_new (), error);
}

static TamboSyntax *
parse_variable (Parser *parser, GError **error)
{
  g_autoptr (TamboSyntax) node = tambo_syntax_new (TAMBO_SYNTAX_VARIABLE);

  node->name = g_strdup (parser->lexer.text->str);
  if (!finish (parser, node, error) || !tambo_lexer_advance (&parser->lexer, error))
    return NULL;

  return g_steal_pointer (&node);
}

static TamboSyntax *
parse_term (Parser *parser, GError **error)
{
  const char *text = parser->lexer.text->str;

  switch (parser->lexer.kind)
    {
    case TAMBO_TOKEN_NUMBER:
      return parse_number (parser, error);

    case TAMBO_TOKEN_STRING:
      return take_literal (parser, tambo_collection_new_text (TAMBO_VALUE_STRING, text), error);

    case TAMBO_TOKEN_DATE:
      return take_literal (parser,
                           tambo_collection_new_text (parser->lexer.date_kind, text),
                           error);

    case TAMBO_TOKEN_VARIABLE:
      return parse_variable (parser, error);

    case TAMBO_TOKEN_DOLLAR:
      return parse_dollar (parser, error);

    case TAMBO_TOKEN_NAME:
      if (strcmp (text, "true") == 0 || strcmp (text, "false") == 0)
        return take_literal (parser, tambo_collection_new_boolean (text[0] == 't'), error);
      return parse_member (parser, NULL, error);

    case TAMBO_TOKEN_QUOTED_NAME:
      return parse_member (parser, NULL, error);

    case TAMBO_TOKEN_SIGN:
      if (strcmp (text, "(") == 0)
        return parse_parenthesis (parser, error);
      if (strcmp (text, "{") == 0)
        return parse_empty (parser, error);
      break;

    case TAMBO_TOKEN_END:
    default:
      break;
    }

  fail (parser, "a value is missing", error);
  return NULL;
}

static TamboSyntax *
parse_indexer (Parser *parser, TamboSyntax *target, GError **error)
{
  g_autoptr (TamboSyntax) node = tambo_syntax_new (TAMBO_SYNTAX_INDEXER);

  node->left = target;
  node->right = parse_binary (parser, 0, error);
  if (node->right == NULL || !expect (parser, "]", error) || !finish (parser, node, error))
    return NULL;

  return g_steal_pointer (&node);
}

static TamboSyntax *
parse_path (Parser *parser, GError **error)
{
  g_autoptr (TamboSyntax) node = parse_term (parser, error);

  while (node != NULL)
    {
      gboolean dot = tambo_lexer_is_sign (&parser->lexer, ".");

      if (!dot && !tambo_lexer_is_sign (&parser->lexer, "["))
        break;
      if (!tambo_lexer_advance (&parser->lexer, error))
        return NULL;
      if (dot)
        node = parse_member (parser, g_steal_pointer (&node), error);
      else
        node = parse_indexer (parser, g_steal_pointer (&node), error);
    }

  return g_steal_pointer (&node);
}

static TamboSyntax *
parse_unary (Parser *parser, GError **error)
{
  g_autoptr (TamboSyntax) node = NULL;
  gboolean minus = tambo_lexer_is_sign (&parser->lexer, "-");

  if (!minus && !tambo_lexer_is_sign (&parser->lexer, "+"))
    return parse_path (parser, error);
  if (!tambo_lexer_advance (&parser->lexer, error))
    return NULL;
  if (!minus)
    return parse_path (parser, error);

  node = tambo_syntax_new (TAMBO_SYNTAX_NEGATE);
  node->left = parse_path (parser, error);
  if (node->left == NULL || !finish (parser, node, error))
    return NULL;

  return g_steal_pointer (&node);
}

/* The operator at this place, if there is one that binds more tightly than @precedence. */
static gboolean
peek_operator (Parser *parser, guint precedence, TamboOperator *out_operation)
{
  if (parser->lexer.kind != TAMBO_TOKEN_SIGN && parser->lexer.kind != TAMBO_TOKEN_NAME)
    return FALSE;

  return tambo_syntax_find_operator (parser->lexer.text->str, out_operation) &&
         tambo_syntax_get_precedence (*out_operation) > precedence;
}

static gboolean
parse_right (Parser *parser, TamboSyntax *node, GError **error)
{
  if (node->operation == TAMBO_OPERATOR_IS || node->operation == TAMBO_OPERATOR_AS)
    {
      node->kind = TAMBO_SYNTAX_TYPE;
      node->name = parse_type_name (parser, error);
      return node->name != NULL;
    }

  node->right = parse_binary (parser, tambo_syntax_get_precedence (node->operation), error);
  return node->right != NULL;
}

static TamboSyntax *
parse_binary (Parser *parser, guint precedence, GError **error)
{
  g_autoptr (TamboSyntax) node = NULL;
  TamboOperator operation;

  if (++parser->depth > TAMBO_SYNTAX_MAX_DEPTH)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_LIMIT, "The expression is too deep");
      return NULL;
    }

  node = parse_unary (parser, error);
  while (node != NULL && peek_operator (parser, precedence, &operation))
    {
      g_autoptr (TamboSyntax) binary = tambo_syntax_new (TAMBO_SYNTAX_BINARY);

      binary->operation = operation;
      binary->left = g_steal_pointer (&node);
      if (!tambo_lexer_advance (&parser->lexer, error) || !parse_right (parser, binary, error) ||
          !finish (parser, binary, error))
        return NULL;
      node = g_steal_pointer (&binary);
    }
  parser->depth--;

  return g_steal_pointer (&node);
}

TamboSyntax *
tambo_parser_parse (const char *source, GError **error)
{
  g_autoptr (TamboSyntax) node = NULL;
  Parser parser = { 0 };

  if (strlen (source) > TAMBO_SYNTAX_MAX_SOURCE)
    {
      g_set_error (error, TAMBO_ERROR, TAMBO_ERROR_EXPRESSION_LIMIT, "The expression is too long");
      return NULL;
    }

  tambo_lexer_init (&parser.lexer, source);
  if (tambo_lexer_advance (&parser.lexer, error))
    node = parse_binary (&parser, 0, error);
  if (node != NULL && parser.lexer.kind != TAMBO_TOKEN_END)
    {
      fail (&parser, "something is left over", error);
      g_clear_pointer (&node, tambo_syntax_free);
    }
  tambo_lexer_clear (&parser.lexer);

  return g_steal_pointer (&node);
}

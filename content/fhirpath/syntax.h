/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/value.h"

G_BEGIN_DECLS

/* What an expression is made of. Private to content/fhirpath. */

typedef enum
{
  TAMBO_SYNTAX_LITERAL,
  TAMBO_SYNTAX_VARIABLE, /* %name */
  TAMBO_SYNTAX_THIS,
  TAMBO_SYNTAX_INDEX,
  TAMBO_SYNTAX_TOTAL,
  TAMBO_SYNTAX_MEMBER,  /* [a.]name */
  TAMBO_SYNTAX_CALL,    /* [a.]name (arguments) */
  TAMBO_SYNTAX_INDEXER, /* a[b] */
  TAMBO_SYNTAX_NEGATE,  /* -a */
  TAMBO_SYNTAX_BINARY,  /* a operator b */
  TAMBO_SYNTAX_TYPE,    /* a is name, a as name */
} TamboSyntaxKind;

/* In the order of the table in syntax.c. */
typedef enum
{
  TAMBO_OPERATOR_IMPLIES,
  TAMBO_OPERATOR_OR,
  TAMBO_OPERATOR_XOR,
  TAMBO_OPERATOR_AND,
  TAMBO_OPERATOR_IN,
  TAMBO_OPERATOR_CONTAINS,
  TAMBO_OPERATOR_EQUAL,
  TAMBO_OPERATOR_NOT_EQUAL,
  TAMBO_OPERATOR_EQUIVALENT,
  TAMBO_OPERATOR_NOT_EQUIVALENT,
  TAMBO_OPERATOR_LESS,
  TAMBO_OPERATOR_LESS_OR_EQUAL,
  TAMBO_OPERATOR_GREATER,
  TAMBO_OPERATOR_GREATER_OR_EQUAL,
  TAMBO_OPERATOR_UNION,
  TAMBO_OPERATOR_IS,
  TAMBO_OPERATOR_AS,
  TAMBO_OPERATOR_ADD,
  TAMBO_OPERATOR_SUBTRACT,
  TAMBO_OPERATOR_JOIN,
  TAMBO_OPERATOR_MULTIPLY,
  TAMBO_OPERATOR_DIVIDE,
  TAMBO_OPERATOR_WHOLE_DIVIDE,
  TAMBO_OPERATOR_MODULO,
} TamboOperator;

typedef struct _TamboSyntax TamboSyntax;
typedef struct _TamboFunction TamboFunction;

struct _TamboSyntax
{
  TamboSyntaxKind kind;
  TamboOperator operation;
  guint depth;
  char *name;                    /* (owned) (nullable) */
  TamboCollection *literal;      /* (owned) (nullable) */
  const TamboFunction *function; /* (unowned) (nullable): of a call */
  TamboSyntax *left;             /* (owned) (nullable): the target of a path, an operand */
  TamboSyntax *right;            /* (owned) (nullable) */
  GPtrArray *arguments;          /* (owned) (nullable) (element-type TamboSyntax) */
};

#define TAMBO_SYNTAX_MAX_DEPTH 200
#define TAMBO_SYNTAX_MAX_NODES 4096
#define TAMBO_SYNTAX_MAX_SOURCE (16 * 1024)

TamboSyntax *tambo_syntax_new (TamboSyntaxKind kind);
void tambo_syntax_free (TamboSyntax *self);
gboolean tambo_syntax_find_operator (const char *word, TamboOperator *out_operation);
guint tambo_syntax_get_precedence (TamboOperator operation);
const char *tambo_syntax_get_word (TamboOperator operation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboSyntax, tambo_syntax_free)

G_END_DECLS

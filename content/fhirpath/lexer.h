/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/value.h"

G_BEGIN_DECLS

/* The words of an expression. Private to content/fhirpath. */

typedef enum
{
  TAMBO_TOKEN_END,
  TAMBO_TOKEN_NUMBER,
  TAMBO_TOKEN_STRING,
  TAMBO_TOKEN_DATE, /* with kind: a date, a time or both */
  TAMBO_TOKEN_NAME,
  TAMBO_TOKEN_QUOTED_NAME, /* never a keyword */
  TAMBO_TOKEN_VARIABLE,
  TAMBO_TOKEN_DOLLAR, /* $this, $index, $total */
  TAMBO_TOKEN_SIGN,
} TamboTokenKind;

typedef struct
{
  const char *next;   /* (unowned): what is left to read */
  const char *source; /* (unowned) */
  TamboTokenKind kind;
  TamboValueKind date_kind;
  GString *text; /* (owned): of the token just read */
} TamboLexer;

void tambo_lexer_init (TamboLexer *self, const char *source);
void tambo_lexer_clear (TamboLexer *self);
gboolean tambo_lexer_advance (TamboLexer *self, GError **error);
gboolean tambo_lexer_is_sign (TamboLexer *self, const char *sign);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/decimal.h"
#include "content/fhirpath/element.h"

G_BEGIN_DECLS

typedef enum
{
  TAMBO_FORM_ANSWER_BOOLEAN,
  TAMBO_FORM_ANSWER_INTEGER,
  TAMBO_FORM_ANSWER_DECIMAL,
  TAMBO_FORM_ANSWER_STRING,
  TAMBO_FORM_ANSWER_CODING,
} TamboFormAnswerKind;

/**
 * TamboFormAnswer:
 * @kind: which of the fields count
 * @number: of a boolean (0 or 1), an integer or a decimal
 * @text: (owned) (nullable): a string, or the code of a coding
 * @system: (owned) (nullable): of a coding
 *
 * One value given to a question, compared with, or offered.
 */
typedef struct
{
  TamboFormAnswerKind kind;
  TamboDecimal number;
  char *text;
  char *system;
} TamboFormAnswer;

void tambo_form_answer_copy (const TamboFormAnswer *answer, TamboFormAnswer *out_copy);
void tambo_form_answer_clear (TamboFormAnswer *answer);
gboolean tambo_form_answer_equals (const TamboFormAnswer *a, const TamboFormAnswer *b);
gboolean tambo_form_answer_compare (const TamboFormAnswer *a,
                                    const TamboFormAnswer *b,
                                    int *out_order);
gboolean tambo_form_answer_read (TamboElement *element, TamboFormAnswer *out_answer);
TamboElement *tambo_form_answer_to_element (const TamboFormAnswer *answer, const char *weight);

GArray *tambo_form_answers_new (void);
void tambo_form_answers_add (GArray *answers, const TamboFormAnswer *answer);
gboolean tambo_form_answers_equal (GArray *a, GArray *b);

G_END_DECLS

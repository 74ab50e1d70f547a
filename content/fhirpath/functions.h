/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/evaluation.h"

G_BEGIN_DECLS

/* Private to content/fhirpath. */

typedef TamboCollection *(*TamboFunctionRun) (TamboEvaluation *evaluation,
                                              TamboSyntax *call,
                                              TamboCollection *input,
                                              GError **error);

struct _TamboFunction
{
  const char *name;
  guint min_arguments;
  guint max_arguments;
  TamboFunctionRun run;
};

const TamboFunction *tambo_function_find (const char *name);

/* Each file of functions ends its table with a %NULL name. */
extern const TamboFunction tambo_collection_functions[];
extern const TamboFunction tambo_conversion_functions[];
extern const TamboFunction tambo_set_functions[];
extern const TamboFunction tambo_text_functions[];
extern const TamboFunction tambo_number_functions[];

G_END_DECLS

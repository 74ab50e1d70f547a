/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/functions.h"

#include <string.h>

/* Returns: (nullable): %NULL for what this evaluator does not know */
const TamboFunction *
tambo_function_find (const char *name)
{
  static const TamboFunction *const tables[] = { tambo_collection_functions,
                                                 tambo_conversion_functions,
                                                 tambo_set_functions,
                                                 tambo_text_functions,
                                                 tambo_number_functions };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const TamboFunction *function = tables[i]; function->name != NULL; function++)
      if (strcmp (function->name, name) == 0)
        return function;

  return NULL;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/evaluation.h"

G_BEGIN_DECLS

/* Private to content/fhirpath. */
TamboTruth tambo_value_equals (TamboEvaluation *evaluation,
                               const TamboValue *left,
                               const TamboValue *right);
gboolean tambo_value_is_equivalent (TamboEvaluation *evaluation,
                                    const TamboValue *left,
                                    const TamboValue *right);
gboolean tambo_value_compare (const TamboValue *left,
                              const TamboValue *right,
                              gboolean *out_is_known,
                              int *out_order);
gboolean tambo_collection_contains_value (TamboEvaluation *evaluation,
                                          TamboCollection *list,
                                          const TamboValue *value);
TamboTruth tambo_collection_equals (TamboEvaluation *evaluation,
                                    TamboCollection *left,
                                    TamboCollection *right);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/evaluation.h"

G_BEGIN_DECLS

/* Private to content/fhirpath. */
TamboCollection *tambo_operator_run (TamboEvaluation *evaluation,
                                     TamboOperator operation,
                                     TamboCollection *left,
                                     TamboCollection *right,
                                     GError **error);
G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/scope.h"
#include "content/fhirpath/value.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_EXPRESSION (tambo_expression_get_type ())

typedef struct _TamboExpression TamboExpression;

GType tambo_expression_get_type (void);

TamboExpression *tambo_expression_new (const char *source, GError **error);
TamboExpression *tambo_expression_ref (TamboExpression *self);
void tambo_expression_unref (TamboExpression *self);

const char *tambo_expression_get_source (TamboExpression *self);
GPtrArray *tambo_expression_list_variables (TamboExpression *self);
GPtrArray *tambo_expression_list_strings (TamboExpression *self);

TamboCollection *tambo_expression_evaluate (TamboExpression *self,
                                            TamboElement *focus,
                                            TamboScope *scope,
                                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboExpression, tambo_expression_unref)

G_END_DECLS

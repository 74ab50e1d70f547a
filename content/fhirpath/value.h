/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/decimal.h"
#include "content/fhirpath/element.h"

G_BEGIN_DECLS

typedef enum
{
  TAMBO_VALUE_BOOLEAN,
  TAMBO_VALUE_INTEGER,
  TAMBO_VALUE_DECIMAL,
  TAMBO_VALUE_STRING,
  TAMBO_VALUE_DATE,
  TAMBO_VALUE_DATE_TIME,
  TAMBO_VALUE_TIME,
  TAMBO_VALUE_QUANTITY,
  TAMBO_VALUE_ELEMENT,
} TamboValueKind;

/**
 * TamboValue:
 * @kind: which of the fields count
 * @number: of a boolean (0 or 1), an integer, a decimal or a quantity
 * @text: (owned) (nullable): of a string, a date or time (ISO 8601, as precise as it was written),
 *   or the unit of a quantity; a #GRefString
 * @element: (owned) (nullable): a node of the tree
 *
 * One thing in a collection.
 */
typedef struct
{
  TamboValueKind kind;
  TamboDecimal number;
  char *text;
  TamboElement *element;
} TamboValue;

void tambo_value_copy (const TamboValue *value, TamboValue *out_copy);
void tambo_value_clear (TamboValue *value);
void tambo_value_unwrap (const TamboValue *value, TamboValue *out_value);
char *tambo_value_to_string (const TamboValue *value);

typedef struct _TamboCollection TamboCollection;

TamboCollection *tambo_collection_new (void);
TamboCollection *tambo_collection_new_element (TamboElement *element);
TamboCollection *tambo_collection_new_boolean (gboolean value);
TamboCollection *tambo_collection_new_integer (gint64 value);
TamboCollection *tambo_collection_new_decimal (TamboDecimal value);
TamboCollection *tambo_collection_new_text (TamboValueKind kind, const char *text);
TamboCollection *tambo_collection_ref (TamboCollection *self);
void tambo_collection_unref (TamboCollection *self);

guint tambo_collection_get_size (TamboCollection *self);
const TamboValue *tambo_collection_get (TamboCollection *self, guint position);
void tambo_collection_append (TamboCollection *self, const TamboValue *value);
void tambo_collection_append_element (TamboCollection *self, TamboElement *element);
gboolean tambo_collection_is_true (TamboCollection *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboCollection, tambo_collection_unref)

G_END_DECLS

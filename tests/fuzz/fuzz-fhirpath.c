/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/fhirpath/expression.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char response[] =
    "{\"resourceType\":\"QuestionnaireResponse\",\"item\":[{\"linkId\":\"a\",\"answer\":[{\"valueInteger\":3}]},"
    "{\"linkId\":\"b\",\"answer\":[{\"valueCoding\":{\"code\":\"x\"}}],\"item\":[{\"linkId\":\"c\"}]},"
    "{\"linkId\":\"d\",\"answer\":[{\"valueDecimal\":1.10},{\"valueDate\":\"2020-02-29\"}]}]}";

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *source = g_strndup ((const char *) data, size);
  g_autoptr (TamboExpression) expression = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (response, strlen (response));
  g_autoptr (TamboJson) json = NULL;
  g_autoptr (TamboElement) resource = NULL;
  g_autoptr (TamboCollection) result = NULL;
  g_autoptr (TamboScope) scope = NULL;
  g_autoptr (GDateTime) now = NULL;

  if (!g_utf8_validate (source, -1, NULL))
    return 0;
  expression = tambo_expression_new (source, NULL);
  if (expression == NULL)
    return 0;

  json = tambo_json_parse (bytes, 4096, NULL);
  resource = tambo_element_new_from_json ("QuestionnaireResponse",
                                          json,
                                          tambo_json_get_root (json));
  now = g_date_time_new_utc (2026, 11, 22, 10, 0, 0);
  scope = tambo_scope_new (resource, now);
  result = tambo_expression_evaluate (expression, resource, scope, NULL);

  return 0;
}

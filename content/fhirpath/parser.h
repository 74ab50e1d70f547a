/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/syntax.h"

G_BEGIN_DECLS

/* Private to content/fhirpath. */
TamboSyntax *tambo_parser_parse (const char *source, GError **error);

G_END_DECLS

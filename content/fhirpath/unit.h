/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/fhirpath/decimal.h"

G_BEGIN_DECLS

/* Units of quantities. Private to content/fhirpath. */
gboolean tambo_unit_is_calendar (const char *unit);
gboolean tambo_unit_convert (TamboDecimal number,
                             const char *from,
                             const char *to,
                             TamboDecimal *out_number);

G_END_DECLS

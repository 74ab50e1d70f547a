/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/findings.h"

G_BEGIN_DECLS

void tambo_form_check (GBytes *bytes,
                       const char *name,
                       const char *const *languages,
                       TamboFindings *findings);

G_END_DECLS

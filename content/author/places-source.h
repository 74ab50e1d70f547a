/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/findings.h"

G_BEGIN_DECLS

GBytes *tambo_places_source_convert (GBytes *bytes,
                                     const char *name,
                                     const char *const *languages,
                                     GError **error);

GBytes *tambo_places_source_read (GBytes *bytes,
                                  const char *name,
                                  const char *const *languages,
                                  TamboFindings *findings);

G_END_DECLS

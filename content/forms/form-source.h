/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/base/texts.h"
#include "content/fhirpath/element.h"

G_BEGIN_DECLS

/* Readers of what FHIR writes, as lenient as real forms need. Private to content/forms. */

const char *tambo_form_source_get_text (TamboElement *element, const char *name);
gboolean tambo_form_source_get_flag (TamboElement *element, const char *name);
TamboElement *tambo_form_source_find_extension (TamboElement *element, const char *name);
TamboElement *tambo_form_source_find_value (TamboElement *element, const char *name);
const char *tambo_form_source_get_extension_text (TamboElement *element, const char *name);
gboolean tambo_form_source_is_extension (TamboElement *element, const char *name);
gboolean tambo_form_source_get_texts (TamboElement *element,
                                      const char *name,
                                      const char *language,
                                      TamboTexts **out_texts,
                                      GError **error);

G_END_DECLS

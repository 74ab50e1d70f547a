/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/coverage.h"

G_BEGIN_DECLS

/* What `tambo-pack check` says: what there is in each language, what a shelter would miss, and all
 * that is wrong. @source and @coverage are %NULL if pack.ini could not be read so far. */
void tambo_check_report_print (TamboPackSource *source,
                               TamboCoverage *coverage,
                               TamboFindings *findings);
void tambo_check_report_print_json (TamboPackSource *source,
                                    TamboCoverage *coverage,
                                    TamboFindings *findings);
void tambo_check_report_print_findings (TamboFindings *findings);
gboolean tambo_check_report_to_error (TamboFindings *findings, GError **error);

G_END_DECLS

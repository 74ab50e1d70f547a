/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/pack-source.h"

G_BEGIN_DECLS

typedef enum
{
  TAMBO_COVERAGE_TEXT,      /* sentences, questions, pages, names that can be read */
  TAMBO_COVERAGE_VOICE,     /* scenes and pages that a person recorded */
  TAMBO_COVERAGE_SUBTITLES, /* lines of films */
  TAMBO_COVERAGE_PICTURES,  /* scenes and pages that have a drawing */
} TamboCoverageKind;

#define TAMBO_N_COVERAGE_KINDS (TAMBO_COVERAGE_PICTURES + 1)

typedef struct
{
  guint n_there;
  guint n_all;
} TamboCount;

#define TAMBO_TYPE_COVERAGE (tambo_coverage_get_type ())
G_DECLARE_FINAL_TYPE (TamboCoverage, tambo_coverage, TAMBO, COVERAGE, GObject)

TamboCoverage *tambo_coverage_new (TamboPackSource *source, TamboFindings *findings);

TamboCount tambo_coverage_count (TamboCoverage *self, const char *language, TamboCoverageKind kind);
gboolean tambo_coverage_is_unvoiced (TamboCoverage *self, const char *language);

G_END_DECLS

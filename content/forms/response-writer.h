/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/forms/form-engine.h"

G_BEGIN_DECLS

/* What goes into a QuestionnaireResponse. Private to content/forms. */
typedef struct
{
  TamboQuestionnaire *questionnaire; /* (unowned) */
  TamboFormEngine *engine;           /* (unowned) */
  const char *language;              /* (unowned) */
  const char *const *asked_in;       /* (unowned): by position; %NULL where nobody answered */
  const char *pack_digest;           /* (unowned) (nullable) */
  GDateTime *now;                    /* (unowned) */
  gboolean is_complete;
} TamboResponseWriter;

GBytes *tambo_response_writer_write (const TamboResponseWriter *self);

G_END_DECLS

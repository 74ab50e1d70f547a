/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TAMBO_SCREENING_START,
  TAMBO_SCREENING_QUESTION,
  TAMBO_SCREENING_CONFIRM, /* an answer is shown for a moment, and can be taken back */
  TAMBO_SCREENING_HELP,
  TAMBO_SCREENING_REVIEW,
  TAMBO_SCREENING_RESULT,
} TamboScreeningState;

typedef enum
{
  TAMBO_SCREENING_EVENT_BEGIN,
  TAMBO_SCREENING_EVENT_CHOOSE, /* one answer is all there is to give */
  TAMBO_SCREENING_EVENT_UNDO,
  TAMBO_SCREENING_EVENT_ALERT,
  TAMBO_SCREENING_EVENT_NEXT,
  TAMBO_SCREENING_EVENT_REVIEW, /* time to look back */
  TAMBO_SCREENING_EVENT_CHANGE, /* back to a question, from the review */
  TAMBO_SCREENING_EVENT_FINISH,
  TAMBO_SCREENING_EVENT_RESTART,
} TamboScreeningEvent;

gboolean tambo_screening_move (TamboScreeningState *state, TamboScreeningEvent event);

G_END_DECLS

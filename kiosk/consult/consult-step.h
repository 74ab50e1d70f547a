/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The way through a consult. Pure: what is known comes in as an argument. */

typedef enum
{
  TAMBO_CONSULT_STEP_CLOSED, /* nothing can be sealed now */
  TAMBO_CONSULT_STEP_CHECK,  /* take the check's answers along? */
  TAMBO_CONSULT_STEP_TEXT,   /* the person's own words */
  TAMBO_CONSULT_STEP_CLINIC, /* to whom */
  TAMBO_CONSULT_STEP_CONSENT,
  TAMBO_CONSULT_STEP_CODE,    /* to be written down before anything is sent */
  TAMBO_CONSULT_STEP_SENDING, /* until the daemon has it on its disk */
  TAMBO_CONSULT_STEP_SENT,
  TAMBO_CONSULT_STEP_FAILED,
} TamboConsultStep;

#define TAMBO_N_CONSULT_STEPS (TAMBO_CONSULT_STEP_FAILED + 1)

/**
 * TamboConsultFacts:
 * @has_check: a check was done in this session
 * @has_content: there are words, or answers that go along
 * @n_clinics: that a request can be sealed to today
 */
typedef struct
{
  gboolean has_check;
  gboolean has_content;
  guint n_clinics;
} TamboConsultFacts;

TamboConsultStep tambo_consult_step_get_first (const TamboConsultFacts *facts);
gboolean tambo_consult_step_get_next (TamboConsultStep step,
                                      const TamboConsultFacts *facts,
                                      TamboConsultStep *out_next);
gboolean tambo_consult_step_get_previous (TamboConsultStep step,
                                          const TamboConsultFacts *facts,
                                          TamboConsultStep *out_previous);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/consult/consult-step.h"

/* The questions in their order; what comes after the code is decided by what happens. */
static const TamboConsultStep questions[] = {
  TAMBO_CONSULT_STEP_CHECK,   TAMBO_CONSULT_STEP_TEXT, TAMBO_CONSULT_STEP_CLINIC,
  TAMBO_CONSULT_STEP_CONSENT, TAMBO_CONSULT_STEP_CODE,
};

static gboolean
is_asked (TamboConsultStep step, const TamboConsultFacts *facts)
{
  if (step == TAMBO_CONSULT_STEP_CHECK)
    return facts->has_check;
  if (step == TAMBO_CONSULT_STEP_CLINIC)
    return facts->n_clinics > 1;

  return TRUE;
}

static gboolean
find (TamboConsultStep step, guint *out_index)
{
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    if (questions[i] == step)
      {
        *out_index = i;
        return TRUE;
      }

  return FALSE;
}

TamboConsultStep
tambo_consult_step_get_first (const TamboConsultFacts *facts)
{
  g_return_val_if_fail (facts != NULL, TAMBO_CONSULT_STEP_CLOSED);

  if (facts->n_clinics == 0)
    return TAMBO_CONSULT_STEP_CLOSED;

  return facts->has_check ? TAMBO_CONSULT_STEP_CHECK : TAMBO_CONSULT_STEP_TEXT;
}

/* FALSE where the person cannot go on by themselves: at the end, or with nothing to send. */
gboolean
tambo_consult_step_get_next (TamboConsultStep step,
                             const TamboConsultFacts *facts,
                             TamboConsultStep *out_next)
{
  guint index;

  g_return_val_if_fail (facts != NULL, FALSE);
  g_return_val_if_fail (out_next != NULL, FALSE);

  if (!find (step, &index) || (step == TAMBO_CONSULT_STEP_TEXT && !facts->has_content))
    return FALSE;

  for (guint i = index + 1; i < G_N_ELEMENTS (questions); i++)
    if (is_asked (questions[i], facts))
      {
        *out_next = questions[i];
        return TRUE;
      }

  return FALSE;
}

/* FALSE where Back leaves the consult: at its first question, and once it is on its way. */
gboolean
tambo_consult_step_get_previous (TamboConsultStep step,
                                 const TamboConsultFacts *facts,
                                 TamboConsultStep *out_previous)
{
  guint index;

  g_return_val_if_fail (facts != NULL, FALSE);
  g_return_val_if_fail (out_previous != NULL, FALSE);

  /* Nothing was sent: the same code is shown again. */
  if (step == TAMBO_CONSULT_STEP_FAILED)
    {
      *out_previous = TAMBO_CONSULT_STEP_CODE;
      return TRUE;
    }

  if (!find (step, &index))
    return FALSE;

  for (guint i = index; i > 0; i--)
    if (is_asked (questions[i - 1], facts))
      {
        *out_previous = questions[i - 1];
        return TRUE;
      }

  return FALSE;
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/consult/consult-step.h"

/* The steps that a person walks, for what is known. */
static const struct
{
  const char *name;
  TamboConsultFacts facts;
  TamboConsultStep steps[6]; /* ends with the code */
} walks[] = {
  { "words-to-one-clinic",
    { FALSE, TRUE, 1 },
    { TAMBO_CONSULT_STEP_TEXT, TAMBO_CONSULT_STEP_CONSENT, TAMBO_CONSULT_STEP_CODE } },
  { "answers-to-one-clinic",
    { TRUE, TRUE, 1 },
    { TAMBO_CONSULT_STEP_CHECK,
      TAMBO_CONSULT_STEP_TEXT,
      TAMBO_CONSULT_STEP_CONSENT,
      TAMBO_CONSULT_STEP_CODE } },
  { "answers-to-one-of-several",
    { TRUE, TRUE, 2 },
    { TAMBO_CONSULT_STEP_CHECK,
      TAMBO_CONSULT_STEP_TEXT,
      TAMBO_CONSULT_STEP_CLINIC,
      TAMBO_CONSULT_STEP_CONSENT,
      TAMBO_CONSULT_STEP_CODE } },
};

static void
test_walk (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (walks); i++)
    {
      const TamboConsultFacts *facts = &walks[i].facts;
      TamboConsultStep step = tambo_consult_step_get_first (facts);
      TamboConsultStep other = step;
      guint n = 0;

      g_test_message ("%s", walks[i].name);
      g_assert_cmpint (step, ==, walks[i].steps[0]);
      g_assert_false (tambo_consult_step_get_previous (step, facts, &other));

      while (tambo_consult_step_get_next (step, facts, &other))
        {
          TamboConsultStep back = other;

          n++;
          g_assert_cmpint (other, ==, walks[i].steps[n]);
          g_assert_true (tambo_consult_step_get_previous (other, facts, &back));
          g_assert_cmpint (back, ==, step);
          step = other;
        }
      g_assert_cmpint (step, ==, TAMBO_CONSULT_STEP_CODE);
    }
}

static void
test_nothing_to_send (void)
{
  const TamboConsultFacts facts = { FALSE, FALSE, 1 };
  TamboConsultStep next;

  g_assert_false (tambo_consult_step_get_next (TAMBO_CONSULT_STEP_TEXT, &facts, &next));
}

static void
test_no_clinic (void)
{
  const TamboConsultFacts facts = { TRUE, TRUE, 0 };

  g_assert_cmpint (tambo_consult_step_get_first (&facts), ==, TAMBO_CONSULT_STEP_CLOSED);
}

static void
test_sent_is_sent (void)
{
  const TamboConsultFacts facts = { TRUE, TRUE, 1 };
  TamboConsultStep step;

  g_assert_false (tambo_consult_step_get_previous (TAMBO_CONSULT_STEP_SENT, &facts, &step));
  g_assert_false (tambo_consult_step_get_previous (TAMBO_CONSULT_STEP_SENDING, &facts, &step));
  g_assert_true (tambo_consult_step_get_previous (TAMBO_CONSULT_STEP_FAILED, &facts, &step));
  g_assert_cmpint (step, ==, TAMBO_CONSULT_STEP_CODE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kiosk/consult-step/walk", test_walk);
  g_test_add_func ("/kiosk/consult-step/nothing-to-send", test_nothing_to_send);
  g_test_add_func ("/kiosk/consult-step/no-clinic", test_no_clinic);
  g_test_add_func ("/kiosk/consult-step/sent-is-sent", test_sent_is_sent);

  return g_test_run ();
}

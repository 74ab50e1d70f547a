/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/checks.h"

#define NO_DANGER "drowsy=no drink=no blood=no "
#define GROWN "who=self " NO_DANGER
#define NO_SIGNS " restless=no eyes=no thirst=no skin=no"

static const TamboTestCase dehydration[] = {
  { "nothing", GROWN "loose=no" NO_SIGNS, TAMBO_FORM_BAND_SELF_CARE, "" },
  { "diarrhoea-alone", GROWN "loose=yes days=3" NO_SIGNS, TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "thirteen-days", GROWN "loose=yes days=13" NO_SIGNS, TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "fourteen-days", GROWN "loose=yes days=14" NO_SIGNS, TAMBO_FORM_BAND_SOON, "" },
  { "eastern-digits", GROWN "loose=yes days=١٤" NO_SIGNS, TAMBO_FORM_BAND_SOON, "" },
  { "days-declined-count-as-long", GROWN "loose=yes days=skip" NO_SIGNS, TAMBO_FORM_BAND_SOON, "" },
  { "one-sign",
    GROWN "loose=yes days=2 restless=no eyes=no thirst=yes skin=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "two-signs",
    GROWN "loose=yes days=2 restless=no eyes=yes thirst=yes skin=no",
    TAMBO_FORM_BAND_SAME_DAY,
    "" },
  { "restless-and-slow-skin",
    GROWN "loose=yes days=2 restless=yes eyes=no thirst=no skin=yes",
    TAMBO_FORM_BAND_SAME_DAY,
    "" },
  { "all-four-without-diarrhoea",
    GROWN "loose=no restless=yes eyes=yes thirst=yes skin=yes",
    TAMBO_FORM_BAND_SAME_DAY,
    "" },
  { "one-sign-and-one-declined-count-as-two",
    GROWN "loose=yes days=2 restless=no eyes=skip thirst=yes skin=no",
    TAMBO_FORM_BAND_SAME_DAY,
    "" },
  { "one-declined-counts-as-one",
    GROWN "loose=yes days=2 restless=no eyes=skip thirst=no skin=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "blood",
    "who=self drowsy=no drink=no blood=yes loose=no" NO_SIGNS,
    TAMBO_FORM_BAND_SAME_DAY,
    "blood" },
  { "drowsy",
    "who=adult drowsy=yes drink=no blood=no loose=yes days=1" NO_SIGNS,
    TAMBO_FORM_BAND_EMERGENCY,
    "drowsy" },
  { "cannot-drink",
    "who=self drowsy=no drink=yes blood=no loose=yes days=1" NO_SIGNS,
    TAMBO_FORM_BAND_EMERGENCY,
    "drink" },
  { "the-worst-counts",
    "who=self drowsy=no drink=yes blood=yes loose=yes days=20" NO_SIGNS,
    TAMBO_FORM_BAND_EMERGENCY,
    "drink blood" },
  { "danger-sign-declined",
    "who=self drowsy=skip drink=no blood=no loose=no" NO_SIGNS,
    TAMBO_FORM_BAND_SOON,
    "drowsy?" },
  { "very-young-with-diarrhoea",
    "who=child " NO_DANGER "young=yes loose=yes days=1" NO_SIGNS,
    TAMBO_FORM_BAND_SAME_DAY,
    "" },
  { "very-young-without",
    "who=child " NO_DANGER "young=yes loose=no" NO_SIGNS,
    TAMBO_FORM_BAND_SELF_CARE,
    "" },
  { "older-child",
    "who=child " NO_DANGER "young=no loose=yes days=1" NO_SIGNS,
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "" },
  { "age-declined-counts-as-very-young",
    "who=child " NO_DANGER "young=skip loose=yes days=1" NO_SIGNS,
    TAMBO_FORM_BAND_SAME_DAY,
    "" },
  { "child-then-self-forgets-the-age",
    "who=child " NO_DANGER "young=yes loose=yes days=1" NO_SIGNS " who=self",
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "" },
  { "danger-sign-taken-back",
    "who=self drowsy=yes drowsy=no drink=no blood=no loose=no" NO_SIGNS,
    TAMBO_FORM_BAND_SELF_CARE,
    "" },
};

static const TamboTestCheck checks[] = {
  { "water", "dehydration", dehydration, G_N_ELEMENTS (dehydration) },
  /* Its table is tests/content/test-cough.c. */
  { "cough", "cough", NULL, 0 },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  tambo_test_add_sample ("water");
  tambo_test_add_sample ("cough");
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    tambo_test_add_check (&checks[i]);

  return g_test_run ();
}

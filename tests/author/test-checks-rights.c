/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/checks.h"

static const TamboTestCase needs[] = {
  { "nothing", "sleep=yes food=yes law=yes school=yes work=yes", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "no-child", "sleep=yes food=yes law=yes school=none work=yes", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "nowhere-to-sleep",
    "sleep=no food=yes law=yes school=yes work=yes",
    TAMBO_FORM_BAND_SAME_DAY,
    "" },
  { "nowhere-to-sleep-comes-before-food",
    "sleep=no food=no law=no school=no work=no",
    TAMBO_FORM_BAND_SAME_DAY,
    "" },
  { "not-enough-food", "sleep=yes food=no law=no school=none work=no", TAMBO_FORM_BAND_SOON, "" },
  { "law", "sleep=yes food=yes law=no school=none work=yes", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "school", "sleep=yes food=yes law=yes school=no work=yes", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "work", "sleep=yes food=yes law=yes school=yes work=no", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "sleep-declined-is-not-yes",
    "sleep=skip food=yes law=yes school=yes work=yes",
    TAMBO_FORM_BAND_SAME_DAY,
    "" },
  { "food-declined-is-not-yes",
    "sleep=yes food=skip law=yes school=yes work=yes",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "law-declined-is-not-yes",
    "sleep=yes food=yes law=skip school=yes work=yes",
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "" },
  { "school-declined-is-not-yes",
    "sleep=yes food=yes law=yes school=skip work=yes",
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "" },
};

static const TamboTestCase food[] = {
  { "nothing", "thin=no today=yes worry=no less=no small=no", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "worry", "thin=no today=yes worry=some less=no small=no", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "worry-often-with-a-small-child",
    "thin=no today=yes worry=often less=no small=yes",
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "" },
  { "ate-less",
    "thin=no today=yes worry=some less=some small=no",
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "" },
  { "ate-less-with-a-small-child",
    "thin=no today=yes worry=some less=some small=yes",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "ate-less-often",
    "thin=no today=yes worry=often less=often small=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "nothing-today", "thin=no today=no worry=no less=no small=no", TAMBO_FORM_BAND_SOON, "" },
  { "thin", "thin=yes today=yes worry=no less=no small=no", TAMBO_FORM_BAND_SAME_DAY, "thin" },
  { "thin-declined",
    "thin=skip today=yes worry=no less=no small=no",
    TAMBO_FORM_BAND_SOON,
    "thin?" },
  { "today-declined", "thin=no today=skip worry=no less=no small=no", TAMBO_FORM_BAND_SOON, "" },
  { "worry-declined-is-not-no",
    "thin=no today=yes worry=skip less=no small=no",
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "" },
  { "less-declined-is-not-no",
    "thin=no today=yes worry=no less=skip small=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "small-declined-counts",
    "thin=no today=yes worry=no less=some small=skip",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "thin-taken-back",
    "thin=yes thin=no today=yes worry=no less=no small=no",
    TAMBO_FORM_BAND_SELF_CARE,
    "" },
};

static const TamboTestCase vaccines[] = {
  { "card-with-measles-and-polio",
    "who=self card=yes had=measles had=polio reaction=no ill=no",
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "" },
  { "card-without-polio",
    "who=self card=yes had=measles reaction=no ill=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "no-card",
    "who=child card=no had=measles had=polio reaction=no ill=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "none", "who=self card=yes had=none reaction=no ill=no", TAMBO_FORM_BAND_SOON, "" },
  { "nobody-knows",
    "who=adult card=unsure had=unsure reaction=no ill=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "unsure-after-all-forgets-the-rest",
    "who=self card=yes had=measles had=polio had=unsure reaction=no ill=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "card-declined",
    "who=self card=skip had=measles had=polio reaction=no ill=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "vaccines-declined",
    "who=self card=yes had=skip reaction=no ill=no",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "reaction-is-told-not-judged",
    "who=self card=yes had=measles had=polio reaction=yes ill=yes",
    TAMBO_FORM_BAND_SEE_SOMEONE,
    "" },
};

static const TamboTestCheck checks[] = {
  { "rights", "needs", needs, G_N_ELEMENTS (needs) },
  { "rights", "food", food, G_N_ELEMENTS (food) },
  { "rights", "vaccines", vaccines, G_N_ELEMENTS (vaccines) },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  tambo_test_add_sample ("rights");
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    tambo_test_add_check (&checks[i]);

  return g_test_run ();
}

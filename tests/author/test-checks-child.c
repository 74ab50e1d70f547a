/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/checks.h"

#define NO_DANGER "drink=no vomit=no fits=no sleepy=no chest=no neck=no "
#define NOT_TODAY "fever=no fast=no blood=no dry=no worse=no "
#define SMALL "age=small " NO_DANGER NOT_TODAY "long=no "
#define NEWBORN "age=new young=no " NO_DANGER NOT_TODAY "long=no "

static const TamboTestCase sick_child[] = {
  { "well", SMALL "mild=no", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "a-cold", SMALL "mild=yes", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "cold-declined", SMALL "mild=skip", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "two-weeks", SMALL "mild=yes long=yes", TAMBO_FORM_BAND_SOON, "" },
  { "two-weeks-declined", SMALL "mild=yes long=skip", TAMBO_FORM_BAND_SOON, "" },
  { "cannot-drink", SMALL "mild=no drink=yes", TAMBO_FORM_BAND_EMERGENCY, "drink" },
  { "vomits-everything", SMALL "mild=no vomit=yes", TAMBO_FORM_BAND_EMERGENCY, "vomit" },
  { "fits", SMALL "mild=no fits=yes", TAMBO_FORM_BAND_EMERGENCY, "fits" },
  { "sleepy", SMALL "mild=no sleepy=yes", TAMBO_FORM_BAND_EMERGENCY, "sleepy" },
  { "chest-sinks-in", SMALL "mild=no chest=yes", TAMBO_FORM_BAND_EMERGENCY, "chest" },
  { "stiff-neck", SMALL "mild=no neck=yes", TAMBO_FORM_BAND_EMERGENCY, "neck" },
  { "fever", SMALL "mild=yes fever=yes", TAMBO_FORM_BAND_SAME_DAY, "fever" },
  { "fast-breath", SMALL "mild=yes fast=yes", TAMBO_FORM_BAND_SAME_DAY, "fast" },
  { "blood-in-the-stool", SMALL "mild=yes blood=yes", TAMBO_FORM_BAND_SAME_DAY, "blood" },
  { "dry", SMALL "mild=yes dry=yes", TAMBO_FORM_BAND_SAME_DAY, "dry" },
  { "getting-worse", SMALL "mild=yes worse=yes", TAMBO_FORM_BAND_SAME_DAY, "worse" },
  { "the-worst-counts",
    SMALL "mild=yes fever=yes fits=yes",
    TAMBO_FORM_BAND_EMERGENCY,
    "fever fits" },
  { "danger-sign-declined", SMALL "mild=no sleepy=skip", TAMBO_FORM_BAND_SOON, "sleepy?" },
  { "fever-declined", SMALL "mild=no fever=skip", TAMBO_FORM_BAND_SOON, "fever?" },
  { "newborn-well", NEWBORN "mild=no", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "newborn-hot-or-cold", NEWBORN "mild=no young=yes", TAMBO_FORM_BAND_EMERGENCY, "young" },
  { "newborn-declined", NEWBORN "mild=no young=skip", TAMBO_FORM_BAND_SOON, "young?" },
  { "age-declined-asks-of-a-newborn-too",
    "age=skip young=yes " NO_DANGER NOT_TODAY "long=no mild=no",
    TAMBO_FORM_BAND_EMERGENCY,
    "young" },
  { "older-after-all-forgets-the-newborn",
    NEWBORN "mild=no young=yes age=big",
    TAMBO_FORM_BAND_SELF_CARE,
    "" },
  { "taken-back", SMALL "mild=no fits=yes fits=no", TAMBO_FORM_BAND_SELF_CARE, "" },
};

#define ARM "age=fits danger=no feet=no "

static const TamboTestCase arm[] = {
  { "enough", ARM "mm=140", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "just-enough", ARM "mm=125", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "moderate-from-above", ARM "mm=124", TAMBO_FORM_BAND_SOON, "" },
  { "moderate-from-below", ARM "mm=115", TAMBO_FORM_BAND_SOON, "" },
  { "severe", ARM "mm=114", TAMBO_FORM_BAND_SAME_DAY, "mm" },
  { "eastern-digits", ARM "mm=۱۱۴", TAMBO_FORM_BAND_SAME_DAY, "mm" },
  { "swollen-feet-whatever-the-arm",
    "age=fits danger=no feet=yes mm=140",
    TAMBO_FORM_BAND_SAME_DAY,
    "feet" },
  { "thin-with-a-danger-sign",
    "age=fits danger=yes feet=no mm=112",
    TAMBO_FORM_BAND_EMERGENCY,
    "danger mm" },
  { "danger-sign-alone",
    "age=fits danger=yes feet=no mm=140",
    TAMBO_FORM_BAND_EMERGENCY,
    "danger" },
  { "not-measured", "age=fits danger=no feet=no mm=skip", TAMBO_FORM_BAND_SEE_SOMEONE, "mm?" },
  { "age-declined-is-measured",
    "age=skip danger=no feet=no mm=110",
    TAMBO_FORM_BAND_SAME_DAY,
    "mm" },
  { "too-young-for-the-band", "age=under danger=no feet=no", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "too-old-for-the-band", "age=big danger=no feet=no", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "too-old-forgets-the-number", ARM "mm=110 age=big", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "too-young-with-swollen-feet",
    "age=under danger=no feet=yes",
    TAMBO_FORM_BAND_SAME_DAY,
    "feet" },
  { "feet-declined", "age=fits danger=no feet=skip mm=140", TAMBO_FORM_BAND_SOON, "feet?" },
};

static const TamboTestCheck checks[] = {
  { "sick-child", "sick-child", sick_child, G_N_ELEMENTS (sick_child) },
  { "sick-child", "arm-circumference", arm, G_N_ELEMENTS (arm) },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  tambo_test_add_sample ("sick-child");
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    tambo_test_add_check (&checks[i]);

  return g_test_run ();
}

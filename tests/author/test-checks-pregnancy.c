/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/checks.h"

#define WELL "fits=no head=no belly=no breath=no weak=no fever=no swell=no "
#define PREGNANT "stage=pregnant bleed=no move=no water=no "
#define AFTER "stage=after heavy=no "

static const TamboTestCase pregnancy[] = {
  { "nothing-in-pregnancy", PREGNANT WELL "seen=yes", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "nothing-after-birth", AFTER WELL "seen=yes", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "no-visit-for-a-month", PREGNANT WELL "seen=no", TAMBO_FORM_BAND_SOON, "" },
  { "visit-declined", AFTER WELL "seen=skip", TAMBO_FORM_BAND_SOON, "" },
  { "any-bleeding-in-pregnancy",
    PREGNANT WELL "seen=yes bleed=yes",
    TAMBO_FORM_BAND_EMERGENCY,
    "bleed" },
  { "heavy-bleeding-after-birth",
    AFTER WELL "seen=yes heavy=yes",
    TAMBO_FORM_BAND_EMERGENCY,
    "heavy" },
  { "fits", PREGNANT WELL "seen=yes fits=yes", TAMBO_FORM_BAND_EMERGENCY, "fits" },
  { "headache", PREGNANT WELL "seen=yes head=yes", TAMBO_FORM_BAND_EMERGENCY, "head" },
  { "belly", PREGNANT WELL "seen=yes belly=yes", TAMBO_FORM_BAND_EMERGENCY, "belly" },
  { "breath-after-birth", AFTER WELL "seen=yes breath=yes", TAMBO_FORM_BAND_EMERGENCY, "breath" },
  { "fever-and-weakness", AFTER WELL "seen=yes weak=yes", TAMBO_FORM_BAND_EMERGENCY, "weak" },
  { "baby-moves-less", PREGNANT WELL "seen=yes move=yes", TAMBO_FORM_BAND_SAME_DAY, "move" },
  { "water", PREGNANT WELL "seen=yes water=yes", TAMBO_FORM_BAND_SAME_DAY, "water" },
  { "fever-after-birth", AFTER WELL "seen=yes fever=yes", TAMBO_FORM_BAND_SAME_DAY, "fever" },
  { "swelling", PREGNANT WELL "seen=no swell=yes", TAMBO_FORM_BAND_SAME_DAY, "swell" },
  { "the-worst-counts",
    PREGNANT WELL "seen=no swell=yes fits=yes",
    TAMBO_FORM_BAND_EMERGENCY,
    "swell fits" },
  { "declined-is-not-no", PREGNANT WELL "seen=yes head=skip", TAMBO_FORM_BAND_SOON, "head?" },
  { "stage-declined-asks-of-both",
    "stage=skip bleed=no heavy=yes move=no water=no " WELL "seen=yes",
    TAMBO_FORM_BAND_EMERGENCY,
    "heavy" },
  { "bleeding-before-a-birth-is-forgotten-after-it",
    PREGNANT WELL "seen=yes bleed=yes " AFTER,
    TAMBO_FORM_BAND_SELF_CARE,
    "" },
  { "taken-back", PREGNANT WELL "seen=yes fits=yes fits=no", TAMBO_FORM_BAND_SELF_CARE, "" },
};

#define CALM "chest=no breath=no confused=no headache=no "
#define NOT_PREGNANT CALM "pregnant=no "
#define CARRYING CALM "pregnant=yes "

static const TamboTestCase pressure[] = {
  { "low", NOT_PREGNANT "s1=118 d1=76", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "just-below", NOT_PREGNANT "s1=139 d1=89", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "upper-high-twice", NOT_PREGNANT "s1=140 d1=80 s2=140 d2=80", TAMBO_FORM_BAND_SOON, "" },
  { "lower-high-twice", NOT_PREGNANT "s1=130 d1=90 s2=130 d2=90", TAMBO_FORM_BAND_SOON, "" },
  { "one-upper-then-one-lower",
    NOT_PREGNANT "s1=150 d1=80 s2=130 d2=95",
    TAMBO_FORM_BAND_SOON,
    "" },
  { "high-once", NOT_PREGNANT "s1=150 d1=95 s2=132 d2=82", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "not-measured-again", NOT_PREGNANT "s1=150 d1=95", TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "not-measured", NOT_PREGNANT, TAMBO_FORM_BAND_SEE_SOMEONE, "" },
  { "at-the-upper-limit", NOT_PREGNANT "s1=180 d1=110 s2=180 d2=110", TAMBO_FORM_BAND_SOON, "" },
  { "very-high-upper", NOT_PREGNANT "s1=181 d1=100", TAMBO_FORM_BAND_SAME_DAY, "d1" },
  { "very-high-lower", NOT_PREGNANT "s1=150 d1=111", TAMBO_FORM_BAND_SAME_DAY, "d1" },
  { "very-high-the-second-time",
    NOT_PREGNANT "s1=150 d1=95 s2=190 d2=100",
    TAMBO_FORM_BAND_SAME_DAY,
    "d1" },
  { "eastern-digits", NOT_PREGNANT "s1=١٩٠ d1=٩٥", TAMBO_FORM_BAND_SAME_DAY, "d1" },
  { "very-high-with-headache",
    "chest=no breath=no confused=no headache=yes pregnant=no s1=190 d1=100",
    TAMBO_FORM_BAND_EMERGENCY,
    "headache d1" },
  { "headache-alone",
    "chest=no breath=no confused=no headache=yes pregnant=no s1=120 d1=80",
    TAMBO_FORM_BAND_SELF_CARE,
    "" },
  { "chest-pain-whatever-the-reading",
    "chest=yes breath=no confused=no headache=no pregnant=no s1=120 d1=80",
    TAMBO_FORM_BAND_EMERGENCY,
    "chest" },
  { "breathless",
    "chest=no breath=yes confused=no headache=no pregnant=no s1=120 d1=80",
    TAMBO_FORM_BAND_EMERGENCY,
    "breath" },
  { "confused",
    "chest=no breath=no confused=yes headache=no pregnant=no s1=120 d1=80",
    TAMBO_FORM_BAND_EMERGENCY,
    "confused" },
  { "in-pregnancy-low", CARRYING "s1=118 d1=76", TAMBO_FORM_BAND_SELF_CARE, "" },
  { "in-pregnancy-high", CARRYING "s1=140 d1=85", TAMBO_FORM_BAND_SAME_DAY, "pregnant" },
  { "in-pregnancy-severe",
    CARRYING "s1=160 d1=100",
    TAMBO_FORM_BAND_EMERGENCY,
    "pregnant pregnant" },
  { "in-pregnancy-severe-lower",
    CARRYING "s1=150 d1=110",
    TAMBO_FORM_BAND_EMERGENCY,
    "pregnant pregnant" },
  { "danger-sign-declined",
    "chest=skip breath=no confused=no headache=no pregnant=no s1=120 d1=80",
    TAMBO_FORM_BAND_SOON,
    "chest?" },
  { "pregnancy-declined-and-high",
    CALM "pregnant=skip s1=145 d1=92 s2=144 d2=91",
    TAMBO_FORM_BAND_SOON,
    "pregnant?" },
};

static const TamboTestCheck checks[] = {
  { "pregnancy", "pregnancy", pregnancy, G_N_ELEMENTS (pregnancy) },
  { "pregnancy", "blood-pressure", pressure, G_N_ELEMENTS (pressure) },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  tambo_test_add_sample ("pregnancy");
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    tambo_test_add_check (&checks[i]);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/consult/message.h"

G_BEGIN_DECLS

/**
 * TamboAdviceAction:
 *
 * What to do. The kiosk has words, a picture and a sound for each in every language, so that an
 * answer can be understood by who cannot read the clinician's text.
 */
typedef enum
{
  TAMBO_ADVICE_ACTION_SELF_CARE,
  TAMBO_ADVICE_ACTION_MEDICINE,
  TAMBO_ADVICE_ACTION_TEST,
  TAMBO_ADVICE_ACTION_BE_SEEN,
  TAMBO_ADVICE_ACTION_EMERGENCY,
} TamboAdviceAction;

/* How urgent that is. */
typedef enum
{
  TAMBO_ADVICE_URGENCY_NONE,
  TAMBO_ADVICE_URGENCY_WEEKS,
  TAMBO_ADVICE_URGENCY_DAYS,
  TAMBO_ADVICE_URGENCY_TODAY,
  TAMBO_ADVICE_URGENCY_NOW,
} TamboAdviceUrgency;

/* Whom to see. */
typedef enum
{
  TAMBO_ADVICE_CONTACT_NOBODY,
  TAMBO_ADVICE_CONTACT_NURSE,
  TAMBO_ADVICE_CONTACT_DOCTOR,
  TAMBO_ADVICE_CONTACT_MIDWIFE,
  TAMBO_ADVICE_CONTACT_PHARMACIST,
  TAMBO_ADVICE_CONTACT_DENTIST,
  TAMBO_ADVICE_CONTACT_COUNSELLOR,
  TAMBO_ADVICE_CONTACT_SOCIAL_WORKER,
  TAMBO_ADVICE_CONTACT_HOSPITAL,
} TamboAdviceContact;

#define TAMBO_ADVICE_N_ACTIONS (TAMBO_ADVICE_ACTION_EMERGENCY + 1)
#define TAMBO_ADVICE_N_URGENCIES (TAMBO_ADVICE_URGENCY_NOW + 1)
#define TAMBO_ADVICE_N_CONTACTS (TAMBO_ADVICE_CONTACT_HOSPITAL + 1)
#define TAMBO_ADVICE_MAX_DAYS 365

const char *tambo_advice_action_to_code (TamboAdviceAction action);
gboolean tambo_advice_action_from_code (const char *code, TamboAdviceAction *out_action);
const char *tambo_advice_urgency_to_code (TamboAdviceUrgency urgency);
gboolean tambo_advice_urgency_from_code (const char *code, TamboAdviceUrgency *out_urgency);
const char *tambo_advice_contact_to_code (TamboAdviceContact contact);
gboolean tambo_advice_contact_from_code (const char *code, TamboAdviceContact *out_contact);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/consult/advice.h"

static const char *const action_codes[TAMBO_ADVICE_N_ACTIONS] = {
  [TAMBO_ADVICE_ACTION_SELF_CARE] = "self-care", [TAMBO_ADVICE_ACTION_MEDICINE] = "medicine",
  [TAMBO_ADVICE_ACTION_TEST] = "test",           [TAMBO_ADVICE_ACTION_BE_SEEN] = "be-seen",
  [TAMBO_ADVICE_ACTION_EMERGENCY] = "emergency",
};

static const char *const urgency_codes[TAMBO_ADVICE_N_URGENCIES] = {
  [TAMBO_ADVICE_URGENCY_NONE] = "none", [TAMBO_ADVICE_URGENCY_WEEKS] = "weeks",
  [TAMBO_ADVICE_URGENCY_DAYS] = "days", [TAMBO_ADVICE_URGENCY_TODAY] = "today",
  [TAMBO_ADVICE_URGENCY_NOW] = "now",
};

static const char *const contact_codes[TAMBO_ADVICE_N_CONTACTS] = {
  [TAMBO_ADVICE_CONTACT_NOBODY] = "nobody",
  [TAMBO_ADVICE_CONTACT_NURSE] = "nurse",
  [TAMBO_ADVICE_CONTACT_DOCTOR] = "doctor",
  [TAMBO_ADVICE_CONTACT_MIDWIFE] = "midwife",
  [TAMBO_ADVICE_CONTACT_PHARMACIST] = "pharmacist",
  [TAMBO_ADVICE_CONTACT_DENTIST] = "dentist",
  [TAMBO_ADVICE_CONTACT_COUNSELLOR] = "counsellor",
  [TAMBO_ADVICE_CONTACT_SOCIAL_WORKER] = "social-worker",
  [TAMBO_ADVICE_CONTACT_HOSPITAL] = "hospital",
};

static gboolean
find_code (const char *const *codes, guint n_codes, const char *code, guint *out_index)
{
  for (guint i = 0; i < n_codes; i++)
    if (g_strcmp0 (codes[i], code) == 0)
      {
        *out_index = i;
        return TRUE;
      }

  return FALSE;
}

const char *
tambo_advice_action_to_code (TamboAdviceAction action)
{
  g_return_val_if_fail (action < TAMBO_ADVICE_N_ACTIONS, NULL);

  return action_codes[action];
}

gboolean
tambo_advice_action_from_code (const char *code, TamboAdviceAction *out_action)
{
  return find_code (action_codes, TAMBO_ADVICE_N_ACTIONS, code, out_action);
}

const char *
tambo_advice_urgency_to_code (TamboAdviceUrgency urgency)
{
  g_return_val_if_fail (urgency < TAMBO_ADVICE_N_URGENCIES, NULL);

  return urgency_codes[urgency];
}

gboolean
tambo_advice_urgency_from_code (const char *code, TamboAdviceUrgency *out_urgency)
{
  return find_code (urgency_codes, TAMBO_ADVICE_N_URGENCIES, code, out_urgency);
}

const char *
tambo_advice_contact_to_code (TamboAdviceContact contact)
{
  g_return_val_if_fail (contact < TAMBO_ADVICE_N_CONTACTS, NULL);

  return contact_codes[contact];
}

gboolean
tambo_advice_contact_from_code (const char *code, TamboAdviceContact *out_contact)
{
  return find_code (contact_codes, TAMBO_ADVICE_N_CONTACTS, code, out_contact);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/labels.h"

static const char *const actions[TAMBO_ADVICE_N_ACTIONS] = {
  [TAMBO_ADVICE_ACTION_SELF_CARE] = N_ ("Look after yourself, as written below"),
  [TAMBO_ADVICE_ACTION_MEDICINE] = N_ ("Take a medicine, as written below"),
  [TAMBO_ADVICE_ACTION_TEST] = N_ ("Have a test"),
  [TAMBO_ADVICE_ACTION_BE_SEEN] = N_ ("Be seen by a health worker"),
  [TAMBO_ADVICE_ACTION_EMERGENCY] = N_ ("Emergency: get help now"),
};

static const char *const urgencies[TAMBO_ADVICE_N_URGENCIES] = {
  [TAMBO_ADVICE_URGENCY_NONE] = N_ ("No hurry"),
  [TAMBO_ADVICE_URGENCY_WEEKS] = N_ ("Within weeks"),
  [TAMBO_ADVICE_URGENCY_DAYS] = N_ ("Within days"),
  [TAMBO_ADVICE_URGENCY_TODAY] = N_ ("Today"),
  [TAMBO_ADVICE_URGENCY_NOW] = N_ ("Now"),
};

static const char *const contacts[TAMBO_ADVICE_N_CONTACTS] = {
  [TAMBO_ADVICE_CONTACT_NOBODY] = N_ ("Nobody for now"),
  [TAMBO_ADVICE_CONTACT_NURSE] = N_ ("A nurse"),
  [TAMBO_ADVICE_CONTACT_DOCTOR] = N_ ("A doctor"),
  [TAMBO_ADVICE_CONTACT_MIDWIFE] = N_ ("A midwife"),
  [TAMBO_ADVICE_CONTACT_PHARMACIST] = N_ ("A pharmacist"),
  [TAMBO_ADVICE_CONTACT_DENTIST] = N_ ("A dentist"),
  [TAMBO_ADVICE_CONTACT_COUNSELLOR] = N_ ("A counsellor"),
  [TAMBO_ADVICE_CONTACT_SOCIAL_WORKER] = N_ ("A social worker"),
  [TAMBO_ADVICE_CONTACT_HOSPITAL] = N_ ("A hospital"),
};

typedef struct
{
  const char *code;
  const char *label;
} Label;

static const Label bands[] = {
  { "self-care", N_ ("Self-care") }, { "see-someone", N_ ("See someone") }, { "soon", N_ ("Soon") },
  { "same-day", N_ ("Same day") },   { "emergency", N_ ("Emergency") },
};

static const Label audit_actions[] = {
  { "login", N_ ("Logged in") },           { "login-failed", N_ ("Wrong passphrase") },
  { "logout", N_ ("Logged out") },         { "open", N_ ("Opened a request") },
  { "answer", N_ ("Answered a request") },
};

/* A code that is not in the table comes from a later program, and is shown as it is. */
static const char *
find_label (TamboWords *words, const Label *labels, gsize n_labels, const char *code)
{
  for (gsize i = 0; i < n_labels; i++)
    if (g_strcmp0 (labels[i].code, code) == 0)
      return tambo_words_get (words, labels[i].label);

  return code;
}

const char *
tambo_label_for_action (TamboWords *words, TamboAdviceAction action)
{
  return tambo_words_get (words, actions[action]);
}

const char *
tambo_label_for_urgency (TamboWords *words, TamboAdviceUrgency urgency)
{
  return tambo_words_get (words, urgencies[urgency]);
}

const char *
tambo_label_for_contact (TamboWords *words, TamboAdviceContact contact)
{
  return tambo_words_get (words, contacts[contact]);
}

/* Puts @number in the place of “%u”. The format comes from translators, who may slip: nothing else
 * in it means anything. */
static char *
put_number (const char *format, guint number)
{
  g_autoptr (GString) text = g_string_new (format);
  g_autofree char *digits = g_strdup_printf ("%u", number);

  g_string_replace (text, "%u", digits, 1);

  return g_strdup (text->str);
}

char *
tambo_label_for_come_back (TamboWords *words, guint days)
{
  if (days == 0)
    return g_strdup (tambo_words_get (words, N_ ("Only if it gets worse")));
  if (days == 1)
    return g_strdup (tambo_words_get (words, N_ ("In 1 day")));

  return put_number (tambo_words_get (words, N_ ("In %u days")), days);
}

/* Returns: (nullable): words for the code of a result */
const char *
tambo_label_for_band (TamboWords *words, const char *band)
{
  return find_label (words, bands, G_N_ELEMENTS (bands), band);
}

const char *
tambo_label_for_audit (TamboWords *words, const char *action)
{
  return find_label (words, audit_actions, G_N_ELEMENTS (audit_actions), action);
}

char *
tambo_label_for_age (TamboWords *words, gint64 seconds)
{
  guint minutes = (guint) (MAX (seconds, 0) / 60);

  if (minutes < 60)
    return put_number (tambo_words_get (words, N_ ("%u min")), minutes);
  if (minutes < 48 * 60)
    return put_number (tambo_words_get (words, N_ ("%u h")), minutes / 60);

  return put_number (tambo_words_get (words, N_ ("%u days")), minutes / (24 * 60));
}

/* The clinic's own clock and time zone. Isolated, so that a line from the right does not turn date
 * and hour around. */
char *
tambo_label_for_time (gint64 unix_time)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (unix_time);

  return time != NULL ? g_date_time_format (time, "\u2066%Y-%m-%d %H:%M\u2069") : g_strdup ("");
}

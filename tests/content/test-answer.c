/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/error.h"
#include "content/consult/answer.h"

#include "tests/support/consult.h"

#include <string.h>

static GBytes *
write_answer (const char *text)
{
  g_autoptr (TamboMessage) request = tambo_test_message_new (TAMBO_MESSAGE_REQUEST, 7);
  g_autoptr (TamboMessage) message = tambo_message_new_reply (request, TAMBO_MESSAGE_ANSWER);
  g_autoptr (TamboAnswer) answer = NULL;

  answer = tambo_answer_new ("fr",
                             text,
                             TAMBO_ADVICE_ACTION_BE_SEEN,
                             TAMBO_ADVICE_URGENCY_DAYS,
                             14,
                             TAMBO_ADVICE_CONTACT_NURSE);

  return tambo_answer_to_bytes (answer, message, "north", "Clinique du Nord", TAMBO_TEST_DAY);
}

static void
test_there_and_back (void)
{
  g_autoptr (GBytes) bytes = write_answer ("Buvez.\n\"Reposez-vous\" <bien>.");
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboAnswer) answer = tambo_answer_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tambo_answer_get_language (answer), ==, "fr");
  g_assert_cmpstr (tambo_answer_get_text (answer), ==, "Buvez.\n\"Reposez-vous\" <bien>.");
  g_assert_cmpint (tambo_answer_get_action (answer), ==, TAMBO_ADVICE_ACTION_BE_SEEN);
  g_assert_cmpint (tambo_answer_get_urgency (answer), ==, TAMBO_ADVICE_URGENCY_DAYS);
  g_assert_cmpint (tambo_answer_get_contact (answer), ==, TAMBO_ADVICE_CONTACT_NURSE);
  g_assert_cmpuint (tambo_answer_get_come_back_days (answer), ==, 14);
  g_assert_cmpstr (tambo_answer_get_clinic_name (answer), ==, "Clinique du Nord");
  g_assert_cmpuint (tambo_answer_get_day (answer), ==, TAMBO_TEST_DAY);
}

static void
test_without_text (void)
{
  g_autoptr (GBytes) bytes = write_answer (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TamboAnswer) answer = tambo_answer_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_null (tambo_answer_get_text (answer));
}

static void
test_codes (void)
{
  for (guint i = 0; i < TAMBO_ADVICE_N_ACTIONS; i++)
    {
      TamboAdviceAction action = TAMBO_ADVICE_N_ACTIONS;

      g_assert_true (tambo_advice_action_from_code (tambo_advice_action_to_code (i), &action));
      g_assert_cmpuint (action, ==, i);
    }
  for (guint i = 0; i < TAMBO_ADVICE_N_URGENCIES; i++)
    {
      TamboAdviceUrgency urgency = TAMBO_ADVICE_N_URGENCIES;

      g_assert_true (tambo_advice_urgency_from_code (tambo_advice_urgency_to_code (i), &urgency));
      g_assert_cmpuint (urgency, ==, i);
    }
  for (guint i = 0; i < TAMBO_ADVICE_N_CONTACTS; i++)
    {
      TamboAdviceContact contact = TAMBO_ADVICE_N_CONTACTS;

      g_assert_true (tambo_advice_contact_from_code (tambo_advice_contact_to_code (i), &contact));
      g_assert_cmpuint (contact, ==, i);
    }
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *name;
    const char *from;
    const char *to;
  } vectors[] = {
    { "unknown action", "\"be-seen\"", "\"pray\"" },
    { "no urgency", "\"url\":\"urgency\"", "\"url\":\"haste\"" },
    { "contact of another type", "\"valueCode\":\"nurse\"", "\"valueCode\":1" },
    { "two years", "\"valueUnsignedInt\":14", "\"valueUnsignedInt\":730" },
    { "minus a day", "\"valueUnsignedInt\":14", "\"valueUnsignedInt\":-1" },
    { "half a day", "\"valueUnsignedInt\":14", "\"valueUnsignedInt\":0.5" },
    { "no date", "\"sent\":\"2026-11-22\"", "\"sent\":\"yesterday\"" },
    { "no language", "\"language\":\"fr\",\"status\":\"completed\"", "\"status\":\"completed\"" },
    { "nothing said", "\"Communication\"", "\"Consent\"" },
    { "no JSON", "{", "(" },
  };
  g_autoptr (GBytes) good = write_answer ("Buvez.");
  g_autofree char *text = g_strndup (g_bytes_get_data (good, NULL), g_bytes_get_size (good));

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      const char *at = strstr (text, vectors[i].from);
      g_autofree char *changed = NULL;
      g_autoptr (GBytes) bad = NULL;
      g_autoptr (TamboAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", vectors[i].name);
      g_assert_nonnull (at);
      changed = g_strdup_printf ("%.*s%s%s",
                                 (int) (at - text),
                                 text,
                                 vectors[i].to,
                                 at + strlen (vectors[i].from));
      bad = g_bytes_new (changed, strlen (changed));
      answer = tambo_answer_new_from_bytes (bad, &error);
      g_assert_nonnull (error);
      g_assert_true (error->domain == TAMBO_ERROR);
      g_assert_null (answer);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/content/answer/there-and-back", test_there_and_back);
  g_test_add_func ("/content/answer/without-text", test_without_text);
  g_test_add_func ("/content/answer/codes", test_codes);
  g_test_add_func ("/content/answer/parse/refuses", test_refuses);

  return g_test_run ();
}

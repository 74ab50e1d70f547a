/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/forms/form-session.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Whatever loads is also walked through, with skips. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (TamboQuestionnaire) form = tambo_questionnaire_new_from_bytes (bytes, NULL);
  g_autoptr (TamboFormSession) session = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GBytes) response = NULL;

  if (form == NULL)
    return 0;

  now = g_date_time_new_utc (2026, 11, 22, 10, 0, 0);
  session = tambo_form_session_new (form, "en", now);
  for (guint i = 0; i < 20 && tambo_form_session_get_current (session) != NULL; i++)
    {
      const char *link_id = tambo_form_step_get_link_id (tambo_form_session_get_current (session));

      if (!tambo_form_session_answer_boolean (session, link_id, i % 2 == 0, NULL) &&
          !tambo_form_session_answer_option (session, link_id, i % 3, TRUE, NULL) &&
          !tambo_form_session_answer_number (session, link_id, "7", NULL))
        (void) tambo_form_session_skip (session, link_id, NULL);
      tambo_form_session_advance (session);
    }
  response = tambo_form_session_to_response (session, NULL);

  return 0;
}

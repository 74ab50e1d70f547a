/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/sessions.h"

#include <string.h>

static void
test_lives (void)
{
  g_autoptr (TamboSessions) sessions = tambo_sessions_new ();
  g_autofree char *token = tambo_sessions_add (sessions, 0);
  const char *csrf = tambo_sessions_find (sessions, token, 10);

  g_assert_cmpuint (strlen (token), ==, 64);
  g_assert_nonnull (csrf);
  g_assert_cmpstr (csrf, !=, token);
  g_assert_null (tambo_sessions_find (sessions, NULL, 10));
  g_assert_null (tambo_sessions_find (sessions, "", 10));
  g_assert_null (tambo_sessions_find (sessions, csrf, 10));

  tambo_sessions_remove (sessions, token);
  g_assert_null (tambo_sessions_find (sessions, token, 10));
}

static void
test_ends (void)
{
  g_autoptr (TamboSessions) sessions = tambo_sessions_new ();
  g_autofree char *idle = tambo_sessions_add (sessions, 0);
  g_autofree char *busy = tambo_sessions_add (sessions, 0);

  for (gint64 now = 0; now <= 12 * 60 * 60; now += 30 * 60)
    g_assert_nonnull (tambo_sessions_find (sessions, busy, now));
  g_assert_null (tambo_sessions_find (sessions, busy, 12 * 60 * 60 + 1));
  g_assert_null (tambo_sessions_find (sessions, idle, 30 * 60 + 1));
}

static void
test_bounded (void)
{
  g_autoptr (TamboSessions) sessions = tambo_sessions_new ();
  g_autofree char *later = NULL;

  for (guint i = 0; i < 33; i++)
    {
      g_autofree char *token = tambo_sessions_add (sessions, 0);

      g_assert_true ((token != NULL) == (i < 32));
    }

  later = tambo_sessions_add (sessions, 30 * 60 + 1);
  g_assert_nonnull (later);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clinic/sessions/lives", test_lives);
  g_test_add_func ("/clinic/sessions/ends", test_ends);
  g_test_add_func ("/clinic/sessions/bounded", test_bounded);

  return g_test_run ();
}

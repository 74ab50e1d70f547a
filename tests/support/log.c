/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tests/support/log.h"

#include <string.h>

static GMutex lock;
static GQueue expected = G_QUEUE_INIT; /* (element-type utf8) */

static const char *
find_message (const GLogField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0)
      return fields[i].value;

  return "";
}

static gboolean
is_expected (const char *message)
{
  g_autofree char *pattern = NULL;

  g_mutex_lock (&lock);
  if (!g_queue_is_empty (&expected) &&
      g_pattern_match_simple (g_queue_peek_head (&expected), message))
    pattern = g_queue_pop_head (&expected);
  g_mutex_unlock (&lock);

  return pattern != NULL;
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  if ((level & G_LOG_LEVEL_WARNING) != 0 && is_expected (find_message (fields, n_fields)))
    return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, user_data);
}

void
tambo_test_log_init (void)
{
  g_log_set_writer_func (write_log, NULL, NULL);
}

/* The next warning that is like @pattern is not fatal. Warnings come in the order expected. */
void
tambo_test_expect_warning (const char *pattern)
{
  g_mutex_lock (&lock);
  g_queue_push_tail (&expected, g_strdup (pattern));
  g_mutex_unlock (&lock);
}

/* For tests that wait for them. */
gboolean
tambo_test_have_warnings_come (void)
{
  gboolean have_come;

  g_mutex_lock (&lock);
  have_come = g_queue_is_empty (&expected);
  g_mutex_unlock (&lock);

  return have_come;
}

void
tambo_test_assert_expected_warnings (void)
{
  g_mutex_lock (&lock);
  if (!g_queue_is_empty (&expected))
    g_error ("No warning was like “%s”", (const char *) g_queue_peek_head (&expected));
  g_mutex_unlock (&lock);
}

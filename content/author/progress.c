/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/progress.h"

#include <stdio.h>
#include <unistd.h>

#define CLEAR_LINE "\r\033[K"
#define SHORTEST_STEP (G_USEC_PER_SEC / 5)
#define SETTLING_TIME (2 * G_USEC_PER_SEC) /* before it says how long still */

struct _TamboProgress
{
  char *doing;  /* (owned) (nullable) */
  gint64 since; /* monotonic, when it began doing that */
  gint64 shown; /* monotonic, when the line was last written */
  gboolean to_terminal;
};

TamboProgress *
tambo_progress_new (void)
{
  TamboProgress *self = g_new0 (TamboProgress, 1);

  self->to_terminal = isatty (STDERR_FILENO);

  return self;
}

/* What the command prints next stands on a clean line. */
void
tambo_progress_free (TamboProgress *self)
{
  if (self->shown != 0)
    fputs (CLEAR_LINE, stderr);
  g_free (self->doing);
  g_free (self);
}

/**
 * tambo_progress_describe:
 * @elapsed: microseconds since it began
 *
 * Returns: (transfer full): "picture 42 %, 1:05 left"
 */
char *
tambo_progress_describe (const char *doing, guint64 done, guint64 total, gint64 elapsed)
{
  const guint percent = total > 0 ? (guint) (MIN (done, total) * 100 / total) : 100;
  guint left;

  if (done == 0 || done >= total || elapsed < SETTLING_TIME)
    return g_strdup_printf ("%s %3u %%", doing, percent);

  left = (guint) ((double) elapsed / (double) done * (double) (total - done) / G_USEC_PER_SEC) + 1;

  return g_strdup_printf ("%s %3u %%, %u:%02u left", doing, percent, left / 60, left % 60);
}

/* A #TamboProgressFunc; @progress is a #TamboProgress. */
void
tambo_progress_show (const char *doing, guint64 done, guint64 total, gpointer progress)
{
  TamboProgress *self = progress;
  const gint64 now = g_get_monotonic_time ();
  g_autofree char *line = NULL;

  if (!self->to_terminal)
    return;
  if (g_strcmp0 (self->doing, doing) != 0)
    {
      g_free (self->doing);
      self->doing = g_strdup (doing);
      self->since = now;
    }
  else if (now - self->shown < SHORTEST_STEP)
    return;

  self->shown = now;
  line = tambo_progress_describe (doing, done, total, now - self->since);
  fprintf (stderr, CLEAR_LINE "%s", line);
  fflush (stderr);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "clinic/inbox/throttle.h"

#define FREE_TRIES 5
#define FIRST_PAUSE 5
#define LONGEST_PAUSE 300

/* Returns: seconds, 0 if there is nothing to wait for */
gint64
tambo_throttle_get_wait (const TamboThrottle *self, gint64 now)
{
  return MAX (self->until - now, 0);
}

void
tambo_throttle_fail (TamboThrottle *self, gint64 now)
{
  gint64 pause = FIRST_PAUSE;

  self->n_failures++;
  if (self->n_failures < FREE_TRIES)
    return;

  for (guint i = FREE_TRIES; i < self->n_failures && pause < LONGEST_PAUSE; i++)
    pause *= 2;
  self->until = now + MIN (pause, LONGEST_PAUSE);
}

void
tambo_throttle_succeed (TamboThrottle *self)
{
  self->n_failures = 0;
  self->until = 0;
}

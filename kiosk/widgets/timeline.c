/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/timeline.h"

gint64
tambo_timeline_get_position (const TamboTimeline *self, gint64 time)
{
  return self->position + (gint64) ((double) (time - self->time) * self->rate);
}

/* When the film was, or will be, at @position. */
gint64
tambo_timeline_get_time (const TamboTimeline *self, gint64 position)
{
  return self->time + (gint64) ((double) (position - self->position) / self->rate);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TamboTimeline:
 * @position: of the film, in nanoseconds, at
 * @time: of the clock, in nanoseconds
 * @rate: of the film against the clock
 *
 * Where a film that plays is. Picture and voice are laid on the same one.
 */
typedef struct
{
  gint64 position;
  gint64 time;
  double rate;
} TamboTimeline;

gint64 tambo_timeline_get_position (const TamboTimeline *self, gint64 time);
gint64 tambo_timeline_get_time (const TamboTimeline *self, gint64 position);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TamboThrottle:
 *
 * How long to wait before the next try at the passphrase: the first tries are free, then each
 * failure doubles the pause. Plain data, zero at the start; times are monotonic, in seconds.
 */
typedef struct
{
  guint n_failures;
  gint64 until;
} TamboThrottle;

gint64 tambo_throttle_get_wait (const TamboThrottle *self, gint64 now);
void tambo_throttle_fail (TamboThrottle *self, gint64 now);
void tambo_throttle_succeed (TamboThrottle *self);

G_END_DECLS

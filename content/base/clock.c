/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/base/clock.h"

#include <time.h>

/* Outside of these years a clock was never set, or is broken. */
#define FIRST_SANE G_GINT64_CONSTANT (1735689600) /* 2025-01-01 */
#define LAST_SANE G_GINT64_CONSTANT (2366841600)  /* 2045-01-01 */

gint64
tambo_clock_get_boottime_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);

  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/**
 * tambo_clock_choose:
 * @system: what the system's clock says, in seconds since 1970
 * @floor: the newest signed time that was ever seen
 *
 * Fix it once for a piece of work, and use it throughout.
 *
 * Returns: the time to go by
 */
gint64
tambo_clock_choose (gint64 system, gint64 floor)
{
  return system >= FIRST_SANE && system < LAST_SANE ? MAX (system, floor) : floor;
}

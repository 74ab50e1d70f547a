/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "mesh/daemon/clock.h"

#include <sodium.h>
#include <time.h>

gint64
tambo_clock_boottime_ms (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_BOOTTIME, &now);

  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The same as long as the boottime clock counts on. */
char *
tambo_clock_get_boot_id (void)
{
  g_autofree char *id = NULL;

  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &id, NULL, NULL))
    return g_uuid_string_random ();

  return g_strdup (g_strstrip (id));
}

/* @ms, up to @percent more or less, so that kiosks do not speak all at once. */
guint
tambo_clock_jitter (guint ms, guint percent)
{
  guint spread = (guint) ((guint64) ms * percent / 100);

  return ms - spread + randombytes_uniform (2 * spread + 1);
}

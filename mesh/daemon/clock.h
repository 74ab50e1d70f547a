/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Milliseconds since the machine started, sleep included: for everything that waits. */
gint64 tambo_clock_boottime_ms (void);
char *tambo_clock_get_boot_id (void);
guint tambo_clock_jitter (guint ms, guint percent);

G_END_DECLS

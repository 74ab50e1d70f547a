/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Kiosks have no clock to rely on. What waits is measured by time since boot, suspension included;
 * what is dated, by the system's clock if it is sane, and never earlier than what was signed. */
gint64 tambo_clock_get_boottime_ms (void);
gint64 tambo_clock_choose (gint64 system, gint64 floor);

G_END_DECLS

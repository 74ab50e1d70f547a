/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Gives away, for good and in all threads, what decoding one medium does not need: opening
 * anything, sockets, other programs, more memory and time than the limits name. What was opened
 * before stays. %FALSE if the kernel does not do it. */
gboolean tambo_lockdown (guint cpu_seconds);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Versions of programs: one to three whole numbers with dots between. */
gboolean tambo_app_version_is_valid (const char *version);
/* Whether this program is @needed or later; %NULL needs nothing. */
gboolean tambo_app_version_is_met (const char *needed);

G_END_DECLS

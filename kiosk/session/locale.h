/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The language of our own strings, for the whole process: gettext knows no other. */

void tambo_locale_init (const char *folder);
void tambo_locale_use (const char *language);
gboolean tambo_locale_has (const char *folder, const char *language);
gboolean tambo_locale_is_rtl (const char *language);

G_END_DECLS

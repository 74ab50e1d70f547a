/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full): what the language calls itself; its tag if nobody has told us. */
char *tambo_language_dup_own_name (const char *tag);
/* (transfer full): the names of several, one after the other. */
char *tambo_language_join_own_names (const char *const *tags);

G_END_DECLS

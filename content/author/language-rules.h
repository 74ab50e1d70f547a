/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be told of a language without knowing it. */
const char *tambo_language_rules_find_mistake (const char *tag);
const char *tambo_language_rules_find_script_fault (const char *tag, const char *text);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How forms ask who somebody is. */
const char *tambo_identifying_find_words (const char *text);
gboolean tambo_identifying_is_code (const char *code);
gboolean tambo_identifying_is_definition (const char *definition);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void tambo_json_output_print (GVariant *value);
void tambo_json_output_print_properties (GDBusProxy *proxy, const char *const *names);
void tambo_json_output_print_error (const char *word, const char *message);

G_END_DECLS

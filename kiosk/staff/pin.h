/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_PIN_MIN_DIGITS 6
#define TAMBO_PIN_MAX_DIGITS 8

gboolean tambo_pin_is_set (const char *path);
gboolean tambo_pin_set (const char *path, const char *digits, GError **error);
gboolean tambo_pin_check (const char *path, const char *digits);

G_END_DECLS

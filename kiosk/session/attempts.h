/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TAMBO_ATTEMPTS_FREE 5         /* tries before a pause */
#define TAMBO_ATTEMPTS_PAUSE_MS 60000 /* how long the pause is */

#define TAMBO_TYPE_ATTEMPTS (tambo_attempts_get_type ())
G_DECLARE_FINAL_TYPE (TamboAttempts, tambo_attempts, TAMBO, ATTEMPTS, GObject)

TamboAttempts *tambo_attempts_new (void);

gint64 tambo_attempts_get_pause_ms (TamboAttempts *self, gint64 now_ms);
void tambo_attempts_fail (TamboAttempts *self, gint64 now_ms);
void tambo_attempts_succeed (TamboAttempts *self);

G_END_DECLS

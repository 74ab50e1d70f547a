/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_SESSIONS (tambo_sessions_get_type ())
G_DECLARE_FINAL_TYPE (TamboSessions, tambo_sessions, TAMBO, SESSIONS, GObject)

TamboSessions *tambo_sessions_new (void);

char *tambo_sessions_add (TamboSessions *self, gint64 now);
const char *tambo_sessions_find (TamboSessions *self, const char *token, gint64 now);
void tambo_sessions_remove (TamboSessions *self, const char *token);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboProgressFunc:
 * @doing: what is being done, for people
 * @done: frames, lines or milliseconds done, of @total
 */
typedef void (*TamboProgressFunc) (const char *doing,
                                   guint64 done,
                                   guint64 total,
                                   gpointer user_data);

/**
 * TamboProgress:
 *
 * One line that rewrites itself on a terminal: what, how much, how long still. Nothing in a log.
 */
typedef struct _TamboProgress TamboProgress;

TamboProgress *tambo_progress_new (void);
void tambo_progress_free (TamboProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TamboProgress, tambo_progress_free)

void tambo_progress_show (const char *doing, guint64 done, guint64 total, gpointer progress);
char *tambo_progress_describe (const char *doing, guint64 done, guint64 total, gint64 elapsed);

G_END_DECLS

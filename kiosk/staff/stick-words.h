/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TamboStickWords:
 * @title: what happened
 * @advice: what to do
 *
 * An error with a stick, as staff are told it.
 */
typedef struct
{
  const char *title;
  const char *advice;
} TamboStickWords;

TamboStickWords tambo_stick_words_for_error (const GError *error);
/* (transfer full): a size that keeps its order in a line of the other direction. */
char *tambo_stick_words_for_size (guint64 bytes);
/* (transfer full): how long that takes, to the minute. */
char *tambo_stick_words_for_seconds (gint64 seconds);

G_END_DECLS

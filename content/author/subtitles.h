/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/script.h"

G_BEGIN_DECLS

#define TAMBO_SUBTITLES_HEAD "WEBVTT\n"

/* When a line is heard, in frames from the film's start. */
typedef struct
{
  guint start;
  guint n_frames;
} TamboSpan;

char *tambo_subtitles_write (TamboScript *script,
                             const TamboSpan *spans,
                             guint n_spans,
                             guint n_frames);
void tambo_subtitles_append (GString *vtt, guint64 start_ms, guint64 end_ms, const char *text);
char *tambo_subtitles_wrap (const char *line);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_CAPTIONS_MAX_SIZE (1024 * 1024)
#define TAMBO_CAPTIONS_MAX_CUES 5000
#define TAMBO_CAPTIONS_MAX_TEXT 500 /* bytes of one cue */

/**
 * TamboCue:
 * @start: microseconds from the start of the film
 * @end: after @start
 * @text: plain text, lines end with `\n` but the last
 */
typedef struct
{
  gint64 start;
  gint64 end;
  char *text; /* (owned) */
} TamboCue;

#define TAMBO_TYPE_CAPTIONS (tambo_captions_get_type ())
G_DECLARE_FINAL_TYPE (TamboCaptions, tambo_captions, TAMBO, CAPTIONS, GObject)

TamboCaptions *tambo_captions_new_from_bytes (GBytes *bytes, GError **error);

guint tambo_captions_get_n_cues (TamboCaptions *self);
const TamboCue *tambo_captions_get_cue (TamboCaptions *self, guint i);
char *tambo_captions_dup_text_at (TamboCaptions *self, gint64 position);

G_END_DECLS

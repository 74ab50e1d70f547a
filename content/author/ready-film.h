/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/media-facts.h"
#include "content/author/pack-source.h"

G_BEGIN_DECLS

/* A film that is not drawn here: a folder with picture.webm, poster.png, voice.LL.ogg and
 * subtitles.LL.vtt, as `tambo-pack media` writes it. */
#define TAMBO_READY_PICTURE "picture.webm"

char *tambo_ready_film_name_voice (const char *language);
char *tambo_ready_film_name_subtitles (const char *language);

gboolean tambo_ready_film_is_at (GFile *root, const TamboSourceItem *item);
void tambo_ready_film_check (GFile *root,
                             const TamboSourceItem *item,
                             const char *const *languages,
                             TamboFindings *findings);
gboolean tambo_ready_film_has (GFile *root, const TamboSourceItem *item, const char *name);
gboolean tambo_ready_film_is_stand_in (const TamboSourceItem *item, const char *language);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A film that is not drawn here: a folder with picture.webm, poster.png, voice.LL.ogg and
 * subtitles.LL.vtt, as `tambo-pack media` writes it. */
#define TAMBO_READY_PICTURE "picture.webm"

char *tambo_ready_film_name_voice (const char *language);
char *tambo_ready_film_name_subtitles (const char *language);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/ready-film.h"

char *
tambo_ready_film_name_voice (const char *language)
{
  return g_strdup_printf ("voice.%s.ogg", language);
}

char *
tambo_ready_film_name_subtitles (const char *language)
{
  return g_strdup_printf ("subtitles.%s.vtt", language);
}

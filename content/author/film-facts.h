/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a rendered film says about itself, in facts.ini beside it: how long it is, who speaks, and
 * of what each of its tracks was made, so that only what changed is rendered again. */
#define TAMBO_FILM_WHOLE "film"
#define TAMBO_FILM_PICTURE "picture"

GKeyFile *tambo_film_facts_load (GFile *out);
gboolean tambo_film_facts_save (GKeyFile *facts, GFile *out, GError **error);
gboolean tambo_film_facts_has (GKeyFile *facts, const char *track, const char *digest);
void tambo_film_facts_set (GKeyFile *facts, const char *track, const char *digest);
void tambo_film_facts_set_duration_ms (GKeyFile *facts, guint64 duration_ms);
void tambo_film_facts_set_voice (GKeyFile *facts,
                                 const char *language,
                                 gboolean is_heard,
                                 gboolean is_stand_in);

guint64 tambo_film_read_duration_ms (GFile *out, GError **error);
gboolean tambo_film_is_heard (GFile *out, const char *language);
gboolean tambo_film_is_stand_in (GFile *out, const char *language);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_FILM (tambo_film_get_type ())
G_DECLARE_FINAL_TYPE (TamboFilm, tambo_film, TAMBO, FILM, GObject)

/**
 * TamboFilmProgress:
 * @doing: what is being done, for people
 * @done: frames or lines done, of @total
 */
typedef void (*TamboFilmProgress) (const char *doing, guint done, guint total, gpointer user_data);

TamboFilm *tambo_film_new (GFile *folder, const char *const *languages, GError **error);

/* Of everything the film is made of. */
char *tambo_film_compute_digest (TamboFilm *self, GError **error);
gboolean tambo_film_render (TamboFilm *self,
                            GFile *out,
                            TamboFilmProgress progress,
                            gpointer user_data,
                            GError **error);
gboolean tambo_film_is_current (TamboFilm *self, GFile *out, GError **error);
/* One frame as PNG, to look at while drawing. */
GBytes *tambo_film_render_frame (TamboFilm *self, guint scene, double share, GError **error);
guint tambo_film_get_n_scenes (TamboFilm *self);
const char *tambo_film_get_scene (TamboFilm *self, guint scene);
guint tambo_film_count_lines (TamboFilm *self, guint scene);
/* Whether no machine speaks @language: words and pictures carry it where nobody recorded it. */
gboolean tambo_film_is_unvoiced (TamboFilm *self, const char *language);

/**
 * TamboFilmFacts:
 *
 * What a rendered film says about itself, in facts.ini beside it.
 */
guint64 tambo_film_read_duration_ms (GFile *out, GError **error);
gboolean tambo_film_is_heard (GFile *out, const char *language);
gboolean tambo_film_is_stand_in (GFile *out, const char *language);

G_END_DECLS

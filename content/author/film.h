/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/findings.h"
#include "content/author/progress.h"

G_BEGIN_DECLS

#define TAMBO_TYPE_FILM (tambo_film_get_type ())
G_DECLARE_FINAL_TYPE (TamboFilm, tambo_film, TAMBO, FILM, GObject)

TamboFilm *tambo_film_new (GFile *folder, const char *const *languages, GError **error);
TamboFilm *tambo_film_read (GFile *root,
                            const char *path,
                            const char *const *languages,
                            TamboFindings *findings);
gboolean tambo_film_has_language (TamboFilm *self, const char *language);
const char *tambo_film_get_drawing (TamboFilm *self, guint scene);

/* Of everything the film is made of. */
char *tambo_film_compute_digest (TamboFilm *self, GError **error);
gboolean tambo_film_render (TamboFilm *self,
                            GFile *out,
                            TamboProgressFunc progress,
                            gpointer user_data,
                            GCancellable *cancellable,
                            GError **error);
gboolean tambo_film_is_current (TamboFilm *self, GFile *out, GError **error);
/* One frame as PNG, to look at while drawing. */
GBytes *tambo_film_render_frame (TamboFilm *self, guint scene, double share, GError **error);
guint tambo_film_get_n_scenes (TamboFilm *self);
const char *tambo_film_get_scene (TamboFilm *self, guint scene);
guint tambo_film_count_lines (TamboFilm *self, guint scene);
/* Whether no machine speaks @language: words and pictures carry it where nobody recorded it. */
gboolean tambo_film_is_unvoiced (TamboFilm *self, const char *language);

G_END_DECLS

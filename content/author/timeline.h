/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TAMBO_FILM_RATE 25
#define TAMBO_FILM_SAMPLE_RATE 48000
#define TAMBO_FILM_SAMPLES_PER_FRAME (TAMBO_FILM_SAMPLE_RATE / TAMBO_FILM_RATE)

#define TAMBO_TYPE_TIMELINE (tambo_timeline_get_type ())
G_DECLARE_FINAL_TYPE (TamboTimeline, tambo_timeline, TAMBO, TIMELINE, GObject)

TamboTimeline *tambo_timeline_new (void);
void tambo_timeline_add_scene (TamboTimeline *self,
                               const guint64 *line_samples,
                               guint n_lines,
                               guint64 at_least_samples);

guint tambo_timeline_get_n_scenes (TamboTimeline *self);
guint tambo_timeline_get_n_frames (TamboTimeline *self);
guint tambo_timeline_get_scene_start (TamboTimeline *self, guint scene);
guint tambo_timeline_get_scene_frames (TamboTimeline *self, guint scene);
guint tambo_timeline_get_n_lines (TamboTimeline *self, guint scene);
guint tambo_timeline_get_line_start (TamboTimeline *self, guint scene, guint line);
guint tambo_timeline_get_line_frames (TamboTimeline *self, guint scene, guint line);
guint tambo_timeline_find_scene (TamboTimeline *self, guint frame);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/motion.h"
#include "content/author/script.h"

G_BEGIN_DECLS

/* Where the camera looks: the left upper corner and the width, in units of the drawing. */
typedef struct
{
  double x, y, width;
} TamboCamera;

#define TAMBO_TYPE_STORYBOARD (tambo_storyboard_get_type ())
G_DECLARE_FINAL_TYPE (TamboStoryboard, tambo_storyboard, TAMBO, STORYBOARD, GObject)

TamboStoryboard *tambo_storyboard_new_from_bytes (GBytes *bytes, const char *name, GError **error);
TamboStoryboard *tambo_storyboard_read (GBytes *bytes, const char *name, TamboFindings *findings);

guint tambo_storyboard_get_n_scenes (TamboStoryboard *self);
const char *tambo_storyboard_get_scene (TamboStoryboard *self, guint scene);
const char *tambo_storyboard_get_drawing (TamboStoryboard *self, guint scene);
GPtrArray *tambo_storyboard_get_motions (TamboStoryboard *self, guint scene);
TamboCamera tambo_storyboard_get_camera (TamboStoryboard *self, guint scene, double share);
guint tambo_storyboard_get_poster_scene (TamboStoryboard *self);
gboolean tambo_storyboard_is_unvoiced (TamboStoryboard *self, const char *language);
void tambo_storyboard_compare_script (TamboStoryboard *self,
                                      TamboScript *script,
                                      TamboFindings *findings);
gboolean tambo_storyboard_check_script (TamboStoryboard *self, TamboScript *script, GError **error);

G_END_DECLS

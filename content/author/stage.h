/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "content/author/storyboard.h"
#include "content/author/timeline.h"

G_BEGIN_DECLS

#define TAMBO_FILM_WIDTH 1280
#define TAMBO_FILM_HEIGHT 720

/* What cairo calls RGB24, as GStreamer calls it. */
#define TAMBO_PIXELS (G_BYTE_ORDER == G_LITTLE_ENDIAN ? "BGRx" : "xRGB")

#define TAMBO_TYPE_STAGE (tambo_stage_get_type ())
G_DECLARE_FINAL_TYPE (TamboStage, tambo_stage, TAMBO, STAGE, GObject)

TamboStage *tambo_stage_new (GFile *folder,
                             TamboStoryboard *board,
                             TamboTimeline *timeline,
                             guint scene,
                             GError **error);
void tambo_stage_draw (TamboStage *self, cairo_t *cr, guint frame, double alpha);

G_END_DECLS

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

#define TAMBO_TYPE_DRAWING (tambo_drawing_get_type ())
G_DECLARE_FINAL_TYPE (TamboDrawing, tambo_drawing, TAMBO, DRAWING, GObject)

/* A layer as pixels, and where it was drawn, in units of the drawing. */
typedef struct
{
  cairo_surface_t *surface;
  double x, y, width, height;
} TamboSprite;

TamboDrawing *tambo_drawing_new_from_file (GFile *file, GError **error);

double tambo_drawing_get_width (TamboDrawing *self);
double tambo_drawing_get_height (TamboDrawing *self);
const char *const *tambo_drawing_get_layers (TamboDrawing *self);
gboolean tambo_drawing_render_layer (TamboDrawing *self,
                                     const char *layer,
                                     double scale,
                                     TamboSprite *out_sprite,
                                     GError **error);
GBytes *tambo_drawing_render_png (TamboDrawing *self, int width, int height, GError **error);
GBytes *tambo_surface_to_png (cairo_surface_t *surface);

G_END_DECLS

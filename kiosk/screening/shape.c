/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/screening/shape.h"

#include <math.h>

/**
 * TamboShape:
 *
 * A plain figure that tells one option from the next without words and without colour: circle,
 * triangle, square, diamond, five-pointed star, hexagon.
 */
struct _TamboShape
{
  GtkWidget parent_instance;

  guint number;
};

G_DEFINE_FINAL_TYPE (TamboShape, tambo_shape, GTK_TYPE_WIDGET)

/* Corners, how far round the first one stands (0 is to the right, in quarters) and the ratio of
 * inner to outer corners of a star. */
static const struct
{
  guint n_corners;
  double turn;
  double inner;
} figures[TAMBO_N_SHAPES] = {
  { 0, 0, 1 }, { 3, -1, 1 }, { 4, 0.5, 1 }, { 4, 0, 1 }, { 10, -1, 0.45 }, { 6, 0, 1 },
};

static void
tambo_shape_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TamboShape *self = TAMBO_SHAPE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double radius = MIN (width, height) / 2.0;
  const guint n = figures[self->number].n_corners;
  cairo_t *cr = NULL;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_translate (cr, width / 2.0, height / 2.0);
  if (n == 0)
    cairo_arc (cr, 0, 0, radius * 0.9, 0, 2 * G_PI);
  for (guint i = 0; i < n; i++)
    {
      double angle = figures[self->number].turn * G_PI_2 + i * 2 * G_PI / n;
      double length = i % 2 == 1 ? radius * figures[self->number].inner : radius;

      cairo_line_to (cr, length * cos (angle), length * sin (angle));
    }
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
tambo_shape_class_init (TamboShapeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = tambo_shape_snapshot;

  gtk_widget_class_set_css_name (widget_class, "shape");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tambo_shape_init (TamboShape *self)
{
}

/* @number: any; figures repeat after six. */
GtkWidget *
tambo_shape_new (guint number)
{
  TamboShape *self = g_object_new (TAMBO_TYPE_SHAPE, NULL);

  self->number = number % TAMBO_N_SHAPES;

  return GTK_WIDGET (self);
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/screening/dots.h"

#include <glib/gi18n-lib.h>

/**
 * TamboDots:
 *
 * How far a check has come: a dot a question, those behind filled, this one larger.
 */
struct _TamboDots
{
  GtkWidget parent_instance;

  guint position;
  guint n_dots;
};

G_DEFINE_FINAL_TYPE (TamboDots, tambo_dots, GTK_TYPE_WIDGET)

static void
draw_dot (cairo_t *cr, double x, double y, double radius, gboolean filled)
{
  cairo_new_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  if (filled)
    cairo_fill (cr);
  else
    cairo_stroke (cr);
}

static void
tambo_dots_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TamboDots *self = TAMBO_DOTS (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double step = MIN (height * 1.6, (double) width / MAX (self->n_dots, 1));
  double start = (width - step * self->n_dots) / 2;
  double radius = MIN (height / 2.0, step / 2.5);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  cairo_t *cr = NULL;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gdk_cairo_set_source_rgba (cr, &color);
  for (guint i = 0; i < self->n_dots; i++)
    {
      guint place = rtl ? self->n_dots - 1 - i : i;
      double size = i == self->position ? radius * 0.95 : radius * 0.55;

      draw_dot (cr, start + step * (place + 0.5), height / 2.0, size, i <= self->position);
    }
  cairo_destroy (cr);
}

static void
tambo_dots_class_init (TamboDotsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = tambo_dots_snapshot;

  gtk_widget_class_set_css_name (widget_class, "progressdots");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tambo_dots_init (TamboDots *self)
{
}

/* @position: counted from 0 */
void
tambo_dots_set (TamboDots *self, guint position, guint n_dots)
{
  g_autofree char *words = NULL;

  g_return_if_fail (TAMBO_IS_DOTS (self));

  self->position = position;
  self->n_dots = n_dots;
  /* Translators: progress through a health check: question 3 of 8. */
  words = g_strdup_printf (_ ("Question %u of %u"), position + 1, n_dots);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/presence-ring.h"

/**
 * TamboPresenceRing:
 *
 * "Are you still there?", over whatever is on the screen, with a ring that runs out.
 */
struct _TamboPresenceRing
{
  GtkWidget parent_instance;

  double fraction; /* that is left */

  /* Template children. */
  GtkWidget *root;
  GtkDrawingArea *area;
  GtkLabel *seconds;
};

G_DEFINE_FINAL_TYPE (TamboPresenceRing, tambo_presence_ring, GTK_TYPE_WIDGET)

static void
draw_ring (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  TamboPresenceRing *self = user_data;
  double thickness = MIN (width, height) / 12.0;
  double radius = (MIN (width, height) - thickness) / 2;
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &colour);
  cairo_set_line_width (cr, thickness);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);

  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, 0.15);
  cairo_arc (cr, width / 2.0, height / 2.0, radius, 0, 2 * G_PI);
  cairo_stroke (cr);

  if (self->fraction <= 0)
    return;

  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_arc (cr,
             width / 2.0,
             height / 2.0,
             radius,
             -G_PI / 2,
             -G_PI / 2 + 2 * G_PI * MIN (1, self->fraction));
  cairo_stroke (cr);
}

static void
tambo_presence_ring_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TAMBO_TYPE_PRESENCE_RING);

  G_OBJECT_CLASS (tambo_presence_ring_parent_class)->dispose (object);
}

static void
tambo_presence_ring_class_init (TamboPresenceRingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_presence_ring_dispose;

  gtk_widget_class_set_css_name (widget_class, "presencering");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/tambo/kiosk/widgets/presence-ring.ui");
  gtk_widget_class_bind_template_child (widget_class, TamboPresenceRing, root);
  gtk_widget_class_bind_template_child (widget_class, TamboPresenceRing, area);
  gtk_widget_class_bind_template_child (widget_class, TamboPresenceRing, seconds);
}

static void
tambo_presence_ring_init (TamboPresenceRing *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->area, draw_ring, self, NULL);
}

/**
 * tambo_presence_ring_set_left:
 * @self: a ring
 * @fraction: how much of the time is left, from 1 to 0
 * @seconds: the same in seconds, shown as a number
 */
void
tambo_presence_ring_set_left (TamboPresenceRing *self, double fraction, guint seconds)
{
  g_autofree char *text = NULL;

  g_return_if_fail (TAMBO_IS_PRESENCE_RING (self));

  text = g_strdup_printf ("%u", seconds);
  self->fraction = fraction;
  gtk_label_set_text (self->seconds, text);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}

/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "kiosk/widgets/clock-label.h"

/**
 * TamboClockLabel:
 *
 * The time of day, hours and minutes, while it is shown.
 */
struct _TamboClockLabel
{
  GtkWidget parent_instance;

  GtkWidget *label; /* (unowned) our child */
  guint tick;       /* (owned) source id, while mapped */
};

G_DEFINE_FINAL_TYPE (TamboClockLabel, tambo_clock_label, GTK_TYPE_WIDGET)

static gboolean
show_time (gpointer user_data)
{
  TamboClockLabel *self = user_data;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *text = g_date_time_format (now, "%H:%M");

  gtk_label_set_text (GTK_LABEL (self->label), text);

  return G_SOURCE_CONTINUE;
}

static void
tambo_clock_label_map (GtkWidget *widget)
{
  TamboClockLabel *self = TAMBO_CLOCK_LABEL (widget);

  GTK_WIDGET_CLASS (tambo_clock_label_parent_class)->map (widget);
  show_time (self);
  if (self->tick == 0)
    self->tick = g_timeout_add_seconds (1, show_time, self);
}

static void
tambo_clock_label_unmap (GtkWidget *widget)
{
  TamboClockLabel *self = TAMBO_CLOCK_LABEL (widget);

  g_clear_handle_id (&self->tick, g_source_remove);
  GTK_WIDGET_CLASS (tambo_clock_label_parent_class)->unmap (widget);
}

static void
tambo_clock_label_dispose (GObject *object)
{
  TamboClockLabel *self = TAMBO_CLOCK_LABEL (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (tambo_clock_label_parent_class)->dispose (object);
}

static void
tambo_clock_label_class_init (TamboClockLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tambo_clock_label_dispose;
  widget_class->map = tambo_clock_label_map;
  widget_class->unmap = tambo_clock_label_unmap;

  gtk_widget_class_set_css_name (widget_class, "clocklabel");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
tambo_clock_label_init (TamboClockLabel *self)
{
  self->label = gtk_label_new ("00:00");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
tambo_clock_label_new (void)
{
  return g_object_new (TAMBO_TYPE_CLOCK_LABEL, NULL);
}
